//! Touches that were set aside: for whose they are, those that name the person; and those of a closed site, to be judged again
//! once it is open. Invariant: what was sent stays as sent, and is resolved once.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    id::{SiteId, TechnicianId, TouchId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

/// The most that are read at once: nobody touches so often in vain.
const SET_ASIDE_MAX: u32 = 500;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Stable code of the reason.
    pub reason: String,
    /// When the server received it.
    pub received_at: Instant,
    /// Where.
    pub site: SiteId,
    /// Name of the site.
    pub site_name: String,
    /// Minutes after midnight at which the site's day begins.
    pub boundary_minutes: i16,
    /// JSON as sent.
    pub item: String,
}

/// What was set aside of a person's touches and received from the first instant until before the second, the latest first,
/// as far as nobody has resolved it.
pub async fn set_aside_of(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    (from, until): (Instant, Instant),
) -> Result<Vec<SetAside>> {
    let sql = format!(
        "SELECT q.reason, q.received_at, s.id, s.name, s.boundary_minutes, q.item FROM quarantine q \
         JOIN site s ON s.id = q.site_id WHERE q.technician_id = ? AND q.received_at >= ? AND q.received_at < ? \
         AND q.resolved_at IS NULL ORDER BY q.received_at DESC, q.touch_id LIMIT {SET_ASIDE_MAX}"
    );
    let values = vec![technician.get().into(), from.0.into(), until.0.into()];
    let read = |row: &QueryResult| {
        Ok(SetAside {
            reason: row.try_get_by_index(0)?,
            received_at: Instant(row.try_get_by_index(1)?),
            site: SiteId::from_stored(row.try_get_by_index(2)?),
            site_name: row.try_get_by_index(3)?,
            boundary_minutes: row.try_get_by_index(4)?,
            item: row.try_get_by_index(5)?,
        })
    };
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(read).collect()
}

/// By which door a touch came that was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The person's own phone.
    Own,
    /// A gate's device.
    Gate,
    /// A logging reader's file.
    Reader,
    /// A partner system.
    Partner,
}

/// Names something set aside: its touch's id, and the number made of what was sent.
pub type AsideKey = (TouchId, i64);

/// A touch that was set aside because its site was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedOut {
    /// Which.
    pub key: AsideKey,
    /// When the server received it.
    pub received_at: Instant,
    /// Device, partner or file.
    pub source: Option<Uuid>,
    /// How it came.
    pub door: Door,
    /// JSON as sent.
    pub item: String,
}

/// The code of the reason.
pub const CLOSED: &str = "touch.site_closed";

/// What was set aside because a site was closed and is not resolved, in the order in which it came, after `after`; `limit` of it.
pub async fn closed_out(
    db: &impl ConnectionTrait,
    site: SiteId,
    after: Option<(Instant, AsideKey)>,
    limit: u32,
) -> Result<Vec<ClosedOut>> {
    let mut values: Vec<Value> = vec![site.get().into()];
    let later = match after {
        Some((received_at, (id, digest))) => {
            values.extend([received_at.0.into(), id.0.into(), digest.into()]);
            " AND (q.received_at, q.touch_id, q.digest) > (?, ?, ?)"
        }
        None => "",
    };
    let sql = format!(
        "SELECT q.touch_id, q.digest, q.received_at, q.source, q.item, CASE WHEN q.source IS NULL THEN 0 \
         WHEN EXISTS (SELECT 1 FROM partner p WHERE p.id = q.source) THEN 3 \
         WHEN EXISTS (SELECT 1 FROM reading_file f WHERE f.id = q.source) THEN 2 ELSE 1 END AS door \
         FROM quarantine q WHERE q.site_id = ? AND q.reason = '{CLOSED}' AND q.resolved_at IS NULL{later} \
         ORDER BY q.received_at, q.touch_id, q.digest LIMIT {limit}"
    );
    let read = |row: &QueryResult| {
        Ok(ClosedOut {
            key: (TouchId(row.try_get_by_index(0)?), row.try_get_by_index(1)?),
            received_at: Instant(row.try_get_by_index(2)?),
            source: row.try_get_by_index(3)?,
            item: row.try_get_by_index(4)?,
            door: match row.try_get_by_index::<i32>(5)? {
                0 => Door::Own,
                2 => Door::Reader,
                3 => Door::Partner,
                _ => Door::Gate,
            },
        })
    };
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(read).collect()
}

/// Says of what was set aside because a site was closed that it became touches, or stands under another reason; of how many that was
/// not said before.
pub async fn resolve_closed_out(tx: &impl ConnectionTrait, keys: &[AsideKey], at: Instant) -> Result<u64> {
    let mut rows = Rows::new(&[("id", Kind::Uuid), ("d", Kind::Big)]);
    for (id, digest) in keys {
        rows.push(vec![id.0.into(), (*digest).into()]);
    }
    let sql = format!(
        "UPDATE quarantine SET resolved_at = {} FROM k WHERE quarantine.touch_id = k.id AND quarantine.digest = k.d \
         AND quarantine.reason = '{CLOSED}' AND quarantine.resolved_at IS NULL",
        at.0
    );
    rows.execute(tx, &sql).await
}
