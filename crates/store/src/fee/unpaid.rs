//! Requests that still want money, as the operator goes through them. Invariant: all of them or none, as the scope says; the
//! count is of all, whatever part is shown.

use super::{kind_from, receipt::held_of_request};
use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    fee::{FeeRow, PaymentReference, Yen},
    id::{ApplicationId, FeeRequestId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value, entity::prelude::*};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Everything.
    All,
    /// The request of a payment reference.
    Reference(PaymentReference),
    /// The request of a 受付番号.
    Number(String),
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    application_id: Option<Uuid>,
    number: Option<String>,
    reference: Option<i64>,
    payer: String,
    kind: String,
    owed: i64,
    held: i64,
    requested_at: i64,
    due_date: i32,
}

impl Row {
    fn line(self) -> Result<FeeRow> {
        let reference = self.reference.map(|number| PaymentReference::from_stored(number).grouped());
        Ok(FeeRow {
            id: FeeRequestId(self.id),
            application_id: self.application_id.map(ApplicationId),
            number: self.number.or(reference).unwrap_or_default(),
            name: self.payer,
            kind: kind_from(&self.kind)?,
            amount: Yen(self.owed),
            waiting: Yen(self.held),
            requested_at: Instant(self.requested_at),
            due: WorkDate::from_stored(self.due_date),
        })
    }
}

/// The part of the list after `after`, soonest due first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    sought: &Sought,
    after: Option<Mark>,
) -> Result<Listed<FeeRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (which, mut values): (&str, Vec<Value>) = match sought {
        Sought::All => ("", Vec::new()),
        Sought::Reference(reference) => (" AND f.reference = ?", vec![reference.get().into()]),
        Sought::Number(number) => (" AND a.number = ?", vec![number.as_str().into()]),
    };
    let from = format!(
        "FROM fee_request f LEFT JOIN application a ON a.id = f.application_id \
         WHERE f.paid_at IS NULL AND f.withdrawn_at IS NULL{which}"
    );
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) {from}"), values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (f.due_date, f.id) > (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT f.id, f.application_id, a.number, f.reference, f.payer, f.kind, f.amount_yen - f.received_yen AS owed, \
         {} AS held, f.requested_at, f.due_date {from}{begins} ORDER BY f.due_date, f.id LIMIT {}",
        held_of_request(),
        PART_ROWS + 1
    );
    let rows = Row::find_by_statement(ask(db, &sql, values)).all(db).await?;
    let rows = rows.into_iter().map(Row::line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.due.number().into(), id: row.id.0 }.to_string()))
}
