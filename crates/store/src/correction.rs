//! 訂正 as kept. Invariant: one waits for a person or business at a time; a row changes only under its lock, once.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    correction::{CorrectionState, Data, Subject},
    id::{AccountId, BusinessId, CorrectionId, TechnicianId},
    listing::{Listed, Mark, PART_ROWS},
    time::Instant,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, prelude::Uuid};
use std::collections::BTreeMap;

/// A picture of a certificate that came with a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPicture {
    /// Content hash of the one kept before; absent where there was none.
    pub before: Option<String>,
    /// Content hash of the one that came.
    pub after: String,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which.
    pub id: CorrectionId,
    /// Whose data.
    pub subject: Subject,
    /// Where it stands.
    pub state: CorrectionState,
    /// As it was registered.
    pub before: Data,
    /// As it is to be.
    pub after: Data,
    /// Content hash of the photo before; only where it changes.
    pub photo_before: Option<String>,
    /// Content hash of the photo that was sent.
    pub photo_after: Option<String>,
    /// Pictures that came for items of lists, by list and key.
    pub pictures: BTreeMap<String, SentPicture>,
    /// Whether a new card is ordered with it, for which nothing is asked.
    pub new_card: bool,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When.
    pub entered_at: Instant,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they wrote.
    pub decision_reason: Option<String>,
}

const COLUMNS: &str = "id, technician_id, business_id, state, before, after, photo_before, photo_after, reason, entered_by, \
    entered_at, decided_by, decided_at, decision_reason, new_card";

fn data(row: &QueryResult, column: &str) -> Result<Data> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|_| Fault::unreadable("data of a correction", column))
}

fn text_of(data: &Data) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Fault::Broken(error.to_string()))
}

fn correction(row: &QueryResult) -> Result<Correction> {
    let technician: Option<i64> = row.try_get("", "technician_id")?;
    let business: Option<i64> = row.try_get("", "business_id")?;
    let subject = match (technician, business) {
        (Some(id), None) => Subject::Technician(TechnicianId::from_stored(id)),
        (None, Some(id)) => Subject::Business(BusinessId::from_stored(id)),
        _ => return Err(Fault::unreadable("subject of a correction", "both or none")),
    };
    let state: i16 = row.try_get("", "state")?;
    let decided_by: Option<Uuid> = row.try_get("", "decided_by")?;
    let decided_at: Option<i64> = row.try_get("", "decided_at")?;
    Ok(Correction {
        id: CorrectionId(row.try_get("", "id")?),
        subject,
        state: CorrectionState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a correction", state))?,
        before: data(row, "before")?,
        after: data(row, "after")?,
        photo_before: row.try_get("", "photo_before")?,
        photo_after: row.try_get("", "photo_after")?,
        pictures: BTreeMap::new(),
        new_card: row.try_get("", "new_card")?,
        reason: row.try_get("", "reason")?,
        entered_by: AccountId(row.try_get("", "entered_by")?),
        entered_at: Instant(row.try_get("", "entered_at")?),
        decided_by: decided_by.map(AccountId),
        decided_at: decided_at.map(Instant),
        decision_reason: row.try_get("", "decision_reason")?,
    })
}

const fn numbers(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Technician(id) => (Some(id.get()), None),
        Subject::Business(id) => (None, Some(id.get())),
    }
}

/// Adds one. [`Fault::Taken`] where another waits for the same person or business.
pub async fn insert(tx: &impl ConnectionTrait, it: &Correction) -> Result<()> {
    let sql = format!("INSERT INTO correction ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let (technician, business) = numbers(it.subject);
    let values = vec![
        it.id.0.into(),
        technician.into(),
        business.into(),
        it.state.number().into(),
        text_of(&it.before)?.into(),
        text_of(&it.after)?.into(),
        it.photo_before.clone().into(),
        it.photo_after.clone().into(),
        it.reason.clone().into(),
        it.entered_by.0.into(),
        it.entered_at.0.into(),
        it.decided_by.map(|id| id.0).into(),
        it.decided_at.map(|at| at.0).into(),
        it.decision_reason.clone().into(),
        it.new_card.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    for (field, picture) in &it.pictures {
        let sql = "INSERT INTO correction_picture (correction_id, field, before, hash) VALUES (?, ?, ?, ?)";
        let values =
            vec![it.id.0.into(), field.clone().into(), picture.before.clone().into(), picture.after.clone().into()];
        tx.execute_raw(ask(tx, sql, values)).await?;
    }
    Ok(())
}

/// The same corrections with the pictures that came with them.
async fn with_pictures(db: &impl ConnectionTrait, mut found: Vec<Correction>) -> Result<Vec<Correction>> {
    if found.is_empty() {
        return Ok(found);
    }
    let marks = vec!["?"; found.len()].join(", ");
    let sql =
        format!("SELECT correction_id, field, before, hash FROM correction_picture WHERE correction_id IN ({marks})");
    let ids = found.iter().map(|it| it.id.0.into()).collect();
    for row in db.query_all_raw(ask(db, &sql, ids)).await? {
        let id = CorrectionId(row.try_get("", "correction_id")?);
        let picture = SentPicture { before: row.try_get("", "before")?, after: row.try_get("", "hash")? };
        let field: String = row.try_get("", "field")?;
        if let Some(it) = found.iter_mut().find(|it| it.id == id) {
            it.pictures.insert(field, picture);
        }
    }
    Ok(found)
}

async fn one(db: &impl ConnectionTrait, row: Option<QueryResult>) -> Result<Option<Correction>> {
    let found = row.as_ref().map(correction).transpose()?;
    Ok(with_pictures(db, found.into_iter().collect()).await?.pop())
}

/// Writes a decision back; the caller holds its lock.
pub async fn update(tx: &impl ConnectionTrait, it: &Correction) -> Result<()> {
    let sql = "UPDATE correction SET state = ?, decided_by = ?, decided_at = ?, decision_reason = ? WHERE id = ?";
    let values = vec![
        it.state.number().into(),
        it.decided_by.map(|id| id.0).into(),
        it.decided_at.map(|at| at.0).into(),
        it.decision_reason.clone().into(),
        it.id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One correction.
pub async fn find(db: &impl ConnectionTrait, id: CorrectionId) -> Result<Option<Correction>> {
    let sql = format!("SELECT {COLUMNS} FROM correction WHERE id = ?");
    let row = db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?;
    one(db, row).await
}

/// One correction, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: CorrectionId) -> Result<Option<Correction>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM correction WHERE id = ?{lock}");
    let row = tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?;
    one(tx, row).await
}

/// That which waits for a person or business.
pub async fn waiting(db: &impl ConnectionTrait, subject: Subject) -> Result<Option<CorrectionId>> {
    let (column, id) = match subject {
        Subject::Technician(id) => ("technician_id", id.get()),
        Subject::Business(id) => ("business_id", id.get()),
    };
    let sql = format!("SELECT id FROM correction WHERE state = 1 AND {column} = ?");
    let row = db.query_one_raw(ask(db, &sql, vec![id.into()])).await?;
    row.map(|row| Ok(CorrectionId(row.try_get_by_index(0)?))).transpose()
}

/// The part of the list after `after`: those that wait, the longest first, or with `every` all, the latest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    every: bool,
    after: Option<Mark>,
) -> Result<Listed<Correction>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (which, order, beyond) = if every { ("1 = 1", "DESC", "<") } else { ("state = 1", "ASC", ">") };
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM correction WHERE {which}"), vec![])).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values) = match after {
        Some(mark) => (format!(" AND (entered_at, id) {beyond} (?, ?)"), vec![mark.at.into(), mark.id.into()]),
        None => (String::new(), Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM correction WHERE {which}{begins} ORDER BY entered_at {order}, id {order} LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let rows = with_pictures(db, rows.iter().map(correction).collect::<Result<Vec<_>>>()?).await?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.entered_at.0, id: row.id.0 }.to_string()))
}
