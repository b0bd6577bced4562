//! Codes by which people show the passport, and who looked. Invariant: a person has one code at a time; looks are read from the trail
//! and never changed.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{access::Role, id::TechnicianId, time::Instant};
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Whose.
    pub technician: TechnicianId,
    /// What stands in its link: 32 hex digits.
    pub token: String,
    /// When it was made.
    pub made_at: Instant,
}

/// One look, as the trail has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// The use case.
    pub process: String,
    /// Who.
    pub role: Role,
    /// Name of the business whose log-in it was.
    pub business: Option<String>,
    /// JSON of what was shown, where it was noted.
    pub shown: Option<String>,
}

fn read(row: &QueryResult) -> Result<Share> {
    Ok(Share {
        technician: TechnicianId::from_stored(row.try_get_by_index(0)?),
        token: row.try_get_by_index(1)?,
        made_at: Instant(row.try_get_by_index(2)?),
    })
}

/// A person's code, open or not.
pub async fn of_technician(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<Share>> {
    let sql = "SELECT technician_id, token, made_at FROM passport_share WHERE technician_id = ?";
    db.query_one_raw(ask(db, sql, vec![id.get().into()])).await?.as_ref().map(read).transpose()
}

/// The code of a link, open or not.
pub async fn by_token(db: &impl ConnectionTrait, token: &str) -> Result<Option<Share>> {
    let sql = "SELECT technician_id, token, made_at FROM passport_share WHERE token = ?";
    db.query_one_raw(ask(db, sql, vec![token.into()])).await?.as_ref().map(read).transpose()
}

/// Keeps a code in the place of the person's one before.
pub async fn keep(tx: &impl ConnectionTrait, share: &Share) -> Result<()> {
    let sql = "INSERT INTO passport_share (technician_id, token, made_at) VALUES (?, ?, ?) \
        ON CONFLICT (technician_id) DO UPDATE SET token = excluded.token, made_at = excluded.made_at, opened_at = NULL";
    let values = vec![share.technician.get().into(), share.token.clone().into(), share.made_at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Ends a person's code; `false` where there is none.
pub async fn end(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<bool> {
    let sql = "DELETE FROM passport_share WHERE technician_id = ?";
    Ok(tx.execute_raw(ask(tx, sql, vec![id.get().into()])).await?.rows_affected() > 0)
}

/// Notes that somebody else opened it; `true` for the first time.
pub async fn opened(tx: &impl ConnectionTrait, token: &str, at: Instant) -> Result<bool> {
    let sql = "UPDATE passport_share SET opened_at = ? WHERE token = ? AND opened_at IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![at.0.into(), token.into()])).await?.rows_affected() > 0)
}

/// Who looked at a person's cards and codes, without the person, the newest `limit` first.
pub async fn looks(
    db: &impl ConnectionTrait,
    technician: TechnicianId,
    cards: &[String],
    limit: u32,
) -> Result<Vec<Look>> {
    let of_cards = if cards.is_empty() {
        String::new()
    } else {
        let marks = vec!["?"; cards.len()].join(", ");
        format!("(e.subject_kind = 'card' AND e.process = 'card.read' AND e.subject_id IN ({marks})) OR ")
    };
    let sql = format!(
        "SELECT e.at, e.process, e.actor_role, b.name, e.new FROM event e LEFT JOIN account a ON a.id = e.actor_account \
         LEFT JOIN business b ON b.id = a.business_id WHERE ({of_cards}(e.subject_kind = 'technician' \
         AND e.process = 'share.open' AND e.subject_id = ?)) AND (a.technician_id IS NULL OR a.technician_id <> ?) \
         ORDER BY e.at DESC, e.id DESC LIMIT {limit}"
    );
    let mut values: Vec<Value> = cards.iter().map(|card| card.clone().into()).collect();
    let own: [Value; 2] = [technician.to_string().into(), technician.get().into()];
    values.extend(own);
    let look = |row: &QueryResult| -> Result<Look> {
        let role: String = row.try_get_by_index(2)?;
        Ok(Look {
            at: Instant(row.try_get_by_index(0)?),
            process: row.try_get_by_index(1)?,
            role: serde_json::from_value(role.clone().into()).map_err(|_| Fault::unreadable("role", role))?,
            business: row.try_get_by_index(3)?,
            shown: row.try_get_by_index(4)?,
        })
    };
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(look).collect()
}
