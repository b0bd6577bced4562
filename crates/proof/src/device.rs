//! Signatures of gates under their touches and of the server under its receipts: ECDSA over P-256 with SHA-256, the kind
//! every browser makes (docs/decisions/0027-gate-keys.md). Invariant: chance comes in as an argument; verifying needs none.

use domain::touch::wire::signed::{PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
};

pub use ring::rand::{SecureRandom, SystemRandom};

/// What was given is no key of this kind, or there was no chance to make or use one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no P-256 key, or no chance to use one")]
pub struct KeyFault;

/// A key that signs.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    public: [u8; PUBLIC_KEY_BYTES],
}

impl SigningKey {
    /// A new key, as PKCS#8.
    pub fn make(chance: &dyn SecureRandom) -> Result<Vec<u8>, KeyFault> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, chance).map_err(|_| KeyFault)?;
        Ok(made.as_ref().to_vec())
    }

    /// A key from PKCS#8 that holds its public key too.
    pub fn read(pkcs8: &[u8], chance: &dyn SecureRandom) -> Result<Self, KeyFault> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, chance).map_err(|_| KeyFault)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyFault)?;
        Ok(Self { pair, public })
    }

    /// The public key that belongs to it.
    pub const fn public_key(&self) -> &[u8; PUBLIC_KEY_BYTES] {
        &self.public
    }

    /// Signs. Two signatures under the same message differ.
    pub fn sign(&self, message: &[u8], chance: &dyn SecureRandom) -> Result<[u8; SIGNATURE_BYTES], KeyFault> {
        let signature = self.pair.sign(chance, message).map_err(|_| KeyFault)?;
        signature.as_ref().try_into().map_err(|_| KeyFault)
    }
}

/// Whether the signature under a message is the key's.
pub fn verify(public_key: &[u8; PUBLIC_KEY_BYTES], message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key).verify(message, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made by Node's crypto (OpenSSL): key pair and signature under the message.
    const PKCS8: &str = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420c4ee78a1535e7a2e06e26a5d\
        f01697a3592785cef66f94225a4cbe9107f639eea14403420004c3843dbad77017b58e4a6d34b9a05b75cca85c536b30338b143537116baf0c25\
        8e55ac7bad0120a4b0ffdfc6dd50b384664fd1a004756025cde700b411c0aa2d";
    const MESSAGE: &str = "16:careerup-touch-1,36:018f0000-0000-7000-8000-000000000001,36:019a0b1c-2d3e-7f40-8111-\
        222233334444,13:1795215120000,2:in,4:card,87:https://example.test/t?picc_data=EF963FF7828658A599F3041510671E88&\
        cmac=94EED9EE65337086,20:04:de:5f:1e:ac:c0:40,1:7,4:-250,-,-,-,";
    const SIGNATURE: &str = "62659c3b522e878ffa40aedbcc60075b77f88a82e4904ab70a0b4ec51a1ce53abea912cb101bfde0a92d4271a97833\
        752a16f95aa8ec25932af6afddb83b52fc";

    fn key() -> SigningKey {
        SigningKey::read(&hex::decode(PKCS8).unwrap(), &SystemRandom::new()).unwrap()
    }

    fn signature() -> [u8; SIGNATURE_BYTES] {
        hex::decode(SIGNATURE).unwrap().try_into().unwrap()
    }

    #[test]
    fn a_signature_of_another_implementation_is_the_keys() {
        assert!(verify(key().public_key(), MESSAGE.as_bytes(), &signature()));
    }

    #[test]
    fn another_message_key_or_signature_is_not() {
        let (key, message) = (key(), MESSAGE.as_bytes());
        assert!(!verify(key.public_key(), &message[1..], &signature()));
        let mut other = signature();
        other[63] ^= 1;
        assert!(!verify(key.public_key(), message, &other));
        let chance = SystemRandom::new();
        let stranger = SigningKey::read(&SigningKey::make(&chance).unwrap(), &chance).unwrap();
        assert!(!verify(stranger.public_key(), message, &signature()));
        let mut nowhere = *key.public_key();
        nowhere[64] ^= 1;
        assert!(!verify(&nowhere, message, &signature()), "a point off the curve is nobody's key");
    }

    #[test]
    fn what_is_signed_here_verifies_and_half_a_key_is_none() {
        let (key, chance) = (key(), SystemRandom::new());
        let signature = key.sign(b"message", &chance).unwrap();
        assert!(verify(key.public_key(), b"message", &signature));
        let pkcs8 = hex::decode(PKCS8).unwrap();
        assert!(SigningKey::read(&pkcs8[..100], &chance).is_err());
    }
}
