//! Notices by LINE: to who chose it, by phone where LINE does not reach the number, and what LINE says afterwards of what it took.

use crate::{
    notice_choice::{choose, registered},
    play::{Desk, admin, business_form, code, day_work, work},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    application::IssuedIds,
    business::BusinessForm,
    card::{RevocationReason, reissue::ReissueReason},
    id::DeliveryId,
    notice::{
        DeliveryState, LostLine, Medium, NoticeKind, Reader,
        choice::{Choice, Topic},
    },
    time::HOUR_MS,
};
use hmac::{Hmac, Mac};
use services::{Call, Outside, card, job, notice, outside::PostFault};
use sha2::Sha256;
use std::sync::Arc;
use store::notice::Delivery;
use testkit::{BASE_URL, LINE_SECRET, TestApp, both};

/// Mails, short messages and messages by LINE that went out so far.
async fn sent(app: &TestApp) -> (usize, usize, usize) {
    work(app).await;
    (app.mail.sent().len(), app.texts.sent().len(), app.lines.sent().len())
}

async fn lost(desk: &Desk) -> Vec<(Medium, DeliveryState)> {
    let lines: Vec<LostLine> = notice::lost(&desk.operator, None).await.unwrap().rows;
    lines.iter().map(|line| (line.medium, line.state)).collect()
}

async fn card_issued(desk: &Desk) -> domain::id::CardId {
    let order = card::orders(&desk.operator).await.unwrap()[0].card_id;
    card::issue(&desk.operator, order, "04112233445566", BASE_URL).await.unwrap();
    order
}

/// A person who has a card, and chose LINE for what is due and for cards.
async fn by_line(app: &TestApp, desk: &Desk) -> (IssuedIds, Call) {
    let (person, call) = registered(app, desk).await;
    choose(&call, &[(Topic::Due, "line"), (Topic::Card, "line")]).await.unwrap();
    (person, call)
}

/// The fee of a card that is made anew: due, and urgent.
async fn fee_asked(call: &Call, person: &IssuedIds) {
    card::ask_reissue(call, person.technician_id.unwrap(), ReissueReason::Lost).await.unwrap();
}

/// The deliveries of somebody's newest notice.
async fn newest(app: &TestApp, call: &Call) -> Vec<Delivery> {
    let newest = notice::list(call).await.unwrap()[0].id;
    store::notice::deliveries(app.db().read(), newest).await.unwrap()
}

fn signed(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn arrived(tag: &str) -> String {
    format!(r#"{{"destination":"U0","events":[{{"type":"delivery","mode":"active","delivery":{{"data":"{tag}"}}}}]}}"#)
}

/// LINE says so.
async fn says(app: &TestApp, body: &str) {
    notice::line::heard(&app.call, body.as_bytes(), &signed(LINE_SECRET, body)).await.unwrap();
}

/// The register without a way by LINE.
fn without_line(call: &Call) -> Call {
    Call { outside: Arc::new(Outside { line: None, ..(*call.outside).clone() }), ..call.clone() }
}

fn later(app: &TestApp, hours: i64) {
    app.call.clock.set(app.call.now().plus_ms(hours * HOUR_MS));
}

#[test]
fn who_chose_line_is_told_there_alone_and_what_guards_goes_as_ever() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        let (mails, texts, lines) = sent(&app).await;
        let order = card_issued(&desk).await;
        assert_eq!(sent(&app).await, (mails, texts, lines + 1));
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        assert_eq!(sent(&app).await, (mails + 1, texts + 1, lines + 1), "both ways, whatever was chosen");
        fee_asked(&call, &person).await;
        assert_eq!(sent(&app).await, (mails + 1, texts + 1, lines + 2));
        let message = app.lines.sent().pop().unwrap();
        let delivery = newest(&app, &call).await.remove(0);
        assert_eq!((message.to.as_str(), message.subject.as_str()), ("09012345678", ""));
        assert_eq!(message.id, delivery.id.to_string(), "the tag by which LINE tells of it");
        let link = "https://register.example/pay?number=";
        assert!(message.body.contains(link) && message.body.lines().count() > 4, "{}", message.body);
        assert_eq!((delivery.medium, delivery.state), (Medium::Line, DeliveryState::Sent));
        assert_eq!(notice::settings(&call, Reader::Technician).await.unwrap().choices.of(Topic::Due), Choice::Line);
        assert!(lost(&desk).await.is_empty());
    });
}

#[test]
fn a_number_without_line_gets_a_short_message_at_once_and_is_no_dead_number() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        let (mails, texts, lines) = sent(&app).await;
        app.lines.fail(vec![PostFault::Refused("422".to_owned())]);
        let order = card_issued(&desk).await;
        assert_eq!(sent(&app).await, (mails, texts + 1, lines), "even what may be missed: they asked for the phone");
        assert_eq!(lost(&desk).await, [(Medium::Line, DeliveryState::Bounced)]);
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        assert_eq!(sent(&app).await, (mails + 1, texts + 2, lines), "the phone takes short messages");
        fee_asked(&call, &person).await;
        assert_eq!(sent(&app).await, (mails + 1, texts + 2, lines + 1), "and LINE is asked again");
        assert!(notice::letters(&desk.operator, None).await.unwrap().rows.is_empty());
    });
}

#[test]
fn where_line_and_phone_fail_what_must_arrive_goes_by_mail() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        let order = card_issued(&desk).await;
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        let (mails, texts, lines) = sent(&app).await;
        app.lines.fail(vec![PostFault::Refused("422".to_owned())]);
        app.texts.fail(vec![PostFault::Refused("410".to_owned())]);
        fee_asked(&call, &person).await;
        assert_eq!(sent(&app).await, (mails + 1, texts, lines));
        let tried = newest(&app, &call).await.iter().map(|one| (one.medium, one.state)).collect::<Vec<_>>();
        let (bounced, went) = (DeliveryState::Bounced, DeliveryState::Sent);
        assert_eq!(tried, [(Medium::Line, bounced), (Medium::Text, bounced), (Medium::Mail, went)]);
    });
}

#[test]
fn where_nothing_else_reaches_a_business_that_chose_line_a_letter_is_written() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = BusinessForm { phone: "090-8765-4321".to_owned(), ..business_form("港栄建設株式会社") };
        let call = admin(&app, &desk.business(&app, form).await).await;
        choose(&call, &[(Topic::Due, "line")]).await.unwrap();
        let before = sent(&app).await;
        app.lines.fail(vec![PostFault::Refused("422".to_owned())]);
        app.texts.fail(vec![PostFault::Refused("410".to_owned())]);
        app.mail.fail(vec![PostFault::Refused("550".to_owned())]);
        app.at(20_310_531, "06:00");
        day_work(&app).await;
        assert_eq!(notice::list(&call).await.unwrap()[0].kind, NoticeKind::RenewalOpens);
        assert_eq!(sent(&app).await, before);
        assert_eq!(notice::letters(&desk.operator, None).await.unwrap().rows.len(), 1);
        let mut tried = lost(&desk).await;
        tried.sort_unstable();
        assert_eq!(tried, [Medium::Mail, Medium::Text, Medium::Line].map(|way| (way, DeliveryState::Bounced)));
    });
}

#[test]
fn what_line_is_silent_about_goes_by_phone_and_what_it_says_arrived_does_not() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        card_issued(&desk).await;
        work(&app).await;
        let heard_of = app.lines.sent().pop().unwrap().id;
        fee_asked(&call, &person).await;
        let (mails, texts, lines) = sent(&app).await;
        let silent = app.lines.sent().pop().unwrap().id;
        says(&app, &arrived(&heard_of)).await;
        later(&app, 24);
        assert_eq!(sent(&app).await, (mails, texts, lines), "its word may be on its way");
        later(&app, 2);
        assert_eq!(sent(&app).await, (mails, texts + 1, lines), "one of the two");
        assert!(app.texts.sent().pop().unwrap().body.contains("再発行"), "the fee, not the card");
        assert_eq!(lost(&desk).await, [(Medium::Line, DeliveryState::Bounced)]);
        // Said again, and said too late.
        let noted = trail(&app, &silent).await + trail(&app, &heard_of).await;
        for tag in [&heard_of, &silent] {
            says(&app, &arrived(tag)).await;
        }
        later(&app, 30);
        assert_eq!(sent(&app).await, (mails, texts + 1, lines));
        assert_eq!(trail(&app, &silent).await + trail(&app, &heard_of).await, noted, "nothing happened");
        assert!(job::faults(app.db()).await.unwrap().is_empty());
    });
}

/// How many events there are of the notice of a delivery.
async fn trail(app: &TestApp, delivery: &str) -> usize {
    let id: DeliveryId = delivery.parse().unwrap();
    let notice = store::notice::delivery(app.db().read(), id).await.unwrap().unwrap().notice_id;
    store::event::of_subject(app.db().read(), "notice", &notice.to_string(), 50).await.unwrap().len()
}

#[test]
fn a_message_whose_answer_was_lost_is_not_handed_over_again_once_line_says_it_arrived() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        let order = card_issued(&desk).await;
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        let (mails, texts, lines) = sent(&app).await;
        says(&app, &arrived(&app.lines.sent()[0].id)).await;
        app.lines.fail(vec![PostFault::NotNow("no answer in time".to_owned())]);
        fee_asked(&call, &person).await;
        work(&app).await;
        let waiting = newest(&app, &call).await.remove(0);
        assert_eq!((waiting.state, app.lines.sent().len()), (DeliveryState::Waiting, lines));
        says(&app, &arrived(&waiting.id.to_string())).await;
        later(&app, 1);
        assert_eq!(sent(&app).await, (mails, texts, lines));
        assert_eq!(newest(&app, &call).await[0].state, DeliveryState::Sent);
        later(&app, 30);
        assert_eq!(sent(&app).await, (mails, texts, lines), "and it is not waited for");
        assert!(lost(&desk).await.is_empty());
    });
}

#[test]
fn what_line_does_not_answer_goes_by_phone_within_the_hour_and_a_late_word_changes_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        let order = card_issued(&desk).await;
        card::revoke(&desk.operator, order, RevocationReason::Lost).await.unwrap();
        let before = sent(&app).await;
        says(&app, &arrived(&app.lines.sent()[0].id)).await;
        app.lines.fail(vec![PostFault::NotNow("no answer in time".to_owned()); 6]);
        fee_asked(&call, &person).await;
        work(&app).await;
        let first = newest(&app, &call).await.remove(0);
        assert_eq!((first.medium, first.state), (Medium::Line, DeliveryState::Waiting));
        later(&app, 1);
        for _ in 0..6 {
            work(&app).await;
            later(&app, 1);
        }
        assert_eq!(sent(&app).await.1, before.1 + 1, "a short message instead");
        assert_eq!(lost(&desk).await, [(Medium::Line, DeliveryState::Failed)]);
        let trail_before = trail(&app, &first.id.to_string()).await;
        says(&app, &arrived(&first.id.to_string())).await;
        assert_eq!(lost(&desk).await, [(Medium::Line, DeliveryState::Failed)]);
        assert_eq!(trail(&app, &first.id.to_string()).await, trail_before);
    });
}

#[test]
fn only_what_line_has_signed_about_messages_by_line_is_followed() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, call) = by_line(&app, &desk).await;
        card_issued(&desk).await;
        work(&app).await;
        let message = app.lines.sent().pop().unwrap().id;
        let body = arrived(&message);
        let heard = async |call: &Call, body: &str, signature: &str| {
            notice::line::heard(call, body.as_bytes(), signature).await
        };
        let good = signed(LINE_SECRET, &body);
        assert_eq!(code(heard(&app.call, &body, &signed("another", &body)).await), "line.signature");
        assert_eq!(code(heard(&app.call, &body, "").await), "line.signature");
        assert_eq!(code(heard(&app.call, &arrived("x"), &good).await), "line.signature", "another body");
        assert_eq!(code(heard(&without_line(&app.call), &body, &good).await), "not_found");
        assert_eq!(code(heard(&app.call, "{", &signed(LINE_SECRET, "{")).await), "malformed");
        // Of a mail of ours, of nobody's, of no kind that tells anything.
        let mail = app.mail.sent()[0].id.split('.').next().unwrap().to_owned();
        for tag in [mail.as_str(), "019a4c1e-0000-7000-8000-000000000001", "d41e0ad7", ""] {
            says(&app, &arrived(tag)).await;
        }
        says(&app, &body.replace("\"delivery\",\"mode\"", "\"message\",\"mode\"")).await;
        says(&app, r#"{"events":[{"type":"follow","delivery":1},{"type":"delivery"},7]}"#).await;
        let texts = app.texts.sent().len();
        later(&app, 26);
        work(&app).await;
        assert_eq!(app.texts.sent().len(), texts + 1, "none of it said that the message arrived");
        assert_eq!(newest(&app, &call).await[0].state, DeliveryState::Bounced);
    });
}

#[test]
fn a_server_without_line_offers_none_and_reaches_who_chose_it_by_phone() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, call) = by_line(&app, &desk).await;
        // A message waits while the server is started again without LINE.
        let (mails, texts, lines) = sent(&app).await;
        let order = card_issued(&desk).await;
        while job::run_due(&without_line(&app.system())).await.unwrap() > 0 {}
        assert_eq!(sent(&app).await, (mails, texts + 1, lines));
        assert_eq!(lost(&desk).await, [(Medium::Line, DeliveryState::Bounced)]);

        let call = without_line(&call);
        let settings = notice::settings(&call, Reader::Technician).await.unwrap();
        let reach = settings.reach();
        assert!(!Topic::Due.offered(reach).contains(&Choice::Line));
        assert_eq!(settings.choices.shown(Topic::Due, reach), Choice::Text);
        assert!(settings.choices.misses_line(reach), "the page says so");
        assert_eq!(code(choose(&call, &[(Topic::Due, "line")]).await), "form.problems");
        card::revoke(&without_line(&desk.operator), order, RevocationReason::Lost).await.unwrap();
        fee_asked(&call, &person).await;
        assert_eq!(sent(&app).await, (mails + 1, texts + 3, lines));
    });
}
