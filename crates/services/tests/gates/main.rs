//! The gates of a site: their own keys, receipts, what is missing of their numbers, and who may see and end them.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

mod clock;
mod gap;

use domain::{
    access::{Actor, Role},
    gate::{GAP_AFTER_MS, UNSIGNED_MS},
    id::{DeviceId, SiteId},
    time::Instant,
    touch::{
        TouchKind,
        wire::{
            GateCredential, GateEnrolment, Outcome, TouchAnswers, TouchItem,
            signed::{from_hex, receipt_bytes},
        },
    },
};
use services::{Call, Error, touch};
use store::ConnectionTrait;
use testkit::{Cast, TestApp, both, cast, enrolment, item, signed};
use uuid::Uuid;

/// A phone that was enrolled by its prime's admin.
struct Phone {
    given: GateCredential,
    call: Call,
}

async fn phone(app: &TestApp, cast: &Cast, asked: &GateEnrolment) -> Phone {
    let given = touch::gate_enrol(&cast.admin(app, cast.prime), asked).await.expect("a credential");
    let actor =
        touch::device_actor(&app.by(Actor::public()), &given.token).await.expect("an answer").expect("a device");
    Phone { given, call: app.by(actor) }
}

impl Phone {
    async fn send(&self, items: &[TouchItem]) -> TouchAnswers {
        let items = items.iter().map(|item| serde_json::to_value(item).expect("json")).collect();
        touch::record(&self.call, items).await.expect("answers")
    }

    /// Sends a touch with this number, signed.
    async fn number(&self, cast: &Cast, at: Instant, seq: i64) -> TouchAnswers {
        let touch = TouchItem { device_seq: Some(seq), ..item(at, TouchKind::In, cast.tap(0)) };
        self.send(&[signed(self.given.device_id, touch)]).await
    }
}

fn codes(answers: &TouchAnswers) -> Vec<(Outcome, Option<&str>)> {
    answers.answers.iter().map(|answer| (answer.outcome, answer.code.as_deref())).collect()
}

async fn missing(app: &TestApp, site: SiteId) -> Vec<(i64, i64)> {
    let gates = touch::gates_of(&app.system(), site).await.expect("a list").gates;
    gates.iter().flat_map(|gate| gate.missing.iter().map(|missing| (missing.gap.from, missing.gap.to))).collect()
}

#[test]
fn a_touch_without_its_gates_signature_is_set_aside_and_the_rest_goes_on() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let device = phone.given.device_id;
        let good = signed(device, item(now, TouchKind::In, cast.tap(0)));
        let unsigned = item(now, TouchKind::In, cast.tap(1));
        let other = TouchItem { kind: TouchKind::Out, ..signed(device, item(now, TouchKind::In, cast.tap(1))) };
        let strangers = signed(DeviceId(Uuid::from_u128(9)), item(now, TouchKind::In, cast.tap(1)));
        let garbage = TouchItem { signature: Some("00".into()), ..item(now, TouchKind::In, cast.tap(1)) };
        let answers = phone.send(&[good.clone(), unsigned, other, strangers.clone(), garbage]).await;
        assert_eq!(
            codes(&answers),
            [
                (Outcome::Accepted, None),
                (Outcome::Quarantined, Some("touch.unsigned")),
                (Outcome::Quarantined, Some("touch.signature")),
                (Outcome::Quarantined, Some("touch.signature")),
                (Outcome::Quarantined, Some("touch.signature")),
            ]
        );
        let again = signed(device, TouchItem { signature: None, ..good });
        assert_eq!(
            codes(&phone.send(&[again]).await),
            [(Outcome::Duplicate, None)],
            "a signature is no part of a touch"
        );
        let kept = async || store::touch::quarantined(app.db().read(), "touch.signature").await.expect("a count");
        assert_eq!(kept().await, 3, "for a person to look at");
        // The same touch with a signature that was made anew, which is another one each time.
        let resigned = signed(DeviceId(Uuid::from_u128(9)), strangers.clone());
        assert_ne!(resigned.signature, strangers.signature);
        assert_eq!(codes(&phone.send(&[resigned]).await), [(Outcome::Quarantined, Some("touch.signature"))]);
        assert_eq!(kept().await, 3, "kept once");
        let gates = touch::gates_of(&cast.admin(&app, cast.prime), cast.site).await.expect("a list").gates;
        assert_eq!((gates[0].has_key, gates[0].unsigned), (true, 4));
        for (after, unsigned) in [(UNSIGNED_MS, 4), (UNSIGNED_MS + 1, 0)] {
            app.call.clock.set(now.plus_ms(after));
            let gates = touch::gates_of(&cast.admin(&app, cast.prime), cast.site).await.expect("a list").gates;
            assert_eq!(gates[0].unsigned, unsigned, "{after}");
        }
    });
}

#[test]
fn each_of_many_touches_is_answered_in_its_place() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let device = phone.given.device_id;
        let one = |at: usize| {
            let touch = item(now, TouchKind::In, cast.tap(0));
            if at % 7 == 3 { touch } else { signed(device, touch) }
        };
        let sent: Vec<TouchItem> = (0..100).map(one).collect();
        let answers = phone.send(&sent).await;
        for (at, (answer, touch)) in answers.answers.iter().zip(&sent).enumerate() {
            assert_eq!((answer.index as usize, answer.id), (at, Some(touch.id)));
            let wanted = if at % 7 == 3 { Outcome::Quarantined } else { Outcome::Accepted };
            assert_eq!(answer.outcome, wanted, "{at}");
        }
        assert_eq!(answers.answers.len(), sent.len());
    });
}

#[test]
fn a_gate_of_before_keys_goes_on_without_but_none_is_made_without_one() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let answers = cast.gate(&app).send(&[item(now, TouchKind::In, cast.tap(0))]).await;
        assert_eq!(codes(&answers), [(Outcome::Accepted, None)]);
        assert!(answers.answers[0].receipt.is_none(), "it was given no key to verify by");
        let admin = cast.admin(&app, cast.prime);
        for wrong in [None, Some("04"), Some("zz"), Some(&*"05".repeat(65))] {
            let asked = GateEnrolment { public_key: wrong.map(str::to_owned), ..enrolment(cast.site, "A門") };
            let refused = touch::gate_enrol(&admin, &asked).await;
            assert!(
                matches!(refused, Err(Error::Rejected(ref why)) if why.code == "gate.key"),
                "{wrong:?}: {refused:?}"
            );
        }
    });
}

#[test]
fn every_answer_that_lets_a_touch_be_deleted_is_signed_for_its_device() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let device = phone.given.device_id;
        let good = signed(device, item(now, TouchKind::In, cast.tap(0)));
        let answers = phone.send(&[good.clone(), item(now, TouchKind::In, cast.tap(0))]).await;
        let key = phone.given.receipt_key.clone().expect("a key to verify by");
        let public = from_hex(&key.public_key).expect("a public key");
        for answer in &answers.answers {
            let receipt = answer.receipt.as_ref().expect("a receipt");
            let id = answer.id.expect("an id");
            assert_eq!(receipt.key, key.key);
            let signature = from_hex(&receipt.signature).expect("a signature");
            let says = |device| receipt_bytes(device, (id, answer), (receipt.key, receipt.at));
            assert!(proof::device::verify(&public, &says(device), &signature), "{answer:?}");
            assert!(!proof::device::verify(&public, &says(DeviceId(Uuid::from_u128(9))), &signature));
        }
    });
}

#[test]
fn a_missing_number_is_a_loss_after_a_while_and_none_once_it_comes() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        for seq in [1, 4, 5] {
            phone.number(&cast, now, seq).await;
        }
        assert_eq!(touch::look_for_gaps(&app.system()).await.expect("looked"), 0, "it may still be on its way");
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS));
        assert_eq!(touch::look_for_gaps(&app.system()).await.expect("looked"), 1);
        assert_eq!(touch::look_for_gaps(&app.system()).await.expect("looked"), 0, "found once");
        assert_eq!(missing(&app, cast.site).await, [(2, 3)]);
        let told = touch::losses(&app.system()).await.expect("a list");
        assert_eq!((told.len(), told[0].site, told[0].gate.as_str()), (1, cast.site, "A門"));
        assert_eq!((told[0].missing.gap.after, told[0].missing.gap.before), (Some(now), now));

        phone.number(&cast, now, 3).await;
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, [(2, 2)]);
        // Set aside is received, too.
        let aside = TouchItem { device_seq: Some(2), ..item(now, TouchKind::In, cast.tap(0)) };
        assert_eq!(codes(&phone.send(&[aside]).await)[0].0, Outcome::Quarantined);
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, []);
        assert!(touch::losses(&app.system()).await.expect("a list").is_empty());
    });
}

#[test]
fn numbers_go_on_over_the_enrolments_of_a_phone() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let own = Some(Uuid::from_u128(4_711));
        let asked = |last_seq| GateEnrolment { phone: own, last_seq, ..enrolment(cast.site, "A門") };
        let first = phone(&app, &cast, &asked(40)).await;
        first.number(&cast, now, 41).await;
        first.number(&cast, now, 43).await;
        let second = phone(&app, &cast, &asked(43)).await;
        // What waited goes up after the phone was enrolled anew.
        second.number(&cast, now, 42).await;
        second.number(&cast, now, 45).await;
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, [(44, 44)], "neither 1 to 40 of another life, nor 42");
    });
}

#[test]
fn the_list_is_the_sites_own_and_says_what_a_phone_told() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let gate = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        gate.number(&cast, now, 1).await;
        for waiting in [7, 7, 186] {
            touch::gate_told(&gate.call, waiting, None).await.expect("told");
        }
        touch::gate_enrol(&cast.admin(&app, cast.sub), &enrolment(cast.site, "東門")).await.expect("a credential");
        let all = touch::gates_of(&cast.admin(&app, cast.prime), cast.site).await.expect("a list");
        assert!(all.may_revoke);
        let of_prime = all.gates.iter().find(|gate| gate.name == "A門").expect("listed");
        assert_eq!((all.gates.len(), of_prime.waiting, of_prime.highest), (2, Some(186), Some(1)));
        let of_sub = touch::gates_of(&cast.admin(&app, cast.sub), cast.site).await.expect("a list").gates;
        let names: Vec<&str> = of_sub.iter().map(|gate| gate.name.as_str()).collect();
        assert_eq!(names, ["東門"], "a business below sees its own");

        let stranger = touch::gates_of(&cast.admin(&app, cast.stranger), cast.site).await;
        assert!(matches!(stranger, Err(Error::Forbidden(_))), "{stranger:?}");
        let technician = touch::gates_of(&cast.technician(&app, cast.people[0]), cast.site).await;
        assert!(matches!(technician, Err(Error::Forbidden(_))), "{technician:?}");
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Reviewer] {
            assert!(matches!(touch::losses(&app.role(role)).await, Err(Error::Forbidden(_))), "{role:?}");
            assert!(matches!(touch::look_for_gaps(&app.role(role)).await, Err(Error::Forbidden(_))), "{role:?}");
        }
        let nowhere = touch::gates_of(&app.system(), SiteId::from_body(1)).await;
        assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
    });
}

#[test]
fn only_who_stands_at_a_site_today_makes_a_gate_of_it() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "07:52");
        let sub = cast.admin(&app, cast.sub);
        let stands = async |from: i32, to: i32| {
            let of = cast.sub.get();
            let sql = format!("UPDATE structure SET from_date = {from}, to_date = {to} WHERE business_id = {of}");
            app.db().writer().execute_unprepared(&sql).await.expect("a place");
        };
        for (name, from, to, allowed) in [
            ("here until today", 20_260_401, 20_261_120, true),
            ("here from today", 20_261_120, 20_261_231, true),
            ("left yesterday", 20_260_401, 20_261_119, false),
            ("comes tomorrow", 20_261_121, 20_261_231, false),
            ("declined", 20_260_401, 20_260_331, false),
        ] {
            stands(from, to).await;
            let listed = touch::gate_sites(&sub).await.expect("a list").sites;
            assert_eq!(listed.len(), usize::from(allowed), "{name}");
            let enrolled = touch::gate_enrol(&sub, &enrolment(cast.site, "東門")).await;
            assert_eq!(enrolled.is_ok(), allowed, "{name}: {enrolled:?}");
            assert!(allowed || matches!(enrolled, Err(Error::Forbidden(_))), "{name}: {enrolled:?}");
        }
        let declined = touch::gates_of(&sub, cast.site).await;
        assert!(matches!(declined, Err(Error::Forbidden(_))), "who declined sees nothing of it: {declined:?}");
        stands(20_260_401, 20_261_119).await;
        assert_eq!(touch::gates_of(&sub, cast.site).await.expect("a list").gates.len(), 2, "who left ends its own");
    });
}

#[test]
fn a_gate_is_ended_with_a_reason_by_its_site_and_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let gate = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        let (id, site) = (gate.given.device_id, Some(cast.site));
        let prime = cast.admin(&app, cast.prime);
        for (who, refused) in [
            ("a stranger", touch::gate_revoke(&cast.admin(&app, cast.stranger), site, id, "x").await),
            ("a technician", touch::gate_revoke(&cast.technician(&app, cast.people[0]), site, id, "x").await),
            ("the gate itself", touch::gate_revoke(&gate.call, site, id, "x").await),
        ] {
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{who}: {refused:?}");
        }
        let below = touch::gate_revoke(&cast.admin(&app, cast.sub), site, id, "x").await;
        assert!(matches!(below, Err(Error::NotFound)), "not its own: {below:?}");
        let elsewhere = touch::gate_revoke(&prime, Some(SiteId::from_body(1)), id, "x").await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        let unknown = touch::gate_revoke(&prime, site, DeviceId(Uuid::from_u128(1)), "x").await;
        assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
        let long = "字".repeat(201);
        for reason in ["", "  ", "a\u{7}b", long.as_str()] {
            let refused = touch::gate_revoke(&prime, site, id, reason).await;
            assert!(matches!(refused, Err(Error::Rejected(ref why)) if why.code == "gate.reason"), "{refused:?}");
        }
        let public = app.by(Actor::public());
        assert!(touch::device_actor(&public, &gate.given.token).await.expect("an answer").is_some());
        touch::gate_revoke(&prime, site, id, " 現場で失くした ").await.expect("ended");
        assert!(touch::device_actor(&public, &gate.given.token).await.expect("an answer").is_none());
        let again = touch::gate_revoke(&prime, site, id, "x").await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        let listed = touch::gates_of(&prime, cast.site).await.expect("a list").gates;
        assert_eq!(listed[0].revoked_reason.as_deref(), Some("現場で失くした"));
        assert_eq!(listed[0].revoked_at, Some(now));
    });
}
