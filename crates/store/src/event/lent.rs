//! What was done under the IDs a business lent. Invariant: the lender sees all of it, also of IDs that have ended.

use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    admin_id::{IdKind, LentAct},
    id::SiteId,
    listing::{Listed, Mark, PART_ROWS},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use std::collections::HashMap;

/// The part after `after` of what was done under IDs a scope's business lent, newest first. Whom an act was told to is no
/// act of its own.
pub async fn of_lent(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<LentAct>> {
    let Extent::Business(lender) = scope.extent() else { return Ok(Listed::default()) };
    let from = format!(
        "FROM admin_id i JOIN event e ON e.actor_account = i.account_id AND e.lent_to IS NOT NULL \
         AND e.process <> 'notice.tell' JOIN account a ON a.id = i.account_id WHERE i.business_id = ? AND i.kind = {}",
        IdKind::Lent.number()
    );
    let mut values: Vec<Value> = vec![lender.get().into()];
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) {from}"), values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (e.at, e.id) < (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT e.id, e.at, e.process, e.subject_kind, e.subject_id, e.lent_to, a.login_id, a.name {from}{begins} \
         ORDER BY e.at DESC, e.id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let names = site_names(db, &rows).await?;
    let acts = rows.iter().map(|row| act(row, &names)).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(acts, all, |act| Mark { at: act.at.0, id: act.id }.to_string()))
}

/// The site an event is about, where it says one.
fn site_of(row: &QueryResult) -> Result<Option<SiteId>> {
    let (kind, id): (String, String) = (row.try_get("", "subject_kind")?, row.try_get("", "subject_id")?);
    Ok(if kind == "site" { id.parse().ok() } else { None })
}

async fn site_names(db: &impl ConnectionTrait, rows: &[QueryResult]) -> Result<HashMap<SiteId, String>> {
    let mut ids = rows.iter().filter_map(|row| site_of(row).transpose()).collect::<Result<Vec<_>>>()?;
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let marks = vec!["?"; ids.len()].join(", ");
    let sql = format!("SELECT id, name FROM site WHERE id IN ({marks})");
    let found = db.query_all_raw(ask(db, &sql, ids.iter().map(|id| id.get().into()).collect())).await?;
    found.iter().map(|row| Ok((SiteId::from_stored(row.try_get("", "id")?), row.try_get("", "name")?))).collect()
}

fn act(row: &QueryResult, names: &HashMap<SiteId, String>) -> Result<LentAct> {
    Ok(LentAct {
        id: row.try_get("", "id")?,
        at: Instant(row.try_get("", "at")?),
        login_id: row.try_get("", "login_id")?,
        name: row.try_get("", "name")?,
        body: row.try_get("", "lent_to")?,
        process: row.try_get("", "process")?,
        site: site_of(row)?.and_then(|id| names.get(&id).cloned()),
    })
}
