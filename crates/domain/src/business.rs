//! 事業者: the registration form and what it becomes. Invariant: what was typed is kept as typed; the entry made of it holds
//! only values that were checked, and would pass the same check again.
//!
//! Sources: 10-registration.md (Businesses), data/business_fields.csv for the official field numbers.

mod check;
pub mod corporate_number;
mod entry;
mod field;
mod filing;
mod licence;
mod merge;
mod registered;
pub mod validity;

use crate::{form::FieldProblem, time::WorkDate};
use core::fmt;
use serde::{Deserialize, Serialize};

pub use corporate_number::CorporateNumber;
pub use entry::BusinessEntry;
pub use field::{FIELDS, REVIEWED, is_required, official_number};
pub use filing::Filing;
pub use licence::{Licence, LicenceAuthority, LicenceClass};
pub use merge::merged;
pub use registered::{Registration, RenewalRow, UnderWay, VersionLine, changed};
pub use validity::{Validity, valid_until};

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

/// The form, exactly as typed. Its `Debug` shows nothing of it, and passwords are read but never written by serde, so that
/// no draft, log or session can hold one.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BusinessForm {
    /// [`BusinessKind::code`].
    pub kind: String,
    /// 商号又は名称.
    pub name: String,
    /// フリガナ.
    pub name_kana: String,
    /// 代表者の姓.
    pub representative_family: String,
    /// 代表者の名.
    pub representative_given: String,
    /// 法人番号, 13 digits; only a corporation has one.
    pub corporate_number: String,
    /// 建設業許可: `yes` or `no`.
    pub licence: String,
    /// [`LicenceAuthority::code`]; wanted with a licence, as are the next three.
    pub licence_authority: String,
    /// [`LicenceClass::code`].
    pub licence_class: String,
    /// The year in brackets: `5` of 特-5.
    pub licence_year: String,
    /// Up to six digits.
    pub licence_number: String,
    /// 資本金 in yen; only a corporation has it.
    pub capital_yen: String,
    /// 郵便番号.
    pub postcode: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// 市区町村 and the rest.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// メールアドレス.
    pub mail: String,
    /// Main trade, code.
    pub trade_1: String,
    /// Second trade, may be empty.
    pub trade_2: String,
    /// Third trade, may be empty.
    pub trade_3: String,
    /// Fourth trade, may be empty.
    pub trade_4: String,
    /// 登録責任者名: who will use the first admin ID.
    pub admin_name: String,
    /// A new password; never written back.
    #[serde(skip_serializing)]
    pub password: String,
    /// The same once more; never written back.
    #[serde(skip_serializing)]
    pub password_again: String,
    /// `yes`.
    pub consent: String,
}

impl fmt::Debug for BusinessForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BusinessForm").finish_non_exhaustive()
    }
}

impl BusinessForm {
    /// Checks the whole form; all problems at once, in page order. `password_set`: a password has been chosen before, so an
    /// empty one is kept. `today`: the day in Japan; the year of a licence cannot be later.
    ///
    /// Errors: the problems.
    pub fn validate(&self, today: WorkDate, password_set: bool) -> Result<BusinessEntry, Vec<FieldProblem>> {
        check::business(self, today, password_set)
    }
    /// Whether nothing was entered.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }
    /// The trades as typed, main first, empty ones included.
    pub const fn trades(&self) -> [&String; 4] {
        [&self.trade_1, &self.trade_2, &self.trade_3, &self.trade_4]
    }
    /// The form without its passwords.
    #[must_use]
    pub fn without_passwords(mut self) -> Self {
        self.password.clear();
        self.password_again.clear();
        self
    }
    /// What was typed into a field of [`FIELDS`], for review and check-your-answers; `None` for passwords and consent.
    pub fn typed(&self, field: &str) -> Option<String> {
        let text = match field {
            "kind" => &self.kind,
            "name" => &self.name,
            "name_kana" => &self.name_kana,
            "representative_family" => &self.representative_family,
            "representative_given" => &self.representative_given,
            "corporate_number" => &self.corporate_number,
            "licence" => &self.licence,
            "licence_authority" => &self.licence_authority,
            "licence_class" => &self.licence_class,
            "licence_year" => &self.licence_year,
            "licence_number" => &self.licence_number,
            "capital_yen" => &self.capital_yen,
            "postcode" => &self.postcode,
            "prefecture" => &self.prefecture,
            "address" => &self.address,
            "phone" => &self.phone,
            "mail" => &self.mail,
            "trade_1" => &self.trade_1,
            "trade_2" => &self.trade_2,
            "trade_3" => &self.trade_3,
            "trade_4" => &self.trade_4,
            "admin_name" => &self.admin_name,
            _ => return None,
        };
        Some(text.clone())
    }
}

#[cfg(test)]
mod tests;
