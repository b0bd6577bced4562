//! Where a union is told of agreements and requests. Invariant: one row a union at the most; without one it is told on its page
//! alone.

use crate::{fault::Result, query::ask};
use domain::{id::RegistrarId, labour::UnionContact, time::Instant};
use sea_orm::ConnectionTrait;

/// Where a union is told; absent where it has not said so.
pub async fn contact(db: &impl ConnectionTrait, union: RegistrarId) -> Result<Option<UnionContact>> {
    let sql = "SELECT mail, lang FROM labour_contact WHERE registrar_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![union.0.into()])).await?;
    row.map(|row| Ok(UnionContact { mail: row.try_get_by_index(0)?, lang: row.try_get_by_index(1)? })).transpose()
}

/// Keeps where it is told from now on.
pub async fn keep_contact(
    tx: &impl ConnectionTrait,
    union: RegistrarId,
    contact: &UnionContact,
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO labour_contact (registrar_id, mail, lang, changed_at) VALUES (?, ?, ?, ?) \
               ON CONFLICT (registrar_id) DO UPDATE SET mail = excluded.mail, lang = excluded.lang, \
               changed_at = excluded.changed_at";
    let values = vec![union.0.into(), contact.mail.clone().into(), contact.lang.clone().into(), at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
