//! 簡略型→詳細型 by a technician who is registered and logged in.

use crate::play::{Desk, admin, applicant, approved, code, fee_of, fields, picture, stranger, technician_form, typed};
use domain::{
    access::Role,
    application::{ApplicationKind, State},
    fee::Yen,
    technician::{List, TechnicianForm},
};
use services::{application, fee};
use testkit::both;

const KIND: ApplicationKind = ApplicationKind::TechnicianUpgrade;

#[test]
fn a_simple_registration_becomes_detailed_and_keeps_number_log_in_and_card() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.technician(&app, technician_form()).await;
        let technician = issued.technician_id.unwrap();
        let me = admin(&app, &issued).await;
        assert!(application::may_upgrade(&me).await.unwrap());
        let id = application::start_upgrade(&me).await.unwrap();
        assert_eq!(application::start_upgrade(&me).await.unwrap(), id, "the one under way is gone on with");
        let call = applicant(&app, id);
        let view = application::view(&call, id).await.unwrap();
        assert_eq!((view.kind, view.fee.unwrap().amount, view.issued_login), (KIND, Yen(2_400), None));
        assert_eq!(application::technician_draft(&call, id).await.unwrap().name, "髙橋 蓮", "as registered");

        // Who the person is stands in the register: not asked, not taken.
        let other_name = TechnicianForm { family_name: "別".to_owned(), ..technician_form() };
        for page in ["name", "birth", "photo", "contact", "level"] {
            assert_eq!(code(application::save_page(&call, id, page, &other_name).await), "not_found", "{page}");
        }
        assert_eq!(code(application::put_photo(&call, id, picture(300, 400)).await), "not_found");
        let sent = TechnicianForm {
            identity_kind: "passport".to_owned(),
            accident_insurance: "joined".to_owned(),
            accident_insurance_kind: "self_employed".to_owned(),
            chief_number: "TK-2024-00117".to_owned(),
            chief_consent: "yes".to_owned(),
            consent: "yes".to_owned(),
            ..TechnicianForm::default()
        };
        let wrong = fields(application::submit(&call, id).await);
        let named: Vec<&str> = wrong.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["identity_kind", "identity", "accident_insurance", "consent"]);
        for page in ["identity", "accident", "chief"] {
            application::save_page(&call, id, page, &sent).await.unwrap();
        }
        application::put_item(
            &call,
            id,
            List::Schools,
            None,
            &typed(&[("kind", "high"), ("name", "港高校"), ("year", "2014")]),
        )
        .await
        .unwrap();
        application::put_file(&call, id, "identity", picture(300, 200)).await.unwrap();
        application::save_final(&call, id, &sent).await.unwrap();
        application::submit(&call, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        assert!(case.checks.is_empty() && case.fields.iter().all(|field| field.field != "family_name"), "{case:?}");

        approved(&desk.reviewer, id, KIND).await;
        let before = store::card::of_technician(app.db().read(), technician).await.unwrap();
        let asked = fee_of(&desk.operator, id).await;
        let done = fee::mark_paid(&desk.operator, asked).await.unwrap().unwrap();
        assert_eq!((done.login_id, done.technician_id), (issued.login_id, Some(technician)));
        assert_eq!(store::card::of_technician(app.db().read(), technician).await.unwrap(), before, "no second card");
        let db = app.db().read();
        let kept = store::technician::detail::find(db, technician).await.unwrap();
        assert!(kept.detailed_at.is_some() && kept.accident_insurance.is_some());
        assert!(kept.particulars.health_insurance_kind.is_some(), "what was known before stays");
        assert_eq!(store::technician::detail::counts(db, technician).await.unwrap()[3..5], [1, 1]);
        assert!(store::technician::detail::qualifications(db, technician).await.unwrap()[0].from_register);
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Completed);
        assert!(!application::may_upgrade(&me).await.unwrap());
        assert_eq!(code(application::start_upgrade(&me).await), "application.detailed_already");
    });
}

#[test]
fn nobody_else_starts_one() {
    both(|app| async move {
        for role in [Role::BusinessAdmin, Role::SiteAdmin, Role::Operator, Role::Reviewer, Role::Gate] {
            assert_eq!(code(application::start_upgrade(&stranger(&app, role)).await), "forbidden.role", "{role:?}");
            assert_eq!(code(application::may_upgrade(&stranger(&app, role)).await), "forbidden.role", "{role:?}");
        }
        assert_eq!(code(application::start_upgrade(&app.call).await), "forbidden.log_in_first");
        assert_eq!(code(application::start(&app.call, KIND).await), "not_found", "not without a log-in");
    });
}
