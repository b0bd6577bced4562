//! The file with a proof that a person keeps. Invariant: it is believed for nothing but what it proves: the record it says, hashed with
//! its salt, stands in the tree whose root the log signed.

use super::{
    SALT_BYTES, leaf_hash,
    note::{KeyKind, Note, NoteKey, hash_from_hex},
    verify_inclusion,
};
use domain::log::{PROOF_FORMAT, Proof};

/// Why a file proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// It is of another kind, or written otherwise.
    #[error("the file is no proof of this kind")]
    Malformed,
    /// One of the keys did not sign its checkpoint, or none of them is a log's.
    #[error("the checkpoint is not signed with the key")]
    NotSigned,
    /// The record is not in the tree of its checkpoint.
    #[error("the record is not in the log of the checkpoint")]
    NotIncluded,
}

/// Whether the record of a file is in the log whose key is given, and witnessed by every witness whose key is given; gives the
/// checkpoint it stands under. Errors: [`NotProven`].
pub fn verify(proof: &Proof, keys: &[NoteKey]) -> Result<Note, NotProven> {
    if proof.format != PROOF_FORMAT {
        return Err(NotProven::Malformed);
    }
    let note = Note::read(&proof.checkpoint).map_err(|_| NotProven::Malformed)?;
    let mut salt = [0; SALT_BYTES];
    hex::decode_to_slice(&proof.salt, &mut salt).map_err(|_| NotProven::Malformed)?;
    let hashes: Option<Vec<_>> = proof.hashes.iter().map(|hash| hash_from_hex(hash)).collect();
    let hashes = hashes.ok_or(NotProven::Malformed)?;
    let own = keys.iter().any(|key| key.kind == KeyKind::Log && key.name == note.checkpoint.origin);
    if !own || !keys.iter().all(|key| note.signed_by(key).is_some()) {
        return Err(NotProven::NotSigned);
    }
    let leaf = leaf_hash(&salt, &proof.record.bytes());
    if verify_inclusion(&leaf, (proof.leaf, note.checkpoint.size), &hashes, &note.checkpoint.root) {
        Ok(note)
    } else {
        Err(NotProven::NotIncluded)
    }
}
