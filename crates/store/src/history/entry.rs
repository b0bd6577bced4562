//! Entries: what was said of people's days by hand. Invariant: an entry is only ever added, by who holds the person; of a
//! day the highest turn counts, and a record says `by_hand` just where that enters the day.

use super::record::RecordKey;
use crate::{
    fault::{Fault, Result},
    query::{ask, each},
    rows::{Cell, Insertions, Kind, Rows},
};
use domain::{
    history::{
        WorkRole,
        entry::{EntryKind, Span},
    },
    id::{BusinessId, SiteId, TechnicianId},
    time::{Instant, WorkDate, YearMonth},
    touch::Channel,
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;
use uuid::Uuid;

/// What was said of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Whose day, and where.
    pub key: RecordKey,
    /// Its place among what was said of the day: counted from one.
    pub turn: i32,
    /// Entered, taken back or refused.
    pub kind: EntryKind,
    /// By which business; absent: by the register itself.
    pub by: Option<BusinessId>,
    /// When.
    pub at: Instant,
    /// The event of the act.
    pub event: Uuid,
    /// When the person came and went; nothing where an entry ends, and so below.
    pub span: Span,
    /// For whom the person worked.
    pub employer: Option<BusinessId>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
    /// By which way it came.
    pub channel: Channel,
}

const SELECTED: &str = "e.technician_id, e.work_date, e.site_id, e.turn, e.kind, e.entered_by, e.entered_at, e.event_id, e.first_in, \
                        e.last_out, e.employer, e.trade, e.role, e.channel";

fn read(row: &QueryResult) -> Result<Entered> {
    let (kind, channel): (i16, i16) = (row.try_get_by_index(4)?, row.try_get_by_index(13)?);
    Ok(Entered {
        key: RecordKey {
            technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
            date: WorkDate::from_stored(row.try_get_by_index(1)?),
            site: SiteId::from_stored(row.try_get_by_index(2)?),
        },
        turn: row.try_get_by_index(3)?,
        kind: EntryKind::from_stored(kind).ok_or_else(|| Fault::unreadable("entry", kind))?,
        by: row.try_get_by_index::<Option<i64>>(5)?.map(BusinessId::from_stored),
        at: Instant(row.try_get_by_index(6)?),
        event: row.try_get_by_index(7)?,
        span: Span {
            first_in: row.try_get_by_index::<Option<i64>>(8)?.map(Instant),
            last_out: row.try_get_by_index::<Option<i64>>(9)?.map(Instant),
        },
        employer: row.try_get_by_index::<Option<i64>>(10)?.map(BusinessId::from_stored),
        trade: row.try_get_by_index::<Option<i16>>(11)?.map(TradeCode::from_stored),
        role: row.try_get_by_index::<Option<i16>>(12)?.and_then(WorkRole::from_stored),
        channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
    })
}

/// The last word on each of these days; those of which nothing was ever said are absent.
pub async fn last_entries(tx: &impl ConnectionTrait, of: &[RecordKey]) -> Result<HashMap<RecordKey, Entered>> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let dates = of.iter().map(|key| key.date.number());
    let (first, last) = (dates.clone().min().unwrap_or_default(), dates.max().unwrap_or_default());
    // By whole months, so that the statement's text stays the same; it chooses the partitions.
    let (first, last) = (first / 100 * 100, last / 100 * 100 + 99);
    let on = format!(
        "e.technician_id = k.t AND e.site_id = k.s AND e.work_date = k.d AND e.work_date BETWEEN {first} AND {last}"
    );
    let looked = each(tx.get_database_backend(), "JOIN", "history_entry", "e", &on);
    let sql = format!("SELECT {SELECTED} FROM k {looked} ORDER BY e.turn");
    let mut rows = Rows::new(&[("t", Kind::Big), ("d", Kind::Int), ("s", Kind::Big)]);
    for key in of {
        rows.push(vec![key.technician.get().into(), key.date.number().into(), key.site.get().into()]);
    }
    let mut latest = HashMap::new();
    for row in rows.query(tx, &sql).await? {
        let entered = read(&row)?;
        latest.insert(entered.key, entered);
    }
    Ok(latest)
}

/// The days from `from` on of which something was said of a person at a site, each once, in their order.
pub async fn days_entered(
    tx: &impl ConnectionTrait,
    (technician, site): (TechnicianId, SiteId),
    from: WorkDate,
) -> Result<Vec<RecordKey>> {
    let sql = "SELECT DISTINCT work_date FROM history_entry WHERE technician_id = ? AND site_id = ? AND work_date >= ? \
               ORDER BY work_date";
    let values = vec![technician.get().into(), site.get().into(), from.number().into()];
    let found = tx.query_all_raw(ask(tx, sql, values)).await?;
    let key =
        |row: &QueryResult| Ok(RecordKey { technician, date: WorkDate::from_stored(row.try_get_by_index(0)?), site });
    found.iter().map(key).collect()
}

/// All that was said of a person's month at a site, by day and turn.
pub async fn entries_of_month(
    db: &impl ConnectionTrait,
    (technician, site): (TechnicianId, SiteId),
    month: YearMonth,
) -> Result<Vec<Entered>> {
    let sql = format!(
        "SELECT {SELECTED} FROM history_entry e WHERE e.technician_id = ? AND e.site_id = ? AND e.work_date BETWEEN ? AND ? \
         ORDER BY e.work_date, e.turn"
    );
    let (first, last) = (month.first_day().number(), month.last_day().number());
    let values = vec![technician.get().into(), site.get().into(), first.into(), last.into()];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(read).collect()
}

/// All that was said of the days of the people from `first` to `last`, both included, of each day in the order of turns.
pub async fn entries_of(db: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<Vec<Entered>> {
    let sql = format!(
        "SELECT {SELECTED} FROM history_entry e WHERE e.technician_id BETWEEN ? AND ? \
         ORDER BY e.technician_id, e.site_id, e.work_date, e.turn"
    );
    db.query_all_raw(ask(db, &sql, vec![first.into(), last.into()])).await?.iter().map(read).collect()
}

/// Adds what was said to what is written, in key order. One whose turn somebody else has taken is [`Fault::Taken`].
pub fn add_entered(to: &mut Insertions, entered: &[Entered]) {
    let mut sorted: Vec<&Entered> = entered.iter().collect();
    sorted.sort_unstable_by_key(|one| (one.key, one.turn));
    let mut rows = Rows::new(&[
        ("technician_id", Kind::Big),
        ("site_id", Kind::Big),
        ("first_in", Kind::Big),
        ("last_out", Kind::Big),
        ("employer", Kind::Big),
        ("entered_by", Kind::Big),
        ("entered_at", Kind::Big),
        ("event_id", Kind::Uuid),
        ("work_date", Kind::Int),
        ("turn", Kind::Int),
        ("kind", Kind::Small),
        ("channel", Kind::Small),
        ("trade", Kind::Small),
        ("role", Kind::Small),
    ]);
    for one in sorted {
        rows.push(vec![
            one.key.technician.get().into(),
            one.key.site.get().into(),
            Cell::Big(one.span.first_in.map(|at| at.0)),
            Cell::Big(one.span.last_out.map(|at| at.0)),
            Cell::Big(one.employer.map(BusinessId::get)),
            Cell::Big(one.by.map(BusinessId::get)),
            one.at.0.into(),
            one.event.into(),
            one.key.date.number().into(),
            one.turn.into(),
            one.kind.number().into(),
            one.channel.number().into(),
            Cell::Small(one.trade.map(TradeCode::get)),
            Cell::Small(one.role.map(WorkRole::number)),
        ]);
    }
    to.add(rows, "history_entry", "");
}
