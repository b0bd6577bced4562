//! The facts themselves: touches, used taps, and what was set aside for a person to look at.

use super::UsedCode;
use crate::{
    fault::{Fault, Result},
    query::{ask, each},
    rows::{Cell, Insertions, Kind, Rows, query},
};
use domain::{
    history::WorkRole,
    id::{SiteId, TechnicianId, TouchId},
    time::{Instant, YearMonth},
    touch::{Assurance, Channel, TouchKind, shift::Moment},
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// Among the warnings of a touch as bits: its device's clock may have been set, and which time is right is not known.
pub const CLOCK_JUMPED: i16 = 32;

/// A touch as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTouch {
    /// Month of the time inside the id.
    pub month: YearMonth,
    /// Its id.
    pub id: TouchId,
    /// Who.
    pub technician: TechnicianId,
    /// Where.
    pub site: SiteId,
    /// Corrected time.
    pub at: Instant,
    /// Time as sent.
    pub device_at: Instant,
    /// When the server received it.
    pub received_at: Instant,
    /// In, out, unknown.
    pub kind: TouchKind,
    /// By which way.
    pub channel: Channel,
    /// How surely.
    pub assurance: Assurance,
    /// Warnings as bits, for the screens that show the touch later.
    pub flags: i16,
    /// As a partner said.
    pub trade: Option<TradeCode>,
    /// As a partner said.
    pub role: Option<WorkRole>,
    /// The chip and its counter, for a card read with proof.
    pub tap: Option<(i64, i32)>,
    /// The code of a phone, for one about to be kept; it is kept beside the touch, so one that was read has none here.
    pub code: Option<UsedCode>,
    /// Number on the device.
    pub device_seq: Option<i64>,
    /// Device or partner.
    pub source: Option<Uuid>,
}

impl StoredTouch {
    /// What the rule of working days looks at.
    pub const fn moment(&self) -> Moment {
        Moment { at: self.at, id: self.id, kind: self.kind }
    }
}

const TOUCH: &[(&str, Kind)] = &[
    ("month", Kind::Int),
    ("id", Kind::Uuid),
    ("technician_id", Kind::Big),
    ("site_id", Kind::Big),
    ("occurred_at", Kind::Big),
    ("device_at", Kind::Big),
    ("received_at", Kind::Big),
    ("kind", Kind::Small),
    ("channel", Kind::Small),
    ("assurance", Kind::Small),
    ("flags", Kind::Small),
    ("trade", Kind::Small),
    ("role", Kind::Small),
    ("card_uid", Kind::Big),
    ("counter", Kind::Int),
    ("device_seq", Kind::Big),
    ("source", Kind::Uuid),
];

const SELECTED: &str = "t.month, t.id, t.technician_id, t.site_id, t.occurred_at, t.device_at, t.received_at, t.kind, \
                        t.channel, t.assurance, t.flags, t.trade, t.role, t.card_uid, t.counter, t.device_seq, t.source";

/// A touch from the columns of `SELECTED`.
fn read(row: &QueryResult) -> Result<StoredTouch> {
    let (channel, assurance): (i16, i16) = (row.try_get_by_index(8)?, row.try_get_by_index(9)?);
    let uid: Option<i64> = row.try_get_by_index(13)?;
    Ok(StoredTouch {
        month: YearMonth::from_stored(row.try_get_by_index(0)?),
        id: TouchId(row.try_get_by_index(1)?),
        technician: TechnicianId::from_stored(row.try_get_by_index(2)?),
        site: SiteId::from_stored(row.try_get_by_index(3)?),
        at: Instant(row.try_get_by_index(4)?),
        device_at: Instant(row.try_get_by_index(5)?),
        received_at: Instant(row.try_get_by_index(6)?),
        kind: TouchKind::from_stored(row.try_get_by_index(7)?),
        channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
        assurance: Assurance::from_stored(assurance).ok_or_else(|| Fault::unreadable("assurance", assurance))?,
        flags: row.try_get_by_index(10)?,
        trade: row.try_get_by_index::<Option<i16>>(11)?.map(TradeCode::from_stored),
        role: row.try_get_by_index::<Option<i16>>(12)?.and_then(WorkRole::from_stored),
        tap: uid.zip(row.try_get_by_index::<Option<i32>>(14)?),
        code: None,
        device_seq: row.try_get_by_index(15)?,
        source: row.try_get_by_index(16)?,
    })
}

/// Touches already kept that a group must know of.
#[derive(Debug, Default)]
pub struct Kept {
    /// Those with an id that was asked for.
    pub known: Vec<StoredTouch>,
    /// Those of a person at a site in a span that was asked for.
    pub near: Vec<StoredTouch>,
}

/// A person at a site between two times, inclusive.
pub type Span = (TechnicianId, SiteId, Instant, Instant);

/// Months from the first to the last, inclusive: PostgreSQL looks into a few partitions only.
pub type Months = (YearMonth, YearMonth);

/// Which of the touches `ids` are kept already, and the touches in `spans` whose ids were made in `months`.
pub async fn kept(
    tx: &impl ConnectionTrait,
    ids: &[(YearMonth, TouchId)],
    (spans, months): (&[Span], Months),
) -> Result<Kept> {
    let mut asked = Rows::new(&[("m", Kind::Int), ("i", Kind::Uuid)]);
    for (month, id) in ids {
        asked.push(vec![month.number().into(), id.0.into()]);
    }
    let mut around = Rows::new(&[("a", Kind::Big), ("b", Kind::Big), ("f", Kind::Big), ("u", Kind::Big)]);
    for (technician, site, from, until) in spans {
        around.push(vec![technician.get().into(), site.get().into(), from.0.into(), until.0.into()]);
    }
    let backend = tx.get_database_backend();
    let made = (ids.iter().map(|id| id.0).min(), ids.iter().map(|id| id.0).max());
    let made = made.0.zip(made.1).unwrap_or(months);
    let same = format!("t.month = k.m AND t.id = k.i AND {}", between(made));
    let near = format!(
        "t.technician_id = l.a AND t.site_id = l.b AND t.occurred_at BETWEEN l.f AND l.u AND {}",
        between(months)
    );
    let sql = format!(
        "SELECT {SELECTED}, 1 FROM k {} UNION ALL SELECT {SELECTED}, 0 FROM l {}",
        each(backend, "JOIN", "touch", "t", &same),
        each(backend, "JOIN", "touch", "t", &near)
    );
    let mut kept = Kept::default();
    for row in query(tx, &[("k", &asked), ("l", &around)], &sql).await? {
        let touch = read(&row)?;
        if row.try_get_by_index::<i32>(17)? == 1 {
            kept.known.push(touch);
        } else {
            kept.near.push(touch);
        }
    }
    Ok(kept)
}

/// Every touch of the people from `first` to `last`, both included, in the order of person and site.
pub async fn touches_of(db: &impl ConnectionTrait, (first, last): (i64, i64)) -> Result<Vec<StoredTouch>> {
    let sql = format!(
        "SELECT {SELECTED} FROM touch t WHERE t.technician_id BETWEEN ? AND ? \
         ORDER BY t.technician_id, t.site_id, t.occurred_at, t.id"
    );
    db.query_all_raw(ask(db, &sql, vec![first.into(), last.into()])).await?.iter().map(read).collect()
}

/// Written into the statement, so that the partitions are chosen when it is planned.
fn between(months: Months) -> String {
    format!("t.month BETWEEN {} AND {}", months.0.number(), months.1.number())
}

/// Adds touches to what is written. In key order, so that two processes never wait for each other in a circle. Writing
/// one that another process has recorded meanwhile is [`Fault::Taken`].
pub fn add_touches(to: &mut Insertions, touches: &[StoredTouch]) {
    let mut sorted: Vec<&StoredTouch> = touches.iter().collect();
    sorted.sort_unstable_by_key(|touch| (touch.month, touch.id));
    let mut rows = Rows::new(TOUCH);
    for touch in sorted {
        rows.push(vec![
            touch.month.number().into(),
            touch.id.0.into(),
            touch.technician.get().into(),
            touch.site.get().into(),
            touch.at.0.into(),
            touch.device_at.0.into(),
            touch.received_at.0.into(),
            touch.kind.number().into(),
            touch.channel.number().into(),
            touch.assurance.number().into(),
            touch.flags.into(),
            Cell::Small(touch.trade.map(TradeCode::get)),
            Cell::Small(touch.role.map(WorkRole::number)),
            Cell::Big(touch.tap.map(|tap| tap.0)),
            Cell::Int(touch.tap.map(|tap| tap.1)),
            Cell::Big(touch.device_seq),
            Cell::Uuid(touch.source),
        ]);
    }
    to.add(rows, "touch", "");
}

/// Adds the taps these touches used, in the same way.
pub fn add_reads(to: &mut Insertions, touches: &[StoredTouch]) {
    let mut taps: Vec<((i64, i32), TouchId)> =
        touches.iter().filter_map(|touch| touch.tap.map(|tap| (tap, touch.id))).collect();
    taps.sort_unstable();
    let mut rows = Rows::new(&[("card_uid", Kind::Big), ("counter", Kind::Int), ("touch_id", Kind::Uuid)]);
    for ((uid, counter), id) in taps {
        rows.push(vec![uid.into(), counter.into(), id.0.into()]);
    }
    to.add(rows, "card_read", "");
}

/// A person's touches at training centres between two times, whose ids were made in `months`, each with the centre's name and
/// day boundary.
pub async fn training_touches(
    db: &impl ConnectionTrait,
    (who, from, until): (TechnicianId, Instant, Instant),
    months: Months,
) -> Result<Vec<(StoredTouch, String, i16)>> {
    let sql = format!(
        "SELECT {SELECTED}, s.name, s.boundary_minutes FROM site s JOIN touch t ON t.technician_id = ? AND t.site_id = s.id \
         AND t.occurred_at BETWEEN ? AND ? AND t.month BETWEEN {} AND {} WHERE s.training ORDER BY t.occurred_at, t.id",
        months.0.number(),
        months.1.number()
    );
    let values = vec![who.get().into(), from.0.into(), until.0.into()];
    let found = db.query_all_raw(ask(db, &sql, values)).await?;
    found.iter().map(|row| Ok((read(row)?, row.try_get_by_index(17)?, row.try_get_by_index(18)?))).collect()
}

/// A touch set aside: kept as sent, makes no history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The id as sent.
    pub id: TouchId,
    /// Stable code of the reason.
    pub reason: String,
    /// When the server received it.
    pub received_at: Instant,
    /// Where, as far as known.
    pub site: Option<SiteId>,
    /// Who, as far as known.
    pub technician: Option<TechnicianId>,
    /// Device or partner.
    pub source: Option<Uuid>,
    /// JSON as sent.
    pub item: String,
    /// A number made of `item`, by which another item under the same id is told apart.
    pub digest: i64,
    /// Number on the device, where it can be read.
    pub device_seq: Option<i64>,
}

/// Sets touches aside. The same item for the same reason is kept once.
pub async fn insert_quarantined(tx: &impl ConnectionTrait, set_aside: &[Quarantined]) -> Result<()> {
    let mut rows = Rows::new(&[
        ("touch_id", Kind::Uuid),
        ("reason", Kind::Text),
        ("digest", Kind::Big),
        ("received_at", Kind::Big),
        ("site_id", Kind::Big),
        ("technician_id", Kind::Big),
        ("source", Kind::Uuid),
        ("item", Kind::Text),
        ("device_seq", Kind::Big),
    ]);
    let mut sorted: Vec<&Quarantined> = set_aside.iter().collect();
    sorted.sort_unstable_by(|a, b| (a.id, &a.reason, a.digest).cmp(&(b.id, &b.reason, b.digest)));
    for row in sorted {
        rows.push(vec![
            row.id.0.into(),
            row.reason.clone().into(),
            row.digest.into(),
            row.received_at.0.into(),
            Cell::Big(row.site.map(SiteId::get)),
            Cell::Big(row.technician.map(TechnicianId::get)),
            Cell::Uuid(row.source),
            row.item.clone().into(),
            Cell::Big(row.device_seq),
        ]);
    }
    rows.insert(tx, "quarantine", "ON CONFLICT DO NOTHING").await?;
    Ok(())
}

/// How many touches were set aside with this reason, for `doctor` and tests.
pub async fn quarantined(db: &impl ConnectionTrait, reason: &str) -> Result<i64> {
    let mut rows = Rows::new(&[("r", Kind::Text)]);
    rows.push(vec![reason.to_owned().into()]);
    let found = rows.query(db, "SELECT count(*) FROM k JOIN quarantine q ON q.reason = k.r").await?;
    Ok(found.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
