//! Versions of records with their leaves. Invariant: a version of a record is written once, under the next turn of its record and the
//! next leaf of the tree; both are unique.

use crate::{
    fault::{Fault, Result},
    history::{NOT_INSIDE, RecordKey, inside_from_stored, inside_stored, time_from_stored, time_stored},
    query::{ask, each},
    rows::{Cell, Kind, Rows},
};
use domain::{
    history::{Approval, WorkRole},
    id::{BusinessId, SiteId, TechnicianId},
    log::{Said, Version},
    time::{WorkDate, YearMonth},
    touch::Channel,
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A version as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Which leaf, counted from 0.
    pub leaf: i64,
    /// The first eight bytes of its hash.
    pub mark: i64,
    /// The how many-th version of its record.
    pub turn: i16,
    /// The chance in it.
    pub salt: [u8; 16],
    /// What it says.
    pub version: Version,
}

impl Leaf {
    /// Of which record.
    pub const fn key(&self) -> RecordKey {
        RecordKey { technician: self.version.technician_id, date: self.version.day, site: self.version.site_id }
    }
}

const COLUMNS: &[(&str, Kind)] = &[
    ("technician_id", Kind::Big),
    ("site_id", Kind::Big),
    ("leaf", Kind::Big),
    ("mark", Kind::Big),
    ("employer", Kind::Big),
    ("salt", Kind::Uuid),
    ("work_date", Kind::Int),
    ("first_ms", Kind::Int),
    ("last_ms", Kind::Int),
    ("inside_ms", Kind::Int),
    ("turn", Kind::Small),
    ("tier", Kind::Small),
    ("trade", Kind::Small),
    ("role", Kind::Small),
    ("channel", Kind::Small),
    ("approval", Kind::Small),
    ("touches", Kind::Small),
    ("by_hand", Kind::Small),
];

const SELECTED: &str = "v.technician_id, v.site_id, v.leaf, v.mark, v.employer, v.salt, v.work_date, v.first_ms, v.last_ms, v.inside_ms, \
                        v.turn, v.tier, v.trade, v.role, v.channel, v.approval, v.touches, v.by_hand";

fn read(row: &QueryResult) -> Result<Leaf> {
    let day = WorkDate::from_stored(row.try_get_by_index(6)?);
    let midnight = day.start();
    let said = match row.try_get_by_index::<Option<i16>>(14)? {
        None => None,
        Some(channel) => Some(Said {
            first_in: time_from_stored(midnight, row.try_get_by_index(7)?),
            last_out: time_from_stored(midnight, row.try_get_by_index(8)?),
            inside_since: inside_from_stored(midnight, row.try_get_by_index(9)?),
            employer: row.try_get_by_index::<Option<i64>>(4)?.map(BusinessId::from_stored),
            tier: row.try_get_by_index(11)?,
            trade: row.try_get_by_index::<Option<i16>>(12)?.map(TradeCode::from_stored),
            role: row.try_get_by_index::<Option<i16>>(13)?.and_then(WorkRole::from_stored),
            channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
            approval: Approval::from_stored(row.try_get_by_index(15)?),
            touches: row.try_get_by_index(16)?,
            by_hand: row.try_get_by_index::<i16>(17)? == 1,
        }),
    };
    Ok(Leaf {
        leaf: row.try_get_by_index(2)?,
        mark: row.try_get_by_index(3)?,
        turn: row.try_get_by_index(10)?,
        salt: row.try_get_by_index::<Uuid>(5)?.into_bytes(),
        version: Version {
            technician_id: TechnicianId::from_stored(row.try_get_by_index(0)?),
            site_id: SiteId::from_stored(row.try_get_by_index(1)?),
            day,
            said,
        },
    })
}

fn cells(of: &Leaf) -> Result<Vec<Cell>> {
    let version = &of.version;
    let (midnight, said) = (version.day.start(), version.said.as_ref());
    let inside = match said {
        Some(said) => inside_stored(midnight, said.inside_since)?,
        None => NOT_INSIDE,
    };
    Ok(vec![
        version.technician_id.get().into(),
        version.site_id.get().into(),
        of.leaf.into(),
        of.mark.into(),
        Cell::Big(said.and_then(|said| said.employer).map(BusinessId::get)),
        Uuid::from_bytes(of.salt).into(),
        version.day.number().into(),
        Cell::Int(time_stored(midnight, said.and_then(|said| said.first_in))?),
        Cell::Int(time_stored(midnight, said.and_then(|said| said.last_out))?),
        inside.into(),
        of.turn.into(),
        Cell::Small(said.and_then(|said| said.tier)),
        Cell::Small(said.and_then(|said| said.trade).map(TradeCode::get)),
        Cell::Small(said.and_then(|said| said.role).map(WorkRole::number)),
        Cell::Small(said.map(|said| said.channel.number())),
        said.map_or(Approval::Provisional, |said| said.approval).number().into(),
        said.map_or(0, |said| said.touches).into(),
        i16::from(said.is_some_and(|said| said.by_hand)).into(),
    ])
}

/// Adds versions. Errors: [`Fault::Taken`] where one of the leaves or turns is there already.
pub async fn add_leaves(tx: &impl ConnectionTrait, leaves: &[Leaf]) -> Result<()> {
    let mut rows = Rows::new(COLUMNS);
    for leaf in leaves {
        rows.push(cells(leaf)?);
    }
    rows.insert(tx, "log_version", "").await?;
    Ok(())
}

fn each_of(people: &[TechnicianId]) -> Rows {
    let mut rows = Rows::new(&[("t", Kind::Big)]);
    for id in people {
        rows.push(vec![id.get().into()]);
    }
    rows
}

/// The last version of each record these people ever had in a month, by record.
pub async fn last_leaves_of(
    db: &impl ConnectionTrait,
    month: YearMonth,
    people: &[TechnicianId],
) -> Result<BTreeMap<RecordKey, Leaf>> {
    let (first, last) = (month.number() * 100, month.number() * 100 + 99);
    let on = format!("v.technician_id = k.t AND v.work_date BETWEEN {first} AND {last}");
    let sql = format!(
        "SELECT {SELECTED} FROM k {} ORDER BY v.turn",
        each(db.get_database_backend(), "JOIN", "log_version", "v", &on)
    );
    // Turns come in their order within a statement, so the last of a record stays.
    let found: Result<Vec<Leaf>> = each_of(people).query(db, &sql).await?.iter().map(read).collect();
    Ok(found?.into_iter().map(|leaf| (leaf.key(), leaf)).collect())
}

/// The last version of each record the people from `first` to `last`, both included, ever had.
pub async fn last_leaves_between(db: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<Vec<Leaf>> {
    let sql = format!(
        "SELECT {SELECTED} FROM log_version v WHERE v.technician_id BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM log_version w \
         WHERE w.technician_id = v.technician_id AND w.work_date = v.work_date AND w.site_id = v.site_id AND w.turn > v.turn)"
    );
    db.query_all_raw(ask(db, &sql, vec![first.into(), last.into()])).await?.iter().map(read).collect()
}

/// Months of these people of which the log has read all there is.
pub async fn months_read(
    db: &impl ConnectionTrait,
    (first, last): (i64, i64),
) -> Result<BTreeSet<(TechnicianId, YearMonth)>> {
    let sql = "SELECT l.technician_id, l.month FROM log_month l JOIN technician_month m ON m.technician_id = l.technician_id \
               AND m.month = l.month AND m.changes = l.changes WHERE l.technician_id BETWEEN ? AND ?";
    let rows = db.query_all_raw(ask(db, sql, vec![first.into(), last.into()])).await?;
    let read = |row: &QueryResult| {
        Ok((TechnicianId::from_stored(row.try_get_by_index(0)?), YearMonth::from_stored(row.try_get_by_index(1)?)))
    };
    rows.iter().map(read).collect()
}

/// Every version of a record, oldest first.
pub async fn leaves_of(db: &impl ConnectionTrait, of: RecordKey) -> Result<Vec<Leaf>> {
    let sql = format!(
        "SELECT {SELECTED} FROM log_version v WHERE v.technician_id = ? AND v.work_date = ? AND v.site_id = ? ORDER BY v.turn"
    );
    let values = vec![of.technician.get().into(), of.date.number().into(), of.site.get().into()];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(read).collect()
}

/// The last version of a record.
pub async fn last_leaf(db: &impl ConnectionTrait, of: RecordKey) -> Result<Option<Leaf>> {
    Ok(leaves_of(db, of).await?.pop())
}

/// The versions of the leaves from `first` to before `end`, in their order.
pub async fn leaves_from(db: &impl ConnectionTrait, first: i64, end: i64) -> Result<Vec<Leaf>> {
    let sql = format!("SELECT {SELECTED} FROM log_version v WHERE v.leaf >= ? AND v.leaf < ? ORDER BY v.leaf");
    db.query_all_raw(ask(db, &sql, vec![first.into(), end.into()])).await?.iter().map(read).collect()
}

/// The leaves whose hash begins with these eight bytes: one, but for chance.
pub async fn leaves_by_mark(db: &impl ConnectionTrait, mark: i64) -> Result<Vec<i64>> {
    let rows =
        db.query_all_raw(ask(db, "SELECT leaf FROM log_version WHERE mark = ? ORDER BY leaf", vec![mark.into()]));
    rows.await?.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// After the last leaf that has a version.
pub async fn next_leaf(db: &impl ConnectionTrait) -> Result<i64> {
    let sql = "SELECT COALESCE((SELECT v.leaf + 1 FROM log_version v ORDER BY v.leaf DESC LIMIT 1), 0)";
    let row = db.query_one_raw(ask(db, sql, Vec::new())).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
