//! The running numbers of phones at gates: which were received, and which are missing.

use crate::{fault::Result, query::ask};
use domain::{
    gate::{Gap, Life, Number},
    id::DeviceId,
    time::Instant,
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

/// A phone over all its enrolments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneOf {
    /// Its enrolments.
    pub devices: Vec<DeviceId>,
    /// Up to here every number is received or known to be missing; `None` where nothing is known of the beginning.
    pub floor: Option<i64>,
    /// Its last enrolment.
    pub life: Life,
}

/// Phones of which an enrolment was heard of since `since`, with all their enrolments.
pub async fn phones_heard_since(db: &impl ConnectionTrait, since: Instant) -> Result<Vec<PhoneOf>> {
    let sql = "SELECT d.id, d.phone, d.first_seq, d.looked_until, d.last_told, d.last_seen_at, d.revoked_at \
               FROM device d WHERE d.last_seen_at >= ? \
               OR d.phone IN (SELECT o.phone FROM device o WHERE o.last_seen_at >= ?) ORDER BY d.phone, d.enrolled_at, d.id";
    let mut phones: Vec<(Option<Uuid>, PhoneOf)> = Vec::new();
    for row in db.query_all_raw(ask(db, sql, vec![since.0.into(), since.0.into()])).await? {
        let id = DeviceId(row.try_get_by_index(0)?);
        let phone: Option<Uuid> = row.try_get_by_index(1)?;
        let first: Option<i64> = row.try_get_by_index(2)?;
        let until: Option<i64> = row.try_get_by_index(3)?;
        let life = Life {
            device: id,
            last_told: row.try_get_by_index(4)?,
            heard_at: Instant(row.try_get_by_index(5)?),
            ended_at: row.try_get_by_index::<Option<i64>>(6)?.map(Instant),
        };
        match phones.last_mut() {
            // The first enrolment that is known says where the numbers begin.
            Some((same, of)) if phone.is_some() && *same == phone => {
                of.devices.push(id);
                of.floor = of.floor.max(until);
                of.life = Life { last_told: of.life.last_told.max(life.last_told), ..life };
            }
            _ => {
                let floor = until.or(first.map(|first| first - 1));
                phones.push((phone, PhoneOf { devices: vec![id], floor, life }));
            }
        }
    }
    Ok(phones.into_iter().map(|(_, of)| of).collect())
}

/// The numbers received of a phone from its floor on (all, where there is none), ascending: the floor's own says when the one
/// before a gap came.
pub async fn numbers_above(db: &impl ConnectionTrait, phone: &PhoneOf) -> Result<Vec<Number>> {
    // Numbers begin with 1, whatever a device sends.
    let above = phone.floor.map_or(0, |floor| floor.saturating_sub(1)).max(0);
    let mut numbers = Vec::new();
    for device in &phone.devices {
        numbers.extend(between(db, *device, (above, i64::MAX)).await?);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Numbers of a device above the first and up to the second, in no order.
async fn between(db: &impl ConnectionTrait, device: DeviceId, (above, to): (i64, i64)) -> Result<Vec<Number>> {
    let sql = "SELECT t.device_seq, t.received_at FROM touch t WHERE t.source = ? AND t.device_seq IS NOT NULL \
               AND t.device_seq > ? AND t.device_seq <= ? UNION ALL \
               SELECT q.device_seq, q.received_at FROM quarantine q WHERE q.source = ? AND q.device_seq > ? AND q.device_seq <= ?";
    let range: [Value; 3] = [device.0.into(), above.into(), to.into()];
    let values: Vec<Value> = range.iter().chain(&range).cloned().collect();
    let rows = db.query_all_raw(ask(db, sql, values)).await?;
    rows.iter()
        .map(|row| Ok(Number { seq: row.try_get_by_index(0)?, at: Instant(row.try_get_by_index(1)?), device }))
        .collect()
}

/// Keeps up to where a phone's numbers were looked at.
pub async fn set_looked_until(tx: &impl ConnectionTrait, phone: &PhoneOf, until: i64) -> Result<()> {
    for device in &phone.devices {
        let values = vec![until.into(), device.0.into()];
        tx.execute_raw(ask(tx, "UPDATE device SET looked_until = ? WHERE id = ?", values)).await?;
    }
    Ok(())
}

/// A gap that is open, with the enrolments of its phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenGap {
    /// What is missing.
    pub gap: Gap,
    /// When that was found.
    pub found_at: Instant,
    /// By whichever of these it comes late.
    pub devices: Vec<DeviceId>,
}

/// Every gap that is open.
pub async fn open_gaps(db: &impl ConnectionTrait) -> Result<Vec<OpenGap>> {
    let sql = "SELECT g.device_id, g.from_seq, g.to_seq, g.after_at, g.before_at, g.found_at, o.id, g.by_word FROM device_gap g \
               JOIN device d ON d.id = g.device_id JOIN device o ON o.id = d.id OR o.phone = d.phone \
               ORDER BY g.device_id, g.from_seq";
    let mut open: Vec<OpenGap> = Vec::new();
    for row in db.query_all_raw(ask(db, sql, Vec::new())).await? {
        let gap = Gap {
            device: DeviceId(row.try_get_by_index(0)?),
            from: row.try_get_by_index(1)?,
            to: row.try_get_by_index(2)?,
            after: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
            before: Instant(row.try_get_by_index(4)?),
            by_word: row.try_get_by_index(7)?,
        };
        let device = DeviceId(row.try_get_by_index(6)?);
        match open.last_mut() {
            Some(last) if last.gap == gap => last.devices.push(device),
            _ => open.push(OpenGap { gap, found_at: Instant(row.try_get_by_index(5)?), devices: vec![device] }),
        }
    }
    Ok(open)
}

/// Which numbers of a gap have come meanwhile, ascending.
pub async fn arrived(db: &impl ConnectionTrait, open: &OpenGap) -> Result<Vec<i64>> {
    let mut arrived = Vec::new();
    for device in &open.devices {
        let found = between(db, *device, (open.gap.from - 1, open.gap.to)).await?;
        arrived.extend(found.into_iter().map(|number| number.seq));
    }
    arrived.sort_unstable();
    Ok(arrived)
}

/// Adds a gap. One that is there already stays as it was found.
pub async fn add_gap(tx: &impl ConnectionTrait, gap: &Gap, found_at: Instant) -> Result<()> {
    let sql = "INSERT INTO device_gap (device_id, from_seq, to_seq, after_at, before_at, found_at, by_word) \
               VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let values = vec![
        gap.device.0.into(),
        gap.from.into(),
        gap.to.into(),
        gap.after.map(|at| at.0).into(),
        gap.before.0.into(),
        found_at.0.into(),
        gap.by_word.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Takes a gap away.
pub async fn delete_gap(tx: &impl ConnectionTrait, gap: &Gap) -> Result<()> {
    let sql = "DELETE FROM device_gap WHERE device_id = ? AND from_seq = ?";
    tx.execute_raw(ask(tx, sql, vec![gap.device.0.into(), gap.from.into()])).await?;
    Ok(())
}
