//! まとめて申請 as kept: the file, its good rows until they are applications, its first cells with problems. Invariant: how many
//! rows are applications moves on in the transaction that makes them.

mod part;

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    application::{ApplicationKind, State},
    bulk::{Bulk, BulkState, CellProblem},
    id::{AccountId, BulkId, BusinessId},
    proxy::Channel,
    technician::TechnicianForm,
    time::Instant,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

pub use part::{Packed, Part, Shape};

/// Parts written in one statement: some hundred kilobytes.
const PARTS_AT_ONCE: usize = 32;

const COLUMNS: &str = "id, business_id, account_id, kind, file_name, state, row_count, good_count, taken_count, problem_count, created_at";

/// A file with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub bulk: Bulk,
    /// Of which business.
    pub business_id: BusinessId,
    /// Who sent it.
    pub account_id: AccountId,
}

/// A good row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line, as a spreadsheet counts.
    pub line: i64,
    /// What is applied for.
    pub form: TechnicianForm,
}

fn kept(row: &QueryResult) -> Result<Kept> {
    let count =
        |column: &str| -> Result<u32> { Ok(u32::try_from(row.try_get::<i64>("", column)?).unwrap_or(u32::MAX)) };
    let (kind, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    Ok(Kept {
        bulk: Bulk {
            id: BulkId(row.try_get("", "id")?),
            kind: ApplicationKind::from_stored(kind).ok_or_else(|| Fault::unreadable("application kind", kind))?,
            file_name: row.try_get("", "file_name")?,
            state: BulkState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a file", state))?,
            rows: count("row_count")?,
            good: count("good_count")?,
            taken: count("taken_count")?,
            problems: count("problem_count")?,
            at: Instant(row.try_get("", "created_at")?),
        },
        business_id: BusinessId::from_stored(row.try_get("", "business_id")?),
        account_id: AccountId(row.try_get("", "account_id")?),
    })
}

/// Adds a file with what was found in it.
pub async fn insert(tx: &impl ConnectionTrait, it: &Kept, good: Vec<Part>, problems: &[CellProblem]) -> Result<()> {
    let sql = format!("INSERT INTO bulk ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.bulk.id.0.into(),
        it.business_id.get().into(),
        it.account_id.0.into(),
        it.bulk.kind.number().into(),
        it.bulk.file_name.clone().into(),
        it.bulk.state.number().into(),
        i64::from(it.bulk.rows).into(),
        i64::from(it.bulk.good).into(),
        i64::from(it.bulk.taken).into(),
        i64::from(it.bulk.problems).into(),
        it.bulk.at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    insert_parts(tx, it.bulk.id, good).await?;
    insert_problems(tx, it.bulk.id, problems).await
}

async fn insert_parts(tx: &impl ConnectionTrait, id: BulkId, parts: Vec<Part>) -> Result<()> {
    let mut parts = parts.into_iter().peekable();
    while parts.peek().is_some() {
        let mut rows = Rows::new(&[
            ("bulk_id", Kind::Uuid),
            ("first_line", Kind::Big),
            ("last_line", Kind::Big),
            ("taken_line", Kind::Big),
            ("forms", Kind::Bytes),
        ]);
        for Part { first_line, last_line, forms } in parts.by_ref().take(PARTS_AT_ONCE) {
            let (first, last) = (i64::from(first_line), i64::from(last_line));
            rows.push(vec![id.0.into(), first.into(), last.into(), 0_i64.into(), Cell::Bytes(forms)]);
        }
        rows.insert(tx, "bulk_part", "").await?;
    }
    Ok(())
}

async fn insert_problems(tx: &impl ConnectionTrait, id: BulkId, problems: &[CellProblem]) -> Result<()> {
    let mut wrong = Rows::new(&[
        ("bulk_id", Kind::Uuid),
        ("place", Kind::Big),
        ("line", Kind::Big),
        ("cell", Kind::Text),
        ("field", Kind::Text),
        ("typed", Kind::Text),
        ("problem", Kind::Text),
    ]);
    for (place, problem) in problems.iter().enumerate() {
        let place = i64::try_from(place).map_err(|_| Fault::Broken("too many problems".to_owned()))?;
        let why = serde_json::to_string(&problem.problem).map_err(|fault| Fault::Broken(fault.to_string()))?;
        wrong.push(vec![
            id.0.into(),
            place.into(),
            i64::from(problem.line).into(),
            problem.letters.clone().into(),
            problem.heading.clone().into(),
            problem.typed.clone().into(),
            why.into(),
        ]);
    }
    wrong.insert(tx, "bulk_problem", "").await?;
    Ok(())
}

/// One file.
pub async fn find(db: &impl ConnectionTrait, id: BulkId) -> Result<Option<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM bulk WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// Names and forms of the people whose applications a business files and who neither have what they applied for nor were
/// refused it.
pub async fn people_under_way(db: &impl ConnectionTrait, business: BusinessId) -> Result<Vec<(String, String)>> {
    let states = State::ALL.into_iter().filter(|state| *state == State::Draft || state.is_applied());
    let states = states.map(|state| state.number().to_string()).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT a.name, a.form FROM application_proxy p JOIN application a ON a.id = p.application_id \
         WHERE p.business_id = ? AND p.channel = {} AND a.state IN ({states})",
        Channel::Employer.number()
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![business.get().into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// One file, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: BulkId) -> Result<Option<Kept>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM bulk WHERE id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// The files of a business, newest first, at most `limit`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, limit: u32) -> Result<Vec<Bulk>> {
    let Extent::Business(business) = scope.extent() else { return Ok(Vec::new()) };
    let sql = format!("SELECT {COLUMNS} FROM bulk WHERE business_id = ? ORDER BY created_at DESC, id LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, vec![business.get().into()])).await?;
    rows.iter().map(|row| Ok(kept(row)?.bulk)).collect()
}

/// The first cells with problems, in the order of the file.
pub async fn problems(db: &impl ConnectionTrait, id: BulkId) -> Result<Vec<CellProblem>> {
    let sql = "SELECT line, cell, field, typed, problem FROM bulk_problem WHERE bulk_id = ? ORDER BY place";
    let rows = db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?;
    let problem = |row: &QueryResult| -> Result<CellProblem> {
        let why: String = row.try_get("", "problem")?;
        let line: i64 = row.try_get("", "line")?;
        Ok(CellProblem {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            letters: row.try_get("", "cell")?,
            heading: row.try_get("", "field")?,
            typed: row.try_get("", "typed")?,
            problem: serde_json::from_str(&why).map_err(|_| Fault::unreadable("problem of a cell", id.0))?,
        })
    };
    rows.iter().map(problem).collect()
}

/// At most `limit` good rows that are no applications yet, in the order of the file.
pub async fn rows(db: &impl ConnectionTrait, id: BulkId, limit: u32) -> Result<Vec<Row>> {
    let sql = "SELECT first_line, taken_line, forms FROM bulk_part WHERE bulk_id = ? AND first_line > ? ORDER BY first_line LIMIT 1";
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut found, mut after) = (Vec::new(), 0_i64);
    while found.len() < limit {
        let Some(part) = db.query_one_raw(ask(db, sql, vec![id.0.into(), after.into()])).await? else { break };
        let forms: Vec<u8> = part.try_get("", "forms")?;
        let rows = part::rows(&forms, part.try_get("", "taken_line")?)?;
        found.extend(rows.into_iter().take(limit - found.len()).map(|(line, form)| Row { line, form }));
        after = part.try_get("", "first_line")?;
    }
    Ok(found)
}

/// Takes out the rows up to a line, which are applications now; those of a part that has more go with its last.
pub async fn forget_rows(tx: &impl ConnectionTrait, id: BulkId, up_to: i64) -> Result<()> {
    let whole = "DELETE FROM bulk_part WHERE bulk_id = ? AND last_line <= ?";
    tx.execute_raw(ask(tx, whole, vec![id.0.into(), up_to.into()])).await?;
    let begun = "UPDATE bulk_part SET taken_line = ? WHERE bulk_id = ? AND first_line <= ?";
    tx.execute_raw(ask(tx, begun, vec![up_to.into(), id.0.into(), up_to.into()])).await?;
    Ok(())
}

/// Forgets the cells with problems: what stood in them is of people nobody applied for.
pub async fn forget_problems(tx: &impl ConnectionTrait, id: BulkId) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM bulk_problem WHERE bulk_id = ?", vec![id.0.into()])).await?;
    Ok(())
}

/// Moves a file on: its state, and how many of its rows are applications.
pub async fn advance(tx: &impl ConnectionTrait, id: BulkId, state: BulkState, taken: u32, at: Instant) -> Result<()> {
    let ended = matches!(state, BulkState::Taken | BulkState::Discarded).then_some(at.0);
    let sql = "UPDATE bulk SET state = ?, taken_count = ?, ended_at = ? WHERE id = ?";
    let values = vec![state.number().into(), i64::from(taken).into(), ended.into(), id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Files that were looked at before `before` and lie since, locked, at most `limit`.
pub async fn lying(tx: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<Vec<Kept>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM bulk WHERE state = ? AND created_at < ? ORDER BY created_at, id LIMIT {limit}{lock}"
    );
    let values = vec![BulkState::LookedAt.number().into(), before.0.into()];
    tx.query_all_raw(ask(tx, &sql, values)).await?.iter().map(kept).collect()
}

/// Forgets the cells with problems of files that were taken and are older than `before`.
pub async fn forget_old_problems(tx: &impl ConnectionTrait, before: Instant) -> Result<()> {
    let sql = "DELETE FROM bulk_problem WHERE bulk_id IN (SELECT id FROM bulk WHERE state = ? AND created_at < ?)";
    tx.execute_raw(ask(tx, sql, vec![BulkState::Taken.number().into(), before.0.into()])).await?;
    Ok(())
}
