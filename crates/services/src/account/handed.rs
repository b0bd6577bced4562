//! Secrets on their way to the person they were issued to, who sees them on the next page. Invariant: on the way they lie
//! in the database sealed, so that neither a copy of it nor a backup shows one.

use super::sealed;
use crate::{Call, Error, Result};
use sha2::{Digest, Sha256};

/// Seals what was issued until it is shown; `purpose` names what it is, and it opens for nothing else.
pub fn seal_handed(call: &Call, purpose: &str, secret: &str) -> Result<String> {
    sealed::seal(call.outside.keys.sealing_key(), &owner(purpose), call.ids.bytes::<12>(), secret.as_bytes())
}

/// Opens what [`seal_handed`] sealed for the same purpose. Errors: `Internal` where it was changed or the key is another.
pub fn open_handed(call: &Call, purpose: &str, sealed: &str) -> Result<String> {
    let secret = sealed::open(call.outside.keys.sealing_key(), &owner(purpose), sealed)?;
    String::from_utf8(secret).map_err(Error::internal)
}

/// What is kept of a link's token: it can be compared and not read.
pub(crate) fn hash_handed(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Never an account's id, which second factors are sealed for.
fn owner(purpose: &str) -> String {
    format!("handed:{purpose}")
}
