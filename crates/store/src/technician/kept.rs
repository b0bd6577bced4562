//! What the register knew of a person beyond where and who they are, version by version. Invariant: a version is only ever
//! added; the first one is what was registered before any change.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::{ApplicationId, TechnicianId},
    technician::Registered,
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// What the register knew from a day on.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// From this day on.
    pub from: WorkDate,
    /// As the form has it, the pictures of items with it.
    pub registered: Registered,
    /// The application it came from; absent for what was registered first.
    pub application: Option<ApplicationId>,
}

fn kept(row: &QueryResult) -> Result<Kept> {
    let content: String = row.try_get("", "content")?;
    let application: Option<sea_orm::prelude::Uuid> = row.try_get("", "application_id")?;
    Ok(Kept {
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        registered: serde_json::from_str(&content)
            .map_err(|_| Fault::unreadable("kept registration", content.len()))?,
        application: application.map(ApplicationId),
    })
}

/// All of them, oldest first; none where nothing was ever changed.
pub async fn all(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Kept>> {
    let sql = "SELECT from_date, content, application_id FROM technician_detail_version WHERE technician_id = ? \
        ORDER BY number";
    db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?.iter().map(kept).collect()
}

/// Adds a version after the `known` ones; the caller holds the person's lock.
pub async fn add(tx: &impl ConnectionTrait, id: TechnicianId, known: usize, version: &Kept) -> Result<()> {
    let content = serde_json::to_string(&version.registered).map_err(|error| Fault::Broken(error.to_string()))?;
    let sql = "INSERT INTO technician_detail_version (technician_id, number, from_date, content, application_id) \
        VALUES (?, ?, ?, ?, ?)";
    let values = vec![
        id.get().into(),
        i32::try_from(known).unwrap_or(i32::MAX).saturating_add(1).into(),
        version.from.number().into(),
        content.into(),
        version.application.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
