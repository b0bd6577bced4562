//! What a checked form comes to. Invariant: the form made of an entry's main part passes the check again and gives the same.

use super::{
    BloodType, DetailedEntry, HealthInsuranceKind, Insurance, MutualAid, Particulars, PensionKind, ResidenceStatus,
    Sex, TechnicianForm,
};
use crate::{calendar::TypedDate, id::BusinessId, prefecture::PrefectureCode, time::WorkDate, trade::TradeCode};
use core::fmt;

/// A form all of whose values were checked.
#[derive(Clone, PartialEq, Eq)]
pub struct TechnicianEntry {
    /// 姓, as typed.
    pub family_name: String,
    /// 名, as typed.
    pub given_name: String,
    /// セイ, full-width katakana.
    pub family_kana: String,
    /// メイ, full-width katakana; empty where the family name is all there is.
    pub given_kana: String,
    /// Family name in Latin capitals.
    pub family_roman: Option<String>,
    /// Given name in Latin capitals.
    pub given_roman: Option<String>,
    /// 通称, as typed.
    pub alias: Option<String>,
    /// Birth date.
    pub birth: WorkDate,
    /// 性別.
    pub sex: Sex,
    /// One of [`super::NATIONALITIES`].
    pub nationality: String,
    /// Seven digits.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 市区町村 and the rest, as typed.
    pub address: String,
    /// 10 or 11 digits.
    pub phone: String,
    /// メールアドレス.
    pub mail: Option<String>,
    /// The employer.
    pub employer: Option<BusinessId>,
    /// One to four, main first.
    pub trades: Vec<TradeCode>,
    /// 経験年数.
    pub experience_years: i16,
    /// 健康保険.
    pub health_insurance: Insurance,
    /// 年金保険.
    pub pension: Insurance,
    /// 雇用保険.
    pub employment_insurance: Insurance,
    /// 建退共.
    pub kentaikyo: MutualAid,
    /// 中退共.
    pub chutaikyo: MutualAid,
    /// What the first seven groups ask beside these.
    pub particulars: Particulars,
    /// What 詳細型 adds.
    pub detailed: Option<DetailedEntry>,
}

impl fmt::Debug for TechnicianEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TechnicianEntry").finish_non_exhaustive()
    }
}

impl TechnicianEntry {
    /// Family and given name with one space.
    pub fn full_name(&self) -> String {
        joined(&self.family_name, &self.given_name)
    }
    /// フリガナ with one space.
    pub fn full_kana(&self) -> String {
        joined(&self.family_kana, &self.given_kana)
    }
}

fn joined(family: &str, given: &str) -> String {
    if given.is_empty() { family.to_owned() } else { format!("{family} {given}") }
}

impl From<&TechnicianEntry> for TechnicianForm {
    /// The form somebody would have typed to make the main part of this entry, without password, lists and what 詳細型 adds.
    fn from(entry: &TechnicianEntry) -> Self {
        let birth = TypedDate::in_era(entry.birth);
        let more = &entry.particulars;
        let trade = |at: usize| entry.trades.get(at).map(ToString::to_string).unwrap_or_default();
        Self {
            family_name: entry.family_name.clone(),
            given_name: entry.given_name.clone(),
            family_kana: entry.family_kana.clone(),
            given_kana: entry.given_kana.clone(),
            family_roman: entry.family_roman.clone().unwrap_or_default(),
            given_roman: entry.given_roman.clone().unwrap_or_default(),
            alias: entry.alias.clone().unwrap_or_default(),
            birth_era: birth.era,
            birth_year: birth.year,
            birth_month: birth.month,
            birth_day: birth.day,
            sex: entry.sex.code().to_owned(),
            nationality: entry.nationality.clone(),
            postcode: entry.postcode.clone(),
            prefecture: format!("{:02}", entry.prefecture.get()),
            address: entry.address.clone(),
            phone: entry.phone.clone(),
            mail: entry.mail.clone().unwrap_or_default(),
            employer_id: entry.employer.map(|id| id.to_string()).unwrap_or_default(),
            trade_1: trade(0),
            trade_2: trade(1),
            trade_3: trade(2),
            trade_4: trade(3),
            experience_years: entry.experience_years.to_string(),
            health_insurance: entry.health_insurance.code().to_owned(),
            pension: entry.pension.code().to_owned(),
            employment_insurance: entry.employment_insurance.code().to_owned(),
            kentaikyo: entry.kentaikyo.code().to_owned(),
            chutaikyo: entry.chutaikyo.code().to_owned(),
            blood_type: more.blood_type.map_or("", BloodType::code).to_owned(),
            residence_status: more.residence_status.map_or("", ResidenceStatus::code).to_owned(),
            residence_until: more.residence_until.map(|day| day.to_string()).unwrap_or_default(),
            phone_home: more.phone_home.clone().unwrap_or_default(),
            fax: more.fax.clone().unwrap_or_default(),
            employed_on: more.employed_on.map(|day| day.to_string()).unwrap_or_default(),
            employed_until: more.employed_until.map(|day| day.to_string()).unwrap_or_default(),
            health_insurance_kind: more.health_insurance_kind.map_or("", HealthInsuranceKind::code).to_owned(),
            pension_kind: more.pension_kind.map_or("", PensionKind::code).to_owned(),
            kentaikyo_number: more.kentaikyo_number.clone().unwrap_or_default(),
            consent: "yes".to_owned(),
            ..Self::default()
        }
    }
}
