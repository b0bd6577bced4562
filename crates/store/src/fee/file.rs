//! Settlement files and how far they have been taken in. Invariant: a row's place is moved on in the transaction that takes
//! the row in, by one worker only; the bytes are kept until the last row.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    fee::receipt::{FileProgress, Imported},
    id::{AccountId, SettlementFileId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// Files of the list.
const LIST_MAX: u32 = 5;

const COLUMNS: &str = "id, brought_at, rows_all, rows_taken, settled, unmatched, known";

fn read(row: &QueryResult) -> Result<FileProgress> {
    let count = |at: usize| -> Result<u32> {
        let count: i32 = row.try_get_by_index(at)?;
        u32::try_from(count).map_err(|_| Fault::unreadable("count of rows", count))
    };
    let came = Imported { rows: count(3)?, settled: count(4)?, unmatched: count(5)?, known: count(6)? };
    Ok(FileProgress {
        id: SettlementFileId(row.try_get_by_index(0)?),
        brought_at: Instant(row.try_get_by_index(1)?),
        rows: count(2)?,
        came,
    })
}

/// Keeps a file of which nothing has been taken in.
pub async fn insert(
    tx: &impl ConnectionTrait,
    file: &FileProgress,
    content: &[u8],
    by: Option<AccountId>,
) -> Result<()> {
    let sql = "INSERT INTO settlement_file (id, content, rows_all, rows_taken, settled, unmatched, known, brought_at, \
        brought_by) VALUES (?, ?, ?, 0, 0, 0, 0, ?, ?)";
    let rows = i32::try_from(file.rows).map_err(|_| Fault::Broken("more rows than are counted".to_owned()))?;
    let values = vec![
        file.id.0.into(),
        content.to_vec().into(),
        rows.into(),
        file.brought_at.0.into(),
        by.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// How far a file is.
pub async fn find(db: &impl ConnectionTrait, id: SettlementFileId) -> Result<Option<FileProgress>> {
    let sql = format!("SELECT {COLUMNS} FROM settlement_file WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(read).transpose()
}

/// Its bytes; absent once every row was taken in.
pub async fn content(db: &impl ConnectionTrait, id: SettlementFileId) -> Result<Option<Vec<u8>>> {
    let row = db.query_one_raw(ask(db, "SELECT content FROM settlement_file WHERE id = ?", vec![id.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Option<Vec<u8>>>(0)).transpose()?.flatten())
}

/// Moves a file on from `before` to `after`; `false` where it is not there any more, since another worker is at it.
pub async fn advance(
    tx: &impl ConnectionTrait,
    id: SettlementFileId,
    before: &Imported,
    after: &Imported,
) -> Result<bool> {
    let sql = "UPDATE settlement_file SET rows_taken = ?, settled = ?, unmatched = ?, known = ? \
        WHERE id = ? AND rows_taken = ?";
    let values = vec![
        i64::from(after.rows).into(),
        i64::from(after.settled).into(),
        i64::from(after.unmatched).into(),
        i64::from(after.known).into(),
        id.0.into(),
        i64::from(before.rows).into(),
    ];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Lets go of the bytes of a file whose rows have all been taken in; each is kept with its receipt.
pub async fn forget_content(tx: &impl ConnectionTrait, id: SettlementFileId) -> Result<()> {
    let sql = "UPDATE settlement_file SET content = NULL WHERE id = ? AND rows_taken = rows_all";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// The files brought last, and those not yet taken in whatever their age, newest first; all of them or none, as the scope
/// says.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<FileProgress>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM settlement_file WHERE rows_taken < rows_all OR id IN \
         (SELECT id FROM settlement_file ORDER BY brought_at DESC LIMIT {LIST_MAX}) ORDER BY brought_at DESC, id"
    );
    db.query_all_raw(ask(db, &sql, Vec::new())).await?.iter().map(read).collect()
}
