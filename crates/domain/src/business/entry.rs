//! What a checked form comes to. Invariant: the form made of an entry passes the check again and gives the same entry.

use super::{BusinessForm, BusinessKind, CorporateNumber, Licence};
use crate::{
    fee::{PriceList, Yen},
    prefecture::PrefectureCode,
    time::WorkDate,
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// A form all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessEntry {
    /// 法人・個人・一人親方区分.
    pub kind: BusinessKind,
    /// 商号又は名称, as typed.
    pub name: String,
    /// フリガナ, full-width katakana.
    pub name_kana: String,
    /// 代表者の姓, as typed.
    pub representative_family: String,
    /// 代表者の名, as typed.
    pub representative_given: String,
    /// 法人番号 of a corporation.
    pub corporate_number: Option<CorporateNumber>,
    /// 建設業許可, where there is one.
    pub licence: Option<Licence>,
    /// 資本金 of a corporation; ¥0 for others.
    pub capital: Yen,
    /// Seven digits.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: PrefectureCode,
    /// 市区町村 and the rest, as typed.
    pub address: String,
    /// 10 or 11 digits.
    pub phone: String,
    /// メールアドレス.
    pub mail: String,
    /// One to four, main first.
    pub trades: Vec<TradeCode>,
    /// 登録責任者名, as typed.
    pub admin_name: String,
}

impl BusinessEntry {
    /// What its registration costs on `day`; `None` where no price is set.
    pub fn fee(&self, prices: &PriceList, day: WorkDate) -> Option<Yen> {
        prices.business(self.kind, self.capital, day)
    }
    /// 代表者名 with one space.
    pub fn representative(&self) -> String {
        format!("{} {}", self.representative_family, self.representative_given)
    }
}

impl From<&BusinessEntry> for BusinessForm {
    /// The form somebody would have typed to make this entry, without password.
    fn from(entry: &BusinessEntry) -> Self {
        let trade = |at: usize| entry.trades.get(at).map(ToString::to_string).unwrap_or_default();
        let licence = entry.licence;
        let of_licence = |part: fn(Licence) -> String| licence.map(part).unwrap_or_default();
        let is_corporation = entry.kind == BusinessKind::Corporation;
        Self {
            kind: entry.kind.code().to_owned(),
            name: entry.name.clone(),
            name_kana: entry.name_kana.clone(),
            representative_family: entry.representative_family.clone(),
            representative_given: entry.representative_given.clone(),
            corporate_number: entry.corporate_number.map(|number| number.to_string()).unwrap_or_default(),
            licence: if licence.is_some() { "yes" } else { "no" }.to_owned(),
            licence_authority: of_licence(|licence| licence.authority.code()),
            licence_class: of_licence(|licence| licence.class.code().to_owned()),
            licence_year: of_licence(|licence| licence.year.to_string()),
            licence_number: of_licence(|licence| format!("{:06}", licence.number)),
            capital_yen: if is_corporation { entry.capital.to_string() } else { String::new() },
            postcode: entry.postcode.clone(),
            prefecture: format!("{:02}", entry.prefecture.get()),
            address: entry.address.clone(),
            phone: entry.phone.clone(),
            mail: entry.mail.clone(),
            trade_1: trade(0),
            trade_2: trade(1),
            trade_3: trade(2),
            trade_4: trade(3),
            admin_name: entry.admin_name.clone(),
            password: String::new(),
            password_again: String::new(),
            consent: "yes".to_owned(),
        }
    }
}
