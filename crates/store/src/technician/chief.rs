//! Qualifications the register of 登録基幹技能者 speaks for. Invariant: only their last day is changed here, and only to a later
//! one.

use crate::{fault::Result, query::ask};
use domain::{id::TechnicianId, time::WorkDate};
use sea_orm::{ConnectionTrait, Value};

/// One near its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Whose.
    pub technician: TechnicianId,
    /// Their birth date.
    pub birth: WorkDate,
    /// Its place among theirs.
    pub place: i16,
    /// 修了証番号.
    pub number: String,
    /// Its last day.
    pub expires: WorkDate,
}

/// Those that end from `first` to `last`, in the order of their ends; the part after `after`, at most `limit`.
pub async fn ending(
    db: &impl ConnectionTrait,
    (first, last): (WorkDate, WorkDate),
    after: Option<(WorkDate, TechnicianId)>,
    limit: u32,
) -> Result<Vec<Ending>> {
    let (from, id) = after.map_or((first, 0), |(day, id)| (day, id.get()));
    let sql = format!(
        "SELECT q.technician_id, q.place, q.number, q.expires_on, t.birth_date FROM technician_qualification q \
         JOIN technician t ON t.id = q.technician_id WHERE q.from_register AND q.number IS NOT NULL \
         AND q.expires_on <= ? AND (q.expires_on, q.technician_id) > (?, ?) \
         ORDER BY q.expires_on, q.technician_id LIMIT {limit}"
    );
    let values: Vec<Value> = vec![last.number().into(), from.number().into(), id.into()];
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let ending = |row: &sea_orm::QueryResult| -> Result<Ending> {
        Ok(Ending {
            technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
            birth: WorkDate::from_stored(row.try_get("", "birth_date")?),
            place: row.try_get("", "place")?,
            number: row.try_get("", "number")?,
            expires: WorkDate::from_stored(row.try_get("", "expires_on")?),
        })
    };
    rows.iter().map(ending).collect()
}

/// Gives one a later last day; `false` where it is another by now.
pub async fn prolong(tx: &impl ConnectionTrait, of: &Ending, expires: WorkDate) -> Result<bool> {
    let sql = "UPDATE technician_qualification SET expires_on = ? WHERE technician_id = ? AND place = ? AND number = ? \
        AND expires_on = ? AND from_register";
    let values = vec![
        expires.number().into(),
        of.technician.get().into(),
        of.place.into(),
        of.number.clone().into(),
        of.expires.number().into(),
    ];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
