//! 事業者: the registration form and what it becomes. Invariant: what was typed is kept as typed; the entry made of it holds
//! only values that were checked, and would pass the same check again.
//!
//! Sources: 10-registration.md (Businesses), data/business_fields.csv for the official field numbers.

mod check;
pub mod corporate_number;
mod entry;
mod evidence;
mod field;
mod filing;
mod form;
mod licence;
mod licence_trade;
mod merge;
mod page;
mod particulars;
mod registered;
pub mod validity;
mod visibility;

use serde::{Deserialize, Serialize};

pub use check::{health_insurance_kinds, pension_kinds};
pub use corporate_number::CorporateNumber;
pub use entry::BusinessEntry;
pub use evidence::{EVIDENCE, EvidenceKind};
pub use field::{FIELDS, REGISTERED, REVIEWED, is_required, official_number};
pub use filing::Filing;
pub use form::BusinessForm;
pub use licence::{Licence, LicenceAuthority, LicenceClass};
pub use licence_trade::LicenceTrade;
pub use merge::merged;
pub use page::{FINAL, PAGES, Page, page, page_of, place};
pub use particulars::{BusinessParticulars, Certificate, Contact, Insurances};
pub use registered::{ConsentAwaited, HandedIn, Partner, Registration, RenewalRow, UnderWay, VersionLine, changed};
pub use validity::{Validity, valid_until};
pub use visibility::{Viewer, is_visible};

/// 法人・個人・一人親方区分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessKind {
    /// 法人.
    Corporation,
    /// 個人事業主.
    SoleProprietor,
    /// 一人親方: free, and counted apart everywhere.
    SelfEmployed,
}

impl BusinessKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Corporation, Self::SoleProprietor, Self::SelfEmployed];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Corporation => 1,
            Self::SoleProprietor => 2,
            Self::SelfEmployed => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Corporation => "corporation",
            Self::SoleProprietor => "sole_proprietor",
            Self::SelfEmployed => "self_employed",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests;
