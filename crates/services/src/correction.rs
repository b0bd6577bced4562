//! 訂正: registered data put right by two persons. Invariant: the register changes in the transaction of the approval and in
//! no other; what was there is kept as a version in the same.

mod decide;
mod registered;

use crate::{
    Call, Change, Error, Result,
    document::{self, Upload},
    typed::lines,
};
use domain::{
    access::{Action, Denied, Resource},
    correction::{Changed, CorrectionCase, CorrectionRow, CorrectionState, Data, PHOTO, REASON_CHARS_MAX, Subject},
    form::{FieldProblem, Problem},
    id::{AccountId, CorrectionId},
    listing::{Listed, Mark},
};
use serde_json::json;
use std::collections::HashMap;
use store::{
    ConnectionTrait, Fault,
    correction::{self as rows, Correction},
};

pub use decide::{approve, refuse, withdraw};
pub(crate) use registered::form_of;
pub use registered::{Registered, find, registered};

/// Another correction of the same person or business waits.
const WAITS: &str = "correction.waits";
/// Nothing differs from what is registered.
const NOTHING: &str = "correction.nothing";

/// The person of the office who acts.
fn clerk(call: &Call) -> Result<AccountId> {
    call.authorize(Action::RegisterCorrect, &Resource::Register)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// An event of this correction.
fn about(it: &Correction, process: &'static str) -> Change {
    Change { process, subject_kind: "correction", subject_id: it.id.to_string(), ..Change::default() }
}

/// A reason as it is kept. `needed`: whether there must be one.
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

/// A picture that was sent, kept; what was refused of it beside its field.
async fn kept_photo(call: &Call, sent: Upload) -> Result<core::result::Result<Option<String>, FieldProblem>> {
    let refused = |code: &str| FieldProblem::new(PHOTO, Problem::Refused { code: code.to_owned() });
    let sent = match sent {
        Upload::Missing => return Ok(Ok(None)),
        Upload::TooLarge => return Ok(Err(refused(document::TOO_LARGE))),
        Upload::Bytes(sent) => sent,
    };
    match document::accept(sent).await {
        Ok(accepted) => Ok(Ok(Some(document::keep(call, accepted).await?))),
        Err(Error::Rejected(why)) => Ok(Err(refused(why.code))),
        Err(error) => Err(error),
    }
}

/// Whether the caller enters corrections. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_enter(call: &Call) -> Result<()> {
    clerk(call).map(drop)
}

/// Enters a correction, which another person approves: what was typed over what is registered, a photo where there is a new
/// one, and why. Errors: `NotFound`; problems of the fields, of the photo and of `reason`, all at once;
/// `correction.nothing`; `correction.waits`.
pub async fn enter(call: &Call, subject: Subject, typed: &Data, photo: Upload, reason: &str) -> Result<CorrectionId> {
    let me = clerk(call)?;
    let photo = if matches!(subject, Subject::Technician(_)) { photo } else { Upload::Missing };
    let known = registered::of(call.db.read(), subject).await?;
    let mut problems = Vec::new();
    let after = registered::checked(typed, &known.data, call.today()).map_err(|found| problems.extend(found)).ok();
    // A photo is decoded only for a form that has nothing else wrong, unless it is all there is.
    let photo = kept_photo(call, photo).await?.map_err(|found| problems.push(found)).ok().flatten();
    let reason = checked_reason(reason).map_err(|found| problems.push(found)).ok();
    let (Some(after), Some(reason), true) = (after, reason, problems.is_empty()) else {
        return Err(Error::fields(problems));
    };
    if known.data.changed(&after).is_empty() && photo.is_none() {
        return Err(Error::rejected(NOTHING));
    }
    let it = Correction {
        id: CorrectionId(call.ids.uuid(call.now())),
        subject,
        state: CorrectionState::Waiting,
        before: known.data,
        after,
        photo_before: known.photo.filter(|_| photo.is_some()),
        photo_after: photo,
        reason,
        entered_by: me,
        entered_at: call.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    };
    let tx = call.db.begin().await?;
    rows::insert(&tx, &it).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict(WAITS),
        other => other.into(),
    })?;
    let mut change = about(&it, "correction.enter");
    change.reason = Some(it.reason.clone());
    change.new = Some(json!({ "subject": it.subject, "fields": fields_of(&it) }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(it.id)
}

/// Names of the fields a correction changes, in page order.
fn fields_of(it: &Correction) -> Vec<&'static str> {
    let changed = it.before.changed(&it.after);
    let has_photo = it.photo_after.is_some();
    let fields = it.before.fields().iter().copied();
    fields.filter(|field| changed.contains(field) || (*field == PHOTO && has_photo)).collect()
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
        fields: fields_of(it).into_iter().map(str::to_owned).collect(),
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
    let changed = |field: &'static str| Changed {
        field: field.to_owned(),
        before: it.before.typed(field),
        after: it.after.typed(field),
    };
    Ok(CorrectionCase {
        row: row(&it, &names),
        reason: it.reason.clone(),
        changed: fields_of(&it).into_iter().map(changed).collect(),
        photo_before: it.photo_before.is_some(),
        photo_after: it.photo_after.is_some(),
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
