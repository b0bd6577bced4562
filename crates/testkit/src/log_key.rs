//! Keys of the log in tests: its own and a witness's, both the examples of RFC 8032, so that signatures are always the same.

use proof::log::note::NoteSigner;

/// What the witness of the tests is called.
pub const WITNESS: &str = "witness.example";

/// Of a seed and its public key, as PKCS#8 with both (RFC 8410, RFC 5958).
fn pkcs8(seed: &str, public: &str) -> String {
    format!("3051020101300506032b657004220420{seed}812100{public}")
}

/// The key of the log, PKCS#8 in hex. Source: RFC 8032 §7.1, test 1.
pub fn log_key() -> String {
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    pkcs8("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", public)
}

/// The key of the witness. Source: RFC 8032 §7.1, test 2.
pub fn witness() -> NoteSigner {
    let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    let pkcs8 = pkcs8("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", public);
    let pairs = pkcs8.as_bytes().chunks(2);
    let bytes: Vec<u8> =
        pairs.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).expect("text"), 16).expect("hex")).collect();
    NoteSigner::read(&bytes).expect("a key")
}
