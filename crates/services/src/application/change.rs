//! What the application of a registered technician comes to: a changed registration. Invariant: only what was touched is
//! written, and what was registered before is kept with the days it held for, in the transaction that replaces it.

use super::form::{Form, file_of};
use crate::{
    Call, Change, Error, Result, correction,
    notice::{self, Addressee},
    registration,
};
use domain::{
    form::FieldProblem,
    id::{ApplicationId, TechnicianId},
    notice::{NoticeKind, Value},
    technician::{
        EmploymentChange, Engagement, LaterMain, Registered, RegisteredEntry, Stage, TechnicianEntry, TechnicianForm,
        employment_changes, engagements, merged, still,
    },
};
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    technician::{
        Insurances, Technician, detail,
        kept::{self, Kept},
        version::{self, Version},
    },
};

/// What was filed does not go with what is registered by now.
const DOES_NOT_FIT: &str = "application.does_not_fit";

/// The form of a change, what was registered when it was begun, and what was filed with its pictures.
fn filed(application: &Application) -> Result<(TechnicianForm, Registered, Registered)> {
    let Form::Technician(_, form) = Form::of(application)? else { return Err(Error::internal("a change of nobody")) };
    let base = form.registered.clone().ok_or_else(|| Error::internal("a change of nothing that is registered"))?;
    let mut filed = Registered {
        form: TechnicianForm { registered: None, ..form.as_ref().clone() },
        pictures: base.pictures.clone(),
    };
    for file in &application.files {
        filed.pictures.insert(file.field.clone(), file.hash.clone());
    }
    Ok((*form, *base, filed))
}

/// What was filed, applied to what is registered now. Errors: `application.does_not_fit`, with the problems.
fn applied(
    application: &Application,
    stage: Stage,
    (now, engaged): (&Registered, &[Engagement]),
) -> Result<(TechnicianEntry, Registered, Vec<EmploymentChange>)> {
    let (form, base, filed) = filed(application)?;
    let day = application.decided_at.ok_or_else(|| Error::internal("a change that nobody decided"))?.date();
    let mut after = merged(&base, &filed, now);
    if file_of(application, "identity").is_some() {
        after.form.identity_kind.clone_from(&form.identity_kind);
    }
    // Whoever is employed where is written by itself, as it was filed.
    after.form.employers.clear();
    for field in ["employer_id", "employed_on", "employed_until"] {
        let registered = now.form.input(field).unwrap_or_default();
        after.form.set(field, registered);
    }
    let entry = after
        .form
        .validate(stage, day, true)
        .map_err(|fields: Vec<FieldProblem>| Error::Rejected(crate::Rejection { code: DOES_NOT_FIT, fields }))?;
    let begun = engagements(&base.form);
    let does_not_fit = |fields| Error::Rejected(crate::Rejection { code: DOES_NOT_FIT, fields });
    let employments = still(employment_changes(&base.form, &form), &begun, engaged)
        .map_err(|later: LaterMain| does_not_fit(vec![later.beside("employed_on")]))?;
    Ok((entry, after, employments))
}

/// Puts what was approved into the register, and tells the person and the businesses whose employment it touches.
pub(super) async fn change_technician(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    stage: Stage,
) -> Result<()> {
    let id = application.technician_id.ok_or_else(|| Error::internal("a change of nobody"))?;
    let before = store::technician::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let now = registration::registered(tx, &before, call.today()).await?;
    let engaged = store::technician::engaged(tx, id).await?;
    let (entry, after, employments) = applied(application, stage, (&now, &engaged))?;
    let told_before = Addressee::of_technician(tx, id).await?;
    let row = row_of(&entry);
    let core_changed = correction::form_of(&before) != TechnicianForm::from(&row);
    store::technician::put_right(tx, id, &row, None).await?;
    store::technician::set_insurance(tx, id, insurances(&entry)).await?;
    let picture = |field: &str| after.pictures.get(field).cloned();
    let (more, detailed) = (&entry.particulars, entry.detailed.as_ref());
    detail::change(tx, id, more, detailed, picture).await?;
    for change in &employments {
        store::technician::change(tx, id, *change).await?;
    }
    store::account::rename_of_technician(tx, id, &entry.full_name()).await?;
    let changed = after_now(call, tx, id, (&now, stage)).await?;
    if core_changed {
        keep_row(call, tx, application, &before).await?;
    }
    keep_rest(call, tx, Some(application.id), &before, now).await?;
    note(call, tx, application, (id, &changed)).await?;
    tell(call, tx, application, (&told_before, &before, &entry)).await?;
    tell_employers(call, tx, &entry, &employments).await
}

fn row_of(of: &TechnicianEntry) -> RegisteredEntry {
    let roman: Vec<&str> = [&of.family_roman, &of.given_roman].into_iter().flatten().map(String::as_str).collect();
    RegisteredEntry {
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

const fn insurances(of: &TechnicianEntry) -> Insurances {
    Insurances {
        health: of.health_insurance,
        pension: of.pension,
        employment: of.employment_insurance,
        kentaikyo: of.kentaikyo,
        chutaikyo: of.chutaikyo,
    }
}

/// Names of fields and items that are not what they were before.
async fn after_now(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    (now, stage): (&Registered, Stage),
) -> Result<Vec<String>> {
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let after = registration::registered(tx, &person, call.today()).await?;
    let form = TechnicianForm { registered: Some(Box::new(now.clone())), ..after.form };
    Ok(form.differing(stage, |field| after.pictures.get(field).cloned()))
}

/// Keeps who and where the person was, where it is the first version, and what the row says from today on.
async fn keep_row(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    before: &Technician,
) -> Result<()> {
    let id = before.id;
    let mut known = version::all(tx, id).await?.len();
    let photo = before.photo.clone();
    let of =
        |from, form, application| Version { from, form, photo: photo.clone(), correction: None, application, at: None };
    if known == 0 {
        let first = of(before.registered_at.date(), correction::form_of(before), None);
        version::add(tx, id, known, &first).await?;
        known += 1;
    }
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    let now = of(call.today(), correction::form_of(&person), Some(application.id));
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
    let registered = registration::registered(tx, &person, call.today()).await?;
    let now = Kept { from: call.today(), registered, application };
    Ok(kept::add(tx, id, known, &now).await?)
}

/// Keeps what an upgrade added, where a change has begun a history; without one the day it became detailed says it all.
pub(super) async fn keep_upgraded(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    id: TechnicianId,
) -> Result<()> {
    match kept::all(tx, id).await?.len() {
        0 => Ok(()),
        known => keep_now(call, tx, Some(application.id), (id, known)).await,
    }
}

async fn note(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    (id, changed): (TechnicianId, &[String]),
) -> Result<()> {
    let change = Change {
        process: "technician.change",
        subject_kind: "technician",
        subject_id: id.to_string(),
        // Names only: what was and is stands in the versions, once.
        new: Some(json!({ "application": application.id, "changed": changed })),
        ..Change::default()
    };
    call.note(tx, change).await
}

/// Tells the person; and where they are reached elsewhere from now on, whoever was reached until now hears that too.
async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    (told_before, before, entry): (&Addressee, &Technician, &TechnicianEntry),
) -> Result<()> {
    let values = [("name", Value::Text(entry.full_name())), ("number", Value::Text(application.number.clone()))];
    notice::tell_of_move(call, tx, told_before, (before.id, entry.full_name())).await?;
    let whom = Addressee::of_technician(tx, before.id).await?;
    notice::tell(call, tx, &whom, NoticeKind::DataChanged, values).await?;
    Ok(())
}

/// Tells each business whose employment of the person begins, ends or was entered wrongly.
async fn tell_employers(
    call: &Call,
    tx: &impl ConnectionTrait,
    entry: &TechnicianEntry,
    changes: &[EmploymentChange],
) -> Result<()> {
    for change in changes {
        let (business, kind, day) = match *change {
            EmploymentChange::Begin { business, until: Some(until), .. }
            | EmploymentChange::Last { business, until: Some(until), .. }
            | EmploymentChange::End { business, until, .. } => (business, NoticeKind::EmploymentEnded, until),
            EmploymentChange::Begin { business, from, until: None, .. }
            | EmploymentChange::Last { business, from, until: None } => (business, NoticeKind::EmploymentBegun, from),
            EmploymentChange::Void { business, from } => (business, NoticeKind::EmploymentEnded, from.previous()),
        };
        let whom = Addressee::of_business(tx, business).await?;
        let business_name = store::business::name(tx, business).await?.unwrap_or_default();
        let values = [
            ("business", Value::Text(business_name)),
            ("day", Value::Day(day)),
            ("name", Value::Text(entry.full_name())),
        ];
        notice::tell(call, tx, &whom, kind, values).await?;
    }
    Ok(())
}
