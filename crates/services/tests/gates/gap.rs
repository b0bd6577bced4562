//! What is missing of a gate's numbers: what somebody knows of it, and what a phone said it had come to.

use super::{missing, phone};
use domain::{
    access::Role,
    gate::{GAP_AFTER_MS, Known, NUMBER_MAX, SILENT_MS},
    id::{AccountId, DeviceId, SiteId},
};
use services::{Error, touch};
use store::device::NewKnown;
use testkit::{both, cast, enrolment};
use uuid::Uuid;

#[test]
fn what_is_known_of_a_gap_ends_the_warning_and_stays_when_the_numbers_come() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        for seq in [1, 4] {
            phone.number(&cast, now, seq).await;
        }
        let later = now.plus_ms(GAP_AFTER_MS);
        app.call.clock.set(later);
        touch::look_for_gaps(&app.system()).await.expect("looked");
        let prime = cast.admin(&app, cast.prime);
        let gate = async || touch::gates_of(&prime, cast.site).await.expect("a list").gates.remove(0);
        assert!(gate().await.warns());

        let (id, site) = (phone.given.device_id, Some(cast.site));
        touch::gap_acknowledge(&prime, site, id, (2, 3), " 電池を替えたときに消えた ").await.expect("kept");
        let shown = gate().await;
        assert!(!shown.warns(), "it stands as known");
        let known = shown.missing[0].known.clone().expect("known");
        assert_eq!((known.from, known.to, known.at, known.words.as_str()), (2, 3, later, "電池を替えたときに消えた"));
        assert!(known.by.is_some(), "who");
        let told = touch::losses(&app.system()).await.expect("a list");
        assert_eq!(told[0].missing.known, Some(known.clone()));
        let again = touch::gap_acknowledge(&prime, site, id, (2, 3), "x").await;
        assert!(matches!(again, Err(Error::Conflict("conflict.already_done"))), "{again:?}");

        phone.number(&cast, now, 3).await;
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!((missing(&app, cast.site).await, gate().await.warns()), (vec![(2, 2)], false), "what is left");
        phone.number(&cast, now, 2).await;
        touch::look_for_gaps(&app.system()).await.expect("looked");
        let closed = gate().await;
        assert_eq!((closed.missing, closed.known), (vec![], vec![known]), "what was said stays");
    });
}

#[test]
fn gaps_that_are_known_stand_behind_those_that_nobody_has_spoken_of() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        for seq in [1, 4, 6] {
            phone.number(&cast, now, seq).await;
        }
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        let listed = async |limit: i64| {
            let found = store::device::missing_everywhere(app.db().read(), limit).await.expect("a list");
            let words = |known: Option<Known>| known.map(|known| (known.by.is_some(), known.words));
            found.into_iter().map(|at| (at.missing.gap.from, words(at.missing.known))).collect::<Vec<_>>()
        };
        assert_eq!(listed(1).await, [(2, None)], "found at once: by their numbers");
        let (id, prime) = (phone.given.device_id, cast.admin(&app, cast.prime));
        touch::gap_acknowledge(&prime, None, id, (2, 3), "電池を替えた").await.expect("kept");
        assert_eq!(listed(1).await, [(5, None)], "what is known keeps nothing else out of the list");
        assert_eq!(listed(9).await, [(5, None), (2, Some((true, "電池を替えた".to_owned())))]);

        // Wider, later and by the register itself; what does not cover a gap is no word of it.
        for (number, from, to, words) in [(1, 1, 3, "調べた"), (2, 3, 9, "別の話")] {
            let new = NewKnown {
                id: Uuid::from_u128(number),
                device: id,
                from,
                to,
                at: now.plus_ms(2 * GAP_AFTER_MS),
                by: AccountId(Uuid::nil()),
                words,
            };
            store::device::add_known(app.db().writer(), new).await.expect("kept");
        }
        let told = [(2, Some((false, "調べた".to_owned()))), (5, Some((false, "別の話".to_owned())))];
        assert_eq!(listed(9).await, told, "what was last said");
    });
}

#[test]
fn only_who_may_end_a_gate_says_what_is_known_of_a_gap_that_is_there() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let phone = phone(&app, &cast, &enrolment(cast.site, "A門")).await;
        for seq in [1, 4] {
            phone.number(&cast, now, seq).await;
        }
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        let (id, site) = (phone.given.device_id, Some(cast.site));
        let prime = cast.admin(&app, cast.prime);
        for (who, refused) in [
            ("a stranger", touch::gap_acknowledge(&cast.admin(&app, cast.stranger), site, id, (2, 3), "x").await),
            (
                "a technician",
                touch::gap_acknowledge(&cast.technician(&app, cast.people[0]), site, id, (2, 3), "x").await,
            ),
            ("the gate itself", touch::gap_acknowledge(&phone.call, site, id, (2, 3), "x").await),
            ("a reviewer", touch::gap_acknowledge(&app.role(Role::Reviewer), site, id, (2, 3), "x").await),
        ] {
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{who}: {refused:?}");
        }
        for (name, refused) in [
            ("not its own", touch::gap_acknowledge(&cast.admin(&app, cast.sub), site, id, (2, 3), "x").await),
            ("elsewhere", touch::gap_acknowledge(&prime, Some(SiteId::from_body(1)), id, (2, 3), "x").await),
            ("unknown", touch::gap_acknowledge(&prime, site, DeviceId(Uuid::from_u128(1)), (2, 3), "x").await),
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "{name}: {refused:?}");
        }
        let long = "字".repeat(201);
        for words in ["", "  ", "a\u{7}b", long.as_str()] {
            let refused = touch::gap_acknowledge(&prime, site, id, (2, 3), words).await;
            assert!(matches!(refused, Err(Error::Rejected(ref why)) if why.code == "gate.gap_words"), "{refused:?}");
        }
        for gap in [(2, 2), (3, 3), (2, 4), (1, 3), (9, 9)] {
            let refused = touch::gap_acknowledge(&prime, site, id, gap, "x").await;
            assert!(matches!(refused, Err(Error::Conflict("conflict.changed"))), "{gap:?}: {refused:?}");
        }
        let gates = touch::gates_of(&prime, cast.site).await.expect("a list").gates;
        assert!(gates[0].warns() && gates[0].known.is_empty(), "nothing was kept");
        touch::gap_acknowledge(&app.system(), None, id, (2, 3), "x").await.expect("by a command");
        let gates = touch::gates_of(&prime, cast.site).await.expect("a list").gates;
        let by: Vec<Option<&str>> = gates[0].known.iter().map(|known: &Known| known.by.as_deref()).collect();
        assert_eq!(by, [None]);
    });
}

#[test]
fn a_phone_that_is_over_misses_what_it_said_it_had_come_to() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let now = app.at(20_261_120, "07:52");
        let own = Some(Uuid::from_u128(4_712));
        let asked =
            |last_seq, phone| domain::touch::wire::GateEnrolment { phone, last_seq, ..enrolment(cast.site, "A門") };
        let ended = phone(&app, &cast, &asked(0, own)).await;
        let silent = phone(&app, &cast, &asked(0, None)).await;
        for gate in [&ended, &silent] {
            gate.number(&cast, now, 1).await;
            touch::gate_told(&gate.call, 2, Some(3)).await.expect("told");
            for unbelievable in [2, 0, -1, NUMBER_MAX + 1] {
                touch::gate_told(&gate.call, 2, Some(unbelievable)).await.expect("told");
            }
        }
        let prime = cast.admin(&app, cast.prime);
        touch::gate_revoke(&prime, None, ended.given.device_id, "落とした").await.expect("ended");
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS - 1));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, [], "it may be enrolled anew and bring them");
        app.call.clock.set(now.plus_ms(GAP_AFTER_MS));
        assert_eq!(touch::look_for_gaps(&app.system()).await.expect("looked"), 1);
        assert_eq!(touch::look_for_gaps(&app.system()).await.expect("looked"), 0, "found once");
        assert_eq!(missing(&app, cast.site).await, [(2, 3)]);
        let told = touch::losses(&app.system()).await.expect("a list");
        assert!(told[0].missing.gap.by_word, "no number came after them");

        // What was on it after all comes by its next enrolment.
        let second = phone(&app, &cast, &asked(3, own)).await;
        second.number(&cast, now, 2).await;
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, [(3, 3)]);

        app.call.clock.set(now.plus_ms(SILENT_MS - 1));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        assert_eq!(missing(&app, cast.site).await, [(3, 3)], "it may only be without signal");
        app.call.clock.set(now.plus_ms(SILENT_MS));
        touch::look_for_gaps(&app.system()).await.expect("looked");
        let mut open = missing(&app, cast.site).await;
        open.sort_unstable();
        assert_eq!(open, [(2, 3), (3, 3)]);
    });
}
