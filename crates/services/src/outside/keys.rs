//! Card master keys. In production a KMS or HSM stands behind [`CardKeyStore`]; a file serves development and small sites.
//!
//! Invariant: a file is made readable by its owner only, and a damaged one stops the start instead of being replaced.

use crate::error::{Error, Result};
use proof::{AesKey, MasterKey};
use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Where card keys come from.
pub trait CardKeyStore: Send + Sync {
    /// Master keys, the current version first. Cards of every version listed are verified.
    fn masters(&self) -> &[MasterKey];
    /// 32 bytes that seal secrets kept in the database (second factors).
    fn sealing_key(&self) -> &[u8; 32];
}

/// Keys in a file: `master.VERSION = HEX32` lines, newest version first used, and `seal = HEX64`.
pub struct KeyFile {
    masters: Vec<MasterKey>,
    seal: [u8; 32],
}

impl KeyFile {
    /// Reads `path`; where there is none, makes it with the 16 and 32 bytes of chance given.
    pub fn open_or_make(path: &Path, chance: &[u8; 48]) -> Result<Self> {
        if !path.exists() {
            let text = format!("master.1 = {}\nseal = {}\n", hex::encode(&chance[..16]), hex::encode(&chance[16..]));
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .map_err(|error| Error::internal(format!("key file cannot be made: {error}")))?;
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::internal)?;
        }
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::internal(format!("key file cannot be read: {error}")))?;
        Self::parse(&text)
    }

    /// Reads the text of a key file. Errors name the line, never its content.
    pub fn parse(text: &str) -> Result<Self> {
        let mut masters = Vec::new();
        let mut seal = None;
        for (at, line) in text.lines().enumerate() {
            let fault = |what: &str| Error::internal(format!("key file line {}: {what}", at + 1));
            let Some((name, value)) = line.split_once('=') else { continue };
            match (name.trim().split_once('.'), name.trim()) {
                (Some(("master", version)), _) => {
                    let version = version.parse().map_err(|_| fault("version is no number"))?;
                    let key = AesKey::from_hex(value.trim()).map_err(|_| fault("key is not 32 hex digits"))?;
                    masters.push(MasterKey::new(version, key));
                }
                (_, "seal") => {
                    let mut key = [0; 32];
                    hex::decode_to_slice(value.trim(), &mut key).map_err(|_| fault("key is not 64 hex digits"))?;
                    seal = Some(key);
                }
                _ => return Err(fault("unknown name")),
            }
        }
        masters.sort_by_key(|master| core::cmp::Reverse(master.version));
        match (masters.is_empty(), seal) {
            (false, Some(seal)) => Ok(Self { masters, seal }),
            _ => Err(Error::internal("key file lacks a master key or the sealing key")),
        }
    }
}

impl CardKeyStore for KeyFile {
    fn masters(&self) -> &[MasterKey] {
        &self.masters
    }
    fn sealing_key(&self) -> &[u8; 32] {
        &self.seal
    }
}
