//! 支払猶予 as kept. Invariant: a business has one request of an exception that waits or was granted; a row changes once.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    disaster::relief::{ReliefRow, ReliefState},
    id::{AccountId, BusinessId, ReliefId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult};

/// Adds a request. [`Fault::Taken`] where one waits or was granted.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: ReliefId,
    (business, code): (BusinessId, &str),
    (reason, until): (&str, WorkDate),
    (by, at): (Option<AccountId>, Instant),
) -> Result<()> {
    let sql = "INSERT INTO payment_relief (id, business_id, disaster_code, state, reason, asked_by, asked_at, until_date) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        id.0.into(),
        business.get().into(),
        code.into(),
        ReliefState::Asked.number().into(),
        reason.into(),
        by.map(|id| id.0).into(),
        at.0.into(),
        until.number().into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Decides a request that waits; `false` where it was decided before.
pub async fn decide(
    tx: &impl ConnectionTrait,
    id: ReliefId,
    state: ReliefState,
    reason: &str,
    (by, at): (Option<AccountId>, Instant),
) -> Result<bool> {
    let sql = "UPDATE payment_relief SET state = ?, decision_reason = ?, decided_by = ?, decided_at = ? \
        WHERE id = ? AND state = 1";
    let values = vec![state.number().into(), reason.into(), by.map(|id| id.0).into(), at.0.into(), id.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

const FROM: &str =
    "payment_relief r JOIN business b ON b.id = r.business_id JOIN disaster d ON d.code = r.disaster_code";

fn line(row: &QueryResult) -> Result<ReliefRow> {
    Ok(ReliefRow {
        id: ReliefId(row.try_get("", "id")?),
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        name: row.try_get("", "business_name")?,
        disaster: row.try_get("", "disaster_name")?,
        reason: row.try_get("", "reason")?,
        asked_at: Instant(row.try_get("", "asked_at")?),
        until: WorkDate::from_stored(row.try_get("", "until_date")?),
    })
}

const COLUMNS: &str =
    "r.id, r.business_id, b.name AS business_name, d.name AS disaster_name, r.reason, r.asked_at, r.until_date";

/// One request.
pub async fn find(db: &impl ConnectionTrait, id: ReliefId) -> Result<Option<ReliefRow>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE r.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(line).transpose()
}

/// The part after `after` of those that wait, the longest first.
pub async fn waiting(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<ReliefRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = db.query_one_raw(ask(db, "SELECT COUNT(*) FROM payment_relief WHERE state = 1", Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values) = match after {
        Some(mark) => (" AND (r.asked_at, r.id) > (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE r.state = 1{begins} ORDER BY r.asked_at, r.id LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.asked_at.0, id: row.id.0 }.to_string()))
}

/// What became of a business's latest request of each exception, by the exception's word.
pub async fn of_business(db: &impl ConnectionTrait, id: BusinessId) -> Result<Vec<(String, ReliefState)>> {
    let sql = "SELECT disaster_code, state FROM payment_relief WHERE business_id = ? ORDER BY asked_at DESC, id DESC";
    let rows = db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?;
    let mut latest: Vec<(String, ReliefState)> = Vec::new();
    for row in &rows {
        let (code, state): (String, i16) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let state = ReliefState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a relief", state))?;
        if latest.iter().all(|(known, _)| *known != code) {
            latest.push((code, state));
        }
    }
    Ok(latest)
}

/// The last day until which a business was relieved.
pub async fn granted_until(db: &impl ConnectionTrait, id: BusinessId) -> Result<Option<WorkDate>> {
    let sql = "SELECT MAX(until_date) FROM payment_relief WHERE business_id = ? AND state = 2";
    let row = db.query_one_raw(ask(db, sql, vec![id.get().into()])).await?;
    let until: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    Ok(until.map(WorkDate::from_stored))
}
