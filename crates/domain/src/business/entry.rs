//! What a checked form comes to. Invariant: the form made of an entry passes the check again and gives the same entry.

use super::{BusinessForm, BusinessKind, BusinessParticulars, CorporateNumber, Licence};
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
    /// What else is registered.
    pub more: BusinessParticulars,
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
        let form = Self {
            kind: entry.kind.code().to_owned(),
            name: entry.name.clone(),
            name_kana: entry.name_kana.clone(),
            representative_family: entry.representative_family.clone(),
            representative_given: entry.representative_given.clone(),
            corporate_number: entry.corporate_number.map(|number| number.to_string()).unwrap_or_default(),
            licence: yes_no(licence.is_some()),
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
            consent: "yes".to_owned(),
            ..Self::default()
        };
        with_particulars(form, &entry.more)
    }
}

fn yes_no(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// The form with the fields beside who and where the business is.
fn with_particulars(form: BusinessForm, more: &BusinessParticulars) -> BusinessForm {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    let yen = |of: Option<Yen>| of.map(|yen| yen.to_string()).unwrap_or_default();
    let codes: Vec<String> = more.licence_trades.iter().map(|trade| trade.code()).collect();
    let (contact, insurance, certificate) = (&more.contact, &more.insurance, more.certificate.as_ref());
    BusinessForm {
        licence_trades: codes.join(" "),
        evidence_kind: more.evidence_kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
        sales_yen: yen(more.sales),
        completed_works_yen: yen(more.completed_works),
        other_business: yes_no(more.other_business),
        admin_department: text(&contact.department),
        admin_address: text(&contact.address),
        contact_phone: text(&contact.phone),
        contact_fax: text(&contact.fax),
        health_insurance: insurance.health.code().to_owned(),
        health_insurance_kind: insurance.health_kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
        pension: insurance.pension.code().to_owned(),
        pension_kind: insurance.pension_kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
        employment_insurance: insurance.employment.code().to_owned(),
        kentaikyo: insurance.kentaikyo.code().to_owned(),
        kentaikyo_number: text(&insurance.kentaikyo_number),
        chutaikyo: insurance.chutaikyo.code().to_owned(),
        accident_insurance: insurance.accident.code().to_owned(),
        ci_net_code: text(&more.ci_net_code),
        certificate_kind: certificate.map(|of| of.kind.clone()).unwrap_or_default(),
        certificate_number: certificate.map(|of| of.number.clone()).unwrap_or_default(),
        main_clients: more.main_clients.join("\n"),
        awards: more.awards.join("\n"),
        memberships: more.memberships.join("\n"),
        ..form
    }
}
