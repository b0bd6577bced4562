//! 能力評価実施団体 as kept, with their fields and log-ins. Invariant: the database itself refuses a second body for a field.

use crate::{fault::Result, query::ask};
use domain::{
    id::{AccountId, LevelBodyId},
    level::{FieldNumber, body::BodyRow},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult, Value, prelude::Uuid};

/// The number the next body gets.
pub async fn next_number(tx: &impl ConnectionTrait) -> Result<i32> {
    let row = tx.query_one_raw(ask(tx, "SELECT COALESCE(MAX(number), 0) + 1 FROM level_body", Vec::new())).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(1))
}

/// Adds a body with its fields. [`crate::Fault::Taken`] where another judges one of them.
pub async fn insert(tx: &impl ConnectionTrait, body: &BodyRow) -> Result<()> {
    let sql = "INSERT INTO level_body (id, number, name, made_at) VALUES (?, ?, ?, ?)";
    let values = vec![body.id.0.into(), body.number.into(), body.name.clone().into(), body.made_at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    for field in &body.fields {
        let sql = "INSERT INTO level_body_field (field, body_id) VALUES (?, ?)";
        tx.execute_raw(ask(tx, sql, vec![field.get().into(), body.id.0.into()])).await?;
    }
    Ok(())
}

/// Gives a body other fields. [`crate::Fault::Taken`] where another judges one of them.
pub async fn set_fields(tx: &impl ConnectionTrait, id: LevelBodyId, fields: &[FieldNumber]) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM level_body_field WHERE body_id = ?", vec![id.0.into()])).await?;
    for field in fields {
        let sql = "INSERT INTO level_body_field (field, body_id) VALUES (?, ?)";
        tx.execute_raw(ask(tx, sql, vec![field.get().into(), id.0.into()])).await?;
    }
    Ok(())
}

/// Seats a log-in just made.
pub async fn sit(tx: &impl ConnectionTrait, account: AccountId, id: LevelBodyId) -> Result<()> {
    let sql = "INSERT INTO level_body_seat (account_id, body_id) VALUES (?, ?)";
    tx.execute_raw(ask(tx, sql, vec![account.0.into(), id.0.into()])).await?;
    Ok(())
}

/// The body a log-in sits at.
pub async fn seat_of(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<LevelBodyId>> {
    let sql = "SELECT body_id FROM level_body_seat WHERE account_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![account.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(LevelBodyId))
}

/// How many log-ins a body was given.
pub async fn seats(db: &impl ConnectionTrait, id: LevelBodyId) -> Result<i64> {
    let row = db.query_one_raw(ask(db, "SELECT COUNT(*) FROM level_body_seat WHERE body_id = ?", vec![id.0.into()]));
    Ok(row.await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// The body that judges a field, with its name.
pub async fn of_field(db: &impl ConnectionTrait, field: FieldNumber) -> Result<Option<(LevelBodyId, String)>> {
    let sql = "SELECT b.id, b.name FROM level_body_field f JOIN level_body b ON b.id = f.body_id WHERE f.field = ?";
    let row = db.query_one_raw(ask(db, sql, vec![field.get().into()])).await?;
    row.map(|row| Ok((LevelBodyId(row.try_get_by_index(0)?), row.try_get_by_index(1)?))).transpose()
}

/// The fields of a body, by number.
pub async fn fields(db: &impl ConnectionTrait, id: LevelBodyId) -> Result<Vec<FieldNumber>> {
    let sql = "SELECT field FROM level_body_field WHERE body_id = ? ORDER BY field";
    let rows = db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?;
    rows.iter().map(|row| Ok(FieldNumber::from_stored(row.try_get_by_index(0)?))).collect()
}

async fn row(db: &impl ConnectionTrait, row: &QueryResult) -> Result<BodyRow> {
    let id = LevelBodyId(row.try_get("", "id")?);
    let sql = "SELECT a.id, a.login_id, a.name FROM level_body_seat s JOIN account a ON a.id = s.account_id \
        WHERE s.body_id = ? AND a.disabled_at IS NULL ORDER BY a.created_at, a.login_id";
    let staff = db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?;
    Ok(BodyRow {
        id,
        number: row.try_get("", "number")?,
        name: row.try_get("", "name")?,
        fields: fields(db, id).await?,
        staff: staff
            .iter()
            .map(|row| Ok((AccountId(row.try_get_by_index(0)?), row.try_get_by_index(1)?, row.try_get_by_index(2)?)))
            .collect::<Result<_>>()?,
        made_at: Instant(row.try_get("", "made_at")?),
    })
}

async fn select(db: &impl ConnectionTrait, place: &str, values: Vec<Value>) -> Result<Vec<BodyRow>> {
    let sql = format!("SELECT id, number, name, made_at FROM level_body {place} ORDER BY number");
    let mut found = Vec::new();
    for one in &db.query_all_raw(ask(db, &sql, values)).await? {
        found.push(row(db, one).await?);
    }
    Ok(found)
}

/// One body.
pub async fn find(db: &impl ConnectionTrait, id: LevelBodyId) -> Result<Option<BodyRow>> {
    Ok(select(db, "WHERE id = ?", vec![id.0.into()]).await?.pop())
}

/// All bodies, which are as many as there are fields at most.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<BodyRow>> {
    select(db, "", Vec::new()).await
}
