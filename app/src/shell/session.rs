//! What a browser's session holds. Invariant: keys are named here only, and logging in changes the session's id, so
//! that an id known before is worth nothing afterwards (session fixation).

use super::{UiError, error::UNAVAILABLE, request};
use domain::id::{AccountId, ApplicationId, ChallengeId};
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::Session;

/// The account that is logged in, all factors given.
pub const ACCOUNT: &str = "account";
/// When the password was given by which [`ACCOUNT`] or [`PENDING`] came here: another password ends what began before it.
pub const SINCE: &str = "since";
/// The account that logged in at a gate's phone. It may make the phone a gate and nothing else, and only until it has:
/// pages do not know this key.
pub const GATE: &str = "gate";
/// The account whose password was right and whose second factor is awaited.
pub const PENDING: &str = "pending";
/// Whether that account has enrolled an authenticator app before.
pub const ENROLLED: &str = "enrolled";
/// The challenge a key of this browser is to answer.
pub const PASSKEY: &str = "passkey";
/// The application an applicant without an account is filling in.
pub const APPLICATION: &str = "application";
/// The application a form that was shown before anything was begun has begun here.
pub const BEGUN: &str = "begun";
/// Whether this browser left an application for another person's: a page of it may still be open beside the new one.
pub const LEFT: &str = "left";
/// SHA-256 of the link by which this browser came to [`APPLICATION`], where it was sent to the person: a newer link ends it.
pub const LINK: &str = "link";
/// Read once: what the next page shows of the last form.
pub const FLASH: &str = "flash";
/// Where to go after logging in; kept here since it may hold a card's address, which no other address may.
pub const NEXT: &str = "next";

/// Answers of this module. The only error is `unavailable`: sessions live in the database.
pub type Answer<T> = Result<T, UiError>;

fn gone<E>(_: E) -> UiError {
    UiError::of(UNAVAILABLE)
}

async fn get<T: DeserializeOwned>(session: &Session, key: &str) -> Answer<Option<T>> {
    session.get(key).await.map_err(gone)
}

async fn put<T: Serialize>(session: &Session, key: &str, value: T) -> Answer<()> {
    session.insert(key, value).await.map_err(gone)
}

async fn take<T: DeserializeOwned>(session: &Session, key: &str) -> Answer<Option<T>> {
    session.remove(key).await.map_err(gone)
}

/// Logs `account` in: the session gets another id, and what only a stranger needed is forgotten.
pub async fn log_in(account: AccountId) -> Answer<()> {
    let session = request::session();
    session.cycle_id().await.map_err(gone)?;
    // Who owed a second factor gave the password when that was asked for.
    if take::<AccountId>(&session, PENDING).await?.is_none() {
        put(&session, SINCE, request::call().now()).await?;
    }
    take::<bool>(&session, ENROLLED).await?;
    take::<ApplicationId>(&session, APPLICATION).await?;
    take::<String>(&session, LINK).await?;
    put(&session, ACCOUNT, account).await
}

/// Remembers that `account` gave its password and still owes its second factor, enrolled before or not.
pub async fn await_second_factor(account: AccountId, enrolled: bool) -> Answer<()> {
    let session = request::session();
    session.cycle_id().await.map_err(gone)?;
    take::<AccountId>(&session, ACCOUNT).await?;
    // Else what a business was filing for somebody would look like the person's own until the code is given.
    take::<ApplicationId>(&session, APPLICATION).await?;
    put(&session, SINCE, request::call().now()).await?;
    put(&session, ENROLLED, enrolled).await?;
    put(&session, PENDING, account).await
}

/// Logs `account` in by its passkey, whoever had given a password here before.
pub async fn log_in_by_key(account: AccountId) -> Answer<()> {
    take::<AccountId>(&request::session(), PENDING).await?;
    log_in(account).await
}

/// Remembers which challenge a key of this browser is to answer.
pub async fn await_passkey(challenge: ChallengeId) -> Answer<()> {
    put(&request::session(), PASSKEY, challenge).await
}

/// The challenge a key of this browser was to answer, once.
pub async fn take_passkey() -> Answer<Option<ChallengeId>> {
    take(&request::session(), PASSKEY).await
}

/// Logs out: the session is deleted, here and in the database.
pub async fn log_out() -> Answer<()> {
    request::session().flush().await.map_err(gone)
}

/// Who is logged in.
pub async fn account() -> Answer<Option<AccountId>> {
    get(&request::session(), ACCOUNT).await
}

/// Whose second factor is awaited, and whether it was enrolled before.
pub async fn pending() -> Answer<Option<(AccountId, bool)>> {
    let session = request::session();
    let enrolled = get::<bool>(&session, ENROLLED).await?.unwrap_or_default();
    Ok(get(&session, PENDING).await?.map(|account| (account, enrolled)))
}

/// The application this browser is filling in.
pub async fn application() -> Answer<Option<ApplicationId>> {
    get(&request::session(), APPLICATION).await
}

/// Binds this browser to an application just started or resumed.
pub async fn bind_application(application: ApplicationId) -> Answer<()> {
    let session = request::session();
    session.cycle_id().await.map_err(gone)?;
    put(&session, APPLICATION, application).await
}

/// Remembers where to go after logging in. Anything but a path of this server is ignored.
pub async fn remember_next(path: &str) -> Answer<()> {
    if is_own_path(path) { put(&request::session(), NEXT, path).await } else { Ok(()) }
}

/// Where to go after logging in, once.
pub async fn take_next() -> Answer<Option<String>> {
    take(&request::session(), NEXT).await
}

/// Puts `value` under `key` for the next page.
pub(super) async fn leave<T: Serialize>(key: &str, value: T) -> Answer<()> {
    put(&request::session(), key, value).await
}

/// What lies under `key`, without taking it.
pub(super) async fn look<T: DeserializeOwned>(key: &str) -> Answer<Option<T>> {
    get(&request::session(), key).await
}

/// Takes away what lies under `key`.
pub(super) async fn clear(key: &str) -> Answer<()> {
    take::<serde_json::Value>(&request::session(), key).await.map(drop)
}

/// Whether `path` is an address of this server: one slash, no other host, no control characters.
pub fn is_own_path(path: &str) -> bool {
    path.len() <= 1024
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_gone_to() {
        for own in ["/", "/passport", "/t?picc_data=00&cmac=11", "/business/sites/1#x"] {
            assert!(is_own_path(own), "{own}");
        }
        for other in ["", "passport", "//evil.example/", "/\\evil.example", "https://evil.example/", "/a\r\nb", "/ a"] {
            assert!(!is_own_path(other), "{other}");
        }
        assert!(!is_own_path(&format!("/{}", "a".repeat(1024))));
    }
}
