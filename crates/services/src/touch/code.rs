//! The code of a person's own phone, as far as its two signatures and its time tell. Invariant: pure; whether the phone still
//! counts and the code is new, the group's facts say.

use super::prepare::Who;
use crate::outside::CardKeyStore;
use domain::{
    time::Instant,
    touch::wire::{
        code::{CodeFault, PhoneCode},
        signed::from_hex,
    },
};

/// Whose code this is, read at the corrected time `at`. Errors: [`CodeFault`].
pub(super) fn who(keys: &dyn CardKeyStore, text: &str, at: Instant) -> Result<Who, CodeFault> {
    let code = PhoneCode::parse(text)?;
    let certificate = &code.certificate;
    let signer = keys.receipts().iter().find(|key| key.version() == certificate.key);
    let certified = signer.zip(from_hex(&certificate.signature));
    if !certified.is_some_and(|(signer, signature)| signer.verifies(&certificate.bytes(), &signature)) {
        return Err(CodeFault::Certificate);
    }
    let both_given = from_hex(&certificate.public_key).zip(from_hex(&code.signature));
    if !both_given.is_some_and(|(key, signature)| proof::device::verify(&key, &code.bytes(), &signature)) {
        return Err(CodeFault::Signature);
    }
    code.check_time(at)?;
    let nonce = i64::from_be_bytes(code.nonce);
    Ok(Who::Code { technician: certificate.technician, step: code.step, nonce, phone: certificate.phone })
}
