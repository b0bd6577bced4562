//! 就業履歴 rows: one technician, one site, one working day.

use super::moment;
use crate::{
    fault::{Fault, Result},
    query::{ask, each},
    rows::{Cell, Insertions, Kind, Rows},
};
use domain::{
    history::{Approval, WorkRole, entry::Times},
    id::{BusinessId, RosterId, SiteId, TechnicianId},
    time::{Instant, WorkDate, YearMonth},
    touch::Channel,
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// What a record is unique by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey {
    /// Who.
    pub technician: TechnicianId,
    /// When.
    pub date: WorkDate,
    /// Where.
    pub site: SiteId,
}

/// A history record as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Who, when, where.
    pub key: RecordKey,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
    /// Since when the person is inside; `None` after an `out`.
    pub inside_since: Option<Instant>,
    /// 所属事業者 on that day, as far as known.
    pub employer: Option<BusinessId>,
    /// Roster line; absent: 施工体制未登録.
    pub roster: Option<RosterId>,
    /// Tier, 0 = prime.
    pub tier: Option<i16>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
    /// Channel of the day's first touch.
    pub channel: Channel,
    /// Provisional or approved.
    pub approval: Approval,
    /// Touches it was made from; none for a day that was entered and nothing else.
    pub touches: i16,
    /// An entry of the day stands (直接入力): it is read before the record is made anew.
    pub by_hand: bool,
}

/// What a record says of the day beside its times. An approval is of this: it stays as it was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Paper {
    /// 所属事業者.
    pub employer: Option<BusinessId>,
    /// Roster line.
    pub roster: Option<RosterId>,
    /// Tier, 0 = prime.
    pub tier: Option<i16>,
    /// 職種.
    pub trade: Option<TradeCode>,
    /// 立場.
    pub role: Option<WorkRole>,
}

impl Record {
    /// When the person came and went.
    pub const fn times(&self) -> Times {
        Times { first_in: self.first_in, last_out: self.last_out, inside_since: self.inside_since }
    }
    /// What it says of the day beside its times.
    pub const fn paper(&self) -> Paper {
        Paper { employer: self.employer, roster: self.roster, tier: self.tier, trade: self.trade, role: self.role }
    }
    /// The same day with its paper as `paper` says.
    #[must_use]
    pub fn with_paper(self, paper: Paper) -> Self {
        let Paper { employer, roster, tier, trade, role } = paper;
        Self { employer, roster, tier, trade, role, ..self }
    }
}

const RECORD: &[(&str, Kind)] = &[
    ("technician_id", Kind::Big),
    ("site_id", Kind::Big),
    ("employer", Kind::Big),
    ("work_date", Kind::Int),
    ("first_ms", Kind::Int),
    ("last_ms", Kind::Int),
    ("inside_ms", Kind::Int),
    ("line", Kind::Found(LINE)),
    ("tier", Kind::Small),
    ("trade", Kind::Small),
    ("role", Kind::Small),
    ("channel", Kind::Small),
    ("approval", Kind::Small),
    ("touches", Kind::Small),
    ("by_hand", Kind::Small),
];
/// The number of a line of the roster; one that is not there is refused by the table, where none would say 施工体制未登録.
const LINE: &str =
    "CASE WHEN {id} IS NULL THEN NULL ELSE COALESCE((SELECT l.line FROM roster l WHERE l.id = {id}), -1) END";
const KEY: &[(&str, Kind)] = &[("t", Kind::Big), ("d", Kind::Int), ("s", Kind::Big)];

/// What a record `h` says, as [`read`] takes it; its line of the roster by that line's key.
pub(super) const SELECTED: &str = "h.technician_id, h.work_date, h.site_id, h.first_ms, h.last_ms, h.inside_ms, h.employer, \
                                   (SELECT i.id FROM roster i WHERE i.technician_id = h.technician_id AND i.site_id = h.site_id \
                                   AND i.line = h.line) AS roster_id, \
                                   h.tier, h.trade, h.role, h.channel, h.approval, h.touches, h.by_hand";
/// Columns of [`SELECTED`]: where those of a join begin.
pub(super) const SELECTED_COLUMNS: usize = 15;

pub(super) fn read(row: &QueryResult) -> Result<Record> {
    let channel: i16 = row.try_get_by_index(11)?;
    let date = WorkDate::from_stored(row.try_get_by_index(1)?);
    let midnight = date.start();
    Ok(Record {
        key: RecordKey {
            technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
            date,
            site: SiteId::from_stored(row.try_get_by_index(2)?),
        },
        first_in: moment::from_stored(midnight, row.try_get_by_index(3)?),
        last_out: moment::from_stored(midnight, row.try_get_by_index(4)?),
        inside_since: moment::inside_from_stored(midnight, row.try_get_by_index(5)?),
        employer: row.try_get_by_index::<Option<i64>>(6)?.map(BusinessId::from_stored),
        roster: row.try_get_by_index::<Option<uuid::Uuid>>(7)?.map(RosterId),
        tier: row.try_get_by_index(8)?,
        trade: row.try_get_by_index::<Option<i16>>(9)?.map(TradeCode::from_stored),
        role: row.try_get_by_index::<Option<i16>>(10)?.and_then(WorkRole::from_stored),
        channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
        approval: Approval::from_stored(row.try_get_by_index(12)?),
        touches: row.try_get_by_index(13)?,
        by_hand: row.try_get_by_index::<i16>(14)? == 1,
    })
}

fn keys(of: &[RecordKey]) -> Rows {
    let mut sorted = of.to_vec();
    sorted.sort_unstable();
    let mut rows = Rows::new(KEY);
    for key in sorted {
        rows.push(vec![key.technician.get().into(), key.date.number().into(), key.site.get().into()]);
    }
    rows
}

/// All records of the person-days of these keys, at whatever site.
pub async fn records_of_days(tx: &impl ConnectionTrait, of: &[RecordKey]) -> Result<Vec<Record>> {
    let dates = of.iter().map(|key| key.date.number());
    let (first, last) = (dates.clone().min().unwrap_or_default(), dates.max().unwrap_or_default());
    // By whole months, so that the statement's text stays the same; it chooses the partitions.
    let (first, last) = (first / 100 * 100, last / 100 * 100 + 99);
    let on = format!("h.technician_id = k.t AND h.work_date = k.d AND h.work_date BETWEEN {first} AND {last}");
    let sql =
        format!("SELECT {SELECTED} FROM k {}", each(tx.get_database_backend(), "JOIN", "history_record", "h", &on));
    let mut days: Vec<(TechnicianId, WorkDate)> = of.iter().map(|key| (key.technician, key.date)).collect();
    days.sort_unstable();
    days.dedup();
    let mut rows = Rows::new(&[("t", Kind::Big), ("d", Kind::Int)]);
    for (technician, date) in days {
        rows.push(vec![technician.get().into(), date.number().into()]);
    }
    rows.query(tx, &sql).await?.iter().map(read).collect()
}

/// Every record of these people in a month.
pub async fn records_in_month(
    db: &impl ConnectionTrait,
    month: YearMonth,
    people: &[TechnicianId],
) -> Result<Vec<Record>> {
    let (first, last) = (month.number() * 100, month.number() * 100 + 99);
    // Written in, so that they choose the partition.
    let on = format!("h.technician_id = k.t AND h.work_date BETWEEN {first} AND {last}");
    let sql =
        format!("SELECT {SELECTED} FROM k {}", each(db.get_database_backend(), "JOIN", "history_record", "h", &on));
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for id in people {
        rows.push(vec![id.get().into()]);
    }
    rows.query(db, &sql).await?.iter().map(read).collect()
}

/// Every record of the people from `first` to `last`, both included, in key order.
pub async fn records_of(db: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {SELECTED} FROM history_record h WHERE h.technician_id BETWEEN ? AND ? \
         ORDER BY h.technician_id, h.work_date, h.site_id"
    );
    db.query_all_raw(ask(db, &sql, vec![first.into(), last.into()])).await?.iter().map(read).collect()
}

const CONFLICT: &str = "ON CONFLICT (technician_id, work_date, site_id) DO UPDATE SET first_ms = excluded.first_ms, \
                last_ms = excluded.last_ms, inside_ms = excluded.inside_ms, employer = excluded.employer, \
                line = excluded.line, tier = excluded.tier, trade = excluded.trade, role = excluded.role, \
                channel = excluded.channel, approval = excluded.approval, touches = excluded.touches, by_hand = excluded.by_hand";

/// Adds records as given, new or changed, to what is written. A record carries its approval: whoever writes one holds
/// the person, and has read it since.
///
/// Errors: [`Fault::Broken`] for a time that is weeks away from its working day.
pub fn add_records(to: &mut Insertions, records: &[Record]) -> Result<()> {
    let mut sorted: Vec<&Record> = records.iter().collect();
    sorted.sort_unstable_by_key(|record| record.key);
    let mut rows = Rows::new(RECORD);
    for record in sorted {
        let midnight = record.key.date.start();
        rows.push(vec![
            record.key.technician.get().into(),
            record.key.site.get().into(),
            Cell::Big(record.employer.map(BusinessId::get)),
            record.key.date.number().into(),
            Cell::Int(moment::stored(midnight, record.first_in)?),
            Cell::Int(moment::stored(midnight, record.last_out)?),
            moment::inside_stored(midnight, record.inside_since)?.into(),
            Cell::Uuid(record.roster.map(|id| id.0)),
            Cell::Small(record.tier),
            Cell::Small(record.trade.map(TradeCode::get)),
            Cell::Small(record.role.map(WorkRole::number)),
            record.channel.number().into(),
            record.approval.number().into(),
            record.touches.into(),
            i16::from(record.by_hand).into(),
        ]);
    }
    to.add(rows, "history_record", CONFLICT);
    Ok(())
}

/// Takes away records whose touches have come to another working day, or whose entry ended. The facts stay.
pub async fn delete_records(tx: &impl ConnectionTrait, of: &[RecordKey]) -> Result<()> {
    let sql = "DELETE FROM history_record WHERE (technician_id, work_date, site_id) IN (SELECT t, d, s FROM k)";
    keys(of).execute(tx, sql).await?;
    Ok(())
}
