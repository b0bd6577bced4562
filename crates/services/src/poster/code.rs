//! Signing and checking the codes of screens. Invariant: made with the server's own key; a code that was not is no code, and
//! one whose time is over says so.

use crate::{Call, Error, Result};
use domain::poster::code::{MAC_BYTES, Says};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The code of another time.
const STALE: &str = "poster.code_stale";

fn mac(call: &Call, token: &str, says: Says) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(call.outside.keys.sealing_key()).map_err(Error::internal)?;
    mac.update(says.signed(token).as_bytes());
    Ok(mac)
}

/// A code that says this of the poster with this link.
pub(super) fn make(call: &Call, token: &str, says: Says) -> Result<String> {
    let whole = mac(call, token, says)?.finalize().into_bytes();
    let (short, _) = whole.split_at(MAC_BYTES);
    Ok(says.with(&hex::encode(short)))
}

/// What a code of the poster with this link says. Errors: `poster.code_stale`, also where there is none; `NotFound` for one
/// that this server did not sign.
pub(super) fn check(call: &Call, token: &str, code: &str) -> Result<Says> {
    if code.is_empty() {
        return Err(Error::rejected(STALE));
    }
    let (says, signature) = Says::read(code).ok_or(Error::NotFound)?;
    let signature = hex::decode(signature).map_err(|_| Error::NotFound)?;
    if signature.len() != MAC_BYTES || mac(call, token, says)?.verify_truncated_left(&signature).is_err() {
        return Err(Error::NotFound);
    }
    if says.holds(call.now()) { Ok(says) } else { Err(Error::rejected(STALE)) }
}
