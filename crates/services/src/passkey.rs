//! パスキー: registering keys after logging in, and logging in by one. Invariant: a challenge is taken away before its answer is judged,
//! so that none is answered twice; of an answer that fails nobody learns why, nor whether the key or its log-in exists.

mod party;

use crate::{
    Call, Change, Error, Result,
    account::{self, Attempt, count, note_log_in, prove_password, usable},
    typed,
};
use domain::{
    access::Denied,
    form::FieldProblem,
    id::{AccountId, ChallengeId, PasskeyId},
    passkey::{ANSWER_BYTES_MAX, HELD_MAX, PasskeyRow, check_name, in_time},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::{
    ConnectionTrait, Fault,
    passkey::{self as rows, Challenge, Passkey},
};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey as Key, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
};

pub use party::origin;

/// No key answered as it must.
pub const FAILED: &str = "auth.passkey_failed";
/// The answer came too late, or was given before.
pub const LATE: &str = "auth.passkey_late";
/// This register's address lets no browser use passkeys.
pub const NOT_HERE: &str = "auth.passkey_not_here";
/// As many as a log-in may have.
pub const TOO_MANY: &str = "auth.passkey_too_many";
/// The key is registered.
pub const KNOWN: &str = "auth.passkey_known";

/// What a browser is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which challenge; kept in the browser's session, so that no other browser answers it.
    pub challenge: ChallengeId,
    /// `publicKey` of `navigator.credentials`, JSON (WebAuthn Level 3, 5.1.8 and 5.1.9).
    pub options: String,
}

async fn own(call: &Call) -> Result<account::Account> {
    usable(&call.db, call.actor.account.ok_or(Error::Forbidden(Denied::LogInFirst))?).await
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn written<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// What a browser sent; `None` where it is none of an answer's form.
fn parsed<T: DeserializeOwned>(answer: &str) -> Option<T> {
    if answer.len() > ANSWER_BYTES_MAX {
        return None;
    }
    let mut value: Value = serde_json::from_str(answer).ok()?;
    // How a key is reached is not kept: it is not asked for again, and browsers name ways the library does not know yet.
    if let Some(response) = value.get_mut("response").and_then(Value::as_object_mut) {
        response.remove("transports");
    }
    serde_json::from_value(value).ok()
}

/// The passkeys of who is logged in, the first made first. Errors: `Forbidden(LogInFirst)`.
pub async fn list(call: &Call) -> Result<Vec<PasskeyRow>> {
    Ok(rows::rows_of(call.db.read(), own(call).await?.id).await?)
}

async fn ask<T: Serialize>(
    call: &Call,
    registers: Option<(AccountId, String)>,
    options: &T,
    state: String,
) -> Result<Asked> {
    let mut options = serde_json::to_value(options).map_err(Error::internal)?;
    let mut options = options["publicKey"].take();
    if registers.is_some() {
        // Else a key might need the log-in's name to be found again, and nobody types one.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    }
    let challenge = Challenge { id: ChallengeId(call.ids.uuid(call.now())), registers, state, made_at: call.now() };
    let tx = call.db.begin().await?;
    rows::ask_for(&tx, &challenge).await?;
    tx.commit().await?;
    Ok(Asked { challenge: challenge.id, options: options.to_string() })
}

/// Asks the browser of who is logged in to make a key, once the password was given again: a phone left lying must not get a key of
/// somebody else's. Errors: problems of `name` and `password`; `auth.password_wrong`, `auth.locked`, [`TOO_MANY`], [`NOT_HERE`].
pub async fn ask_new(call: &Call, name: &str, password: &str, client: &str) -> Result<Asked> {
    let account = own(call).await?;
    let party = party::of(call)?;
    let name = typed::plain(name);
    let named = check_name(&name).map(str::to_owned);
    let mut problems: Vec<FieldProblem> =
        named.as_ref().err().map(|problem| FieldProblem::new("name", problem.clone())).into_iter().collect();
    if let Err(Error::Rejected(rejection)) = account::all_typed(&[("password", password)]) {
        problems.extend(rejection.fields);
    }
    let name = match named {
        Ok(name) if problems.is_empty() => name,
        _ => return Err(Error::fields(problems)),
    };
    let held = rows::of_account(call.db.read(), account.id).await?;
    if held.len() >= HELD_MAX as usize {
        return Err(Error::rejected(TOO_MANY));
    }
    prove_password(call, &account, password, client).await?;
    let known = held.iter().map(|held| read::<Key>(&held.credential).map(|key| key.cred_id().clone()));
    let known = known.collect::<Result<Vec<_>>>()?;
    let started = party.start_passkey_registration(account.id.0, &account.login_id, &account.name, Some(known));
    let (options, state) = started.map_err(Error::internal)?;
    ask(call, Some((account.id, name)), &options, written::<PasskeyRegistration>(&state)?).await
}

/// The challenge, which nobody can answer after this. Errors: [`LATE`].
async fn taken(call: &Call, challenge: Option<ChallengeId>) -> Result<Challenge> {
    let id = challenge.ok_or(Error::rejected(LATE))?;
    let tx = call.db.begin().await?;
    let found = rows::take(&tx, id).await?;
    tx.commit().await?;
    found.filter(|found| in_time(found.made_at, call.now())).ok_or(Error::rejected(LATE))
}

fn about(process: &'static str, account: AccountId) -> Change {
    Change { process, subject_kind: "account", subject_id: account.to_string(), ..Change::default() }
}

/// Keeps the key a browser made. Errors: [`LATE`], [`FAILED`], [`KNOWN`], [`TOO_MANY`], [`NOT_HERE`].
pub async fn keep(call: &Call, challenge: Option<ChallengeId>, answer: &str) -> Result<()> {
    let account = own(call).await?;
    let party = party::of(call)?;
    let challenge = taken(call, challenge).await?;
    let Some((_, name)) = challenge.registers.filter(|(whose, _)| *whose == account.id) else {
        return Err(Error::rejected(LATE));
    };
    let answer: RegisterPublicKeyCredential = parsed(answer).ok_or(Error::rejected(FAILED))?;
    let made = party.finish_passkey_registration(&answer, &read(&challenge.state)?);
    let key = made.map_err(|fault| refused(&fault))?;
    let new = Passkey {
        id: PasskeyId(call.ids.uuid(call.now())),
        account: account.id,
        credential_id: hex::encode(key.cred_id()),
        name,
        credential: written(&key)?,
        made_at: call.now(),
    };
    let tx = call.db.begin().await?;
    // Of two kept at once the second waits here, and is counted with the first.
    let held = store::account::lock(&tx, account.id).await?.ok_or(Error::rejected(LATE))?;
    // Another password was given meanwhile: whoever asked may be another than who holds the log-in from now on.
    if held.disabled_at.is_some() || held.sessions_from.is_some_and(|from| from > challenge.made_at) {
        return Err(Error::rejected(LATE));
    }
    if rows::of_account(&tx, account.id).await?.len() >= HELD_MAX as usize {
        return Err(Error::rejected(TOO_MANY));
    }
    match rows::insert(&tx, &new).await {
        Err(Fault::Taken(_)) => return Err(Error::rejected(KNOWN)),
        done => done?,
    }
    let kept = json!({ "passkey": new.id, "name": new.name });
    call.note(&tx, Change { new: Some(kept), ..about("passkey.register", account.id) }).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a passkey of who is logged in. Errors: `NotFound`.
pub async fn remove(call: &Call, id: PasskeyId) -> Result<()> {
    let account = own(call).await?;
    let tx = call.db.begin().await?;
    let name = rows::remove(&tx, account.id, id).await?.ok_or(Error::NotFound)?;
    let gone = json!({ "passkey": id, "name": name });
    call.note(&tx, Change { old: Some(gone), ..about("passkey.remove", account.id) }).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes every passkey of a log-in that is given another password by somebody else than who knows the one before: whoever made them
/// may be another than who holds the log-in from now on.
pub(crate) async fn end_all(call: &Call, tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    let count = rows::remove_all(tx, account).await?;
    if count > 0 {
        call.note(tx, Change { old: Some(json!({ "passkeys": count })), ..about("passkey.end_all", account) }).await?;
    }
    Ok(())
}

/// Asks a stranger's browser for any key of this register. Errors: `rate_limited`, [`NOT_HERE`].
pub async fn ask_log_in(call: &Call, client: &str) -> Result<Asked> {
    let party = party::of(call)?;
    count(call, "passkey", client).await?;
    let (options, state) = party.start_discoverable_authentication().map_err(Error::internal)?;
    ask(call, None, &options, written::<DiscoverableAuthentication>(&state)?).await
}

/// Logs in by the answer of a key. It stands for the second factor too: the key lies in a device (possession) that has made sure of its
/// holder by face, finger or code, without which no answer is taken. Errors: [`FAILED`], [`LATE`], `auth.locked`, [`NOT_HERE`].
pub async fn log_in(call: &Call, challenge: Option<ChallengeId>, answer: &str, client: &str) -> Result<AccountId> {
    let party = party::of(call)?;
    let answer: Option<PublicKeyCredential> = parsed(answer);
    let tried = answer.as_ref().map_or_else(String::new, |answer| hex::encode(answer.get_credential_id()));
    let attempt = Attempt::begin(call, "passkey", &tried, client).await?;
    let challenge = taken(call, challenge).await?;
    let (Some(answer), None) = (answer, challenge.registers) else { return Err(Error::rejected(FAILED)) };
    let found = rows::by_credential(call.db.read(), &tried).await?.ok_or(Error::rejected(FAILED))?;
    // The key says for whom it was made; it must be the one it is kept for.
    if answer.get_user_unique_id() != Some(found.account.0.as_bytes().as_slice()) {
        return Err(Error::rejected(FAILED));
    }
    let account = store::account::by_id(call.db.read(), found.account).await?;
    let account = account.filter(|found| found.disabled_at.is_none()).ok_or(Error::rejected(FAILED))?;
    let mut key: Key = read(&found.credential)?;
    let judged = party.finish_discoverable_authentication_v2(&answer, read(&challenge.state)?, &key);
    let judged = judged.map_err(|fault| refused(&fault))?;
    if !judged.user_verified() {
        return Err(Error::rejected(FAILED));
    }
    key.update_credential(&judged);
    let tx = call.db.begin().await?;
    // A counter that moved meanwhile means a second holder of the key, or the same answer twice.
    if !rows::used(&tx, &found, &written(&key)?, call.now()).await? {
        return Err(Error::rejected(FAILED));
    }
    attempt.succeeded(&tx).await?;
    note_log_in(call, &tx, &account, Some(json!({ "passkey": found.id }))).await?;
    tx.commit().await?;
    Ok(account.id)
}

/// For the log of the server alone: the person is told that it failed.
fn refused(fault: &webauthn_rs::prelude::WebauthnError) -> Error {
    tracing::info!(%fault, "a passkey's answer was refused");
    Error::rejected(FAILED)
}
