//! Hashing of passwords: argon2id with OWASP's parameters. Invariant: the work done is the same whether or not there is
//! an account, and only [`AT_ONCE_MAX`] hashes take memory at a time.

use crate::{Call, Error, Result};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use domain::account::check_new_password;
use tokio::sync::Semaphore;

/// Memory in KiB (19 MiB), passes and lanes: OWASP Password Storage Cheat Sheet, argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Each hash takes 19 MiB; more at once would only wait for the processor.
const AT_ONCE_MAX: usize = 8;
/// Longer than any password taken; what is longer is wrong without being read.
const BYTES_MAX: usize = 1024;
/// What a password is held against where there is no account: same parameters, no password fits.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// That a new password typed twice can be taken. Errors: problems of `password` and `password_again`, all at once.
pub(crate) fn require_new(password: &str, again: &str) -> Result<()> {
    let problems = check_new_password(password, again);
    if problems.is_empty() { Ok(()) } else { Err(Error::fields(problems)) }
}

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE_MAX);

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// The PHC string to keep for `password`. Takes tens of milliseconds: never within a transaction.
pub async fn hash_password(call: &Call, password: &str) -> Result<String> {
    let salt = SaltString::encode_b64(&call.ids.bytes::<16>()).map_err(Error::internal)?;
    let password = password.to_owned();
    in_turn(move || {
        let hash = argon2()?.hash_password(password.as_bytes(), &salt).map_err(Error::internal)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether `password` fits the kept `hash`; without one the same work is done and the answer is no.
pub(super) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let (password, fits) =
        if password.len() > BYTES_MAX { (String::new(), false) } else { (password.to_owned(), true) };
    let right = in_turn(move || {
        let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
        Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(right && known && fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobodys_hash_costs_what_everybodys_does_and_fits_nothing() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(nobody.algorithm, Algorithm::Argon2id.ident());
        for tried in ["", "password", "A"] {
            assert!(!verify(tried, None).await.unwrap());
        }
    }

    #[tokio::test]
    async fn only_the_password_itself_fits() {
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let hash = argon2().unwrap().hash_password(b"kensetsu-2026", &salt).unwrap().to_string();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("kensetsu-2026", Some(&hash)).await.unwrap());
        for wrong in ["", "kensetsu-2027", "kensetsu-2026 ", &"x".repeat(BYTES_MAX + 1)] {
            assert!(!verify(wrong, Some(&hash)).await.unwrap(), "{wrong}");
        }
        assert!(verify("x", Some("not a hash")).await.is_err());
    }
}
