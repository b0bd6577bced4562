//! What was registered when a renewal or change was begun. Invariant: written once, with the application.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{business::BusinessForm, id::ApplicationId};
use sea_orm::ConnectionTrait;

/// Keeps it.
pub async fn keep(tx: &impl ConnectionTrait, id: ApplicationId, form: &BusinessForm) -> Result<()> {
    let content = serde_json::to_string(form).map_err(|fault| Fault::Broken(fault.to_string()))?;
    let sql = "INSERT INTO application_base (application_id, form) VALUES (?, ?)";
    tx.execute_raw(ask(tx, sql, vec![id.0.into(), content.into()])).await?;
    Ok(())
}

/// What it was; `None` for one begun before this was kept.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<BusinessForm>> {
    let sql = "SELECT form FROM application_base WHERE application_id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.0.into()])).await? else { return Ok(None) };
    let content: String = row.try_get_by_index(0)?;
    serde_json::from_str(&content).map(Some).map_err(|_| Fault::unreadable("application base", id.0))
}
