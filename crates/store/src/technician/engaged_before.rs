//! What the register said of a person's employments before it said something else. Invariant: a version is only ever added, and
//! of one day only the first: what was written again on the same day held on none.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{id::TechnicianId, technician::Engagement, time::WorkDate};
use sea_orm::{ConnectionTrait, QueryResult};

/// The employments as they were held until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldUntil {
    /// The last day on which the register said so.
    pub until: WorkDate,
    /// All of them, those that had ended too.
    pub engaged: Vec<Engagement>,
}

fn held(row: &QueryResult) -> Result<HeldUntil> {
    let content: String = row.try_get("", "content")?;
    Ok(HeldUntil {
        until: WorkDate::from_stored(row.try_get("", "until_date")?),
        engaged: serde_json::from_str(&content).map_err(|_| Fault::unreadable("kept employments", content.len()))?,
    })
}

/// All of them, oldest first; none where nothing was ever written over.
pub async fn all(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<HeldUntil>> {
    let sql = "SELECT until_date, content FROM employment_version WHERE technician_id = ? ORDER BY until_date";
    db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?.iter().map(held).collect()
}

/// Keeps what was held until a day, before something else is written; the caller holds the person's lock.
pub async fn keep(tx: &impl ConnectionTrait, id: TechnicianId, of: &HeldUntil) -> Result<()> {
    let content = serde_json::to_string(&of.engaged).map_err(|error| Fault::Broken(error.to_string()))?;
    let sql = "INSERT INTO employment_version (technician_id, until_date, content) VALUES (?, ?, ?) \
        ON CONFLICT (technician_id, until_date) DO NOTHING";
    let values = vec![id.get().into(), of.until.number().into(), content.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
