//! Applications taken at counters. Invariant: a case is made with its application and
//! changes only under the application's lock; of documents only kinds are kept.

mod contact;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    counter::{Paper, Papers, papers},
    id::{AccountId, ApplicationId, OfficeId, RegistrarId},
    registrar::OfficeKind,
    technician::IdentityKind,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, prelude::Uuid};

pub use contact::{Version, add_version, changes, versions};

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The kind of identity document.
    pub identity_kind: IdentityKind,
    /// The kinds of papers.
    pub papers: Vec<Paper>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: AccountId,
}

/// An application taken at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub id: ApplicationId,
    /// The body.
    pub registrar: RegistrarId,
    /// The office.
    pub office: OfficeId,
    /// What the office does.
    pub kind: OfficeKind,
    /// When it was begun.
    pub begun_at: Instant,
    /// What was looked at.
    pub check: Option<Check>,
    /// Where its papers are.
    pub papers: Papers,
}

/// Number and day of the recorded delivery, once posted.
pub(crate) fn sent(row: &QueryResult) -> Result<Option<(String, WorkDate)>> {
    let tracking: Option<String> = row.try_get("", "tracking")?;
    let on: Option<i32> = row.try_get("", "sent_on")?;
    Ok(tracking.zip(on.map(WorkDate::from_stored)))
}

/// What an office does, as stored.
pub(crate) fn office_kind(number: i16) -> Result<OfficeKind> {
    OfficeKind::from_stored(number).ok_or_else(|| Fault::unreadable("office kind", number))
}

fn paper_codes(text: &str) -> Result<Vec<Paper>> {
    let codes: Vec<String> = serde_json::from_str(text).map_err(|_| Fault::unreadable("papers", text))?;
    codes.iter().map(|code| Paper::from_code(code).ok_or_else(|| Fault::unreadable("paper", code))).collect()
}

fn check(row: &QueryResult) -> Result<Option<Check>> {
    let kind: Option<i16> = row.try_get("", "identity_kind")?;
    let (at, by): (Option<i64>, Option<Uuid>) = (row.try_get("", "checked_at")?, row.try_get("", "checked_by")?);
    let (Some(kind), Some(at), Some(by)) = (kind, at, by) else { return Ok(None) };
    let papers: String = row.try_get("", "papers")?;
    Ok(Some(Check {
        identity_kind: IdentityKind::from_stored(kind).ok_or_else(|| Fault::unreadable("identity document", kind))?,
        papers: paper_codes(&papers)?,
        at: Instant(at),
        by: AccountId(by),
    }))
}

/// The case of an application; `None` where no counter took it.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Case>> {
    let sql = "SELECT c.registrar_id, c.office_id, o.kind, c.begun_at, c.identity_kind, c.papers, c.checked_at, c.checked_by, \
        c.tracking, c.sent_on, c.arrived_at FROM counter_case c JOIN registrar_office o ON o.id = c.office_id \
        WHERE c.application_id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.0.into()])).await? else { return Ok(None) };
    let kind = office_kind(row.try_get("", "kind")?)?;
    let arrived: Option<i64> = row.try_get("", "arrived_at")?;
    Ok(Some(Case {
        id,
        registrar: RegistrarId(row.try_get("", "registrar_id")?),
        office: OfficeId(row.try_get("", "office_id")?),
        kind,
        begun_at: Instant(row.try_get("", "begun_at")?),
        check: check(&row)?,
        papers: papers(kind, sent(&row)?, arrived.map(Instant)),
    }))
}

/// The same while the certification of the body that took it holds on a day; after that nobody of it can do anything.
pub async fn find_in_force(db: &impl ConnectionTrait, id: ApplicationId, day: WorkDate) -> Result<Option<Case>> {
    let sql = format!(
        "SELECT 1 FROM counter_case c JOIN registrar r ON r.id = c.registrar_id WHERE c.application_id = ? AND {}",
        crate::registrar::IN_FORCE
    );
    let values = vec![id.0.into(), day.number().into(), day.number().into(), day.number().into()];
    match db.query_one_raw(ask(db, &sql, values)).await? {
        Some(_) => find(db, id).await,
        None => Ok(None),
    }
}

/// Adds the case of an application just begun.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: ApplicationId,
    (registrar, office): (RegistrarId, OfficeId),
    at: Instant,
) -> Result<()> {
    let sql = "INSERT INTO counter_case (application_id, registrar_id, office_id, begun_at, papers) VALUES (?, ?, ?, ?, '[]')";
    tx.execute_raw(ask(tx, sql, vec![id.0.into(), registrar.0.into(), office.0.into(), at.0.into()])).await?;
    Ok(())
}

/// Keeps what was looked at, in place of an earlier look.
pub async fn checked(tx: &impl ConnectionTrait, id: ApplicationId, check: &Check) -> Result<()> {
    let sql = "UPDATE counter_case SET identity_kind = ?, papers = ?, checked_at = ?, checked_by = ? WHERE application_id = ?";
    let codes: Vec<&str> = check.papers.iter().map(|paper| paper.code()).collect();
    let codes = serde_json::to_string(&codes).map_err(|fault| Fault::Broken(fault.to_string()))?;
    let values =
        vec![check.identity_kind.number().into(), codes.into(), check.at.0.into(), check.by.0.into(), id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Notes that the papers were posted.
pub async fn posted(
    tx: &impl ConnectionTrait,
    id: ApplicationId,
    (tracking, on): (&str, WorkDate),
    by: Option<AccountId>,
) -> Result<()> {
    let sql = "UPDATE counter_case SET tracking = ?, sent_on = ?, sent_by = ? WHERE application_id = ?";
    let values = vec![tracking.into(), on.number().into(), by.map(|id| id.0).into(), id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Notes that the head office has them.
pub async fn arrived(tx: &impl ConnectionTrait, id: ApplicationId, at: Instant, by: Option<AccountId>) -> Result<()> {
    let sql = "UPDATE counter_case SET arrived_at = ?, arrived_by = ? WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![at.0.into(), by.map(|id| id.0).into(), id.0.into()])).await?;
    Ok(())
}

/// Whether an account wrote any of an application: began it, typed, sent a picture, handed it in.
pub async fn entered_by(db: &impl ConnectionTrait, id: ApplicationId, account: AccountId) -> Result<bool> {
    let sql = "SELECT 1 FROM event WHERE subject_kind = 'application' AND subject_id = ? AND actor_account = ? \
        AND process IN ('application.start', 'application.save', 'application.photo', 'application.evidence', \
        'application.submit', 'application.resubmit', 'counter.check') LIMIT 1";
    Ok(db.query_one_raw(ask(db, sql, vec![id.to_string().into(), account.0.into()])).await?.is_some())
}
