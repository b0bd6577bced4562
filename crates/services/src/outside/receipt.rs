//! Keys with which the server signs receipts for gates. Invariant: a receipt names the version of its key; a version that is
//! kept stays good for the gates that were given it.

use crate::error::{Error, Result};
use domain::{
    id::{DeviceId, TouchId},
    time::Instant,
    touch::wire::{
        TouchAnswer,
        code::Certificate,
        signed::{Receipt, ReceiptKey, SIGNATURE_BYTES, receipt_bytes, to_hex},
    },
};
use proof::device::{SigningKey, SystemRandom, verify};

/// A key of one version.
pub struct ReceiptSigner {
    version: i16,
    key: SigningKey,
}

impl ReceiptSigner {
    /// From PKCS#8. Errors: `Internal`.
    pub fn read(version: i16, pkcs8: &[u8]) -> Result<Self> {
        let key = SigningKey::read(pkcs8, &SystemRandom::new()).map_err(Error::internal)?;
        Ok(Self { version, key })
    }

    /// A new key as PKCS#8. Its chance is the operating system's, drawn by the library that makes keys. Errors: `Internal`.
    pub fn make() -> Result<Vec<u8>> {
        SigningKey::make(&SystemRandom::new()).map_err(Error::internal)
    }

    /// Which version.
    pub const fn version(&self) -> i16 {
        self.version
    }

    /// Whether a signature under a message was made with this key.
    pub fn verifies(&self, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        verify(self.key.public_key(), message, signature)
    }

    /// Signs that a phone's key is its person's. Errors: `Internal`.
    pub fn certify(&self, open: Certificate) -> Result<Certificate> {
        let open = Certificate { key: self.version, ..open };
        let signature = self.key.sign(&open.bytes(), &SystemRandom::new()).map_err(Error::internal)?;
        Ok(Certificate { signature: to_hex(&signature), ..open })
    }

    /// By which a gate verifies.
    pub fn public(&self) -> ReceiptKey {
        ReceiptKey { key: self.version, public_key: to_hex(self.key.public_key()) }
    }

    /// Signs the answer to a touch of a device. What chance a signature needs is drawn by the library. Errors: `Internal`.
    pub fn sign(&self, device: DeviceId, (id, answer): (TouchId, &TouchAnswer), at: Instant) -> Result<Receipt> {
        let bytes = receipt_bytes(device, (id, answer), (self.version, at));
        let signature = self.key.sign(&bytes, &SystemRandom::new()).map_err(Error::internal)?;
        Ok(Receipt { key: self.version, at, signature: to_hex(&signature) })
    }
}
