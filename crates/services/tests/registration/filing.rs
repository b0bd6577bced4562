//! The applicant's side: start, resume, draft, photo, submit, withdraw.

use crate::play::{
    Desk, PASSWORD, applicant, approved, business_form, code, fields, picture, started, stranger, technician_form,
    technician_submitted,
};
use domain::{
    access::Role,
    application::{ApplicationKind, State},
    form::Problem,
    technician::TechnicianForm,
};
use services::application;
use testkit::both;

#[test]
fn an_application_is_found_again_by_number_and_code_only() {
    both(|app| async move {
        let (id, resume) = application::start(&app.call, ApplicationKind::TechnicianSimple).await.unwrap();
        let view = application::view(&applicant(&app, id), id).await.unwrap();
        assert_eq!(view.number, "2026-1120-00001");
        let (second, _) = application::start(&app.call, ApplicationKind::Business).await.unwrap();
        assert_eq!(application::view(&applicant(&app, second), second).await.unwrap().number, "2026-1120-00002");

        let loose = format!(" {} ", resume.to_lowercase().replace('-', " "));
        assert_eq!(application::resume(&app.call, "２０２６-1120-00001", &loose, "198.51.100.7").await.unwrap(), id);
        for number in ["2026112000001", "２０２６１１２０００００１", "2026 1120 00001", "2026ー1120ー00001"]
        {
            let found = application::resume(&app.call, number, &resume, "198.51.100.7").await;
            assert_eq!(found.unwrap(), id, "{number}");
        }
        let wrong = "application.resume_wrong";
        for number in ["202611200001", "20261120000011", "2026112000002"] {
            assert_eq!(code(application::resume(&app.call, number, &resume, "198.51.100.6").await), wrong, "{number}");
        }
        assert_eq!(code(application::resume(&app.call, "2026-1120-00002", &resume, "198.51.100.7").await), wrong);
        for _ in 0..5 {
            assert_eq!(code(application::resume(&app.call, "2026-1120-09999", "ABCD", "198.51.100.8").await), wrong);
        }
        let shut = application::resume(&app.call, "2026-1120-09999", "ABCD", "198.51.100.8").await;
        assert_eq!(code(shut), "auth.locked", "guessing is limited, whether or not the number exists");
        assert_eq!(application::resume(&app.call, "2026-1120-00001", &resume, "198.51.100.9").await.unwrap(), id);
        let stored = store::application::find(app.db().read(), id).await.unwrap().unwrap();
        assert!(!stored.resume_hash.contains(&resume.replace('-', "")));
    });
}

#[test]
fn a_draft_keeps_what_was_typed_and_never_the_password() {
    both(|app| async move {
        let (call, id) = started(&app, ApplicationKind::TechnicianSimple).await;
        let typed = TechnicianForm { phone: "ちがう".to_owned(), ..technician_form() };
        application::save_technician(&call, id, typed.clone()).await.unwrap();
        let draft = application::technician_draft(&call, id).await.unwrap();
        assert_eq!(draft.form, typed.without_passwords());
        assert!(draft.password_set && draft.photo.is_none());
        let stored = store::application::find(app.db().read(), id).await.unwrap().unwrap();
        assert!(!stored.form.contains(PASSWORD) && stored.password_hash.unwrap().starts_with("$argon2id$"));
        let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 10).await.unwrap();
        assert!(trail.iter().all(|event| !format!("{event:?}").contains("髙橋")), "events name fields, not values");

        let weak = TechnicianForm {
            password: "abc".to_owned(),
            password_again: "abd".to_owned(),
            address: "新しい住所1-1".to_owned(),
            ..technician_form()
        };
        let told: Vec<Problem> =
            fields(application::save_technician(&call, id, weak).await).into_iter().map(|one| one.problem).collect();
        assert_eq!(told, [Problem::WeakPassword, Problem::Mismatch], "both at once");
        let draft = application::technician_draft(&call, id).await.unwrap();
        assert_eq!(draft.form.address, "新しい住所1-1", "the rest was kept");
        assert!(draft.password_set, "and so was the earlier password");
        assert_eq!(code(application::business_draft(&call, id).await), "not_found");
        assert_eq!(code(application::save_business(&call, id, business_form("別の形")).await), "not_found");
    });
}

#[test]
fn all_problems_come_at_once_in_page_order_and_the_draft_stays() {
    both(|app| async move {
        let (call, id) = started(&app, ApplicationKind::TechnicianSimple).await;
        let typed = TechnicianForm {
            family_kana: "高橋".to_owned(),
            employer_id: domain::id::BusinessId::from_body(42).to_string(),
            trade_1: String::new(),
            ..technician_form()
        };
        application::save_technician(&call, id, typed.clone()).await.unwrap();
        let problems = fields(application::submit(&call, id).await);
        let named: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["family_kana", "photo", "employer_id", "trade_1"]);
        assert_eq!(problems[1].problem, Problem::NoPicture);
        assert_eq!(problems[2].problem, Problem::Unknown);
        let draft = application::technician_draft(&call, id).await.unwrap();
        assert_eq!((draft.form, draft.view.state), (typed.without_passwords(), State::Draft));
    });
}

#[test]
fn handing_in_twice_changes_nothing_more() {
    both(|app| async move {
        let (call, id) = technician_submitted(&app, technician_form()).await;
        assert_eq!(code(application::submit(&call, id).await), "conflict.state");
        assert_eq!(code(application::save_technician(&call, id, technician_form()).await), "conflict.state");
        assert_eq!(code(application::put_photo(&call, id, picture(300, 400)).await), "conflict.state");
        let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 50).await.unwrap();
        assert_eq!(trail.iter().filter(|event| event.process == "application.submit").count(), 1);

        let (call, id) = started(&app, ApplicationKind::TechnicianSimple).await;
        application::save_technician(&call, id, technician_form()).await.unwrap();
        application::put_photo(&call, id, picture(300, 400)).await.unwrap();
        let (a, b) = tokio::join!(application::submit(&call, id), application::submit(&call, id));
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1, "of two at once one passes");
    });
}

#[test]
fn nobody_reads_or_files_anothers_application() {
    both(|app| async move {
        let (mine, _) = started(&app, ApplicationKind::TechnicianSimple).await;
        let (_, theirs) = technician_submitted(&app, technician_form()).await;
        let not_yours = "forbidden.not_yours";
        assert_eq!(code(application::view(&mine, theirs).await), not_yours);
        assert_eq!(code(application::technician_draft(&mine, theirs).await), not_yours);
        assert_eq!(code(application::save_technician(&mine, theirs, technician_form()).await), not_yours);
        assert_eq!(code(application::put_photo(&mine, theirs, picture(300, 400)).await), not_yours);
        assert_eq!(code(application::submit(&mine, theirs).await), not_yours);
        assert_eq!(code(application::withdraw(&mine, theirs).await), not_yours);
        assert_eq!(code(application::view(&app.call, theirs).await), "forbidden.log_in_first");
        for role in [Role::Technician, Role::BusinessAdmin, Role::SiteAdmin, Role::Gate, Role::Partner] {
            assert!(code(application::view(&stranger(&app, role), theirs).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(
            code(application::start(&stranger(&app, Role::Technician), ApplicationKind::Business).await),
            "forbidden.role"
        );
        assert_eq!(code(application::case(&mine, theirs).await), "forbidden.log_in_first");
    });
}

#[test]
fn what_is_taken_back_goes_no_further() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = technician_submitted(&app, technician_form()).await;
        approved(&desk.reviewer, id, ApplicationKind::TechnicianSimple).await;
        let fee = crate::play::fee_of(&desk.operator, id).await;
        application::withdraw(&call, id).await.unwrap();
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Withdrawn);
        assert!(services::fee::unpaid(&desk.operator, "", None).await.unwrap().rows.is_empty());
        assert_eq!(code(services::fee::mark_paid(&desk.operator, fee).await), "conflict.state");
        let request = store::fee::find(app.db().read(), fee).await.unwrap().unwrap();
        assert!(request.paid_at.is_none(), "the mark was taken back with the rest");
        assert_eq!(code(application::withdraw(&call, id).await), "conflict.state");
        assert!(store::application::find(app.db().read(), id).await.unwrap().unwrap().password_hash.is_none());
    });
}
