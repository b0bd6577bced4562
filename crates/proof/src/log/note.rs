//! Checkpoints as signed notes: three lines that say which tree, how large and with which root, and signatures under them.
//! Invariant: a signature counts only where its name and number are those of the key it is verified with; lines of keys
//! nobody knows are left alone. Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature.

mod key;

pub use key::{KeyKind, NoteKey, NoteKeyFault, NoteSigner};

use super::{HASH_BYTES, Hash};
use base64::{Engine, prelude::BASE64_STANDARD};

/// What begins a line with a signature.
const DASH: &str = "— ";
/// Bytes before a signature that say with which key it was made.
const KEY_ID_BYTES: usize = 4;
/// Lines with signatures that are read of one note; a log has one or two and a few witnesses.
const SIGNATURES_MAX: usize = 32;

/// What a log says of itself at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: a name like an address without its scheme.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// Root of the tree of these leaves.
    pub root: Hash,
}

/// A signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// First bytes of the hash over name and key.
    pub key: [u8; KEY_ID_BYTES],
    /// What follows them: the signature, of a witness after the time it says.
    pub bytes: Vec<u8>,
}

/// A checkpoint with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed, with the end of its last line.
    pub text: String,
    /// The same, read.
    pub checkpoint: Checkpoint,
    /// In their order.
    pub signatures: Vec<Signature>,
}

/// What was given is no checkpoint with signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no signed checkpoint")]
pub struct NoteFault;

impl Checkpoint {
    /// What is signed of it.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root))
    }

    /// From what is signed. Lines after the third are allowed and say nothing to us. Errors: [`NoteFault`].
    fn read(text: &str) -> Result<Self, NoteFault> {
        let mut lines = text.strip_suffix('\n').ok_or(NoteFault)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(NoteFault);
        let (origin, size, root) = (line()?, line()?, line()?);
        let plain = size.bytes().all(|byte| byte.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
        let size = size.parse().ok().filter(|_| plain).ok_or(NoteFault)?;
        let root = BASE64_STANDARD.decode(root).ok().and_then(|root| root.try_into().ok()).ok_or(NoteFault)?;
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

impl Signature {
    /// The line that says it, without its end.
    pub fn line(&self) -> String {
        let bytes = [&self.key[..], &self.bytes].concat();
        format!("{DASH}{} {}", self.name, BASE64_STANDARD.encode(bytes))
    }

    /// From such a line. Errors: [`NoteFault`].
    pub fn read(line: &str) -> Result<Self, NoteFault> {
        let (name, bytes) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NoteFault)?;
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|_| NoteFault)?;
        let (key, bytes) = bytes.split_first_chunk().ok_or(NoteFault)?;
        if !key::is_name(name) || bytes.is_empty() {
            return Err(NoteFault);
        }
        Ok(Self { name: name.to_owned(), key: *key, bytes: bytes.to_vec() })
    }
}

impl Note {
    /// A checkpoint, its text as it was and these signatures.
    pub fn of(checkpoint: Checkpoint, signatures: Vec<Signature>) -> Self {
        Self { text: checkpoint.text(), checkpoint, signatures }
    }

    /// As it is published.
    pub fn published(&self) -> String {
        let lines = self.signatures.iter().map(|signature| signature.line() + "\n");
        format!("{}\n{}", self.text, lines.collect::<String>())
    }

    /// From what was published. Errors: [`NoteFault`].
    pub fn read(published: &str) -> Result<Self, NoteFault> {
        let at = published.rfind("\n\n").ok_or(NoteFault)?;
        let (text, lines) = (&published[..=at], &published[at + 2..]);
        let lines: Vec<&str> = lines.strip_suffix('\n').ok_or(NoteFault)?.split('\n').collect();
        if lines.len() > SIGNATURES_MAX || published.chars().any(|c| c != '\n' && c.is_control()) {
            return Err(NoteFault);
        }
        let signatures = lines.into_iter().map(Signature::read).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), checkpoint: Checkpoint::read(text)?, signatures })
    }

    /// The first signature under it that is the key's.
    pub fn signed_by(&self, key: &NoteKey) -> Option<&Signature> {
        self.signatures.iter().find(|signature| key.verifies(&self.text, signature))
    }
}

/// A hash of hex digits; `None` where they are not exactly that.
pub fn hash_from_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; HASH_BYTES];
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(hash)
}
