//! Keys with which certificates of registration are signed. Invariant: a key signs from the time that its line says; one that is followed by
//! a next signs no more, and what it signed before stays good as long as it is kept.

use crate::error::{Error, Result};
use domain::{time::Instant, touch::wire::signed::SIGNATURE_BYTES};
use proof::{
    credential::Issuer,
    device::{SigningKey, SystemRandom},
};

/// A key of one version.
pub struct IssuerSigner {
    version: i16,
    from: Instant,
    key: SigningKey,
}

impl IssuerSigner {
    /// From what stands in its line: the time in milliseconds, a colon, PKCS#8 in hex. Errors: `Internal`.
    pub fn read(version: i16, line: &str) -> Result<Self> {
        let fault = || Error::internal("no time and key");
        let (from, key) = line.split_once(':').ok_or_else(fault)?;
        let pkcs8 = hex::decode(key.trim()).map_err(Error::internal)?;
        let from = Instant(from.trim().parse().map_err(Error::internal)?);
        let key = SigningKey::read(&pkcs8, &SystemRandom::new()).map_err(Error::internal)?;
        Ok(Self { version, from, key })
    }

    /// The line of a new key that signs from `from` on. Its chance is the operating system's, drawn by the library that makes keys.
    /// Errors: `Internal`.
    pub fn make(from: Instant) -> Result<String> {
        let pkcs8 = SigningKey::make(&SystemRandom::new()).map_err(Error::internal)?;
        Ok(format!("{}:{}", from.0, hex::encode(pkcs8)))
    }

    /// Which version.
    pub const fn version(&self) -> i16 {
        self.version
    }

    /// From when on it signs.
    pub const fn from(&self) -> Instant {
        self.from
    }

    /// Signs; `None` where the library has no chance for it.
    pub fn sign(&self, message: &[u8]) -> Option<[u8; SIGNATURE_BYTES]> {
        self.key.sign(message, &SystemRandom::new()).ok()
    }
}

/// The register at `address` with these keys, as whoever looks at a certificate knows it.
pub fn issuer(address: &str, keys: &[IssuerSigner]) -> Issuer {
    Issuer::of(address, keys.iter().map(|key| (key.version, *key.key.public_key(), key.from)))
}
