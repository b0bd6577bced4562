//! Certificates of registration that were made. Invariant: a certificate keeps its place in its list for ever, and one that has ended is
//! never made to hold again; what it says is not kept.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    certificate::Ended,
    id::{BusinessId, TechnicianId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

/// Whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A person's.
    Technician(TechnicianId),
    /// A business's.
    Business(BusinessId),
}

impl Holder {
    const fn column(self) -> &'static str {
        match self {
            Self::Technician(_) => "technician_id",
            Self::Business(_) => "business_id",
        }
    }
    const fn number(self) -> i64 {
        match self {
            Self::Technician(id) => id.get(),
            Self::Business(id) => id.get(),
        }
    }
}

/// One that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// Which.
    pub id: Uuid,
    /// Which list it has its place in, from 1.
    pub list: i32,
    /// The place, from 0.
    pub place: i32,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it holds.
    pub until: Instant,
    /// Since when it holds no more, and why.
    pub ended: Option<(Instant, Ended)>,
}

fn certificate(row: &QueryResult) -> Result<Certificate> {
    let ended = match (row.try_get::<Option<i64>>("", "ended_at")?, row.try_get::<Option<i16>>("", "ended_why")?) {
        (Some(at), Some(why)) => {
            let why = Ended::from_stored(why).ok_or_else(|| Fault::unreadable("end of a certificate", why))?;
            Some((Instant(at), why))
        }
        _ => None,
    };
    Ok(Certificate {
        id: row.try_get("", "id")?,
        list: row.try_get("", "list")?,
        place: row.try_get("", "place")?,
        made_at: Instant(row.try_get("", "made_at")?),
        until: Instant(row.try_get("", "until_at")?),
        ended,
    })
}

/// The last list with the number of its certificates; none before the first certificate.
pub async fn last_list(db: &impl ConnectionTrait) -> Result<Option<(i32, i64)>> {
    let sql =
        "SELECT list, COUNT(*) AS many FROM certificate WHERE list = (SELECT MAX(list) FROM certificate) GROUP BY list";
    let row = db.query_one_raw(ask(db, sql, Vec::new())).await?;
    row.map(|row| Ok((row.try_get("", "list")?, row.try_get("", "many")?))).transpose()
}

/// Adds one; `false` where its place is taken.
pub async fn insert(tx: &impl ConnectionTrait, holder: Holder, it: &Certificate) -> Result<bool> {
    let column = holder.column();
    let sql = format!(
        "INSERT INTO certificate (id, {column}, made_at, until_at, list, place) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT (list, place) DO NOTHING"
    );
    let values: Vec<Value> = vec![
        it.id.into(),
        holder.number().into(),
        it.made_at.0.into(),
        it.until.0.into(),
        it.list.into(),
        it.place.into(),
    ];
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected() == 1)
}

/// How many of a holder hold at `now`.
pub async fn holding(db: &impl ConnectionTrait, holder: Holder, now: Instant) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) AS many FROM certificate WHERE {} = ? AND ended_at IS NULL AND until_at > ?",
        holder.column()
    );
    let row = db.query_one_raw(ask(db, &sql, vec![holder.number().into(), now.0.into()])).await?;
    Ok(row.map(|row| row.try_get("", "many")).transpose()?.unwrap_or_default())
}

/// Those of a holder, the newest `limit` first.
pub async fn of_holder(db: &impl ConnectionTrait, holder: Holder, limit: u32) -> Result<Vec<Certificate>> {
    let sql = format!(
        "SELECT id, list, place, made_at, until_at, ended_at, ended_why FROM certificate WHERE {} = ? \
         ORDER BY made_at DESC, id DESC LIMIT {limit}",
        holder.column()
    );
    db.query_all_raw(ask(db, &sql, vec![holder.number().into()])).await?.iter().map(certificate).collect()
}

/// Ends one of a holder's; `false` where there is none such or it has ended.
pub async fn end(tx: &impl ConnectionTrait, holder: Holder, id: Uuid, (at, why): (Instant, Ended)) -> Result<bool> {
    let sql = format!(
        "UPDATE certificate SET ended_at = ?, ended_why = ? WHERE id = ? AND {} = ? AND ended_at IS NULL",
        holder.column()
    );
    let values = vec![at.0.into(), why.number().into(), id.into(), holder.number().into()];
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected() == 1)
}

/// Ends all of a holder's that hold; how many.
pub async fn end_all(tx: &impl ConnectionTrait, holder: Holder, (at, why): (Instant, Ended)) -> Result<u64> {
    let sql = format!(
        "UPDATE certificate SET ended_at = ?, ended_why = ? WHERE {} = ? AND ended_at IS NULL AND until_at > ?",
        holder.column()
    );
    let values = vec![at.0.into(), why.number().into(), holder.number().into(), at.0.into()];
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected())
}

/// The places of a list whose certificates have ended.
pub async fn ended(db: &impl ConnectionTrait, list: i32) -> Result<Vec<i32>> {
    let sql = "SELECT place FROM certificate WHERE list = ? AND ended_at IS NOT NULL ORDER BY place";
    let rows = db.query_all_raw(ask(db, sql, vec![list.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "place")?)).collect()
}
