//! Requests to take days back. Invariant: a row changes only under its lock, once; how the days stand is not kept here.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    correction::CorrectionState,
    history::{
        Approval, DaySet,
        recall::{FoundRow, RecallReason, Search, Takes},
    },
    id::{AccountId, RecallId, SiteId, TechnicianId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, YearMonth},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value, prelude::Uuid};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// Which.
    pub id: RecallId,
    /// Whose days, where and of which month.
    pub of: super::Month,
    /// Which days.
    pub days: DaySet,
    /// What of them.
    pub takes: Takes,
    /// Why.
    pub why: RecallReason,
    /// In words.
    pub words: String,
    /// How the days stood when it was asked for.
    pub seen: String,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they wrote.
    pub decision_words: Option<String>,
}

/// A request with the names a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallNamed {
    /// As kept.
    pub recall: Recall,
    /// Family and given name of the person.
    pub name: String,
    /// 現場名.
    pub site: String,
}

const COLUMNS: &str = "c.id, c.technician_id, c.site_id, c.month, c.days, c.takes, c.why, c.words, c.seen, c.state, c.asked_by, \
    c.asked_at, c.decided_by, c.decided_at, c.decision_words, t.family_name, t.given_name, s.name AS site";
const FROM: &str = "FROM history_recall c JOIN technician t ON t.id = c.technician_id JOIN site s ON s.id = c.site_id";

fn recall(row: &QueryResult) -> Result<RecallNamed> {
    let (takes, why, state): (i16, i16, i16) =
        (row.try_get("", "takes")?, row.try_get("", "why")?, row.try_get("", "state")?);
    let (family, given): (String, String) = (row.try_get("", "family_name")?, row.try_get("", "given_name")?);
    Ok(RecallNamed {
        recall: Recall {
            id: RecallId(row.try_get("", "id")?),
            of: (
                TechnicianId::from_stored(row.try_get("", "technician_id")?),
                SiteId::from_stored(row.try_get("", "site_id")?),
                YearMonth::from_stored(row.try_get("", "month")?),
            ),
            days: DaySet::from_stored(row.try_get("", "days")?),
            takes: Takes::from_stored(takes).ok_or_else(|| Fault::unreadable("what is taken back", takes))?,
            why: RecallReason::from_stored(why).ok_or_else(|| Fault::unreadable("reason of a recall", why))?,
            words: row.try_get("", "words")?,
            seen: row.try_get("", "seen")?,
            state: CorrectionState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a recall", state))?,
            asked_by: AccountId(row.try_get("", "asked_by")?),
            asked_at: Instant(row.try_get("", "asked_at")?),
            decided_by: row.try_get::<Option<Uuid>>("", "decided_by")?.map(AccountId),
            decided_at: row.try_get::<Option<i64>>("", "decided_at")?.map(Instant),
            decision_words: row.try_get("", "decision_words")?,
        },
        name: crate::technician::spaced(&family, &given),
        site: row.try_get("", "site")?,
    })
}

/// Adds a request that waits; the caller holds the person.
pub async fn add_recall(tx: &impl ConnectionTrait, it: &Recall) -> Result<()> {
    let sql = "INSERT INTO history_recall (id, technician_id, site_id, month, days, takes, why, words, seen, state, asked_by, \
        asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.of.0.get().into(),
        it.of.1.get().into(),
        it.of.2.number().into(),
        it.days.number().into(),
        it.takes.number().into(),
        it.why.number().into(),
        it.words.clone().into(),
        it.seen.clone().into(),
        it.state.number().into(),
        it.asked_by.0.into(),
        it.asked_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Writes a decision; the caller holds the row.
pub async fn decide_recall(tx: &impl ConnectionTrait, it: &Recall) -> Result<()> {
    let sql = "UPDATE history_recall SET state = ?, decided_by = ?, decided_at = ?, decision_words = ? WHERE id = ?";
    let values = vec![
        it.state.number().into(),
        it.decided_by.map(|id| id.0).into(),
        it.decided_at.map(|at| at.0).into(),
        it.decision_words.clone().into(),
        it.id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One request.
pub async fn recall_of(db: &impl ConnectionTrait, id: RecallId) -> Result<Option<RecallNamed>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE c.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(recall).transpose()
}

/// The same, locked until the transaction ends (SQLite has one writer already).
pub async fn lock_recall(tx: &impl ConnectionTrait, id: RecallId) -> Result<Option<RecallNamed>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE OF c" } else { "" };
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE c.id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(recall).transpose()
}

/// The days of a month of a person at a site about which requests wait.
pub async fn days_recalled(db: &impl ConnectionTrait, of: super::Month) -> Result<DaySet> {
    let sql = "SELECT days FROM history_recall WHERE technician_id = ? AND site_id = ? AND month = ? AND state = ?";
    let values: Vec<Value> =
        vec![of.0.get().into(), of.1.get().into(), of.2.number().into(), CorrectionState::Waiting.number().into()];
    let mut all = DaySet::EMPTY;
    for row in db.query_all_raw(ask(db, sql, values)).await? {
        all = all.with(DaySet::from_stored(row.try_get_by_index(0)?));
    }
    Ok(all)
}

/// The part of the list after `after`: those that wait, the longest first, or with `every` all, the latest first.
pub async fn recalls(
    db: &impl ConnectionTrait,
    scope: &Scope,
    every: bool,
    after: Option<Mark>,
) -> Result<Listed<RecallNamed>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (which, order, beyond) = if every { ("1 = 1", "DESC", "<") } else { ("c.state = 1", "ASC", ">") };
    let counted = format!("SELECT COUNT(*) FROM history_recall c WHERE {which}");
    let counted = db.query_one_raw(ask(db, &counted, Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values) = match after {
        Some(mark) => (format!(" AND (c.asked_at, c.id) {beyond} (?, ?)"), vec![mark.at.into(), mark.id.into()]),
        None => (String::new(), Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE {which}{begins} ORDER BY c.asked_at {order}, c.id {order} LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(recall).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.recall.asked_at.0, id: row.recall.id.0 }.to_string()))
}

/// The records of a month of one person, at one site, or of one at the other, by person and site; `after`: the person after
/// whom the part begins.
pub async fn recallable(
    db: &impl ConnectionTrait,
    scope: &Scope,
    search: &Search,
    after: Option<TechnicianId>,
) -> Result<Listed<FoundRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    // The month is written in: it chooses the partition.
    let (first, last) = (search.month.first_day().number(), search.month.last_day().number());
    let mut which = format!("h.work_date BETWEEN {first} AND {last}");
    let mut values: Vec<Value> = Vec::new();
    if let Some(who) = search.technician {
        which.push_str(" AND h.technician_id = ?");
        values.push(who.get().into());
    }
    if let Some(site) = search.site {
        which.push_str(" AND h.site_id = ?");
        values.push(site.get().into());
    }
    let counted = format!(
        "SELECT COUNT(*) FROM (SELECT DISTINCT h.technician_id, h.site_id FROM history_record h WHERE {which}) AS found"
    );
    let counted = db.query_one_raw(ask(db, &counted, values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    if let Some(after) = after {
        which.push_str(" AND h.technician_id > ?");
        values.push(after.get().into());
    }
    let sql = format!(
        "SELECT f.technician_id, f.site_id, f.records, f.approved, f.by_hand, t.family_name, t.given_name, s.name FROM \
         (SELECT h.technician_id, h.site_id, COUNT(*) AS records, \
         CAST(SUM(CASE WHEN h.approval = {approved} THEN 1 ELSE 0 END) AS bigint) AS approved, \
         CAST(SUM(h.by_hand) AS bigint) AS by_hand FROM history_record h WHERE {which} \
         GROUP BY h.technician_id, h.site_id ORDER BY h.technician_id, h.site_id LIMIT {limit}) AS f \
         JOIN technician t ON t.id = f.technician_id JOIN site s ON s.id = f.site_id ORDER BY f.technician_id, f.site_id",
        approved = Approval::Approved.number(),
        limit = PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = rows.iter().map(found).collect::<Result<Vec<_>>>()?;
    // A part ends with a person, who is at fewer sites in a month than a part has rows.
    Ok(Listed::new(rows, all, |row| row.technician.to_string()))
}

fn found(row: &QueryResult) -> Result<FoundRow> {
    let (family, given): (String, String) = (row.try_get_by_index(5)?, row.try_get_by_index(6)?);
    Ok(FoundRow {
        technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
        site: SiteId::from_stored(row.try_get_by_index(1)?),
        records: row.try_get_by_index(2)?,
        approved: row.try_get_by_index(3)?,
        by_hand: row.try_get_by_index(4)?,
        name: crate::technician::spaced(&family, &given),
        site_name: row.try_get_by_index(7)?,
    })
}
