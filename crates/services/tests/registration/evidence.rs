//! What shows that a business is what it says, from the page to the reviewer's desk; and all its fields through a renewal.

use crate::play::{
    Desk, admin, all_good, applicant, approved, business_form, code, fields, picture, started, stranger,
    technician_form, technician_submitted,
};
use domain::{
    access::Role,
    application::{ApplicationKind, AutoCheck, DeficiencyReason, LicenceFound, Verdict},
    business::{BusinessForm, EVIDENCE, Filing, PAGES, REGISTERED},
    form::Problem,
};
use services::{application, business, document};
use testkit::both;

#[test]
fn a_licence_is_shown_by_its_notice_and_looked_at_by_the_reviewer() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id) = started(&app, ApplicationKind::Business).await;
        let text = str::to_owned;
        let form = BusinessForm {
            licence: text("yes"),
            licence_authority: text("13"),
            licence_class: text("general"),
            licence_year: text("5"),
            licence_number: text("020417"),
            licence_trades: text("01 12"),
            evidence_kind: String::new(),
            ..business_form("港栄建設株式会社")
        };
        application::save_business(&call, id, form.clone()).await.unwrap();
        let problems = fields(application::submit(&call, id).await);
        let said: Vec<_> = problems.into_iter().map(|found| (found.field, found.problem)).collect();
        assert_eq!(said, [(text("evidence_kind"), Problem::Missing), (text(EVIDENCE), Problem::NoPicture)]);
        let wrong = BusinessForm { evidence_kind: text("registry_certificate"), ..form.clone() };
        application::save_business(&call, id, wrong).await.unwrap();
        application::put_file(&call, id, EVIDENCE, picture(400, 500)).await.unwrap();
        assert_eq!(fields(application::submit(&call, id).await)[0].problem, Problem::NotAChoice);
        let sent = [(text("evidence_kind"), text("licence_notice"))];
        application::save_business_page(&call, id, "evidence", &sent).await.unwrap();
        let draft = application::business_draft(&call, id).await.unwrap();
        assert_eq!((draft.evidence.map(|size| size.width), draft.base), (Some(400), None));
        application::submit(&call, id).await.unwrap();
        assert_eq!(code(application::put_file(&call, id, EVIDENCE, picture(400, 500)).await), "conflict.state");

        let case = application::case(&desk.reviewer, id).await.unwrap();
        let evidence = case.fields.iter().find(|field| field.field == EVIDENCE).unwrap();
        assert!(evidence.has_picture && evidence.wanted, "beside its field, and a word must be said");
        document::find_file(&desk.reviewer, id, EVIDENCE).await.unwrap();
        let licence = |checks: Vec<AutoCheck>| {
            checks.into_iter().find(|check| matches!(check, AutoCheck::LicenceKnown { .. })).unwrap()
        };
        let until = domain::time::WorkDate::from_stored(20_280_630);
        let found = Some(LicenceFound { name: text("港栄建設株式会社"), until });
        assert_eq!(licence(case.checks), AutoCheck::LicenceKnown { asked: true, found: found.clone(), fits: true });
        // The same licence under another name, and a register that cannot be asked.
        let other = BusinessForm { name: text("別の会社"), ..form.clone() };
        let sent_in = async |form: BusinessForm| {
            let (call, id) = started(&app, ApplicationKind::Business).await;
            application::save_business(&call, id, form).await.unwrap();
            let sent = [(text("evidence_kind"), text("licence_notice"))];
            application::save_business_page(&call, id, "evidence", &sent).await.unwrap();
            application::put_file(&call, id, EVIDENCE, picture(400, 500)).await.unwrap();
            application::submit(&call, id).await.unwrap();
            licence(application::case(&desk.reviewer, id).await.unwrap().checks)
        };
        assert_eq!(sent_in(other.clone()).await, AutoCheck::LicenceKnown { asked: true, found, fits: false });
        app.licences_are(None);
        let unknown = AutoCheck::LicenceKnown { asked: false, found: None, fits: false };
        assert_eq!(sent_in(other).await, unknown, "nobody says that there is no such licence");
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Partner] {
            let refused = code(document::find_file(&stranger(&app, role), id, EVIDENCE).await);
            assert!(refused.starts_with("forbidden."), "{role:?} {refused}");
        }
        application::claim(&desk.reviewer, id).await.unwrap();
        let words = all_good(ApplicationKind::Business).into_iter().filter(|(field, _)| field != EVIDENCE);
        application::save_verdicts(&desk.reviewer, id, words.collect()).await.unwrap();
        assert_eq!(code(application::approve(&desk.reviewer, id).await), "application.not_all_good");
        let unclear = vec![(text(EVIDENCE), Verdict::Deficient(DeficiencyReason::WrongKindOfDocument))];
        application::save_verdicts(&desk.reviewer, id, unclear).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        application::put_file(&call, id, EVIDENCE, picture(500, 700)).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let open: Vec<&str> =
            case.fields.iter().filter(|field| field.changed).map(|field| field.field.as_str()).collect();
        assert_eq!(open, [EVIDENCE], "a replaced picture alone is open again");
    });
}

#[test]
fn pages_and_pictures_that_are_not_of_a_business_are_refused() {
    both(|app| async move {
        let (call, id) = started(&app, ApplicationKind::Business).await;
        assert_eq!(code(application::save_business_page(&call, id, "photo", &[]).await), "not_found");
        for field in ["photo", "identity", "evidence_kind", "qualifications.k1"] {
            assert_eq!(code(application::put_file(&call, id, field, picture(400, 500)).await), "not_found", "{field}");
        }
        let other = stranger(&app, Role::Technician);
        let refused = code(application::save_business_page(&other, id, "kind", &[]).await);
        assert!(refused.starts_with("forbidden."), "{refused}");
        let refused = code(application::save_business_final(&other, id, &BusinessForm::default()).await);
        assert!(refused.starts_with("forbidden."), "{refused}");
        let (person, of_person) = technician_submitted(&app, technician_form()).await;
        assert_eq!(code(application::save_business_page(&person, of_person, "kind", &[]).await), "not_found");
        let last = BusinessForm::default();
        assert_eq!(code(application::save_business_final(&person, of_person, &last).await), "not_found");
        assert_eq!(code(application::put_file(&person, of_person, EVIDENCE, picture(400, 500)).await), "not_found");
    });
}

#[test]
fn every_field_goes_through_registration_and_change_with_its_history() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let text = str::to_owned;
        let form = BusinessForm {
            sales_yen: text("90,000,000"),
            completed_works_yen: text("80,000,000"),
            admin_department: text("総務部"),
            ci_net_code: text("abc123"),
            certificate_kind: text("商業登記電子証明書"),
            certificate_number: text("77-1"),
            main_clients: text("湊町市\n\n潮見不動産"),
            memberships: text("湊町建設業協会"),
            ..business_form("港栄建設株式会社")
        };
        let issued = desk.business(&app, form).await;
        let admin = admin(&app, &issued).await;
        let now = business::registration(&admin).await.unwrap().form;
        assert_eq!((now.main_clients.as_str(), now.ci_net_code.as_str()), ("湊町市\n潮見不動産", "ABC123"));
        for field in REGISTERED.iter().filter(|field| domain::business::is_required(field)) {
            assert!(!now.input(field).unwrap().is_empty(), "{field}");
        }
        app.at(20_270_401, "12:00");
        let id = business::start_filing(&admin, Filing::Change).await.unwrap();
        let call = applicant(&app, id);
        // Every page saved as it stands changes nothing.
        for page in PAGES {
            let inputs = page.fields.iter().filter_map(|field| {
                let typed = now.input(field)?.replace('\n', "\r\n");
                (*field != "evidence_kind").then(|| ((*field).to_owned(), typed))
            });
            application::save_business_page(&call, id, page.code, &inputs.collect::<Vec<_>>()).await.unwrap();
        }
        let draft = application::business_draft(&call, id).await.unwrap();
        assert_eq!(domain::business::changed(&draft.base.unwrap(), &draft.form), [""; 0]);
        let sent = [(text("awards"), text("優良工事表彰"))];
        application::save_business_page(&call, id, "dealing", &sent).await.unwrap();
        let agreed = BusinessForm { consent: text("yes"), ..BusinessForm::default() };
        application::save_business_final(&call, id, &agreed).await.unwrap();
        application::submit(&call, id).await.unwrap();
        approved(&desk.reviewer, id, ApplicationKind::BusinessChange).await;
        let changed = business::registration(&admin).await.unwrap();
        assert_eq!(changed.form.awards, "優良工事表彰");
        assert_eq!(changed.versions[0].changed, ["awards"]);
        let before = business::registration_on(&admin, domain::time::WorkDate::from_stored(20_270_331)).await.unwrap();
        assert_eq!((before.awards.as_str(), before.main_clients.as_str()), ("", "湊町市\n潮見不動産"));
    });
}

#[test]
fn whoever_looks_at_what_another_sent_leaves_a_trace_of_which_and_when() {
    both(|app| async move {
        let desk = crate::play::Desk::open(&app).await;
        let main = crate::change::firm(&app, &desk, "港栄建設株式会社").await;
        let (call, id) = crate::play::started(&app, domain::application::ApplicationKind::TechnicianDetailed).await;
        let form = domain::technician::TechnicianForm { employer_id: main.to_string(), ..crate::play::detailed_form() };
        services::application::save_technician(&call, id, form).await.unwrap();
        for field in ["photo", "identity"] {
            services::application::put_file(&call, id, field, crate::play::picture(300, 500)).await.unwrap();
        }
        services::application::submit(&call, id).await.unwrap();
        let read = async || {
            let trail = store::event::of_subject(app.db().read(), "application", &id.to_string(), 500).await.unwrap();
            trail.into_iter().filter(|event| event.process == "evidence.read").collect::<Vec<_>>()
        };
        let look = async |call: &services::Call, field: &str| services::document::find_file(call, id, field).await;
        app.at(20_261_120, "10:00");
        look(&call, "identity").await.unwrap();
        assert_eq!(read().await.len(), 0, "one's own");
        let refused = look(&crate::play::stranger(&app, domain::access::Role::Technician), "identity").await;
        assert_eq!(crate::play::code(refused.map(drop)), "forbidden.role");
        assert_eq!(crate::play::code(look(&desk.reviewer, "insurance_card").await.map(drop)), "not_found");
        assert_eq!(read().await.len(), 0, "nothing was seen");
        for (time, call, count) in [
            ("10:00", &desk.reviewer, 1),
            ("10:09", &desk.reviewer, 1),
            ("10:09", &desk.operator, 2),
            ("10:10", &desk.reviewer, 3),
        ] {
            app.at(20_261_120, time);
            look(call, "identity").await.unwrap();
            assert_eq!(read().await.len(), count, "{time}");
        }
        let noted = read().await;
        assert_eq!(noted[0].actor_account, desk.reviewer.actor.account);
        assert_eq!((noted[0].new.as_deref(), &noted[0].old), (Some(r#"{"document":"identity","saved":false}"#), &None));
        let case = services::application::case(&desk.reviewer, id).await.unwrap();
        assert_eq!(case.trail.iter().filter(|line| line.what == "evidence.read").count(), 3, "where the case is seen");
    });
}

#[test]
fn a_reviewer_sees_of_each_field_of_a_business_what_is_registered_and_which_differ() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &issued).await;
        app.at(20_270_401, "12:00");
        let id = business::start_filing(&admin, Filing::Change).await.unwrap();
        let call = applicant(&app, id);
        let pages: [(&str, &[(&str, &str)]); 4] = [
            // Written otherwise than it is kept, and the same.
            ("address", &[("postcode", "〒135-0016"), ("address", "江東区東陽9-9"), ("phone", "03-1234-5678")]),
            ("money", &[("capital_yen", "20,000,000"), ("sales_yen", "90,000,000")]),
            ("evidence", &[("evidence_kind", "registry_certificate")]),
            ("retirement", &[("kentaikyo", "none"), ("kentaikyo_number", "")]),
        ];
        for (page, inputs) in pages {
            application::save_business_page(&call, id, page, &crate::play::typed(inputs)).await.unwrap();
        }
        application::put_file(&call, id, EVIDENCE, picture(400, 500)).await.unwrap();
        let agreed = BusinessForm { consent: "yes".to_owned(), ..BusinessForm::default() };
        application::save_business_final(&call, id, &agreed).await.unwrap();
        let draft = application::business_draft(&call, id).await.unwrap();
        let shown = domain::business::changed(&draft.base.unwrap(), &draft.form);
        assert_eq!(shown, ["address", "sales_yen", "kentaikyo", "kentaikyo_number"], "on the page where it is agreed");
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        let differing: Vec<&str> =
            case.fields.iter().filter(|field| field.differs()).map(|field| field.field.as_str()).collect();
        assert_eq!(differing, shown, "and on the reviewer's");
        let before = |name: &str| case.fields.iter().find(|field| field.field == name).unwrap().before.as_deref();
        for (field, registered) in [
            ("name", Some("港栄建設株式会社")),
            ("postcode", Some("1350016")),
            ("address", Some("江東区東陽5-6-7")),
            ("sales_yen", Some("")),
            ("kentaikyo_number", Some("1340123")),
            ("evidence_kind", None),
            (EVIDENCE, None),
        ] {
            assert_eq!(before(field), registered, "{field}");
        }
        // Of whoever is not registered yet there is nothing to compare.
        let (_, first) = crate::play::business_submitted(&app, business_form("別の会社")).await;
        let case = application::case(&desk.reviewer, first).await.unwrap();
        assert!(case.fields.iter().all(|field| field.before.is_none() && !field.differs()));
    });
}
