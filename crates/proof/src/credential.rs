//! 登録情報証明 as a verifiable credential: SD-JWT VC, its issuer's keys and the list of those taken back. Invariant: what is shown of a
//! credential was signed whole, by a key that was the issuer's when it was made; whatever is beside the signature and does not belong to it
//! makes the whole of no worth.
//!
//! Source: RFC 9901 (SD-JWT), SD-JWT VC, Token Status List (IETF OAuth working group), RFC 7515 and 7518 (JWS, ES256).
//! `app/static/checks/credential.js` does the same in a browser; both are held by the same examples.

mod issuer;
mod jws;
mod sd_jwt;
mod status;
#[cfg(test)]
mod tests;

pub use issuer::{Issuer, IssuerKey};
pub use sd_jwt::{Claim, Draft, SALT_BYTES};
pub use status::{StatusList, StatusToken};

use crate::device::verify;
use domain::{
    certificate::{HolderCode, HolderFault, Judged, Kind, Verdict},
    time::Instant,
    touch::wire::signed::{PUBLIC_KEY_BYTES, SIGNATURE_BYTES, from_hex, to_hex},
};
use serde_json::Value;

/// The longest text that is looked at, bytes: one on paper has a thousand, one in a file some more for each qualification.
pub const TEXT_BYTES_MAX: usize = 65_536;

/// Why a text is no good credential, before its time and list are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// None of this kind.
    #[error("no credential of this kind")]
    Malformed,
    /// Of another issuer, or of a key that is not known or was not used then.
    #[error("of another issuer")]
    Stranger,
    /// The signature is not the key's.
    #[error("the signature is not the issuer's")]
    Forged,
    /// Disclosures were added, doubled or changed.
    #[error("altered beside the signature")]
    Altered,
}

impl From<Fault> for Verdict {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Malformed => Self::Malformed,
            Fault::Stranger => Self::Stranger,
            Fault::Forged => Self::Forged,
            Fault::Altered => Self::Altered,
        }
    }
}

/// Signs a message: ECDSA over P-256 with SHA-256, `r ‖ s`.
pub type Sign<'a> = &'a dyn Fn(&[u8]) -> Option<[u8; SIGNATURE_BYTES]>;

/// Seconds as such tokens have them.
pub(crate) const fn seconds(at: Instant) -> i64 {
    at.0.div_euclid(1_000)
}

/// The text of a credential within what was read: a QR code holds it behind the address of the page that looks at it.
pub fn text_within(read: &str) -> &str {
    let read = read.trim();
    read.rsplit_once('#').map_or(read, |(_, text)| text)
}

/// What looking at a credential at `now` comes to, with the lists held: each is believed as far as its own signature goes.
pub fn judge(read: &str, issuer: &Issuer, lists: &[String], now: Instant) -> Judged {
    let text = text_within(read);
    if text.len() > TEXT_BYTES_MAX {
        return Judged::only(Verdict::Malformed);
    }
    match sd_jwt::opened(text, issuer) {
        Ok(opened) => looked_up(&opened, issuer, lists, now),
        Err(fault) => Judged::only(fault.into()),
    }
}

/// What a second code shows of the certificate that is bound to the phone whose key, hex, is `holder`. Errors: [`HolderFault`].
pub fn judge_second(read: &str, holder: &str, now: Instant) -> Result<(), HolderFault> {
    let code = HolderCode::parse(read).ok_or(HolderFault::Malformed)?;
    let key: [u8; PUBLIC_KEY_BYTES] = from_hex(holder).ok_or(HolderFault::Malformed)?;
    code.judge(now, |message, signature| verify(&key, message, signature))
}

fn looked_up(opened: &sd_jwt::Opened, issuer: &Issuer, lists: &[String], now: Instant) -> Judged {
    let list = lists.iter().filter_map(|token| StatusToken::read(token, issuer).ok());
    let list = list.filter(|token| token.uri == opened.list).max_by_key(|token| token.made);
    let revoked = list.as_ref().map(|token| token.list.is_set(opened.place));
    let verdict = match revoked {
        Some(Some(true)) => Verdict::Revoked,
        _ if now >= opened.until => Verdict::Expired,
        _ if now < opened.made => Verdict::NotYet,
        Some(Some(false)) => Verdict::Good,
        // No list, or one without such a place.
        Some(None) | None => Verdict::Unchecked,
    };
    let number = opened.list.rsplit('/').next().unwrap_or_default();
    Judged {
        verdict,
        kind: Some(opened.kind),
        says: says(opened.kind, &opened.claims),
        number: Some(format!("{number}-{}", opened.place)),
        made: Some(opened.made),
        until: Some(opened.until),
        as_of: list.filter(|_| revoked.is_some_and(|found| found.is_some())).map(|token| token.made),
        holder: opened.holder.map(|key| to_hex(&key)),
    }
}

/// The claims of a kind in the order of its form, each as words.
fn says(kind: Kind, claims: &serde_json::Map<String, Value>) -> Vec<(String, Vec<String>)> {
    let words = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let said = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(words).collect(),
        one => words(one).into_iter().collect::<Vec<_>>(),
    };
    let items = kind.items().iter().filter_map(|item| Some((item.code().to_owned(), said(claims.get(item.code())?))));
    items.filter(|(_, words)| !words.is_empty()).collect()
}

/// A point of P-256, uncompressed, from a JWK's coordinates.
fn point(jwk: &Value) -> Option<[u8; PUBLIC_KEY_BYTES]> {
    let is = |name: &str, value: &str| jwk.get(name).and_then(Value::as_str) == Some(value);
    let coordinate = |name: &str| jws::decoded(jwk.get(name)?.as_str()?).filter(|bytes| bytes.len() == 32);
    if !is("kty", "EC") || !is("crv", "P-256") {
        return None;
    }
    let bytes = [vec![4], coordinate("x")?, coordinate("y")?].concat();
    bytes.try_into().ok()
}

/// The JWK of a point.
fn jwk(point: &[u8; PUBLIC_KEY_BYTES]) -> serde_json::Map<String, Value> {
    let (x, y) = point[1..].split_at(32);
    let fields =
        [("kty", "EC".to_owned()), ("crv", "P-256".to_owned()), ("x", jws::encoded(x)), ("y", jws::encoded(y))];
    fields.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}
