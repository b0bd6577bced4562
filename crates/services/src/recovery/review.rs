//! Before a reviewer: who asks beside whom it may be, granted or refused. Invariant: a request is decided once, under its lock,
//! and nobody is granted an account before the domain's rule lets them.

use super::{PASSWORD, STATE, about, rows};
use crate::{
    Call, Change, Error, Result,
    account::{hash_handed, seal_handed},
    notice,
    typed::lines,
};
use domain::{
    access::{Action, Resource},
    form::{FieldProblem, Problem},
    id::{RecoveryId, TechnicianId},
    notice::{NoticeKind, Value},
    recovery::{self as rule, Candidate, REASON_CHARS_MAX, RecoveryCase, RecoveryRow, RecoveryState},
};
use serde_json::json;
use store::{ConnectionTrait, DatabaseTransaction, recovery::Recovery, technician::Technician};

/// Lines on a page of the list.
pub const LIST_PART: u64 = 100;
/// The one it belongs to may still object.
const WAIT: &str = "recovery.wait";

/// Those who ask, open ones first, from page `page` (0 first); how many there are altogether, and how many are open.
pub async fn list(call: &Call, page: u32) -> Result<(Vec<RecoveryRow>, u64, u64)> {
    let scope = call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let db = call.db.read();
    let (every, open) = rows::count(db, &scope).await?;
    Ok((rows::list(db, &scope, u64::from(page) * LIST_PART, LIST_PART).await?, every, open))
}

/// One request with everybody it may be. Errors: `NotFound`.
pub async fn case(call: &Call, id: RecoveryId) -> Result<RecoveryCase> {
    call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let db = call.db.read();
    let found = rows::find(db, id).await?.ok_or(Error::NotFound)?;
    let mut candidates = Vec::new();
    for kept in rows::candidates(db, id).await? {
        let person = store::technician::find(db, kept.technician_id).await?.ok_or(Error::NotFound)?;
        candidates.push(Candidate {
            technician_id: person.id,
            name: person.full_name(),
            kana: person.full_kana(),
            birth_date: person.birth_date,
            has_photo: person.photo.is_some(),
            phone: person.phone,
            mail: person.mail,
            told_at: kept.told_at,
            objected_at: kept.objected_at,
        });
    }
    Ok(RecoveryCase {
        id,
        number: found.number,
        state: found.state,
        asked_at: found.asked_at,
        technician_id: found.technician_id,
        name: found.name,
        birth_date: found.birth_date,
        contact: found.contact,
        has_picture: found.picture.is_some(),
        candidates,
        decided_at: found.decided_at,
        reason: found.reason,
        granted_to: found.granted_to,
        used_at: found.used_at,
    })
}

/// The request to decide, locked. Errors: `NotFound`, `conflict.state`.
async fn open(tx: &impl ConnectionTrait, id: RecoveryId) -> Result<Recovery> {
    let found = rows::lock(tx, id).await?.ok_or(Error::NotFound)?;
    if found.state.is_open() { Ok(found) } else { Err(Error::Conflict(STATE)) }
}

fn checked_reason(reason: &str, needed: bool) -> Result<Option<String>> {
    let reason = lines(reason);
    let problem = |problem| Err(Error::fields(vec![FieldProblem::new("reason", problem)]));
    if u32::try_from(reason.chars().count()).is_ok_and(|chars| chars > REASON_CHARS_MAX) {
        return problem(Problem::TooLong { max: REASON_CHARS_MAX });
    }
    match (reason.is_empty(), needed) {
        (true, true) => problem(Problem::Missing),
        (true, false) => Ok(None),
        (false, _) => Ok(Some(reason)),
    }
}

/// Lets `technician` in: from now on they are reached at the new contact, which is sent a link to a new password; where they
/// were reached before is told so. Where somebody objected, the reason says why all the same. Errors: `recovery.wait`;
/// `conflict.state` where it is decided or the person has no log-in that can be used; problems of `technician`, `reason`.
pub async fn grant(call: &Call, id: RecoveryId, technician: Option<TechnicianId>, reason: &str) -> Result<()> {
    call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let mut recovery = open(&tx, id).await?;
    let among = rows::candidates(&tx, id).await?;
    let chosen = among.into_iter().find(|candidate| Some(candidate.technician_id) == technician);
    let Some(chosen) = chosen else {
        let problem = if technician.is_some() { Problem::NotAChoice } else { Problem::Missing };
        return Err(Error::fields(vec![FieldProblem::new("technician", problem)]));
    };
    if !rule::may_grant(chosen.told_at, call.now()) {
        return Err(Error::rejected(WAIT));
    }
    recovery.reason = checked_reason(reason, chosen.objected_at.is_some())?;
    let person = store::technician::lock(&tx, chosen.technician_id).await?.ok_or(Error::NotFound)?;
    if store::account::of_technician(&tx, person.id).await?.is_none() {
        return Err(Error::Conflict(STATE));
    }
    rows::void_links(&tx, person.id, recovery.id).await?;
    let before = notice::Addressee::of_technician(&tx, person.id).await?;
    move_contact(call, &tx, &recovery, &person).await?;

    let token = hex::encode(call.ids.bytes::<16>());
    recovery.link_hash = Some(hash_handed(&token));
    recovery.granted_to = Some(person.id);
    decide(call, &tx, &mut recovery, RecoveryState::Granted).await?;
    let name = Value::Text(person.full_name());
    let values = [
        ("name", name.clone()),
        ("number", Value::Text(recovery.number.clone())),
        ("link", Value::Sealed(seal_handed(call, PASSWORD, &token)?)),
    ];
    notice::tell(call, &tx, &notice::Addressee::of_recovery(&recovery), NoticeKind::RecoveryGranted, values).await?;
    let values = [("name", name), ("day", Value::Day(call.today()))];
    notice::tell(call, &tx, &before, NoticeKind::ContactChanged, values).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the new contact into the register.
async fn move_contact(call: &Call, tx: &impl ConnectionTrait, of: &Recovery, person: &Technician) -> Result<()> {
    let (phone, mail) = rule::replaced(&person.phone, &of.contact);
    store::technician::set_contact(tx, person.id, &phone, &mail).await?;
    let change = Change {
        process: "technician.contact",
        subject_kind: "technician",
        subject_id: person.id.to_string(),
        old: Some(json!({ "phone": person.phone, "mail": person.mail })),
        new: Some(json!({ "phone": phone, "mail": mail, "recovery": of.id })),
        ..Change::default()
    };
    call.note(tx, change).await
}

/// Notes a decision with its event.
async fn decide(call: &Call, tx: &DatabaseTransaction, of: &mut Recovery, to: RecoveryState) -> Result<()> {
    let old = of.state;
    of.state = to;
    of.decided_at = Some(call.now());
    of.decided_by = call.actor.account;
    rows::update(tx, of).await?;
    let process = if to == RecoveryState::Granted { "recovery.grant" } else { "recovery.refuse" };
    let mut change = about(of, process);
    change.reason.clone_from(&of.reason);
    change.old = Some(json!({ "state": old }));
    change.new = Some(json!({ "state": to, "technician": of.granted_to }));
    call.note(tx, change).await
}

/// Does not let them in, and tells why at the contact they gave. Errors: `conflict.state`; problems of `reason`.
pub async fn refuse(call: &Call, id: RecoveryId, reason: &str) -> Result<()> {
    call.authorize(Action::RecoveryReview, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let mut recovery = open(&tx, id).await?;
    recovery.reason = checked_reason(reason, true)?;
    decide(call, &tx, &mut recovery, RecoveryState::Refused).await?;
    let values = [
        ("number", Value::Text(recovery.number.clone())),
        ("reason", Value::Text(recovery.reason.clone().unwrap_or_default())),
    ];
    notice::tell(call, &tx, &notice::Addressee::of_recovery(&recovery), NoticeKind::RecoveryRefused, values).await?;
    tx.commit().await?;
    Ok(())
}
