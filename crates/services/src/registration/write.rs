//! What is written of a registered person once somebody has decided that it changes, by an application or a correction.
//! Invariant: what was registered before is kept with the days it held for, in the transaction that replaces it.

use super::registered;
use crate::{Call, Error, Result};
use domain::{
    calendar::TypedDate,
    id::{ApplicationId, CorrectionId, TechnicianId},
    technician::{Registered, RegisteredEntry, TechnicianEntry, TechnicianForm},
};
use std::collections::BTreeMap;
use store::{
    ConnectionTrait,
    technician::{
        Insurances, Technician, detail,
        kept::{self, Kept},
        version::{self, Version},
    },
};

/// What a change of the register comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// An application of the person.
    Application(ApplicationId),
    /// A correction of the office.
    Correction(CorrectionId),
}

/// Writes a checked entry: row, insurances, particulars and lists, and the name of the log-in. Employments are written by
/// themselves. `photo`: only where there is a new one; `pictures`: of the items, by list and key. The caller holds the
/// person's lock.
pub(crate) async fn write(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    entry: &TechnicianEntry,
    (photo, pictures): (Option<&str>, &BTreeMap<String, String>),
) -> Result<()> {
    store::technician::put_right(tx, id, &RegisteredEntry::from(entry), photo).await?;
    store::technician::set_insurance(tx, id, insurances(entry)).await?;
    let picture = |field: &str| pictures.get(field).cloned();
    detail::change(tx, id, &entry.particulars, entry.detailed.as_ref(), picture).await?;
    store::account::rename_of_technician(tx, id, &entry.full_name()).await?;
    Ok(())
}

const fn insurances(of: &TechnicianEntry) -> Insurances {
    Insurances {
        health: of.health_insurance,
        pension: of.pension,
        employment: of.employment_insurance,
        kentaikyo: of.kentaikyo,
        chutaikyo: of.chutaikyo,
    }
}

/// A person's row as somebody would have typed it.
pub(crate) fn form_of(person: &Technician) -> TechnicianForm {
    let it = person.clone();
    let birth = TypedDate::in_era(it.birth_date);
    let trade = |at: usize| it.trades.get(at).map(ToString::to_string).unwrap_or_default();
    // Who has one name alone has it all in the first part.
    let roman = if it.given_name.is_empty() { None } else { it.roman_name.split_once(' ') };
    let (family_roman, given_roman) = roman.unwrap_or((&it.roman_name, ""));
    TechnicianForm {
        family_roman: family_roman.to_owned(),
        given_roman: given_roman.to_owned(),
        trade_1: trade(0),
        trade_2: trade(1),
        trade_3: trade(2),
        trade_4: trade(3),
        family_name: it.family_name,
        given_name: it.given_name,
        family_kana: it.family_kana,
        given_kana: it.given_kana,
        alias: it.alias.unwrap_or_default(),
        birth_era: birth.era,
        birth_year: birth.year,
        birth_month: birth.month,
        birth_day: birth.day,
        sex: it.sex,
        nationality: it.nationality,
        postcode: it.postcode,
        prefecture: format!("{:02}", it.prefecture.get()),
        address: it.address,
        phone: it.phone,
        mail: it.mail,
        experience_years: it.experience_years.to_string(),
        ..TechnicianForm::default()
    }
}

/// Keeps who and where the person was, where it is the first version, and what the row says from today on.
pub(crate) async fn keep_row(
    call: &Call,
    tx: &impl ConnectionTrait,
    source: Source,
    before: &Technician,
) -> Result<()> {
    let id = before.id;
    let mut known = version::all(tx, id).await?.len();
    if known == 0 {
        let (from, form, photo) = (before.registered_at.date(), form_of(before), before.photo.clone());
        let first = Version { from, form, photo, correction: None, application: None, at: None };
        version::add(tx, id, known, &first).await?;
        known += 1;
    }
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let (application, correction) = match source {
        Source::Application(id) => (Some(id), None),
        Source::Correction(id) => (None, Some(id)),
    };
    let (from, form, photo) = (call.today(), form_of(&person), person.photo);
    let now = Version { from, form, photo, correction, application, at: None };
    Ok(version::add(tx, id, known, &now).await?)
}

/// The same of everything else; `application`: which it came from, where one did.
pub(crate) async fn keep_rest(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: Option<ApplicationId>,
    before: &Technician,
    registered: Registered,
) -> Result<()> {
    let mut known = kept::all(tx, before.id).await?.len();
    if known == 0 {
        let first = Kept { from: before.registered_at.date(), registered, application: None };
        kept::add(tx, before.id, known, &first).await?;
        known += 1;
    }
    keep_now(call, tx, application, (before.id, known)).await
}

async fn keep_now(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: Option<ApplicationId>,
    (id, known): (TechnicianId, usize),
) -> Result<()> {
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let registered = registered(tx, &person, call.today()).await?;
    let now = Kept { from: call.today(), registered, application };
    Ok(kept::add(tx, id, known, &now).await?)
}

/// Keeps what an upgrade added, where a change has begun a history; without one the day it became detailed says it all.
pub(crate) async fn keep_upgraded(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: ApplicationId,
    id: TechnicianId,
) -> Result<()> {
    match kept::all(tx, id).await?.len() {
        0 => Ok(()),
        known => keep_now(call, tx, Some(application), (id, known)).await,
    }
}
