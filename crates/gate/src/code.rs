//! Codes of people's own phones, as a gate checks them without signal. Invariant: what is found wrong here is shown in red and
//! still goes to the server, which checks again; what cannot be checked here is not refused.

use crate::receipt::Check;
use domain::{
    time::Instant,
    touch::wire::{
        code::{CodeFault, PhoneCode, STEP_MS, STEPS_BESIDE},
        signed::{ReceiptKey, from_hex},
    },
};

/// The same person's code within this time of the last touch is the phone still being held there: nobody goes in and out
/// again so soon.
pub const REPEAT_MS: i64 = 60_000;

/// What signatures to verify, in this order: of the register under the certificate, of the phone under the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatures {
    /// Absent where this gate has no key of that version: the server will tell.
    pub certificate: Option<Check>,
    /// The phone's.
    pub code: Check,
}

/// What must be verified of `code`. Errors: [`CodeFault::Signature`] for what no key can have signed.
pub fn signatures(code: &PhoneCode, keys: &[ReceiptKey]) -> Result<Signatures, CodeFault> {
    let check = |key: &str, message: Vec<u8>, signature: &str| {
        let parts = from_hex(key).zip(from_hex(signature));
        parts.map(|(public_key, signature)| Check { public_key, message, signature })
    };
    let certificate = &code.certificate;
    let known = keys.iter().find(|key| key.key == certificate.key);
    let certified = known.and_then(|key| check(&key.public_key, certificate.bytes(), &certificate.signature));
    let own = check(&certificate.public_key, code.bytes(), &code.signature).ok_or(CodeFault::Signature)?;
    Ok(Signatures { certificate: certified, code: own })
}

/// Whether its time can be, at the corrected time of the reading; where the offset is not known the server will tell.
pub fn time_fault(code: &PhoneCode, at: Instant, offset_ms: Option<i64>) -> Option<CodeFault> {
    offset_ms.and_then(|_| code.check_time(at).err())
}

/// Codes read a moment ago, so that a phone held before the camera is read once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen(Vec<(String, Instant)>);

impl Seen {
    /// Whether this text is new, and notes it. What is older than any code is good for is forgotten.
    pub fn is_new(&mut self, text: &str, now: Instant) -> bool {
        let kept_ms = (2 * STEPS_BESIDE + 1) * STEP_MS;
        self.0.retain(|(_, at)| (0..=kept_ms).contains(&now.since_ms(*at)));
        let new = self.0.iter().all(|(seen, _)| seen != text);
        if new {
            self.0.push((text.to_owned(), now));
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        id::TechnicianId,
        touch::wire::code::{Certificate, step_of},
    };
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_215_120_000);

    fn code() -> PhoneCode {
        let certificate = Certificate {
            phone: Uuid::from_u128(1),
            technician: TechnicianId::from_body(5),
            public_key: format!("04{}", "ab".repeat(64)),
            until: NOW.plus_ms(1_000_000),
            key: 2,
            signature: "c1".repeat(64),
        };
        PhoneCode { certificate, step: step_of(NOW), nonce: [7; 8], signature: "d2".repeat(64) }
    }

    #[test]
    fn both_signatures_are_verified_each_by_its_key() {
        let key = |version: i16| ReceiptKey { key: version, public_key: format!("04{}", "cd".repeat(64)) };
        let asked = signatures(&code(), &[key(1), key(2)]).expect("to be verified");
        let certificate = asked.certificate.expect("a key of that version");
        assert_eq!((certificate.public_key[1], certificate.signature), (0xcd, [0xc1; 64]));
        assert_eq!((asked.code.public_key[1], asked.code.signature), (0xab, [0xd2; 64]));
        assert_eq!(asked.code.message, code().bytes());
        let unknown = signatures(&code(), &[key(1)]).expect("the phone's own at least");
        assert_eq!(unknown.certificate, None, "the server will tell");
        let broken = PhoneCode { signature: "d2".into(), ..code() };
        assert_eq!(signatures(&broken, &[]), Err(CodeFault::Signature));
    }

    #[test]
    fn a_time_is_judged_only_where_the_clock_is_known() {
        let late = NOW.plus_ms(3 * STEP_MS);
        assert_eq!(time_fault(&code(), NOW, Some(0)), None);
        assert_eq!(time_fault(&code(), late, Some(0)), Some(CodeFault::Step));
        assert_eq!(time_fault(&code(), late, None), None);
    }

    #[test]
    fn a_code_is_new_once() {
        let mut seen = Seen::default();
        assert!(seen.is_new("a", NOW));
        assert!(!seen.is_new("a", NOW.plus_ms(90_000)));
        assert!(seen.is_new("b", NOW.plus_ms(90_000)));
        assert!(seen.is_new("a", NOW.plus_ms(90_001)), "forgotten: the server knows it");
    }
}
