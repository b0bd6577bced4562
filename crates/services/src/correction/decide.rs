//! Approved, refused, taken back. Invariant: what is approved is what the register still says beside it: whatever changed
//! meanwhile makes the correction one of something else, and it must be entered anew.

use super::{about, checked_reason, clerk, employment, fields_of, registered, rows};
use crate::{
    Call, Change, Error, Result, application, card, certificate, document,
    notice::{self, Addressee},
    registration::{self, Source},
};
use domain::{
    certificate::Ended,
    correction::{self as rule, Data, Decision, NotDecidable, Subject, is_contact},
    id::{BusinessId, CorrectionId, TechnicianId},
    notice::{NoticeKind, Value},
    technician::{List, TechnicianForm, parts},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    business::version as business_version,
    correction::{Correction, SentPicture},
};

/// It no longer waits.
const DECIDED: &str = "conflict.already_done";
/// Who entered it approves it, or somebody else takes it back.
const TWO_PERSONS: &str = "correction.two_persons";
const NOT_OWN: &str = "correction.not_own";
/// The register says something else by now.
const MOVED_ON: &str = "correction.moved_on";

/// The correction, locked, with the state a decision leads to written into it.
async fn decided(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: CorrectionId,
    decision: Decision,
    reason: Option<String>,
) -> Result<Correction> {
    let me = clerk(call)?;
    let mut it = rows::lock(tx, id).await?.ok_or(Error::NotFound)?;
    it.state = rule::decide(it.state, decision, it.entered_by, me).map_err(|why| match why {
        NotDecidable::Decided => Error::Conflict(DECIDED),
        NotDecidable::Own => Error::rejected(TWO_PERSONS),
        NotDecidable::NotOwn => Error::rejected(NOT_OWN),
    })?;
    it.decided_by = Some(me);
    it.decided_at = Some(call.now());
    it.decision_reason = reason;
    rows::update(tx, &it).await?;
    Ok(it)
}

/// Approves what somebody else entered: the register says so from now on, what it said is kept, and whoever it is of is
/// told. Errors: `NotFound`; `correction.two_persons`; `conflict.already_done`; `correction.moved_on`; where a new card is
/// ordered with it and none can be, why not.
pub async fn approve(call: &Call, id: CorrectionId) -> Result<()> {
    let tx = call.db.begin().await?;
    let it = decided(call, &tx, id, Decision::Approve, None).await?;
    match (&it.subject, &it.after) {
        (Subject::Technician(person), Data::Technician(form)) => {
            Box::pin(put_right_technician(call, &tx, &it, *person, form)).await?;
        }
        (Subject::Business(business), Data::Business(_)) => {
            Box::pin(put_right_business(call, &tx, &it, *business)).await?;
        }
        _ => return Err(Error::internal("a correction of a person that is a business's, or the other way round")),
    }
    let mut change = about(&it, "correction.approve");
    change.new = Some(json!({ "state": it.state, "subject": it.subject }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Does not approve it, and says why. Errors: as [`approve`]; problems of `reason`.
pub async fn refuse(call: &Call, id: CorrectionId, reason: &str) -> Result<()> {
    clerk(call)?;
    let reason = checked_reason(reason).map_err(|problem| Error::fields(vec![problem]))?;
    end(call, id, Decision::Refuse, Some(reason), "correction.refuse").await
}

/// Takes back what one entered oneself. Errors: `NotFound`; `correction.not_own`; `conflict.already_done`.
pub async fn withdraw(call: &Call, id: CorrectionId) -> Result<()> {
    end(call, id, Decision::Withdraw, None, "correction.withdraw").await
}

async fn end(
    call: &Call,
    id: CorrectionId,
    decision: Decision,
    reason: Option<String>,
    process: &'static str,
) -> Result<()> {
    let tx = call.db.begin().await?;
    let it = decided(call, &tx, id, decision, reason).await?;
    let mut change = about(&it, process);
    change.reason.clone_from(&it.decision_reason);
    change.new = Some(json!({ "state": it.state }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// That the register still says what the correction was entered beside, the pictures it replaces among it. Employments that
/// changed meanwhile matter only to a correction of employments.
fn require_same(it: &Correction, now: &registered::Registered) -> Result<()> {
    let photo_is_same = it.photo_after.is_none() || it.photo_before == now.photo;
    let is_same = |(field, sent): (&String, &SentPicture)| sent.before.as_ref() == now.pictures.get(field);
    let is_of_employment = |field: &String| parts(field).is_some_and(|(list, ..)| list == List::Employments);
    let mut moved = it.before.changed(&now.data);
    moved.retain(|field| employment::is_of_employments(it) || !is_of_employment(field));
    let same = moved.is_empty() && photo_is_same && it.pictures.iter().all(is_same);
    if same { Ok(()) } else { Err(Error::Conflict(MOVED_ON)) }
}

/// What an event says of the register's change: names of fields and both values, the photo by its hash.
fn values(it: &Correction, data: &Data, photo: Option<&String>) -> serde_json::Value {
    let fields = fields_of(it).into_iter().map(|field| {
        let value = if field == rule::PHOTO { json!(photo) } else { json!(data.typed(&field)) };
        (field, value)
    });
    serde_json::Value::Object(fields.collect())
}

fn noted(it: &Correction, process: &'static str, (kind, id): (&'static str, String)) -> Change {
    let mut new = values(it, &it.after, it.photo_after.as_ref());
    new["correction"] = json!(it.id);
    Change {
        process,
        subject_kind: kind,
        subject_id: id,
        reason: Some(it.reason.clone()),
        old: Some(values(it, &it.before, it.photo_before.as_ref())),
        new: Some(new),
    }
}

async fn put_right_technician(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &Correction,
    id: TechnicianId,
    form: &TechnicianForm,
) -> Result<()> {
    let person = store::technician::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let known = registered::of_person(tx, &person, call.today()).await?;
    require_same(it, &known)?;
    // Checked on the day it was entered, and nothing in it goes by.
    let sent = |field: &str| it.pictures.contains_key(field);
    let now = known.of_form()?;
    let mut form = form.clone();
    if !employment::is_of_employments(it) {
        form.take_items(List::Employments, &now.form);
    }
    let checked = rule::checked(&form, &now, known.stage, it.entered_at.date(), sent)
        .map_err(|found| Error::internal(format!("an entered correction does not pass: {} problems", found.len())))?;
    let told_before = Addressee::of_technician(tx, id).await?;
    let all = registration::registered(tx, &person, call.today()).await?;
    let mut pictures = known.pictures;
    pictures.extend(it.pictures.iter().map(|(field, sent)| (field.clone(), sent.after.clone())));
    registration::write(tx, id, &checked.entry, (it.photo_after.as_deref(), &pictures)).await?;
    let after = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    employment::put_right(call, tx, it, (&after, &checked.engaged)).await?;
    registration::keep_row(call, tx, Source::Correction(it.id), &person).await?;
    registration::keep_rest(call, tx, None, &person, all).await?;
    certificate::overtake_of_technician(call, tx, id, Ended::Registration).await?;
    call.note(tx, noted(it, "technician.correct", ("technician", id.to_string()))).await?;
    let told = Addressee::of_technician(tx, id).await?;
    tell(call, tx, it, &told_before, &told, after.full_name()).await?;
    if it.new_card {
        return card::order_corrected(call, tx, &after).await;
    }
    card::tell_outdated(call, tx, &person, &after).await
}

async fn put_right_business(call: &Call, tx: &impl ConnectionTrait, it: &Correction, id: BusinessId) -> Result<()> {
    let before = store::business::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let form_before = application::form_of(tx, &before).await?;
    require_same(it, &registered::of(tx, it.subject, call.today()).await?)?;
    let Data::Business(form) = &it.after else { return Err(Error::internal("no data of a business")) };
    let entry = form
        .validate(it.entered_at.date(), true)
        .map_err(|found| Error::internal(format!("an entered correction does not pass: {} problems", found.len())))?;
    let told_before = Addressee::of_business(tx, id).await?;
    let after = application::put_right_row(&before, &entry)?;
    store::business::update(tx, &after).await?;
    certificate::overtake_of_business(call, tx, id).await?;
    store::business::body::keep(tx, id, &entry.more.memberships).await?;
    let mut known = business_version::all(tx, id).await?.len();
    if known == 0 {
        let from = before.registered_at.date();
        let first = business_version::Version { from, form: form_before, application: before.application_id };
        business_version::add(tx, id, known, &first).await?;
        known += 1;
    }
    let now = business_version::Version { from: call.today(), form: form.as_ref().clone(), application: None };
    business_version::add(tx, id, known, &now).await?;
    call.note(tx, noted(it, "business.correct", ("business", id.to_string()))).await?;
    let told = Addressee::of_business(tx, id).await?;
    tell(call, tx, it, &told_before, &told, after.name).await
}

/// Tells whoever the data is of, and where it was them that are reached elsewhere from now on, there too.
async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    it: &Correction,
    before: &Addressee,
    after: &Addressee,
    name: String,
) -> Result<()> {
    if let Some(old) = it.photo_before.as_deref() {
        // The version refers to it from now on.
        document::let_go(call, tx, old).await?;
    }
    let fields = fields_of(it);
    let moved = fields.iter().any(|field| is_contact(field));
    let values =
        [("fields", Value::Fields(fields)), ("name", Value::Text(name)), ("reason", Value::Text(it.reason.clone()))];
    if moved {
        notice::tell(call, tx, before, NoticeKind::CorrectionMade, values.clone()).await?;
    }
    notice::tell(call, tx, after, NoticeKind::CorrectionMade, values).await?;
    Ok(())
}
