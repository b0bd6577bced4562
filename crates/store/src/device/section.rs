//! In which sections (工区) of an umbrella site its gates stood. Invariant: only ever added to, each row later than those of the
//! gate, and of all enrolments of its phone at the site, before it.

use crate::{fault::Result, query::ask};
use domain::{
    id::{DeviceId, SectionId, SiteId},
    site::{GateStood, Stood},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// From the columns `from_at, section_id`, the first of them at `at`.
fn stood(row: &QueryResult, at: usize) -> Result<Stood> {
    Ok(Stood {
        from: Instant(row.try_get_by_index(at)?),
        section: row.try_get_by_index::<Option<Uuid>>(at + 1)?.map(SectionId),
    })
}

/// The ids of all enrolments at its site of the phone that a gate is, of the gate alone where it did not say which phone it is.
/// `gate` stands twice in the text: its id, or `?`.
pub(crate) fn enrolments(gate: &str) -> String {
    format!(
        "SELECT o.id FROM device d JOIN device o ON o.phone = d.phone AND o.site_id = d.site_id WHERE d.id = {gate} \
         UNION ALL SELECT d.id FROM device d WHERE d.id = {gate} AND d.phone IS NULL"
    )
}

/// Where the phone that a gate is stands now; `None` where nobody ever said.
pub async fn stands_now(db: &impl ConnectionTrait, gate: DeviceId) -> Result<Option<Stood>> {
    let sql = format!(
        "SELECT p.from_at, p.section_id FROM ({}) g JOIN device_section p ON p.device_id = g.id \
         ORDER BY p.from_at DESC LIMIT 1",
        enrolments("?")
    );
    let row = db.query_one_raw(ask(db, &sql, vec![gate.0.into(), gate.0.into()])).await?;
    row.map(|row| stood(&row, 0)).transpose()
}

/// A gate stands in a section, or in none, from now on. Whoever calls holds the site. A clock that went back, or did not move,
/// begins after what was said before of its phone.
pub async fn stand(tx: &impl ConnectionTrait, gate: DeviceId, section: Option<SectionId>, now: Instant) -> Result<()> {
    let before = stands_now(tx, gate).await?;
    let from = before.map_or(now, |before| now.max(before.from.plus_ms(1)));
    let sql = "INSERT INTO device_section (device_id, from_at, section_id) VALUES (?, ?, ?)";
    let values = vec![gate.0.into(), from.0.into(), section.map(|section| section.0).into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Where the gates of a site stood, at all times; those that never stood anywhere once.
pub async fn stood_at(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<GateStood>> {
    let sql = "SELECT d.id, d.phone, p.from_at, p.section_id FROM device d LEFT JOIN device_section p ON p.device_id = d.id \
               WHERE d.site_id = ? ORDER BY d.id, p.from_at";
    let read = |row: &QueryResult| {
        let said = row.try_get_by_index::<Option<i64>>(2)?.is_some();
        Ok(GateStood {
            gate: DeviceId(row.try_get_by_index(0)?),
            phone: row.try_get_by_index(1)?,
            stood: said.then(|| stood(row, 2)).transpose()?,
        })
    };
    db.query_all_raw(ask(db, sql, vec![site.get().into()])).await?.iter().map(read).collect()
}

/// Whether a gate is not refused and its phone was not enrolled anew at its site; `None` where there is no such gate.
pub async fn is_in_use(db: &impl ConnectionTrait, gate: DeviceId) -> Result<Option<bool>> {
    let sql = "SELECT CASE WHEN d.revoked_at IS NULL AND NOT EXISTS (SELECT 1 FROM device o WHERE o.phone = d.phone \
               AND o.site_id = d.site_id AND (o.enrolled_at, o.id) > (d.enrolled_at, d.id)) THEN 1 ELSE 0 END \
               FROM device d WHERE d.id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![gate.0.into()])).await?;
    row.map(|row| Ok(row.try_get_by_index::<i32>(0)? == 1)).transpose()
}
