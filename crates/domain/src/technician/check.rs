//! The check of the form. Invariant: it reads every field a stage asks once and never stops at a problem; what a stage does
//! not ask is not looked at, however it got there.

mod detailed;
mod particulars;
mod plausible;

use super::{Insurance, MutualAid, NATIONALITIES, Sex, Stage, TechnicianEntry, TechnicianForm, detail::DetailedEntry};
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Read, Reader},
    },
    time::WorkDate,
};

pub(super) use plausible::implausible;

const NAME_CHARS_MAX: u32 = 40;
const ADDRESS_CHARS_MAX: u32 = 200;
/// Names of schools, qualifications, trainings, awards.
const TITLE_CHARS_MAX: u32 = 100;
/// Nobody living was born longer ago.
const AGE_MAX: i32 = 120;
/// Years of age from which one may work: 労働基準法56条.
const WORKING_AGE: u32 = 15;
/// Of a day of work before [`may_work_from`].
pub const BEFORE_WORKING_AGE: Problem = Problem::BeforeWorkingAge { years: WORKING_AGE };
const EXPERIENCE_YEARS_MAX: i16 = 80;

/// The first day a person may work: the day after the first 31 March on or after the day they reach fifteen
/// (労働基準法56条). One reaches an age on the eve of the birthday (年齢計算ニ関する法律), so somebody born on 1 April belongs to
/// the school year before.
pub fn may_work_from(birth: WorkDate) -> WorkDate {
    let year = birth.number() / 10_000;
    let after_spring = birth.number() % 10_000 > 401;
    let work_year = year + i32::try_from(WORKING_AGE).unwrap_or(15) + i32::from(after_spring);
    WorkDate::from_stored(work_year * 10_000 + 401)
}

fn years(raw: &str) -> Result<i16, Problem> {
    reader::small(raw, 0, EXPERIENCE_YEARS_MAX)
}

pub(super) fn technician(
    form: &TechnicianForm,
    stage: Stage,
    today: WorkDate,
    password_set: bool,
) -> Result<TechnicianEntry, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let main = main(read, form, today);
    let particulars = particulars::particulars(read, form, stage, today);
    let detailed = if stage.is_detailed() { detailed::detailed(read, form, today).map(Some) } else { Ok(None) };
    read.password(&form.password, &form.password_again, password_set);
    read.consent("consent", &form.consent);
    let entry = || Ok(TechnicianEntry { particulars: particulars?, detailed: detailed?, ..main? });
    let entry = entry();
    core::mem::take(read).finish(entry)
}

/// What the upgrade asks; who the person is stands in the register and is not asked again.
pub(super) fn upgrade(form: &TechnicianForm, today: WorkDate) -> Result<DetailedEntry, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let detailed = detailed::detailed(read, form, today).map(|entry| DetailedEntry { one_stop: false, ..entry });
    read.consent("consent", &form.consent);
    core::mem::take(read).finish(detailed)
}

fn is_japanese(form: &TechnicianForm) -> bool {
    matches!(form.nationality.trim(), "jp" | "")
}

fn main(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<TechnicianEntry> {
    let names = names(read, form, is_japanese(form));
    let birth = read.take("birth_date", birth(form, today));
    let sex = read.choice("sex", &form.sex, Sex::from_code);
    let nationality = read.choice("nationality", &form.nationality, nationality);
    let contact = contact(read, form);
    let employer = read.optional("employer_id", &form.employer_id, reader::business_id);
    let trades = read.trades(["trade_1", "trade_2", "trade_3", "trade_4"], form.trades());
    let experience_years = read.required("experience_years", &form.experience_years, years);
    let health_insurance = read.choice("health_insurance", &form.health_insurance, Insurance::from_code);
    let pension = read.choice("pension", &form.pension, Insurance::from_code);
    let employment_insurance = read.choice("employment_insurance", &form.employment_insurance, Insurance::from_code);
    let kentaikyo = read.choice("kentaikyo", &form.kentaikyo, MutualAid::from_code);
    let chutaikyo = read.choice("chutaikyo", &form.chutaikyo, MutualAid::from_code);
    let (names, contact) = (names?, contact?);
    Ok(TechnicianEntry {
        family_name: names.family,
        given_name: names.given,
        family_kana: names.family_kana,
        given_kana: names.given_kana,
        family_roman: names.family_roman,
        given_roman: names.given_roman,
        alias: names.alias,
        birth: birth?,
        sex: sex?,
        nationality: nationality?,
        postcode: contact.postcode,
        prefecture: contact.prefecture,
        address: contact.address,
        phone: contact.phone,
        mail: contact.mail,
        employer: employer?,
        trades: trades?,
        experience_years: experience_years?,
        health_insurance: health_insurance?,
        pension: pension?,
        employment_insurance: employment_insurance?,
        kentaikyo: kentaikyo?,
        chutaikyo: chutaikyo?,
        particulars: super::Particulars::default(),
        detailed: None,
    })
}

struct Names {
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    family_roman: Option<String>,
    given_roman: Option<String>,
    alias: Option<String>,
}

/// A Japanese name has two parts; others may be one name alone, and need Latin capitals as on the residence card.
fn names(read: &mut Reader, form: &TechnicianForm, is_japanese: bool) -> Read<Names> {
    let kana = |raw: &str| reader::kana(raw, NAME_CHARS_MAX);
    let roman = |raw: &str| reader::roman(raw, NAME_CHARS_MAX);
    let name = |raw: &str| reader::name(raw, NAME_CHARS_MAX);
    let family = read.required("family_name", &form.family_name, name);
    let given = if is_japanese {
        read.required("given_name", &form.given_name, name)
    } else {
        read.optional("given_name", &form.given_name, name).map(Option::unwrap_or_default)
    };
    let family_kana = read.required("family_kana", &form.family_kana, kana);
    let has_given = !reader::bare(&form.given_name).is_empty();
    let given_kana = if is_japanese || has_given {
        read.required("given_kana", &form.given_kana, kana)
    } else {
        read.optional("given_kana", &form.given_kana, kana).map(Option::unwrap_or_default)
    };
    let family_roman = if is_japanese {
        read.optional("family_roman", &form.family_roman, roman)
    } else {
        read.required("family_roman", &form.family_roman, roman).map(Some)
    };
    let given_roman = if is_japanese || !has_given {
        read.optional("given_roman", &form.given_roman, roman)
    } else {
        read.required("given_roman", &form.given_roman, roman).map(Some)
    };
    let alias = read.optional("alias", &form.alias, name);
    Ok(Names {
        family: family?,
        given: given?,
        family_kana: family_kana?,
        given_kana: given_kana?,
        family_roman: family_roman?,
        given_roman: given_roman?,
        alias: alias?,
    })
}

struct Contact {
    postcode: String,
    prefecture: crate::prefecture::PrefectureCode,
    address: String,
    phone: String,
    mail: Option<String>,
}

fn contact(read: &mut Reader, form: &TechnicianForm) -> Read<Contact> {
    let postcode = read.required("postcode", &form.postcode, reader::postcode);
    let prefecture = read.required("prefecture", &form.prefecture, reader::prefecture);
    let address = read.text("address", &form.address, ADDRESS_CHARS_MAX);
    // A person without mail or phone must still be registrable (10-registration.md, Who files): letters reach the address.
    let phone = read.optional("phone", &form.phone, reader::phone).map(Option::unwrap_or_default);
    let mail = read.optional("mail", &form.mail, reader::mail);
    Ok(Contact { postcode: postcode?, prefecture: prefecture?, address: address?, phone: phone?, mail: mail? })
}

fn birth(form: &TechnicianForm, today: WorkDate) -> Result<WorkDate, Problem> {
    let birth = form.born()?;
    if birth > today {
        return Err(Problem::InFuture);
    }
    if calendar::age_on(birth, today) > AGE_MAX {
        return Err(Problem::TooEarly);
    }
    if today < may_work_from(birth) {
        return Err(Problem::TooYoung { years: WORKING_AGE });
    }
    Ok(birth)
}

fn nationality(code: &str) -> Option<String> {
    NATIONALITIES.iter().find(|known| **known == code).map(|known| (*known).to_owned())
}

/// A day that has come.
fn past_day(raw: &str, today: WorkDate) -> Result<WorkDate, Problem> {
    let day = calendar::parse_day(raw)?;
    if day > today { Err(Problem::InFuture) } else { Ok(day) }
}

/// A last day that has not gone by.
fn last_day(raw: &str, today: WorkDate) -> Result<WorkDate, Problem> {
    let day = calendar::parse_day(raw)?;
    if day < today { Err(Problem::Expired) } else { Ok(day) }
}

/// The first and last day of something; the last may be absent.
fn span(read: &mut Reader, field: &str, from: WorkDate, until: Option<WorkDate>) -> Read<Option<WorkDate>> {
    match until {
        Some(until) if until < from => {
            read.note(field, Problem::EndBeforeStart);
            Err(reader::Noted)
        }
        until => Ok(until),
    }
}

/// Every item of a list read, or nothing where one of them cannot be.
fn each<'a, I: 'a, T>(items: &'a [I], read: impl FnMut(&'a I) -> Read<T>) -> Read<Vec<T>> {
    // All are read before the first problem ends it.
    items.iter().map(read).collect::<Vec<_>>().into_iter().collect()
}
