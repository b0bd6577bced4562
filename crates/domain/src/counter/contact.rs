//! 変更届 at a counter: where a detailed registrant is reached and by whom employed. Invariant: the person is found by ID and
//! birth date together, and stands at the counter with a document.
//!
//! Source: general-meeting-11 資料6 p.8 (変更申請は受付・審査・登録まで実施。ただし、詳細型登録者限定).

use crate::{
    calendar::{self, TypedDate},
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{BusinessId, TechnicianId},
    prefecture::PrefectureCode,
    technician::IdentityKind,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

const ADDRESS_CHARS_MAX: u32 = 200;

/// Who stands at the counter, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    /// 技能者ID.
    pub technician: String,
    /// 生年月日.
    pub birth_era: String,
    /// Year.
    pub birth_year: String,
    /// Month.
    pub birth_month: String,
    /// Day.
    pub birth_day: String,
}

impl PersonForm {
    /// Errors: every problem.
    pub fn validate(&self) -> Result<(TechnicianId, WorkDate), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let id = read.required("technician", &self.technician, reader::id::<TechnicianId>);
        let typed = TypedDate {
            era: self.birth_era.clone(),
            year: self.birth_year.clone(),
            month: self.birth_month.clone(),
            day: self.birth_day.clone(),
        };
        let birth = read.take("birth", calendar::parse(&typed));
        let entry = || Ok((id?, birth?));
        let entry = entry();
        read.finish(entry)
    }
}

/// The change as typed; what is registered stands in it to begin with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// Postcode.
    pub postcode: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// The rest of the address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Mail; may be left out.
    pub mail: String,
    /// 主たる所属事業者, its ID; may be left out.
    pub employer_id: String,
    /// 従たる所属事業者 that comes in addition, its ID; may be left out.
    pub also_employer_id: String,
    /// [`IdentityKind::code`] of the document by which the person was known.
    pub identity_kind: String,
    /// `yes`: the face and the name agree with the document.
    pub agrees: String,
}

/// The same, checked, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEntry {
    /// Seven digits.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// As typed.
    pub address: String,
    /// 10 or 11 digits.
    pub phone: String,
    /// Empty where there is none.
    pub mail: String,
    /// 主たる所属事業者.
    pub employer: Option<BusinessId>,
    /// 従たる所属事業者 that came in addition with this change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<BusinessId>,
}

impl ContactForm {
    /// Errors: every problem, in page order. Whether the employer is registered is for the caller to add.
    pub fn validate(&self) -> Result<(ContactEntry, IdentityKind), Vec<FieldProblem>> {
        let mut read = Reader::default();
        let postcode = read.required("postcode", &self.postcode, reader::postcode);
        let prefecture = read.required("prefecture", &self.prefecture, reader::prefecture);
        let address = read.text("address", &self.address, ADDRESS_CHARS_MAX);
        let phone = read.optional("phone", &self.phone, reader::phone).map(Option::unwrap_or_default);
        let mail = read.optional("mail", &self.mail, reader::mail).map(Option::unwrap_or_default);
        let employer = read.optional("employer_id", &self.employer_id, reader::business_id);
        let also = read.optional("also_employer_id", &self.also_employer_id, reader::business_id);
        if let (Ok(Some(main)), Ok(Some(also))) = (employer, also)
            && main == also
        {
            read.note("also_employer_id", Problem::Twice);
        }
        let identity_kind = read.choice("identity_kind", &self.identity_kind, IdentityKind::from_code);
        read.consent("agrees", &self.agrees);
        let entry = || {
            let entry = ContactEntry {
                postcode: postcode?,
                prefecture: prefecture?,
                address: address?,
                phone: phone?,
                mail: mail?,
                employer: employer?,
                also: also?,
            };
            Ok((entry, identity_kind?))
        };
        let entry = entry();
        read.finish(entry)
    }
}

impl From<&ContactEntry> for ContactForm {
    fn from(entry: &ContactEntry) -> Self {
        Self {
            postcode: entry.postcode.clone(),
            prefecture: format!("{:02}", entry.prefecture.get()),
            address: entry.address.clone(),
            phone: entry.phone.clone(),
            mail: entry.mail.clone(),
            employer_id: entry.employer.map(|id| id.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// What is registered of who stands at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNow {
    /// Who.
    pub id: TechnicianId,
    /// Name.
    pub name: String,
    /// Katakana.
    pub kana: String,
    /// Birth date.
    pub birth: WorkDate,
    /// What is registered.
    pub contact: ContactEntry,
    /// Name of the employer.
    pub employer: Option<String>,
    /// How often it was changed at a counter.
    pub changes: u32,
}
