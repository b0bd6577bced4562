//! Signed tokens in their compact form. Invariant: one algorithm, ES256; a header that says another is refused before anything is looked
//! at, so that no token chooses how it is verified.

use super::{Fault, Issuer, Sign};
use crate::device::verify;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::time::Instant;
use serde_json::{Map, Value, json};

/// A token whose signature was verified.
pub(super) struct Token {
    pub(super) payload: Map<String, Value>,
}

pub(super) fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` where it is not the one way in which some bytes are written.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_slice(&decoded(text)?) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// The token of a payload. `None` where it could not be signed.
pub(super) fn signed(typ: &str, kid: &str, payload: &Value, sign: Sign<'_>) -> Option<String> {
    let header = json!({ "alg": "ES256", "kid": kid, "typ": typ });
    let message = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(payload.to_string().as_bytes()));
    let signature = sign(message.as_bytes())?;
    Some(format!("{message}.{}", encoded(&signature)))
}

/// Seconds of a payload as a time.
pub(super) fn time(payload: &Map<String, Value>, name: &str) -> Option<Instant> {
    payload.get(name)?.as_i64()?.checked_mul(1_000).map(Instant)
}

/// A token of a type that the issuer signed, with a key that was its own when the token says it was made. Errors: [`Fault`].
pub(super) fn verified(text: &str, typ: &str, issuer: &Issuer) -> Result<Token, Fault> {
    let (message, signature) = text.rsplit_once('.').ok_or(Fault::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(Fault::Malformed)?;
    let header = object(header).ok_or(Fault::Malformed)?;
    let is = |name: &str, value: &str| header.get(name).and_then(Value::as_str) == Some(value);
    // What a header calls critical must be understood (RFC 7515 §4.1.11), and nothing is.
    if !is("alg", "ES256") || !is("typ", typ) || header.contains_key("crit") {
        return Err(Fault::Malformed);
    }
    let payload = object(payload).ok_or(Fault::Malformed)?;
    let signature = decoded(signature).and_then(|bytes| bytes.try_into().ok()).ok_or(Fault::Malformed)?;
    let made = time(&payload, "iat").ok_or(Fault::Malformed)?;
    let kid = header.get("kid").and_then(Value::as_str).ok_or(Fault::Malformed)?;
    let key = issuer.key(kid, made).ok_or(Fault::Stranger)?;
    if !verify(&key.point, message.as_bytes(), &signature) {
        return Err(Fault::Forged);
    }
    Ok(Token { payload })
}
