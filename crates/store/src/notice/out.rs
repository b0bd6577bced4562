//! Deliveries an operator looks after: letters to post, and what did not arrive. Invariant: all of them or none, as the
//! scope says; the count is of all, whatever part is shown.

use super::{kind_from, medium_from, state_from, values_from};
use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    id::DeliveryId,
    listing::{Listed, Mark, PART_ROWS},
    notice::{DeliveryState, LetterLine, LostLine, Medium},
    time::Instant,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value, entity::prelude::*};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    content: String,
    medium: i16,
    address: String,
    lang: String,
    state: i16,
    tries: i32,
    changed_at: i64,
}

/// The part after `after` of the deliveries that are `which`, and how many there are altogether.
async fn part(
    db: &impl ConnectionTrait,
    which: &str,
    after: Option<Mark>,
    latest_first: bool,
) -> Result<(Vec<Row>, i64)> {
    let counted =
        db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM delivery d WHERE {which}"), Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (than, order) = if latest_first { ("<", "DESC") } else { (">", "ASC") };
    let (begins, values): (String, Vec<Value>) = match after {
        Some(mark) => (format!(" AND (d.changed_at, d.id) {than} (?, ?)"), vec![mark.at.into(), mark.id.into()]),
        None => (String::new(), Vec::new()),
    };
    let sql = format!(
        "SELECT d.id, n.kind, n.content, d.medium, d.address, d.lang, d.state, d.tries, d.changed_at FROM delivery d \
         JOIN notice n ON n.id = d.notice_id WHERE {which}{begins} ORDER BY d.changed_at {order}, d.id {order} LIMIT {}",
        PART_ROWS + 1
    );
    Ok((Row::find_by_statement(ask(db, &sql, values)).all(db).await?, all))
}

fn mark(at: Instant, id: DeliveryId) -> String {
    Mark { at: at.0, id: id.0 }.to_string()
}

/// Letters that wait to be posted, longest first.
pub async fn letters(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LetterLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (letter, waiting) = (Medium::Letter.number(), DeliveryState::Waiting.number());
    let (rows, all) = part(db, &format!("d.medium = {letter} AND d.state = {waiting}"), after, false).await?;
    let line = |row: Row| {
        Ok(LetterLine {
            id: DeliveryId(row.id),
            kind: kind_from(&row.kind)?,
            values: values_from(&row.content)?,
            lang: row.lang,
            at: Instant(row.changed_at),
            envelope: row.address,
        })
    };
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| mark(row.at, row.id)))
}

/// Deliveries that were given up, latest first.
pub async fn lost(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LostLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (bounced, failed) = (DeliveryState::Bounced.number(), DeliveryState::Failed.number());
    let (rows, all) = part(db, &format!("d.state IN ({bounced}, {failed})"), after, true).await?;
    let line = |row: Row| {
        Ok(LostLine {
            id: DeliveryId(row.id),
            kind: kind_from(&row.kind)?,
            medium: medium_from(row.medium)?,
            state: state_from(row.state)?,
            tries: row.tries,
            at: Instant(row.changed_at),
        })
    };
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| mark(row.at, row.id)))
}
