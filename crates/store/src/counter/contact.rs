//! Where people are reached, version by version, as changed at counters. Invariant: a version is never changed; the first one
//! is what was registered before.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    counter::ContactEntry,
    id::{AccountId, OfficeId, TechnicianId},
    technician::IdentityKind,
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, QueryResult, prelude::Uuid};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its first day.
    pub from: WorkDate,
    /// What it says.
    pub contact: ContactEntry,
    /// The office that took it, who did, and by which kind of document the person was known; absent for the first one.
    pub taken: Option<(OfficeId, AccountId, IdentityKind)>,
}

fn version(row: &QueryResult) -> Result<Version> {
    let content: String = row.try_get("", "content")?;
    let office: Option<Uuid> = row.try_get("", "office_id")?;
    let account: Option<Uuid> = row.try_get("", "account_id")?;
    let kind: Option<i16> = row.try_get("", "identity_kind")?;
    let taken = match (office, account, kind.and_then(IdentityKind::from_stored)) {
        (Some(office), Some(account), Some(kind)) => Some((OfficeId(office), AccountId(account), kind)),
        _ => None,
    };
    Ok(Version {
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        contact: serde_json::from_str(&content).map_err(|_| Fault::unreadable("contact", content.len()))?,
        taken,
    })
}

/// Every version, oldest first.
pub async fn versions(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Version>> {
    let sql = "SELECT from_date, content, office_id, account_id, identity_kind FROM technician_contact \
        WHERE technician_id = ? ORDER BY running";
    db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?.iter().map(version).collect()
}

/// How many versions there are.
pub async fn changes(db: &impl ConnectionTrait, id: TechnicianId) -> Result<u32> {
    let sql = "SELECT COUNT(*) FROM technician_contact WHERE technician_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![id.get().into()])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Adds the version after the `running` there are.
pub async fn add_version(tx: &impl ConnectionTrait, id: TechnicianId, running: u32, it: &Version) -> Result<()> {
    let sql = "INSERT INTO technician_contact (technician_id, running, from_date, content, office_id, account_id, \
        identity_kind) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let content = serde_json::to_string(&it.contact).map_err(|fault| Fault::Broken(fault.to_string()))?;
    let values = vec![
        id.get().into(),
        i32::try_from(running).unwrap_or(i32::MAX).into(),
        it.from.number().into(),
        content.into(),
        it.taken.map(|(office, ..)| office.0).into(),
        it.taken.map(|(_, account, _)| account.0).into(),
        it.taken.map(|(.., kind)| kind.number()).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
