//! 申し出: a person says that a day is missing or a record wrong, the business answers, the office decides what they do not
//! settle. Invariant: a claim is seen by the person, the business that is asked and, once it is passed on, the office;
//! every step, what it did to the day, its event and its notices are of one transaction.

mod answer;
mod list;
mod make;
mod mend;

use crate::{
    Call, Change, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    access::{Action, Denied, Resource},
    history::claim::{ClaimAct, ClaimRow, ClaimStep, Party, is_overdue, next},
    id::{BusinessId, TechnicianId},
    notice::{NoticeKind, Value},
    time::WorkDate,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    history::{self as rows, StepTaken},
};
use uuid::Uuid;

pub use answer::{answer, decide};
pub use list::{
    asked_case, asked_claims, may_answer_claims, may_claim, may_decide_claims, office_case, office_claims, own_case,
    own_claims,
};
pub use make::{claim_sites, make, respond};

/// Somebody took a step meanwhile, or the time for this one is over.
const DONE: &str = "conflict.already_done";
/// Claims that are passed on before it is looked for more.
const PASSED_AT_ONCE_MAX: u64 = 100;

/// The person who makes claims. Errors: `Forbidden`.
fn person(call: &Call) -> Result<TechnicianId> {
    call.authorize(Action::ClaimMake, &Resource::Register)?;
    call.actor.technician.ok_or(Error::Forbidden(Denied::Role))
}

/// What is done by a step, beside the words.
#[derive(Default)]
struct Done {
    words: Option<String>,
    business: Option<BusinessId>,
    taken_back: Option<Uuid>,
    entered: Option<Uuid>,
}

/// Takes a step of a claim whose row the caller holds. Errors: `conflict.already_done` where it is none now.
async fn step(
    call: &Call,
    tx: &impl ConnectionTrait,
    row: &mut ClaimRow,
    (act, by): (ClaimAct, Party),
    done: Done,
) -> Result<()> {
    let old = row.state;
    row.state = next(old, act, by).map_err(|_| Error::Conflict(DONE))?;
    let change = Change {
        process: act.process(),
        subject_kind: "history_claim",
        subject_id: row.id.to_string(),
        reason: done.words.clone(),
        old: Some(json!({ "state": old })),
        new: Some(json!({ "state": row.state, "technician": row.technician, "day": row.day })),
    };
    let event = call.noted(tx, change).await?;
    let taken = StepTaken {
        step: ClaimStep { act, by, words: done.words, at: call.now() },
        business: done.business,
        event,
        taken_back: done.taken_back,
        entered: done.entered,
    };
    rows::add_claim_step(tx, row, &taken).await?;
    Ok(())
}

/// Gives a claim to the office and tells both sides.
async fn pass(
    call: &Call,
    tx: &impl ConnectionTrait,
    row: &mut ClaimRow,
    by: Party,
    words: Option<String>,
) -> Result<()> {
    step(call, tx, row, (ClaimAct::Passed, by), Done { words, ..Done::default() }).await?;
    let values = [
        ("day", Value::Day(row.day)),
        ("name", Value::Text(row.name.clone())),
        ("site", Value::Text(row.site_name.clone())),
    ];
    tell_both(call, tx, row, NoticeKind::ClaimPassed, &values).await
}

/// Tells the person, and the business where one is asked.
async fn tell_both<const N: usize>(
    call: &Call,
    tx: &impl ConnectionTrait,
    row: &ClaimRow,
    kind: NoticeKind,
    values: &[(&'static str, Value); N],
) -> Result<()> {
    let whom = Addressee::of_technician(tx, row.technician).await?;
    notice::tell(call, tx, &whom, kind, values.clone()).await?;
    if let Some(asked) = row.asked {
        let whom = Addressee::of_business(tx, asked).await?;
        notice::tell(call, tx, &whom, kind, values.clone()).await?;
    }
    Ok(())
}

/// Asks the business for an answer, or passes the claim on where it has no time for one or there is none.
async fn ask(call: &Call, tx: &impl ConnectionTrait, row: &mut ClaimRow) -> Result<()> {
    let Some(asked) = row.asked.filter(|_| !is_overdue(row.state, row.answer_by, call.today())) else {
        return pass(call, tx, row, Party::Register, None).await;
    };
    let values = [
        ("business", Value::Text(row.asked_name.clone().unwrap_or_default())),
        ("day", Value::Day(row.day)),
        ("name", Value::Text(row.name.clone())),
        ("site", Value::Text(row.site_name.clone())),
        ("until", Value::Day(row.answer_by)),
    ];
    let whom = Addressee::of_business(tx, asked).await?;
    notice::tell(call, tx, &whom, NoticeKind::ClaimMade, values).await?;
    Ok(())
}

/// Passes on what no business has answered in time.
pub(crate) async fn pass_overdue(call: &Call, day: WorkDate) -> Result<()> {
    loop {
        let found = rows::overdue_claims(call.db.read(), day, PASSED_AT_ONCE_MAX).await?;
        let mut passed = 0_u32;
        for id in found {
            // One at a time, so that nobody who answers waits for many.
            let tx = call.db.begin().await?;
            let row = rows::lock_claim(&tx, id).await?;
            if let Some(mut row) = row.filter(|row| is_overdue(row.state, row.answer_by, day)) {
                pass(call, &tx, &mut row, Party::Register, None).await?;
                passed += 1;
            }
            tx.commit().await?;
        }
        if passed == 0 {
            return Ok(());
        }
    }
}
