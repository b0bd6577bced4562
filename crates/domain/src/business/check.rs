//! The check of the form. Invariant: it reads every field once, in page order, and never stops at a problem.

mod particulars;

pub use particulars::{health_insurance_kinds, pension_kinds};

use super::{
    BusinessEntry, BusinessForm, BusinessKind, CorporateNumber, Licence, LicenceAuthority, LicenceClass,
    corporate_number::CorporateNumberFault,
};
use crate::{
    calendar::{self, Era},
    fee::Yen,
    form::{
        FieldProblem, Problem,
        reader::{self, Read, Reader},
    },
    time::WorkDate,
};
use particulars::{Parts, of_a_corporation};

const NAME_CHARS_MAX: u32 = 100;
const PERSON_CHARS_MAX: u32 = 40;
const ADDRESS_CHARS_MAX: u32 = 200;
/// Larger than any company's capital.
const CAPITAL_MAX: i64 = 100_000_000_000_000;
/// The last year of 平成, the longest era since licences have been numbered so and whose numbers are still in use.
const HEISEI_YEARS: i16 = 31;

pub(super) fn business(
    form: &BusinessForm,
    today: WorkDate,
    password_set: bool,
) -> Result<BusinessEntry, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let kind = read.choice("kind", &form.kind, BusinessKind::from_code);
    let name = read.text("name", &form.name, NAME_CHARS_MAX);
    let name_kana = read.required("name_kana", &form.name_kana, |raw| reader::kana(raw, NAME_CHARS_MAX));
    let person = |raw: &str| reader::name(raw, PERSON_CHARS_MAX);
    let representative_family = read.required("representative_family", &form.representative_family, person);
    let representative_given = read.required("representative_given", &form.representative_given, person);
    let corporate_number = of_a_corporation(read, "corporate_number", kind, &form.corporate_number, corporate_number);
    let postcode = read.required("postcode", &form.postcode, reader::postcode);
    let prefecture = read.required("prefecture", &form.prefecture, reader::prefecture);
    let address = read.text("address", &form.address, ADDRESS_CHARS_MAX);
    let phone = read.required("phone", &form.phone, reader::phone);
    let licence = licence(read, form, today);
    let licence_trades = particulars::licence_trades(read, form);
    let evidence_kind = particulars::evidence_kind(read, form);
    let capital =
        of_a_corporation(read, "capital_yen", kind, &form.capital_yen, |raw| reader::whole(raw, 1, CAPITAL_MAX));
    let figures = particulars::figures(read, form);
    let other_business = read.required("other_business", &form.other_business, reader::yes_no);
    let trades = read.trades(["trade_1", "trade_2", "trade_3", "trade_4"], form.trades());
    let admin_name = read.required("admin_name", &form.admin_name, person);
    let contact = particulars::contact(read, form, ADDRESS_CHARS_MAX);
    let mail = read.required("mail", &form.mail, reader::mail);
    let insurance = particulars::insurances(read, form);
    let dealings = particulars::dealings(read, form);
    read.password(&form.password, &form.password_again, password_set);
    read.consent("consent", &form.consent);

    let parts = Parts { licence_trades, evidence_kind, figures, other_business, contact, insurance, dealings };
    let entry = || {
        Ok(BusinessEntry {
            kind: kind?,
            name: name?,
            name_kana: name_kana?,
            representative_family: representative_family?,
            representative_given: representative_given?,
            corporate_number: corporate_number?,
            licence: licence?,
            capital: Yen(capital?.unwrap_or(0)),
            postcode: postcode?,
            prefecture: prefecture?,
            address: address?,
            phone: phone?,
            mail: mail?,
            trades: trades?,
            admin_name: admin_name?,
            more: parts.joined()?,
        })
    };
    let entry = entry();
    core::mem::take(read).finish(entry)
}

fn corporate_number(raw: &str) -> Result<CorporateNumber, Problem> {
    CorporateNumber::parse(raw).map_err(|fault| match fault {
        CorporateNumberFault::Length => Problem::CorporateNumberLength,
        CorporateNumberFault::CheckDigit => Problem::CorporateNumberCheck,
    })
}

/// The parts of a licence are read only where there is one: `no` with parts left over from before is no licence.
impl BusinessForm {
    /// The licence that is named; `None` where none is, or what is named is none.
    pub fn named_licence(&self, today: WorkDate) -> Option<Licence> {
        licence(&mut Reader::default(), self, today).ok().flatten()
    }
}

fn licence(read: &mut Reader, form: &BusinessForm, today: WorkDate) -> Read<Option<Licence>> {
    if !read.required("licence", &form.licence, reader::yes_no)? {
        return Ok(None);
    }
    let authority = read.choice("licence_authority", &form.licence_authority, LicenceAuthority::from_code);
    let class = read.choice("licence_class", &form.licence_class, LicenceClass::from_code);
    let year = read.required("licence_year", &form.licence_year, |raw| reader::small(raw, 1, licence_year_max(today)));
    let number = read.required("licence_number", &form.licence_number, licence_number);
    Ok(Some(Licence { authority: authority?, class: class?, year: year?, number: number? }))
}

fn licence_number(raw: &str) -> Result<i32, Problem> {
    let range = Problem::OutOfRange { min: 1, max: 999_999 };
    reader::whole(raw, 1, 999_999).and_then(|number| i32::try_from(number).map_err(|_| range))
}

/// The largest year a licence can bear: the era is not written, so 平成31 until 令和 has grown past it.
fn licence_year_max(today: WorkDate) -> i16 {
    match calendar::era_of(today) {
        (Era::Reiwa, year) => i16::try_from(year).unwrap_or(HEISEI_YEARS).max(HEISEI_YEARS),
        _ => HEISEI_YEARS,
    }
}
