//! Card master keys, the keys of receipts, of the log and of certificates. In production a KMS or HSM stands behind [`CardKeyStore`]; a file serves
//! development and small sites.
//!
//! Invariant: a file is made readable by its owner only, and a damaged one stops the start instead of being replaced.

use super::{IssuerSigner, LogSigner, ReceiptSigner};
use crate::error::{Error, Result};
use domain::time::Instant;
use proof::{AesKey, MasterKey};
use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Where card keys come from.
pub trait CardKeyStore: Send + Sync {
    /// Master keys, the current version first. Cards of every version listed are verified.
    fn masters(&self) -> &[MasterKey];
    /// 32 bytes that seal secrets kept in the database (second factors).
    fn sealing_key(&self) -> &[u8; 32];
    /// Keys that sign receipts for gates, the current version first. Gates are given the current one when they enrol, and
    /// theirs signs for them as long as it is listed.
    fn receipts(&self) -> &[ReceiptSigner];
    /// Keys that sign the log's checkpoints, the current version first.
    fn logs(&self) -> &[LogSigner];
    /// Keys that sign certificates of registration, the current version first.
    fn issuers(&self) -> &[IssuerSigner];
}

/// Keys in a file: `master.VERSION = HEX32`, `receipt.VERSION = PKCS8-HEX`, `log.VERSION = PKCS8-HEX` and
/// `issuer.VERSION = MILLISECONDS:PKCS8-HEX` lines, newest version first used, and `seal = HEX64`.
pub struct KeyFile {
    masters: Vec<MasterKey>,
    seal: [u8; 32],
    receipts: Vec<ReceiptSigner>,
    logs: Vec<LogSigner>,
    issuers: Vec<IssuerSigner>,
}

/// What the name of a receipt key's line begins with.
const RECEIPT: &str = "receipt";
/// The same of a key of the log.
const LOG: &str = "log";
/// The same of a key of certificates.
const ISSUER: &str = "issuer";

impl KeyFile {
    /// Reads `path`; where there is none, makes it with the 16 and 32 bytes of chance given, a receipt key, a key of the log
    /// and one of certificates that signs from `now` on. A file of before these is given its first ones only where this server is `alone`
    /// with its database: two that did so would have different keys of one version. Otherwise it has none, and
    /// [`KeyFile::add_receipt`], [`KeyFile::add_log`] and [`KeyFile::add_issuer`] make them.
    pub fn open_or_make(path: &Path, chance: &[u8; 48], alone: bool, now: Instant) -> Result<Self> {
        if !path.exists() {
            let text = format!("master.1 = {}\nseal = {}\n", hex::encode(&chance[..16]), hex::encode(&chance[16..]));
            let text = format!("{text}{RECEIPT}.1 = {}\n", hex::encode(ReceiptSigner::make()?));
            let text = format!("{text}{LOG}.1 = {}\n", hex::encode(LogSigner::make()?));
            let text = format!("{text}{ISSUER}.1 = {}\n", IssuerSigner::make(now)?);
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .map_err(|error| Error::internal(format!("key file cannot be made: {error}")))?;
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::internal)?;
        }
        let found = Self::read(path)?;
        let (receipts, logs, issuers) = (found.receipts.is_empty(), found.logs.is_empty(), found.issuers.is_empty());
        if !alone || !(receipts || logs || issuers) {
            return Ok(found);
        }
        if receipts {
            Self::add_receipt(path)?;
        }
        if logs {
            Self::add_log(path)?;
        }
        if issuers {
            Self::add_issuer(path, now)?;
        }
        Self::read(path)
    }

    /// Adds the next version of the key that signs receipts to the file at `path`, and says which that is. Gates that enrol from
    /// the next start on are given it. Errors: there is no such file, or it is damaged.
    pub fn add_receipt(path: &Path) -> Result<i16> {
        let newest = Self::read(path)?.receipts.first().map_or(0, ReceiptSigner::version);
        Self::add(path, RECEIPT, newest, &hex::encode(ReceiptSigner::make()?))
    }

    /// The same of the key that signs the log's checkpoints: those from the next start on.
    pub fn add_log(path: &Path) -> Result<i16> {
        let newest = Self::read(path)?.logs.first().map_or(0, LogSigner::version);
        Self::add(path, LOG, newest, &hex::encode(LogSigner::make()?))
    }

    /// The same of the key that signs certificates: those made from `now` on, after the next start.
    pub fn add_issuer(path: &Path, now: Instant) -> Result<i16> {
        let newest = Self::read(path)?.issuers.first().map_or(0, IssuerSigner::version);
        Self::add(path, ISSUER, newest, &IssuerSigner::make(now)?)
    }

    fn add(path: &Path, kind: &str, newest: i16, value: &str) -> Result<i16> {
        let version = newest.checked_add(1).ok_or_else(|| Error::internal("there is no further version"))?;
        // On a line of its own, whether or not the file ends with one.
        let line = format!("\n{kind}.{version} = {value}\n");
        let mut file = std::fs::OpenOptions::new().append(true).open(path).map_err(Error::internal)?;
        file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::internal)?;
        Ok(version)
    }

    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path);
        Self::parse(&text.map_err(|error| Error::internal(format!("key file cannot be read: {error}")))?)
    }

    /// Reads the text of a key file. Errors name the line, never its content.
    pub fn parse(text: &str) -> Result<Self> {
        let mut masters = Vec::new();
        let mut seal = None;
        let mut receipts: Vec<ReceiptSigner> = Vec::new();
        let mut logs: Vec<LogSigner> = Vec::new();
        let mut issuers: Vec<IssuerSigner> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let fault = |what: &str| Error::internal(format!("key file line {}: {what}", at + 1));
            let Some((name, value)) = line.split_once('=') else { continue };
            match (name.trim().split_once('.'), name.trim()) {
                (Some(("master", version)), _) => {
                    let version = version.parse().map_err(|_| fault("version is no number"))?;
                    let key = AesKey::from_hex(value.trim()).map_err(|_| fault("key is not 32 hex digits"))?;
                    masters.push(MasterKey::new(version, key));
                }
                (Some((RECEIPT, version)), _) => {
                    let version = version.parse().map_err(|_| fault("version is no number"))?;
                    let pkcs8 = hex::decode(value.trim()).map_err(|_| fault("key is not in hex digits"))?;
                    let key = ReceiptSigner::read(version, &pkcs8).map_err(|_| fault("key is no P-256 key"))?;
                    if receipts.iter().all(|known| known.version() != version) {
                        receipts.push(key);
                    }
                }
                (Some((LOG, version)), _) => {
                    let version = version.parse().map_err(|_| fault("version is no number"))?;
                    let pkcs8 = hex::decode(value.trim()).map_err(|_| fault("key is not in hex digits"))?;
                    let key = LogSigner::read(version, &pkcs8).map_err(|_| fault("key is no Ed25519 key"))?;
                    if logs.iter().all(|known| known.version() != version) {
                        logs.push(key);
                    }
                }
                (Some((ISSUER, version)), _) => {
                    let version = version.parse().map_err(|_| fault("version is no number"))?;
                    let key = IssuerSigner::read(version, value).map_err(|_| fault("no time and P-256 key"))?;
                    if issuers.iter().all(|known| known.version() != version) {
                        issuers.push(key);
                    }
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
        receipts.sort_by_key(|receipt| core::cmp::Reverse(receipt.version()));
        logs.sort_by_key(|log| core::cmp::Reverse(log.version()));
        issuers.sort_by_key(|issuer| core::cmp::Reverse(issuer.version()));
        match (masters.is_empty(), seal) {
            (false, Some(seal)) => Ok(Self { masters, seal, receipts, logs, issuers }),
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
    fn receipts(&self) -> &[ReceiptSigner] {
        &self.receipts
    }
    fn logs(&self) -> &[LogSigner] {
        &self.logs
    }
    fn issuers(&self) -> &[IssuerSigner] {
        &self.issuers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_795_127_400_000);

    #[test]
    fn a_file_of_before_signed_receipts_gets_one_key_and_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.txt");
        std::fs::write(&path, format!("master.1 = {}\nseal = {}", "00".repeat(16), "5e".repeat(32))).unwrap();
        let shared = KeyFile::open_or_make(&path, &[7; 48], false, NOW).unwrap();
        assert!(
            shared.receipts().is_empty() && shared.logs().is_empty() && shared.issuers().is_empty(),
            "another server of the database would make another"
        );
        let first = KeyFile::open_or_make(&path, &[7; 48], true, NOW).unwrap();
        let again = KeyFile::open_or_make(&path, &[7; 48], true, NOW).unwrap();
        assert_eq!((first.receipts().len(), again.receipts().len()), (1, 1));
        let [one, two] = [&first, &again].map(|keys| keys.logs()[0].public("a.example/log").unwrap());
        assert_eq!((one, first.logs().len(), again.logs().len()), (two, 1, 1));
        assert_eq!(first.receipts()[0].public(), again.receipts()[0].public());
        let [one, two] = [&first, &again].map(|keys| super::super::issuer("https://a.example", keys.issuers()));
        assert_eq!((one.keys[0].from, one.keys.len()), (NOW, 1));
        assert_eq!(one, two, "one key, kept");
        assert_eq!(first.sealing_key(), &[0x5e; 32], "the rest is as it was");
    }

    #[test]
    fn a_new_file_has_a_receipt_key_and_each_further_one_is_the_next_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.txt");
        assert!(KeyFile::add_receipt(&path).is_err(), "no file to add to");
        let made = KeyFile::open_or_make(&path, &[7; 48], false, NOW).unwrap();
        assert_eq!(made.receipts()[0].version(), 1);
        assert_eq!((KeyFile::add_receipt(&path).unwrap(), KeyFile::add_log(&path).unwrap()), (2, 2));
        assert_eq!(KeyFile::add_issuer(&path, NOW.plus_ms(1_000)).unwrap(), 2);
        let after = KeyFile::open_or_make(&path, &[7; 48], false, NOW).unwrap();
        let versions: Vec<i16> = after.receipts().iter().map(ReceiptSigner::version).collect();
        assert_eq!(versions, [2, 1]);
        assert_eq!(after.logs().iter().map(LogSigner::version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(after.receipts()[1].public(), made.receipts()[0].public(), "the one before stands");
        assert_eq!(after.issuers().iter().map(IssuerSigner::version).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn the_newest_receipt_key_comes_first_and_a_version_counts_once() {
        let line = |version: i16| format!("receipt.{version} = {}\n", hex::encode(ReceiptSigner::make().unwrap()));
        let (one, two) = (line(1), line(2));
        let text = format!("master.1 = {}\nseal = {}\n{one}{two}{}", "00".repeat(16), "5e".repeat(32), line(1));
        let keys = KeyFile::parse(&text).unwrap();
        let versions: Vec<i16> = keys.receipts().iter().map(ReceiptSigner::version).collect();
        assert_eq!(versions, [2, 1]);
        let alone = KeyFile::parse(&format!("master.1 = {}\nseal = {}\n{one}", "00".repeat(16), "5e".repeat(32)));
        assert_eq!(keys.receipts()[1].public(), alone.unwrap().receipts()[0].public(), "the first line of a version");
        assert!(KeyFile::parse(&format!("{text}receipt.3 = 00\n")).is_err());
        assert!(KeyFile::parse(&format!("{text}log.1 = 00\n")).is_err());
        for wrong in ["00", "1:00", ":", "x:"] {
            assert!(KeyFile::parse(&format!("{text}issuer.1 = {wrong}\n")).is_err(), "{wrong}");
        }
    }
}
