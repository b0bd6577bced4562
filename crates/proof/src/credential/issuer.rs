//! Who signs certificates, and with which key in which time. Invariant: a key of one version is followed by the next; what it signed in
//! its time stays good, what it signs after is nobody's.

use super::{jwk, point, seconds};
use domain::{time::Instant, touch::wire::signed::PUBLIC_KEY_BYTES};
use serde_json::{Value, json};

/// A key and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuerKey {
    /// Which version.
    pub version: i16,
    /// The key, SEC 1 uncompressed.
    pub point: [u8; PUBLIC_KEY_BYTES],
    /// Signs from then on.
    pub from: Instant,
    /// Signs no more from then on; absent for the one in use.
    pub until: Option<Instant>,
}

/// A register that issues certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Its address, without a slash at the end.
    pub address: String,
    /// Its keys, the newest first.
    pub keys: Vec<IssuerKey>,
}

impl Issuer {
    /// Of keys with the time from which each signs: each but the newest ends where the next begins.
    pub fn of(address: &str, keys: impl IntoIterator<Item = (i16, [u8; PUBLIC_KEY_BYTES], Instant)>) -> Self {
        let mut keys: Vec<IssuerKey> =
            keys.into_iter().map(|(version, point, from)| IssuerKey { version, point, from, until: None }).collect();
        keys.sort_by_key(|key| core::cmp::Reverse(key.version));
        let ends: Vec<Instant> = keys.iter().map(|key| key.from).collect();
        for (key, end) in keys.iter_mut().skip(1).zip(ends) {
            key.until = Some(end);
        }
        Self { address: address.trim_end_matches('/').to_owned(), keys }
    }
    /// The key of a name that signed at `at`.
    pub(super) fn key(&self, kid: &str, at: Instant) -> Option<&IssuerKey> {
        let known = self.keys.iter().find(|key| key.version.to_string() == kid)?;
        // To the second, as tokens say it.
        let at = seconds(at);
        let within = at >= seconds(known.from) && known.until.is_none_or(|until| at <= seconds(until));
        within.then_some(known)
    }
    /// As it is published (SD-JWT VC, JWT VC Issuer Metadata). `nbf` and `exp` of a key are its time, seconds since 1970.
    pub fn document(&self) -> Value {
        let keys = self.keys.iter().map(|key| {
            let mut of = jwk(&key.point);
            of.insert("kid".to_owned(), key.version.to_string().into());
            of.insert("alg".to_owned(), "ES256".into());
            of.insert("use".to_owned(), "sig".into());
            of.insert("nbf".to_owned(), seconds(key.from).into());
            of.extend(key.until.map(|until| ("exp".to_owned(), seconds(until).into())));
            Value::Object(of)
        });
        json!({ "issuer": self.address, "jwks": { "keys": keys.collect::<Vec<_>>() } })
    }
    /// From what was published; `None` where it is no such document, or one of its keys is none.
    pub fn read(document: &Value) -> Option<Self> {
        let address = document.get("issuer")?.as_str()?.to_owned();
        let key = |of: &Value| {
            let time = |name: &str| of.get(name).and_then(Value::as_i64).map(|at| Instant(at.saturating_mul(1_000)));
            let version = of.get("kid")?.as_str()?.parse().ok()?;
            Some(IssuerKey { version, point: point(of)?, from: time("nbf")?, until: time("exp") })
        };
        let keys: Option<Vec<IssuerKey>> = document.get("jwks")?.get("keys")?.as_array()?.iter().map(key).collect();
        Some(Self { address, keys: keys? })
    }
}
