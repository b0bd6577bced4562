//! The bodies a business belongs to (所属団体), as registered now. Invariant: written with the rest of what is registered, and
//! found by the common form of the name.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::{id::BusinessId, text::search_key};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Writes the bodies a business belongs to now, in place of those before.
pub async fn keep(tx: &impl ConnectionTrait, id: BusinessId, names: &[String]) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM business_body WHERE business_id = ?", vec![id.get().into()])).await?;
    let bodies: BTreeMap<String, &String> = names.iter().map(|name| (search_key(name), name)).collect();
    let mut rows = Rows::new(&[("business_id", Kind::Big), ("search", Kind::Text), ("name", Kind::Text)]);
    for (search, name) in bodies {
        rows.push(vec![id.get().into(), search.into(), name.clone().into()]);
    }
    rows.insert(tx, "business_body", "").await?;
    Ok(())
}

/// Whether any body of a business is kept.
pub async fn is_kept(db: &impl ConnectionTrait, id: BusinessId) -> Result<bool> {
    let sql = "SELECT 1 FROM business_body WHERE business_id = ? LIMIT 1";
    Ok(db.query_one_raw(ask(db, sql, vec![id.get().into()])).await?.is_some())
}
