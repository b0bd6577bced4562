//! Mail that comes back after it was taken: known by what nobody can guess and the address it went to, and what follows is what
//! follows from mail that never went. What is no such report is put aside in sight.

use crate::play::{Desk, all_good, code, stranger, technician_form, technician_submitted, work};
use domain::{
    access::Role,
    application::{ApplicationKind, DeficiencyReason, Verdict},
    id::{ApplicationId, DeliveryId},
    notice::{
        AsideReason, DeliveryState, LostLine, Medium, Reader,
        choice::{Choice, Topic},
    },
    technician::TechnicianForm,
    time::HOUR_MS,
};
use services::{
    Call, application, job,
    notice::{self, returned},
    outside::{Letter, PostFault, RETURNED_BYTES_MAX},
};
use std::fs;
use testkit::{TestApp, both};
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;

/// A report as a mail server writes it, about the mail named `id`.
fn report(id: &str, address: &str, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.jp\nTo: register@example.jp\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n\
         --b1\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n\
         --b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.jp\n\n\
         Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n\n\
         --b1\nContent-Type: message/rfc822\n\nMessage-ID: <{id}@localhost.localdomain>\nTo: {address}\n\nbody\n--b1--\n"
    )
}

fn arrives(app: &TestApp, name: &str, content: &str) {
    fs::write(app.returned_folder().join(name), content).unwrap();
}

/// Names in a folder below the one mail comes back to.
fn lies(app: &TestApp, folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(app.returned_folder().join(folder)) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A minute later it is looked again whether mail came back.
async fn looked(app: &TestApp) {
    job::set_returned(&app.system()).await.unwrap();
    app.call.clock.set(app.call.now().plus_ms(MINUTE_MS));
    work(app).await;
}

async fn returned_to(desk: &Desk, id: ApplicationId) {
    let mut words = all_good(ApplicationKind::TechnicianSimple);
    words[0].1 = Verdict::Deficient(DeficiencyReason::NameVariant);
    application::claim(&desk.reviewer, id).await.unwrap();
    application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
    application::return_deficient(&desk.reviewer, id).await.unwrap();
}

/// The mail that tells somebody without a mobile phone what they must put right.
async fn told(app: &TestApp, desk: &Desk) -> Letter {
    let form =
        TechnicianForm { mail: "ren@example.jp".to_owned(), phone: "03-1234-5678".to_owned(), ..technician_form() };
    let (_, id) = technician_submitted(app, form).await;
    returned_to(desk, id).await;
    work(app).await;
    let mails = app.mail.sent();
    assert_eq!(mails.len(), 2);
    mails.into_iter().find(|mail| mail.subject.contains("直して")).unwrap()
}

async fn lost(desk: &Desk) -> Vec<LostLine> {
    notice::lost(&desk.operator, None).await.unwrap().rows
}

async fn letters(desk: &Desk) -> usize {
    notice::letters(&desk.operator, None).await.unwrap().rows.len()
}

async fn put_aside(desk: &Desk) -> Vec<(String, AsideReason)> {
    let listed = returned::aside(&desk.operator, None).await.unwrap();
    assert_eq!(usize::try_from(listed.all).unwrap(), listed.rows.len());
    let mut rows: Vec<_> = listed.rows.into_iter().map(|line| (line.name, line.reason)).collect();
    rows.sort();
    rows
}

#[test]
fn a_mail_that_was_taken_and_comes_back_becomes_a_letter_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mail = told(&app, &desk).await;
        assert_eq!((lost(&desk).await.len(), letters(&desk).await), (0, 0), "it was taken");
        let came_back = report(&mail.id, "ren@example.jp", "failed", "5.1.1");
        arrives(&app, "a.eml", &came_back);
        looked(&app).await;
        let lines = lost(&desk).await;
        assert_eq!(
            lines.iter().map(|line| (line.medium, line.state, line.tries)).collect::<Vec<_>>(),
            [(Medium::Mail, DeliveryState::Bounced, 1)]
        );
        assert_eq!(lines[0].returned.map(|code| code.to_string()).as_deref(), Some("5.1.1"));
        assert_eq!(letters(&desk).await, 1);
        assert_eq!((lies(&app, ""), lies(&app, "done")), (vec![], vec!["a.eml".to_owned()]));
        let seen = lines[0].at;

        // The same again, by the same name and by another, and the delay that was told of before.
        arrives(&app, "a.eml", &came_back);
        arrives(&app, "b.eml", &came_back);
        arrives(&app, "c.eml", &report(&mail.id, "ren@example.jp", "delayed", "4.4.1"));
        arrives(&app, "d.eml", &report(&mail.id, "ren@example.jp", "failed", "5.2.2"));
        looked(&app).await;
        let again = lost(&desk).await;
        assert_eq!((again.len(), again[0].at, again[0].returned), (1, seen, lines[0].returned), "nothing changed");
        assert_eq!(letters(&desk).await, 1);
        assert_eq!(lies(&app, "done"), ["2-a.eml", "a.eml", "b.eml", "c.eml", "d.eml"]);
        assert!(put_aside(&desk).await.is_empty());
        let notice = store::notice::delivery(app.db().read(), lines[0].id).await.unwrap().unwrap().notice_id;
        let trail = store::event::of_subject(app.db().read(), "notice", &notice.to_string(), 50).await.unwrap();
        let trail: Vec<String> = trail.iter().map(|event| format!("{event:?}")).collect();
        assert_eq!(trail.iter().filter(|event| event.contains("notice.returned")).count(), 1, "{trail:?}");
        assert!(!trail.concat().contains("ren@"), "no address in the trail");
    });
}

#[test]
fn what_is_on_its_way_or_arrived_did_not_come_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mail = told(&app, &desk).await;
        for (at, action) in ["delayed", "relayed", "delivered", "expanded"].into_iter().enumerate() {
            arrives(&app, &format!("{at}.eml"), &report(&mail.id, "ren@example.jp", action, "4.0.0"));
        }
        looked(&app).await;
        assert_eq!((lost(&desk).await.len(), letters(&desk).await, lies(&app, "done").len()), (0, 0, 4));
        assert!(put_aside(&desk).await.is_empty());
    });
}

#[test]
fn what_nobody_can_be_sure_of_is_put_aside_in_sight_and_changes_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mail = told(&app, &desk).await;
        let (delivery, key) = mail.id.split_once('.').unwrap();
        assert_eq!(key.len(), 32, "128 bits that nobody guesses");
        let wrong_key = format!("{delivery}.{}", "0".repeat(32));
        let no_key = delivery.to_owned();
        let nobody = format!("{}.{key}", Uuid::from_u128(7));
        let failed = |id: &str, address: &str| report(id, address, "failed", "5.1.1");
        arrives(&app, "a-key.eml", &failed(&wrong_key, "ren@example.jp"));
        arrives(&app, "b-no-key.eml", &failed(&no_key, "ren@example.jp"));
        arrives(&app, "c-nobody.eml", &failed(&nobody, "ren@example.jp"));
        arrives(&app, "d-address.eml", &failed(&mail.id, "aoi@example.jp"));
        let away = format!(
            "From: ren@example.jp\nIn-Reply-To: <{}@example.jp>\nAuto-Submitted: auto-replied\n\nAway until Monday.\n",
            mail.id
        );
        arrives(&app, "e-away.eml", &away);
        arrives(&app, "f-bytes.eml", "\u{0}\u{1}garbage");
        arrives(&app, "g-large.eml", &"x".repeat(usize::try_from(RETURNED_BYTES_MAX).unwrap() + 1));
        arrives(&app, "h-half.tmp", &failed(&mail.id, "ren@example.jp"));
        looked(&app).await;
        looked(&app).await;
        let of = |name: &str, reason| (name.to_owned(), reason);
        let all = [
            of("a-key.eml", AsideReason::UnknownMail),
            of("b-no-key.eml", AsideReason::UnknownMail),
            of("c-nobody.eml", AsideReason::UnknownMail),
            of("d-address.eml", AsideReason::OtherAddress),
            of("e-away.eml", AsideReason::NoReport),
            of("f-bytes.eml", AsideReason::Unreadable),
            of("g-large.eml", AsideReason::TooLarge),
        ];
        assert_eq!(put_aside(&desk).await, all);
        assert_eq!(lies(&app, "aside"), all.clone().map(|(name, _)| name));
        assert_eq!(lies(&app, ""), ["h-half.tmp"], "what is not whole yet is left");
        assert_eq!((lost(&desk).await.len(), letters(&desk).await), (0, 0));
        // The same once more is told of once.
        arrives(&app, "e-away.eml", &away);
        looked(&app).await;
        assert_eq!(put_aside(&desk).await, all);
        // The list forgets in time; the mails stay.
        app.call.clock.set(app.call.now().plus_ms(91 * 24 * HOUR_MS));
        crate::play::day_work(&app).await;
        assert!(put_aside(&desk).await.is_empty());
        assert_eq!(lies(&app, "aside").len(), 8);
    });
}

#[test]
fn the_way_that_was_not_chosen_comes_before_a_letter() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form = TechnicianForm { mail: "ren@example.jp".to_owned(), ..technician_form() };
        let person = desk.technician(&app, form).await;
        let call = crate::play::admin(&app, &person).await;
        let order = card_lost(&app, &desk).await;
        let mail_only = |topic: Topic| match topic {
            Topic::Security => String::new(),
            Topic::Due => Choice::Mail.code().to_owned(),
            _ => Choice::Usual.code().to_owned(),
        };
        notice::choose(&call, mail_only).await.unwrap();
        assert_eq!(notice::settings(&call, Reader::Technician).await.unwrap().choices.of(Topic::Due), Choice::Mail);
        work(&app).await;
        let (mails, texts) = (app.mail.sent().len(), app.texts.sent().len());
        services::card::ask_reissue(&call, order, domain::card::reissue::ReissueReason::Lost).await.unwrap();
        work(&app).await;
        assert_eq!((app.mail.sent().len(), app.texts.sent().len()), (mails + 1, texts));
        let mail = app.mail.sent().pop().unwrap();
        arrives(&app, "a.eml", &report(&mail.id, "REN@example.jp", "failed", "5.2.1"));
        looked(&app).await;
        assert_eq!((app.mail.sent().len(), app.texts.sent().len()), (mails + 1, texts + 1), "by the phone");
        assert_eq!((lost(&desk).await.len(), letters(&desk).await), (1, 0));
    });
}

/// The technician's card is made and lost; the technician.
async fn card_lost(app: &TestApp, desk: &Desk) -> domain::id::TechnicianId {
    let order = services::card::orders(&desk.operator).await.unwrap().remove(0);
    services::card::issue(&desk.operator, order.card_id, "04112233445566", testkit::BASE_URL).await.unwrap();
    services::card::revoke(&desk.operator, order.card_id, domain::card::RevocationReason::Lost).await.unwrap();
    work(app).await;
    order.technician_id
}

#[test]
fn a_server_that_dies_between_doing_and_moving_loses_and_doubles_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mail = told(&app, &desk).await;
        // What was done cannot be moved away: as after a server that died there.
        fs::write(app.returned_folder().join("done"), "in the way").unwrap();
        arrives(&app, "a.eml", &report(&mail.id, "ren@example.jp", "failed", "5.1.1"));
        looked(&app).await;
        assert_eq!((lost(&desk).await.len(), letters(&desk).await), (1, 1), "it stands");
        assert_eq!(lies(&app, ""), ["a.eml", "done"]);
        fs::remove_file(app.returned_folder().join("done")).unwrap();
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS));
        work(&app).await;
        assert_eq!((lost(&desk).await.len(), letters(&desk).await), (1, 1), "once");
        assert_eq!((lies(&app, ""), lies(&app, "done")), (vec![], vec!["a.eml".to_owned()]));
    });
}

#[test]
fn a_mail_that_comes_back_before_it_was_noted_as_sent_is_not_sent_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let form =
            TechnicianForm { mail: "ren@example.jp".to_owned(), phone: "03-1234-5678".to_owned(), ..technician_form() };
        let (_, id) = technician_submitted(&app, form).await;
        work(&app).await;
        // The server here answers late what it took.
        app.mail.fail(vec![PostFault::NotNow("no answer in time".to_owned())]);
        returned_to(&desk, id).await;
        work(&app).await;
        let sql = "SELECT id, return_key FROM delivery WHERE state = 1 AND medium = 1";
        let db = app.db().read();
        let asked = sea_orm::Statement::from_string(sea_orm::ConnectionTrait::get_database_backend(db), sql);
        let row = sea_orm::ConnectionTrait::query_one_raw(db, asked).await.unwrap().unwrap();
        let (id, key): (Uuid, String) = (row.try_get("", "id").unwrap(), row.try_get("", "return_key").unwrap());
        arrives(&app, "a.eml", &report(&format!("{id}.{key}"), "ren@example.jp", "failed", "5.1.1"));
        job::set_returned(&app.system()).await.unwrap();
        work(&app).await;
        assert_eq!((lost(&desk).await[0].id, letters(&desk).await), (DeliveryId(id), 1));
        app.call.clock.set(app.call.now().plus_ms(2 * HOUR_MS));
        work(&app).await;
        assert_eq!(app.mail.sent().len(), 1, "the first one of the application only");
        assert_eq!(lost(&desk).await[0].state, DeliveryState::Bounced);
    });
}

#[test]
fn of_two_ways_that_fail_at_once_one_sees_the_other() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mut mails = Vec::new();
        for at in 0..6 {
            let form = TechnicianForm { mail: format!("p{at}@example.jp"), ..technician_form() };
            let (_, id) = technician_submitted(&app, form).await;
            work(&app).await;
            // The mail of what is to be put right is taken, the short message waits.
            app.texts.fail(vec![PostFault::NotNow("away".to_owned())]);
            returned_to(&desk, id).await;
            work(&app).await;
            let mail = app.mail.sent().pop().unwrap();
            assert!(mail.subject.contains("直して"));
            mails.push(mail);
        }
        app.texts.fail(vec![PostFault::Refused("410".to_owned()); 6]);
        for (at, mail) in mails.iter().enumerate() {
            arrives(&app, &format!("{at}.eml"), &report(&mail.id, &mail.to, "failed", "5.1.1"));
        }
        job::set_returned(&app.system()).await.unwrap();
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS));
        let all = |call: Call| async move { while job::run_due(&call).await.unwrap() > 0 {} };
        tokio::join!(all(app.system()), all(app.system()), all(app.system()));
        let texts = lost(&desk).await.iter().filter(|line| line.medium == Medium::Text).count();
        assert_eq!((texts, lost(&desk).await.len(), letters(&desk).await), (6, 12, 6), "a letter each");
    });
}

#[test]
fn one_that_cannot_be_followed_holds_up_no_other() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let broken = told(&app, &desk).await;
        let other = app.mail.sent().into_iter().find(|mail| mail.id != broken.id).unwrap();
        let id: DeliveryId = broken.id.split_once('.').unwrap().0.parse().unwrap();
        let notice = store::notice::delivery(app.db().read(), id).await.unwrap().unwrap().notice_id;
        let sql = store_sql(&app, "UPDATE notice SET content = 'broken' WHERE id = ", notice.0);
        sea_orm::ConnectionTrait::execute_raw(app.db().writer(), sql).await.unwrap();
        arrives(&app, "a.eml", &report(&broken.id, "ren@example.jp", "failed", "5.1.1"));
        arrives(&app, "b.eml", &report(&other.id, "ren@example.jp", "failed", "5.7.1"));
        looked(&app).await;
        assert_eq!(put_aside(&desk).await, [("a.eml".to_owned(), AsideReason::Broken)]);
        let state = async |mail: &Letter| {
            let id = mail.id.split_once('.').unwrap().0.parse().unwrap();
            store::notice::delivery(app.db().read(), id).await.unwrap().unwrap().state
        };
        assert_eq!((state(&broken).await, state(&other).await), (DeliveryState::Sent, DeliveryState::Bounced));
    });
}

fn store_sql(app: &TestApp, sql: &str, id: Uuid) -> sea_orm::Statement {
    let backend = sea_orm::ConnectionTrait::get_database_backend(app.db().writer());
    sea_orm::Statement::from_sql_and_values(backend, format!("{sql}$1"), [id.into()])
}

#[test]
fn it_is_looked_again_and_again_and_a_folder_that_is_away_is_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        for _ in 0..3 {
            looked(&app).await;
        }
        arrives(&app, "a.eml", "From: somebody\n\nhello");
        looked(&app).await;
        assert_eq!(put_aside(&desk).await.len(), 1);
        fs::rename(app.returned_folder(), app.returned_folder().with_extension("away")).unwrap();
        for _ in 0..60 {
            app.call.clock.set(app.call.now().plus_ms(HOUR_MS));
            work(&app).await;
        }
        let given_up = job::given_up(&desk.operator).await.unwrap();
        assert_eq!(given_up.iter().map(|work| work.kind.as_str()).collect::<Vec<_>>(), ["mail.returned"]);
        fs::rename(app.returned_folder().with_extension("away"), app.returned_folder()).unwrap();
        arrives(&app, "b.eml", "From: somebody\n\nhello again");
        job::again(&desk.operator, given_up[0].id).await.unwrap();
        work(&app).await;
        assert_eq!(put_aside(&desk).await.len(), 2);
    });
}

#[test]
fn only_the_operator_sees_what_was_put_aside() {
    both(|app| async move {
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let refused = code(returned::aside(&stranger(&app, role), None).await);
            assert!(refused.starts_with("forbidden."), "{role:?} {refused}");
        }
    });
}
