//! The log's own name, its keys and its witnesses. Invariant: a checkpoint is signed with the newest key; one that was signed with an
//! earlier one stays good as long as that key is kept.

use crate::error::{Error, Result};
use proof::{
    device::SystemRandom,
    log::note::{KeyKind, NoteKey, NoteSigner, Signature},
};

/// What the log is called and who watches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogName {
    /// The first line of its checkpoints: the address of the register without its scheme, and `/log`.
    pub origin: String,
    /// Keys of witnesses whose cosignatures are taken.
    pub witnesses: Vec<NoteKey>,
}

impl LogName {
    /// The log of the register at `base_url`.
    pub fn of(base_url: &str, witnesses: Vec<NoteKey>) -> Self {
        let host = base_url.split_once("://").map_or(base_url, |(_, host)| host);
        Self { origin: format!("{host}/log"), witnesses }
    }
}

/// A key of one version.
pub struct LogSigner {
    version: i16,
    key: NoteSigner,
}

impl LogSigner {
    /// From PKCS#8. Errors: `Internal`.
    pub fn read(version: i16, pkcs8: &[u8]) -> Result<Self> {
        Ok(Self { version, key: NoteSigner::read(pkcs8).map_err(Error::internal)? })
    }

    /// A new key as PKCS#8. Its chance is the operating system's, drawn by the library that makes keys. Errors: `Internal`.
    pub fn make() -> Result<Vec<u8>> {
        NoteSigner::make(&SystemRandom::new()).map_err(Error::internal)
    }

    /// Which version.
    pub const fn version(&self) -> i16 {
        self.version
    }

    /// By which the checkpoints of a log of this name are verified. Errors: `Internal` where no key may be called so.
    pub fn public(&self, origin: &str) -> Result<NoteKey> {
        self.key.key(origin, KeyKind::Log).map_err(Error::internal)
    }

    /// Signs a checkpoint's text. Errors: `Internal`.
    pub fn sign(&self, origin: &str, text: &str) -> Result<Signature> {
        self.key.sign(origin, text).map_err(Error::internal)
    }
}
