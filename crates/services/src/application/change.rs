//! What the application of a registered technician comes to: a changed registration. Invariant: only what was touched is
//! written, and what was registered before is kept with the days it held for, in the transaction that replaces it.

use super::form::{Form, file_of};
use crate::{
    Call, Change, Error, Result, card, certificate,
    notice::{self, Addressee},
    registration::{self, Source},
};
use domain::{
    certificate::Ended,
    form::FieldProblem,
    id::TechnicianId,
    notice::{NoticeKind, Value},
    technician::{
        EmploymentChange, Engagement, LaterMain, Registered, Stage, TechnicianEntry, TechnicianForm,
        employment_changes, engagements, merged, still,
    },
};
use serde_json::json;
use store::{ConnectionTrait, application::Application, technician::Technician};

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
    let does_not_fit = |problem| Error::Rejected(crate::Rejection { code: DOES_NOT_FIT, fields: vec![problem] });
    let employments = employments_of(&base.form, &form, engaged).map_err(does_not_fit)?;
    Ok((entry, after, employments))
}

/// What becomes of the employments the register holds now. Errors: the problem, beside its field, where a later main employment
/// would be undone.
fn employments_of(
    base: &TechnicianForm,
    filed: &TechnicianForm,
    engaged: &[Engagement],
) -> core::result::Result<Vec<EmploymentChange>, FieldProblem> {
    still(employment_changes(base, filed), &engagements(base), engaged)
        .map_err(|later: LaterMain| later.beside("employed_on"))
}

/// The same problem of a change that is handed in.
pub(super) async fn employment_problem(
    tx: &impl ConnectionTrait,
    application: &Application,
    form: &TechnicianForm,
) -> Result<Option<FieldProblem>> {
    let (Some(id), Some(base)) = (application.technician_id, &form.registered) else { return Ok(None) };
    let engaged = store::technician::engaged(tx, id).await?;
    Ok(employments_of(&base.form, form, &engaged).err())
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
    registration::write(tx, id, &entry, (None, &after.pictures)).await?;
    certificate::overtake_of_technician(call, tx, id, Ended::Registration).await?;
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    if !employments.is_empty() {
        registration::keep_employments(call, tx, id).await?;
    }
    for change in &employments {
        store::technician::change(tx, id, *change).await?;
    }
    let changed = after_now(call, tx, &person, (&now, stage)).await?;
    let source = Source::Application(application.id);
    if registration::form_of(&before) != registration::form_of(&person) {
        registration::keep_row(call, tx, source, &before).await?;
    }
    registration::keep_rest(call, tx, Some(application.id), &before, now).await?;
    note(call, tx, application, (id, &changed)).await?;
    tell(call, tx, application, (&told_before, &before, &entry)).await?;
    card::tell_outdated(call, tx, &before, &person).await?;
    tell_employers(call, tx, &entry, &employments).await
}

/// Names of fields and items that are not what they were before.
async fn after_now(
    call: &Call,
    tx: &impl ConnectionTrait,
    person: &Technician,
    (now, stage): (&Registered, Stage),
) -> Result<Vec<String>> {
    let after = registration::registered(tx, person, call.today()).await?;
    let form = TechnicianForm { registered: Some(Box::new(now.clone())), ..after.form };
    Ok(form.differing(stage, |field| after.pictures.get(field).cloned()))
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
