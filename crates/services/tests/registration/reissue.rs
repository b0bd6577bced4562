//! Cards lost, on their way, and made again.

use crate::play::{Desk, admin, code, fields, stranger, technician_form};
use domain::{
    access::Role,
    application::IssuedIds,
    card::{
        CardReading, CardState, RevocationReason, Standing,
        delivery::{Place, ReturnReason, Step, Whereabouts},
        reissue::ReissueReason,
    },
    fee::{FeeKind, PriceForm, Yen},
    id::{CardId, FeeRequestId, StructureId, TechnicianId},
    notice::NoticeKind,
    passport::OwnCard,
    technician::TechnicianForm,
};
use services::{Call, card, fee};
use testkit::{BASE_URL, TestApp, both, cast, item};

const UID: &str = "04a1b2c3d4e580";
const NEXT_UID: &str = "04a1b2c3d4e581";

async fn with_card(app: &TestApp, desk: &Desk) -> (IssuedIds, TechnicianId, Call, CardId) {
    let person = desk.technician(app, technician_form()).await;
    let id = person.technician_id.unwrap();
    let ordered = store::card::of_technician(app.db().read(), id).await.unwrap()[0].id;
    card::issue(&desk.operator, ordered, UID, BASE_URL).await.unwrap();
    let call = admin(app, &person).await;
    assert_eq!(own_card(&call).await, OwnCard::NotYet, "the first card is in the post");
    card::move_on(&call, ordered, Step::Arrive, None).await.unwrap();
    (person, id, call, ordered)
}

async fn own_card(holder: &Call) -> OwnCard {
    services::passport::now(holder).await.unwrap().card
}

async fn kept(app: &TestApp, id: CardId) -> store::card::Card {
    store::card::find(app.db().read(), id).await.unwrap().unwrap()
}

async fn kinds(call: &Call) -> Vec<NoticeKind> {
    services::notice::list(call).await.unwrap().iter().map(|line| line.kind).collect()
}

async fn fee_of_reissue(desk: &Desk) -> Option<FeeRequestId> {
    let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
    open.iter().find(|row| row.kind == FeeKind::CardReissue).map(|row| row.id)
}

#[test]
fn a_holder_stops_a_lost_card_at_once_and_it_stays_stopped() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id, holder, card) = with_card(&app, &desk).await;
        let other = desk.technician(&app, TechnicianForm { given_name: "葵".to_owned(), ..technician_form() }).await;
        let other_call = admin(&app, &other).await;
        let others = store::card::of_technician(app.db().read(), other.technician_id.unwrap()).await.unwrap()[0].id;
        assert_eq!(code(card::report_lost(&other_call, card).await), "forbidden.not_yours");
        assert_eq!(code(card::holding(&other_call, id).await), "forbidden.not_yours");
        for role in [Role::Reviewer, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate, Role::Partner] {
            assert_eq!(code(card::report_lost(&stranger(&app, role), card).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(card::report_lost(&app.call, card).await), "forbidden.log_in_first");
        assert_eq!(code(card::report_lost(&holder, CardId(uuid::Uuid::nil())).await), "not_found");
        assert_eq!(code(card::report_lost(&other_call, others).await), "conflict.state", "not made yet");

        let before = services::passport::home(&holder).await.unwrap().now.card;
        assert_eq!((before, own_card(&other_call).await), (OwnCard::InUse, OwnCard::NotYet));
        card::report_lost(&holder, card).await.unwrap();
        let stopped = kept(&app, card).await;
        assert_eq!(
            (stopped.state, stopped.revoked_at, stopped.revocation_reason),
            (CardState::Revoked, Some(app.call.now()), Some(RevocationReason::Lost))
        );
        assert_eq!(code(card::report_lost(&holder, card).await), "conflict.already_done");
        assert_eq!(code(card::move_on(&holder, card, Step::Arrive, None).await), "conflict.state", "found again");
        assert!(kinds(&holder).await.contains(&NoticeKind::CardRevoked));
        let seen = card::holding(&holder, id).await.unwrap();
        assert_eq!((seen.current().count(), seen.may_ask(), seen.price), (0, Ok(()), Some(Yen(1_000))));
        let home = services::passport::home(&holder).await.unwrap();
        assert_eq!((home.now.card, home.face.valid_until), (OwnCard::Stopped, None), "nobody is sent to touch it");
        let url = crate::cards::link(UID, 9);
        let seen = card::read(&holder, &url).await.unwrap();
        assert!(matches!(seen, CardReading::Own { standing: Standing::Revoked, .. }), "{seen:?}");
    });
}

#[test]
fn a_touch_after_the_report_is_evidence_only_and_the_gate_no_longer_knows_the_card() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let gate = cast.gate(&app);
        let serial_of = async |at: usize| {
            let places = [1, 2].map(|node| StructureId(uuid::Uuid::from_u128(node)));
            let today = app.call.today();
            let people = store::device::gate_people(app.db().read(), cast.site, &places, today).await.unwrap();
            people.iter().find(|person| person.technician_id == cast.people[at]).unwrap().serial.clone()
        };
        assert!(serial_of(0).await.is_some());
        let before = item(app.at(20_261_120, "08:00"), domain::touch::TouchKind::In, cast.tap(0));
        app.at(20_261_120, "09:00");
        let holder = cast.technician(&app, cast.people[0]);
        let card = store::card::of_technician(app.db().read(), cast.people[0]).await.unwrap()[0].id;
        card::report_lost(&holder, card).await.unwrap();
        assert_eq!(serial_of(0).await, None);
        assert!(serial_of(1).await.is_some());
        let places = [1, 2].map(|node| StructureId(uuid::Uuid::from_u128(node)));
        let stopped = store::device::gate_stopped(app.db().read(), cast.site, &places, app.call.today()).await.unwrap();
        assert_eq!(stopped, [testkit::Cast::uid(0).to_string()], "the gate refuses it without signal too");
        let elsewhere = store::device::gate_stopped(app.db().read(), cast.site, &[], app.call.today()).await.unwrap();
        assert!(elsewhere.is_empty(), "not for whom the person is not");
        let after = item(app.at(20_261_120, "09:05"), domain::touch::TouchKind::Out, cast.tap(0));
        let answers = gate.send(&[before, after]).await.answers;
        assert_eq!(answers[0].code, None, "before the report it counts");
        assert_eq!(answers[1].code.as_deref(), Some("touch.card_revoked"));
    });
}

#[test]
fn a_lost_card_is_made_again_when_it_is_paid() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id, holder, old) = with_card(&app, &desk).await;
        app.at(20_261_120, "09:00");
        card::ask_reissue(&holder, id, ReissueReason::Lost).await.unwrap();
        assert_eq!(kept(&app, old).await.state, CardState::Revoked, "before anything is paid");
        assert_eq!(code(card::ask_reissue(&holder, id, ReissueReason::Damaged).await), "card.reissue_under_way");
        assert_eq!(code(card::ask_reissue(&desk.operator, id, ReissueReason::Lost).await), "card.reissue_under_way");
        let asked = card::holding(&holder, id).await.unwrap().reissue.unwrap();
        let line = asked.fee.unwrap();
        assert_eq!((line.amount, line.due.unwrap().number(), asked.ordered), (Yen(1_000), 20_261_231, false));
        assert_eq!(asked.place, None);
        assert!(line.reference.is_some());

        let request = fee_of_reissue(&desk).await.unwrap();
        assert_eq!(code(fee::mark_paid(&desk.reviewer, request).await), "forbidden.role");
        assert_eq!(fee::mark_paid(&desk.operator, request).await.unwrap(), None);
        assert_eq!(code(fee::mark_paid(&desk.operator, request).await), "conflict.already_paid");
        let cards = store::card::of_technician(app.db().read(), id).await.unwrap();
        assert_eq!(cards.len(), 2, "ordered once");
        let new = cards.iter().find(|card| card.id != old).unwrap().id;
        assert_eq!(code(card::withdraw_reissue(&holder, id).await), "conflict.state");
        let place = async || card::holding(&holder, id).await.unwrap().reissue.map(|reissue| reissue.place);
        assert_eq!(place().await, Some(Some(Whereabouts::BeingMade)));
        card::issue(&desk.operator, new, NEXT_UID, BASE_URL).await.unwrap();
        let seen = card::holding(&holder, id).await.unwrap();
        assert_eq!(seen.cards[0].whereabouts, Some(Whereabouts::SentOn));
        assert_eq!(place().await, Some(Some(Whereabouts::SentOn)), "until it has come");
        assert_eq!(own_card(&holder).await, OwnCard::Stopped, "what is in the post cannot be touched with");
        card::move_on(&holder, new, Step::Arrive, None).await.unwrap();
        assert_eq!(own_card(&holder).await, OwnCard::InUse);
        assert_eq!(card::holding(&holder, id).await.unwrap().reissue, None);
        let told = kinds(&holder).await;
        for kind in [NoticeKind::ReissueFeeDue, NoticeKind::ReissueOrdered, NoticeKind::CardRevoked] {
            assert!(told.contains(&kind), "{kind:?}");
        }
        assert_eq!(fee::examine(app.db()).await.unwrap().differences, Vec::<String>::new());
    });
}

#[test]
fn a_broken_card_is_good_until_the_new_one_has_come() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id, holder, old) = with_card(&app, &desk).await;
        app.at(20_261_120, "09:00");
        card::ask_reissue(&desk.operator, id, ReissueReason::Damaged).await.unwrap();
        fee::mark_paid(&desk.operator, fee_of_reissue(&desk).await.unwrap()).await.unwrap();
        assert_eq!(code(card::ask_reissue(&holder, id, ReissueReason::Lost).await), "card.reissue_under_way");
        let new = store::card::of_technician(app.db().read(), id).await.unwrap()[0].id;
        app.at(20_261_201, "09:00");
        card::issue(&desk.operator, new, NEXT_UID, BASE_URL).await.unwrap();
        assert_eq!(kept(&app, old).await.state, CardState::Issued, "the new one is in the post");
        assert_eq!(own_card(&holder).await, OwnCard::InUse, "the old one");
        card::move_on(&desk.operator, new, Step::Arrive, None).await.unwrap();
        assert_eq!(
            (kept(&app, old).await.state, kept(&app, new).await.state),
            (CardState::Replaced, CardState::Issued)
        );
        assert_eq!(code(card::move_on(&holder, new, Step::Arrive, None).await), "conflict.state", "once");
    });
}

#[test]
fn what_is_not_paid_is_taken_back_and_who_never_had_a_card_asks_for_none() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let fresh = desk.technician(&app, technician_form()).await;
        let id = fresh.technician_id.unwrap();
        let holder = admin(&app, &fresh).await;
        assert_eq!(code(card::ask_reissue(&holder, id, ReissueReason::Damaged).await), "card.being_made");
        assert_eq!(code(card::withdraw_reissue(&holder, id).await), "not_found");
        let first = store::card::of_technician(app.db().read(), id).await.unwrap()[0].id;
        card::issue(&desk.operator, first, UID, BASE_URL).await.unwrap();
        assert_eq!(code(card::ask_reissue(&desk.reviewer, id, ReissueReason::Lost).await), "forbidden.role");
        let nobody = TechnicianId::from_body(4);
        assert_eq!(code(card::ask_reissue(&desk.operator, nobody, ReissueReason::Lost).await), "not_found");

        card::ask_reissue(&holder, id, ReissueReason::NameChanged).await.unwrap();
        card::withdraw_reissue(&holder, id).await.unwrap();
        assert_eq!(fee_of_reissue(&desk).await, None);
        assert_eq!(card::holding(&holder, id).await.unwrap().may_ask(), Ok(()));
        assert_eq!(kept(&app, first).await.state, CardState::Issued);
        card::ask_reissue(&holder, id, ReissueReason::Lost).await.unwrap();
        card::withdraw_reissue(&holder, id).await.unwrap();
        assert_eq!(kept(&app, first).await.state, CardState::Revoked, "what was lost stays stopped");
        assert_eq!(fee::examine(app.db()).await.unwrap().differences, Vec::<String>::new());
    });
}

#[test]
fn where_nothing_is_asked_for_the_card_is_ordered_at_once_and_a_lost_new_one_ends_the_reissue() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let free = PriceForm {
            kind: "card_reissue".to_owned(),
            from: "2026-11-25".to_owned(),
            yen: "0".to_owned(),
            reason: "ためし".to_owned(),
            ..PriceForm::default()
        };
        fee::add_price(&desk.operator, &free).await.unwrap();
        let (_, id, holder, _) = with_card(&app, &desk).await;
        app.at(20_261_125, "09:00");
        card::ask_reissue(&holder, id, ReissueReason::Damaged).await.unwrap();
        let seen = card::holding(&holder, id).await.unwrap();
        let reissue = seen.reissue.unwrap();
        assert!(reissue.ordered && reissue.fee.is_none());
        let new = seen.cards[0].card_id;
        card::issue(&desk.operator, new, NEXT_UID, BASE_URL).await.unwrap();
        card::report_lost(&holder, new).await.unwrap();
        assert_eq!(card::holding(&holder, id).await.unwrap().may_ask(), Ok(()), "another can be asked for");
    });
}

#[test]
fn of_two_who_ask_at_once_one_is_heard() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, id, holder, _) = with_card(&app, &desk).await;
        let (one, two) = tokio::join!(
            card::ask_reissue(&holder, id, ReissueReason::Damaged),
            card::ask_reissue(&desk.operator, id, ReissueReason::Damaged)
        );
        let refused = if one.is_ok() { two } else { one };
        assert_eq!(code(refused), "card.reissue_under_way");
        let open = fee::unpaid(&desk.operator, "", None).await.unwrap().rows;
        assert_eq!(open.iter().filter(|row| row.kind == FeeKind::CardReissue).count(), 1);
    });
}

#[test]
fn what_comes_back_is_told_and_sent_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let person = desk.technician(&app, technician_form()).await;
        let holder = admin(&app, &person).await;
        let id = store::card::of_technician(app.db().read(), person.technician_id.unwrap()).await.unwrap()[0].id;
        card::issue(&desk.operator, id, UID, BASE_URL).await.unwrap();
        let moved = Some(ReturnReason::Moved);
        assert_eq!(code(card::move_on(&holder, id, Step::ComeBack, moved).await), "forbidden.role");
        assert_eq!(code(card::move_on(&desk.reviewer, id, Step::Send, None).await), "forbidden.role");
        assert_eq!(code(card::move_on(&desk.operator, id, Step::Send, None).await), "conflict.state");
        let missing = fields(card::move_on(&desk.operator, id, Step::ComeBack, None).await);
        assert_eq!(missing[0].field, "reason");
        card::move_on(&desk.operator, id, Step::ComeBack, moved).await.unwrap();
        let back = kept(&app, id).await;
        assert_eq!((back.place, back.return_reason), (Place::CameBack, moved));
        assert_eq!(own_card(&holder).await, OwnCard::NotYet);
        assert!(kinds(&holder).await.contains(&NoticeKind::CardReturned));
        card::move_on(&desk.operator, id, Step::Send, None).await.unwrap();
        let again = kept(&app, id).await;
        assert_eq!((again.place, again.return_reason), (Place::SentOn, None));
        card::move_on(&holder, id, Step::Arrive, None).await.unwrap();
        assert_eq!(kept(&app, id).await.place, Place::Arrived);
    });
}
