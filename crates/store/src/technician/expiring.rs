//! Qualifications by their last day, for telling their people. Invariant: read only.

use crate::{fault::Result, query::ask};
use domain::{id::TechnicianId, time::WorkDate};
use sea_orm::{ConnectionTrait, Value};

/// One that ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// Whose.
    pub technician: TechnicianId,
    /// Its place among theirs.
    pub place: i16,
    /// Its name.
    pub name: String,
    /// Its last day.
    pub expires: WorkDate,
}

/// Those that end from `first` to `last`, in the order of their ends; the part after `after`, at most `limit`.
pub async fn expiring(
    db: &impl ConnectionTrait,
    (first, last): (WorkDate, WorkDate),
    after: Option<&Expiring>,
    limit: u32,
) -> Result<Vec<Expiring>> {
    let (day, id, place) = after.map_or((first, 0, 0), |one| (one.expires, one.technician.get(), one.place));
    let sql = format!(
        "SELECT technician_id, place, name, expires_on FROM technician_qualification \
         WHERE expires_on <= ? AND (expires_on, technician_id, place) > (?, ?, ?) \
         ORDER BY expires_on, technician_id, place LIMIT {limit}"
    );
    let values: Vec<Value> = vec![last.number().into(), day.number().into(), id.into(), place.into()];
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let one = |row: &sea_orm::QueryResult| -> Result<Expiring> {
        Ok(Expiring {
            technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
            place: row.try_get_by_index(1)?,
            name: row.try_get_by_index(2)?,
            expires: WorkDate::from_stored(row.try_get_by_index(3)?),
        })
    };
    rows.iter().map(one).collect()
}
