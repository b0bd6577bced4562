//! What the register said of a person on any day. Invariant: a version is only ever added; a person without one has been
//! what their row says since they were registered.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::{ApplicationId, CorrectionId, TechnicianId},
    technician::TechnicianForm,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, prelude::Uuid};

/// What the register said of a person from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From this day on.
    pub from: WorkDate,
    /// As the form has it.
    pub form: TechnicianForm,
    /// Content hash of the photo.
    pub photo: Option<String>,
    /// The correction it came from; absent for what was registered first, and for a change.
    pub correction: Option<CorrectionId>,
    /// The change it came from.
    pub application: Option<ApplicationId>,
    /// When it was decided; absent for what was registered first. Read, never written.
    pub at: Option<Instant>,
}

fn version(row: &QueryResult) -> Result<Version> {
    let content: String = row.try_get("", "content")?;
    let correction: Option<Uuid> = row.try_get("", "correction_id")?;
    Ok(Version {
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        form: serde_json::from_str(&content).map_err(|_| Fault::unreadable("technician version", "content"))?,
        photo: row.try_get("", "photo")?,
        correction: correction.map(CorrectionId),
        application: row.try_get::<Option<Uuid>>("", "application_id")?.map(ApplicationId),
        at: row.try_get::<Option<i64>>("", "decided_at")?.map(Instant),
    })
}

/// All versions of a person, oldest first; none where nothing was ever put right.
pub async fn all(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Version>> {
    let sql = "SELECT v.from_date, v.content, v.photo, v.correction_id, v.application_id, \
        COALESCE(c.decided_at, a.decided_at) AS decided_at FROM technician_version v \
        LEFT JOIN correction c ON c.id = v.correction_id LEFT JOIN application a ON a.id = v.application_id \
        WHERE v.technician_id = ? ORDER BY v.number";
    db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?.iter().map(version).collect()
}

/// Adds a version after the `known` ones; the caller holds the person's lock.
pub async fn add(tx: &impl ConnectionTrait, id: TechnicianId, known: usize, version: &Version) -> Result<()> {
    let content = serde_json::to_string(&version.form).map_err(|error| Fault::Broken(error.to_string()))?;
    let sql = "INSERT INTO technician_version (technician_id, number, from_date, content, photo, correction_id, \
        application_id) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        id.get().into(),
        i32::try_from(known).unwrap_or(i32::MAX).saturating_add(1).into(),
        version.from.number().into(),
        content.into(),
        version.photo.clone().into(),
        version.correction.map(|id| id.0).into(),
        version.application.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
