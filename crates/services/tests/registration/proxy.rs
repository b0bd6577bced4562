//! Applications an employer files for somebody: with consent on the person's phone, on paper, and not at all without.

use crate::play::{
    Desk, PASSWORD, admin, all_good, applicant, business_form, code, fee_of, fields, picture, stranger, technician_form,
};
use domain::{
    access::{Actor, Role},
    application::{ApplicationKind, DeficiencyReason, State, Verdict},
    form::Problem,
    id::ApplicationId,
    notice::NoticeKind,
    proxy::{Consent, Filed, PAPER},
    technician::{Stage, TechnicianForm},
    time::DAY_MS,
};
use i18n::Lang;
use services::{
    Call, account, application, document, fee, job, notice,
    proxy::{self, Whose},
};
use testkit::{TestApp, both};

const KIND: ApplicationKind = ApplicationKind::TechnicianSimple;
const CLIENT: &str = "198.51.100.7";

/// The business at work on an application it files.
fn at_work(app: &TestApp, admin: &Call, id: ApplicationId) -> Call {
    app.by(Actor { application: Some(id), ..admin.actor.clone() })
}

/// Everything but password and consent.
fn entered() -> TechnicianForm {
    TechnicianForm {
        password: String::new(),
        password_again: String::new(),
        consent: String::new(),
        mail: "ren@example.jp".to_owned(),
        ..technician_form()
    }
}

async fn begun(app: &TestApp, admin: &Call) -> (Call, ApplicationId) {
    let id = proxy::start(admin, Stage::Simple).await.unwrap();
    let call = at_work(app, admin, id);
    let known = application::technician_draft(&call, id).await.unwrap();
    let form = TechnicianForm { employer_id: known.form.employer_id, ..entered() };
    application::save_technician(&call, id, form).await.unwrap();
    (call, id)
}

/// What the last link that went out by mail holds.
async fn link(app: &TestApp) -> String {
    while job::run_due(&app.system()).await.unwrap() > 0 {}
    let sent = app.mail.sent();
    let body = sent.iter().rev().find(|letter| letter.body.contains("/join?t=")).unwrap().body.clone();
    body.split("/join?t=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

async fn approve(desk: &Desk, id: ApplicationId) {
    application::claim(&desk.reviewer, id).await.unwrap();
    let words = application::case(&desk.reviewer, id).await.unwrap().fields;
    let words = words.into_iter().map(|field| (field.field, Verdict::Good)).collect();
    application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
    application::approve(&desk.reviewer, id).await.unwrap();
}

#[test]
fn the_person_looks_at_it_on_their_phone_and_hands_it_in() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let (ours, id) = begun(&app, &admin).await;
        assert_eq!(
            application::technician_draft(&ours, id).await.unwrap().form.employer_id,
            issued.business_id.unwrap().to_string()
        );
        // The log-in is the person's: a business chooses no password, whatever it sends.
        let chosen = TechnicianForm { password: PASSWORD.to_owned(), password_again: PASSWORD.to_owned(), ..entered() };
        assert_eq!(code(application::save_final(&ours, id, &chosen).await), "forbidden.role");
        // Without the person nothing is handed in.
        let missing = fields(application::submit(&ours, id).await);
        assert_eq!((missing[0].field.as_str(), &missing[0].problem), (PAPER, &Problem::NoPicture));

        proxy::invite(&admin, id, Some(Lang::En)).await.unwrap();
        let first = link(&app).await;
        assert!(app.mail.sent().iter().any(|letter| letter.subject.contains("check the registration")));
        let found = proxy::invitation(&app.call, &first).await.unwrap();
        assert_eq!((found.business.as_str(), found.name.as_str()), ("港栄建設株式会社", "髙橋 蓮"));
        let kept = notice::list(&applicant(&app, id)).await.unwrap();
        assert!(!kept.is_empty() && !format!("{kept:?}").contains(&first), "the link is not kept readable");

        // A newer link takes its place; nothing else opens.
        proxy::invite(&admin, id, Some(Lang::Ja)).await.unwrap();
        let second = link(&app).await;
        assert_eq!(code(proxy::invitation(&app.call, &first).await), "proxy.link_gone");
        assert_eq!(code(proxy::accept(&app.call, "", CLIENT).await), "proxy.link_gone");
        let opened = proxy::accept(&app.call, &second, CLIENT).await.unwrap();
        assert_eq!(opened.id, id);
        assert_eq!(code(application::put_photo(&ours, id, picture(600, 800)).await), "proxy.with_person");

        let person = applicant(&app, id);
        assert_eq!(
            fields(application::submit(&person, id).await)
                .iter()
                .map(|problem| problem.field.as_str())
                .collect::<Vec<_>>(),
            ["photo", "password", "consent"]
        );
        application::put_photo(&person, id, picture(600, 800)).await.unwrap();
        application::save_final(&person, id, &technician_form()).await.unwrap();
        application::submit(&person, id).await.unwrap();
        assert_eq!(code(proxy::invitation(&app.call, &second).await), "proxy.link_gone", "it was handed in");
        assert_eq!(code(proxy::invite(&admin, id, Some(Lang::Ja)).await), "conflict.state");

        let listed = proxy::list(&admin, None).await.unwrap().listed;
        let rows = &listed.rows;
        assert_eq!((listed.all, rows[0].consent, rows[0].state), (1, Some(Consent::Phone), State::Submitted));
        let case = application::case(&desk.reviewer, id).await.unwrap();
        assert_eq!(case.proxied.unwrap().business, "港栄建設株式会社");
        approve(&desk, id).await;
        let rows = proxy::list(&admin, None).await.unwrap().listed.rows;
        assert!(rows[0].fee.as_ref().unwrap().reference.is_some(), "the business sees what is to be paid");
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        account::log_in(&app.call, &done.login_id, PASSWORD, CLIENT).await.unwrap();
        let told: Vec<_> = notice::list(&admin).await.unwrap().into_iter().map(|line| line.kind).collect();
        assert_eq!(
            told[..3],
            [NoticeKind::RegistrationCompleted, NoticeKind::FeeDue, NoticeKind::ApplicationReceived],
            "the business is told as well"
        );
    });
}

#[test]
fn who_signed_on_paper_is_registered_without_a_password_and_the_paper_is_judged() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let (ours, id) = begun(&app, &admin).await;
        let form = TechnicianForm { phone: "03-1234-5678".to_owned(), mail: String::new(), ..entered() };
        application::save_technician(&ours, id, form).await.unwrap();
        let nowhere = fields(proxy::invite(&admin, id, Some(Lang::Ja)).await);
        assert_eq!(nowhere[0].field, "phone", "neither a mobile phone nor mail");
        application::put_photo(&ours, id, picture(600, 800)).await.unwrap();
        application::put_file(&ours, id, PAPER, picture(800, 600)).await.unwrap();
        let missing = fields(application::submit(&ours, id).await);
        assert_eq!(missing.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), ["consent"]);
        let agreed = TechnicianForm { consent: "yes".to_owned(), ..TechnicianForm::default() };
        application::save_final(&ours, id, &agreed).await.unwrap();
        application::submit(&ours, id).await.unwrap();

        assert!(document::find_file(&desk.reviewer, id, PAPER).await.is_ok());
        application::claim(&desk.reviewer, id).await.unwrap();
        let unsaid = application::save_verdicts(&desk.reviewer, id, all_good(KIND)).await;
        unsaid.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        let bad = vec![(PAPER.to_owned(), Verdict::Deficient(DeficiencyReason::Unreadable))];
        application::save_verdicts(&desk.reviewer, id, bad).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        let view = application::view(&ours, id).await.unwrap();
        assert_eq!(view.deficiencies[0].field, PAPER);
        assert_eq!(notice::list(&admin).await.unwrap()[0].kind, NoticeKind::ApplicationReturned);
        application::put_file(&ours, id, PAPER, picture(801, 600)).await.unwrap();
        application::submit(&ours, id).await.unwrap();
        let words = vec![(PAPER.to_owned(), Verdict::Good)];
        application::save_verdicts(&desk.reviewer, id, words).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();
        assert_eq!(code(account::log_in(&app.call, &done.login_id, "", CLIENT).await), "form.problems");
        assert_eq!(code(account::log_in(&app.call, &done.login_id, PASSWORD, CLIENT).await), "auth.login_failed");
        let person = crate::play::admin(&app, &done).await;
        assert_eq!(notice::list(&person).await.unwrap()[0].kind, NoticeKind::RegisteredByProxy);
        let letters = notice::letters(&desk.operator, None).await.unwrap().rows;
        assert!(letters.iter().any(|letter| letter.kind == NoticeKind::RegisteredByProxy), "nothing else reaches them");
        assert_eq!(proxy::list(&admin, None).await.unwrap().listed.rows[0].consent, Some(Consent::Paper));
    });
}

#[test]
fn a_link_opens_for_a_fortnight_and_only_for_who_is_not_logged_in() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let (_, id) = begun(&app, &admin).await;
        proxy::invite(&admin, id, Some(Lang::Ja)).await.unwrap();
        let token = link(&app).await;
        let sent = app.call.now();
        app.call.clock.set(sent.plus_ms(14 * DAY_MS - 1));
        proxy::accept(&app.call, &token, CLIENT).await.unwrap();
        assert_eq!(code(proxy::accept(&admin, &token, CLIENT).await), "forbidden.role");
        app.call.clock.set(sent.plus_ms(14 * DAY_MS));
        assert_eq!(code(proxy::accept(&app.call, &token, CLIENT).await), "proxy.link_gone");
        let mut told = String::new();
        for _ in 0..60 {
            told = code(proxy::accept(&app.call, "0123", CLIENT).await);
        }
        assert_eq!(told, "rate_limited");
    });
}

#[test]
fn a_business_works_on_what_it_files_itself_and_nobody_else_does() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let other = desk.business(&app, business_form("北浜架設株式会社")).await;
        let (admin, stranger_admin) = (admin(&app, &issued).await, crate::play::admin(&app, &other).await);
        let (_, id) = begun(&app, &admin).await;
        proxy::require_ours(&admin, id).await.unwrap();
        assert_eq!(code(proxy::require_ours(&stranger_admin, id).await), "not_found");
        assert_eq!(code(proxy::invite(&stranger_admin, id, Some(Lang::Ja)).await), "not_found");
        assert_eq!(code(proxy::take_back(&stranger_admin, id).await), "not_found");
        assert_eq!(proxy::list(&stranger_admin, None).await.unwrap(), Filed::default());
        assert_eq!(code(application::technician_draft(&stranger_admin, id).await), "forbidden.role");
        let (person, own) = crate::play::started(&app, KIND).await;
        for (who, of, expected) in [
            (&admin, id, Whose::Ours),
            (&stranger_admin, id, Whose::Others),
            (&app.call, id, Whose::Others),
            (&admin, own, Whose::Theirs),
        ] {
            assert_eq!(proxy::whose(who, of).await.unwrap(), expected);
        }
        assert_eq!(code(application::put_file(&person, own, PAPER, picture(800, 600)).await), "not_found");
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::SiteAdmin, Role::Operator, Role::Gate] {
            let who = stranger(&app, role);
            assert!(code(proxy::start(&who, Stage::Simple).await).starts_with("forbidden."), "{role:?}");
            assert!(code(proxy::list(&who, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(proxy::invite(&who, id, Some(Lang::Ja)).await).starts_with("forbidden."), "{role:?}");
            assert!(code(proxy::take_back(&who, id).await).starts_with("forbidden."), "{role:?}");
            assert!(code(proxy::require_ours(&who, id).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(proxy::start(&admin, Stage::Upgrade).await), "not_found");
    });
}

#[test]
fn what_the_person_has_in_hand_only_they_change_until_it_is_taken_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        let (ours, id) = begun(&app, &admin).await;
        application::put_file(&ours, id, PAPER, picture(800, 600)).await.unwrap();
        proxy::invite(&admin, id, Some(Lang::Ja)).await.unwrap();
        let token = link(&app).await;
        // Sent, but not yet opened: the business may still mend it, and no browser stands for the person.
        application::save_technician(&ours, id, entered()).await.unwrap();
        assert!(!proxy::stands_for_person(&app.call.db, id, None).await.unwrap());
        let opened = proxy::accept(&app.call, &token, CLIENT).await.unwrap();
        assert!(proxy::stands_for_person(&app.call.db, id, Some(&opened.link_hash)).await.unwrap());
        assert!(proxy::list(&admin, None).await.unwrap().listed.rows[0].opened_at.is_some());
        let refused = [
            code(application::save_technician(&ours, id, entered()).await),
            code(application::put_photo(&ours, id, picture(600, 800)).await),
            code(application::put_file(&ours, id, PAPER, picture(801, 600)).await),
            code(application::change_stage(&ours, id, Stage::Detailed).await),
            code(application::submit(&ours, id).await),
        ];
        assert_eq!(refused, ["proxy.with_person"; 5]);
        let person = applicant(&app, id);
        application::save_final(&person, id, &technician_form()).await.unwrap();

        proxy::take_back(&admin, id).await.unwrap();
        assert_eq!(code(proxy::accept(&app.call, &token, CLIENT).await), "proxy.link_gone");
        for link in [None, Some(opened.link_hash.as_str())] {
            assert!(!proxy::stands_for_person(&app.call.db, id, link).await.unwrap(), "the link was taken back");
        }
        application::save_technician(&ours, id, entered()).await.unwrap();
        proxy::invite(&admin, id, Some(Lang::Ja)).await.unwrap();
        let newer = proxy::accept(&app.call, &link(&app).await, CLIENT).await.unwrap();
        assert!(!proxy::stands_for_person(&app.call.db, id, Some(&opened.link_hash)).await.unwrap());
        assert!(proxy::stands_for_person(&app.call.db, id, Some(&newer.link_hash)).await.unwrap());
        let missing = fields(application::submit(&person, id).await);
        assert!(
            missing.iter().any(|problem| problem.field == "password"),
            "what was chosen behind the old link is gone"
        );
        application::put_photo(&person, id, picture(600, 800)).await.unwrap();
        application::save_final(&person, id, &technician_form()).await.unwrap();
        application::submit(&person, id).await.unwrap();
        assert_eq!(code(proxy::take_back(&admin, id).await), "conflict.state");
        let (_, own) = crate::play::started(&app, KIND).await;
        assert!(proxy::stands_for_person(&app.call.db, own, None).await.unwrap(), "nobody files it for them");
    });
}
