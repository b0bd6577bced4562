//! Certificates of registration: made, looked at, taken back and overtaken, on both databases.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

use domain::{
    access::Role,
    card::RevocationReason,
    certificate::{Carrier, Ended, HELD_MAX, HolderCode, HolderFault, Item, Kind, VALID_DAYS, Verdict, holder_bytes},
    time::DAY_MS,
    touch::wire::{
        code::{STEP_MS, step_of},
        signed::to_hex,
    },
};
use futures::StreamExt;
use i18n::Lang;
use proof::device::SystemRandom;
use services::{Call, Error, card, certificate, certificate::Wanted, phone};
use testkit::{both, cast, gate_key, pdf_text};

fn wanted(items: &[Item], carrier: Carrier) -> Wanted {
    Wanted { items: items.to_vec(), carrier, phone: None }
}

async fn made(call: &Call, kind: Kind, wanted: &Wanted) -> Vec<u8> {
    let given = certificate::make(call, kind, wanted, Lang::Ja).await.expect("a certificate");
    let parts: Vec<Vec<u8>> = given.content.map(|part| part.expect("bytes")).collect().await;
    parts.concat()
}

async fn file(call: &Call, kind: Kind, items: &[Item]) -> String {
    String::from_utf8(made(call, kind, &wanted(items, Carrier::File)).await).expect("text")
}

fn refusal(error: &Error) -> &'static str {
    match error {
        Error::Rejected(rejection) => rejection.code,
        Error::Conflict(code) => code,
        Error::Forbidden(_) => "forbidden",
        Error::NotFound => "not_found",
        _ => "other",
    }
}

#[test]
fn a_certificate_says_what_was_chosen_until_it_is_taken_back_or_over() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let start = app.at(20_261_120, "07:30");
        let (me, anybody) = (cast.technician(&app, cast.people[0]), app.role(Role::Public));
        assert!(certificate::lists(&anybody).await.expect("lists").is_empty(), "none was made yet");
        let text = file(&me, Kind::Technician, &[Item::Id, Item::Level, Item::Days]).await;
        let (judged, second) = certificate::judge(&anybody, &text, "").await.expect("looked at");
        let claims: Vec<&str> = judged.says.iter().map(|(claim, _)| claim.as_str()).collect();
        assert_eq!((judged.verdict, claims), (Verdict::Good, vec!["id", "level", "days"]));
        assert_eq!(judged.says[0].1, [cast.people[0].to_string()]);
        assert_eq!((judged.made, judged.until), (Some(start), Some(start.plus_ms(VALID_DAYS * DAY_MS))));
        assert_eq!((judged.as_of, judged.holder, second), (Some(start), None, None));

        let own = certificate::own(&me, Kind::Technician).await.expect("one's own");
        assert_eq!(own.made.len(), 1);
        assert_eq!(judged.number.as_deref(), Some(own.made[0].number.as_str()));
        let other = cast.technician(&app, cast.people[1]);
        let theirs = certificate::end(&other, Kind::Technician, own.made[0].id).await;
        assert_eq!(theirs.map_err(|error| refusal(&error)), Err("conflict.already_done"), "another's is another's");
        let still = certificate::judge(&anybody, &text, "").await.expect("looked at").0;
        assert_eq!(still.verdict, Verdict::Good);

        certificate::end(&me, Kind::Technician, own.made[0].id).await.expect("taken back");
        let judged = certificate::judge(&anybody, &text, "").await.expect("looked at").0;
        assert_eq!((judged.verdict, judged.says.len()), (Verdict::Revoked, 3));
        let twice = certificate::end(&me, Kind::Technician, own.made[0].id).await;
        assert_eq!(twice.map_err(|error| refusal(&error)), Err("conflict.already_done"));
        let own = certificate::own(&me, Kind::Technician).await.expect("one's own");
        assert_eq!(own.made[0].ended, Some((start, Ended::Holder)));

        let later = file(&me, Kind::Technician, &[Item::Name]).await;
        app.call.clock.set(start.plus_ms(VALID_DAYS * DAY_MS - 1));
        assert_eq!(certificate::judge(&anybody, &later, "").await.expect("looked at").0.verdict, Verdict::Good);
        app.call.clock.set(start.plus_ms(VALID_DAYS * DAY_MS));
        assert_eq!(certificate::judge(&anybody, &later, "").await.expect("looked at").0.verdict, Verdict::Expired);
        let cut = &later[..later.len() - 30];
        assert_eq!(certificate::judge(&anybody, cut, "").await.expect("looked at").0.verdict, Verdict::Malformed);
    });
}

#[test]
fn certificates_are_made_by_their_holder_of_what_can_be_said() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let items = [Item::Name, Item::Level];
        for (kind, role) in [
            (Kind::Technician, Role::Public),
            (Kind::Technician, Role::Operator),
            (Kind::Business, Role::SiteAdmin),
            (Kind::Business, Role::Reviewer),
        ] {
            let refused = certificate::make(&app.role(role), kind, &wanted(&items, Carrier::File), Lang::Ja).await;
            assert_eq!(refused.err().map(|error| refusal(&error)), Some("forbidden"), "{role:?}");
            let refused = certificate::own(&app.role(role), kind).await;
            assert_eq!(refused.err().map(|error| refusal(&error)), Some("forbidden"), "{role:?}");
        }
        let me = cast.technician(&app, cast.people[0]);
        let of_business = certificate::make(&me, Kind::Business, &wanted(&items, Carrier::File), Lang::Ja).await;
        assert_eq!(
            of_business.err().map(|error| refusal(&error)),
            Some("forbidden"),
            "a person's log-in has no business"
        );
        for (none, carrier) in
            [(&[][..], Carrier::File), (&[Item::Licence], Carrier::File), (&[Item::Qualifications], Carrier::Paper)]
        {
            let refused = certificate::make(&me, Kind::Technician, &wanted(none, carrier), Lang::Ja).await;
            assert_eq!(refused.err().map(|error| refusal(&error)), Some("form.problems"), "{none:?}");
        }
        for _ in 0..HELD_MAX {
            file(&me, Kind::Technician, &items).await;
        }
        let refused = certificate::make(&me, Kind::Technician, &wanted(&items, Carrier::File), Lang::Ja).await;
        assert_eq!(refused.err().map(|error| refusal(&error)), Some("certificate.too_many"));
        let own = certificate::own(&me, Kind::Technician).await.expect("one's own").made;
        let mut numbers: Vec<&str> = own.iter().map(|made| made.number.as_str()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), own.len(), "each has a place of its own");
    });
}

#[test]
fn a_card_that_is_stopped_ends_its_persons_certificates_and_nobody_elses() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "07:30");
        let (me, other) = (cast.technician(&app, cast.people[0]), cast.technician(&app, cast.people[1]));
        let mine = file(&me, Kind::Technician, &[Item::Name]).await;
        let theirs = file(&other, Kind::Technician, &[Item::Name]).await;
        let cards = store::card::of_technician(app.db().read(), cast.people[0]).await.expect("cards");
        card::revoke(&app.system(), cards[0].id, RevocationReason::Lost).await.expect("stopped");
        let anybody = app.role(Role::Public);
        assert_eq!(certificate::judge(&anybody, &mine, "").await.expect("looked at").0.verdict, Verdict::Revoked);
        assert_eq!(certificate::judge(&anybody, &theirs, "").await.expect("looked at").0.verdict, Verdict::Good);
        let own = certificate::own(&me, Kind::Technician).await.expect("one's own").made;
        assert_eq!(own[0].ended.map(|(_, why)| why), Some(Ended::Card));
    });
}

#[test]
fn a_phone_shows_that_a_certificate_is_its_persons() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let start = app.at(20_261_120, "07:30");
        let (me, other) = (cast.technician(&app, cast.people[0]), cast.technician(&app, cast.people[1]));
        let key = to_hex(gate_key().public_key());
        phone::certify(&me, &key).await.expect("a phone");
        let bound = Wanted { items: vec![Item::Name], carrier: Carrier::File, phone: Some(key.clone()) };
        let mine = String::from_utf8(made(&me, Kind::Technician, &bound).await).expect("text");
        let theirs = String::from_utf8(made(&other, Kind::Technician, &bound).await).expect("text");
        let code = |at: domain::time::Instant| {
            let (step, nonce) = (step_of(at), [7; 8]);
            let signature = gate_key().sign(&holder_bytes(step, nonce), &SystemRandom::new()).expect("a signature");
            HolderCode { step, nonce, signature }.text()
        };
        let anybody = app.role(Role::Public);
        let look = async |text: &str, code: &str| certificate::judge(&anybody, text, code).await.expect("looked at");
        let (judged, second) = look(&mine, &code(start)).await;
        assert_eq!((judged.holder, second), (Some(key), Some(Ok(()))));
        let late = code(start.plus_ms(-2 * STEP_MS));
        assert_eq!(look(&mine, &late).await.1, Some(Err(HolderFault::Step)));
        assert_eq!(look(&mine, "CCU1:x").await.1, Some(Err(HolderFault::Malformed)));
        let (judged, second) = look(&theirs, &code(start)).await;
        assert_eq!((judged.holder, second), (None, None), "another's phone binds nothing");
    });
}

#[test]
fn a_business_shows_its_people_by_level_and_its_paper_says_what_was_chosen() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "07:30");
        let admin = cast.admin(&app, cast.prime);
        let text = file(&admin, Kind::Business, Kind::Business.items()).await;
        let (judged, _) = certificate::judge(&app.role(Role::Public), &text, "").await.expect("looked at");
        assert_eq!((judged.verdict, judged.kind), (Verdict::Good, Some(Kind::Business)));
        let said = |claim: &str| judged.says.iter().find(|(known, _)| known == claim).map(|(_, words)| words.clone());
        assert_eq!(said("id"), Some(vec![cast.prime.to_string()]));
        assert_eq!(said("people").map(|words| words.len()), Some(4));
        let paper = made(&admin, Kind::Business, &wanted(&[Item::Id, Item::ValidUntil], Carrier::Paper)).await;
        let text = pdf_text(&paper);
        let own = certificate::own(&admin, Kind::Business).await.expect("one's own");
        assert!(text.contains(&cast.prime.to_string()) && text.contains(&own.made[0].number), "{text}");
        let name = own.offered.iter().find(|(item, _)| *item == Item::Name).expect("a name").1[0].clone();
        assert!(!text.contains(&name.replace(' ', "")), "not chosen: {text}");
        app.at(20_400_101, "07:30");
        let over = certificate::make(&admin, Kind::Business, &wanted(&[Item::Id], Carrier::File), Lang::Ja).await;
        assert_eq!(over.err().map(|error| refusal(&error)), Some("certificate.over"));
    });
}

#[test]
fn lists_are_published_and_nothing_else_is_a_list() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "07:30");
        let anybody = app.role(Role::Public);
        for list in [0, 1, -1] {
            assert!(matches!(certificate::status(&anybody, list).await, Err(Error::NotFound)), "{list}");
        }
        file(&cast.technician(&app, cast.people[0]), Kind::Technician, &[Item::Name]).await;
        let issuer = certificate::issuer(&anybody).expect("an issuer");
        let token = certificate::status(&anybody, 1).await.expect("a list");
        let read = proof::credential::StatusToken::read(&token, &issuer).expect("the issuer's");
        assert_eq!(certificate::lists(&anybody).await.expect("lists"), [read.uri]);
        assert!(matches!(certificate::status(&anybody, 2).await, Err(Error::NotFound)));
    });
}
