//! Judgements of applications, in their order. Invariant: only ever added.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::{AccountId, LevelApplicationId},
    level::{application::RefusalReason, verdict::Verdicts},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// A judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// Of each requirement.
    pub verdicts: Verdicts,
    /// 認定 or not.
    pub grants: bool,
    /// Why not.
    pub reasons: Vec<RefusalReason>,
    /// Besides.
    pub note: String,
}

fn judgement(row: &QueryResult) -> Result<Judgement> {
    let (verdicts, reasons): (String, String) = (row.try_get("", "verdicts")?, row.try_get("", "reasons")?);
    let reasons: Vec<i16> = serde_json::from_str(&reasons).map_err(|error| Fault::unreadable("reasons", error))?;
    let reason = |number| RefusalReason::from_stored(number).ok_or_else(|| Fault::unreadable("reason", number));
    Ok(Judgement {
        by: AccountId(row.try_get("", "by_account")?),
        at: Instant(row.try_get("", "at")?),
        verdicts: serde_json::from_str(&verdicts).map_err(|error| Fault::unreadable("verdicts", error))?,
        grants: row.try_get("", "grants")?,
        reasons: reasons.into_iter().map(reason).collect::<Result<_>>()?,
        note: row.try_get("", "note")?,
    })
}

/// Adds the next one of an application.
pub async fn add(tx: &impl ConnectionTrait, id: LevelApplicationId, it: &Judgement) -> Result<()> {
    let text = |value: serde_json::Result<String>| value.map_err(|error| Fault::unreadable("judgement", error));
    let reasons: Vec<i16> = it.reasons.iter().map(|reason| reason.number()).collect();
    let sql = "INSERT INTO level_judgement (application_id, number, by_account, at, verdicts, grants, reasons, note) \
        SELECT ?, COALESCE(MAX(number), 0) + 1, ?, CAST(? AS bigint), ?, ?, ?, ? FROM level_judgement WHERE application_id = ?";
    let values = vec![
        id.0.into(),
        it.by.0.into(),
        it.at.0.into(),
        text(serde_json::to_string(&it.verdicts))?.into(),
        it.grants.into(),
        text(serde_json::to_string(&reasons))?.into(),
        it.note.clone().into(),
        id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The latest of an application.
pub async fn latest(db: &impl ConnectionTrait, id: LevelApplicationId) -> Result<Option<Judgement>> {
    let sql = "SELECT * FROM level_judgement WHERE application_id = ? ORDER BY number DESC LIMIT 1";
    db.query_one_raw(ask(db, sql, vec![id.0.into()])).await?.as_ref().map(judgement).transpose()
}
