//! 訂正: registered data put right by two persons. Invariant: the register changes in the transaction of the approval and in
//! no other; what was there is kept as a version in the same.

mod decide;
mod employment;
mod enter;
mod registered;

use crate::{Call, Change, Error, Result, typed::lines};
use domain::{
    access::{Action, Denied, Resource},
    correction::{Changed, CorrectionCase, CorrectionRow, Data, PHOTO, REASON_CHARS_MAX},
    form::{FieldProblem, Problem},
    id::{AccountId, CorrectionId},
    listing::{Listed, Mark},
};
use std::collections::HashMap;
use store::{
    ConnectionTrait,
    correction::{self as rows, Correction},
};

pub use decide::{approve, refuse, withdraw};
pub use enter::{Proposal, enter, may_enter};
pub use registered::{Registered, find, registered};

/// The person of the office who acts.
fn clerk(call: &Call) -> Result<AccountId> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// An event of this correction.
fn about(it: &Correction, process: &'static str) -> Change {
    Change { process, subject_kind: "correction", subject_id: it.id.to_string(), ..Change::default() }
}

/// A reason as it is kept.
fn checked_reason(reason: &str) -> core::result::Result<String, FieldProblem> {
    let reason = lines(reason);
    match u32::try_from(reason.chars().count()).unwrap_or(u32::MAX) {
        0 => Err(FieldProblem::new("reason", Problem::Missing)),
        chars if chars > REASON_CHARS_MAX => {
            Err(FieldProblem::new("reason", Problem::TooLong { max: REASON_CHARS_MAX }))
        }
        _ => Ok(reason),
    }
}

/// Names of the fields and items a correction changes, in page order.
fn fields_of(it: &Correction) -> Vec<String> {
    let mut fields = it.before.changed(&it.after);
    let pictures = it.pictures.keys().filter(|field| !fields.contains(field)).cloned().collect::<Vec<_>>();
    fields.extend(pictures);
    fields.extend(it.photo_after.is_some().then(|| PHOTO.to_owned()));
    it.before.in_order(fields)
}

/// The part after `after` of those that wait, or with `every` of all.
pub async fn list(call: &Call, every: bool, after: Option<Mark>) -> Result<Listed<CorrectionRow>> {
    let scope = call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let Listed { rows: found, all, next } = rows::list(call.db.read(), &scope, every, after).await?;
    let names = names(call.db.read(), &found).await?;
    Ok(Listed { rows: found.iter().map(|it| row(it, &names)).collect(), all, next })
}

async fn names(db: &impl ConnectionTrait, found: &[Correction]) -> Result<HashMap<AccountId, String>> {
    let accounts: Vec<AccountId> = found.iter().flat_map(|it| [Some(it.entered_by), it.decided_by]).flatten().collect();
    Ok(store::application::account_names(db, &accounts).await?.into_iter().collect())
}

fn row(it: &Correction, names: &HashMap<AccountId, String>) -> CorrectionRow {
    CorrectionRow {
        id: it.id,
        subject: it.subject,
        name: name_of(&it.before),
        state: it.state,
        entered_by: names.get(&it.entered_by).cloned().unwrap_or_default(),
        entered_at: it.entered_at,
        fields: fields_of(it),
    }
}

/// The name of the person or business the data is of.
fn name_of(data: &Data) -> String {
    match data {
        Data::Technician(form) if form.given_name.is_empty() => form.family_name.clone(),
        Data::Technician(form) => format!("{} {}", form.family_name, form.given_name),
        Data::Business(form) => form.name.clone(),
    }
}

/// One correction with all somebody needs to decide. Errors: `NotFound`.
pub async fn case(call: &Call, id: CorrectionId) -> Result<CorrectionCase> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let it = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let names = names(call.db.read(), core::slice::from_ref(&it)).await?;
    let hashes: Vec<String> =
        it.pictures.values().flat_map(|picture| picture.before.iter().chain([&picture.after])).cloned().collect();
    let counts = store::document::page_counts(call.db.read(), hashes.iter().map(String::as_str)).await?;
    let pages = |hash: Option<&String>| hash.map_or(0, |hash| counts.get(hash).copied().unwrap_or(1));
    let changed = |field: String| {
        let picture = it.pictures.get(&field);
        Changed {
            pages_before: pages(picture.and_then(|picture| picture.before.as_ref())),
            pages_after: pages(picture.map(|picture| &picture.after)),
            ..Changed::new(&field, it.before.typed(&field), it.after.typed(&field))
        }
    };
    Ok(CorrectionCase {
        row: row(&it, &names),
        reason: it.reason.clone(),
        changed: fields_of(&it).into_iter().map(changed).collect(),
        photo_before: it.photo_before.is_some(),
        photo_after: it.photo_after.is_some(),
        new_card: it.new_card,
        businesses: employment::names(call.db.read(), &[&it.before, &it.after]).await?,
        past_employments: employment::is_of_past(&it),
        own: call.actor.account == Some(it.entered_by),
        decided_at: it.decided_at,
        decided_by: it.decided_by.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        decision_reason: it.decision_reason.unwrap_or_default(),
    })
}

/// Content hash of the photo before a correction, or of the one that was sent with it. Errors: `NotFound`.
pub(crate) async fn photo_of(call: &Call, id: CorrectionId, before: bool) -> Result<String> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let it = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    if before { it.photo_before } else { it.photo_after }.ok_or(Error::NotFound)
}

/// Content hash of the picture of an item before a correction, or of the one that came with it. Errors: `NotFound`.
pub(crate) async fn picture_of(call: &Call, id: CorrectionId, field: &str, before: bool) -> Result<String> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    let it = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let picture = it.pictures.get(field).cloned().ok_or(Error::NotFound)?;
    if before { picture.before.ok_or(Error::NotFound) } else { Ok(picture.after) }
}
