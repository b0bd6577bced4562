//! What 詳細型 adds: groups 8 to 14 and the identity document. Invariant: a 登録基幹技能者 is one only where their register said
//! so of the number that is typed now.

use super::{TITLE_CHARS_MAX, each, last_day, particulars::kind_of, past_day};
use crate::{
    calendar,
    form::{
        Problem,
        reader::{self, Noted, Read, Reader},
    },
    technician::{
        AccidentInsurance, AwardEntry, DetailedEntry, HealthCheckEntry, HealthCheckKind, IdentityKind,
        KnownQualification, List, MutualAid, QualificationEntry, SchoolEntry, SchoolKind, TechnicianForm,
        TrainingEntry,
    },
    time::WorkDate,
};

/// Nobody living left a school earlier.
const SCHOOL_YEAR_MIN: i16 = 1_920;
const NUMBER_CHARS_MAX: u32 = 40;

pub(super) fn detailed(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<DetailedEntry> {
    let identity_kind = read.choice("identity_kind", &form.identity_kind, IdentityKind::from_code);
    let joined = read.choice("accident_insurance", &form.accident_insurance, MutualAid::from_code);
    let accident_insurance = kind_of(
        read,
        ("accident_insurance_kind", &form.accident_insurance_kind),
        &form.accident_insurance,
        AccidentInsurance::from_code,
    );
    let health_checks = health_checks(read, form, today);
    let schools = schools(read, form, today);
    let chief = chief(read, form);
    let qualifications = qualifications(read, form, today);
    let trainings = trainings(read, form, today);
    let awards = awards(read, form, today);
    joined?;
    Ok(DetailedEntry {
        identity_kind: identity_kind?,
        accident_insurance: accident_insurance?,
        health_checks: health_checks?,
        schools: schools?,
        qualifications: chief?.into_iter().chain(qualifications?).collect(),
        trainings: trainings?,
        awards: awards?,
        one_stop: form.one_stop == "yes",
    })
}

fn health_checks(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Vec<HealthCheckEntry>> {
    each(&form.health_checks, |item| {
        let field = |name: &str| format!("{}.{name}", List::HealthChecks.field(&item.key));
        let kind = read.choice(&field("kind"), &item.kind, HealthCheckKind::from_code);
        let name = if kind == Ok(HealthCheckKind::Other) {
            read.text(&field("name"), &item.name, TITLE_CHARS_MAX).map(Some)
        } else {
            Ok(None)
        };
        let on = read.required(&field("on"), &item.on, |raw| past_day(raw, today));
        Ok(HealthCheckEntry { kind: kind?, name: name?, on: on? })
    })
}

fn schools(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Vec<SchoolEntry>> {
    let this_year = i16::try_from(today.number() / 10_000).unwrap_or(i16::MAX);
    each(&form.schools, |item| {
        let field = |name: &str| format!("{}.{name}", List::Schools.field(&item.key));
        let kind = read.choice(&field("kind"), &item.kind, SchoolKind::from_code);
        let name = read.text(&field("name"), &item.name, TITLE_CHARS_MAX);
        let year = read.required(&field("year"), &item.year, |raw| reader::small(raw, SCHOOL_YEAR_MIN, this_year));
        Ok(SchoolEntry { kind: kind?, name: name?, year: year? })
    })
}

/// 修了証番号 with consent, and what the register said of it.
fn chief(read: &mut Reader, form: &TechnicianForm) -> Read<Option<QualificationEntry>> {
    let Some(number) = read.optional_text("chief_number", &form.chief_number, NUMBER_CHARS_MAX)? else {
        return Ok(None);
    };
    let found = form.chief.as_ref().filter(|found| found.number == number);
    if form.chief_consent != "yes" {
        read.note("chief_consent", Problem::NotConfirmed);
        return Err(Noted);
    }
    let Some(found) = found else {
        read.note("chief_number", Problem::NotInRegister);
        return Err(Noted);
    };
    Ok(Some(QualificationEntry {
        key: String::new(),
        known: None,
        name: found.name.clone(),
        number: Some(number),
        acquired: None,
        expires: found.expires,
        from_register: true,
    }))
}

fn qualifications(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Vec<QualificationEntry>> {
    each(&form.qualifications, |item| {
        let field = |name: &str| format!("{}.{name}", List::Qualifications.field(&item.key));
        let known = read.optional(&field("code"), &item.code, |code| {
            KnownQualification::from_code(code).ok_or(Problem::NotAChoice)
        });
        let name = match known {
            Ok(Some(known)) => Ok(known.name.to_owned()),
            Ok(None) | Err(Noted) => read.text(&field("name"), &item.name, TITLE_CHARS_MAX),
        };
        let number = read.optional_text(&field("number"), &item.number, NUMBER_CHARS_MAX);
        let acquired = read.required(&field("acquired"), &item.acquired, |raw| past_day(raw, today));
        // What is registered and stays is not asked whether it has gone by meanwhile.
        let stays = form.stays(&List::Qualifications.field(&item.key));
        let expires = read.optional(&field("expires"), &item.expires, |raw| {
            if stays { calendar::parse_day(raw) } else { last_day(raw, today) }
        });
        Ok(QualificationEntry {
            key: item.key.clone(),
            known: known?,
            name: name?,
            number: number?,
            acquired: Some(acquired?),
            expires: expires?,
            from_register: false,
        })
    })
}

fn trainings(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Vec<TrainingEntry>> {
    each(&form.trainings, |item| {
        let field = |name: &str| format!("{}.{name}", List::Trainings.field(&item.key));
        let (name, by, on) = titled(read, &field, [&item.name, &item.by, &item.on], today)?;
        Ok(TrainingEntry { key: item.key.clone(), name, by, on })
    })
}

fn awards(read: &mut Reader, form: &TechnicianForm, today: WorkDate) -> Read<Vec<AwardEntry>> {
    each(&form.awards, |item| {
        let field = |name: &str| format!("{}.{name}", List::Awards.field(&item.key));
        let (name, by, on) = titled(read, &field, [&item.name, &item.by, &item.on], today)?;
        Ok(AwardEntry { key: item.key.clone(), name, by, on })
    })
}

/// Name, who held or gave it, and the day.
fn titled(
    read: &mut Reader,
    field: &impl Fn(&str) -> String,
    [name, by, on]: [&str; 3],
    today: WorkDate,
) -> Read<(String, Option<String>, WorkDate)> {
    let name = read.text(&field("name"), name, TITLE_CHARS_MAX);
    let by = read.optional_text(&field("by"), by, TITLE_CHARS_MAX);
    let on = read.required(&field("on"), on, |raw| past_day(raw, today));
    Ok((name?, by?, on?))
}
