//! Until when the first admin ID of a business was asked for. Invariant: the day only moves on.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Kind, Rows},
};
use domain::{business::BusinessKind, id::BusinessId, time::WorkDate};
use sea_orm::ConnectionTrait;
use std::collections::HashSet;

/// A business that was not asked for the year that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// Which.
    pub business: BusinessId,
    /// What it is, which says what it costs.
    pub kind: BusinessKind,
    /// The name it is made out to.
    pub name: String,
    /// The last day of its registration, which says when its years end.
    pub valid_until: WorkDate,
}

/// At most `limit` businesses whose registration holds on a day and who were asked for no year that reaches it, by number
/// after `after`.
pub async fn unasked(
    db: &impl ConnectionTrait,
    day: WorkDate,
    after: Option<BusinessId>,
    limit: u64,
) -> Result<Vec<Unasked>> {
    let sql = format!(
        "SELECT id, kind, name, valid_until FROM business WHERE id > ? AND valid_until >= ? \
         AND COALESCE(first_id_until, 0) < ? ORDER BY id LIMIT {limit}"
    );
    let day = day.number();
    let values = vec![after.map_or(0, BusinessId::get).into(), day.into(), day.into()];
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let read = |row: &sea_orm::QueryResult| {
        let kind: i16 = row.try_get_by_index(1)?;
        Ok(Unasked {
            business: BusinessId::from_stored(row.try_get_by_index(0)?),
            kind: BusinessKind::from_stored(kind).ok_or_else(|| Fault::unreadable("business kind", kind))?,
            name: row.try_get_by_index(2)?,
            valid_until: WorkDate::from_stored(row.try_get_by_index(3)?),
        })
    };
    rows.iter().map(read).collect()
}

/// Notes until when they are asked for; gives those of which that was not done before.
pub async fn claim(
    tx: &impl ConnectionTrait,
    until: impl IntoIterator<Item = (BusinessId, WorkDate)>,
) -> Result<HashSet<BusinessId>> {
    let mut rows = Rows::new(&[("b", Kind::Big), ("last", Kind::Int)]);
    for (business, until) in until {
        rows.push(vec![business.get().into(), until.number().into()]);
    }
    let sql = "UPDATE business SET first_id_until = k.last FROM k WHERE business.id = k.b \
        AND COALESCE(business.first_id_until, 0) < k.last RETURNING business.id";
    let claimed = rows.query(tx, sql).await?;
    claimed.iter().map(|row| Ok(BusinessId::from_stored(row.try_get_by_index(0)?))).collect()
}
