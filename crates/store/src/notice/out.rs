//! Deliveries an operator looks after, in parts, and those that did not arrive. Invariant: all of them or none, as the
//! scope says; the count is of all, whatever part is shown.

use super::{kind_from, medium_from, returned::status_from, state_from};
use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    id::DeliveryId,
    listing::{Listed, Mark, PART_ROWS},
    notice::{DeliveryState, LostLine, Reader},
    time::Instant,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value, entity::prelude::*};

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) technician_id: Option<i64>,
    pub(super) business_id: Option<i64>,
    pub(super) registrar_id: Option<Uuid>,
    pub(super) content: String,
    pub(super) medium: i16,
    pub(super) address: String,
    pub(super) lang: String,
    pub(super) state: i16,
    pub(super) tries: i32,
    pub(super) changed_at: i64,
    pub(super) returned: Option<String>,
}

impl Row {
    /// As whom its notice is read.
    pub(super) const fn reader(&self) -> Reader {
        match (self.technician_id, self.business_id, self.registrar_id) {
            (Some(_), ..) => Reader::Technician,
            (None, Some(_), _) => Reader::Business,
            (None, None, Some(_)) => Reader::Union,
            (None, None, None) => Reader::Applicant,
        }
    }
}

/// The part after `after` of the deliveries that are `which`, and how many there are altogether.
pub(super) async fn part(
    db: &impl ConnectionTrait,
    (which, of): (&str, Vec<Value>),
    after: Option<Mark>,
    latest_first: bool,
) -> Result<(Vec<Row>, i64)> {
    let counted =
        db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM delivery d WHERE {which}"), of.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (than, order) = if latest_first { ("<", "DESC") } else { (">", "ASC") };
    let mut values = of;
    let begins = match after {
        Some(mark) => {
            values.extend([mark.at.into(), mark.id.into()]);
            format!(" AND (d.changed_at, d.id) {than} (?, ?)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT d.id, n.kind, n.technician_id, n.business_id, n.registrar_id, n.content, d.medium, d.address, d.lang, d.state, d.tries, \
         d.changed_at, d.returned FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE {which}{begins} \
         ORDER BY d.changed_at {order}, d.id {order} LIMIT {}",
        PART_ROWS + 1
    );
    Ok((Row::find_by_statement(ask(db, &sql, values)).all(db).await?, all))
}

pub(super) fn mark(at: Instant, id: DeliveryId) -> String {
    Mark { at: at.0, id: id.0 }.to_string()
}

/// Deliveries that were given up, latest first.
pub async fn lost(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LostLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let (bounced, failed) = (DeliveryState::Bounced.number(), DeliveryState::Failed.number());
    let (rows, all) = part(db, (&format!("d.state IN ({bounced}, {failed})"), Vec::new()), after, true).await?;
    let line = |row: Row| {
        Ok(LostLine {
            id: DeliveryId(row.id),
            kind: kind_from(&row.kind)?,
            medium: medium_from(row.medium)?,
            state: state_from(row.state)?,
            returned: row.returned.as_deref().map(status_from).transpose()?,
            tries: row.tries,
            at: Instant(row.changed_at),
        })
    };
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| mark(row.at, row.id)))
}
