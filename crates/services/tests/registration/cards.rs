//! Cards: issue, replacement, revocation, looking at one.

use crate::play::{
    Desk, admin, all_good, business_form, code, fee_of, fields, picture, sole_proprietor_form, started, stranger,
    technician_form,
};
use domain::{
    access::Role,
    application::{ApplicationKind, IssuedIds, Verdict},
    card::{CardReading, CardState, RevocationReason, Standing},
    id::CardId,
    technician::TechnicianForm,
};
use proof::{AesKey, MasterKey, ReadCounter, Uid, card_keys, sun_make};
use services::{application, card, fee};
use store::ConnectionTrait;
use testkit::{BASE_URL, MASTER_KEY_HEX, TestApp, both};

const UID: &str = "04:a1:b2:c3:d4:e5:80";

pub fn link(uid: &str, counter: u32) -> String {
    let uid: Uid = uid.parse().unwrap();
    let keys = card_keys(&MasterKey::new(1, AesKey::from_hex(MASTER_KEY_HEX).unwrap()), &uid);
    sun_make::make_encrypted(BASE_URL, &keys.meta, &keys.file, &uid, ReadCounter::new(counter).unwrap())
}

async fn order_of(app: &TestApp, issued: &IssuedIds) -> CardId {
    store::card::of_technician(app.db().read(), issued.technician_id.unwrap()).await.unwrap()[0].id
}

#[test]
fn a_card_gets_a_chip_of_its_own() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let person = desk.technician(&app, technician_form()).await;
        let other = desk.technician(&app, TechnicianForm { given_name: "葵".to_owned(), ..technician_form() }).await;
        let (first, second) = (order_of(&app, &person).await, order_of(&app, &other).await);
        for wrong in ["", "04a1b2", "zz:a1:b2:c3:d4:e5:80"] {
            assert_eq!(fields(card::issue(&desk.operator, first, wrong, BASE_URL).await)[0].field, "uid", "{wrong}");
        }
        for wrong in ["04a1b2c3d4e5800", "04:a1:b2:c3:d4:e5", "04/a1/b2/c3/d4/e5/80"] {
            assert_eq!(fields(card::issue(&desk.operator, first, wrong, BASE_URL).await)[0].field, "uid", "{wrong}");
        }
        // As readers and people write it.
        let issued = card::issue(&desk.operator, first, " ０４ a1:B2-c3 d4E5 80 ", BASE_URL).await.unwrap();
        assert_eq!(issued.record.uid, UID.parse::<Uid>().unwrap());
        assert_eq!((issued.technician_id, issued.record.key_version), (person.technician_id.unwrap(), 1));
        assert!(issued.record.template.url.starts_with(BASE_URL));
        assert!(!format!("{issued:?}").contains(&*issued.record.application.to_hex()));
        assert_eq!(
            code(card::issue(&desk.operator, first, "04000000000001", BASE_URL).await),
            "conflict.state",
            "once only"
        );
        assert_eq!(code(card::issue(&desk.operator, second, UID, BASE_URL).await), "card.uid_taken");
        assert_eq!(code(card::issue(&desk.reviewer, second, "04000000000002", BASE_URL).await), "forbidden.role");
        assert_eq!(code(card::orders(&desk.reviewer).await), "forbidden.role");
        let kept = store::card::find(app.db().read(), first).await.unwrap().unwrap();
        assert_eq!(
            (kept.state, kept.valid_until.number()),
            (CardState::Issued, 20_280_402),
            "the second birthday after issue: no identity document was asked for"
        );
    });
}

#[test]
fn a_card_lasts_for_who_showed_a_document_though_none_is_asked() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { identity_kind: "passport".to_owned(), ..technician_form() };
        let (call, id) = started(&app, ApplicationKind::TechnicianSimple).await;
        application::save_technician(&call, id, form).await.unwrap();
        application::put_photo(&call, id, picture(600, 800)).await.unwrap();
        assert_eq!(fields(application::submit(&call, id).await)[0].field, "identity", "its picture is missing");
        application::put_file(&call, id, "identity", picture(800, 500)).await.unwrap();
        application::submit(&call, id).await.unwrap();
        application::claim(&desk.reviewer, id).await.unwrap();
        let said = all_good(ApplicationKind::TechnicianSimple);
        application::save_verdicts(&desk.reviewer, id, said.into_iter().filter(not_identity).collect()).await.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        let words = ["identity_kind", "identity"].map(|field| (field.to_owned(), Verdict::Good)).to_vec();
        application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        let person = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        let card = store::card::find(app.db().read(), order_of(&app, &person).await).await.unwrap().unwrap();
        assert_eq!(card.valid_until.number(), 20_360_402, "the birthday after nine years");
    });
}

fn not_identity((field, _): &(String, Verdict)) -> bool {
    !field.starts_with("identity")
}

#[test]
fn a_newer_card_replaces_and_a_lost_one_is_out_at_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let person = desk.technician(&app, technician_form()).await;
        let first = order_of(&app, &person).await;
        card::issue(&desk.operator, first, UID, BASE_URL).await.unwrap();
        let old = store::card::find(app.db().read(), first).await.unwrap().unwrap();
        let second = CardId(uuid::Uuid::from_u128(5));
        let order = store::card::Card { id: second, uid: None, state: CardState::Ordered, issued_at: None, ..old };
        store::card::insert(app.db().writer(), &order).await.unwrap();
        card::issue(&desk.operator, second, "04000000000002", BASE_URL).await.unwrap();
        let state = async |id| store::card::find(app.db().read(), id).await.unwrap().unwrap().state;
        assert_eq!((state(first).await, state(second).await), (CardState::Replaced, CardState::Issued));
        assert_eq!(
            code(card::issue(&desk.operator, second, UID, BASE_URL).await),
            "card.uid_taken",
            "a chip is never used again"
        );

        assert_eq!(code(card::revoke(&desk.reviewer, second, RevocationReason::Lost).await), "forbidden.role");
        card::revoke(&desk.operator, second, RevocationReason::Lost).await.unwrap();
        let revoked = store::card::find(app.db().read(), second).await.unwrap().unwrap();
        assert_eq!(
            (revoked.revoked_at, revoked.revocation_reason),
            (Some(app.call.now()), Some(RevocationReason::Lost))
        );
        assert_eq!(code(card::revoke(&desk.operator, second, RevocationReason::Stolen).await), "conflict.already_done");
        let seen = card::read(&desk.operator, &link("04000000000002", 9)).await.unwrap();
        assert!(matches!(seen, CardReading::Face { standing: Standing::Revoked, .. }), "{seen:?}");
    });
}

#[test]
fn looking_shows_what_the_viewer_may_see_and_uses_nothing_up() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let rival = desk
            .business(&app, domain::business::BusinessForm { name: "よその建設".to_owned(), ..sole_proprietor_form() })
            .await;
        let person =
            desk.technician(&app, TechnicianForm { employer_id: firm.login_id.clone(), ..technician_form() }).await;
        let colleague =
            desk.technician(&app, TechnicianForm { given_name: "葵".to_owned(), ..technician_form() }).await;
        card::issue(&desk.operator, order_of(&app, &person).await, UID, BASE_URL).await.unwrap();
        let url = link(UID, 61);

        let own = card::read(&admin(&app, &person).await, &url).await.unwrap();
        assert!(
            matches!(&own, CardReading::Own { face, standing: Standing::Good } if face.technician_id == person.technician_id.unwrap())
        );
        assert!(matches!(card::read(&admin(&app, &firm).await, &url).await.unwrap(), CardReading::Face { .. }));
        let minimal = card::read(&admin(&app, &colleague).await, &url).await.unwrap();
        assert!(matches!(&minimal, CardReading::Minimal { name, .. } if name == "髙橋 蓮"), "{minimal:?}");
        assert!(matches!(card::read(&admin(&app, &rival).await, &url).await.unwrap(), CardReading::Minimal { .. }));
        let public = card::read(&app.call, &url).await.unwrap();
        assert_eq!(public, CardReading::Genuine { standing: Standing::Good });
        assert!(!serde_json::to_string(&public).unwrap().contains('蓮'));
        assert_eq!(code(card::read(&stranger(&app, Role::Partner), &url).await), "forbidden.role");

        for table in ["card_read", "touch"] {
            let sql = format!("SELECT 1 AS one FROM {table}");
            let backend = app.db().read().get_database_backend();
            let rows = app.db().read().query_all_raw(sea_orm::Statement::from_string(backend, sql)).await.unwrap();
            assert!(rows.is_empty(), "{table}: looking is no touch");
        }
        let id = order_of(&app, &person).await.to_string();
        let events = store::event::of_subject(app.db().read(), "card", &id, 50).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.process == "card.read").count(), 5);
        assert!(events.iter().all(|event| !format!("{event:?}").contains("picc_data")), "no link is kept");
    });
}

#[test]
fn what_no_card_of_ours_made_shows_nothing() {
    both(|app| async move {
        let forged = link(UID, 3)
            .replace("cmac=", "cmac=0")
            .chars()
            .rev()
            .skip(1)
            .collect::<String>()
            .chars()
            .rev()
            .collect::<String>();
        let forged = if forged == link(UID, 3) { forged.replace("cmac=00", "cmac=01") } else { forged };
        assert_eq!(card::read(&app.call, &forged).await.unwrap(), CardReading::NotGenuine);
        assert_eq!(
            card::read(&app.call, &link(UID, 3)).await.unwrap(),
            CardReading::NotGenuine,
            "our keys, but no card of the register"
        );
        let foreign = "https://example.jp/t?picc_data=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086";
        assert_eq!(card::read(&app.call, foreign).await.unwrap(), CardReading::NotGenuine);
        for (url, fault) in [
            ("https://example.jp/t", "sun.malformed_url"),
            ("https://example.jp/t?a=b", "sun.no_mirror"),
            ("https://example.jp/t?picc_data=00&cmac=00", "sun.bad_length"),
        ] {
            assert_eq!(code(card::read(&app.call, url).await), fault, "{url}");
        }
    });
}
