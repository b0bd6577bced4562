//! Decisions about people's days: approvals, and what ends one. Invariant: a decision is only ever added, by who
//! holds the person; of a day the highest turn counts, and a record stands approved just where that is an approval.

use super::record::{Paper, RecordKey};
use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Insertions, Kind, Rows},
};
use domain::{
    history::{DaySet, WorkRole, approval::Decision},
    id::{BusinessId, RosterId, SiteId, TechnicianId},
    time::{Instant, WorkDate, YearMonth},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Whose days of which month at which site decisions are of.
pub type Month = (TechnicianId, SiteId, YearMonth);

/// A decision about days of one month, all with one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Whose days, where and of which month.
    pub of: Month,
    /// Its place among the decisions of the month: counted from one.
    pub turn: i32,
    /// What was decided.
    pub kind: Decision,
    /// Of which days.
    pub days: DaySet,
    /// When; the beginning of time where it was before decisions were kept.
    pub at: Instant,
    /// By which business; absent: by the register itself.
    pub by: Option<BusinessId>,
    /// The event of the act; absent for a lapse, of which the touches tell, and before decisions were kept.
    pub event: Option<Uuid>,
    /// What was approved of the days.
    pub paper: Paper,
}

/// Keeps others from writing records of these people until the transaction ends: in number order, so that two who
/// wait for the same people do not do so in a circle. By itself in its statement: what is read beside it would be as
/// old as the wait. SQLite has one writer already.
pub async fn hold(tx: &impl ConnectionTrait, people: &BTreeSet<TechnicianId>) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for technician in people {
        rows.push(vec![technician.get().into()]);
    }
    // The lock is taken row by row after the sort, which a sub-query with an order of its own keeps in its place.
    rows.query(tx, "SELECT pg_advisory_xact_lock(f.t) FROM (SELECT t FROM k ORDER BY t) AS f").await?;
    Ok(())
}

/// The latest turn of each of these months; those without a decision are absent.
pub async fn last_turns(tx: &impl ConnectionTrait, of: &BTreeSet<Month>) -> Result<HashMap<Month, i32>> {
    let months = of.iter().map(|(_, _, month)| month.number());
    let (first, last) = (months.clone().min().unwrap_or_default(), months.max().unwrap_or_default());
    let mut rows = Rows::new(&[("t", Kind::Big), ("s", Kind::Big), ("m", Kind::Int)]);
    for (technician, site, month) in of {
        rows.push(vec![technician.get().into(), site.get().into(), month.number().into()]);
    }
    // The months are written in: they choose the partitions.
    let sql = format!(
        "SELECT k.t, k.s, k.m, (SELECT MAX(d.turn) FROM history_decided d WHERE d.technician_id = k.t \
         AND d.site_id = k.s AND d.month = k.m AND d.month BETWEEN {first} AND {last}) FROM k"
    );
    let mut turns = HashMap::new();
    for row in rows.query(tx, &sql).await? {
        let key = (
            TechnicianId::from_stored(row.try_get_by_index(0)?),
            SiteId::from_stored(row.try_get_by_index(1)?),
            YearMonth::from_stored(row.try_get_by_index(2)?),
        );
        turns.extend(row.try_get_by_index::<Option<i32>>(3)?.map(|turn| (key, turn)));
    }
    Ok(turns)
}

/// These days by month and paper, as decisions are kept of them.
pub fn by_paper(of: impl IntoIterator<Item = (RecordKey, Paper)>) -> BTreeMap<(Month, Paper), DaySet> {
    let mut days: BTreeMap<(Month, Paper), DaySet> = BTreeMap::new();
    for (key, paper) in of {
        let all = days.entry(((key.technician, key.site, key.date.month()), paper)).or_default();
        *all = all.with(DaySet::of(key.date));
    }
    days
}

/// Adds decisions to what is written, in key order. One whose turn somebody else has taken is [`Fault::Taken`].
pub fn add_decided(to: &mut Insertions, decided: &[Decided]) {
    let mut sorted: Vec<&Decided> = decided.iter().collect();
    sorted.sort_unstable_by_key(|one| (one.of, one.turn));
    let mut rows = Rows::new(&[
        ("technician_id", Kind::Big),
        ("site_id", Kind::Big),
        ("decided_at", Kind::Big),
        ("decided_by", Kind::Big),
        ("employer", Kind::Big),
        ("roster_id", Kind::Uuid),
        ("event_id", Kind::Uuid),
        ("month", Kind::Int),
        ("turn", Kind::Int),
        ("days", Kind::Int),
        ("kind", Kind::Small),
        ("tier", Kind::Small),
        ("trade", Kind::Small),
        ("role", Kind::Small),
    ]);
    for one in sorted {
        let (technician, site, month) = one.of;
        rows.push(vec![
            technician.get().into(),
            site.get().into(),
            one.at.0.into(),
            Cell::Big(one.by.map(BusinessId::get)),
            Cell::Big(one.paper.employer.map(BusinessId::get)),
            Cell::Uuid(one.paper.roster.map(|id| id.0)),
            Cell::Uuid(one.event),
            month.number().into(),
            one.turn.into(),
            one.days.number().into(),
            one.kind.number().into(),
            Cell::Small(one.paper.tier),
            Cell::Small(one.paper.trade.map(TradeCode::get)),
            Cell::Small(one.paper.role.map(WorkRole::number)),
        ]);
    }
    to.add(rows, "history_decided", "");
}

const DECIDED: &str =
    "d.turn, d.kind, d.days, d.decided_at, d.decided_by, d.event_id, d.employer, d.roster_id, d.tier, d.trade, d.role";

/// The decisions about a month in their order, with what is joined to them beside [`DECIDED`].
async fn of_month(db: &impl ConnectionTrait, of: Month, (beside, joined): (&str, &str)) -> Result<Vec<QueryResult>> {
    let sql = format!(
        "SELECT {DECIDED}{beside} FROM history_decided d {joined} WHERE d.technician_id = ? AND d.site_id = ? \
         AND d.month = ? ORDER BY d.turn"
    );
    let values: Vec<Value> = vec![of.0.get().into(), of.1.get().into(), of.2.number().into()];
    Ok(db.query_all_raw(ask(db, &sql, values)).await?)
}

fn read(row: &QueryResult, of: Month) -> Result<Decided> {
    let kind: i16 = row.try_get_by_index(1)?;
    Ok(Decided {
        of,
        turn: row.try_get_by_index(0)?,
        kind: Decision::from_stored(kind).ok_or_else(|| Fault::unreadable("decision", kind))?,
        days: DaySet::from_stored(row.try_get_by_index(2)?),
        at: Instant(row.try_get_by_index(3)?),
        by: row.try_get_by_index::<Option<i64>>(4)?.map(BusinessId::from_stored),
        event: row.try_get_by_index(5)?,
        paper: Paper {
            employer: row.try_get_by_index::<Option<i64>>(6)?.map(BusinessId::from_stored),
            roster: row.try_get_by_index::<Option<Uuid>>(7)?.map(RosterId),
            tier: row.try_get_by_index(8)?,
            trade: row.try_get_by_index::<Option<i16>>(9)?.map(TradeCode::from_stored),
            role: row.try_get_by_index::<Option<i16>>(10)?.and_then(WorkRole::from_stored),
        },
    })
}

/// The decisions about a person's month at a site, in their order.
pub async fn decisions_of(db: &impl ConnectionTrait, of: Month) -> Result<Vec<Decided>> {
    of_month(db, of, ("", "")).await?.iter().map(|row| read(row, of)).collect()
}

/// The decisions about the people from `first` to `last`, both included, of each month in the order of turns.
pub async fn decided_of(db: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<Vec<Decided>> {
    let sql = format!(
        "SELECT {DECIDED}, d.technician_id, d.site_id, d.month FROM history_decided d WHERE d.technician_id BETWEEN ? AND ? \
         ORDER BY d.technician_id, d.site_id, d.month, d.turn"
    );
    let mut found = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, vec![first.into(), last.into()])).await? {
        let of = (
            TechnicianId::from_stored(row.try_get_by_index(11)?),
            SiteId::from_stored(row.try_get_by_index(12)?),
            YearMonth::from_stored(row.try_get_by_index(13)?),
        );
        found.push(read(&row, of)?);
    }
    Ok(found)
}

/// A decision with what a page says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedRow {
    /// As kept.
    pub decided: Decided,
    /// Name of the business that decided.
    pub by: Option<String>,
    /// Name of the employer that was approved.
    pub employer: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// The decisions about one day of a person at a site, in their order.
pub async fn decided_on(
    db: &impl ConnectionTrait,
    (technician, site): (TechnicianId, SiteId),
    day: WorkDate,
) -> Result<Vec<DecidedRow>> {
    let of = (technician, site, day.month());
    let joined = "LEFT JOIN business b ON b.id = d.decided_by LEFT JOIN business e ON e.id = d.employer \
                  LEFT JOIN event v ON v.id = d.event_id";
    let mut found = Vec::new();
    for row in of_month(db, of, (", b.name, e.name, v.reason", joined)).await? {
        let decided = read(&row, of)?;
        if decided.days.contains(day) {
            let [by, employer, reason] = [11, 12, 13].map(|at| row.try_get_by_index::<Option<String>>(at));
            found.push(DecidedRow { decided, by: by?, employer: employer?, reason: reason? });
        }
    }
    Ok(found)
}
