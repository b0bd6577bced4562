//! 代行申請 as kept. Invariant: a row is made with its application and changes only under the application's lock.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    application::{ApplicationKind, State},
    id::{AccountId, ApplicationId, BulkId, BusinessId},
    proxy::{Channel, Consent},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// Who files an application for somebody else, and whether the person agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Which application.
    pub application_id: ApplicationId,
    /// By whom.
    pub channel: Channel,
    /// The business.
    pub business_id: BusinessId,
    /// Who began it.
    pub account_id: AccountId,
    /// How the person agreed, once they have.
    pub consent: Option<Consent>,
    /// When.
    pub consented_at: Option<Instant>,
    /// When the person was last sent a link.
    pub asked_at: Option<Instant>,
    /// SHA-256 of what the link holds, hex.
    pub token_hash: Option<String>,
    /// The file it came from.
    pub bulk_id: Option<BulkId>,
    /// When it was begun.
    pub created_at: Instant,
}

const COLUMNS: &str = "application_id, channel, business_id, account_id, consent, consented_at, asked_at, token_hash, bulk_id, created_at";

fn proxy(row: &QueryResult) -> Result<Proxy> {
    let channel: i16 = row.try_get("", "channel")?;
    let consent: Option<i16> = row.try_get("", "consent")?;
    let consent = consent.map(|stored| Consent::from_stored(stored).ok_or(stored)).transpose();
    let instant = |column: &str| row.try_get::<Option<i64>>("", column).map(|at| at.map(Instant));
    Ok(Proxy {
        application_id: ApplicationId(row.try_get("", "application_id")?),
        channel: Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))?,
        business_id: BusinessId::from_stored(row.try_get("", "business_id")?),
        account_id: AccountId(row.try_get("", "account_id")?),
        consent: consent.map_err(|stored| Fault::unreadable("consent", stored))?,
        consented_at: instant("consented_at")?,
        asked_at: instant("asked_at")?,
        token_hash: row.try_get("", "token_hash")?,
        bulk_id: row.try_get::<Option<Uuid>>("", "bulk_id")?.map(BulkId),
        created_at: Instant(row.try_get("", "created_at")?),
    })
}

/// Adds one, with its application.
pub async fn insert(tx: &impl ConnectionTrait, it: &Proxy) -> Result<()> {
    let sql = format!("INSERT INTO application_proxy ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.application_id.0.into(),
        it.channel.number().into(),
        it.business_id.get().into(),
        it.account_id.0.into(),
        it.consent.map(Consent::number).into(),
        it.consented_at.map(|at| at.0).into(),
        it.asked_at.map(|at| at.0).into(),
        it.token_hash.clone().into(),
        it.bulk_id.map(|id| id.0).into(),
        it.created_at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// That of an application; `None` where the person files.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Proxy>> {
    let sql = format!("SELECT {COLUMNS} FROM application_proxy WHERE application_id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(proxy).transpose()
}

/// That whose link holds what has this hash.
pub async fn by_token(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Proxy>> {
    let sql = format!("SELECT {COLUMNS} FROM application_proxy WHERE token_hash = ?");
    db.query_one_raw(ask(db, &sql, vec![hash.into()])).await?.as_ref().map(proxy).transpose()
}

/// Notes that the person was sent a link; an earlier one opens nothing any more.
pub async fn asked(tx: &impl ConnectionTrait, id: ApplicationId, hash: &str, at: Instant) -> Result<()> {
    let sql = "UPDATE application_proxy SET token_hash = ?, asked_at = ? WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![hash.into(), at.0.into(), id.0.into()])).await?;
    Ok(())
}

/// Notes how the person agreed.
pub async fn consented(tx: &impl ConnectionTrait, id: ApplicationId, consent: Consent, at: Instant) -> Result<()> {
    let sql = "UPDATE application_proxy SET consent = ?, consented_at = ? WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![consent.number().into(), at.0.into(), id.0.into()])).await?;
    Ok(())
}

/// An application in a business's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Of the person.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// How the person agreed.
    pub consent: Option<Consent>,
    /// When they were last sent a link.
    pub asked_at: Option<Instant>,
}

fn line(row: &QueryResult) -> Result<Line> {
    let (kind, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    let consent: Option<i16> = row.try_get("", "consent")?;
    Ok(Line {
        id: ApplicationId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        kind: ApplicationKind::from_stored(kind).ok_or_else(|| Fault::unreadable("application kind", kind))?,
        name: row.try_get("", "name")?,
        state: State::from_stored(state).ok_or_else(|| Fault::unreadable("application state", state))?,
        consent: consent.and_then(Consent::from_stored),
        asked_at: row.try_get::<Option<i64>>("", "asked_at")?.map(Instant),
    })
}

/// What a business files for others, newest first: `limit` lines after the first `skipped`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, skipped: u64, limit: u64) -> Result<Vec<Line>> {
    let Extent::Business(business) = scope.extent() else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT a.id, a.number, a.kind, a.name, a.state, p.consent, p.asked_at FROM application_proxy p \
         JOIN application a ON a.id = p.application_id WHERE p.business_id = ? \
         ORDER BY p.created_at DESC, p.application_id DESC LIMIT {limit} OFFSET {skipped}"
    );
    db.query_all_raw(ask(db, &sql, vec![business.get().into()])).await?.iter().map(line).collect()
}

/// How many that are.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope) -> Result<u64> {
    let Extent::Business(business) = scope.extent() else { return Ok(0) };
    let sql = "SELECT COUNT(*) FROM application_proxy WHERE business_id = ?";
    let row = db.query_one_raw(ask(db, sql, vec![business.get().into()])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Forgets those of drafts that are deleted.
pub(crate) async fn forget(tx: &impl ConnectionTrait, ids: impl Iterator<Item = ApplicationId>) -> Result<()> {
    for id in ids {
        let sql = "DELETE FROM application_proxy WHERE application_id = ?";
        tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    }
    Ok(())
}
