//! Mirrors as a card would make them: to check personalised cards, to seed believable data and to test.
//!
//! Invariant: what is made here under a pair of keys passes [`crate::sun::verify`] under the same pair.

use aes::Aes128;
use cbc::cipher::{BlockEncryptMut, KeyIvInit};

use crate::{counter::ReadCounter, key::AesKey, session::mirror_mac, sun::PICC_TAG, uid::Uid};

/// The URL a card with encrypted mirror shows at its reading number `counter`, with zero padding.
///
/// A real card fills the padding with random bytes: see [`make_encrypted_padded`].
pub fn make_encrypted(base_url: &str, meta: &AesKey, file: &AesKey, uid: &Uid, counter: ReadCounter) -> String {
    make_encrypted_padded(base_url, meta, file, uid, counter, [0; 5])
}

/// The URL a card with encrypted mirror shows at its reading number `counter`, with the caller's five padding bytes.
///
/// `base_url` is what stands before the mirror, e.g. `https://example.jp/t`; a query it already has is kept.
pub fn make_encrypted_padded(
    base_url: &str,
    meta: &AesKey,
    file: &AesKey,
    uid: &Uid,
    counter: ReadCounter,
    padding: [u8; 5],
) -> String {
    let picc_data = hex::encode_upper(make_picc_data(meta, uid, counter, padding));
    let cmac = hex::encode_upper(mirror_mac(file, *uid, counter));
    encrypted_mirror(base_url, &picc_data, &cmac)
}

/// The URL a card with plain mirror shows at its reading number `counter`: `ctr` most significant byte first.
pub fn make_plain(base_url: &str, file: &AesKey, uid: &Uid, counter: ReadCounter) -> String {
    let ctr = hex::encode_upper(counter.to_be_bytes());
    let cmac = hex::encode_upper(mirror_mac(file, *uid, counter));
    let start = query_start(base_url);
    format!("{base_url}{start}uid={uid}&ctr={ctr}&cmac={cmac}")
}

/// PICC data as the card mirrors it: tag C7 ‖ UID ‖ counter (least significant first) ‖ padding, under K_meta.
pub fn make_picc_data(meta: &AesKey, uid: &Uid, counter: ReadCounter, padding: [u8; 5]) -> [u8; 16] {
    let mut plain = [0; 16];
    plain[0] = PICC_TAG;
    plain[1..8].copy_from_slice(uid.as_bytes());
    plain[8..11].copy_from_slice(&counter.to_le_bytes());
    plain[11..].copy_from_slice(&padding);
    let mut block = plain.into();
    cbc::Encryptor::<Aes128>::new(meta.expose().into(), &[0; 16].into()).encrypt_block_mut(&mut block);
    block.into()
}

/// Joins base URL and encrypted mirror; the one place that knows the shape of the URL.
pub(crate) fn encrypted_mirror(base_url: &str, picc_data: &str, cmac: &str) -> String {
    let start = query_start(base_url);
    format!("{base_url}{start}picc_data={picc_data}&cmac={cmac}")
}

fn query_start(base_url: &str) -> char {
    if base_url.contains('?') { '&' } else { '?' }
}
