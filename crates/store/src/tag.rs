//! Tags of sites. Invariant: a chip is one site's for good; what touches used of its answers stands in `card_read`.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    id::{SiteId, TouchId},
    tag::{Count, EndReason},
    time::Instant,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use uuid::Uuid;

/// A tag as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRow {
    /// The chip's seven bytes as a number.
    pub uid: i64,
    /// Where.
    pub site: SiteId,
    /// What its place is called.
    pub place: String,
    /// Version of the master key its keys are made of.
    pub key_version: i32,
    /// When it was entered.
    pub made_at: Instant,
    /// When its keys were handed over.
    pub keys_at: Option<Instant>,
    /// When and why it was ended.
    pub ended: Option<(Instant, EndReason)>,
}

const SELECTED: &str = "uid, site_id, place, key_version, made_at, keys_at, ended_at, end_reason";

/// A tag from the columns of `SELECTED`.
fn read(row: &QueryResult) -> Result<TagRow> {
    let ended_at: Option<i64> = row.try_get_by_index(6)?;
    let reason: Option<i16> = row.try_get_by_index(7)?;
    Ok(TagRow {
        uid: row.try_get_by_index(0)?,
        site: SiteId::from_stored(row.try_get_by_index(1)?),
        place: row.try_get_by_index(2)?,
        key_version: row.try_get_by_index(3)?,
        made_at: Instant(row.try_get_by_index(4)?),
        keys_at: row.try_get_by_index::<Option<i64>>(5)?.map(Instant),
        ended: ended_at.map(Instant).zip(reason.and_then(EndReason::from_stored)),
    })
}

/// The tag with this chip.
pub async fn by_uid(db: &impl ConnectionTrait, uid: i64) -> Result<Option<TagRow>> {
    let sql = format!("SELECT {SELECTED} FROM site_tag WHERE uid = ?");
    db.query_one_raw(ask(db, &sql, vec![uid.into()])).await?.as_ref().map(read).transpose()
}

/// Of these chips, those that are or were tags.
pub async fn of_uids(db: &impl ConnectionTrait, uids: &[i64]) -> Result<Vec<i64>> {
    let mut rows = Rows::new(&[("uid", Kind::Big)]);
    for uid in uids {
        rows.push(vec![(*uid).into()]);
    }
    let found = rows.query(db, "SELECT t.uid FROM k JOIN site_tag t ON t.uid = k.uid").await?;
    found.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The tags of a site, each with the touch that used its latest answer: those in use first, then the others, each the newest first.
pub async fn of_site(db: &impl ConnectionTrait, site: SiteId) -> Result<Vec<(TagRow, Option<TouchId>)>> {
    // Counters only rise, so the latest answer is found by the key.
    let sql = format!(
        "SELECT {SELECTED}, (SELECT c.touch_id FROM card_read c WHERE c.card_uid = site_tag.uid ORDER BY c.counter DESC LIMIT 1) \
         FROM site_tag WHERE site_id = ? ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, made_at DESC, uid"
    );
    let used = |row: &QueryResult| Ok((read(row)?, row.try_get_by_index::<Option<Uuid>>(8)?.map(TouchId)));
    db.query_all_raw(ask(db, &sql, vec![site.get().into()])).await?.iter().map(used).collect()
}

/// Lets one tag at a time be entered for a site until the transaction ends, so that what is counted holds (SQLite has one writer
/// already).
pub async fn hold(tx: &impl ConnectionTrait, site: SiteId) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let name = format!("tags of {site}");
        tx.execute_raw(ask(tx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", vec![name.into()])).await?;
    }
    Ok(())
}

/// How many tags a site has.
pub async fn count(db: &impl ConnectionTrait, site: SiteId) -> Result<Count> {
    let sql = "SELECT COUNT(*), COUNT(ended_at) FROM site_tag WHERE site_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![site.get().into()])).await?;
    let Some(row) = row else { return Ok(Count::default()) };
    let (all, ended): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(Count { in_use: all - ended, all })
}

/// The tags in use whose keys were not handed over yet, the oldest first.
pub async fn without_keys(db: &impl ConnectionTrait) -> Result<Vec<TagRow>> {
    let sql =
        format!("SELECT {SELECTED} FROM site_tag WHERE keys_at IS NULL AND ended_at IS NULL ORDER BY made_at, uid");
    db.query_all_raw(ask(db, &sql, Vec::new())).await?.iter().map(read).collect()
}

/// Adds a tag in use without keys. Errors: `Taken` where the chip is a tag's already, ended or not.
pub async fn insert(tx: &impl ConnectionTrait, tag: &TagRow) -> Result<()> {
    let sql = "INSERT INTO site_tag (uid, site_id, place, key_version, made_at) VALUES (?, ?, ?, ?, ?)";
    let values = vec![
        tag.uid.into(),
        tag.site.get().into(),
        tag.place.clone().into(),
        tag.key_version.into(),
        tag.made_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Ends a tag of a site; `false` where it has none with this chip in use.
pub async fn end(
    tx: &impl ConnectionTrait,
    (site, uid): (SiteId, i64),
    (at, reason): (Instant, EndReason),
) -> Result<bool> {
    let sql = "UPDATE site_tag SET ended_at = ?, end_reason = ? WHERE uid = ? AND site_id = ? AND ended_at IS NULL";
    let values = vec![at.0.into(), reason.number().into(), uid.into(), site.get().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() > 0)
}

/// Notes that the keys of a tag were handed over.
pub async fn keys_handed(tx: &impl ConnectionTrait, uid: i64, at: Instant) -> Result<()> {
    let sql = "UPDATE site_tag SET keys_at = ? WHERE uid = ?";
    tx.execute_raw(ask(tx, sql, vec![at.0.into(), uid.into()])).await?;
    Ok(())
}

/// The touch that used this answer of a chip.
pub async fn used_by(db: &impl ConnectionTrait, uid: i64, counter: i32) -> Result<Option<TouchId>> {
    let sql = "SELECT touch_id FROM card_read WHERE card_uid = ? AND counter = ?";
    touch(db, sql, (uid, counter)).await
}

/// So many used answers after one are looked at.
const LATER_LOOKED_AT: u32 = 50;

/// Of the touches that used the next [`LATER_LOOKED_AT`] later answers of a chip, the one whose id was made first.
pub async fn later_used(db: &impl ConnectionTrait, uid: i64, counter: i32) -> Result<Option<TouchId>> {
    // Anybody may ask, without a log-in, and a tag has a hundred thousand answers after a year: read by the key, never all of them.
    // Counters only rise, so a later answer that was opened long ago stands among the next ones, unless this many people hold
    // theirs back together. The id begins with its time, on both databases in the order of its bytes.
    let sql = format!(
        "SELECT x.touch_id FROM (SELECT touch_id FROM card_read WHERE card_uid = ? AND counter > ? \
         ORDER BY counter LIMIT {LATER_LOOKED_AT}) AS x ORDER BY x.touch_id LIMIT 1"
    );
    touch(db, &sql, (uid, counter)).await
}

async fn touch(db: &impl ConnectionTrait, sql: &str, (uid, counter): (i64, i32)) -> Result<Option<TouchId>> {
    let row = db.query_one_raw(ask(db, sql, vec![uid.into(), counter.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(TouchId))
}
