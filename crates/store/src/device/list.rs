//! The gates of a site as its office sees them.

use super::{
    known::{COVERS, said},
    known_at,
};
use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
    touch::CLOCK_JUMPED,
};
use domain::{
    gate::{Gap, GateRow, Missing, MissingAt},
    id::{BusinessId, DeviceId, SectionId, SiteId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};

const GAP: &str = "g.device_id, g.from_seq, g.to_seq, g.after_at, g.before_at, g.found_at, g.by_word";

/// A gap from the columns of `GAP`, of which nothing is known.
fn missing(row: &QueryResult) -> Result<Missing> {
    let gap = Gap {
        device: DeviceId(row.try_get_by_index(0)?),
        from: row.try_get_by_index(1)?,
        to: row.try_get_by_index(2)?,
        after: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
        before: Instant(row.try_get_by_index(4)?),
        by_word: row.try_get_by_index(6)?,
    };
    Ok(Missing { gap, found_at: Instant(row.try_get_by_index(5)?), known: None })
}

/// The gates a site has and has had, newest first; of one business, those its accounts enrolled. What was set aside because of a
/// signature, and times that are not sure, count from `since` on.
pub async fn gates_of(
    db: &impl ConnectionTrait,
    site: SiteId,
    enrolled_by: Option<BusinessId>,
    since: Instant,
) -> Result<Vec<GateRow>> {
    let sql = format!(
        "SELECT d.id, d.name, d.enrolled_at, a.name, d.last_seen_at, d.waiting, d.public_key, d.revoked_at, \
         d.revoked_reason, a.business_id, \
         (SELECT max(t.device_seq) FROM touch t WHERE t.source = d.id AND t.device_seq IS NOT NULL), \
         (SELECT max(q.device_seq) FROM quarantine q WHERE q.source = d.id), \
         (SELECT count(*) FROM quarantine q WHERE q.source = d.id AND q.received_at >= ? \
         AND q.reason IN ('touch.unsigned', 'touch.signature')), \
         (SELECT count(*) FROM touch t WHERE t.source = d.id AND t.received_at >= ? AND (t.flags & {CLOCK_JUMPED}) <> 0), \
         (SELECT p.section_id FROM device_section p WHERE p.device_id = d.id ORDER BY p.from_at DESC LIMIT 1) \
         FROM device d LEFT JOIN account a ON a.id = d.enrolled_by WHERE d.site_id = ? ORDER BY d.enrolled_at DESC, d.id"
    );
    let mut gates = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, vec![since.0.into(), since.0.into(), site.get().into()])).await? {
        let business: Option<i64> = row.try_get_by_index(9)?;
        if enrolled_by.is_some_and(|wanted| business != Some(wanted.get())) {
            continue;
        }
        let (taken, aside): (Option<i64>, Option<i64>) = (row.try_get_by_index(10)?, row.try_get_by_index(11)?);
        gates.push(GateRow {
            id: DeviceId(row.try_get_by_index(0)?),
            name: row.try_get_by_index(1)?,
            enrolled_at: Instant(row.try_get_by_index(2)?),
            enrolled_by: row.try_get_by_index(3)?,
            last_seen_at: Instant(row.try_get_by_index(4)?),
            waiting: row.try_get_by_index(5)?,
            highest: taken.max(aside),
            has_key: row.try_get_by_index::<Option<String>>(6)?.is_some(),
            unsigned: row.try_get_by_index(12)?,
            revoked_at: row.try_get_by_index::<Option<i64>>(7)?.map(Instant),
            revoked_reason: row.try_get_by_index(8)?,
            section: row.try_get_by_index::<Option<uuid::Uuid>>(14)?.map(SectionId),
            missing: Vec::new(),
            known: Vec::new(),
            unclear: row.try_get_by_index(13)?,
        });
    }
    for (device, words) in known_at(db, site).await? {
        if let Some(gate) = gates.iter_mut().find(|gate| gate.id == device) {
            gate.known.push(words);
        }
    }
    let sql = format!(
        "SELECT {GAP} FROM device_gap g JOIN device d ON d.id = g.device_id WHERE d.site_id = ? ORDER BY g.from_seq"
    );
    for row in db.query_all_raw(ask(db, &sql, vec![site.get().into()])).await? {
        let found = missing(&row)?;
        if let Some(gate) = gates.iter_mut().find(|gate| gate.id == found.gap.device) {
            let known = gate.known.iter().rfind(|known| known.covers(&found.gap)).cloned();
            gate.missing.push(Missing { known, ..found });
        }
    }
    Ok(gates)
}

/// A gate of which something is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Troubled {
    /// Its site.
    pub site: SiteId,
    /// The business that made it a gate, where one did.
    pub enrolled_by: Option<BusinessId>,
    /// Numbers of it are missing that nobody has spoken of.
    pub missing: bool,
    /// It is in use and was not heard of since the moment asked for.
    pub quiet: bool,
}

/// The gates of these sites of which numbers are missing that nobody has spoken of, or that are in use and were not heard of since
/// `since`.
pub async fn troubled(db: &impl ConnectionTrait, sites: &[SiteId], since: Instant) -> Result<Vec<Troubled>> {
    let warns = format!(
        "EXISTS (SELECT 1 FROM device_gap g WHERE g.device_id = d.id \
         AND NOT EXISTS (SELECT 1 FROM device_gap_known l WHERE {COVERS}))"
    );
    let sql = format!(
        "SELECT d.site_id, a.business_id, CASE WHEN {warns} THEN 1 ELSE 0 END AS missing, \
         CASE WHEN d.revoked_at IS NULL AND d.last_seen_at < k.t THEN 1 ELSE 0 END AS quiet \
         FROM k JOIN device d ON d.site_id = k.s LEFT JOIN account a ON a.id = d.enrolled_by \
         WHERE (d.revoked_at IS NULL AND d.last_seen_at < k.t) OR {warns}"
    );
    let mut keys = Rows::new(&[("s", Kind::Big), ("t", Kind::Big)]);
    for site in sites {
        keys.push(vec![site.get().into(), since.0.into()]);
    }
    let troubled = |row: &QueryResult| {
        let (missing, quiet): (i32, i32) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        Ok(Troubled {
            site: SiteId::from_stored(row.try_get_by_index(0)?),
            enrolled_by: row.try_get_by_index::<Option<i64>>(1)?.map(BusinessId::from_stored),
            missing: missing == 1,
            quiet: quiet == 1,
        })
    };
    keys.query(db, &sql).await?.iter().map(troubled).collect()
}

/// What is missing at every site, at most `limit` gaps: first those of which nothing is known, of both the newest first.
pub async fn missing_everywhere(db: &impl ConnectionTrait, limit: i64) -> Result<Vec<MissingAt>> {
    let sql = format!(
        "SELECT {GAP}, s.id, s.name, d.name, k.from_seq, k.to_seq, k.known_at, a.name, k.words \
         FROM device_gap g JOIN device d ON d.id = g.device_id JOIN site s ON s.id = d.site_id \
         LEFT JOIN device_gap_known k ON k.id = (SELECT l.id FROM device_gap_known l WHERE {COVERS} \
         ORDER BY l.known_at DESC, l.id DESC LIMIT 1) LEFT JOIN account a ON a.id = k.known_by \
         ORDER BY CASE WHEN k.id IS NULL THEN 0 ELSE 1 END, g.found_at DESC, g.device_id, g.from_seq LIMIT ?"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![limit.into()])).await?;
    rows.iter()
        .map(|row| {
            Ok(MissingAt {
                missing: Missing { known: said(row, 10)?, ..missing(row)? },
                site: SiteId::from_stored(row.try_get_by_index(7)?),
                site_name: row.try_get_by_index(8)?,
                gate: row.try_get_by_index(9)?,
            })
        })
        .collect()
}
