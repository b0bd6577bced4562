//! What anybody may send without an account: how much of it, for how long it is kept, and in which characters.

use crate::play::{all_good, applicant, code, fields, office, picture, started, technician_form, technician_submitted};
use domain::{
    access::{Actor, Role},
    account::AccountKind,
    application::ApplicationKind,
    form::Problem,
    id::AccountId,
    technician::TechnicianForm,
    time::{DAY_MS, HOUR_MS},
};
use services::{
    account::{self, NewAccount},
    application, document,
};
use testkit::both;

const KIND: ApplicationKind = ApplicationKind::TechnicianSimple;
const CLIENT: &str = "198.51.100.7";

#[test]
fn one_address_starts_and_sends_only_so_much_and_harms_nobodys_log_in() {
    both(|app| async move {
        let (call, id) = started(&app, KIND).await;
        for _ in 0..50 {
            application::start_from(&app.call, KIND, i18n::Lang::Ja, CLIENT).await.unwrap();
            let not_one = application::put_photo_from(&call, id, b"no picture".to_vec(), CLIENT).await;
            assert_eq!(code(not_one), "photo.not_picture");
        }
        assert_eq!(code(application::start_from(&app.call, KIND, i18n::Lang::Ja, CLIENT).await), "rate_limited");
        assert_eq!(code(application::put_photo_from(&call, id, picture(600, 800), CLIENT).await), "rate_limited");
        application::start_from(&app.call, KIND, i18n::Lang::Ja, "198.51.100.8").await.unwrap();
        let wrong = account::log_in(&app.call, "nobody", "wrong", CLIENT).await;
        assert_eq!(code(wrong), "auth.login_failed", "wrong log-ins are counted apart");
        app.call.clock.set(app.call.now().plus_ms(30 * 60_000));
        application::start_from(&app.call, KIND, i18n::Lang::Ja, CLIENT).await.unwrap();
    });
}

#[test]
fn who_is_logged_in_files_for_nobody() {
    both(|app| async move {
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Operator, Role::Reviewer] {
            let somebody = app.by(Actor { account: Some(AccountId(uuid::Uuid::nil())), ..Actor::of(role) });
            assert_eq!(
                code(application::start_from(&somebody, KIND, i18n::Lang::Ja, CLIENT).await),
                "forbidden.role",
                "{role:?}"
            );
            assert_eq!(code(application::resume(&somebody, "2026-1120-00001", "ABCD", CLIENT).await), "forbidden.role");
        }
    });
}

#[test]
fn a_photo_is_refused_before_it_is_decoded_and_a_replaced_one_is_gone() {
    both(|app| async move {
        let (call, id) = technician_submitted(&app, technician_form()).await;
        let late = application::put_photo(&call, id, b"no picture".to_vec()).await;
        assert_eq!(code(late), "conflict.state", "not looked at once handed in");

        let (call, id) = started(&app, KIND).await;
        application::put_photo(&call, id, picture(600, 800)).await.unwrap();
        let kept =
            || async { store::application::find(app.db().read(), id).await.unwrap().unwrap().photo.unwrap().hash };
        let first = kept().await;
        let files = &app.call.outside.files;
        application::put_photo(&call, id, picture(600, 800)).await.unwrap();
        assert!(files.get(&first).unwrap().is_some(), "the same picture again");
        application::put_photo(&call, id, picture(601, 800)).await.unwrap();
        assert_ne!(kept().await, first);
        assert!(files.get(&first).unwrap().is_some(), "not at once: somebody may just be sending the same");
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS + 1));
        assert_eq!(code(document::sweep(&app.role(Role::Operator)).await), "forbidden.role");
        document::sweep(&app.system()).await.unwrap();
        let shared = store::application::is_photo_kept(app.db().read(), &first).await.unwrap();
        assert_eq!(files.get(&first).unwrap().is_some(), shared, "gone unless another application has it");
        // Sent again before the sweep looks, and not yet with an application: it stays.
        let second = kept().await;
        application::put_photo(&call, id, picture(602, 800)).await.unwrap();
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS + 1));
        let (_, other) = started(&app, KIND).await;
        application::put_photo(&crate::play::applicant(&app, other), other, picture(601, 800)).await.unwrap();
        document::sweep(&app.system()).await.unwrap();
        assert!(files.get(&second).unwrap().is_some());
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS + 1));
        assert_eq!(document::sweep(&app.system()).await.unwrap(), 0, "what is referred to is let be");
        assert!(files.get(&second).unwrap().is_some());
    });
}

#[test]
fn drafts_nobody_touches_are_forgotten_after_ninety_days_and_nothing_else_is() {
    both(|app| async move {
        let (handed_in, submitted) = technician_submitted(&app, technician_form()).await;
        let (old, forgotten) = started(&app, KIND).await;
        application::put_photo(&old, forgotten, picture(601, 800)).await.unwrap();
        let photo = store::application::find(app.db().read(), forgotten).await.unwrap().unwrap().photo.unwrap().hash;
        let (call, kept) = started(&app, KIND).await;
        app.call.clock.set(app.call.now().plus_ms(DAY_MS));
        application::save_technician(&call, kept, technician_form()).await.unwrap();

        app.call.clock.set(app.call.now().plus_ms(89 * DAY_MS));
        assert_eq!(application::forget_drafts(&app.system()).await.unwrap(), 0);
        app.call.clock.set(app.call.now().plus_ms(1));
        assert_eq!(code(application::forget_drafts(&app.role(Role::Operator)).await), "forbidden.role");
        assert_eq!(application::forget_drafts(&app.system()).await.unwrap(), 1);
        assert_eq!(code(application::view(&old, forgotten).await), "not_found");
        app.call.clock.set(app.call.now().plus_ms(HOUR_MS + 1));
        assert_eq!(document::sweep(&app.system()).await.unwrap(), 1);
        assert!(app.call.outside.files.get(&photo).unwrap().is_none());
        application::technician_draft(&call, kept).await.unwrap();
        application::view(&handed_in, submitted).await.unwrap();
        let trail = store::event::of_subject(app.db().read(), "application", &forgotten.to_string(), 10).await.unwrap();
        assert!(trail.iter().any(|event| format!("{event:?}").contains("application.forget")));
    });
}

#[test]
fn control_characters_reach_no_table() {
    both(|app| async move {
        let number = application::resume(&app.call, "2026\u{0}-1120-00001", "ABCD\u{0}", CLIENT).await;
        assert_eq!(code(number), "application.resume_wrong");
        let (call, id) = started(&app, KIND).await;
        let typed = TechnicianForm {
            family_name: "山\u{0}本".to_owned(),
            address: "\u{0}江東区\u{7}".to_owned(),
            phone: "\u{0}".to_owned(),
            ..technician_form()
        };
        application::save_technician(&call, id, typed).await.unwrap();
        let stored = store::application::find(app.db().read(), id).await.unwrap().unwrap();
        assert!(!stored.name.contains('\u{0}') && !stored.form.contains('\u{0}'), "{stored:?}");

        let reviewer = office(&app, Role::Reviewer, "shinsa-a").await;
        let (_, id) = technician_submitted(&app, technician_form()).await;
        application::claim(&reviewer, id).await.unwrap();
        application::save_verdicts(&reviewer, id, all_good(KIND)).await.unwrap();
        assert_eq!(fields(application::reject(&reviewer, id, "\u{0}").await)[0].problem, Problem::Missing);
        application::reject(&reviewer, id, "一行\u{0}目\r\n二行目").await.unwrap();
        let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 10).await.unwrap();
        assert!(trail.iter().any(|event| event.reason.as_deref() == Some("一行目\n二行目")), "{trail:?}");

        let new = NewAccount {
            kind: AccountKind::Operator,
            login_id: "unei-z".to_owned(),
            name: "運営\u{0}係".to_owned(),
            password: None,
            technician: None,
            business: None,
            sites: Vec::new(),
        };
        account::create(&app.system(), new).await.unwrap();
        let made = store::account::by_login_id(app.db().read(), "unei-z").await.unwrap().unwrap();
        assert_eq!(made.name, "運営係");
    });
}

#[test]
fn what_was_issued_lies_sealed_until_it_is_shown() {
    both(|app| async move {
        let sealed = account::seal_handed(&app.call, "resume_code", "ABCD-EFGH-JKLM").unwrap();
        assert!(!sealed.contains("ABCD"));
        assert_eq!(account::open_handed(&app.call, "resume_code", &sealed).unwrap(), "ABCD-EFGH-JKLM");
        assert!(account::open_handed(&app.call, "issued_login", &sealed).is_err(), "for its purpose only");
        let (_, id) = started(&app, KIND).await;
        assert!(application::view(&applicant(&app, id), id).await.is_ok());
    });
}
