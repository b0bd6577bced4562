//! 再開コード that were sent again. Invariant: one an application at most, the newest, and of it only the hash until it is used; the
//! message has it sealed no longer than it opens.

use crate::{fault::Result, query::ask};
use domain::{application::CodesSent, id::ApplicationId, notice::NoticeKind, time::Instant};
use sea_orm::{ConnectionTrait, DbBackend, Value};

/// The code that was last sent for an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCode {
    /// SHA-256 of it, hex; absent once it was used.
    pub hash: Option<String>,
    /// When it was sent, and how many were before it.
    pub sent: CodesSent,
}

/// Keeps a code that is sent, in place of one sent before: messages that still wait with that one say it no more.
pub async fn keep(tx: &impl ConnectionTrait, id: ApplicationId, code: &SentCode) -> Result<()> {
    out_of_notices(tx, "?", vec![id.0.into()]).await?;
    let sql = "INSERT INTO application_code (application_id, hash, sent_at, since, sent_count) VALUES (?, ?, ?, ?, ?) \
        ON CONFLICT (application_id) DO UPDATE SET hash = excluded.hash, sent_at = excluded.sent_at, \
        since = excluded.since, sent_count = excluded.sent_count";
    let CodesSent { since, count, last_at } = code.sent;
    let values = vec![id.0.into(), code.hash.clone().into(), last_at.0.into(), since.0.into(), count.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The code that was last sent for an application; `None` where there is none.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<SentCode>> {
    let sql = "SELECT hash, sent_at, since, sent_count FROM application_code WHERE application_id = ?";
    let Some(row) = db.query_one_raw(ask(db, sql, vec![id.0.into()])).await? else { return Ok(None) };
    let sent = CodesSent {
        since: Instant(row.try_get("", "since")?),
        count: row.try_get("", "sent_count")?,
        last_at: Instant(row.try_get("", "sent_at")?),
    };
    Ok(Some(SentCode { hash: row.try_get("", "hash")?, sent }))
}

/// Takes up the code with this hash as the application's own: the one before opens nothing any more. `false`, and nothing is changed,
/// where it is not the one that was last sent, or was used before. The caller holds the application's lock.
pub async fn take_up(tx: &impl ConnectionTrait, id: ApplicationId, hash: &str) -> Result<bool> {
    let sql = "UPDATE application_code SET hash = NULL WHERE application_id = ? AND hash = ?";
    if tx.execute_raw(ask(tx, sql, vec![id.0.into(), hash.into()])).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let sql = "UPDATE application SET resume_hash = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![hash.into(), id.0.into()])).await?;
    out_of_notices(tx, "?", vec![id.0.into()]).await?;
    Ok(true)
}

/// Forgets the code that was sent for an application that has come to its end.
pub async fn forget(tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    out_of_notices(tx, "?", vec![id.0.into()]).await?;
    let sql = "DELETE FROM application_code WHERE application_id = ?";
    tx.execute_raw(ask(tx, sql, vec![id.0.into()])).await?;
    Ok(())
}

/// Forgets the codes that were sent up to a moment; of how many applications.
pub async fn forget_sent_until(tx: &impl ConnectionTrait, until: Instant) -> Result<u64> {
    let which = "SELECT application_id FROM application_code WHERE sent_at <= ?";
    out_of_notices(tx, which, vec![until.0.into()]).await?;
    let sql = "DELETE FROM application_code WHERE sent_at <= ?";
    Ok(tx.execute_raw(ask(tx, sql, vec![until.0.into()])).await?.rows_affected())
}

/// Takes the codes out of what some applications were told; `which` gives their ids, with its values.
async fn out_of_notices(tx: &impl ConnectionTrait, which: &str, values: Vec<Value>) -> Result<()> {
    let is_postgres = tx.get_database_backend() == DbBackend::Postgres;
    let without = if is_postgres { "(content::jsonb - 'code')::text" } else { "json_remove(content, '$.code')" };
    let sql = format!("UPDATE notice SET content = {without} WHERE kind = ? AND application_id IN ({which})");
    let mut all: Vec<Value> = vec![NoticeKind::ResumeCodeSent.code().into()];
    all.extend(values);
    tx.execute_raw(ask(tx, &sql, all)).await?;
    Ok(())
}
