//! The fields beside who and where the business is. Invariant: what depends on another answer is asked only where that answer
//! is given: the kind of an insurance and the number of 建退共 of whoever has joined.

use crate::{
    business::{BusinessForm, BusinessKind, BusinessParticulars, Certificate, Contact, Insurances, LicenceTrade},
    fee::Yen,
    form::{
        Problem,
        reader::{self, Noted, Read, Reader},
    },
    technician::{HealthInsuranceKind, Insurance, MutualAid, PensionKind},
    text,
};

/// Larger than any company's sales in yen.
const SALES_MAX: i64 = 1_000_000_000_000_000;
const DEPARTMENT_CHARS_MAX: u32 = 100;
/// 共済契約者番号 is never longer (ours; the source gives no form).
const MEMBER_DIGITS_MAX: u32 = 16;
/// 標準企業コード of six characters and a branch of six (ours; the source gives no form).
const CI_NET_CHARS_MAX: u32 = 12;
const LINE_CHARS_MAX: u32 = 100;
const LINES_MAX: u32 = 20;

/// 健康保険の種類 a business can have joined.
pub const fn health_insurance_kinds() -> [HealthInsuranceKind; 5] {
    [
        HealthInsuranceKind::Kyokai,
        HealthInsuranceKind::Union,
        HealthInsuranceKind::ConstructionNational,
        HealthInsuranceKind::National,
        HealthInsuranceKind::Other,
    ]
}

/// 年金保険の種類 a business can have joined.
pub const fn pension_kinds() -> [PensionKind; 2] {
    [PensionKind::Employees, PensionKind::National]
}

/// 売上高 and 完成工事高, which is a part of it.
pub(super) fn figures(read: &mut Reader, form: &BusinessForm) -> Read<(Option<Yen>, Option<Yen>)> {
    let sales = read.optional("sales_yen", &form.sales_yen, |raw| reader::whole(raw, 0, SALES_MAX));
    let most = sales.ok().flatten().unwrap_or(SALES_MAX);
    let works = read.optional("completed_works_yen", &form.completed_works_yen, |raw| reader::whole(raw, 0, most));
    Ok((sales?.map(Yen), works?.map(Yen)))
}

/// 許可業種, each once; at least one where there is a licence, none where there is not.
pub(super) fn licence_trades(read: &mut Reader, form: &BusinessForm) -> Read<Vec<LicenceTrade>> {
    if form.licence.trim() != "yes" {
        return Ok(Vec::new());
    }
    let codes = reader::plain(&form.licence_trades);
    let all: Option<Vec<LicenceTrade>> = codes.split_whitespace().map(LicenceTrade::from_code).collect();
    let trades = match all {
        None => Err(Problem::NotAChoice),
        Some(trades) if trades.is_empty() => Err(Problem::Missing),
        Some(mut trades) => {
            trades.sort_unstable();
            trades.dedup();
            Ok(trades)
        }
    };
    read.take("licence_trades", trades)
}

/// What the picture is of: a document that can show this business.
pub(super) fn evidence_kind(read: &mut Reader, form: &BusinessForm) -> Read<Option<crate::business::EvidenceKind>> {
    read.optional("evidence_kind", &form.evidence_kind, |code| {
        form.evidence_kinds().into_iter().find(|kind| kind.code() == code).ok_or(Problem::NotAChoice)
    })
}

pub(super) fn contact(read: &mut Reader, form: &BusinessForm, address_max: u32) -> Read<Contact> {
    let department = read.optional_text("admin_department", &form.admin_department, DEPARTMENT_CHARS_MAX);
    let address = read.optional_text("admin_address", &form.admin_address, address_max);
    let phone = read.optional("contact_phone", &form.contact_phone, reader::phone);
    let fax = read.optional("contact_fax", &form.contact_fax, reader::phone);
    Ok(Contact { department: department?, address: address?, phone: phone?, fax: fax? })
}

pub(super) fn insurances(read: &mut Reader, form: &BusinessForm) -> Read<Insurances> {
    let health = read.choice("health_insurance", &form.health_insurance, Insurance::from_code);
    let health_kind = where_joined(
        read,
        ("health_insurance_kind", &form.health_insurance_kind),
        health == Ok(Insurance::Joined),
        |code| health_insurance_kinds().into_iter().find(|kind| kind.code() == code).ok_or(Problem::NotAChoice),
    );
    let pension = read.choice("pension", &form.pension, Insurance::from_code);
    let pension_kind =
        where_joined(read, ("pension_kind", &form.pension_kind), pension == Ok(Insurance::Joined), |code| {
            pension_kinds().into_iter().find(|kind| kind.code() == code).ok_or(Problem::NotAChoice)
        });
    let employment = read.choice("employment_insurance", &form.employment_insurance, Insurance::from_code);
    let kentaikyo = read.choice("kentaikyo", &form.kentaikyo, MutualAid::from_code);
    let kentaikyo_number = where_joined(
        read,
        ("kentaikyo_number", &form.kentaikyo_number),
        kentaikyo == Ok(MutualAid::Joined),
        member_number,
    );
    let chutaikyo = read.choice("chutaikyo", &form.chutaikyo, MutualAid::from_code);
    let accident = read.choice("accident_insurance", &form.accident_insurance, MutualAid::from_code);
    Ok(Insurances {
        health: health?,
        health_kind: health_kind?,
        pension: pension?,
        pension_kind: pension_kind?,
        employment: employment?,
        kentaikyo: kentaikyo?,
        kentaikyo_number: kentaikyo_number?,
        chutaikyo: chutaikyo?,
        accident: accident?,
    })
}

/// What is asked of whoever has joined, and read of nobody else.
fn where_joined<T>(
    read: &mut Reader,
    (field, raw): (&str, &str),
    joined: bool,
    value: impl FnOnce(&str) -> Result<T, Problem>,
) -> Read<Option<T>> {
    if joined { read.required(field, raw, value).map(Some) } else { Ok(None) }
}

/// Digits, hyphens left out. Errors: `NotNumber`, `TooLong`.
fn member_number(raw: &str) -> Result<String, Problem> {
    reader::not_longer(text::digits(raw).ok_or(Problem::NotNumber)?, MEMBER_DIGITS_MAX)
}

/// Capitals and digits. Errors: `NotRoman`, `TooLong`.
fn ci_net_code(raw: &str) -> Result<String, Problem> {
    let code: String = text::to_ascii_width(raw).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Problem::NotRoman);
    }
    reader::not_longer(code.to_ascii_uppercase(), CI_NET_CHARS_MAX)
}

/// Left empty as a whole, or kind and number.
fn certificate(read: &mut Reader, form: &BusinessForm) -> Read<Option<Certificate>> {
    let empty = |raw: &str| reader::plain(raw).is_empty();
    if empty(&form.certificate_kind) && empty(&form.certificate_number) {
        return Ok(None);
    }
    let kind = read.text("certificate_kind", &form.certificate_kind, LINE_CHARS_MAX);
    let number = read.text("certificate_number", &form.certificate_number, LINE_CHARS_MAX);
    Ok(Some(Certificate { kind: kind?, number: number? }))
}

/// Text of several lines, empty ones left out.
fn lines(read: &mut Reader, field: &str, raw: &str) -> Read<Vec<String>> {
    let lines: Vec<String> = raw.lines().map(reader::plain).filter(|line| !line.is_empty()).collect();
    let too_many = lines.len() > usize::try_from(LINES_MAX).unwrap_or(usize::MAX);
    let read_all = if too_many {
        Err(Problem::TooManyLines { max: LINES_MAX })
    } else {
        lines.into_iter().map(|line| reader::not_longer(line, LINE_CHARS_MAX)).collect()
    };
    read.take(field, read_all)
}

/// Codes and dealings: the last two pages.
pub(super) struct Dealings {
    pub(super) ci_net_code: Option<String>,
    pub(super) certificate: Option<Certificate>,
    pub(super) main_clients: Vec<String>,
    pub(super) awards: Vec<String>,
    pub(super) memberships: Vec<String>,
}

pub(super) fn dealings(read: &mut Reader, form: &BusinessForm) -> Read<Dealings> {
    let ci_net_code = read.optional("ci_net_code", &form.ci_net_code, ci_net_code);
    let certificate = certificate(read, form);
    let main_clients = lines(read, "main_clients", &form.main_clients);
    let awards = lines(read, "awards", &form.awards);
    let memberships = lines(read, "memberships", &form.memberships);
    Ok(Dealings {
        ci_net_code: ci_net_code?,
        certificate: certificate?,
        main_clients: main_clients?,
        awards: awards?,
        memberships: memberships?,
    })
}

/// The parts read on their pages, put together.
pub(super) struct Parts {
    pub(super) licence_trades: Read<Vec<LicenceTrade>>,
    pub(super) evidence_kind: Read<Option<crate::business::EvidenceKind>>,
    pub(super) figures: Read<(Option<Yen>, Option<Yen>)>,
    pub(super) other_business: Read<bool>,
    pub(super) contact: Read<Contact>,
    pub(super) insurance: Read<Insurances>,
    pub(super) dealings: Read<Dealings>,
}

impl Parts {
    pub(super) fn joined(self) -> Result<BusinessParticulars, Noted> {
        let (sales, completed_works) = self.figures?;
        let dealings = self.dealings?;
        Ok(BusinessParticulars {
            licence_trades: self.licence_trades?,
            evidence_kind: self.evidence_kind?,
            sales,
            completed_works,
            other_business: self.other_business?,
            contact: self.contact?,
            insurance: self.insurance?,
            ci_net_code: dealings.ci_net_code,
            certificate: dealings.certificate,
            main_clients: dealings.main_clients,
            awards: dealings.awards,
            memberships: dealings.memberships,
        })
    }
}

/// What a corporation alone has. Whoever has not chosen a kind is told at once what a corporation would have to put right;
/// of others nothing is read.
pub(super) fn of_a_corporation<T>(
    read: &mut Reader,
    field: &str,
    kind: Read<BusinessKind>,
    raw: &str,
    value: impl FnOnce(&str) -> Result<T, Problem>,
) -> Read<Option<T>> {
    match kind {
        Ok(BusinessKind::SoleProprietor | BusinessKind::SelfEmployed) => Ok(None),
        Err(_) if reader::plain(raw).is_empty() => read.take(field, Err(Problem::MissingOfCorporation)),
        Ok(BusinessKind::Corporation) | Err(_) => read.required(field, raw, value).map(Some),
    }
}
