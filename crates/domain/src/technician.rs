//! 技能者: the simple registration form and what it becomes. Invariant: what was typed is kept as typed; the entry made of
//! it holds only values that were checked, and would pass the same check again.
//!
//! Sources: 10-registration.md (簡略型: 本人情報, 所属事業者, 職種, 経験, 社会保険, 建退共, 中退共), data/technician_fields.csv for the
//! official field numbers.

mod check;
mod choice;
mod entry;
mod field;

use crate::{calendar::TypedDate, form::FieldProblem, time::WorkDate};
use core::fmt;
use serde::{Deserialize, Serialize};

pub use check::may_work_from;
pub use choice::{Insurance, MutualAid, NATIONALITIES, Sex};
pub use entry::TechnicianEntry;
pub use field::{FIELDS, REVIEWED, is_required, official_number};

/// The form, exactly as typed. Its `Debug` shows nothing personal, and passwords are read but never written by serde, so
/// that no draft, log or session can hold one.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TechnicianForm {
    /// 姓.
    pub family_name: String,
    /// 名.
    pub given_name: String,
    /// セイ.
    pub family_kana: String,
    /// メイ.
    pub given_kana: String,
    /// Family name in Latin capitals.
    pub family_roman: String,
    /// Given name in Latin capitals.
    pub given_roman: String,
    /// 通称.
    pub alias: String,
    /// 元号 of the birth date.
    pub birth_era: String,
    /// 年 of the birth date.
    pub birth_year: String,
    /// 月 of the birth date.
    pub birth_month: String,
    /// 日 of the birth date.
    pub birth_day: String,
    /// [`Sex::code`].
    pub sex: String,
    /// One of [`NATIONALITIES`].
    pub nationality: String,
    /// 郵便番号.
    pub postcode: String,
    /// 都道府県, code.
    pub prefecture: String,
    /// 市区町村 and the rest.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// メールアドレス, may be empty.
    pub mail: String,
    /// 事業者ID of the employer, may be empty.
    pub employer_id: String,
    /// Main trade, code.
    pub trade_1: String,
    /// Second trade, may be empty.
    pub trade_2: String,
    /// Third trade, may be empty.
    pub trade_3: String,
    /// Fourth trade, may be empty.
    pub trade_4: String,
    /// 経験年数.
    pub experience_years: String,
    /// 健康保険: [`Insurance::code`].
    pub health_insurance: String,
    /// 年金保険: [`Insurance::code`].
    pub pension: String,
    /// 雇用保険: [`Insurance::code`].
    pub employment_insurance: String,
    /// 建退共: [`MutualAid::code`].
    pub kentaikyo: String,
    /// 中退共: [`MutualAid::code`].
    pub chutaikyo: String,
    /// A new password; never written back.
    #[serde(skip_serializing)]
    pub password: String,
    /// The same once more; never written back.
    #[serde(skip_serializing)]
    pub password_again: String,
    /// `yes`.
    pub consent: String,
}

impl fmt::Debug for TechnicianForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TechnicianForm").finish_non_exhaustive()
    }
}

impl TechnicianForm {
    /// Checks the whole form; all problems at once, in page order. `today`: the day in Japan. `password_set`: a password
    /// has been chosen before, so an empty one is kept.
    ///
    /// Errors: the problems. Whether the employer exists and a photo was sent is for the caller to add.
    pub fn validate(&self, today: WorkDate, password_set: bool) -> Result<TechnicianEntry, Vec<FieldProblem>> {
        check::technician(self, today, password_set)
    }
    /// Whether nothing was entered: the era of the birth date, which a page chooses by itself, is no entry.
    pub fn is_untouched(&self) -> bool {
        Self { birth_era: String::new(), ..self.clone() } == Self::default()
    }
    /// The birth date as typed.
    pub fn birth(&self) -> TypedDate {
        TypedDate {
            era: self.birth_era.clone(),
            year: self.birth_year.clone(),
            month: self.birth_month.clone(),
            day: self.birth_day.clone(),
        }
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
    /// What was typed into a field of [`FIELDS`], for review and check-your-answers; `None` for passwords, consent and the
    /// photo, which have no text.
    pub fn typed(&self, field: &str) -> Option<String> {
        let text = match field {
            "family_name" => &self.family_name,
            "given_name" => &self.given_name,
            "family_kana" => &self.family_kana,
            "given_kana" => &self.given_kana,
            "family_roman" => &self.family_roman,
            "given_roman" => &self.given_roman,
            "alias" => &self.alias,
            "birth_date" => {
                let parts = [&self.birth_era, &self.birth_year, &self.birth_month, &self.birth_day];
                return Some(parts.map(String::as_str).join(" ").trim().to_owned());
            }
            "sex" => &self.sex,
            "nationality" => &self.nationality,
            "postcode" => &self.postcode,
            "prefecture" => &self.prefecture,
            "address" => &self.address,
            "phone" => &self.phone,
            "mail" => &self.mail,
            "employer_id" => &self.employer_id,
            "trade_1" => &self.trade_1,
            "trade_2" => &self.trade_2,
            "trade_3" => &self.trade_3,
            "trade_4" => &self.trade_4,
            "experience_years" => &self.experience_years,
            "health_insurance" => &self.health_insurance,
            "pension" => &self.pension,
            "employment_insurance" => &self.employment_insurance,
            "kentaikyo" => &self.kentaikyo,
            "chutaikyo" => &self.chutaikyo,
            _ => return None,
        };
        Some(text.clone())
    }
}

#[cfg(test)]
mod tests;
