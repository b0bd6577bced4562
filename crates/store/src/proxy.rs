//! 代行申請 as kept. Invariant: a row is made with its application and changes only under the application's lock.

mod filed;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::{AccountId, ApplicationId, BulkId, BusinessId, OfficeId, ScrivenerId},
    proxy::{Channel, Consent, Filer},
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

pub use filed::{line, list};

/// Who files an application for somebody else, and whether the person agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Which application.
    pub application_id: ApplicationId,
    /// By whom.
    pub filer: Filer,
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
    /// When the person opened that link: it is in their hands.
    pub opened_at: Option<Instant>,
    /// The file it came from.
    pub bulk_id: Option<BulkId>,
    /// When it was begun.
    pub created_at: Instant,
}

const COLUMNS: &str = "application_id, channel, business_id, account_id, consent, consented_at, asked_at, token_hash, opened_at, bulk_id, \
    created_at, filer_id";

/// Who files, by the stored channel: a business stands by its number, others by an id.
fn filer(row: &QueryResult) -> Result<Filer> {
    let channel: i16 = row.try_get("", "channel")?;
    let id = || row.try_get::<Option<Uuid>>("", "filer_id")?.ok_or_else(|| Fault::unreadable("filer", channel));
    Ok(match Channel::from_stored(channel).ok_or_else(|| Fault::unreadable("channel", channel))? {
        Channel::Employer => Filer::Business(BusinessId::from_stored(row.try_get("", "business_id")?)),
        Channel::Scrivener => Filer::Scrivener(ScrivenerId(id()?)),
        Channel::Counter => Filer::Office(OfficeId(id()?)),
    })
}

fn proxy(row: &QueryResult) -> Result<Proxy> {
    let consent: Option<i16> = row.try_get("", "consent")?;
    let consent = consent.map(|stored| Consent::from_stored(stored).ok_or(stored)).transpose();
    let instant = |column: &str| row.try_get::<Option<i64>>("", column).map(|at| at.map(Instant));
    Ok(Proxy {
        application_id: ApplicationId(row.try_get("", "application_id")?),
        filer: filer(row)?,
        account_id: AccountId(row.try_get("", "account_id")?),
        consent: consent.map_err(|stored| Fault::unreadable("consent", stored))?,
        consented_at: instant("consented_at")?,
        asked_at: instant("asked_at")?,
        token_hash: row.try_get("", "token_hash")?,
        opened_at: instant("opened_at")?,
        bulk_id: row.try_get::<Option<Uuid>>("", "bulk_id")?.map(BulkId),
        created_at: Instant(row.try_get("", "created_at")?),
    })
}

/// Adds one, with its application.
pub async fn insert(tx: &impl ConnectionTrait, it: &Proxy) -> Result<()> {
    let sql = format!("INSERT INTO application_proxy ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let (business, id) = match it.filer {
        Filer::Business(id) => (id.get(), None),
        Filer::Scrivener(id) => (0, Some(id.0)),
        Filer::Office(id) => (0, Some(id.0)),
    };
    let values = vec![
        it.application_id.0.into(),
        it.filer.channel().number().into(),
        business.into(),
        it.account_id.0.into(),
        it.consent.map(Consent::number).into(),
        it.consented_at.map(|at| at.0).into(),
        it.asked_at.map(|at| at.0).into(),
        it.token_hash.clone().into(),
        it.opened_at.map(|at| at.0).into(),
        it.bulk_id.map(|id| id.0).into(),
        it.created_at.0.into(),
        id.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    // The queue tells applications apart by it without looking here.
    let sql = "UPDATE application SET channel = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![it.filer.channel().number().into(), it.application_id.0.into()])).await?;
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

/// Notes that the person was sent a link; an earlier one opens nothing any more, and what it opened is closed.
pub async fn asked(tx: &impl ConnectionTrait, id: ApplicationId, hash: &str, at: Instant) -> Result<()> {
    let sql = "UPDATE application_proxy SET token_hash = ?, asked_at = ?, opened_at = NULL WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![hash.into(), at.0.into(), id.0.into()])).await?;
    Ok(())
}

/// Notes that the person opened the link.
pub async fn opened(tx: &impl ConnectionTrait, id: ApplicationId, at: Instant) -> Result<()> {
    let sql = "UPDATE application_proxy SET opened_at = ? WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![at.0.into(), id.0.into()])).await?;
    Ok(())
}

/// The link opens nothing any more, and what it opened is closed.
pub async fn taken_back(tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    let sql =
        "UPDATE application_proxy SET token_hash = NULL, asked_at = NULL, opened_at = NULL WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// Notes how the person agreed.
pub async fn consented(tx: &impl ConnectionTrait, id: ApplicationId, consent: Consent, at: Instant) -> Result<()> {
    let sql = "UPDATE application_proxy SET consent = ?, consented_at = ? WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![consent.number().into(), at.0.into(), id.0.into()])).await?;
    Ok(())
}
