//! Personalisation data of a batch of cards, sealed for the printer.
//!
//! Invariant: keys leave this module only sealed: inside AES-256-GCM, header and nonce authenticated with the content, or by
//! what the caller seals with, whose plain text is overwritten afterwards.
//!
//! A sealed batch is `CUPB ‖ 01 ‖ nonce (12) ‖ ciphertext ‖ tag (16)`, the first five bytes being the additional data.
//! Inside is CSV in UTF-8 with LF line ends and the header line [`CSV_HEADER`]; keys and bytes in upper-case
//! hexadecimal, offsets in decimal.

use std::fmt;

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInPlace};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    key::{KeyFault, decode_key},
    personalise::PersonalisationRecord,
};

/// First line of the CSV: one column for each thing the printer writes, keys named by slot.
pub const CSV_HEADER: &str = "uid,key_version,key0_application,key1_file,key2_meta,url_template,ndef_file,\
                              picc_data_offset,mac_input_offset,mac_offset,file_settings";

/// What a sealed batch begins with: mark and version of the format.
const HEADER: &[u8; 5] = b"CUPB\x01";
const NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;
const CONTENT_AT: usize = HEADER.len() + NONCE_LEN;

/// Bound of one CSV line: URL and NDEF file of a full card (264 and 512), three keys (96), and the short columns.
const LONGEST_LINE: usize = 1024;

/// AES-256 key agreed with the printer, 32 bytes. Overwritten when dropped; `Debug` shows no byte of it.
#[derive(Clone)]
pub struct TransportKey([u8; 32]);

impl TransportKey {
    /// A key from its 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key from 64 hexadecimal digits of either case.
    pub fn from_hex(text: &str) -> Result<Self, KeyFault> {
        let mut key = Self([0; 32]);
        decode_key(text, &mut key.0)?;
        Ok(key)
    }
}

impl Drop for TransportKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for TransportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportKey(hidden)")
    }
}

/// Why a batch cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ExportFault {
    /// Not a sealed batch of this format.
    #[error("this is not a sealed batch of card data")]
    NotABatch,
    /// Another key sealed it, or it was altered.
    #[error("the batch does not open: wrong transport key or damaged file")]
    DoesNotOpen,
    /// More than one AES-GCM message can hold (64 GiB).
    #[error("the batch is too large to seal")]
    TooLarge,
}

impl ExportFault {
    /// Stable machine code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotABatch => "export.not_a_batch",
            Self::DoesNotOpen => "export.does_not_open",
            Self::TooLarge => "export.too_large",
        }
    }
}

/// Seals the records of one batch under `transport`.
///
/// `nonce` must be used once only with this key: make both freshly for each batch.
pub fn seal_batch(
    records: &[PersonalisationRecord],
    transport: &TransportKey,
    nonce: [u8; 12],
) -> Result<Vec<u8>, ExportFault> {
    let content = csv(records);
    let mut sealed = Vec::with_capacity(CONTENT_AT + content.len() + TAG_LEN);
    sealed.extend_from_slice(HEADER);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(content.as_bytes());
    let tag = cipher(transport)
        .encrypt_in_place_detached(&nonce.into(), HEADER, &mut sealed[CONTENT_AT..])
        .map_err(|_| ExportFault::TooLarge)?;
    sealed.extend_from_slice(&tag);
    Ok(sealed)
}

/// Seals the records of one batch with `seal`, which is given the plain CSV and must not keep it. For a card maker with a
/// public key of their own. Errors: those of `seal`.
pub fn seal_with<T, E>(records: &[PersonalisationRecord], seal: impl FnOnce(&[u8]) -> Result<T, E>) -> Result<T, E> {
    seal(csv(records).as_bytes())
}

/// Opens a sealed batch: the CSV, overwritten when dropped.
pub fn open_batch(sealed: &[u8], transport: &TransportKey) -> Result<Zeroizing<String>, ExportFault> {
    let (nonce, rest) = sealed
        .strip_prefix(HEADER)
        .and_then(|rest| rest.split_first_chunk::<NONCE_LEN>())
        .ok_or(ExportFault::NotABatch)?;
    let (content, tag) = rest.split_last_chunk::<TAG_LEN>().ok_or(ExportFault::NotABatch)?;
    let mut content = Zeroizing::new(content.to_vec());
    cipher(transport)
        .decrypt_in_place_detached(nonce.into(), HEADER, &mut content, tag.into())
        .map_err(|_| ExportFault::DoesNotOpen)?;
    String::from_utf8(std::mem::take(&mut *content)).map(Zeroizing::new).map_err(|_| ExportFault::NotABatch)
}

fn cipher(transport: &TransportKey) -> Aes256Gcm {
    Aes256Gcm::new((&transport.0).into())
}

fn csv(records: &[PersonalisationRecord]) -> Zeroizing<String> {
    // Reserved at once: a string that grows leaves copies of keys in freed memory.
    let mut text = Zeroizing::new(String::with_capacity(CSV_HEADER.len() + 1 + records.len() * LONGEST_LINE));
    text.push_str(CSV_HEADER);
    text.push('\n');
    for record in records {
        push_line(&mut text, record);
    }
    text
}

fn push_line(text: &mut String, record: &PersonalisationRecord) {
    let template = &record.template;
    for field in [
        &record.uid.to_string(),
        &record.key_version.to_string(),
        &*record.application.to_hex(),
        &*record.keys.file.to_hex(),
        &*record.keys.meta.to_hex(),
        &template.url,
        &hex::encode_upper(&template.ndef_file),
        &template.picc_data_offset.to_string(),
        &template.mac_input_offset.to_string(),
        &template.mac_offset.to_string(),
    ] {
        text.push_str(field);
        text.push(',');
    }
    text.push_str(&hex::encode_upper(template.file_settings()));
    text.push('\n');
}
