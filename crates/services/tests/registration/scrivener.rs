//! Scriveners file for others: with the person's consent, their own filings only.

use crate::{
    counter::by_login,
    play::{Desk, code, picture, stranger, technician_form},
};
use domain::{
    access::{Actor, Role},
    application::{DeficiencyReason, State, Verdict},
    id::ApplicationId,
    proxy::{Consent, Filer, PAPER},
    registrar::ScrivenerForm,
    technician::{Stage, TechnicianForm},
};
use i18n::Lang;
use services::{Call, application, counter, fee, job, proxy, registrar};
use testkit::{TestApp, both};

fn form(name: &str) -> ScrivenerForm {
    ScrivenerForm {
        name: name.to_owned(),
        prefecture: "13".to_owned(),
        phone: "03-5550-0001".to_owned(),
        from: "2026-11-01".to_owned(),
    }
}

pub async fn opened(app: &TestApp, operator: &Call, name: &str) -> Call {
    let id = registrar::add_scrivener(operator, &form(name)).await.unwrap();
    let issued = registrar::issue_scrivener(operator, id, "補助者 一").await.unwrap();
    by_login(app, &issued.login_id).await
}

fn at_work(app: &TestApp, call: &Call, id: ApplicationId) -> Call {
    app.by(Actor { application: Some(id), ..call.actor.clone() })
}

pub async fn entered(app: &TestApp, scrivener: &Call) -> ApplicationId {
    let id = proxy::start(scrivener, Stage::Simple).await.unwrap();
    let form = TechnicianForm {
        password: String::new(),
        password_again: String::new(),
        mail: "ren@example.jp".to_owned(),
        ..technician_form()
    };
    let work = at_work(app, scrivener, id);
    application::save_technician(&work, id, form).await.unwrap();
    application::put_photo(&work, id, picture(600, 800)).await.unwrap();
    id
}

#[test]
fn a_scrivener_files_with_the_persons_consent_and_sees_what_is_to_be_paid() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let id = entered(&app, &scrivener).await;
        let work = at_work(&app, &scrivener, id);
        assert_eq!(application::technician_draft(&work, id).await.unwrap().form.employer_id, "");
        proxy::invite(&scrivener, id, Some(Lang::Ja)).await.unwrap();
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let sent = app.mail.sent();
        let letter = sent.iter().find(|letter| letter.body.contains("/join?t=")).unwrap();
        assert!(letter.body.contains("見本行政書士事務所"), "the person is told who entered it: {}", letter.body);
        let asked = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert!(asked.asked_at.is_some() && asked.consent.is_none());

        application::put_file(&work, id, PAPER, picture(800, 600)).await.unwrap();
        application::submit(&work, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap().proxied.unwrap();
        assert!(matches!(case.filer, Filer::Scrivener(_)) && case.business == "見本行政書士事務所");
        application::claim(&desk.reviewer, id).await.unwrap();
        let bad = vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))];
        application::save_verdicts(&desk.reviewer, id, bad).await.unwrap();
        application::return_deficient(&desk.reviewer, id).await.unwrap();
        assert_eq!(counter::returned(&scrivener, id).await.unwrap()[0].field, "address");
        let mended = TechnicianForm {
            address: "江東区東陽2-3-4 103号".to_owned(),
            ..application::technician_draft(&work, id).await.unwrap().form
        };
        application::save_technician(&work, id, mended).await.unwrap();
        application::submit(&work, id).await.unwrap();
        application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
        application::approve(&desk.reviewer, id).await.unwrap();
        let row = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((row.state, row.consent), (State::AwaitingPayment, Some(Consent::Paper)));
        assert!(row.fee.unwrap().reference.is_some() && row.papers.is_none());
        let fee = crate::play::fee_of(&desk.operator, id).await;
        fee::mark_paid(&desk.operator, fee).await.unwrap();
        let paid = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((paid.state, paid.fee), (State::Completed, None));
    });
}

#[test]
fn a_scrivener_works_on_the_own_filings_and_nobody_elses() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let other = opened(&app, &desk.operator, "もう一つの行政書士事務所").await;
        let id = entered(&app, &scrivener).await;
        assert_eq!(code(proxy::require_ours(&other, id).await), "not_found");
        assert_eq!(code(proxy::invite(&other, id, None).await), "not_found");
        assert_eq!(code(counter::returned(&other, id).await), "not_found");
        assert_eq!(counter::list(&other, None, None).await.unwrap().listed.all, 0);
        assert_eq!(code(application::technician_draft(&other, id).await), "forbidden.role");
        assert_eq!(
            code(proxy::list(&scrivener, None).await),
            "forbidden.role",
            "a business's list is not the scrivener's"
        );
        assert_eq!(code(application::claim(&scrivener, id).await), "forbidden.role");
        assert_eq!(code(proxy::start(&scrivener, Stage::Upgrade).await), "not_found");
        for role in [Role::Public, Role::Reviewer, Role::Registrar, Role::Scrivener] {
            let who = stranger(&app, role);
            assert!(code(registrar::add_scrivener(&who, &form("x")).await).starts_with("forbidden."), "{role:?}");
            assert!(code(proxy::start(&who, Stage::Simple).await).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn an_ended_scrivener_files_nothing_more_and_is_counted_no_more() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let id = scrivener.actor.scrivener.unwrap();
        let counted = registrar::scriveners_by_prefecture(&desk.operator).await.unwrap();
        assert_eq!(counted.iter().map(|(code, many)| (code.get(), *many)).collect::<Vec<_>>(), [(13, 1)]);
        registrar::end_scrivener(&desk.operator, id).await.unwrap();
        assert_eq!(code(registrar::end_scrivener(&desk.operator, id).await), "conflict.already_done");
        let ended = by_login(&app, "gs0001-01").await;
        assert_eq!(code(proxy::start(&ended, Stage::Simple).await), "forbidden.lapsed");
        assert_eq!(code(counter::list(&ended, None, None).await), "forbidden.lapsed");
        assert!(registrar::scriveners_by_prefecture(&desk.operator).await.unwrap().is_empty());
        assert_eq!(registrar::scriveners(&desk.operator, None).await.unwrap().all, 1, "nothing is deleted");
        assert_eq!(registrar::scrivener(&desk.operator, id).await.unwrap().1.len(), 1);
    });
}
