//! 認定: a level with its version of the criteria, and taking it back. Invariant: the technician has the highest level that holds,
//! in the transaction that grants or takes back, and one person alone takes nothing back.

use super::{field_name, judge::judge_of, judging, may_judge, one_stop};
use crate::{
    Call, Change, Error, Result, card, certificate,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Resource},
    certificate::Ended,
    form::{FieldProblem, Problem},
    id::{LevelBodyId, LevelGrantId},
    level::{Level, application::WithdrawalReason, judging::NOTE_CHARS_MAX, view::GrantRow},
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
    time::WorkDate,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    level::{
        application::Application,
        grant::{self as rows, Grant},
    },
};

/// It was done by somebody else meanwhile.
const DONE: &str = "conflict.already_done";

fn about(it: &Grant, process: &'static str) -> Change {
    Change { process, subject_kind: "level_grant", subject_id: it.id.to_string(), ..Change::default() }
}

/// Grants the level of an application, and orders the card of its colour.
pub(super) async fn give(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, body): (&Application, LevelBodyId),
    criteria_from: Option<WorkDate>,
) -> Result<()> {
    let grant = Grant {
        id: LevelGrantId(call.ids.uuid(call.now())),
        technician: it.technician,
        field: it.field,
        level: it.wanted,
        criteria_from,
        granted_on: call.today(),
        body,
        application: it.id,
        withdrawal: None,
        withdrawn_at: None,
    };
    rows::insert(tx, &grant, (judge_of(call)?, call.now())).await?;
    let new = json!({ "technician": it.technician, "field": it.field, "level": it.wanted, "criteria_from": criteria_from, "application": it.id });
    call.note(tx, Change { new: Some(new), ..about(&grant, "level.grant") }).await?;
    let person = store::technician::lock(tx, it.technician).await?.ok_or(Error::NotFound)?;
    stand_at(call, tx, &grant, person.level.max(it.wanted)).await?;
    one_stop::end(call, tx, it.technician).await
}

/// Lets somebody stand at a level from now on; where it is another than before, the card of its colour is ordered.
async fn stand_at(call: &Call, tx: &impl ConnectionTrait, grant: &Grant, level: Level) -> Result<()> {
    let person = store::technician::lock(tx, grant.technician).await?.ok_or(Error::NotFound)?;
    if person.level == level {
        return Ok(());
    }
    store::technician::set_level(tx, person.id, level).await?;
    let change = Change {
        process: "technician.set_level",
        subject_kind: "technician",
        subject_id: person.id.to_string(),
        old: Some(json!({ "level": person.level })),
        new: Some(json!({ "level": level, "grant": grant.id })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    certificate::overtake_of_technician(call, tx, person.id, Ended::Level).await?;
    card::order_level(call, tx, person.id).await
}

/// The part after `after` of what the caller's body granted, the latest first. Errors: `auth.forbidden`.
pub async fn grants(call: &Call, after: Option<Mark>) -> Result<Listed<GrantRow>> {
    let scope = judging(call)?;
    let listed = rows::listed(call.db.read(), &scope, after).await?;
    let me = call.actor.account;
    let row = |(it, name): (Grant, String)| GrantRow {
        id: it.id,
        field: it.field,
        technician: it.technician,
        name,
        level: it.level,
        granted_on: it.granted_on,
        withdrawal: it.withdrawal.map(|(reason, note, by)| (reason, note, Some(by) == me)),
        withdrawn_at: it.withdrawn_at,
    };
    Ok(Listed { rows: listed.rows.into_iter().map(row).collect(), all: listed.all, next: listed.next })
}

async fn own(call: &Call, tx: &impl ConnectionTrait, id: LevelGrantId) -> Result<(Grant, LevelBodyId)> {
    judging(call)?;
    let it = rows::find(tx, id).await?.ok_or(Error::NotFound)?;
    let body = may_judge(call, tx, it.field, false).await?;
    Ok((it, body))
}

/// Says why a level is to be taken back; another person of the body puts that in force. Errors: `NotFound`; `auth.forbidden`;
/// problems of `reason` and of `note`, which must be there for another reason; `conflict.already_done`.
pub async fn enter_withdrawal(call: &Call, id: LevelGrantId, reason: &str, note: &str) -> Result<()> {
    let me = judge_of(call)?;
    let tx = call.db.begin().await?;
    let (it, _) = own(call, &tx, id).await?;
    let (reason, note) = (WithdrawalReason::from_code(reason), crate::typed::lines(note));
    let mut problems = Vec::new();
    if reason.is_none() {
        problems.push(FieldProblem::new("reason", Problem::Missing));
    }
    match u32::try_from(note.chars().count()).unwrap_or(u32::MAX) {
        0 if reason == Some(WithdrawalReason::Other) => problems.push(FieldProblem::new("note", Problem::Missing)),
        chars if chars > NOTE_CHARS_MAX => {
            problems.push(FieldProblem::new("note", Problem::TooLong { max: NOTE_CHARS_MAX }));
        }
        _ => {}
    }
    let Some(reason) = reason.filter(|_| problems.is_empty()) else { return Err(Error::fields(problems)) };
    if !rows::enter_withdrawal(&tx, id, (reason, &note), (me, call.now())).await? {
        return Err(Error::Conflict(DONE));
    }
    let new = json!({ "withdrawal": reason });
    call.note(&tx, Change { new: Some(new), reason: Some(note), ..about(&it, "level.enter_withdrawal") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Drops a withdrawal that is not in force: whoever entered it, or another person of the body. Errors: `NotFound`;
/// `auth.forbidden`; `conflict.already_done`.
pub async fn drop_withdrawal(call: &Call, id: LevelGrantId) -> Result<()> {
    let tx = call.db.begin().await?;
    let (it, _) = own(call, &tx, id).await?;
    if !rows::drop_withdrawal(&tx, id).await? {
        return Err(Error::Conflict(DONE));
    }
    call.note(&tx, about(&it, "level.drop_withdrawal")).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a level back for the reason another person of the body entered: the person stands at the highest that is left, and is
/// told. Errors: `NotFound`; `auth.forbidden`; `forbidden.own_entry`; `conflict.already_done`.
pub async fn confirm_withdrawal(call: &Call, id: LevelGrantId) -> Result<()> {
    let me = judge_of(call)?;
    let tx = call.db.begin().await?;
    let (it, body) = own(call, &tx, id).await?;
    let Some((reason, note, by)) = it.withdrawal.clone().filter(|_| it.withdrawn_at.is_none()) else {
        return Err(Error::Conflict(DONE));
    };
    call.authorize(Action::LevelJudge, &Resource::Level { body: Some(body), entered: by == me })?;
    // What was read above, and not what another enters meanwhile.
    if !rows::withdraw(&tx, id, by, (me, call.now())).await? {
        return Err(Error::Conflict(DONE));
    }
    let new = json!({ "withdrawn": true, "reason": reason });
    call.note(&tx, Change { new: Some(new), reason: Some(note.clone()), ..about(&it, "level.withdraw_grant") }).await?;
    let person = store::technician::lock(&tx, it.technician).await?.ok_or(Error::NotFound)?;
    // A certificate says the level of the field, too, however high the person stands by another one.
    certificate::overtake_of_technician(call, &tx, person.id, Ended::Level).await?;
    // A level that stands above the one taken back was not granted by it.
    if person.level <= it.level {
        let left = rows::of_technician(&tx, it.technician).await?;
        let highest = left.iter().map(|grant| grant.level).max().unwrap_or(Level::One);
        stand_at(call, &tx, &it, highest).await?;
    }
    let told = [
        ("name", Value::Text(person.full_name())),
        ("field", Value::Text(field_name(it.field)?.to_owned())),
        ("level", Value::Level(it.level)),
        ("reason", Value::LevelWithdrawal(reason)),
        ("note", Value::Text(note)),
    ];
    let whom = Addressee::of_technician(&tx, it.technician).await?;
    notice::tell(call, &tx, &whom, NoticeKind::LevelWithdrawn, told).await?;
    tx.commit().await?;
    Ok(())
}
