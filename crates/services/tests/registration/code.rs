//! A lost resume code: another one is sent to whoever applied, and the answer tells nobody anything.

use crate::{
    counter::at_work,
    play::{Desk, applicant, code, day_work, picture, started, stranger, technician_form, technician_submitted, work},
    scrivener,
};
use domain::{
    access::Role,
    application::{ApplicationKind, CodesSent},
    id::ApplicationId,
    notice::{NoticeKind, Value},
    proxy::PAPER,
    technician::TechnicianForm,
    time::{DAY_MS, MINUTE_MS},
};
use services::{account, application, job, notice, outside::PostFault};
use testkit::{TestApp, both};

const HERE: &str = "203.0.113.5";
const THERE: &str = "203.0.113.6";
const WRONG: &str = "application.resume_wrong";

/// A draft with this mail and phone: its id, number and the code it was begun with.
async fn draft(app: &TestApp, mail: &str, phone: &str) -> (ApplicationId, String, String) {
    let (id, code) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
    let form = TechnicianForm { mail: mail.to_owned(), phone: phone.to_owned(), ..technician_form() };
    application::save_technician(&applicant(app, id), id, form).await.unwrap();
    (id, number(app, id).await, code)
}

async fn number(app: &TestApp, id: ApplicationId) -> String {
    store::application::find(app.db().read(), id).await.unwrap().unwrap().number
}

/// The code in a message.
fn code_in(body: &str) -> String {
    let after = body.split("再開コードは ").nth(1).expect("a code");
    after.chars().take(14).collect()
}

/// Bodies of all messages with a code, mails first.
async fn sent(app: &TestApp) -> Vec<String> {
    work(app).await;
    let (mails, texts) = (app.mail.sent(), app.texts.sent());
    let bodies = mails.into_iter().chain(texts).map(|letter| letter.body);
    bodies.filter(|body| body.contains("再開コードは ")).collect()
}

#[test]
fn a_lost_code_is_sent_by_mail_and_the_old_one_opens_until_the_new_one_is_used() {
    both(|app| async move {
        let (id, number, old) = draft(&app, "ｒｅｎ＠example.jp", "090-1234-5678").await;
        application::send_code(&app.call, &number.replace('-', " "), HERE).await.unwrap();
        let bodies = sent(&app).await;
        assert_eq!((bodies.len(), app.texts.sent().len()), (1, 0), "by mail, not to the phone as well");
        let mail = app.mail.sent().pop().unwrap();
        assert_eq!(mail.to, "ren@example.jp");
        assert!(mail.body.contains(&format!("https://register.example/register/{number}")), "{}", mail.body);
        let new = code_in(&bodies[0]);
        let told = notice::list(&applicant(&app, id)).await.unwrap();
        assert_eq!(told[0].kind, NoticeKind::ResumeCodeSent);
        assert!(matches!(&told[0].values["code"], Value::Sealed(sealed) if !sealed.contains(&new)));
        assert!(new != old && !mail.subject.contains(&new), "{}", mail.subject);

        assert_eq!(application::resume(&app.call, &number, &old, HERE).await.unwrap(), id);
        let opens = async |code: &str| application::code_opens(&app.call, id, code).await.unwrap();
        assert_eq!((opens(&old).await, opens(&new).await), (true, false));
        assert_eq!(application::resume(&app.call, &number, &new.to_lowercase(), HERE).await.unwrap(), id);
        assert_eq!((opens(&old).await, opens(&new).await), (false, true), "the lost one is shown no more");
        assert_eq!(code(application::resume(&app.call, &number, &old, HERE).await), WRONG);
        let told = notice::list(&applicant(&app, id)).await.unwrap();
        assert!(!told[0].values.contains_key("code"), "it is the application's own, and lies openable nowhere");
        app.call.clock.set(app.call.now().plus_ms(30 * DAY_MS));
        assert_eq!(
            application::resume(&app.call, &number, &new, HERE).await.unwrap(),
            id,
            "it is the code from now on"
        );

        // Nothing shows it but the message itself.
        let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 50).await.unwrap();
        assert_eq!(trail.iter().filter(|event| event.process == "application.code_sent").count(), 1);
        assert!(!format!("{trail:?}").contains(&new));
    });
}

#[test]
fn without_mail_the_phone_gets_the_code_and_what_is_no_contact_gets_nothing() {
    both(|app| async move {
        let (id, number, _) = draft(&app, "", "090-1234-5678").await;
        application::send_code(&app.call, &number, HERE).await.unwrap();
        let bodies = sent(&app).await;
        assert_eq!((bodies.len(), app.mail.sent().len()), (1, 0));
        assert!(bodies[0].contains(&number) && bodies[0].contains("https://register.example/register/"), "{bodies:?}");
        assert_eq!(application::resume(&app.call, &number, &code_in(&bodies[0]), HERE).await.unwrap(), id);
        for (mail, phone) in [("ren", "03-1234-5678"), ("", ""), ("ren@example", "090-1234")] {
            let (_, number, _) = draft(&app, mail, phone).await;
            application::send_code(&app.call, &number, THERE).await.unwrap();
            assert_eq!(sent(&app).await.len(), 1, "{mail:?} {phone:?}");
        }
    });
}

#[test]
fn only_the_newest_code_that_was_sent_opens_and_for_three_days() {
    both(|app| async move {
        let (id, number, old) = draft(&app, "ren@example.jp", "").await;
        application::send_code(&app.call, &number, HERE).await.unwrap();
        assert_eq!(sent(&app).await.len(), 1);
        app.call.clock.set(app.call.now().plus_ms(10 * MINUTE_MS));
        application::send_code(&app.call, &number, HERE).await.unwrap();
        let codes: Vec<String> = sent(&app).await.iter().map(|body| code_in(body)).collect();
        assert_eq!(codes.len(), 2);
        let kept = store::application::code::find(app.db().read(), id).await.unwrap().unwrap().sent;
        assert_eq!((kept.last_at, kept.count), (app.call.now(), 2));
        let opening = async |code: &str| application::resume(&app.call, &number, code, HERE).await;
        app.call.clock.set(kept.last_at.plus_ms(3 * DAY_MS));
        for gone in &codes {
            assert_eq!(code(opening(gone.as_str()).await), WRONG);
        }
        assert_eq!(opening(old.as_str()).await.unwrap(), id);
        app.call.clock.set(kept.last_at.plus_ms(3 * DAY_MS - 1));
        let (one, other) = (opening(codes[0].as_str()).await.is_ok(), opening(codes[1].as_str()).await.is_ok());
        assert!(one != other, "the one sent last");
    });
}

#[test]
fn whether_a_number_exists_is_told_by_no_answer_and_it_is_asked_only_so_often() {
    both(|app| async move {
        let (_, number, _) = draft(&app, "ren@example.jp", "").await;
        for asked in [number.as_str(), "2026-1120-09999", "ちがう"] {
            for _ in 0..5 {
                application::send_code(&app.call, asked, HERE).await.unwrap();
            }
            assert_eq!(code(application::send_code(&app.call, asked, HERE).await), "rate_limited", "{asked}");
            assert_eq!(code(application::send_code(&app.call, asked, THERE).await), "rate_limited", "from anywhere");
        }
        assert_eq!(sent(&app).await.len(), 1, "one message, however often it is asked for");
        assert_eq!(code(application::resume(&app.call, &number, "ABCD", HERE).await), WRONG, "codes are counted apart");
        for other in 0..35 {
            application::send_code(&app.call, &format!("2026-1120-1{other:04}"), HERE).await.unwrap();
        }
        assert_eq!(code(application::send_code(&app.call, "2026-1120-20000", HERE).await), "rate_limited");
        application::send_code(&app.call, "2026-1120-20000", THERE).await.unwrap();
        assert_eq!(code(account::log_in(&app.call, "nobody", "wrong", HERE).await), "auth.login_failed");
        app.call.clock.set(app.call.now().plus_ms(31 * MINUTE_MS));
        application::send_code(&app.call, &number, HERE).await.unwrap();
        assert_eq!(sent(&app).await.len(), 2);
        assert_eq!(code(application::send_code(&app.call, " ", HERE).await), "form.problems");
        for role in [Role::Technician, Role::BusinessAdmin, Role::Operator, Role::SiteAdmin] {
            let somebody = stranger(&app, role);
            assert!(code(application::send_code(&somebody, &number, HERE).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn one_application_is_sent_three_codes_a_day_and_none_within_ten_minutes() {
    both(|app| async move {
        let (_, number, _) = draft(&app, "", "090-1234-5678").await;
        let begin = app.call.now();
        // Less often than the limit on asking.
        for (minutes, expected) in [(0, 1), (5, 1), (40, 2), (80, 3), (120, 3), (600, 3), (24 * 60, 4)] {
            app.call.clock.set(begin.plus_ms(minutes * MINUTE_MS));
            application::send_code(&app.call, &number, HERE).await.unwrap();
            assert_eq!(sent(&app).await.len(), expected, "{minutes}");
        }
    });
}

#[test]
fn a_number_that_exists_is_worked_on_only_after_the_answer() {
    both(|app| async move {
        let (id, number, _) = draft(&app, "ren@example.jp", "").await;
        application::send_code(&app.call, &number, HERE).await.unwrap();
        assert_eq!(
            store::application::code::find(app.db().read(), id).await.unwrap(),
            None,
            "the answer waits for none of it"
        );
        application::send_code(&app.call, "2026-1120-09999", HERE).await.unwrap();
        work(&app).await;
        assert!(store::application::code::find(app.db().read(), id).await.unwrap().is_some());
        assert_eq!(sent(&app).await.len(), 1);
        let desk = Desk::open(&app).await;
        assert!(job::given_up(&desk.operator).await.unwrap().is_empty());
    });
}

#[test]
fn a_code_in_whose_place_another_was_used_is_not_put_back() {
    both(|app| async move {
        use store::application::code as rows;
        let (id, number, _) = draft(&app, "ren@example.jp", "").await;
        application::send_code(&app.call, &number, HERE).await.unwrap();
        let code = code_in(&sent(&app).await[0]);
        let both_at_once = tokio::join!(
            application::resume(&app.call, &number, &code, HERE),
            application::resume(&app.call, &number, &code, THERE)
        );
        assert_eq!((both_at_once.0.unwrap(), both_at_once.1.unwrap()), (id, id));

        let keep = async |hash: &str| {
            let sent = CodesSent { since: app.call.now(), count: 1, last_at: app.call.now() };
            let tx = app.db().begin().await.unwrap();
            rows::keep(&tx, id, &rows::SentCode { hash: Some(hash.to_owned()), sent }).await.unwrap();
            tx.commit().await.unwrap();
        };
        let take_up = async |hash: &str| {
            let tx = app.db().begin().await.unwrap();
            let taken = rows::take_up(&tx, id, hash).await.unwrap();
            tx.commit().await.unwrap();
            let own = store::application::find(app.db().read(), id).await.unwrap().unwrap().resume_hash;
            (taken, own)
        };
        keep("first").await;
        keep("second").await;
        assert_eq!(take_up("second").await, (true, "second".to_owned()));
        assert_eq!(take_up("first").await, (false, "second".to_owned()));
        assert_eq!(take_up("second").await, (false, "second".to_owned()));
    });
}

#[test]
fn a_code_lies_sealed_no_longer_than_it_opens_and_reaches_nobody_after_that() {
    both(|app| async move {
        let (id, number, _) = draft(&app, "ren@example.jp", "").await;
        let has_code = async || notice::list(&applicant(&app, id)).await.unwrap()[0].values.contains_key("code");
        application::send_code(&app.call, &number, HERE).await.unwrap();
        app.mail.fail(vec![PostFault::NotNow("away".to_owned())]);
        work(&app).await;
        assert!(has_code().await);
        app.call.clock.set(app.call.now().plus_ms(3 * DAY_MS));
        day_work(&app).await;
        assert!(!has_code().await);
        assert!(sent(&app).await.is_empty(), "a code that opens nothing is sent nobody");
        assert_eq!(store::application::code::find(app.db().read(), id).await.unwrap(), None);
    });
}

#[test]
fn what_has_ended_and_what_another_files_has_no_code() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, ended) = technician_submitted(&app, technician_form()).await;
        let number_of_ended = number(&app, ended).await;
        application::send_code(&app.call, &number_of_ended, HERE).await.unwrap();
        assert_eq!(sent(&app).await.len(), 1, "while it is looked at");
        application::withdraw(&call, ended).await.unwrap();
        assert_eq!(store::application::code::find(app.db().read(), ended).await.unwrap(), None);

        let filer = scrivener::opened(&app, &desk.operator, "見本行政書士事務所").await;
        let with_link = scrivener::entered(&app, &filer).await;
        let on_paper = scrivener::entered(&app, &filer).await;
        let work = at_work(&app, &filer, on_paper);
        application::put_file(&work, on_paper, PAPER, picture(800, 600)).await.unwrap();
        application::submit(&work, on_paper).await.unwrap();
        let (_, empty) = started(&app, ApplicationKind::Business).await;
        for id in [ended, with_link, on_paper, empty] {
            application::send_code(&app.call, &number(&app, id).await, HERE).await.unwrap();
            assert_eq!(sent(&app).await.len(), 1);
            assert_eq!(store::application::code::find(app.db().read(), id).await.unwrap(), None);
        }
    });
}
