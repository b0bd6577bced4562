//! Pictures that perhaps nothing refers to. Invariant: each picture is listed here from before it is written until a sweep
//! has seen what refers to it, so none stays behind and none is removed that somebody has just sent.

pub mod look;

use crate::{fault::Result, query::ask};
use domain::time::Instant;
use sea_orm::ConnectionTrait;

/// A listed picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Content hash in the file store.
    pub hash: String,
    /// When it was last listed.
    pub since: Instant,
}

/// Lists a picture, from `at` on.
pub async fn loosen(tx: &impl ConnectionTrait, hash: &str, at: Instant) -> Result<()> {
    let sql = "INSERT INTO document_loose (hash, since) VALUES (?, ?) \
        ON CONFLICT (hash) DO UPDATE SET since = excluded.since";
    tx.execute_raw(ask(tx, sql, vec![hash.into(), at.0.into()])).await?;
    Ok(())
}

/// At most `limit` of those listed before `before` and not since.
pub async fn loose_before(db: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<Vec<Loose>> {
    let sql = format!("SELECT hash, since FROM document_loose WHERE since < ? ORDER BY since, hash LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, vec![before.0.into()])).await?;
    let loose = |row: &sea_orm::QueryResult| {
        Ok(Loose { hash: row.try_get_by_index(0)?, since: Instant(row.try_get_by_index(1)?) })
    };
    rows.iter().map(loose).collect()
}

/// Takes a picture off the list; `false` where it was listed anew meanwhile. Until the transaction ends nobody lists it.
pub async fn settle(tx: &impl ConnectionTrait, loose: &Loose) -> Result<bool> {
    let sql = "DELETE FROM document_loose WHERE hash = ? AND since = ?";
    let values = vec![loose.hash.clone().into(), loose.since.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// A page of a document, as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Content hash in the file store.
    pub hash: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The pages of the document with this hash, in order; none where it is not kept.
pub async fn pages(db: &impl ConnectionTrait, document: &str) -> Result<Vec<Page>> {
    let sql = "SELECT hash, width, height FROM document_page WHERE document = ? ORDER BY number";
    let rows = db.query_all_raw(ask(db, sql, vec![document.into()])).await?;
    let pixels = |row: &sea_orm::QueryResult, at| -> Result<u32> {
        Ok(u32::try_from(row.try_get_by_index::<i32>(at)?).unwrap_or_default())
    };
    let page = |row: &sea_orm::QueryResult| {
        Ok(Page { hash: row.try_get_by_index(0)?, width: pixels(row, 1)?, height: pixels(row, 2)? })
    };
    rows.iter().map(page).collect()
}

/// Keeps what the pages of a document look like, unless somebody has just done so.
pub async fn put_pages(tx: &impl ConnectionTrait, document: &str, pages: &[Page]) -> Result<()> {
    let marks = vec!["(?, ?, ?, ?, ?)"; pages.len()].join(", ");
    let sql = format!(
        "INSERT INTO document_page (document, number, hash, width, height) VALUES {marks} \
        ON CONFLICT (document, number) DO NOTHING"
    );
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let values = (1_i32..).zip(pages).flat_map(|(at, page)| {
        [document.into(), at.into(), page.hash.clone().into(), number(page.width).into(), number(page.height).into()]
    });
    tx.execute_raw(ask(tx, &sql, values.collect())).await?;
    Ok(())
}

/// Forgets the pages of a document that is gone, and lists their pictures as perhaps loose from `at` on.
pub async fn loosen_pages(tx: &impl ConnectionTrait, document: &str, at: Instant) -> Result<()> {
    let sql = "INSERT INTO document_loose (hash, since) SELECT DISTINCT hash, CAST(? AS bigint) FROM document_page \
        WHERE document = ? ON CONFLICT (hash) DO NOTHING";
    tx.execute_raw(ask(tx, sql, vec![at.0.into(), document.into()])).await?;
    let sql = "DELETE FROM document_page WHERE document = ?";
    tx.execute_raw(ask(tx, sql, vec![document.into()])).await?;
    Ok(())
}

/// How many pages each of these documents has; pictures are not among them.
pub async fn page_counts<'a>(
    db: &impl ConnectionTrait,
    documents: impl Iterator<Item = &'a str>,
) -> Result<std::collections::HashMap<String, u32>> {
    let documents: Vec<sea_orm::Value> = documents.map(Into::into).collect();
    if documents.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let marks = vec!["?"; documents.len()].join(", ");
    let sql = format!("SELECT document, COUNT(*) FROM document_page WHERE document IN ({marks}) GROUP BY document");
    let rows = db.query_all_raw(ask(db, &sql, documents)).await?;
    let count = |row: &sea_orm::QueryResult| {
        Ok((row.try_get_by_index(0)?, u32::try_from(row.try_get_by_index::<i64>(1)?).unwrap_or(u32::MAX)))
    };
    rows.iter().map(count).collect()
}
