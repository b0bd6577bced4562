//! Session keys of one reading and the MAC made with them (NXP AN12196 §3.3, §3.4).
//!
//! Invariant: counters enter a session vector least significant byte first, whatever order a mirror printed.

use aes::Aes128;
use cmac::{Cmac, Mac};

use crate::{counter::ReadCounter, key::AesKey, uid::Uid};

/// What begins the session vector of the encryption key (SV1).
const SV1: [u8; 6] = [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80];

/// What begins the session vector of the MAC key (SV2).
const SV2: [u8; 6] = [0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80];

/// Keys of one reading, derived from K_file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKeys {
    /// Encrypts mirrored file data (none is mirrored here).
    pub enc: AesKey,
    /// Makes the MAC of the mirror.
    pub mac: AesKey,
}

/// Session keys of the reading (`uid`, `counter`): CMAC under K_file over SV1 and SV2, each `‖ UID ‖ counter`.
pub fn session_keys(file: &AesKey, uid: &Uid, counter: ReadCounter) -> SessionKeys {
    SessionKeys { enc: session_key(file, SV1, *uid, counter), mac: session_key(file, SV2, *uid, counter) }
}

fn session_key(file: &AesKey, prefix: [u8; 6], uid: Uid, counter: ReadCounter) -> AesKey {
    let mut cmac = Cmac::<Aes128>::new(file.expose().into());
    cmac.update(&prefix);
    cmac.update(uid.as_bytes());
    cmac.update(&counter.to_le_bytes());
    AesKey::from_bytes(cmac.finalize().into_bytes().into())
}

/// MAC a card prints for this reading: nothing but the mirror is authenticated, so the message itself is empty;
/// bytes 1, 3, …, 15 are kept.
pub(crate) fn mirror_mac(file: &AesKey, uid: Uid, counter: ReadCounter) -> [u8; 8] {
    let session = session_key(file, SV2, uid, counter);
    let full: [u8; 16] = Cmac::<Aes128>::new(session.expose().into()).finalize().into_bytes().into();
    std::array::from_fn(|at| full[2 * at + 1])
}
