//! Secrets that must be read again (second factors) are sealed before they reach the database. Invariant: what is sealed
//! for one account does not open for another.

use crate::{Error, Result};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

const NONCE_LEN: usize = 12;

/// Seals `secret` for `owner`; `nonce` is chance, used once.
pub fn seal(key: &[u8; 32], owner: &str, nonce: [u8; NONCE_LEN], secret: &[u8]) -> Result<String> {
    let payload = Payload { msg: secret, aad: owner.as_bytes() };
    let sealed = Aes256Gcm::new(key.into()).encrypt(&nonce.into(), payload);
    let sealed = sealed.map_err(|_| Error::internal("a secret cannot be sealed"))?;
    Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
}

/// Opens what [`seal`] made for `owner`. Fails where the key is another, or the text was moved or changed.
pub fn open(key: &[u8; 32], owner: &str, sealed: &str) -> Result<Vec<u8>> {
    let fault = || Error::internal("a sealed secret does not open: another key, or a changed row");
    let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| fault())?;
    let (nonce, content) = bytes.split_first_chunk::<NONCE_LEN>().ok_or_else(fault)?;
    let payload = Payload { msg: content, aad: owner.as_bytes() };
    Aes256Gcm::new(key.into()).decrypt(nonce.into(), payload).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_for_its_owner_under_its_key_only() {
        let sealed = seal(&[1; 32], "a", [9; 12], b"secret").unwrap();
        assert_eq!(open(&[1; 32], "a", &sealed).unwrap(), b"secret");
        assert!(!sealed.contains("secret"));
        assert!(open(&[2; 32], "a", &sealed).is_err());
        assert!(open(&[1; 32], "b", &sealed).is_err());
        for damaged in ["", "AAAA", "%", &sealed[1..]] {
            assert!(open(&[1; 32], "a", damaged).is_err(), "{damaged}");
        }
    }
}
