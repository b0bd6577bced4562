//! The steps of a supply. Invariant: a step is only ever added; the database refuses anything else, and one that says more
//! came than were asked for.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::{AccountId, LabourAgreementId, LabourRequestId, OfficeId},
    labour::{Side, Step, StepRow},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, prelude::Uuid};

/// A step that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Its id, which sorts after those before it.
    pub id: Uuid,
    /// Under which agreement.
    pub agreement: LabourAgreementId,
    /// Of which request; absent for the agreement's own.
    pub request: Option<LabourRequestId>,
    /// Of which local union's part.
    pub office: Option<OfficeId>,
    /// Which.
    pub step: Step,
    /// Who took it.
    pub side: Side,
    /// By which log-in.
    pub by: Option<AccountId>,
    /// When.
    pub at: Instant,
    /// How many were asked for, and how many there are now; absent where it is not about people.
    pub people: Option<(i64, i64)>,
    /// The day it is about.
    pub day: Option<WorkDate>,
}

/// Adds a step.
pub async fn add_step(tx: &impl ConnectionTrait, it: &Taken) -> Result<()> {
    let sql = "INSERT INTO labour_step (id, agreement_id, request_id, office_id, by_account, asked, filled, at, day, step, side) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.into(),
        it.agreement.0.into(),
        it.request.map(|id| id.0).into(),
        it.office.map(|id| id.0).into(),
        it.by.map(|id| id.0).into(),
        it.people.map(|(asked, _)| asked).into(),
        it.people.map(|(_, filled)| filled).into(),
        it.at.0.into(),
        it.day.map(WorkDate::number).into(),
        it.step.number().into(),
        it.side.number().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

fn step(row: &QueryResult) -> Result<StepRow> {
    let (step, side): (i16, i16) = (row.try_get("", "step")?, row.try_get("", "side")?);
    Ok(StepRow {
        step: Step::from_stored(step).ok_or_else(|| Fault::unreadable("step of a supply", step))?,
        side: Side::from_stored(side).ok_or_else(|| Fault::unreadable("side of a supply", side))?,
        office: row.try_get::<Option<Uuid>>("", "office_id")?.map(OfficeId),
        office_name: row.try_get("", "office_name")?,
        at: Instant(row.try_get("", "at")?),
        asked: row.try_get("", "asked")?,
        filled: row.try_get("", "filled")?,
        day: row.try_get::<Option<i32>>("", "day")?.map(WorkDate::from_stored),
    })
}

/// The steps of a request and of its agreement, in their order.
pub async fn steps(
    db: &impl ConnectionTrait,
    (agreement, id): (LabourAgreementId, LabourRequestId),
) -> Result<Vec<StepRow>> {
    let sql = "SELECT s.step, s.side, s.office_id, f.name AS office_name, s.at, s.asked, s.filled, s.day FROM labour_step s \
        LEFT JOIN registrar_office f ON f.id = s.office_id \
        WHERE s.request_id = ? OR (s.agreement_id = ? AND s.request_id IS NULL) ORDER BY s.at, s.id";
    let rows = db.query_all_raw(ask(db, sql, vec![id.0.into(), agreement.0.into()])).await?;
    rows.iter().map(step).collect()
}
