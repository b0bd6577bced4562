//! Files of many sites as kept: what was found in one, until it is taken or thrown away. Invariant: the rows are gone once
//! they are sites.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    bulk::CellProblem,
    id::{AccountId, BusinessId, SiteImportId},
    site::{ImportedRow, SiteImport, SiteImportState},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashSet;
use uuid::Uuid;

const COLUMNS: &str =
    "id, business_id, account_id, file_name, state, row_count, good_count, problem_count, good, problems, created_at";

/// A file with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub file: SiteImport,
    /// Of which business.
    pub business_id: BusinessId,
    /// Who sent it.
    pub account_id: AccountId,
    /// Its good rows, while they are no sites.
    pub good: Vec<ImportedRow>,
    /// Its cells with problems.
    pub problems: Vec<CellProblem>,
}

fn count(row: &QueryResult, column: &str) -> Result<u32> {
    Ok(u32::try_from(row.try_get::<i32>("", column)?).unwrap_or(0))
}

fn file(row: &QueryResult) -> Result<SiteImport> {
    let state: i16 = row.try_get("", "state")?;
    Ok(SiteImport {
        id: SiteImportId(row.try_get::<Uuid>("", "id")?),
        file_name: row.try_get("", "file_name")?,
        state: SiteImportState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a file", state))?,
        rows: count(row, "row_count")?,
        good: count(row, "good_count")?,
        problems: count(row, "problem_count")?,
        at: Instant(row.try_get("", "created_at")?),
    })
}

fn list_in<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Vec<T>> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|_| Fault::unreadable("rows of a file", column))
}

fn kept(row: &QueryResult) -> Result<Kept> {
    Ok(Kept {
        file: file(row)?,
        business_id: BusinessId::from_stored(row.try_get("", "business_id")?),
        account_id: AccountId(row.try_get::<Uuid>("", "account_id")?),
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
pub async fn insert(tx: &impl ConnectionTrait, it: &Kept) -> Result<()> {
    let sql = format!("INSERT INTO site_import ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.file.id.0.into(),
        it.business_id.get().into(),
        it.account_id.0.into(),
        it.file.file_name.clone().into(),
        it.file.state.number().into(),
        number(it.file.rows).into(),
        number(it.file.good).into(),
        number(it.file.problems).into(),
        json(&it.good)?.into(),
        json(&it.problems)?.into(),
        it.file.at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// One file.
pub async fn find(db: &impl ConnectionTrait, id: SiteImportId) -> Result<Option<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM site_import WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// One file, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: SiteImportId) -> Result<Option<Kept>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM site_import WHERE id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// The files of a business, newest first, at most `limit`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, limit: u32) -> Result<Vec<SiteImport>> {
    let Extent::Business(business) = scope.extent() else { return Ok(Vec::new()) };
    let sql =
        format!("SELECT {COLUMNS} FROM site_import WHERE business_id = ? ORDER BY created_at DESC, id LIMIT {limit}");
    db.query_all_raw(ask(db, &sql, vec![business.get().into()])).await?.iter().map(file).collect()
}

/// What the prime's sites are told apart by: name, address and first day.
pub async fn known(db: &impl ConnectionTrait, prime: BusinessId) -> Result<HashSet<(String, String, WorkDate)>> {
    let sql = "SELECT name, address, start_date FROM site WHERE prime = ?";
    let rows = db.query_all_raw(ask(db, sql, vec![prime.get().into()])).await?;
    let one = |row: &QueryResult| -> Result<(String, String, WorkDate)> {
        Ok((
            row.try_get("", "name")?,
            row.try_get("", "address")?,
            WorkDate::from_stored(row.try_get("", "start_date")?),
        ))
    };
    rows.iter().map(one).collect()
}

/// Moves a file on, `made` of its rows being sites. Its good rows are kept no longer; what was wrong is, while sites were
/// made of the rest.
pub async fn advance(tx: &impl ConnectionTrait, id: SiteImportId, state: SiteImportState, made: u32) -> Result<()> {
    let sql = if state == SiteImportState::Discarded {
        "UPDATE site_import SET state = ?, good_count = ?, good = '[]', problems = '[]' WHERE id = ?"
    } else {
        "UPDATE site_import SET state = ?, good_count = ?, good = '[]' WHERE id = ?"
    };
    tx.execute_raw(ask(tx, sql, vec![state.number().into(), number(made).into(), id.0.into()])).await?;
    Ok(())
}
