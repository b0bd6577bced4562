//! Card keys and how they descend from one master key (NXP AN10922, AES-128).
//!
//! Invariant: no `Debug` or `Display` in this module prints key bytes, and key bytes are overwritten when dropped.
//!
//! # Which key depends on what
//! * **K_file** (SDM file read key) is diversified per UID and key version. Who breaks one card has one card.
//! * **K_meta** (SDM meta read key) opens the PICC data, which is where the UID is: it must be known *before* the UID
//!   is, so it is diversified per **key version only** and every card of a version (a batch) carries the same one.
//!   It guards privacy (nobody else can follow a card from its URLs), not genuineness: whoever extracts it from a
//!   card can read UIDs and counters of that version, and still cannot make a MAC.
//! * **Application key** (key 0: may change keys and rewrite the NDEF file) is diversified per UID and key version and
//!   is needed only where cards are personalised.
//!
//! Each diversification input is `[UID ‖] DF name D2760000850101 ‖ label(8) ‖ version (2, most significant first)`.
//! All are longer than 15 bytes, so that an ordinary CMAC over `01 ‖ input` gives the same key.

use std::fmt;

use aes::{
    Aes128, Block,
    cipher::{BlockEncrypt, KeyInit},
};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::uid::Uid;

/// ISO DF name of the NTAG 424 DNA application.
const DF_NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];

/// Constant AN10922 puts before the input of an AES-128 key.
const DIVERSIFY_AES_128: u8 = 0x01;

/// AES-128 key, 16 bytes. Compared in constant time; overwritten when dropped; `Debug` shows no byte of it.
#[derive(Clone)]
pub struct AesKey([u8; 16]);

/// Why a text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// Not the number of hexadecimal digits the key has.
    #[error("the key has the wrong number of hexadecimal digits")]
    Length,
    /// A character that is not a hexadecimal digit.
    #[error("a key is written in hexadecimal digits")]
    NotHex,
}

impl KeyFault {
    /// Stable machine code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "key.bad_length",
            Self::NotHex => "key.not_hex",
        }
    }
}

impl AesKey {
    /// A key from its 16 bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// A key from 32 hexadecimal digits of either case.
    pub fn from_hex(text: &str) -> Result<Self, KeyFault> {
        let mut key = Self([0; 16]);
        decode_key(text, &mut key.0)?;
        Ok(key)
    }

    /// 32 upper-case hexadecimal digits, for sealed personalisation data only.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode_upper(self.0))
    }

    pub(crate) const fn expose(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Fills `into` from hexadecimal digits.
pub(crate) fn decode_key(text: &str, into: &mut [u8]) -> Result<(), KeyFault> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(KeyFault::NotHex);
    }
    hex::decode_to_slice(text, into).map_err(|_| KeyFault::Length)
}

impl Drop for AesKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AesKey(hidden)")
    }
}

impl PartialEq for AesKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for AesKey {}

/// One version of the issuer's master key, from which every card key of that version descends.
#[derive(Clone, Debug)]
pub struct MasterKey {
    /// Key version, stored with each card that was personalised under it.
    pub version: u16,
    key: AesKey,
}

impl MasterKey {
    /// Version `version` of the master key.
    pub const fn new(version: u16, key: AesKey) -> Self {
        Self { version, key }
    }
}

/// The two keys verification needs for one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardKeys {
    /// SDM meta read key: opens the PICC data. The same for all cards of a key version (see the module's text).
    pub meta: AesKey,
    /// SDM file read key: source of the session keys. This card's own.
    pub file: AesKey,
}

/// Keys of the card `uid` under `master`.
pub fn card_keys(master: &MasterKey, uid: &Uid) -> CardKeys {
    CardKeys { meta: meta_key(master), file: file_key(master, uid) }
}

/// SDM meta read key of a key version: known before any UID is.
pub fn meta_key(master: &MasterKey) -> AesKey {
    labelled(master, &[], *b"SDM-META")
}

/// SDM file read key of one card.
pub fn file_key(master: &MasterKey, uid: &Uid) -> AesKey {
    labelled(master, uid.as_bytes(), *b"SDM-FILE")
}

/// Application key (key 0) of one card: lets its holder change keys and rewrite the card.
pub fn application_key(master: &MasterKey, uid: &Uid) -> AesKey {
    labelled(master, uid.as_bytes(), *b"APP-KEY0")
}

fn labelled(master: &MasterKey, uid: &[u8], label: [u8; 8]) -> AesKey {
    let input = [uid, &DF_NAME, &label, &master.version.to_be_bytes()].concat();
    diversify(&master.key, &input)
}

/// AN10922 AES-128 diversification: CMAC over `01 ‖ input`, always padded to 32 bytes (also where an ordinary CMAC
/// would stop at 16).
///
/// # Panics
/// If `input` is empty or longer than 31 bytes: the standard defines no key for it.
pub fn diversify(master: &AesKey, input: &[u8]) -> AesKey {
    assert!((1..=31).contains(&input.len()), "a diversification input has 1 to 31 bytes");
    let filled = 1 + input.len();
    let mut message = [0_u8; 32];
    message[0] = DIVERSIFY_AES_128;
    message[1..filled].copy_from_slice(input);

    let cipher = Aes128::new(master.expose().into());
    let mut subkey = Block::default();
    cipher.encrypt_block(&mut subkey);
    let mut subkey = double(subkey.into());
    if let Some(end) = message.get_mut(filled) {
        *end = 0x80;
        subkey = double(subkey);
    }

    let (first, last) = message.split_at(16);
    let mut state = Block::clone_from_slice(first);
    cipher.encrypt_block(&mut state);
    for ((byte, data), key) in state.iter_mut().zip(last).zip(subkey) {
        *byte ^= data ^ key;
    }
    cipher.encrypt_block(&mut state);
    AesKey(state.into())
}

/// Doubling in GF(2^128) as CMAC's subkeys use it (SP 800-38B §6.1), without a branch on key material.
fn double(block: [u8; 16]) -> [u8; 16] {
    let value = u128::from_be_bytes(block);
    let carry = u8::from(value >> 127 == 1).into();
    let reduction = u128::conditional_select(&0, &0x87, carry);
    ((value << 1) ^ reduction).to_be_bytes()
}
