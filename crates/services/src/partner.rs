//! Partner systems: client credentials and access tokens (RFC 6749 §4.4). Invariant: secrets and tokens are 256 bits of
//! chance, shown once and kept as hashes, so that guessing is hopeless and a stolen table is worthless.

use crate::{Call, Change, Db, Error, Result, account::LOCKED, typed};
use domain::{
    access::{Action, Actor, Resource, Role},
    account::{Attempts, WAIT_MS, WINDOW_MS, client_limit},
    form::{FieldProblem, Problem},
    id::{BusinessId, PartnerId},
    time::{HOUR_MS, Instant},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{account::failure, partner as rows};
use subtle::ConstantTimeEq;

/// The one scope there is: sending touches.
pub const SCOPE: &str = "touch.send";
/// No such client, or not its secret: the two are one.
pub const CLIENT_UNKNOWN: &str = "oauth.invalid_client";

const TOKEN_MS: i64 = HOUR_MS;
const NAME_CHARS_MAX: u32 = 80;

/// An access token, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The secret: `Authorization: Bearer …`.
    pub token: String,
    /// Seconds it is good for.
    pub expires_in_s: i64,
    /// What it opens.
    pub scope: &'static str,
}

/// A new partner's credentials, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedPartner {
    /// Names the system.
    pub client_id: String,
    /// Proves it.
    pub client_secret: String,
}

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Registers a partner system that sends in the name of `business`. Errors: problems of `name`, `business`.
pub async fn create(call: &Call, name: &str, business: BusinessId) -> Result<IssuedPartner> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let mut problems = Vec::new();
    let name = typed::plain(name);
    if name.is_empty() {
        problems.push(FieldProblem::new("name", Problem::Missing));
    } else if u32::try_from(name.chars().count()).is_ok_and(|chars| chars > NAME_CHARS_MAX) {
        problems.push(FieldProblem::new("name", Problem::TooLong { max: NAME_CHARS_MAX }));
    }
    if !store::business::exists(call.db.read(), business).await? {
        problems.push(FieldProblem::new("business", Problem::Unknown));
    }
    if !problems.is_empty() {
        return Err(Error::fields(problems));
    }
    let client_id = format!("p-{}", hex::encode(call.ids.bytes::<8>()));
    let client_secret = hex::encode(call.ids.bytes::<32>());
    let partner = rows::Partner {
        id: PartnerId(call.ids.uuid(call.now())),
        name,
        client_id: client_id.clone(),
        secret_hash: hash(&client_secret),
        business,
        created_at: call.now(),
        disabled_at: None,
    };
    let tx = call.db.begin().await?;
    rows::insert(&tx, &partner).await?;
    let change = Change {
        process: "partner.create",
        subject_kind: "partner",
        subject_id: partner.id.to_string(),
        new: Some(json!({ "client_id": client_id, "business": business })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(IssuedPartner { client_id, client_secret })
}

/// Lets a partner system do nothing from now on, with the tokens it holds as well. Errors: `NotFound`, `Forbidden`,
/// `conflict.already_done`.
pub async fn disable(call: &Call, client_id: &str) -> Result<()> {
    call.authorize(Action::AccountAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let found = rows::by_client_id(&tx, client_id).await?.ok_or(Error::NotFound)?;
    if !rows::disable(&tx, found.id, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "partner.disable",
        subject_kind: "partner",
        subject_id: found.id.to_string(),
        old: Some(json!({ "disabled": false })),
        new: Some(json!({ "disabled": true })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Answers client credentials with a token for an hour. `client` is the address the request came from. Errors:
/// `oauth.invalid_client`, `auth.locked`.
pub async fn token(call: &Call, client_id: &str, client_secret: &str, client: &str) -> Result<AccessToken> {
    let subject = format!("client:{}", &hash(client)[..32]);
    // Tries at 256 bits need no strict count: they are looked up here and written down only where they were wrong.
    let since = Instant(call.now().0 - WINDOW_MS - WAIT_MS);
    let wrong_at = failure::since(call.db.read(), &subject, since, call.request_id, 100).await?;
    client_limit(&Attempts { wrong_at }, call.now()).map_err(|_| Error::rejected(LOCKED))?;

    let found =
        rows::by_client_id(call.db.read(), &typed::plain(client_id)).await?.filter(|found| found.disabled_at.is_none());
    let right = |found: &rows::Partner| bool::from(found.secret_hash.as_bytes().ct_eq(hash(client_secret).as_bytes()));
    let tx = call.db.begin().await?;
    let Some(partner) = found.filter(right) else {
        failure::add(&tx, &[&subject], call.now(), call.ids.uuid(call.now())).await?;
        tx.commit().await?;
        return Err(Error::rejected(CLIENT_UNKNOWN));
    };
    let token = hex::encode(call.ids.bytes::<32>());
    rows::insert_token(&tx, &hash(&token), partner.id, call.now().plus_ms(TOKEN_MS)).await?;
    let change = Change {
        process: "partner.token",
        subject_kind: "partner",
        subject_id: partner.id.to_string(),
        ..Change::default()
    };
    call.acting(acting(&partner)).note(&tx, change).await?;
    tx.commit().await?;
    Ok(AccessToken { token, expires_in_s: TOKEN_MS / 1000, scope: SCOPE })
}

fn acting(partner: &rows::Partner) -> Actor {
    Actor { partner: Some(partner.id), business: Some(partner.business), ..Actor::of(Role::Partner) }
}

/// Who acts with an access token; `None` where it is unknown or has ended, or its partner is disabled.
pub async fn actor(db: &Db, token: &str, now: Instant) -> Result<Option<Actor>> {
    Ok(rows::by_token(db.read(), &hash(token), now).await?.as_ref().map(acting))
}
