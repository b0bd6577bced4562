//! Limits on tries. Invariant: a try is written down before it is judged and taken back only where it succeeded or was
//! not allowed, so that many at once cannot each be the first.

use super::LOCKED;
use crate::{Call, Error, Rejection, Result};
use domain::{
    account::{Attempts, CLIENT_WRONG_MAX, WAIT_MS, WINDOW_MS, WRONG_MAX, client_limit, limit, remaining},
    time::Instant,
};
use sha2::{Digest, Sha256};
use store::{ConnectionTrait, account::failure};
use uuid::Uuid;

/// One try to prove who one is, counted as wrong until [`Attempt::succeeded`].
#[derive(Debug)]
pub struct Attempt {
    id: Uuid,
    subject: String,
    client: String,
}

/// What is tried is not kept: somebody may have typed a password into the field for the ID.
fn subject(kind: &str, tried: &str) -> String {
    format!("{kind}:{}", hex::encode(&Sha256::digest(tried.as_bytes())[..16]))
}

/// Too many of something in a short time.
const TOO_MANY: &str = "rate_limited";

/// Counts something a stranger may do without proving anything (`start`, `photo`), by the address it comes from. Errors:
/// `rate_limited` where there were too many; such a one does not count.
pub async fn count(call: &Call, kind: &str, client: &str) -> Result<()> {
    let subject = subject(kind, client);
    let since = Instant(call.now().0 - WINDOW_MS - WAIT_MS);
    let found = failure::since(call.db.read(), &subject, since, Uuid::nil(), u64::from(CLIENT_WRONG_MAX) * 2).await?;
    client_limit(&Attempts { wrong_at: found }, call.now()).map_err(|_| Error::rejected(TOO_MANY))?;
    let tx = call.db.begin().await?;
    failure::add(&tx, &[&subject], call.now(), call.ids.uuid(call.now())).await?;
    tx.commit().await?;
    Ok(())
}

/// The same of what only strangers are limited in: whoever is logged in answers for it under their own name.
pub async fn count_stranger(call: &Call, kind: &str, client: &str) -> Result<()> {
    if call.actor.account.is_some() { Ok(()) } else { count(call, kind, client).await }
}

impl Attempt {
    /// Writes down a try of `kind` (`account`, `resume` …) at `tried`, from the address `client`. Errors: `auth.locked`
    /// where too many were wrong, for this `tried` or from this client; such a try does not count.
    pub async fn begin(call: &Call, kind: &str, tried: &str, client: &str) -> Result<Self> {
        Self::counted(call, subject(kind, tried), subject("client", client)).await
    }

    /// The same of what a browser does by opening an address: wrong ones of a client count for this `kind` alone. Any page of
    /// another site can make a browser open addresses, and is not to keep a whole office from logging in.
    pub async fn begin_apart(call: &Call, kind: &str, tried: &str, client: &str) -> Result<Self> {
        Self::counted(call, subject(kind, tried), subject(&format!("client_{kind}"), client)).await
    }

    /// Counts what somebody asks for and never proves, such as a message to another's phone: at `asked` and from `client`, for this
    /// `kind` alone. Errors: `rate_limited`; such a one does not count.
    pub async fn ask(call: &Call, kind: &str, asked: &str, client: &str) -> Result<()> {
        match Self::begin_apart(call, kind, asked, client).await {
            Err(Error::Rejected(Rejection { code: LOCKED, .. })) => Err(Error::rejected(TOO_MANY)),
            begun => begun.map(drop),
        }
    }

    async fn counted(call: &Call, subject: String, client: String) -> Result<Self> {
        let attempt = Self { id: call.ids.uuid(call.now()), subject, client };
        let subjects = [attempt.subject.as_str(), attempt.client.as_str()];
        let tx = call.db.begin().await?;
        failure::add(&tx, &subjects, call.now(), attempt.id).await?;
        tx.commit().await?;
        // Counted only after the commit: of several at once, each sees those committed before it.
        let mine = attempt.wrong_before(call, &attempt.subject, WRONG_MAX).await?;
        let clients = attempt.wrong_before(call, &attempt.client, CLIENT_WRONG_MAX).await?;
        if limit(&mine, call.now()).is_err() || client_limit(&clients, call.now()).is_err() {
            let tx = call.db.begin().await?;
            failure::take_back(&tx, &subjects, attempt.id).await?;
            tx.commit().await?;
            return Err(Error::rejected(LOCKED));
        }
        Ok(attempt)
    }

    async fn wrong_before(&self, call: &Call, subject: &str, wrong_max: u32) -> Result<Attempts> {
        let now = call.now();
        let since = Instant(now.0 - WINDOW_MS - WAIT_MS);
        // Twice the limit shows every run of wrong tries that can still hold: none is noted while waiting.
        let found = failure::since(call.db.read(), subject, since, self.id, u64::from(wrong_max) * 2).await?;
        // Another process's clock may be a little ahead; its tries count all the same.
        Ok(Attempts { wrong_at: found.into_iter().map(|at| at.min(now)).collect() })
    }

    /// It was right: earlier wrong ones at the same ID are forgotten, those of the client are not.
    pub async fn succeeded(&self, tx: &impl ConnectionTrait) -> Result<()> {
        failure::forget(tx, &self.subject).await?;
        failure::take_back(tx, &[&self.client], self.id).await?;
        Ok(())
    }

    /// Forgets the wrong ones at `tried`: there is another secret now, which nobody has tried yet.
    pub(super) async fn forget(tx: &impl ConnectionTrait, kind: &str, tried: &str) -> Result<()> {
        Ok(failure::forget(tx, &subject(kind, tried)).await?)
    }

    /// How many more tries of `kind` at `tried` there are before one must wait, for the sentence after a wrong one. The
    /// same for what exists and for what does not.
    pub async fn left(call: &Call, kind: &str, tried: &str) -> Result<u32> {
        let now = call.now();
        let since = Instant(now.0 - WINDOW_MS - WAIT_MS);
        let found =
            failure::since(call.db.read(), &subject(kind, tried), since, Uuid::nil(), u64::from(WRONG_MAX) * 2).await?;
        Ok(remaining(&Attempts { wrong_at: found.into_iter().map(|at| at.min(now)).collect() }, now))
    }
}
