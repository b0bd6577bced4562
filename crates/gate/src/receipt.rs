//! The server's receipts. Invariant: on a phone that was given a key to verify by, an answer that would delete a touch counts
//! only with a receipt that verifies; whatever else comes back deletes nothing.

use domain::{
    id::TouchId,
    time::{DAY_MS, Instant},
    touch::wire::{
        GateCredential, TouchAnswer,
        signed::{PUBLIC_KEY_BYTES, SIGNATURE_BYTES, from_hex, receipt_bytes},
    },
};

/// How long receipts are kept (30-cards.md).
pub const KEPT_MS: i64 = 30 * DAY_MS;

/// A signature to verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// By which key.
    pub public_key: [u8; PUBLIC_KEY_BYTES],
    /// Over what.
    pub message: Vec<u8>,
    /// The signature.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// What must be asked before an answer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Nothing: it deletes nothing, or this phone was enrolled before receipts were signed.
    Nothing,
    /// Whether this verifies.
    Verify(Check),
    /// It counts for nothing: it has no receipt, or none this phone could verify.
    Refused,
}

/// What must be asked before `answer` counts on the phone with this credential.
pub fn question(device: &GateCredential, answer: &TouchAnswer) -> Question {
    let Some(key) = &device.receipt_key else { return Question::Nothing };
    let Some(id) = answer.id.filter(|_| answer.outcome.is_receipt()) else { return Question::Nothing };
    check(device, key.key, &key.public_key, (id, answer)).map_or(Question::Refused, Question::Verify)
}

fn check(device: &GateCredential, key: i16, public_key: &str, (id, answer): (TouchId, &TouchAnswer)) -> Option<Check> {
    let receipt = answer.receipt.as_ref().filter(|receipt| receipt.key == key)?;
    Some(Check {
        public_key: from_hex(public_key)?,
        message: receipt_bytes(device.device_id, (id, answer), (receipt.key, receipt.at)),
        signature: from_hex(&receipt.signature)?,
    })
}

/// What is kept of an answer with a receipt: nothing of the person.
pub fn kept(answer: &TouchAnswer) -> Option<TouchAnswer> {
    answer.receipt.is_some().then(|| TouchAnswer { shown: None, reason_ja: None, reason_en: None, ..answer.clone() })
}

/// A kept receipt has had its time. One that cannot be read has had it too.
pub fn is_over(kept: Option<&TouchAnswer>, now: Instant) -> bool {
    kept.and_then(|answer| answer.receipt.as_ref()).is_none_or(|receipt| now.since_ms(receipt.at) > KEPT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        id::{DeviceId, SiteId},
        touch::wire::{
            GateSite, Outcome,
            signed::{Receipt, ReceiptKey, to_hex},
        },
    };
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_215_120_000);

    fn device() -> GateCredential {
        let site = GateSite { id: SiteId::from_body(7), name: "湊町".into(), prime: "港栄建設".into() };
        GateCredential {
            device_id: DeviceId(Uuid::from_u128(1)),
            token: "secret".into(),
            site,
            name: "A門".into(),
            server_time: NOW,
            receipt_key: Some(ReceiptKey { key: 2, public_key: to_hex(&[4; PUBLIC_KEY_BYTES]) }),
        }
    }

    fn answer() -> TouchAnswer {
        TouchAnswer {
            index: 0,
            id: Some(TouchId(Uuid::from_u128(7))),
            outcome: Outcome::Quarantined,
            code: Some("touch.card_revoked".into()),
            field: None,
            reason_ja: Some("使えなくしたカードです".into()),
            reason_en: None,
            recorded_at: None,
            shown: None,
            receipt: Some(Receipt { key: 2, at: NOW, signature: to_hex(&[5; SIGNATURE_BYTES]) }),
        }
    }

    fn with(change: impl FnOnce(&mut Receipt)) -> TouchAnswer {
        let mut answer = answer();
        if let Some(receipt) = &mut answer.receipt {
            change(receipt);
        }
        answer
    }

    #[test]
    fn a_receipt_is_verified_over_what_it_says() {
        let Question::Verify(check) = question(&device(), &answer()) else { panic!("to be verified") };
        assert_eq!((check.public_key, check.signature), ([4; PUBLIC_KEY_BYTES], [5; SIGNATURE_BYTES]));
        let text = String::from_utf8(check.message).expect("text");
        assert!(text.contains("11:quarantined,") && text.contains("18:touch.card_revoked,"), "{text}");
        let other = GateCredential { device_id: DeviceId(Uuid::from_u128(2)), ..device() };
        let Question::Verify(elsewhere) = question(&other, &answer()) else { panic!("to be verified") };
        assert_ne!(text.into_bytes(), elsewhere.message, "a receipt for another phone is none here");
    }

    #[test]
    fn without_a_receipt_that_can_be_verified_an_answer_counts_for_nothing() {
        for (name, answer) in [
            ("none", TouchAnswer { receipt: None, ..answer() }),
            ("another key", with(|receipt| receipt.key = 1)),
            ("half a signature", with(|receipt| receipt.signature.truncate(64))),
            ("no hex", with(|receipt| receipt.signature = "x".repeat(128))),
        ] {
            assert_eq!(question(&device(), &answer), Question::Refused, "{name}");
        }
        let damaged = ReceiptKey { key: 2, public_key: "04".into() };
        let broken = GateCredential { receipt_key: Some(damaged), ..device() };
        assert_eq!(question(&broken, &answer()), Question::Refused);
    }

    #[test]
    fn what_deletes_nothing_and_phones_of_before_need_no_receipt() {
        let retry = TouchAnswer { outcome: Outcome::Retry, receipt: None, ..answer() };
        assert_eq!(question(&device(), &retry), Question::Nothing);
        let nameless = TouchAnswer { id: None, receipt: None, ..answer() };
        assert_eq!(question(&device(), &nameless), Question::Nothing);
        let before = GateCredential { receipt_key: None, ..device() };
        assert_eq!(question(&before, &TouchAnswer { receipt: None, ..answer() }), Question::Nothing);
    }

    #[test]
    fn receipts_are_kept_for_thirty_days_without_anything_of_the_person() {
        let kept = kept(&answer()).expect("has a receipt");
        assert_eq!((kept.reason_ja.as_ref(), kept.shown.as_ref()), (None, None));
        assert_eq!(kept.receipt, answer().receipt);
        assert!(!is_over(Some(&kept), NOW.plus_ms(KEPT_MS)));
        assert!(is_over(Some(&kept), NOW.plus_ms(KEPT_MS + 1)));
        assert!(is_over(None, NOW));
        assert!(super::kept(&TouchAnswer { receipt: None, ..answer() }).is_none());
    }
}
