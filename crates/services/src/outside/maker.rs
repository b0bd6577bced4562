//! The card maker's public key. Invariant: only the public half is ever here, so that nobody who gets this machine opens
//! what was sealed for the card maker.

use crate::error::{Error, Result};
use age::x25519::Recipient;
use core::str::FromStr;

/// A public key of age (`age1…`), for which card keys are sealed.
#[derive(Clone)]
pub struct MakerKey(Recipient);

impl FromStr for MakerKey {
    type Err = &'static str;

    fn from_str(text: &str) -> core::result::Result<Self, Self::Err> {
        text.trim().parse().map(Self).map_err(|_| "is not a public key of age (age1…)")
    }
}

impl MakerKey {
    /// Seals `content`, so that only the holder of the private key opens it. The file key inside is drawn by the library.
    pub fn seal(&self, content: &[u8]) -> Result<Vec<u8>> {
        age::encrypt(&self.0, content).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::x25519::Identity;

    #[test]
    fn only_the_card_maker_opens_what_was_sealed() {
        let (maker, somebody) = (Identity::generate(), Identity::generate());
        let key: MakerKey = format!(" {} ", maker.to_public()).parse().unwrap();
        let sealed = key.seal(b"key0_application").unwrap();
        assert!(!sealed.windows(16).any(|part| part == b"key0_application"));
        assert_eq!(age::decrypt(&maker, &sealed).unwrap(), b"key0_application");
        assert!(age::decrypt(&somebody, &sealed).is_err());
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        for wrong in ["", "age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA"] {
            assert!(wrong.parse::<MakerKey>().is_err(), "{wrong}");
        }
    }
}
