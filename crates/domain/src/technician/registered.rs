//! What the register's own row says of a person: the part of the form that names and reaches them. Invariant: it is made of a
//! form that was checked and of nothing else.

use super::{Sex, TechnicianEntry};
use crate::{prefecture::PrefectureCode, time::WorkDate, trade::TradeCode};

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

impl From<&TechnicianEntry> for RegisteredEntry {
    fn from(of: &TechnicianEntry) -> Self {
        let roman: Vec<&str> = [&of.family_roman, &of.given_roman].into_iter().flatten().map(String::as_str).collect();
        Self {
            family_name: of.family_name.clone(),
            given_name: of.given_name.clone(),
            family_kana: of.family_kana.clone(),
            given_kana: of.given_kana.clone(),
            roman_name: roman.join(" "),
            alias: of.alias.clone(),
            birth: of.birth,
            sex: of.sex,
            nationality: of.nationality.clone(),
            postcode: of.postcode.clone(),
            prefecture: of.prefecture,
            address: of.address.clone(),
            phone: of.phone.clone(),
            mail: of.mail.clone().unwrap_or_default(),
            trades: of.trades.clone(),
            experience_years: of.experience_years,
        }
    }
}
