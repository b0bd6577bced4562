//! Phones of technicians whose keys were certified. Invariant: a key is one phone's, and one phone is one person's.

use crate::{fault::Result, query::ask};
use domain::{id::TechnicianId, time::Instant};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// A phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phone {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub technician: TechnicianId,
    /// When its key was first certified.
    pub made_at: Instant,
    /// Until when its key is certified.
    pub until: Instant,
    /// From when it counts no more, where it was ended.
    pub ended_at: Option<Instant>,
}

/// The phone with this key, hex; `None` where there is none.
pub async fn by_key(db: &impl ConnectionTrait, public_key: &str) -> Result<Option<Phone>> {
    let sql = "SELECT id, technician_id, made_at, ended_at, until_at FROM phone_key WHERE public_key = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![public_key.into()])).await? else { return Ok(None) };
    Ok(Some(Phone {
        id: row.try_get_by_index(0)?,
        technician: TechnicianId::from_stored(row.try_get_by_index(1)?),
        made_at: Instant(row.try_get_by_index(2)?),
        ended_at: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
        until: Instant(row.try_get_by_index(4)?),
    }))
}

/// A person's phones that count, the newest first.
pub async fn of_technician(db: &impl ConnectionTrait, technician: TechnicianId) -> Result<Vec<Phone>> {
    let sql = "SELECT id, made_at, until_at FROM phone_key WHERE technician_id = ? AND ended_at IS NULL ORDER BY made_at DESC, id DESC";
    let rows = db.query_all_raw(ask(db, sql, vec![technician.get().into()])).await?;
    let phone = |row: &sea_orm::QueryResult| {
        Ok(Phone {
            id: row.try_get_by_index(0)?,
            technician,
            made_at: Instant(row.try_get_by_index(1)?),
            until: Instant(row.try_get_by_index(2)?),
            ended_at: None,
        })
    };
    rows.iter().map(phone).collect()
}

/// Adds a phone.
pub async fn insert(tx: &impl ConnectionTrait, phone: Phone, public_key: &str) -> Result<()> {
    let sql = "INSERT INTO phone_key (id, technician_id, public_key, made_at, until_at) VALUES (?, ?, ?, ?, ?)";
    let values = vec![
        phone.id.into(),
        phone.technician.get().into(),
        public_key.into(),
        phone.made_at.0.into(),
        phone.until.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Notes until when its key is certified now.
pub async fn renew(tx: &impl ConnectionTrait, id: Uuid, until: Instant) -> Result<()> {
    let sql = "UPDATE phone_key SET until_at = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![until.0.into(), id.into()])).await?;
    Ok(())
}

/// From now on it counts no more.
pub async fn end(tx: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<()> {
    let sql = "UPDATE phone_key SET ended_at = ? WHERE id = ? AND ended_at IS NULL";
    tx.execute_raw(ask(tx, sql, vec![now.0.into(), id.into()])).await?;
    Ok(())
}
