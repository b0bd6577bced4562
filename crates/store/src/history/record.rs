//! 就業履歴 rows: one technician, one site, one working day.

use crate::{
    fault::{Fault, Result},
    query::each,
    rows::{Cell, Insertions, Kind, Rows},
};
use domain::{
    history::{Approval, WorkRole},
    id::{BusinessId, RosterId, SiteId, TechnicianId},
    time::{Instant, WorkDate},
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
    /// 元請.
    pub prime: BusinessId,
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
    /// Touches it was made from.
    pub touches: i32,
}

const RECORD: &[(&str, Kind)] = &[
    ("technician_id", Kind::Big),
    ("work_date", Kind::Int),
    ("site_id", Kind::Big),
    ("first_in", Kind::Big),
    ("last_out", Kind::Big),
    ("inside_since", Kind::Big),
    ("prime", Kind::Big),
    ("employer", Kind::Big),
    ("roster_id", Kind::Uuid),
    ("tier", Kind::Small),
    ("trade", Kind::Small),
    ("role", Kind::Small),
    ("channel", Kind::Small),
    ("approval", Kind::Small),
    ("touches", Kind::Int),
];
const KEY: &[(&str, Kind)] = &[("t", Kind::Big), ("d", Kind::Int), ("s", Kind::Big)];

pub(super) const SELECTED: &str = "h.technician_id, h.work_date, h.site_id, h.first_in, h.last_out, h.inside_since, h.prime, h.employer, \
                                   h.roster_id, h.tier, h.trade, h.role, h.channel, h.approval, h.touches";

pub(super) fn read(row: &QueryResult) -> Result<Record> {
    let channel: i16 = row.try_get_by_index(12)?;
    Ok(Record {
        key: RecordKey {
            technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
            date: WorkDate::from_stored(row.try_get_by_index(1)?),
            site: SiteId::from_stored(row.try_get_by_index(2)?),
        },
        first_in: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
        last_out: row.try_get_by_index::<Option<i64>>(4)?.map(Instant),
        inside_since: row.try_get_by_index::<Option<i64>>(5)?.map(Instant),
        prime: BusinessId::from_stored(row.try_get_by_index(6)?),
        employer: row.try_get_by_index::<Option<i64>>(7)?.map(BusinessId::from_stored),
        roster: row.try_get_by_index::<Option<uuid::Uuid>>(8)?.map(RosterId),
        tier: row.try_get_by_index(9)?,
        trade: row.try_get_by_index::<Option<i16>>(10)?.map(TradeCode::from_stored),
        role: row.try_get_by_index::<Option<i16>>(11)?.and_then(WorkRole::from_stored),
        channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
        approval: Approval::from_stored(row.try_get_by_index(13)?),
        touches: row.try_get_by_index(14)?,
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

const CONFLICT: &str = "ON CONFLICT (technician_id, work_date, site_id) DO UPDATE SET first_in = excluded.first_in, \
                last_out = excluded.last_out, inside_since = excluded.inside_since, prime = excluded.prime, employer = excluded.employer, \
                roster_id = excluded.roster_id, tier = excluded.tier, trade = excluded.trade, role = excluded.role, \
                channel = excluded.channel, touches = excluded.touches";

/// Adds records as given, new or changed, to what is written. An approval already given stays.
pub fn add_records(to: &mut Insertions, records: &[Record]) {
    let mut sorted: Vec<&Record> = records.iter().collect();
    sorted.sort_unstable_by_key(|record| record.key);
    let mut rows = Rows::new(RECORD);
    for record in sorted {
        rows.push(vec![
            record.key.technician.get().into(),
            record.key.date.number().into(),
            record.key.site.get().into(),
            Cell::Big(record.first_in.map(|at| at.0)),
            Cell::Big(record.last_out.map(|at| at.0)),
            Cell::Big(record.inside_since.map(|at| at.0)),
            record.prime.get().into(),
            Cell::Big(record.employer.map(BusinessId::get)),
            Cell::Uuid(record.roster.map(|id| id.0)),
            Cell::Small(record.tier),
            Cell::Small(record.trade.map(TradeCode::get)),
            Cell::Small(record.role.map(WorkRole::number)),
            record.channel.number().into(),
            record.approval.number().into(),
            record.touches.into(),
        ]);
    }
    to.add(rows, "history_record", CONFLICT);
}

/// Takes away records whose touches have come to another working day. The touches stay.
pub async fn delete_records(tx: &impl ConnectionTrait, of: &[RecordKey]) -> Result<()> {
    let sql = "DELETE FROM history_record WHERE (technician_id, work_date, site_id) IN (SELECT t, d, s FROM k)";
    keys(of).execute(tx, sql).await?;
    Ok(())
}
