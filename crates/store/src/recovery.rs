//! アカウント復旧 as kept. Invariant: a request changes only under its lock; what a link holds is kept as a hash only.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::{AccountId, RecoveryId, TechnicianId},
    recovery::{Contact, RecoveryRow, RecoveryState},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

/// A request of somebody who cannot log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Which.
    pub id: RecoveryId,
    /// 受付番号.
    pub number: String,
    /// Where it stands.
    pub state: RecoveryState,
    /// The ID as typed.
    pub technician_id: Option<TechnicianId>,
    /// The name as typed.
    pub name: String,
    /// The birth date as typed.
    pub birth_date: Option<WorkDate>,
    /// Where they are reached now.
    pub contact: Contact,
    /// BCP 47 code of the language they read.
    pub lang: String,
    /// Content hash of the picture of the identity document; absent once it was let go.
    pub picture: Option<String>,
    /// When it was asked for.
    pub asked_at: Instant,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<AccountId>,
    /// What the reviewer wrote.
    pub reason: Option<String>,
    /// Who was let in.
    pub granted_to: Option<TechnicianId>,
    /// SHA-256 of what the link to a new password holds, hex.
    pub link_hash: Option<String>,
    /// When a new password was chosen.
    pub used_at: Option<Instant>,
}

/// Somebody in the register who may be the one who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Of which request.
    pub recovery_id: RecoveryId,
    /// Who.
    pub technician_id: TechnicianId,
    /// When they were told; absent where no message reaches them.
    pub told_at: Option<Instant>,
    /// SHA-256 of what their link to object holds, hex.
    pub object_hash: Option<String>,
    /// When they objected.
    pub objected_at: Option<Instant>,
}

const COLUMNS: &str = "id, number, state, technician_id, name, birth_date, contact_kind, contact, lang, picture, asked_at, \
    decided_at, decided_by, reason, granted_to, link_hash, used_at";

fn instant(row: &QueryResult, column: &str) -> Result<Option<Instant>> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(Instant))
}

fn technician(row: &QueryResult, column: &str) -> Result<Option<TechnicianId>> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(TechnicianId::from_stored))
}

fn state(row: &QueryResult) -> Result<RecoveryState> {
    let state: i16 = row.try_get("", "state")?;
    RecoveryState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a recovery", state))
}

fn recovery(row: &QueryResult) -> Result<Recovery> {
    let kind: i16 = row.try_get("", "contact_kind")?;
    let contact = Contact::from_stored(kind, row.try_get("", "contact")?);
    let decided_by: Option<sea_orm::prelude::Uuid> = row.try_get("", "decided_by")?;
    let birth: Option<i32> = row.try_get("", "birth_date")?;
    Ok(Recovery {
        id: RecoveryId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        state: state(row)?,
        technician_id: technician(row, "technician_id")?,
        name: row.try_get("", "name")?,
        birth_date: birth.map(WorkDate::from_stored),
        contact: contact.ok_or_else(|| Fault::unreadable("kind of a contact", kind))?,
        lang: row.try_get("", "lang")?,
        picture: row.try_get("", "picture")?,
        asked_at: Instant(row.try_get("", "asked_at")?),
        decided_at: instant(row, "decided_at")?,
        decided_by: decided_by.map(AccountId),
        reason: row.try_get("", "reason")?,
        granted_to: technician(row, "granted_to")?,
        link_hash: row.try_get("", "link_hash")?,
        used_at: instant(row, "used_at")?,
    })
}

/// Adds a request.
pub async fn insert(tx: &impl ConnectionTrait, it: &Recovery) -> Result<()> {
    let sql = format!("INSERT INTO recovery ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.id.0.into(),
        it.number.clone().into(),
        it.state.number().into(),
        it.technician_id.map(TechnicianId::get).into(),
        it.name.clone().into(),
        it.birth_date.map(WorkDate::number).into(),
        it.contact.number().into(),
        it.contact.as_str().to_owned().into(),
        it.lang.clone().into(),
        it.picture.clone().into(),
        it.asked_at.0.into(),
        it.decided_at.map(|at| at.0).into(),
        it.decided_by.map(|id| id.0).into(),
        it.reason.clone().into(),
        it.granted_to.map(TechnicianId::get).into(),
        it.link_hash.clone().into(),
        it.used_at.map(|at| at.0).into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// Writes back what changes of a request; the caller holds its lock.
pub async fn update(tx: &impl ConnectionTrait, it: &Recovery) -> Result<()> {
    let sql = "UPDATE recovery SET state = ?, picture = ?, decided_at = ?, decided_by = ?, reason = ?, granted_to = ?, \
        link_hash = ?, used_at = ? WHERE id = ?";
    let values = vec![
        it.state.number().into(),
        it.picture.clone().into(),
        it.decided_at.map(|at| at.0).into(),
        it.decided_by.map(|id| id.0).into(),
        it.reason.clone().into(),
        it.granted_to.map(TechnicianId::get).into(),
        it.link_hash.clone().into(),
        it.used_at.map(|at| at.0).into(),
        it.id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One request.
pub async fn find(db: &impl ConnectionTrait, id: RecoveryId) -> Result<Option<Recovery>> {
    let sql = format!("SELECT {COLUMNS} FROM recovery WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(recovery).transpose()
}

/// One request, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: RecoveryId) -> Result<Option<Recovery>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM recovery WHERE id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(recovery).transpose()
}

/// That whose link to a new password holds what has this hash.
pub async fn by_link(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Recovery>> {
    let sql = format!("SELECT {COLUMNS} FROM recovery WHERE link_hash = ?");
    db.query_one_raw(ask(db, &sql, vec![hash.into()])).await?.as_ref().map(recovery).transpose()
}

fn candidate(row: &QueryResult) -> Result<Candidate> {
    Ok(Candidate {
        recovery_id: RecoveryId(row.try_get("", "recovery_id")?),
        technician_id: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        told_at: instant(row, "told_at")?,
        object_hash: row.try_get("", "object_hash")?,
        objected_at: instant(row, "objected_at")?,
    })
}

const OF_CANDIDATE: &str = "recovery_id, technician_id, told_at, object_hash, objected_at";

/// Adds somebody it may be.
pub async fn add_candidate(tx: &impl ConnectionTrait, it: &Candidate) -> Result<()> {
    let sql = format!("INSERT INTO recovery_candidate ({OF_CANDIDATE}) VALUES (?, ?, ?, ?, ?)");
    let values = vec![
        it.recovery_id.0.into(),
        it.technician_id.get().into(),
        it.told_at.map(|at| at.0).into(),
        it.object_hash.clone().into(),
        it.objected_at.map(|at| at.0).into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// Whom it may be, in order of their IDs.
pub async fn candidates(db: &impl ConnectionTrait, id: RecoveryId) -> Result<Vec<Candidate>> {
    let sql = format!("SELECT {OF_CANDIDATE} FROM recovery_candidate WHERE recovery_id = ? ORDER BY technician_id");
    db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?.iter().map(candidate).collect()
}

/// The one whose link to object holds what has this hash.
pub async fn by_objection(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Candidate>> {
    let sql = format!("SELECT {OF_CANDIDATE} FROM recovery_candidate WHERE object_hash = ?");
    db.query_one_raw(ask(db, &sql, vec![hash.into()])).await?.as_ref().map(candidate).transpose()
}

/// Notes that somebody objected; the caller holds the request's lock.
pub async fn objected(tx: &impl ConnectionTrait, it: &Candidate, at: Instant) -> Result<()> {
    let sql = "UPDATE recovery_candidate SET objected_at = ? WHERE recovery_id = ? AND technician_id = ?";
    let values = vec![at.0.into(), it.recovery_id.0.into(), it.technician_id.get().into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Those a scope opens: open ones first, the longest waiting first among them; then the latest decided. `limit` lines after
/// the first `skipped`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, skipped: u64, limit: u64) -> Result<Vec<RecoveryRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let (asked, objected) = (RecoveryState::Asked.number(), RecoveryState::Objected.number());
    let sql = format!(
        "SELECT r.id, r.number, r.state, r.asked_at, r.name, r.technician_id, \
         (SELECT COUNT(*) FROM recovery_candidate c WHERE c.recovery_id = r.id) AS candidates FROM recovery r \
         ORDER BY CASE WHEN r.state IN ({asked}, {objected}) THEN 0 ELSE 1 END, \
         CASE WHEN r.state IN ({asked}, {objected}) THEN r.asked_at ELSE -r.decided_at END, r.id \
         LIMIT {limit} OFFSET {skipped}"
    );
    let line = |row: &QueryResult| {
        let candidates: i64 = row.try_get("", "candidates")?;
        Ok(RecoveryRow {
            id: RecoveryId(row.try_get("", "id")?),
            number: row.try_get("", "number")?,
            state: state(row)?,
            asked_at: Instant(row.try_get("", "asked_at")?),
            name: row.try_get("", "name")?,
            technician_id: technician(row, "technician_id")?,
            candidates: u32::try_from(candidates).unwrap_or(u32::MAX),
        })
    };
    db.query_all_raw(ask(db, &sql, Vec::new())).await?.iter().map(line).collect()
}

/// How many that are, and how many of them are open.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope) -> Result<(u64, u64)> {
    if *scope.extent() != Extent::All {
        return Ok((0, 0));
    }
    let (asked, objected) = (RecoveryState::Asked.number(), RecoveryState::Objected.number());
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM recovery) AS every, \
         (SELECT COUNT(*) FROM recovery WHERE state IN ({asked}, {objected})) AS still_open"
    );
    let row = db.query_one_raw(ask(db, &sql, Vec::new())).await?;
    let (every, open): (i64, i64) = match row {
        Some(row) => (row.try_get("", "every")?, row.try_get("", "still_open")?),
        None => (0, 0),
    };
    Ok((u64::try_from(every).unwrap_or_default(), u64::try_from(open).unwrap_or_default()))
}

/// At most `limit` of those decided before `before` whose picture is still kept.
pub async fn with_picture_before(db: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<Vec<RecoveryId>> {
    let sql = format!(
        "SELECT id FROM recovery WHERE picture IS NOT NULL AND decided_at IS NOT NULL AND decided_at <= ? \
         ORDER BY decided_at, id LIMIT {limit}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![before.0.into()])).await?;
    rows.iter().map(|row| Ok(RecoveryId(row.try_get_by_index(0)?))).collect()
}

/// Links of other requests that were granted for the same person open nothing any more: of two that were, the later one is
/// who the person is.
pub async fn void_links(tx: &impl ConnectionTrait, of: TechnicianId, but: RecoveryId) -> Result<()> {
    let sql = "UPDATE recovery SET link_hash = NULL WHERE granted_to = ? AND used_at IS NULL AND id <> ?";
    tx.execute_raw(ask(tx, sql, vec![of.get().into(), but.0.into()])).await?;
    Ok(())
}
