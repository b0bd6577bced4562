//! What groups 1 to 7 ask beside the main entry. Invariant: what depends on another answer is asked only where that answer
//! is given: the residence status of people of other nationalities, the kind of an insurance of whoever has joined it.

use super::{ADDRESS_CHARS_MAX, NAME_CHARS_MAX, TITLE_CHARS_MAX, each, is_japanese, last_day, past_day, span, years};
use crate::{
    calendar,
    form::{
        Problem,
        reader::{self, Noted, Read, Reader},
    },
    technician::{
        BloodType, CardAddress, CareerEntry, EmergencyContact, HealthInsuranceKind, IdentityKind, Insurance, List,
        Particulars, PensionKind, ResidenceStatus, SecondaryEmployment, Stage, SubtradeCode, SubtradeEntry,
        TechnicianForm,
    },
    text,
    time::WorkDate,
    trade::TradeCode,
};

/// A number of 被共済者番号 is never longer (ours; the source gives no form).
const MEMBER_DIGITS_MAX: usize = 16;

pub(super) fn particulars(
    read: &mut Reader,
    form: &TechnicianForm,
    stage: Stage,
    today: WorkDate,
) -> Read<Particulars> {
    // A detailed registration rests on the document and asks for it by itself.
    let identity_kind = if stage.is_detailed() {
        Ok(None)
    } else {
        let kind = |code: &str| IdentityKind::from_code(code).ok_or(Problem::NotAChoice);
        read.optional("identity_kind", &form.identity_kind, kind)
    };
    let blood_type =
        read.optional("blood_type", &form.blood_type, |code| BloodType::from_code(code).ok_or(Problem::NotAChoice));
    let residence = residence(read, form, today);
    let phone_home = read.optional("phone_home", &form.phone_home, reader::phone);
    let fax = read.optional("fax", &form.fax, reader::phone);
    let card_to = card_to(read, form);
    let emergency = emergency(read, form);
    let employed_on = read.optional("employed_on", &form.employed_on, |raw| past_day(raw, today));
    let employed_until = employed_until(read, form, employed_on);
    let employers = employers(read, form);
    let subtrades = subtrades(read, form);
    let careers = careers(read, form);
    let health_insurance_kind = kind_of(
        read,
        ("health_insurance_kind", &form.health_insurance_kind),
        &form.health_insurance,
        HealthInsuranceKind::from_code,
    );
    let pension_kind = kind_of(read, ("pension_kind", &form.pension_kind), &form.pension, PensionKind::from_code);
    let kentaikyo_number = read.optional("kentaikyo_number", &form.kentaikyo_number, member_number);
    let (residence_status, residence_until) = residence?;
    Ok(Particulars {
        identity_kind: identity_kind?,
        blood_type: blood_type?,
        residence_status,
        residence_until,
        phone_home: phone_home?,
        fax: fax?,
        card_to: card_to?,
        emergency: emergency?,
        employed_on: employed_on?,
        employed_until: employed_until?,
        employers: employers?,
        subtrades: subtrades?,
        careers: careers?,
        health_insurance_kind: health_insurance_kind?,
        pension_kind: pension_kind?,
        kentaikyo_number: kentaikyo_number?,
    })
}

/// The kind of an insurance, asked of whoever has joined it.
pub(super) fn kind_of<T>(
    read: &mut Reader,
    (field, raw): (&str, &str),
    joined: &str,
    from_code: impl FnOnce(&str) -> Option<T>,
) -> Read<Option<T>> {
    if joined.trim() == Insurance::Joined.code() { read.choice(field, raw, from_code).map(Some) } else { Ok(None) }
}

type Residence = (Option<ResidenceStatus>, Option<WorkDate>);

/// Fields 38 and 39: not asked of Japanese; a stay that is given all the same is told by [`super::implausible`].
fn residence(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Residence> {
    if is_japanese(form) {
        return Ok((None, None));
    }
    let status = read.choice("residence_status", &form.residence_status, ResidenceStatus::from_code);
    if status.is_ok_and(|status| !status.has_last_day()) {
        return status.map(|status| (Some(status), None));
    }
    // What is registered and stays is not asked whether it has gone by meanwhile.
    let stays = form.stays("residence_status") && form.stays("residence_until");
    let until = read.required("residence_until", &form.residence_until, |raw| {
        if stays { calendar::parse_day(raw) } else { last_day(raw, today) }
    });
    Ok((Some(status?), Some(until?)))
}

fn card_to(read: &mut Reader, form: &TechnicianForm) -> Read<Option<CardAddress>> {
    match form.card_to.trim() {
        "" | "same" => return Ok(None),
        "other" => {}
        _ => {
            read.note("card_to", Problem::NotAChoice);
            return Err(Noted);
        }
    }
    let postcode = read.required("card_postcode", &form.card_postcode, reader::postcode);
    let prefecture = read.required("card_prefecture", &form.card_prefecture, reader::prefecture);
    let address = read.text("card_address", &form.card_address, ADDRESS_CHARS_MAX);
    let phone = read.required("card_phone", &form.card_phone, reader::phone);
    Ok(Some(CardAddress { postcode: postcode?, prefecture: prefecture?, address: address?, phone: phone? }))
}

/// Left empty as a whole, or with name, relation and phone.
fn emergency(read: &mut Reader, form: &TechnicianForm) -> Read<Option<EmergencyContact>> {
    let parts = [&form.emergency_name, &form.emergency_relation, &form.emergency_address, &form.emergency_phone];
    if parts.iter().all(|part| reader::bare(part).is_empty()) {
        return Ok(None);
    }
    let name = read.required("emergency_name", &form.emergency_name, |raw| reader::name(raw, NAME_CHARS_MAX));
    let relation = read.text("emergency_relation", &form.emergency_relation, NAME_CHARS_MAX);
    let address = read.optional_text("emergency_address", &form.emergency_address, ADDRESS_CHARS_MAX);
    let phone = read.required("emergency_phone", &form.emergency_phone, reader::phone);
    Ok(Some(EmergencyContact { name: name?, relation: relation?, address: address?, phone: phone? }))
}

/// Where a registration is changed: with whoever employs the person anew it begins on a day of its own, and what is registered
/// ends on a day and is not taken out.
fn employed_until(read: &mut Reader, form: &TechnicianForm, from: Read<Option<WorkDate>>) -> Read<Option<WorkDate>> {
    let Some(registered) = form.registered.as_ref() else { return Ok(None) };
    let until = read.optional("employed_until", &form.employed_until, calendar::parse_day)?;
    let (now, before) = (form.employer_id.trim(), registered.form.employer_id.trim());
    if now.is_empty() {
        if !before.is_empty() && until.is_none() {
            read.note("employed_until", Problem::Missing);
            return Err(Noted);
        }
        return Ok(until);
    }
    let from = from?;
    if now != before || !form.stays("employed_on") {
        let begun = calendar::parse_day(&registered.form.employed_on).ok();
        let problem = match from {
            None => Some(Problem::Missing),
            Some(from) if now != before && !before.is_empty() && begun.is_some_and(|begun| from <= begun) => {
                Some(Problem::TooEarly)
            }
            Some(_) => None,
        };
        if let Some(problem) = problem {
            read.note("employed_on", problem);
            return Err(Noted);
        }
    }
    match from {
        Some(from) => span(read, "employed_until", from, until),
        None => Ok(until),
    }
}

fn employers(read: &mut Reader, form: &TechnicianForm) -> Read<Vec<SecondaryEmployment>> {
    let mut seen = vec![reader::business_id(&form.employer_id).ok()];
    each(&form.employers, |item| {
        let field = |name: &str| format!("{}.{name}", List::Employers.field(&item.key));
        let business = read.required(&field("business_id"), &item.business_id, reader::business_id);
        let business = business.and_then(|id| {
            if seen.contains(&Some(id)) {
                read.note(&field("business_id"), Problem::Twice);
                return Err(Noted);
            }
            seen.push(Some(id));
            Ok(id)
        });
        let from = read.required(&field("from"), &item.from, calendar::parse_day);
        let until = read.optional(&field("until"), &item.until, calendar::parse_day);
        let (business, from) = (business?, from?);
        Ok(SecondaryEmployment { business, from, until: span(read, &field("until"), from, until?)? })
    })
}

/// A trade among those chosen. Errors: `NotAChoice`.
fn chosen_trade(form: &TechnicianForm, raw: &str) -> Result<TradeCode, Problem> {
    let trade = reader::trade(raw)?;
    let chosen = form.trades().into_iter().any(|typed| reader::trade(typed.trim()).is_ok_and(|other| other == trade));
    if chosen { Ok(trade) } else { Err(Problem::NotAChoice) }
}

fn subtrades(read: &mut Reader, form: &TechnicianForm) -> Read<Vec<SubtradeEntry>> {
    each(&form.subtrades, |item| {
        let field = |name: &str| format!("{}.{name}", List::Subtrades.field(&item.key));
        let trade = read.required(&field("trade"), &item.trade, |raw| chosen_trade(form, raw));
        if item.subtrade.trim() == "other" {
            let name = read.text(&field("name"), &item.name, TITLE_CHARS_MAX);
            return Ok(SubtradeEntry { trade: trade?, code: None, name: name? });
        }
        let code = read.choice(&field("subtrade"), &item.subtrade, SubtradeCode::from_code);
        let (trade, code) = (trade?, code?);
        if code.trade() != trade {
            read.note(&field("subtrade"), Problem::NotAChoice);
            return Err(Noted);
        }
        Ok(SubtradeEntry { trade, code: Some(code), name: code.name().to_owned() })
    })
}

/// 職歴: so many years in a trade.
fn careers(read: &mut Reader, form: &TechnicianForm) -> Read<Vec<CareerEntry>> {
    each(&form.careers, |item| {
        let field = |name: &str| format!("{}.{name}", List::Careers.field(&item.key));
        let trade = read.required(&field("trade"), &item.trade, reader::trade);
        let years = read.required(&field("years"), &item.years, years);
        let content = read.optional_text(&field("content"), &item.content, ADDRESS_CHARS_MAX);
        Ok(CareerEntry { trade: trade?, years: years?, content: content? })
    })
}

/// Digits, hyphens left out. Errors: `NotNumber`, `TooLong`.
fn member_number(raw: &str) -> Result<String, Problem> {
    let digits = text::digits(raw).ok_or(Problem::NotNumber)?;
    let max = u32::try_from(MEMBER_DIGITS_MAX).unwrap_or(u32::MAX);
    if digits.len() > MEMBER_DIGITS_MAX { Err(Problem::TooLong { max }) } else { Ok(digits) }
}
