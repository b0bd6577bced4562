//! What somebody knows of numbers that are missing. Only ever added.

use crate::{fault::Result, query::ask};
use domain::{
    gate::Known,
    id::{AccountId, DeviceId, SiteId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};

const KNOWN: &str = "SELECT k.device_id, k.from_seq, k.to_seq, k.known_at, a.name, k.words FROM device_gap_known k \
                     LEFT JOIN account a ON a.id = k.known_by";

/// Words from the columns `from_seq, to_seq, known_at, name, words`, the first of them at `at`; `None` where nothing was said.
pub(super) fn said(row: &QueryResult, at: usize) -> Result<Option<Known>> {
    let Some(from) = row.try_get_by_index::<Option<i64>>(at)? else { return Ok(None) };
    Ok(Some(Known {
        from,
        to: row.try_get_by_index(at + 1)?,
        at: Instant(row.try_get_by_index(at + 2)?),
        by: row.try_get_by_index(at + 3)?,
        words: row.try_get_by_index(at + 4)?,
    }))
}

/// Whether `l`, of what was said, covers all of the gap `g`, as [`Known::covers`] has it.
pub(super) const COVERS: &str = "l.device_id = g.device_id AND l.from_seq <= g.from_seq AND g.to_seq <= l.to_seq";

fn read(row: &QueryResult) -> Result<Option<(DeviceId, Known)>> {
    let device = DeviceId(row.try_get_by_index(0)?);
    Ok(said(row, 1)?.map(|known| (device, known)))
}

/// Everything that was said of missing numbers of a site's gates, oldest first.
pub async fn known_at(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<(DeviceId, Known)>> {
    let sql = format!("{KNOWN} JOIN device d ON d.id = k.device_id WHERE d.site_id = ? ORDER BY k.known_at, k.id");
    let rows = db.query_all_raw(ask(db, &sql, vec![site.get().into()])).await?;
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}

/// What was said of missing numbers of one gate, oldest first.
pub async fn known_of(db: &impl ConnectionTrait, device: DeviceId) -> Result<Vec<Known>> {
    let sql = format!("{KNOWN} WHERE k.device_id = ? ORDER BY k.known_at, k.id");
    let rows = db.query_all_raw(ask(db, &sql, vec![device.0.into()])).await?;
    rows.iter().filter_map(|row| said(row, 1).transpose()).collect()
}

/// The last number of the open gap of a gate that begins with `from`; `None` where there is none.
pub async fn gap_end(db: &impl ConnectionTrait, device: DeviceId, from: i64) -> Result<Option<i64>> {
    let sql = "SELECT to_seq FROM device_gap WHERE device_id = ? AND from_seq = ?";
    let row = db.query_one_raw(ask(db, sql, vec![device.0.into(), from.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// What somebody says of a gap, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewKnown<'a> {
    /// Its id.
    pub id: uuid::Uuid,
    /// Of which gate.
    pub device: DeviceId,
    /// The first number that is missing.
    pub from: i64,
    /// The last.
    pub to: i64,
    /// When.
    pub at: Instant,
    /// By whom; nil for a command on the register's own machine.
    pub by: AccountId,
    /// The words.
    pub words: &'a str,
}

/// Keeps what somebody says of a gap.
pub async fn add_known(tx: &impl ConnectionTrait, new: NewKnown<'_>) -> Result<()> {
    let sql = "INSERT INTO device_gap_known (id, device_id, from_seq, to_seq, known_at, known_by, words) \
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        new.id.into(),
        new.device.0.into(),
        new.from.into(),
        new.to.into(),
        new.at.0.into(),
        new.by.0.into(),
        new.words.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
