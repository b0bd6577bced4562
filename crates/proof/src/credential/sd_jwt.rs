//! SD-JWT VC: a signed token, and beside it what its holder chose to show. Invariant (RFC 9901 §7.1): every disclosure belongs to exactly
//! one digest that was signed, no digest stands twice, and no disclosure takes the name of a claim that is there.

use super::{Fault, Issuer, Sign, jwk, jws, point, seconds};
use domain::{certificate::Kind, time::Instant, touch::wire::signed::PUBLIC_KEY_BYTES};
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of chance before each disclosure. Source: RFC 9901 §9.3 (128 bits).
pub const SALT_BYTES: usize = 16;
/// The type of the token.
const TYPE: &str = "dc+sd-jwt";
/// Claims that are never a disclosure's: what they say decides whether the rest counts. Source: SD-JWT VC.
const OPEN: [&str; 9] = ["iss", "iat", "nbf", "exp", "cnf", "vct", "status", "_sd", "_sd_alg"];
/// Disclosures looked at of one credential.
const DISCLOSURES_MAX: usize = 256;
/// Objects and arrays inside each other.
const DEPTH_MAX: usize = 8;

/// Something a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// One value.
    One(Value),
    /// Several, which can be left out one by one.
    Several(Vec<String>),
}

/// A certificate before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Of whom.
    pub kind: Kind,
    /// The register's address.
    pub issuer: String,
    /// When it is made.
    pub made: Instant,
    /// Until when it holds.
    pub until: Instant,
    /// Where its status list is.
    pub list: String,
    /// Its place there.
    pub place: u32,
    /// The key of its holder's phone.
    pub holder: Option<[u8; PUBLIC_KEY_BYTES]>,
    /// What it says.
    pub claims: Vec<(String, Claim)>,
}

fn hash(disclosure: &str) -> String {
    jws::encoded(digest(&SHA256, disclosure.as_bytes()).as_ref())
}

impl Draft {
    fn payload(&self) -> Map<String, Value> {
        let status = json!({ "status_list": { "idx": self.place, "uri": self.list } });
        let fields = [
            ("iss", self.issuer.clone().into()),
            ("vct", self.kind.type_name().into()),
            ("iat", seconds(self.made).into()),
            ("exp", seconds(self.until).into()),
            ("status", status),
        ];
        let mut payload: Map<String, Value> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        payload.extend(self.holder.as_ref().map(|key| ("cnf".to_owned(), json!({ "jwk": jwk(key) }))));
        payload
    }
    /// With every claim in the open, as short as it can be: for a QR code. `None` where it could not be signed.
    pub fn open(&self, version: i16, sign: Sign<'_>) -> Option<String> {
        let mut payload = self.payload();
        payload.extend(self.claims.iter().map(|(name, claim)| {
            let value = match claim {
                Claim::One(value) => value.clone(),
                Claim::Several(values) => values.clone().into(),
            };
            (name.clone(), value)
        }));
        jws::signed(TYPE, &version.to_string(), &payload.into(), sign).map(|token| token + "~")
    }
    /// With every claim as a disclosure that can be left out, salted by `salt`. `None` where it could not be signed.
    pub fn selective(
        &self,
        version: i16,
        mut salt: impl FnMut() -> [u8; SALT_BYTES],
        sign: Sign<'_>,
    ) -> Option<String> {
        let (mut disclosures, mut digests) = (Vec::new(), Vec::new());
        let mut disclosed = |parts: &mut dyn FnMut(String) -> Value| {
            let disclosure = jws::encoded(parts(jws::encoded(&salt())).to_string().as_bytes());
            let hash = hash(&disclosure);
            disclosures.push(disclosure);
            hash
        };
        for (name, claim) in &self.claims {
            let value = match claim {
                Claim::One(value) => value.clone(),
                Claim::Several(values) => {
                    let hidden =
                        values.iter().map(|value| json!({ "...": disclosed(&mut |salt| json!([salt, value])) }));
                    Value::Array(hidden.collect())
                }
            };
            digests.push(disclosed(&mut |salt| json!([salt, name, value])));
        }
        // Their order says nothing of what they hide (RFC 9901 §4.2.4.1).
        digests.sort();
        let mut payload = self.payload();
        payload.insert("_sd_alg".to_owned(), "sha-256".into());
        payload.insert("_sd".to_owned(), digests.into());
        let token = jws::signed(TYPE, &version.to_string(), &payload.into(), sign)?;
        Some(disclosures.into_iter().fold(token + "~", |text, disclosure| text + &disclosure + "~"))
    }
}

/// A credential whose signature and disclosures are right.
pub(super) struct Opened {
    pub(super) kind: Kind,
    pub(super) made: Instant,
    pub(super) until: Instant,
    pub(super) list: String,
    pub(super) place: u32,
    pub(super) holder: Option<[u8; PUBLIC_KEY_BYTES]>,
    pub(super) claims: Map<String, Value>,
}

/// A disclosure as it was read: of a claim with its name, of an item of a list without.
struct Disclosure {
    name: Option<String>,
    value: Value,
}

fn disclosure(text: &str) -> Option<Disclosure> {
    let Ok(Value::Array(mut parts)) = serde_json::from_slice::<Value>(&jws::decoded(text)?) else { return None };
    let value = parts.pop()?;
    let name = match (parts.len(), parts.pop()?) {
        (2, Value::String(name)) => {
            let salted = parts.pop().is_some_and(|salt| salt.is_string());
            Some(name).filter(|_| salted)?.into()
        }
        (1, Value::String(_)) => None,
        _ => return None,
    };
    Some(Disclosure { name, value })
}

/// Puts disclosures in the places of their digests.
struct Opening {
    given: BTreeMap<String, Disclosure>,
    seen: BTreeSet<String>,
}

impl Opening {
    /// The disclosure of a digest, once. Errors: the digest stands twice.
    fn take(&mut self, hash: &str) -> Result<Option<Disclosure>, Fault> {
        if !self.seen.insert(hash.to_owned()) {
            return Err(Fault::Altered);
        }
        Ok(self.given.remove(hash))
    }

    fn value(&mut self, value: Value, depth: usize) -> Result<Value, Fault> {
        if depth > DEPTH_MAX {
            return Err(Fault::Malformed);
        }
        match value {
            Value::Object(object) => self.object(object, depth).map(Value::Object),
            Value::Array(values) => self.array(values, depth).map(Value::Array),
            plain => Ok(plain),
        }
    }

    fn object(&mut self, object: Map<String, Value>, depth: usize) -> Result<Map<String, Value>, Fault> {
        let mut opened = Map::new();
        let mut digests = Vec::new();
        for (name, value) in object {
            if name == "_sd" {
                let Value::Array(values) = value else { return Err(Fault::Malformed) };
                digests = values;
            } else {
                opened.insert(name, self.value(value, depth + 1)?);
            }
        }
        for digest in digests {
            let Some(found) = self.take(digest.as_str().ok_or(Fault::Malformed)?)? else { continue };
            let name = found.name.ok_or(Fault::Altered)?;
            let value = self.value(found.value, depth + 1)?;
            if name == "..." || OPEN.contains(&name.as_str()) || opened.insert(name, value).is_some() {
                return Err(Fault::Altered);
            }
        }
        Ok(opened)
    }

    fn array(&mut self, values: Vec<Value>, depth: usize) -> Result<Vec<Value>, Fault> {
        let mut opened = Vec::new();
        for value in values {
            let digest = value.as_object().filter(|object| object.len() == 1).and_then(|object| object.get("..."));
            let Some(digest) = digest else {
                opened.push(self.value(value, depth + 1)?);
                continue;
            };
            if let Some(found) = self.take(digest.as_str().ok_or(Fault::Malformed)?)? {
                if found.name.is_some() {
                    return Err(Fault::Altered);
                }
                opened.push(self.value(found.value, depth + 1)?);
            }
        }
        Ok(opened)
    }
}

/// Verifies a credential and opens what its holder shows. A token that binds the showing of it to a key of its holder may follow; it is
/// left alone, since nobody asked for one. Errors: [`Fault`].
pub(super) fn opened(text: &str, issuer: &Issuer) -> Result<Opened, Fault> {
    let (token, shown) = text.split_once('~').ok_or(Fault::Malformed)?;
    let (shown, key_binding) = shown.rsplit_once('~').unwrap_or(("", shown));
    // What is no token there is a disclosure that was cut.
    if !key_binding.is_empty() && key_binding.split('.').count() != 3 {
        return Err(Fault::Malformed);
    }
    let mut payload = jws::verified(token, TYPE, issuer)?.payload;
    if payload.get("iss").and_then(Value::as_str) != Some(issuer.address.as_str()) {
        return Err(Fault::Stranger);
    }
    let algorithm = payload.remove("_sd_alg");
    if algorithm.is_some_and(|name| name != "sha-256") {
        return Err(Fault::Malformed);
    }
    let mut opening = Opening { given: BTreeMap::new(), seen: BTreeSet::new() };
    let parts: Vec<&str> = if shown.is_empty() { Vec::new() } else { shown.split('~').collect() };
    if parts.len() > DISCLOSURES_MAX {
        return Err(Fault::Malformed);
    }
    for part in parts {
        let read = disclosure(part).ok_or(Fault::Altered)?;
        if opening.given.insert(hash(part), read).is_some() {
            return Err(Fault::Altered);
        }
    }
    let claims = opening.object(payload, 0)?;
    // One that belongs to no digest was not signed.
    if !opening.given.is_empty() {
        return Err(Fault::Altered);
    }
    read(claims).ok_or(Fault::Malformed)
}

fn read(claims: Map<String, Value>) -> Option<Opened> {
    let status = claims.get("status")?.get("status_list")?;
    let holder = match claims.get("cnf") {
        Some(cnf) => Some(point(cnf.get("jwk")?)?),
        None => None,
    };
    Some(Opened {
        kind: Kind::from_type(claims.get("vct")?.as_str()?)?,
        made: jws::time(&claims, "iat")?,
        until: jws::time(&claims, "exp")?,
        list: status.get("uri")?.as_str()?.to_owned(),
        place: status.get("idx")?.as_u64()?.try_into().ok()?,
        holder,
        claims,
    })
}
