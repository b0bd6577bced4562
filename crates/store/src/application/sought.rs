//! By what applications under way may be doubles of others (`domain::application::sought`). Invariant: kept from when one is
//! handed in until it ends.

use crate::{
    fault::Result,
    query::ask,
    rows::{Kind, Rows},
};
use domain::id::{ApplicationId, BusinessId};
use sea_orm::{ConnectionTrait, QueryResult};

/// Another application with something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What they have in common.
    pub key: String,
    /// Which.
    pub id: ApplicationId,
    /// Its number.
    pub number: String,
    /// The business that filed it, where it was registered then.
    pub business: Option<BusinessId>,
}

/// Keeps what an application is known by, in the place of what it was known by before.
pub async fn keep(tx: &impl ConnectionTrait, id: ApplicationId, keys: &[String]) -> Result<()> {
    forget(tx, id).await?;
    let mut rows = Rows::new(&[("application_id", Kind::Uuid), ("sought", Kind::Text)]);
    for key in keys {
        rows.push(vec![id.0.into(), key.clone().into()]);
    }
    rows.insert(tx, "application_sought", "ON CONFLICT (application_id, sought) DO NOTHING").await?;
    Ok(())
}

/// Forgets it.
pub async fn forget(tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    let sql = "DELETE FROM application_sought WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// Applications under way that are known by one of these keys.
pub async fn shared(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<Shared>> {
    let mut rows = Rows::new(&[("sought", Kind::Text)]);
    for key in keys {
        rows.push(vec![key.clone().into()]);
    }
    let sql = "SELECT s.sought, a.id, a.number, a.business_id FROM k JOIN application_sought s ON s.sought = k.sought \
        JOIN application a ON a.id = s.application_id";
    let shared = |row: &QueryResult| -> Result<Shared> {
        Ok(Shared {
            key: row.try_get_by_index(0)?,
            id: ApplicationId(row.try_get_by_index(1)?),
            number: row.try_get_by_index(2)?,
            business: row.try_get_by_index::<Option<i64>>(3)?.map(BusinessId::from_stored),
        })
    };
    rows.query(db, sql).await?.iter().map(shared).collect()
}
