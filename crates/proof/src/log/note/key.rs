//! Keys of notes: the log's own and those of witnesses, both Ed25519. Invariant: a witness's key never verifies the log's own
//! signature and the other way round, since the kind is a part of the key's number.

use super::{KEY_ID_BYTES, Signature};
use base64::{Engine, prelude::BASE64_STANDARD};
use core::{fmt, str::FromStr};
use ring::{
    digest::{Context, SHA256},
    rand::SecureRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};

const PUBLIC_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;
const TIME_BYTES: usize = 8;

/// Who signs with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The log itself, under the note.
    Log,
    /// A witness, which says when it saw that the tree had only grown.
    Witness,
}

impl KeyKind {
    const fn number(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }
}

/// A public key with its name, written `NAME+NUMBER+KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    /// Whose.
    pub name: String,
    /// What it signs.
    pub kind: KeyKind,
    public: [u8; PUBLIC_BYTES],
}

/// What was given is no such key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no key of a log or a witness, NAME+NUMBER+KEY")]
pub struct NoteKeyFault;

/// Whether a key may be called so.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.contains(char::is_whitespace) && !name.contains(char::is_control)
}

/// What a witness signs.
fn witnessed(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

impl NoteKey {
    /// First bytes of the SHA-256 over name, kind and key.
    pub fn id(&self) -> [u8; KEY_ID_BYTES] {
        let mut context = Context::new(&SHA256);
        context.update(self.name.as_bytes());
        context.update(&[b'\n', self.kind.number()]);
        context.update(&self.public);
        let mut id = [0; KEY_ID_BYTES];
        id.copy_from_slice(&context.finish().as_ref()[..KEY_ID_BYTES]);
        id
    }

    /// Whether a signature under a note's text is this key's.
    pub fn verifies(&self, text: &str, signature: &Signature) -> bool {
        if signature.name != self.name || signature.key != self.id() {
            return false;
        }
        match self.kind {
            KeyKind::Log => self.is_of(text, &signature.bytes),
            KeyKind::Witness => match signature.bytes.split_first_chunk::<TIME_BYTES>() {
                Some((time, bytes)) => self.is_of(&witnessed(u64::from_be_bytes(*time), text), bytes),
                None => false,
            },
        }
    }

    fn is_of(&self, message: &str, signature: &[u8]) -> bool {
        signature.len() == SIGNATURE_BYTES
            && UnparsedPublicKey::new(&ED25519, self.public).verify(message.as_bytes(), signature).is_ok()
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.number()], &self.public[..]].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), BASE64_STANDARD.encode(key))
    }
}

impl FromStr for NoteKey {
    type Err = NoteKeyFault;
    fn from_str(text: &str) -> Result<Self, NoteKeyFault> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteKeyFault);
        };
        let key = BASE64_STANDARD.decode(key).map_err(|_| NoteKeyFault)?;
        let (kind, public) = key.split_first().ok_or(NoteKeyFault)?;
        let kind = [KeyKind::Log, KeyKind::Witness].into_iter().find(|known| known.number() == *kind);
        let public = public.try_into().map_err(|_| NoteKeyFault)?;
        let key = Self { name: name.to_owned(), kind: kind.ok_or(NoteKeyFault)?, public };
        if is_name(name) && hex::encode(key.id()) == id { Ok(key) } else { Err(NoteKeyFault) }
    }
}

/// A key that signs notes.
pub struct NoteSigner(Ed25519KeyPair);

impl NoteSigner {
    /// A new key, as PKCS#8. Errors: [`NoteKeyFault`] where there is no chance.
    pub fn make(chance: &dyn SecureRandom) -> Result<Vec<u8>, NoteKeyFault> {
        let made = Ed25519KeyPair::generate_pkcs8(chance).map_err(|_| NoteKeyFault)?;
        Ok(made.as_ref().to_vec())
    }

    /// A key from PKCS#8 that holds its public key too. Errors: [`NoteKeyFault`].
    pub fn read(pkcs8: &[u8]) -> Result<Self, NoteKeyFault> {
        Ed25519KeyPair::from_pkcs8(pkcs8).map(Self).map_err(|_| NoteKeyFault)
    }

    /// Its public key under a name. Errors: [`NoteKeyFault`] where nothing may be called so.
    pub fn key(&self, name: &str, kind: KeyKind) -> Result<NoteKey, NoteKeyFault> {
        let public = self.0.public_key().as_ref().try_into().map_err(|_| NoteKeyFault)?;
        let key = NoteKey { name: name.to_owned(), kind, public };
        if is_name(name) { Ok(key) } else { Err(NoteKeyFault) }
    }

    /// Signs a note's text as the log of this name. The same text has the same signature. Errors: [`NoteKeyFault`].
    pub fn sign(&self, name: &str, text: &str) -> Result<Signature, NoteKeyFault> {
        let key = self.key(name, KeyKind::Log)?.id();
        Ok(Signature { name: name.to_owned(), key, bytes: self.0.sign(text.as_bytes()).as_ref().to_vec() })
    }

    /// Signs a note's text as the witness of this name, at a time in seconds since 1970. Errors: [`NoteKeyFault`].
    pub fn cosign(&self, name: &str, text: &str, time: u64) -> Result<Signature, NoteKeyFault> {
        let key = self.key(name, KeyKind::Witness)?.id();
        let signature = self.0.sign(witnessed(time, text).as_bytes());
        Ok(Signature { name: name.to_owned(), key, bytes: [&time.to_be_bytes()[..], signature.as_ref()].concat() })
    }
}
