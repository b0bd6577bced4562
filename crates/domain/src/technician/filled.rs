//! The form filled in with what the register keeps beside names and contact. Invariant: what is put in passes the check that
//! let it into the register.

use super::{
    AccidentInsurance, BloodType, ChiefAsked, ChiefFound, Engagement, HealthInsuranceKind, IdentityKind, Insurance,
    List, MutualAid, Particulars, PensionKind, ResidenceStatus, TechnicianForm,
};
use crate::time::WorkDate;

fn day(day: Option<WorkDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl TechnicianForm {
    /// Puts in which insurances somebody is in: health, pension, employment; 建退共, 中退共.
    pub fn put_insurances(&mut self, [health, pension, employment]: [Insurance; 3], aids: [MutualAid; 2]) {
        health.code().clone_into(&mut self.health_insurance);
        pension.code().clone_into(&mut self.pension);
        employment.code().clone_into(&mut self.employment_insurance);
        aids[0].code().clone_into(&mut self.kentaikyo);
        aids[1].code().clone_into(&mut self.chutaikyo);
    }
    /// Puts in the single facts everybody is asked for; lists and employments are put in by their rows.
    pub fn put_particulars(&mut self, of: &Particulars) {
        of.blood_type.map_or("", BloodType::code).clone_into(&mut self.blood_type);
        of.residence_status.map_or("", ResidenceStatus::code).clone_into(&mut self.residence_status);
        self.residence_until = day(of.residence_until);
        self.phone_home = of.phone_home.clone().unwrap_or_default();
        self.fax = of.fax.clone().unwrap_or_default();
        if let Some(card) = &of.card_to {
            "other".clone_into(&mut self.card_to);
            self.card_postcode.clone_from(&card.postcode);
            self.card_prefecture = format!("{:02}", card.prefecture.get());
            self.card_address.clone_from(&card.address);
            self.card_phone.clone_from(&card.phone);
        }
        if let Some(contact) = &of.emergency {
            self.emergency_name.clone_from(&contact.name);
            self.emergency_relation.clone_from(&contact.relation);
            self.emergency_address = contact.address.clone().unwrap_or_default();
            self.emergency_phone.clone_from(&contact.phone);
        }
        of.health_insurance_kind.map_or("", HealthInsuranceKind::code).clone_into(&mut self.health_insurance_kind);
        of.pension_kind.map_or("", PensionKind::code).clone_into(&mut self.pension_kind);
        self.kentaikyo_number = of.kentaikyo_number.clone().unwrap_or_default();
    }
    /// Puts in what a detailed registration adds once: the kind of the identity document, 労災特別加入.
    pub fn put_detailed(&mut self, identity: Option<IdentityKind>, accident: Option<AccidentInsurance>) {
        identity.map_or("", IdentityKind::code).clone_into(&mut self.identity_kind);
        let joined = if accident.is_some() { MutualAid::Joined } else { MutualAid::None };
        joined.code().clone_into(&mut self.accident_insurance);
        accident.map_or("", AccidentInsurance::code).clone_into(&mut self.accident_insurance_kind);
    }
    /// Puts in the employments the register holds, the earliest first, so that one key names one of them as long as none
    /// comes or goes.
    pub fn put_employments(&mut self, held: &[Engagement]) {
        let mut held = held.to_vec();
        held.sort_by_key(|of| (of.from, of.business));
        for of in held {
            let key = self.add_item(List::Employments);
            self.put_employment(&key, of);
        }
    }
    /// Writes one of them as the register has it.
    pub fn put_employment(&mut self, key: &str, of: Engagement) {
        let (business, from, until) = (of.business.to_string(), of.from.to_string(), day(of.until));
        let kind = if of.main { "main" } else { "other" };
        let values = [("business_id", &*business), ("kind", kind), ("from", &*from), ("until", &*until)];
        self.put_item(List::Employments, key, values);
    }
    /// Puts in the qualification the register of 登録基幹技能者 said somebody has.
    pub fn put_chief(&mut self, number: &str, name: &str, expires: Option<WorkDate>, birth: WorkDate) {
        number.clone_into(&mut self.chief_number);
        "yes".clone_into(&mut self.chief_consent);
        self.chief = Some(ChiefFound { number: number.to_owned(), name: name.to_owned(), expires });
        self.chief_asked = Some(ChiefAsked { number: number.to_owned(), birth });
    }
}
