//! Passkeys and the challenges they answer. Invariant: a challenge is taken once, and of two answers made with the same state of a key
//! only one is kept.

use crate::{fault::Result, query::ask};
use domain::{
    id::{AccountId, ChallengeId, PasskeyId},
    passkey::PasskeyRow,
    time::Instant,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Which.
    pub id: PasskeyId,
    /// Whose.
    pub account: AccountId,
    /// The key's own name for itself, hex.
    pub credential_id: String,
    /// As the person called it.
    pub name: String,
    /// Public key and counter, JSON of the library that judges them.
    pub credential: String,
    /// Since when.
    pub made_at: Instant,
}

/// What a browser was asked to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Which.
    pub id: ChallengeId,
    /// Who registers a key, and what it is to be called; absent where somebody logs in.
    pub registers: Option<(AccountId, String)>,
    /// JSON of the library.
    pub state: String,
    /// When it was asked.
    pub made_at: Instant,
}

/// Keeps a challenge.
pub async fn ask_for(tx: &impl ConnectionTrait, challenge: &Challenge) -> Result<()> {
    let sql = "INSERT INTO passkey_challenge (id, account_id, name, state, made_at) VALUES (?, ?, ?, ?, ?)";
    let (account, name) = match &challenge.registers {
        Some((account, name)) => (Some(account.0), Some(name.clone())),
        None => (None, None),
    };
    let values = vec![
        challenge.id.0.into(),
        account.into(),
        name.into(),
        challenge.state.clone().into(),
        challenge.made_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Takes a challenge away and gives what it was; `None` where there is none (any more). Of two at once exactly one gets it.
pub async fn take(tx: &impl ConnectionTrait, id: ChallengeId) -> Result<Option<Challenge>> {
    let sql = "DELETE FROM passkey_challenge WHERE id = ? RETURNING account_id, name, state, made_at";
    let Some(row) = tx.query_one_raw(ask(tx, sql, vec![id.0.into()])).await? else { return Ok(None) };
    let account = row.try_get_by_index::<Option<Uuid>>(0)?.map(AccountId);
    let name = row.try_get_by_index::<Option<String>>(1)?;
    Ok(Some(Challenge {
        id,
        registers: account.zip(name),
        state: row.try_get_by_index(2)?,
        made_at: Instant(row.try_get_by_index(3)?),
    }))
}

/// Forgets challenges asked before `at`.
pub async fn forget_before(tx: &impl ConnectionTrait, at: Instant) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM passkey_challenge WHERE made_at < ?", vec![at.0.into()])).await?;
    Ok(())
}

/// Adds a passkey. Errors: [`crate::Fault::Taken`] where the key is registered, of whomever.
pub async fn insert(tx: &impl ConnectionTrait, new: &Passkey) -> Result<()> {
    let sql =
        "INSERT INTO passkey (id, account_id, credential_id, name, credential, made_at) VALUES (?, ?, ?, ?, ?, ?)";
    let values = vec![
        new.id.0.into(),
        new.account.0.into(),
        new.credential_id.clone().into(),
        new.name.clone().into(),
        new.credential.clone().into(),
        new.made_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

fn passkey(row: &QueryResult) -> Result<Passkey> {
    Ok(Passkey {
        id: PasskeyId(row.try_get_by_index(0)?),
        account: AccountId(row.try_get_by_index(1)?),
        credential_id: row.try_get_by_index(2)?,
        name: row.try_get_by_index(3)?,
        credential: row.try_get_by_index(4)?,
        made_at: Instant(row.try_get_by_index(5)?),
    })
}

/// The passkey that calls itself so.
pub async fn by_credential(db: &impl ConnectionTrait, credential_id: &str) -> Result<Option<Passkey>> {
    let sql = "SELECT id, account_id, credential_id, name, credential, made_at FROM passkey WHERE credential_id = ?";
    db.query_one_raw(ask(db, sql, vec![credential_id.into()])).await?.as_ref().map(passkey).transpose()
}

/// The passkeys of a log-in, the first made first.
pub async fn of_account(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Passkey>> {
    let sql = "SELECT id, account_id, credential_id, name, credential, made_at FROM passkey WHERE account_id = ? \
        ORDER BY made_at, id";
    db.query_all_raw(ask(db, sql, vec![account.0.into()])).await?.iter().map(passkey).collect()
}

/// The same as its list shows them.
pub async fn rows_of(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<PasskeyRow>> {
    let sql = "SELECT id, name, made_at, used_at FROM passkey WHERE account_id = ? ORDER BY made_at, id";
    let row = |row: &QueryResult| {
        Ok(PasskeyRow {
            id: PasskeyId(row.try_get_by_index(0)?),
            name: row.try_get_by_index(1)?,
            made_at: Instant(row.try_get_by_index(2)?),
            used_at: row.try_get_by_index::<Option<i64>>(3)?.map(Instant),
        })
    };
    db.query_all_raw(ask(db, sql, vec![account.0.into()])).await?.iter().map(row).collect()
}

/// Notes a log-in: the key stands as `credential` now. `false` where it does not stand any more as it was read.
pub async fn used(tx: &impl ConnectionTrait, read: &Passkey, credential: &str, at: Instant) -> Result<bool> {
    let sql = "UPDATE passkey SET credential = ?, used_at = ? WHERE id = ? AND credential = ?";
    let values = vec![credential.into(), at.0.into(), read.id.0.into(), read.credential.clone().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Removes a passkey of a log-in and gives its name; `None` where the log-in has none with this id.
pub async fn remove(tx: &impl ConnectionTrait, account: AccountId, id: PasskeyId) -> Result<Option<String>> {
    let sql = "DELETE FROM passkey WHERE id = ? AND account_id = ? RETURNING name";
    let row = tx.query_one_raw(ask(tx, sql, vec![id.0.into(), account.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Removes every passkey of a log-in; how many there were.
pub async fn remove_all(tx: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    Ok(tx
        .execute_raw(ask(tx, "DELETE FROM passkey WHERE account_id = ?", vec![account.0.into()]))
        .await?
        .rows_affected())
}
