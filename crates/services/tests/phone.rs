//! Codes of technicians' own phones: who has a phone certified, and what of a code makes a touch.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    id::TechnicianId,
    time::Instant,
    touch::{
        TouchKind,
        wire::{
            Outcome, Reading, TouchAnswers, TouchItem,
            code::{CERTIFIED_MS, Certificate, PhoneCode, STEP_MS, code_bytes, step_of},
            signed::to_hex,
        },
    },
};
use proof::device::{SigningKey, SystemRandom};
use sea_orm::ConnectionTrait;
use services::{Error, phone};
use testkit::{Cast, TestApp, both, cast, item};

/// A phone with its own key and what the register has given it.
struct Phone {
    key: SigningKey,
    certificate: Certificate,
}

fn new_key() -> SigningKey {
    let chance = SystemRandom::new();
    SigningKey::read(&SigningKey::make(&chance).expect("a key"), &chance).expect("a key")
}

async fn certified(app: &TestApp, cast: &Cast, who: TechnicianId) -> Phone {
    let key = new_key();
    let given = phone::certify(&cast.technician(app, who), &to_hex(key.public_key())).await.expect("a certificate");
    Phone { key, certificate: given.certificate }
}

impl Phone {
    fn code(&self, at: Instant, nonce: u8) -> PhoneCode {
        self.code_of(self.certificate.clone(), at, nonce)
    }

    fn code_of(&self, certificate: Certificate, at: Instant, nonce: u8) -> PhoneCode {
        let (step, nonce) = (step_of(at), [nonce; 8]);
        let signed = self.key.sign(&code_bytes(&certificate, step, nonce), &SystemRandom::new());
        PhoneCode { certificate, step, nonce, signature: to_hex(&signed.expect("a signature")) }
    }
}

fn read(at: Instant, kind: TouchKind, code: &PhoneCode) -> TouchItem {
    TouchItem { reading: Reading::Qr { code: code.text() }, clock_offset_ms: Some(0), ..item(at, kind, String::new()) }
}

fn codes(answers: &TouchAnswers) -> Vec<(Outcome, Option<&str>)> {
    answers.answers.iter().map(|answer| (answer.outcome, answer.code.as_deref())).collect()
}

#[test]
fn a_code_makes_one_touch_with_the_assurance_of_a_code() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (gate, now) = (cast.gate(&app), app.call.now());
        let phone = certified(&app, &cast, cast.people[0]).await;
        let code = phone.code(now, 1);
        let touch = read(now, TouchKind::In, &code);
        let answers = gate.send(core::slice::from_ref(&touch)).await;
        assert_eq!(codes(&answers), [(Outcome::Accepted, None)]);
        assert_eq!(answers.answers[0].shown.as_ref().map(|shown| shown.technician_id), Some(cast.people[0]));
        let again = gate.send(core::slice::from_ref(&touch)).await;
        assert_eq!(codes(&again), [(Outcome::Duplicate, None)], "sent once more");
        let replay =
            gate.send(&[read(now, TouchKind::Out, &code), read(now, TouchKind::Out, &phone.code(now, 2))]).await;
        assert_eq!(
            codes(&replay),
            [(Outcome::Replay, Some("touch.code_replay")), (Outcome::Accepted, None)],
            "the same code in another touch; another code of the same half minute"
        );
        let sql = "SELECT count(*) FROM touch WHERE assurance = 3";
        let asked = sea_orm::Statement::from_string(app.db().read().get_database_backend(), sql);
        let row = app.db().read().query_one_raw(asked).await.expect("an answer").expect("a row");
        assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), 2);
    });
}

#[test]
fn the_same_code_twice_in_one_batch_is_one_touch() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let now = app.call.now();
        let code = certified(&app, &cast, cast.people[0]).await.code(now, 1);
        let answers = cast.gate(&app).send(&[read(now, TouchKind::In, &code), read(now, TouchKind::In, &code)]).await;
        let expected = [(Outcome::Accepted, None), (Outcome::Replay, Some("touch.code_replay"))];
        assert_eq!(codes(&answers), expected);
    });
}

#[test]
fn what_is_forged_late_or_uncertified_is_set_aside() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (gate, now) = (cast.gate(&app), app.call.now());
        let phone = certified(&app, &cast, cast.people[0]).await;
        let other = certified(&app, &cast, cast.people[1]).await;
        let forged = PhoneCode { signature: other.code(now, 1).signature, ..phone.code(now, 1) };
        let own_word = Certificate { technician: cast.people[1], ..phone.certificate.clone() };
        let longer = Certificate { until: phone.certificate.until.plus_ms(1), ..phone.certificate.clone() };
        let unknown_key = Certificate { key: 9, ..phone.certificate.clone() };
        for (name, code, fault) in [
            ("another phone's signature", forged, "touch.code_signature"),
            ("somebody else's name", phone.code_of(own_word, now, 2), "touch.code_certificate"),
            ("a longer time", phone.code_of(longer, now, 3), "touch.code_certificate"),
            ("a key that is not the register's", phone.code_of(unknown_key, now, 4), "touch.code_certificate"),
            ("a picture of before", phone.code(now.plus_ms(-2 * STEP_MS), 5), "touch.code_step"),
            ("of later", phone.code(now.plus_ms(2 * STEP_MS), 6), "touch.code_step"),
        ] {
            let answers = gate.send(&[read(now, TouchKind::In, &code)]).await;
            assert_eq!(codes(&answers), [(Outcome::Quarantined, Some(fault))], "{name}");
        }
        let garbage =
            TouchItem { reading: Reading::Qr { code: "CCU1".into() }, ..read(now, TouchKind::In, &phone.code(now, 7)) };
        assert_eq!(codes(&gate.send(&[garbage]).await), [(Outcome::Quarantined, Some("touch.code_malformed"))]);
        let beside = read(now, TouchKind::In, &phone.code(now.plus_ms(STEP_MS), 8));
        assert_eq!(codes(&gate.send(&[beside]).await), [(Outcome::Accepted, None)], "one step beside");
    });
}

#[test]
fn the_corrected_time_decides_and_a_certificate_ends() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let (gate, now) = (cast.gate(&app), app.call.now());
        let phone = certified(&app, &cast, cast.people[0]).await;
        // The gate's clock is ten minutes slow, and the gate knows it.
        let slow = TouchItem {
            occurred_at: now.plus_ms(-600_000),
            clock_offset_ms: Some(600_000),
            ..read(now, TouchKind::In, &phone.code(now, 1))
        };
        assert_eq!(codes(&gate.send(&[slow]).await), [(Outcome::Accepted, None)]);
        let later = now.plus_ms(CERTIFIED_MS + 1);
        app.call.clock.set(later);
        let answers = cast.gate(&app).send(&[read(later, TouchKind::In, &phone.code(later, 2))]).await;
        assert_eq!(codes(&answers), [(Outcome::Quarantined, Some("touch.code_expired"))]);
    });
}

#[test]
fn an_ended_phone_counts_no_more_and_with_a_fourth_the_oldest_ends() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let who = cast.people[0];
        let call = cast.technician(&app, who);
        let first = certified(&app, &cast, who).await;
        for _ in 0..3 {
            app.call.clock.set(app.call.now().plus_ms(1_000));
            certified(&app, &cast, who).await;
        }
        assert_eq!(phone::phones(&call).await.expect("a number"), 3);
        let last = certified(&app, &cast, who).await;
        phone::end_all(&call).await.expect("ended");
        assert_eq!(phone::phones(&call).await.expect("a number"), 0);
        let (gate, now) = (cast.gate(&app), app.call.now());
        for (name, ended) in [("the oldest of four", first), ("all", last)] {
            let answers = gate.send(&[read(now, TouchKind::In, &ended.code(now, 1))]).await;
            assert_eq!(codes(&answers), [(Outcome::Quarantined, Some("touch.code_ended"))], "{name}");
            let key = to_hex(ended.key.public_key());
            let refused = phone::certify(&call, &key).await.expect_err("ended");
            assert!(matches!(refused, Error::Rejected(_)), "{name}: an ended key does not come back");
        }
    });
}

#[test]
fn only_who_is_signed_in_as_a_technician_has_a_phone_certified() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let key = to_hex(new_key().public_key());
        for call in
            [app.by(domain::access::Actor::public()), cast.admin(&app, cast.prime), cast.gate(&app).call, app.system()]
        {
            assert!(phone::certify(&call, &key).await.is_err(), "{:?}", call.actor.role);
            assert!(phone::phones(&call).await.is_err(), "{:?}", call.actor.role);
            assert!(phone::end_all(&call).await.is_err(), "{:?}", call.actor.role);
        }
        let own = cast.technician(&app, cast.people[0]);
        for wrong in ["", "04", &key[1..], "ff".repeat(65).as_str()] {
            assert!(phone::certify(&own, wrong).await.is_err(), "{wrong}");
        }
        let first = phone::certify(&own, &key).await.expect("a certificate").certificate;
        let renewed = phone::certify(&own, &key.to_uppercase()).await.expect("renewed").certificate;
        assert_eq!((renewed.phone, phone::phones(&own).await.expect("a number")), (first.phone, 1), "the same phone");
        let other = cast.technician(&app, cast.people[1]);
        assert!(phone::certify(&other, &key).await.is_err(), "another person's key");
    });
}
