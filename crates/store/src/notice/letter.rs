//! Letters and the batches in which they are posted. Invariant: a letter that is in a batch is never put into another one.

use super::{
    kind_from,
    out::{Row, mark, part},
    state_from, values_from,
};
use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    id::{AccountId, DeliveryId, LetterBatchId},
    listing::{Listed, Mark, PART_ROWS},
    notice::{DeliveryState, LetterBatch, LetterLine, Medium},
    time::Instant,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value, entity::prelude::*};

fn line(row: Row) -> Result<LetterLine> {
    Ok(LetterLine {
        id: DeliveryId(row.id),
        kind: kind_from(&row.kind)?,
        reader: row.reader(),
        values: values_from(&row.content)?,
        lang: row.lang,
        state: state_from(row.state)?,
        at: Instant(row.changed_at),
        envelope: row.address,
    })
}

async fn listed(
    db: &impl ConnectionTrait,
    which: (&str, Vec<Value>),
    after: Option<Mark>,
) -> Result<Listed<LetterLine>> {
    let (rows, all) = part(db, which, after, false).await?;
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| mark(row.at, row.id)))
}

/// Letters that are to be posted.
fn waiting() -> String {
    let (letter, waiting) = (Medium::Letter.number(), DeliveryState::Waiting.number());
    format!("d.medium = {letter} AND d.state = {waiting}")
}

/// The part after `after` of the letters that wait and are in no batch, longest waiting first.
pub async fn unbatched(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LetterLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    listed(db, (&format!("{} AND d.batch_id IS NULL", waiting()), Vec::new()), after).await
}

/// The part after `after` of the letters of a batch.
pub async fn of_batch(
    db: &impl ConnectionTrait,
    scope: &Scope,
    batch: LetterBatchId,
    after: Option<Mark>,
) -> Result<Listed<LetterLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    listed(db, ("d.batch_id = ?", vec![batch.0.into()]), after).await
}

/// All letters of a batch, in the order of its list; a batch has a largest size.
pub async fn whole_batch(db: &impl ConnectionTrait, scope: &Scope, batch: LetterBatchId) -> Result<Vec<LetterLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = "SELECT d.id, n.kind, n.technician_id, n.business_id, n.registrar_id, n.content, d.medium, d.address, d.lang, d.state, d.tries, \
        d.changed_at, d.returned FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.batch_id = ? ORDER BY d.id";
    let rows = Row::find_by_statement(ask(db, sql, vec![batch.0.into()])).all(db).await?;
    rows.into_iter().map(line).collect()
}

/// Puts at most `limit` letters that wait and are in no batch into this one, longest waiting first; how many.
pub async fn put_together(tx: &impl ConnectionTrait, batch: LetterBatchId, limit: u32) -> Result<u64> {
    let waiting = waiting();
    // Asked again outside: two that put letters together at once have read the same ones.
    let sql = format!(
        "UPDATE delivery SET batch_id = ? WHERE batch_id IS NULL AND id IN (SELECT d.id FROM delivery d \
         WHERE {waiting} AND d.batch_id IS NULL ORDER BY d.changed_at, d.id LIMIT {limit})"
    );
    Ok(tx.execute_raw(ask(tx, &sql, vec![batch.0.into()])).await?.rows_affected())
}

/// Adds a batch.
pub async fn insert(tx: &impl ConnectionTrait, batch: &LetterBatch, by: Option<AccountId>) -> Result<()> {
    let sql = "INSERT INTO letter_batch (id, made_at, made_by, letters) VALUES (?, ?, ?, ?)";
    let letters = i32::try_from(batch.letters).unwrap_or(i32::MAX);
    let values = vec![batch.id.0.into(), batch.made_at.0.into(), by.map(|id| id.0).into(), letters.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct BatchRow {
    id: Uuid,
    made_at: i64,
    letters: i32,
    posted_at: Option<i64>,
}

impl From<BatchRow> for LetterBatch {
    fn from(row: BatchRow) -> Self {
        Self {
            id: LetterBatchId(row.id),
            made_at: Instant(row.made_at),
            letters: row.letters.into(),
            posted_at: row.posted_at.map(Instant),
        }
    }
}

/// One batch.
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: LetterBatchId) -> Result<Option<LetterBatch>> {
    if *scope.extent() != Extent::All {
        return Ok(None);
    }
    let sql = "SELECT id, made_at, letters, posted_at FROM letter_batch WHERE id = ?";
    Ok(BatchRow::find_by_statement(ask(db, sql, vec![id.0.into()])).one(db).await?.map(Into::into))
}

/// The part after `after` of the batches, newest first.
pub async fn batches(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LetterBatch>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = db.query_one_raw(ask(db, "SELECT COUNT(*) FROM letter_batch", Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values): (&str, Vec<Value>) = match after {
        Some(mark) => ("WHERE (made_at, id) < (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let limit = PART_ROWS + 1;
    let sql = format!(
        "SELECT id, made_at, letters, posted_at FROM letter_batch {begins} ORDER BY made_at DESC, id DESC LIMIT {limit}"
    );
    let rows = BatchRow::find_by_statement(ask(db, &sql, values)).all(db).await?;
    let rows = rows.into_iter().map(LetterBatch::from).collect();
    Ok(Listed::new(rows, all, |row: &LetterBatch| Mark { at: row.made_at.0, id: row.id.0 }.to_string()))
}

/// Notes that a batch was posted, with each of its letters that waited; `None` where it was before, otherwise how many.
pub async fn post(
    tx: &impl ConnectionTrait,
    id: LetterBatchId,
    at: Instant,
    by: Option<AccountId>,
) -> Result<Option<u64>> {
    let sql = "UPDATE letter_batch SET posted_at = ?, posted_by = ? WHERE id = ? AND posted_at IS NULL";
    let values = vec![at.0.into(), by.map(|id| id.0).into(), id.0.into()];
    if tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 0 {
        return Ok(None);
    }
    let sql = "UPDATE delivery SET state = ?, tries = tries + 1, changed_at = ? WHERE batch_id = ? AND state = ?";
    let (sent, waiting) = (DeliveryState::Sent.number(), DeliveryState::Waiting.number());
    let values = vec![sent.into(), at.0.into(), id.0.into(), waiting.into()];
    Ok(Some(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected()))
}

/// Notes that a letter that was posted came back; `false` where it was not posted, or has come back before.
pub async fn come_back(tx: &impl ConnectionTrait, id: DeliveryId, at: Instant) -> Result<bool> {
    let sql = "UPDATE delivery SET state = ?, changed_at = ? WHERE id = ? AND medium = ? AND state = ?";
    let (bounced, sent) = (DeliveryState::Bounced.number(), DeliveryState::Sent.number());
    let values = vec![bounced.into(), at.0.into(), id.0.into(), Medium::Letter.number().into(), sent.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
