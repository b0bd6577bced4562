//! Files of days as kept: what was found in one, until it is entered or thrown away. Invariant: the rows are gone once they
//! are entered; what was entered stands as entries.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    bulk::CellProblem,
    history::file::{FileKind, FileRow, HistoryFile},
    id::{AccountId, BusinessId, HistoryFileId, SiteId},
    site::SiteImportState,
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

const COLUMNS: &str = "id, site_id, business_id, account_id, kind, file_name, state, row_count, day_count, known_count, problem_count, good, \
                       problems, created_at";

/// A file with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The file.
    pub file: HistoryFile,
    /// Of which site its days are.
    pub site: SiteId,
    /// Which business sent it.
    pub business: BusinessId,
    /// Who of it.
    pub account: AccountId,
    /// Its good rows, while they are not entered.
    pub good: Vec<FileRow>,
    /// Its cells with problems.
    pub problems: Vec<CellProblem>,
}

fn count(row: &QueryResult, column: &str) -> Result<u32> {
    Ok(u32::try_from(row.try_get::<i32>("", column)?).unwrap_or(0))
}

fn file(row: &QueryResult) -> Result<HistoryFile> {
    let (kind, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    Ok(HistoryFile {
        id: HistoryFileId(row.try_get::<Uuid>("", "id")?),
        kind: FileKind::from_stored(kind).ok_or_else(|| Fault::unreadable("kind of a file", kind))?,
        file_name: row.try_get("", "file_name")?,
        state: SiteImportState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a file", state))?,
        rows: count(row, "row_count")?,
        days: count(row, "day_count")?,
        known: count(row, "known_count")?,
        problems: count(row, "problem_count")?,
        at: Instant(row.try_get("", "created_at")?),
    })
}

fn list_in<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Vec<T>> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|_| Fault::unreadable("rows of a file", column))
}

fn kept(row: &QueryResult) -> Result<KeptFile> {
    Ok(KeptFile {
        file: file(row)?,
        site: SiteId::from_stored(row.try_get("", "site_id")?),
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        account: AccountId(row.try_get::<Uuid>("", "account_id")?),
        good: list_in(row, "good")?,
        problems: list_in(row, "problems")?,
    })
}

fn json(of: &impl Serialize) -> Result<String> {
    serde_json::to_string(of).map_err(|fault| Fault::Broken(fault.to_string()))
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Adds a file with what was found in it.
pub async fn insert_file(tx: &impl ConnectionTrait, it: &KeptFile) -> Result<()> {
    let sql = format!("INSERT INTO history_import ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.file.id.0.into(),
        it.site.get().into(),
        it.business.get().into(),
        it.account.0.into(),
        it.file.kind.number().into(),
        it.file.file_name.clone().into(),
        it.file.state.number().into(),
        number(it.file.rows).into(),
        number(it.file.days).into(),
        number(it.file.known).into(),
        number(it.file.problems).into(),
        json(&it.good)?.into(),
        json(&it.problems)?.into(),
        it.file.at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// One file.
pub async fn find_file(db: &impl ConnectionTrait, id: HistoryFileId) -> Result<Option<KeptFile>> {
    let sql = format!("SELECT {COLUMNS} FROM history_import WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// The files of a business for a site, newest first, at most `limit`.
pub async fn files(
    db: &impl ConnectionTrait,
    (site, business): (SiteId, BusinessId),
    limit: u32,
) -> Result<Vec<HistoryFile>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM history_import WHERE site_id = ? AND business_id = ? ORDER BY created_at DESC, id LIMIT {limit}"
    );
    let values = vec![site.get().into(), business.get().into()];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(file).collect()
}

/// Moves a file that was only looked at on: `entered` days of it stand, `known` more were recorded already. `false` where
/// somebody was quicker. What was wrong is kept with what was entered, and thrown away with the file.
pub async fn advance_file(
    tx: &impl ConnectionTrait,
    id: HistoryFileId,
    state: SiteImportState,
    (entered, known): (u32, u32),
) -> Result<bool> {
    let problems = if state == SiteImportState::Discarded { ", problems = '[]'" } else { "" };
    let sql = format!(
        "UPDATE history_import SET state = ?, day_count = ?, known_count = ?, good = '[]'{problems} WHERE id = ? AND state = ?"
    );
    let values = vec![
        state.number().into(),
        number(entered).into(),
        number(known).into(),
        id.0.into(),
        SiteImportState::LookedAt.number().into(),
    ];
    Ok(tx.execute_raw(ask(tx, &sql, values)).await?.rows_affected() == 1)
}
