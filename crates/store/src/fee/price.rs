//! The price list as kept. Invariant: a row is only ever added; there is one a kind and day.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    fee::{Price, PriceKind, PriceList, Yen},
    id::AccountId,
    time::{Instant, WorkDate},
};
use sea_orm::ConnectionTrait;

/// All prices. They are published, so no scope is asked for.
pub async fn list(db: &impl ConnectionTrait) -> Result<PriceList> {
    let sql = "SELECT kind, from_date, until_date, yen, source FROM price";
    let rows = db.query_all_raw(ask(db, sql, Vec::new())).await?;
    let read = |row: &sea_orm::QueryResult| {
        let kind: String = row.try_get_by_index(0)?;
        Ok(Price {
            kind: PriceKind::from_code(&kind).ok_or_else(|| Fault::unreadable("price kind", &kind))?,
            from: WorkDate::from_stored(row.try_get_by_index(1)?),
            until: row.try_get_by_index::<Option<i32>>(2)?.map(WorkDate::from_stored),
            yen: Yen(row.try_get_by_index(3)?),
            source: row.try_get_by_index(4)?,
        })
    };
    rows.iter().map(read).collect::<Result<Vec<_>>>().map(PriceList::new)
}

/// Adds a price. [`Fault::Taken`] where the kind has one from that day.
pub async fn insert(tx: &impl ConnectionTrait, price: &Price, at: Instant, by: Option<AccountId>) -> Result<()> {
    let sql =
        "INSERT INTO price (kind, from_date, until_date, yen, source, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        price.kind.code().into(),
        price.from.number().into(),
        price.until.map(WorkDate::number).into(),
        price.yen.get().into(),
        price.source.as_str().into(),
        at.0.into(),
        by.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
