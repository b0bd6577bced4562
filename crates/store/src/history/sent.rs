//! Records of partner systems by the number their partner gave them. Invariant: a number means one person's day at one
//! site for ever; what is kept beside it is only which word of that day it said last.

use super::record::RecordKey;
use crate::{
    fault::{Fault, Result},
    query::{ask, each},
    rows::{Cell, Insertions, Kind, Rows},
};
use domain::{
    history::{
        Approval, WorkRole,
        entry::{EntryKind, Span},
        sent::{PAGE_RECORDS, SentAsk, SentRecord, status},
    },
    id::{PartnerId, SiteId, TechnicianId},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// A record by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// The partner's own number.
    pub record_id: String,
    /// Of which day it is.
    pub key: RecordKey,
    /// Its last word among those of the day ([`super::Entered::turn`]).
    pub turn: i32,
    /// Of what was sent last.
    pub digest: i64,
}

/// Those of these numbers that a partner has sent before.
pub async fn sent_before(
    tx: &impl ConnectionTrait,
    partner: PartnerId,
    ids: &[&str],
) -> Result<HashMap<String, SentRow>> {
    let mut rows = Rows::new(&[("p", Kind::Uuid), ("r", Kind::Text)]);
    for id in ids {
        rows.push(vec![partner.0.into(), (*id).to_owned().into()]);
    }
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let on = "s.partner_id = k.p AND s.record_id = k.r";
    let looked = each(tx.get_database_backend(), "JOIN", "history_sent", "s", on);
    let sql = format!("SELECT s.record_id, s.technician_id, s.work_date, s.site_id, s.turn, s.digest FROM k {looked}");
    let read = |row: &QueryResult| -> Result<(String, SentRow)> {
        let record_id: String = row.try_get_by_index(0)?;
        let key = RecordKey {
            technician: TechnicianId::from_stored(row.try_get_by_index(1)?),
            date: WorkDate::from_stored(row.try_get_by_index(2)?),
            site: SiteId::from_stored(row.try_get_by_index(3)?),
        };
        let (turn, digest) = (row.try_get_by_index(4)?, row.try_get_by_index(5)?);
        Ok((record_id.clone(), SentRow { record_id, key, turn, digest }))
    };
    rows.query(tx, &sql).await?.iter().map(read).collect()
}

/// Adds numbers to what is written, each once; one that is known takes the turn and digest given. Who writes them holds the
/// partner ([`crate::partner::hold`]).
pub fn add_sent<'a>(to: &mut Insertions, partner: PartnerId, sent: impl IntoIterator<Item = &'a SentRow>) {
    let mut sorted: Vec<&SentRow> = sent.into_iter().collect();
    sorted.sort_unstable_by(|one, other| one.record_id.cmp(&other.record_id));
    let mut rows = Rows::new(&[
        ("partner_id", Kind::Uuid),
        ("technician_id", Kind::Big),
        ("site_id", Kind::Big),
        ("digest", Kind::Big),
        ("work_date", Kind::Int),
        ("turn", Kind::Int),
        ("record_id", Kind::Text),
    ]);
    for one in sorted {
        rows.push(vec![
            Cell::Uuid(Some(partner.0)),
            one.key.technician.get().into(),
            one.key.site.get().into(),
            one.digest.into(),
            one.key.date.number().into(),
            one.turn.into(),
            one.record_id.clone().into(),
        ]);
    }
    let conflict = "ON CONFLICT (partner_id, record_id) DO UPDATE SET turn = excluded.turn, digest = excluded.digest";
    to.add(rows, "history_sent", conflict);
}

/// A part of what a partner sent, by day and number, one more than a page where there is more. `after`: behind which day and
/// number.
pub async fn sent_part(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    asked: &SentAsk,
    after: Option<(WorkDate, &str)>,
) -> Result<Vec<SentRecord>> {
    let of_day = |of: &str| {
        format!("{of}.technician_id = s.technician_id AND {of}.site_id = s.site_id AND {of}.work_date = s.work_date")
    };
    let backend = db.get_database_backend();
    let said = each(backend, "JOIN", "history_entry", "e", &format!("{} AND e.turn = s.turn", of_day("e")));
    let ended = each(backend, "LEFT JOIN", "history_entry", "n", &format!("{} AND n.turn = s.turn + 1", of_day("n")));
    let made = each(backend, "LEFT JOIN", "history_record", "h", &of_day("h"));
    let sql = format!(
        "SELECT s.record_id, s.technician_id, s.site_id, s.work_date, e.first_in, e.last_out, e.trade, e.role, e.kind, n.kind, \
         h.approval FROM (SELECT * FROM history_sent WHERE partner_id = ? AND site_id = ? AND work_date BETWEEN ? AND ? AND \
         (work_date > ? OR (work_date = ? AND record_id > ?)) ORDER BY work_date, record_id LIMIT ?) AS s {said} {ended} {made} \
         ORDER BY s.work_date, s.record_id"
    );
    // Before every day there is, where nothing is left out.
    let (day, id) = after.map_or((0, ""), |(day, id)| (day.number(), id));
    let values = vec![
        partner.0.into(),
        asked.site.get().into(),
        asked.days.0.number().into(),
        asked.days.1.number().into(),
        day.into(),
        day.into(),
        id.into(),
        (i64::from(PAGE_RECORDS) + 1).into(),
    ];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<SentRecord> {
    let kind = |number: i16| EntryKind::from_stored(number).ok_or_else(|| Fault::unreadable("entry", number));
    let ended: Option<i16> = row.try_get_by_index(9)?;
    let approval: Option<i16> = row.try_get_by_index(10)?;
    let approval = approval.map_or(Approval::Provisional, Approval::from_stored);
    let span = Span {
        first_in: row.try_get_by_index::<Option<i64>>(4)?.map(Instant),
        last_out: row.try_get_by_index::<Option<i64>>(5)?.map(Instant),
    };
    let role = row.try_get_by_index::<Option<i16>>(7)?.and_then(WorkRole::from_stored);
    Ok(SentRecord {
        record_id: row.try_get_by_index(0)?,
        technician_id: TechnicianId::from_stored(row.try_get_by_index(1)?),
        site_id: SiteId::from_stored(row.try_get_by_index(2)?),
        day: WorkDate::from_stored(row.try_get_by_index(3)?).to_string(),
        first_in: span.first_in,
        last_out: span.last_out,
        trade: row.try_get_by_index(6)?,
        role: role.map(|role| role.code().to_owned()),
        status: status(kind(row.try_get_by_index(8)?)?, ended.map(kind).transpose()?, approval),
    })
}
