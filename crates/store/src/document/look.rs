//! How pictures look, by content. Invariant: measured when the picture is kept, and gone with it.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Kind, Rows},
};
use domain::application::Look;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Keeps how a picture looks; the same picture looks the same.
pub async fn keep(tx: &impl ConnectionTrait, hash: &str, look: Look) -> Result<()> {
    let sql = "INSERT INTO picture_look (hash, light, shades, edge) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING";
    let measure = |of: u8| i16::from(of).into();
    let values = vec![hash.into(), measure(look.light), measure(look.range), measure(look.edge)];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// How these pictures look, as far as they were measured.
pub async fn of(db: &impl ConnectionTrait, hashes: impl IntoIterator<Item = &str>) -> Result<HashMap<String, Look>> {
    let mut asked = Rows::new(&[("h", Kind::Text)]);
    for hash in hashes {
        asked.push(vec![hash.to_owned().into()]);
    }
    let mut looks = HashMap::new();
    if asked.is_empty() {
        return Ok(looks);
    }
    let sql = "SELECT l.hash, l.light, l.shades, l.edge FROM k JOIN picture_look l ON l.hash = k.h";
    for row in asked.query(db, sql).await? {
        let measure = |at| -> Result<u8> {
            let stored: i16 = row.try_get_by_index(at)?;
            u8::try_from(stored).map_err(|_| Fault::unreadable("look of a picture", stored))
        };
        looks.insert(row.try_get_by_index(0)?, Look { light: measure(1)?, range: measure(2)?, edge: measure(3)? });
    }
    Ok(looks)
}

/// Forgets how a picture looked that is gone.
pub async fn forget(tx: &impl ConnectionTrait, hash: &str) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM picture_look WHERE hash = ?", vec![hash.into()])).await?;
    Ok(())
}
