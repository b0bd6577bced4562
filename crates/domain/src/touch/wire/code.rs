//! The code a technician's own phone shows at the gate, as text and as what is signed of it. Invariant: a code names its person,
//! its half minute and a number drawn for it alone; the phone's signature covers all of them, the register's the phone's key.
//!
//! As text: nine parts between colons, capitals only, so that a QR code holds it in its alphanumeric mode. Source: 30-cards.md, QR;
//! docs/decisions/0035-gate-pin.md.

use super::signed::{PUBLIC_KEY_BYTES, SIGNATURE_BYTES, fields, from_hex, to_hex};
use crate::{
    id::TechnicianId,
    time::{DAY_MS, Instant},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A code is good for this time, milliseconds.
pub const STEP_MS: i64 = 30_000;
/// So many steps a clock may be off, either way.
pub const STEPS_BESIDE: i64 = 1;
/// How long a phone's key is certified, milliseconds.
pub const CERTIFIED_MS: i64 = 30 * DAY_MS;
/// The longest code that is looked at, bytes.
pub const CODE_BYTES_MAX: usize = 640;
/// Bytes of the number drawn for one code.
pub const NONCE_BYTES: usize = 8;
/// What every code begins with.
const MARK: &str = "CCU1";

/// The register's word that a key is that of a person's phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which phone.
    pub phone: Uuid,
    /// Whose.
    pub technician: TechnicianId,
    /// The public key of the pair made on it (ECDSA P-256, SEC 1 uncompressed), 130 small hex digits.
    pub public_key: String,
    /// Good until then.
    pub until: Instant,
    /// Version of the register's key it is signed with: the one receipts are signed with.
    pub key: i16,
    /// Over [`Certificate::bytes`], 128 hex digits.
    pub signature: String,
}

impl Certificate {
    /// What the register signs: everything but the signature itself.
    pub fn bytes(&self) -> Vec<u8> {
        fields(&[
            Some("careerup-phone-1"),
            Some(&self.key.to_string()),
            Some(&self.phone.to_string()),
            Some(&self.technician.to_string()),
            Some(&self.public_key),
            Some(&self.until.0.to_string()),
        ])
    }

    /// As it stands in a code, and as a phone keeps it: six parts between colons.
    pub fn text(&self) -> String {
        let Self { phone, technician, public_key, until, key, signature } = self;
        let (phone, until) = (phone.simple(), until.0);
        format!("{phone}:{technician}:{key}:{until}:{public_key}:{signature}").to_uppercase()
    }

    /// From that text; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let [phone, technician, key, until, public_key, signature] = parts[..] else { return None };
        from_hex::<PUBLIC_KEY_BYTES>(public_key)?;
        from_hex::<SIGNATURE_BYTES>(signature)?;
        Some(Self {
            phone: Uuid::try_parse(phone).ok()?,
            technician: technician.parse().ok()?,
            public_key: public_key.to_ascii_lowercase(),
            until: Instant(until.parse().ok()?),
            key: key.parse().ok()?,
            signature: signature.to_ascii_lowercase(),
        })
    }
}

/// What the phone signs of one code.
pub fn code_bytes(certificate: &Certificate, step: i64, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    fields(&[
        Some("careerup-code-1"),
        Some(&certificate.phone.to_string()),
        Some(&certificate.technician.to_string()),
        Some(&step.to_string()),
        Some(&to_hex(&nonce)),
    ])
}

/// Why a code does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CodeFault {
    /// Not a code of this kind.
    #[error("no code")]
    Malformed,
    /// The register has not certified this key.
    #[error("not certified")]
    Certificate,
    /// The certificate's time was over.
    #[error("certificate expired")]
    Expired,
    /// The phone's signature is not under it.
    #[error("not the phone's signature")]
    Signature,
    /// Shown at another time than it is for: a picture of it, perhaps.
    #[error("of another time")]
    Step,
}

impl CodeFault {
    /// Stable code (docs/ERRORS.md).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "touch.code_malformed",
            Self::Certificate => "touch.code_certificate",
            Self::Expired => "touch.code_expired",
            Self::Signature => "touch.code_signature",
            Self::Step => "touch.code_step",
        }
    }
}

/// A code as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCode {
    /// Of which phone.
    pub certificate: Certificate,
    /// For which half minute since 1970.
    pub step: i64,
    /// Drawn for it alone.
    pub nonce: [u8; NONCE_BYTES],
    /// Over [`code_bytes`], 128 hex digits.
    pub signature: String,
}

/// The half minute a time lies in.
pub const fn step_of(at: Instant) -> i64 {
    at.0.div_euclid(STEP_MS)
}

impl PhoneCode {
    /// What the phone signs.
    pub fn bytes(&self) -> Vec<u8> {
        code_bytes(&self.certificate, self.step, self.nonce)
    }

    /// The text of the QR code.
    pub fn text(&self) -> String {
        let (certificate, step, nonce) = (self.certificate.text(), self.step, to_hex(&self.nonce));
        let signature = &self.signature;
        format!("{MARK}:{certificate}:{step}:{nonce}:{signature}").to_uppercase()
    }

    /// From the text of a QR code. Errors: [`CodeFault::Malformed`].
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        Self::read(text).ok_or(CodeFault::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(MARK)?.strip_prefix(':').filter(|rest| rest.len() <= CODE_BYTES_MAX)?;
        let mut parts = rest.rsplitn(4, ':');
        let (signature, nonce, step) = (parts.next()?, parts.next()?, parts.next()?);
        let certificate = Certificate::parse(parts.next()?)?;
        from_hex::<SIGNATURE_BYTES>(signature)?;
        let signature = signature.to_ascii_lowercase();
        Some(Self { certificate, step: step.parse().ok()?, nonce: from_hex(nonce)?, signature })
    }

    /// Whether its time is `at`, the corrected time of the reading. Errors: [`CodeFault::Expired`], [`CodeFault::Step`].
    pub fn check_time(&self, at: Instant) -> Result<(), CodeFault> {
        if at > self.certificate.until {
            return Err(CodeFault::Expired);
        }
        let beside = self.step.saturating_sub(step_of(at)).saturating_abs();
        if beside > STEPS_BESIDE { Err(CodeFault::Step) } else { Ok(()) }
    }
}

/// What a phone is given when its key is certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// The certificate.
    pub certificate: Certificate,
    /// Server clock, for the phone to show the right half minute by.
    pub server_time: Instant,
}

#[cfg(test)]
mod tests;
