//! People who cannot log in: asked, objected, granted, refused, and what stays shut.

use crate::play::{Desk, PASSWORD, code, fields, picture, stranger, technician_form};
use domain::{
    access::Role,
    form::Problem,
    id::{RecoveryId, TechnicianId},
    notice::NoticeKind,
    recovery::{RecoveryForm, RecoveryState},
    technician::TechnicianForm,
    time::{DAY_MS, HOUR_MS},
};
use i18n::Lang;
use services::{
    Call, Error, account,
    document::{self, Upload},
    job, notice, recovery,
};
use store::ConnectionTrait;
use testkit::{TestApp, both};

const CLIENT: &str = "198.51.100.7";
const NEW: &str = "ame-no-hi-no-yasumi";

/// By name and birth date of the form everybody here registers with.
fn by_name() -> RecoveryForm {
    let text = str::to_owned;
    RecoveryForm {
        name: text("高橋　蓮"),
        birth_era: text("heisei"),
        birth_year: text("8"),
        birth_month: text("4"),
        birth_day: text("2"),
        contact: text("ren.new@example.jp"),
        ..RecoveryForm::default()
    }
}

fn by_id(id: TechnicianId) -> RecoveryForm {
    RecoveryForm { technician_id: id.grouped(), contact: "ren.new@example.jp".to_owned(), ..RecoveryForm::default() }
}

async fn ask(app: &TestApp, form: &RecoveryForm) -> RecoveryId {
    let number = recovery::ask(&app.call, form, Upload::Bytes(picture(600, 400)), Lang::Ja, CLIENT).await.unwrap();
    let (rows, ..) = recovery::list(&app.system(), 0).await.unwrap();
    rows.into_iter().find(|row| row.number == number).unwrap().id
}

/// What the last link to `page` that went out holds, by mail or phone.
async fn link(app: &TestApp, page: &str) -> Option<String> {
    while job::run_due(&app.system()).await.unwrap() > 0 {}
    let mark = format!("/recover/{page}?t=");
    let all = app.mail.sent().into_iter().chain(app.texts.sent());
    let found = all.filter_map(|letter| letter.body.split(&mark).nth(1).map(str::to_owned)).next_back()?;
    found.split_whitespace().next().map(str::to_owned)
}

async fn registered(app: &TestApp, desk: &Desk, phone: &str) -> (TechnicianId, String) {
    let form = TechnicianForm { phone: phone.to_owned(), ..technician_form() };
    let issued = desk.technician(app, form).await;
    (issued.technician_id.unwrap(), issued.login_id)
}

/// The desk's call at this moment.
async fn state(desk: &Desk, id: RecoveryId) -> RecoveryState {
    recovery::case(&desk.reviewer, id).await.unwrap().state
}

#[test]
fn three_days_after_the_old_contact_was_told_a_link_to_a_new_password_goes_to_the_new_one() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, login) = registered(&app, &desk, "090-1234-5678").await;
        let id = ask(&app, &by_name()).await;
        let told = app.call.now();
        assert!(link(&app, "object").await.is_some(), "the old phone is told at once");
        let case = recovery::case(&desk.reviewer, id).await.unwrap();
        assert_eq!((case.candidates.len(), case.candidates[0].technician_id), (1, person));
        assert_eq!(case.candidates[0].told_at, Some(told));
        assert!(document::find_of_recovery(&desk.reviewer, id).await.is_ok());

        assert_eq!(code(recovery::grant(&desk.reviewer, id, Some(person), "").await), "recovery.wait");
        app.call.clock.set(told.plus_ms(3 * DAY_MS - 1));
        assert_eq!(code(recovery::grant(&desk.reviewer, id, Some(person), "").await), "recovery.wait");
        assert_eq!(state(&desk, id).await, RecoveryState::Asked);
        app.call.clock.set(told.plus_ms(3 * DAY_MS));
        assert_eq!(fields(recovery::grant(&desk.reviewer, id, None, "").await)[0].problem, Problem::Missing);
        let other = TechnicianId::from_body(1);
        assert_eq!(fields(recovery::grant(&desk.reviewer, id, Some(other), "").await)[0].problem, Problem::NotAChoice);
        recovery::grant(&desk.reviewer, id, Some(person), "").await.unwrap();
        // Two reviewers at once: the second is told.
        assert_eq!(code(recovery::grant(&desk.operator, id, Some(person), "").await), "conflict.state");
        assert_eq!(code(recovery::refuse(&desk.operator, id, "x").await), "conflict.state");

        let now = store::technician::find(app.db().read(), person).await.unwrap().unwrap();
        assert_eq!((now.phone.as_str(), now.mail.as_str()), ("", "ren.new@example.jp"));
        let trail = store::event::of_subject(app.db().read(), "technician", &person.to_string(), 50).await.unwrap();
        let moved = trail.iter().find(|event| event.process == "technician.contact").unwrap();
        assert!(moved.old.as_ref().unwrap().contains("09012345678") && moved.new.as_ref().unwrap().contains("ren.new"));
        let token = link(&app, "password").await.unwrap();
        let texts: Vec<_> = app.texts.sent().into_iter().filter(|letter| letter.to == "09012345678").collect();
        assert!(texts.last().unwrap().body.contains("連絡先か住所が変わりました"), "{texts:?}");
        assert!(!texts.iter().any(|letter| letter.body.contains(&token)), "the old phone has no way in");
        assert_eq!(recovery::login_of(&app.call, &token).await.unwrap(), login);
        assert_eq!(recovery::set_password(&app.call, &token, NEW, NEW, CLIENT).await.unwrap(), login);
        account::log_in(&app.call, &login, NEW, CLIENT).await.unwrap();
        assert_eq!(code(account::log_in(&app.call, &login, PASSWORD, CLIENT).await), "auth.login_failed");
        assert_eq!(
            code(recovery::set_password(&app.call, &token, PASSWORD, PASSWORD, CLIENT).await),
            "recovery.link_gone"
        );
        assert!(recovery::case(&desk.reviewer, id).await.unwrap().used_at.is_some());
    });
}

#[test]
fn a_session_begun_before_the_new_password_has_ended() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, login) = registered(&app, &desk, "03-1234-5678").await;
        let account = store::account::by_login_id(app.db().read(), &login).await.unwrap().unwrap().id;
        let begun = app.call.now();
        account::actor_in_session(app.db(), account, begun).await.unwrap();
        let id = ask(&app, &by_id(person)).await;
        assert_eq!(
            recovery::case(&desk.reviewer, id).await.unwrap().candidates[0].told_at,
            None,
            "nothing reaches them"
        );
        recovery::grant(&desk.reviewer, id, Some(person), "").await.unwrap();
        account::actor_in_session(app.db(), account, begun).await.unwrap();
        app.call.clock.set(begun.plus_ms(HOUR_MS));
        let token = link(&app, "password").await.unwrap();
        recovery::set_password(&app.call, &token, NEW, NEW, CLIENT).await.unwrap();
        let ended = account::actor_in_session(app.db(), account, begun.plus_ms(HOUR_MS - 1)).await;
        assert_eq!(code(ended), "forbidden.log_in_first");
        account::actor_in_session(app.db(), account, begun.plus_ms(HOUR_MS)).await.unwrap();
        let kept = store::technician::find(app.db().read(), person).await.unwrap().unwrap();
        assert_eq!((kept.phone.as_str(), kept.mail.as_str()), ("0312345678", "ren.new@example.jp"));
    });
}

#[test]
fn the_link_opens_once_for_72_hours_and_takes_good_passwords_only() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, _) = registered(&app, &desk, "03-1234-5678").await;
        let id = ask(&app, &by_id(person)).await;
        recovery::grant(&desk.reviewer, id, Some(person), "").await.unwrap();
        let sent = app.call.now();
        let token = link(&app, "password").await.unwrap();
        for wrong in ["", "0123", &token[1..]] {
            assert_eq!(code(recovery::login_of(&app.call, wrong).await), "recovery.link_gone");
            assert_eq!(code(recovery::set_password(&app.call, wrong, NEW, NEW, CLIENT).await), "recovery.link_gone");
        }
        for (password, again, field, problem) in [
            ("", "", "password", Problem::Missing),
            ("12345678", "12345678", "password", Problem::WeakPassword),
            (NEW, "", "password_again", Problem::Missing),
            (NEW, PASSWORD, "password_again", Problem::Mismatch),
        ] {
            let found = fields(recovery::set_password(&app.call, &token, password, again, CLIENT).await);
            assert_eq!((found[0].field.as_str(), &found[0].problem), (field, &problem));
        }
        app.call.clock.set(sent.plus_ms(72 * HOUR_MS));
        assert_eq!(code(recovery::set_password(&app.call, &token, NEW, NEW, CLIENT).await), "recovery.link_gone");
        app.call.clock.set(sent.plus_ms(72 * HOUR_MS - 1));
        let both = tokio::join!(
            recovery::set_password(&app.call, &token, NEW, NEW, CLIENT),
            recovery::set_password(&app.call, &token, NEW, NEW, CLIENT)
        );
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|good| **good).count(), 1, "used once");
    });
}

#[test]
fn who_objects_stops_it_until_a_reviewer_says_why_not() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, _) = registered(&app, &desk, "090-1234-5678").await;
        let id = ask(&app, &by_id(person)).await;
        let told = app.call.now();
        let token = link(&app, "object").await.unwrap();
        assert_eq!(code(recovery::object(&app.call, "0123", CLIENT).await), "recovery.link_gone");
        assert_eq!(code(recovery::login_of(&app.call, &token).await), "recovery.link_gone", "it opens nothing else");
        recovery::objection(&app.call, &token).await.unwrap();
        assert_eq!(state(&desk, id).await, RecoveryState::Asked, "looking at it changes nothing");
        recovery::object(&app.call, &token, CLIENT).await.unwrap();
        recovery::object(&app.call, &token, CLIENT).await.unwrap();
        assert_eq!(state(&desk, id).await, RecoveryState::Objected);
        let trail = store::event::of_subject(app.db().read(), "recovery", &id.to_string(), 50).await.unwrap();
        assert_eq!(trail.iter().filter(|event| event.process == "recovery.object").count(), 1);
        assert_eq!(code(recovery::grant(&desk.reviewer, id, Some(person), "x").await), "recovery.wait");
        app.call.clock.set(told.plus_ms(3 * DAY_MS));
        let unsaid = fields(recovery::grant(&desk.reviewer, id, Some(person), " ").await);
        assert_eq!((unsaid[0].field.as_str(), &unsaid[0].problem), ("reason", &Problem::Missing));
        recovery::grant(&desk.reviewer, id, Some(person), "前の電話は元の会社のものと、本人に会って確かめた")
            .await
            .unwrap();
        assert_eq!(code(recovery::object(&app.call, &token, CLIENT).await), "recovery.link_gone");
    });
}

#[test]
fn who_fits_nobody_is_answered_the_same_and_refused_with_a_reason() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = ask(&app, &by_id(TechnicianId::from_body(7))).await;
        assert!(link(&app, "object").await.is_none());
        assert!(recovery::case(&desk.reviewer, id).await.unwrap().candidates.is_empty());
        let chosen = Some(TechnicianId::from_body(7));
        assert_eq!(fields(recovery::grant(&desk.reviewer, id, chosen, "").await)[0].problem, Problem::NotAChoice);
        assert_eq!(fields(recovery::refuse(&desk.reviewer, id, " ").await)[0].problem, Problem::Missing);
        let long = fields(recovery::refuse(&desk.reviewer, id, &"あ".repeat(401)).await);
        assert_eq!(long[0].problem, Problem::TooLong { max: 400 });
        recovery::refuse(&desk.reviewer, id, "登録が見つかりません").await.unwrap();
        link(&app, "object").await;
        let sent = app.mail.sent();
        let last = sent.last().unwrap();
        assert!(last.to == "ren.new@example.jp" && last.body.contains("登録が見つかりません"), "{last:?}");
        assert_eq!(code(recovery::refuse(&desk.operator, id, "x").await), "conflict.state");
    });
}

#[test]
fn of_two_of_one_name_and_birth_date_the_reviewer_chooses_and_both_are_told() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (first, _) = registered(&app, &desk, "090-1234-5678").await;
        let (second, _) = registered(&app, &desk, "090-8765-4321").await;
        let backwards = RecoveryForm { name: "レン タカハシ".to_owned(), ..by_name() };
        let id = ask(&app, &backwards).await;
        let told = app.call.now();
        link(&app, "object").await;
        let case = recovery::case(&desk.reviewer, id).await.unwrap();
        assert_eq!(case.candidates.len(), 2);
        for phone in ["09012345678", "09087654321"] {
            assert!(
                app.texts.sent().iter().any(|letter| letter.to == phone && letter.body.contains("/recover/object"))
            );
        }
        app.call.clock.set(told.plus_ms(3 * DAY_MS));
        assert_eq!(fields(recovery::grant(&desk.reviewer, id, None, "").await)[0].field, "technician");
        recovery::grant(&desk.reviewer, id, Some(second), "").await.unwrap();
        let untouched = store::technician::find(app.db().read(), first).await.unwrap().unwrap();
        assert_eq!(untouched.phone, "09012345678");
    });
}

#[test]
fn all_that_is_wrong_is_said_and_tries_are_counted() {
    both(|app| async move {
        let found = fields(recovery::ask(&app.call, &RecoveryForm::default(), Upload::Missing, Lang::Ja, CLIENT).await);
        let named: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["technician_id", "name", "birth", "contact", "picture"]);
        let not = recovery::ask(&app.call, &by_name(), Upload::Bytes(b"GIF89a".to_vec()), Lang::Ja, CLIENT).await;
        assert_eq!(fields(not)[0].problem, Problem::Refused { code: "photo.not_picture".to_owned() });
        let found =
            fields(recovery::ask(&app.call, &RecoveryForm::default(), Upload::TooLarge, Lang::Ja, CLIENT).await);
        assert_eq!(found[4].problem, Problem::Refused { code: "photo.too_large".to_owned() });
        let nobody = by_id(TechnicianId::from_body(7));
        for _ in 0..5 {
            ask(&app, &nobody).await;
        }
        let sixth = recovery::ask(&app.call, &nobody, Upload::Bytes(picture(60, 40)), Lang::Ja, CLIENT).await;
        assert_eq!(code(sixth), "rate_limited");
        assert_eq!(recovery::list(&app.system(), 0).await.unwrap().1, 5);
    });
}

#[test]
fn nobody_else_asks_looks_or_decides() {
    both(|app| async move {
        let id = ask(&app, &by_id(TechnicianId::from_body(7))).await;
        let refused = |result: Result<(), Error>| code(result).starts_with("forbidden.");
        for role in [
            Role::Public,
            Role::Applicant,
            Role::Technician,
            Role::BusinessAdmin,
            Role::SiteAdmin,
            Role::Registrar,
            Role::Gate,
        ] {
            let who = stranger(&app, role);
            assert!(refused(recovery::list(&who, 0).await.map(drop)), "{role:?}");
            assert!(refused(recovery::case(&who, id).await.map(drop)), "{role:?}");
            assert!(refused(recovery::grant(&who, id, None, "").await), "{role:?}");
            assert!(refused(recovery::refuse(&who, id, "x").await), "{role:?}");
            assert!(refused(document::find_of_recovery(&who, id).await.map(drop)), "{role:?}");
        }
        for role in [Role::Technician, Role::BusinessAdmin, Role::Reviewer] {
            let who: Call = stranger(&app, role);
            let asked = recovery::ask(&who, &by_name(), Upload::Bytes(picture(60, 40)), Lang::Ja, CLIENT).await;
            assert!(refused(asked.map(drop)), "{role:?}");
        }
    });
}

#[test]
fn the_document_is_kept_while_it_is_needed_and_90_days_after_the_end() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let id = ask(&app, &by_id(TechnicianId::from_body(7))).await;
        let asked = app.call.now();
        let system = app.system();
        app.call.clock.set(asked.plus_ms(100 * DAY_MS));
        let sweep = async || {
            job::set_day(&system).await.unwrap();
            while job::run_due(&system).await.unwrap() > 0 {}
            let later = app.call.now().plus_ms(2 * HOUR_MS);
            app.call.clock.set(later);
            document::sweep(&system).await.unwrap();
            recovery::case(&desk.reviewer, id).await.unwrap().has_picture
        };
        assert!(sweep().await, "open for as long as it takes");
        recovery::refuse(&desk.reviewer, id, "文字が読めません").await.unwrap();
        let ended = app.call.now();
        app.call.clock.set(ended.plus_ms(90 * DAY_MS - 3 * HOUR_MS));
        assert!(sweep().await);
        document::find_of_recovery(&desk.reviewer, id).await.unwrap().load(&desk.reviewer).await.unwrap();
        app.call.clock.set(ended.plus_ms(91 * DAY_MS));
        assert!(!sweep().await);
        assert_eq!(code(document::find_of_recovery(&desk.reviewer, id).await), "not_found");
    });
}

#[test]
fn who_was_told_sees_it_in_their_own_list_without_the_link() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (person, login) = registered(&app, &desk, "090-1234-5678").await;
        ask(&app, &by_id(person)).await;
        let token = link(&app, "object").await.unwrap();
        let account = store::account::by_login_id(app.db().read(), &login).await.unwrap().unwrap();
        let own = app.by(account::actor_of(app.db(), account.id).await.unwrap());
        let lines = notice::list(&own).await.unwrap();
        assert_eq!(lines[0].kind, NoticeKind::RecoveryAsked);
        assert!(!format!("{lines:?}").contains(&token), "the link is not kept readable");
        let sql = format!("UPDATE account SET disabled_at = 1 WHERE login_id = '{login}'");
        app.db().writer().execute_unprepared(&sql).await.unwrap();
        let id = recovery::list(&desk.reviewer, 0).await.unwrap().0[0].id;
        app.call.clock.set(app.call.now().plus_ms(3 * DAY_MS));
        let shut = recovery::grant(&desk.reviewer, id, Some(person), "").await;
        assert_eq!(code(shut), "conflict.state", "a log-in that was taken away is not given back so");
    });
}
