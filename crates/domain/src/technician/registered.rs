//! What the register says of a person and the operator may put right: the part of the form that names and reaches them.
//! Invariant: it is checked by the same functions as the form of registration, so that a correction never enters what a
//! registration would have refused.
//!
//! Source: 10-registration.md, Review (Corrections, 2020 development No. 71).

use super::{Sex, TechnicianForm, check};
use crate::{calendar::TypedDate, form::FieldProblem, prefecture::PrefectureCode, time::WorkDate, trade::TradeCode};

/// A registered person's particulars, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisteredEntry {
    /// 姓, as typed.
    pub family_name: String,
    /// 名, as typed.
    pub given_name: String,
    /// セイ, full-width katakana.
    pub family_kana: String,
    /// メイ; empty where the family name is all there is.
    pub given_kana: String,
    /// Family and given name in Latin capitals, one space between; empty where none is registered.
    pub roman_name: String,
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
    /// メールアドレス; empty where there is none.
    pub mail: String,
    /// One to four, main first.
    pub trades: Vec<TradeCode>,
    /// 経験年数.
    pub experience_years: i16,
}

impl TechnicianForm {
    /// Checks the particulars of a registered person; all problems at once, in page order. `today`: the day in Japan.
    ///
    /// Errors: the problems.
    pub fn validate_registered(&self, today: WorkDate) -> Result<RegisteredEntry, Vec<FieldProblem>> {
        check::registered(self, today).map_err(|problems| self.in_page_order(problems))
    }
}

impl From<&RegisteredEntry> for TechnicianForm {
    /// The form somebody would have typed to make this entry.
    fn from(entry: &RegisteredEntry) -> Self {
        let birth = TypedDate::in_era(entry.birth);
        let trade = |at: usize| entry.trades.get(at).map(ToString::to_string).unwrap_or_default();
        // Who has one name alone has it all in the first part.
        let roman = if entry.given_name.is_empty() { None } else { entry.roman_name.split_once(' ') };
        let (family_roman, given_roman) = roman.unwrap_or((&entry.roman_name, ""));
        Self {
            family_name: entry.family_name.clone(),
            given_name: entry.given_name.clone(),
            family_kana: entry.family_kana.clone(),
            given_kana: entry.given_kana.clone(),
            family_roman: family_roman.to_owned(),
            given_roman: given_roman.to_owned(),
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
            mail: entry.mail.clone(),
            trade_1: trade(0),
            trade_2: trade(1),
            trade_3: trade(2),
            trade_4: trade(3),
            experience_years: entry.experience_years.to_string(),
            ..Self::default()
        }
    }
}
