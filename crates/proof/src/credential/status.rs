//! The list of certificates that were taken back: a bit each, packed, signed with the time it was made. Invariant: it names places, nobody;
//! whoever has it learns of no certificate that was not shown to them. Source: Token Status List (IETF OAuth working group).

use super::{Fault, Issuer, Sign, jws, seconds};
use domain::{certificate::LIST_PLACES, time::Instant};
use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};
use serde_json::{Value, json};

/// The type of the token.
const TYPE: &str = "statuslist+jwt";
/// How hard it is packed, of 10.
const PACKING: u8 = 9;
/// How long whoever fetched it may keep it before asking again, seconds.
const KEPT_S: i64 = 60;

const BYTES: usize = LIST_PLACES as usize / 8;

/// A bit for each place: set where the certificate was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList(Vec<u8>);

impl StatusList {
    /// A whole list with these places set; places it does not have are none.
    pub fn of(places: impl IntoIterator<Item = u32>) -> Self {
        let mut bytes = vec![0_u8; BYTES];
        for place in places {
            if let Some(byte) = usize::try_from(place / 8).ok().and_then(|at| bytes.get_mut(at)) {
                *byte |= 1 << (place % 8);
            }
        }
        Self(bytes)
    }
    /// Whether a place is set; `None` where the list has none such.
    pub fn is_set(&self, place: u32) -> Option<bool> {
        let byte = self.0.get(usize::try_from(place / 8).ok()?)?;
        Some(byte >> (place % 8) & 1 == 1)
    }
    fn packed(&self) -> String {
        jws::encoded(&compress_to_vec_zlib(&self.0, PACKING))
    }
    fn unpacked(text: &str) -> Option<Self> {
        decompress_to_vec_zlib_with_limit(&jws::decoded(text)?, BYTES).ok().map(Self)
    }
}

/// A list as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusToken {
    /// Where it is published: certificates name it so.
    pub uri: String,
    /// Of when it is.
    pub made: Instant,
    /// The list.
    pub list: StatusList,
}

impl StatusToken {
    /// Signed. `None` where it could not be.
    pub fn published(&self, version: i16, sign: Sign<'_>) -> Option<String> {
        let payload = json!({
            "sub": self.uri,
            "iat": seconds(self.made),
            "ttl": KEPT_S,
            "status_list": { "bits": 1, "lst": self.list.packed() },
        });
        jws::signed(TYPE, &version.to_string(), &payload, sign)
    }
    /// From what was published. Errors: [`Fault`].
    pub fn read(text: &str, issuer: &Issuer) -> Result<Self, Fault> {
        let payload = jws::verified(text.trim(), TYPE, issuer)?.payload;
        let read = || {
            let of = payload.get("status_list")?;
            let bits = of.get("bits").and_then(Value::as_u64);
            let list = StatusList::unpacked(of.get("lst")?.as_str()?).filter(|_| bits == Some(1))?;
            Some(Self { uri: payload.get("sub")?.as_str()?.to_owned(), made: jws::time(&payload, "iat")?, list })
        };
        read().ok_or(Fault::Malformed)
    }
}
