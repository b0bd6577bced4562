//! The second code: the phone a certificate is bound to signs the half minute, which shows that whoever holds the phone is whom the
//! certificate is of. Invariant: it is no touch code: it begins otherwise, and what is signed begins otherwise.
//!
//! As text: four parts between colons, capitals only, so that a QR code holds it in its alphanumeric mode. Source:
//! 40-levels-and-passport.md (holder binding: a second code signed by the person's phone). Half minutes as in 30-cards.md, QR.

use crate::{
    time::Instant,
    touch::wire::{
        code::{NONCE_BYTES, STEPS_BESIDE, step_of},
        signed::{SIGNATURE_BYTES, fields, from_hex, to_hex},
    },
};

/// What every such code begins with.
const MARK: &str = "CCUH1";

/// What the phone signs.
pub fn holder_bytes(step: i64, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    fields(&[Some("careerup-holder-1"), Some(&step.to_string()), Some(&to_hex(&nonce))])
}

/// Why a code shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum HolderFault {
    /// Not a code of this kind.
    #[error("no code")]
    Malformed,
    /// Not signed by the phone of the certificate.
    #[error("another phone")]
    Signature,
    /// Shown at another time than it is for: a picture of it, perhaps.
    #[error("of another time")]
    Step,
}

/// A code as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolderCode {
    /// For which half minute since 1970.
    pub step: i64,
    /// Drawn for it alone.
    pub nonce: [u8; NONCE_BYTES],
    /// Over [`holder_bytes`].
    pub signature: [u8; SIGNATURE_BYTES],
}

impl HolderCode {
    /// The text of the QR code.
    pub fn text(&self) -> String {
        let Self { step, nonce, signature } = self;
        format!("{MARK}:{step}:{}:{}", to_hex(nonce), to_hex(signature)).to_uppercase()
    }
    /// From that text; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split(':').collect();
        let [MARK, step, nonce, signature] = parts[..] else { return None };
        Some(Self { step: step.parse().ok()?, nonce: from_hex(nonce)?, signature: from_hex(signature)? })
    }
    /// Whether it is good at `now`; `verifies` says whether the phone's signature is under a message. Errors: [`HolderFault`].
    pub fn judge(
        &self,
        now: Instant,
        verifies: impl FnOnce(&[u8], &[u8; SIGNATURE_BYTES]) -> bool,
    ) -> Result<(), HolderFault> {
        if !verifies(&holder_bytes(self.step, self.nonce), &self.signature) {
            return Err(HolderFault::Signature);
        }
        let off = step_of(now).saturating_sub(self.step);
        if (-STEPS_BESIDE..=STEPS_BESIDE).contains(&off) { Ok(()) } else { Err(HolderFault::Step) }
    }
}
