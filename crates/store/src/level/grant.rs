//! Levels that were granted. Invariant: a grant is never changed but by its withdrawal, which two persons make.

use super::day;
use crate::{
    fault::{Fault, Result},
    query::ask,
    technician::spaced,
};
use domain::{
    access::{Extent, Scope},
    id::{AccountId, LevelApplicationId, LevelBodyId, LevelGrantId, TechnicianId},
    level::{FieldNumber, Level, application::WithdrawalReason},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value, prelude::Uuid};

/// A level that was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: LevelGrantId,
    /// To whom.
    pub technician: TechnicianId,
    /// The field.
    pub field: FieldNumber,
    /// The level.
    pub level: Level,
    /// First day of the version of the criteria it was judged by, where it has one.
    pub criteria_from: Option<WorkDate>,
    /// The day.
    pub granted_on: WorkDate,
    /// By which body.
    pub body: LevelBodyId,
    /// For which application.
    pub application: LevelApplicationId,
    /// A withdrawal: why, its note, and who entered it.
    pub withdrawal: Option<(WithdrawalReason, String, AccountId)>,
    /// When another put it in force.
    pub withdrawn_at: Option<Instant>,
}

fn grant(row: &QueryResult) -> Result<Grant> {
    let level: i16 = row.try_get("", "level")?;
    let reason: Option<i16> = row.try_get("", "withdrawal_reason")?;
    let reason = reason.map(|number| {
        WithdrawalReason::from_stored(number).ok_or_else(|| Fault::unreadable("reason of a withdrawal", number))
    });
    let withdrawal = match (reason.transpose()?, row.try_get::<Option<Uuid>>("", "withdrawal_by")?) {
        (Some(reason), Some(by)) => {
            let note: Option<String> = row.try_get("", "withdrawal_note")?;
            Some((reason, note.unwrap_or_default(), AccountId(by)))
        }
        _ => None,
    };
    Ok(Grant {
        id: LevelGrantId(row.try_get("", "id")?),
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        field: FieldNumber::from_stored(row.try_get("", "field")?),
        level: Level::from_number(level).ok_or_else(|| Fault::unreadable("level", level))?,
        criteria_from: day(row, "criteria_from")?,
        granted_on: WorkDate::from_stored(row.try_get("", "granted_on")?),
        body: LevelBodyId(row.try_get("", "body_id")?),
        application: LevelApplicationId(row.try_get("", "application_id")?),
        withdrawal,
        withdrawn_at: row.try_get::<Option<i64>>("", "withdrawn_at")?.map(Instant),
    })
}

const COLUMNS: &str = "g.id, g.technician_id, g.field, g.level, g.criteria_from, g.granted_on, g.body_id, g.application_id, \
    g.withdrawal_reason, g.withdrawal_note, g.withdrawal_by, g.withdrawn_at";

/// Adds one.
pub async fn insert(tx: &impl ConnectionTrait, it: &Grant, (by, at): (AccountId, Instant)) -> Result<()> {
    let sql = "INSERT INTO level_grant (id, technician_id, field, level, criteria_from, granted_on, granted_at, granted_by, \
        body_id, application_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.technician.get().into(),
        it.field.get().into(),
        it.level.number().into(),
        it.criteria_from.map(WorkDate::number).into(),
        it.granted_on.number().into(),
        at.0.into(),
        by.0.into(),
        it.body.0.into(),
        it.application.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One.
pub async fn find(db: &impl ConnectionTrait, id: LevelGrantId) -> Result<Option<Grant>> {
    let sql = format!("SELECT {COLUMNS} FROM level_grant g WHERE g.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(grant).transpose()
}

/// Those of a person that hold, by field and level.
pub async fn of_technician(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Grant>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM level_grant g WHERE g.technician_id = ? AND g.withdrawn_at IS NULL ORDER BY g.field, g.level"
    );
    db.query_all_raw(ask(db, &sql, vec![id.get().into()])).await?.iter().map(grant).collect()
}

/// Notes why one is to be taken back; `false` where that was noted or done before.
pub async fn enter_withdrawal(
    tx: &impl ConnectionTrait,
    id: LevelGrantId,
    (reason, note): (WithdrawalReason, &str),
    (by, at): (AccountId, Instant),
) -> Result<bool> {
    let sql = "UPDATE level_grant SET withdrawal_reason = ?, withdrawal_note = ?, withdrawal_by = ?, withdrawal_at = ? \
        WHERE id = ? AND withdrawal_by IS NULL AND withdrawn_at IS NULL";
    let values = vec![reason.number().into(), note.into(), by.0.into(), at.0.into(), id.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Drops a withdrawal that is not in force; `false` where there is none.
pub async fn drop_withdrawal(tx: &impl ConnectionTrait, id: LevelGrantId) -> Result<bool> {
    let sql = "UPDATE level_grant SET withdrawal_reason = NULL, withdrawal_note = NULL, withdrawal_by = NULL, \
        withdrawal_at = NULL WHERE id = ? AND withdrawal_by IS NOT NULL AND withdrawn_at IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?.rows_affected() == 1)
}

/// Puts a withdrawal in force; `false` where there is none, or it is in force.
pub async fn withdraw(
    tx: &impl ConnectionTrait,
    id: LevelGrantId,
    entered_by: AccountId,
    (by, at): (AccountId, Instant),
) -> Result<bool> {
    let sql = "UPDATE level_grant SET withdrawn_by = ?, withdrawn_at = ? WHERE id = ? AND withdrawal_by = ? AND withdrawn_at IS NULL";
    let values = vec![by.0.into(), at.0.into(), id.0.into(), entered_by.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// The part after `after` of what was granted in a body's fields, the latest first, with the names of the people.
pub async fn listed(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<(Grant, String)>> {
    let Extent::LevelBody(body) = scope.extent() else { return Ok(Listed::default()) };
    let place = "g.field IN (SELECT f.field FROM level_body_field f WHERE f.body_id = ?)";
    let sql = format!("SELECT COUNT(*) FROM level_grant g WHERE {place}");
    let counted = db.query_one_raw(ask(db, &sql, vec![body.0.into()])).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let mut values: Vec<Value> = vec![body.0.into()];
    let mut begins = "";
    if let Some(mark) = after {
        begins = " AND (g.granted_at, g.id) < (?, ?)";
        values.extend([mark.at.into(), mark.id.into()]);
    }
    let sql = format!(
        "SELECT {COLUMNS}, g.granted_at, t.family_name, t.given_name FROM level_grant g \
         JOIN technician t ON t.id = g.technician_id WHERE {place}{begins} ORDER BY g.granted_at DESC, g.id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let mut found: Vec<(Grant, String, i64)> = Vec::new();
    for row in &rows {
        let name = spaced(&row.try_get::<String>("", "family_name")?, &row.try_get::<String>("", "given_name")?);
        found.push((grant(row)?, name, row.try_get("", "granted_at")?));
    }
    let listed = Listed::new(found, all, |(grant, _, at)| Mark { at: *at, id: grant.id.0 }.to_string());
    let rows = listed.rows.into_iter().map(|(grant, name, _)| (grant, name)).collect();
    Ok(Listed { rows, all: listed.all, next: listed.next })
}
