//! Cards made together: from waiting orders through the card maker to the post.

use crate::play::{Desk, code, technician_form};
use domain::{
    access::Role,
    card::{
        CardReading, CardState, Standing,
        answer::{Column, Wrong},
        batch::{BatchState, PRINT_HEAD},
        delivery::{Place, ReturnReason, Step},
    },
    id::{BatchId, CardId, TechnicianId},
    notice::NoticeKind,
    technician::TechnicianForm,
};
use services::card::{
    self,
    batch::{self, Answered},
};
use std::io::Read;
use testkit::{BASE_URL, TestApp, both};

/// Registers people with a card ordered each; gives them in the order of their orders.
pub async fn ordered(app: &TestApp, desk: &Desk, names: &[&str]) -> Vec<(TechnicianId, CardId)> {
    let mut found = Vec::new();
    for (at, name) in names.iter().enumerate() {
        app.at(20_261_120, &format!("{:02}:00", 8 + at));
        let form = TechnicianForm { given_name: (*name).to_owned(), ..technician_form() };
        let id = desk.technician(app, form).await.technician_id.unwrap();
        let card = store::card::of_technician(app.db().read(), id).await.unwrap()[0].id;
        found.push((id, card));
    }
    found
}

async fn kept(app: &TestApp, id: CardId) -> store::card::Card {
    store::card::find(app.db().read(), id).await.unwrap().unwrap()
}

async fn state(desk: &Desk, id: BatchId) -> BatchState {
    batch::find(&desk.operator, id).await.unwrap().line.state
}

fn uid(at: usize) -> String {
    format!("04C1B2C3D4E5{at:02X}")
}

fn answer_of(cards: &[(TechnicianId, CardId)]) -> String {
    let rows = cards.iter().enumerate().map(|(at, (_, card))| format!("{card},{}\r\n", uid(at)));
    "card,uid\r\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn a_batch_goes_from_waiting_orders_to_letter_boxes() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        assert_eq!(code(batch::make(&desk.operator).await), "card.nothing_waits");
        let cards = ordered(&app, &desk, &["蓮", "葵"]).await;
        assert_eq!(batch::batches(&desk.operator).await.unwrap().waiting, 2);
        let id = batch::make(&desk.operator).await.unwrap();
        assert_eq!(code(batch::make(&desk.operator).await), "card.nothing_waits", "they are in one");
        let found = batch::find(&desk.operator, id).await.unwrap();
        assert_eq!((found.line.number.as_str(), found.line.cards, found.cards.len()), ("20261120-01", 2, 2));
        assert_eq!(
            code(card::issue(&desk.operator, cards[0].1, &uid(9), BASE_URL).await),
            "card.in_batch",
            "no second way for the same card"
        );
        assert_eq!(code(batch::answer(&desk.operator, id, b"").await), "conflict.state", "not sent yet");

        let file = batch::print_files(&desk.operator, id).await.unwrap();
        assert_eq!(file.name, "cards-20261120-01.zip");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.content)).unwrap();
        assert_eq!(zip.len(), 3, "a list and two photos");
        let mut list = String::new();
        zip.by_name("cards.csv").unwrap().read_to_string(&mut list).unwrap();
        let lines: Vec<&str> = list.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], PRINT_HEAD.join(","));
        let (person, card_id) = cards[0];
        assert!(lines[1].starts_with(&format!("{card_id},1,white,髙橋 蓮,タカハシ レン,")), "{}", lines[1]);
        assert!(lines[1].ends_with(&format!(",{person},2028-04-02,2026,photos/{person}.jpg")), "{}", lines[1]);
        let mut photo = Vec::new();
        zip.by_name(&format!("photos/{person}.jpg")).unwrap().read_to_end(&mut photo).unwrap();
        assert!(photo.starts_with(&[0xff, 0xd8]), "a JPEG");

        batch::send(&desk.operator, id).await.unwrap();
        assert_eq!(code(batch::send(&desk.operator, id).await), "conflict.state", "once");
        assert_eq!(code(batch::keys(&desk.operator, id, BASE_URL).await), "conflict.state", "no chip is known yet");
        app.at(20_261_125, "09:00");
        let came = batch::answer(&desk.operator, id, answer_of(&cards).as_bytes()).await.unwrap();
        assert_eq!(came, Answered::Taken { new: 2, known: 0 });
        assert_eq!(state(&desk, id).await, BatchState::Produced);
        let made = kept(&app, cards[0].1).await;
        assert_eq!((made.state, made.place, made.valid_until.number()), (CardState::Issued, Place::Made, 20_280_402));
        let again = batch::answer(&desk.operator, id, answer_of(&cards).as_bytes()).await.unwrap();
        assert_eq!(again, Answered::Taken { new: 0, known: 2 });

        assert_eq!(code(batch::send_cards(&desk.operator, id).await), "card.keys_not_handed");
        assert_eq!(code(card::move_on(&desk.operator, cards[0].1, Step::Send, None).await), "card.keys_not_handed");
        keys_open_for_the_maker_alone(&app, &desk, id).await;
        assert_eq!(batch::send_cards(&desk.operator, id).await.unwrap(), 2);
        assert_eq!(code(batch::send_cards(&desk.operator, id).await), "conflict.state", "once");
        let told = services::notice::list(&crate::play::admin(&app, &login(&app, person).await).await).await.unwrap();
        assert!(told.iter().any(|line| line.kind == NoticeKind::CardIssued), "{told:?}");

        let reason = Some(ReturnReason::NotCollected);
        card::move_on(&desk.operator, cards[1].1, Step::ComeBack, reason).await.unwrap();
        let back = batch::returned(&desk.operator).await.unwrap();
        assert_eq!((back.len(), back[0].card_id, back[0].return_reason), (1, cards[1].1, reason));
        let url = crate::cards::link(&uid(0), 3);
        let seen = card::read(&desk.operator, &url).await.unwrap();
        assert!(matches!(seen, CardReading::Face { standing: Standing::Good, .. }), "{seen:?}");
    });
}

async fn login(app: &TestApp, id: TechnicianId) -> domain::application::IssuedIds {
    let found = store::account::by_login_id(app.db().read(), &id.to_string()).await.unwrap().unwrap();
    domain::application::IssuedIds { login_id: found.login_id, technician_id: Some(id), business_id: None }
}

async fn keys_open_for_the_maker_alone(app: &TestApp, desk: &Desk, id: BatchId) {
    let sealed = batch::keys(&desk.operator, id, BASE_URL).await.unwrap();
    assert_eq!(sealed.name, "keys-20261120-01.csv.age");
    assert!(age::decrypt(&age::x25519::Identity::generate(), &sealed.content).is_err());
    let plain = String::from_utf8(age::decrypt(&app.maker, &sealed.content).unwrap()).unwrap();
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!((lines[0], lines.len()), (proof::export::CSV_HEADER, 3));
    assert!(lines[1].starts_with(&format!("{},1,", uid(0))), "{}", lines[1]);
    let key = lines[1].split(',').nth(2).unwrap();
    assert_eq!(key.len(), 32);
    let events = store::event::of_subject(app.db().read(), "card_batch", &id.to_string(), 50).await.unwrap();
    assert!(events.iter().any(|event| event.process == "card_batch.keys"));
    assert!(events.iter().all(|event| !format!("{event:?}").contains(key)), "no key is noted");
    assert!(!format!("{sealed:?}").contains(key));
}

#[test]
fn an_answer_with_one_wrong_cell_changes_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let cards = ordered(&app, &desk, &["蓮", "葵", "翔"]).await;
        // A card outside the batch has the last chip.
        card::issue(&desk.operator, cards[2].1, &uid(7), BASE_URL).await.unwrap();
        let id = batch::make(&desk.operator).await.unwrap();
        batch::send(&desk.operator, id).await.unwrap();
        let (a, b) = (cards[0].1, cards[1].1);
        let file = format!("card,uid\n{a},{}\n{b},04\n{b},{}\nx\n{},{}\n", uid(1), uid(7), cards[2].1, uid(2));
        let Answered::Faults(faults) = batch::answer(&desk.operator, id, file.as_bytes()).await.unwrap() else {
            panic!("taken");
        };
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column, fault.wrong)).collect();
        assert_eq!(
            told,
            [
                (3, Column::Uid, Wrong::UidShape),
                (4, Column::Card, Wrong::CardTwice),
                (4, Column::Uid, Wrong::UidTaken),
                (5, Column::Row, Wrong::Cells),
                (6, Column::Card, Wrong::CardUnknown),
            ]
        );
        assert_eq!((kept(&app, a).await.state, state(&desk, id).await), (CardState::Ordered, BatchState::Sent));

        // Half of it first, in Shift_JIS with words of the card maker's in the head; the rest is stopped meanwhile.
        let (head, ..) = encoding_rs::SHIFT_JIS.encode("card,uid（チップ）\r\n");
        let half = [head.as_ref(), format!("{a},{}\r\n", uid(1)).as_bytes()].concat();
        assert_eq!(batch::answer(&desk.operator, id, &half).await.unwrap(), Answered::Taken { new: 1, known: 0 });
        assert_eq!(state(&desk, id).await, BatchState::Sent, "one is still wanted");
        card::revoke(&desk.operator, b, domain::card::RevocationReason::Operator).await.unwrap();
        let stopped = format!("{b},{}\n", uid(3));
        let refused = batch::answer(&desk.operator, id, stopped.as_bytes()).await.unwrap();
        assert!(matches!(&refused, Answered::Faults(faults) if faults[0].wrong == Wrong::CardStopped), "{refused:?}");
        assert_eq!(batch::answer(&desk.operator, id, &half).await.unwrap(), Answered::Taken { new: 0, known: 1 });
        assert_eq!(state(&desk, id).await, BatchState::Produced, "nothing is wanted any more");
    });
}

#[test]
fn batches_are_the_operators() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        ordered(&app, &desk, &["蓮"]).await;
        let id = batch::make(&desk.operator).await.unwrap();
        for role in [Role::Reviewer, Role::Technician, Role::BusinessAdmin, Role::Partner] {
            let call = crate::play::stranger(&app, role);
            assert_eq!(code(batch::batches(&call).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::find(&call, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::make(&call).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::send(&call, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::answer(&call, id, b"").await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::print_files(&call, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::keys(&call, id, BASE_URL).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::send_cards(&call, id).await), "forbidden.role", "{role:?}");
            assert_eq!(code(batch::returned(&call).await), "forbidden.role", "{role:?}");
        }
        let nowhere = BatchId(uuid::Uuid::nil());
        assert_eq!(code(batch::find(&desk.operator, nowhere).await), "not_found");
        assert_eq!(code(batch::send(&desk.operator, nowhere).await), "not_found");
        assert_eq!(code(batch::print_files(&desk.operator, nowhere).await), "not_found");
        assert_eq!(code(batch::answer(&desk.operator, nowhere, b"").await), "not_found");
    });
}

#[test]
fn two_who_put_batches_together_at_once_share_no_card() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        ordered(&app, &desk, &["蓮", "葵"]).await;
        let (one, two) = tokio::join!(batch::make(&desk.operator), batch::make(&desk.operator));
        let refused = if one.is_ok() { two } else { one };
        assert!(["card.nothing_waits", "conflict.changed"].contains(&code(refused).as_str()));
        let batches = batch::batches(&desk.operator).await.unwrap();
        assert_eq!((batches.batches.len(), batches.batches[0].cards, batches.waiting), (1, 2, 0));
    });
}
