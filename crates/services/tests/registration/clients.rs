//! Scriveners file for businesses: with the business's consent, their own filings only, and never by a number alone.

use crate::{
    play::{Desk, PASSWORD, admin, applicant, business_form, code, fee_of, fields, picture, stranger},
    scrivener::opened,
};
use domain::{
    access::{Actor, Role},
    application::{ApplicationKind, State},
    business::{BusinessForm, EVIDENCE, Filing},
    id::{ApplicationId, BusinessId},
    notice::NoticeKind,
    proxy::{ClientForm, Consent, PAPER},
};
use i18n::Lang;
use services::{Call, account, application, business, counter, fee, job, notice, proxy, registrar};
use testkit::{TestApp, both};

const PHONE: &str = "03-1234-5678";

fn client(filing: Filing, id: Option<BusinessId>, phone: &str) -> ClientForm {
    ClientForm {
        filing: filing.code().to_owned(),
        business: id.map(|id| id.to_string()).unwrap_or_default(),
        client_phone: phone.to_owned(),
    }
}

fn at_work(app: &TestApp, call: &Call, id: ApplicationId) -> Call {
    app.by(Actor { application: Some(id), ..call.actor.clone() })
}

/// What is typed for a business by somebody else: no password.
pub fn typed(name: &str) -> BusinessForm {
    BusinessForm { password: String::new(), password_again: String::new(), ..business_form(name) }
}

async fn sent(app: &TestApp, path: &str) -> String {
    while job::run_due(&app.system()).await.unwrap() > 0 {}
    let letters = app.mail.sent();
    let body = letters.iter().rev().find(|letter| letter.body.contains(path)).expect("a letter").body.clone();
    body.split(path).nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

async fn approved(desk: &Desk, id: ApplicationId) {
    application::claim(&desk.reviewer, id).await.unwrap();
    application::save_verdicts_and_rest(&desk.reviewer, id, Vec::new()).await.unwrap();
    application::approve(&desk.reviewer, id).await.unwrap();
}

#[test]
fn a_business_is_registered_by_its_signed_consent_and_chooses_its_password_by_a_link() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let (id, kind) = proxy::start_for_business(&scrivener, &client(Filing::Registration, None, "")).await.unwrap();
        assert_eq!(kind, ApplicationKind::Business);
        let work = at_work(&app, &scrivener, id);
        let wrong = application::save_business(&work, id, business_form("港栄建設株式会社")).await;
        assert_eq!(code(wrong), "forbidden.role", "the password is the business's to choose");
        application::save_business(&work, id, typed("港栄建設株式会社")).await.unwrap();
        application::put_file(&work, id, EVIDENCE, picture(400, 500)).await.unwrap();
        assert_eq!(fields(application::submit(&work, id).await)[0].field, PAPER, "no consent yet");
        application::put_file(&work, id, PAPER, picture(400, 500)).await.unwrap();
        application::submit(&work, id).await.unwrap();
        let case = application::case(&desk.reviewer, id).await.unwrap();
        assert!(case.fields.iter().any(|field| field.field == PAPER && field.has_picture), "the paper is judged too");
        approved(&desk, id).await;
        let done = fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap().unwrap();

        let row = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((row.state, row.consent, row.has_link), (State::Completed, Some(Consent::Paper), true));
        let first = sent(&app, "/join/password?t=").await;
        proxy::send_password_link(&scrivener, id).await.unwrap();
        assert_eq!(code(proxy::first_login(&app.call, &first).await), "proxy.link_gone", "only the newest opens");
        let token = sent(&app, "/join/password?t=").await;
        assert_eq!(proxy::first_login(&app.call, &token).await.unwrap(), done.login_id);
        let choose = |one: &'static str, again: &'static str| {
            let (call, token) = (app.call.clone(), token.clone());
            async move { proxy::choose_first_password(&call, &token, (one, again), "192.0.2.7").await }
        };
        assert_eq!(fields(choose("short", "short").await)[0].field, "password");
        assert_eq!(fields(choose(PASSWORD, "").await)[0].field, "password_again");
        assert_eq!(choose(PASSWORD, PASSWORD).await.unwrap(), done.login_id);
        assert_eq!(code(choose(PASSWORD, PASSWORD).await), "proxy.link_gone", "once");
        account::log_in(&app.call, &done.login_id, PASSWORD, "192.0.2.7").await.unwrap();
        assert_eq!(code(proxy::send_password_link(&scrivener, id).await), "conflict.state", "it is chosen");
        assert!(!counter::list(&scrivener, None, None).await.unwrap().listed.rows[0].has_link);
    });
}

#[test]
fn a_link_to_a_first_password_opens_for_a_fortnight_and_only_for_who_has_none() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let (id, _) = proxy::start_for_business(&scrivener, &client(Filing::Registration, None, "")).await.unwrap();
        let work = at_work(&app, &scrivener, id);
        application::save_business(&work, id, typed("港栄建設株式会社")).await.unwrap();
        let undone = fields(proxy::invite(&scrivener, id, Some(Lang::Ja)).await);
        assert_eq!(undone.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), [EVIDENCE], "proof first");
        assert!(app.mail.sent().is_empty(), "nobody is asked to agree to what would be refused");
        application::put_file(&work, id, EVIDENCE, picture(400, 500)).await.unwrap();
        proxy::invite(&scrivener, id, Some(Lang::Ja)).await.unwrap();
        let token = sent(&app, "/join?t=").await;
        let open = proxy::accept(&app.call, &token, "192.0.2.7").await.unwrap();
        assert_eq!((open.id, open.kind), (id, ApplicationKind::Business));
        let own = applicant(&app, id);
        application::save_business(&own, id, business_form("港栄建設株式会社")).await.unwrap();
        assert_eq!(code(application::submit(&at_work(&app, &scrivener, id), id).await), "proxy.with_person");
        application::submit(&own, id).await.unwrap();
        approved(&desk, id).await;
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();
        let row = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((row.state, row.consent), (State::Completed, Some(Consent::Phone)));
        assert_eq!(code(proxy::send_password_link(&scrivener, id).await), "conflict.state", "it has a password");
        assert_eq!(code(proxy::first_login(&app.call, &token).await), "proxy.link_gone");

        let (id, _) = proxy::start_for_business(&scrivener, &client(Filing::Registration, None, "")).await.unwrap();
        let work = at_work(&app, &scrivener, id);
        application::save_business(&work, id, typed("別の建設株式会社")).await.unwrap();
        for field in [EVIDENCE, PAPER] {
            application::put_file(&work, id, field, picture(400, 500)).await.unwrap();
        }
        application::submit(&work, id).await.unwrap();
        approved(&desk, id).await;
        fee::mark_paid(&desk.operator, fee_of(&desk.operator, id).await).await.unwrap();
        let token = sent(&app, "/join/password?t=").await;
        app.at(20_261_204, "00:00");
        proxy::first_login(&app.call, &token).await.unwrap();
        app.at(20_261_204, "23:59");
        assert_eq!(code(proxy::first_login(&app.call, &token).await), "proxy.link_gone");
    });
}

#[test]
fn a_change_is_handed_in_by_the_business_itself_by_link_or_log_in_and_taken_back_meanwhile() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let (firm, own) = (issued.business_id.unwrap(), admin(&app, &issued).await);
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let change = client(Filing::Change, Some(firm), PHONE);
        let (id, _) = proxy::start_for_business(&scrivener, &change).await.unwrap();
        let told = notice::list(&own).await.unwrap();
        assert!(told.iter().any(|line| line.kind == NoticeKind::FilingBegun), "the business hears of it at once");
        assert_eq!(proxy::start_for_business(&scrivener, &change).await.unwrap().0, id, "again is the same one");

        let work = at_work(&app, &scrivener, id);
        let draft = application::business_draft(&work, id).await.unwrap();
        assert_eq!(draft.form.name, "港栄建設株式会社", "filled in with what is registered");
        // What was proved changes, so proof is wanted: of whoever files, before the business is asked.
        let elsewhere = BusinessForm { address: "千代田区丸の内9-9-9".to_owned(), ..draft.form.clone() };
        application::save_business(&work, id, elsewhere).await.unwrap();
        let undone = fields(proxy::invite(&scrivener, id, None).await);
        assert!(undone.iter().any(|problem| problem.field == EVIDENCE), "{undone:?}");
        let moved =
            BusinessForm { phone: "03-9999-0000".to_owned(), mail: "other@example.jp".to_owned(), ..draft.form };
        application::save_business(&work, id, moved).await.unwrap();
        let seen = business::registration(&own).await.unwrap();
        assert_eq!(seen.under_way[0].with_filer.as_deref(), Some("見本行政書士事務所"));
        let mine = applicant(&app, id);
        assert_eq!(code(application::submit(&mine, id).await), "proxy.with_filer", "not before it was taken in hand");

        // The link goes where the register reaches the business, not to what was typed.
        assert_eq!(business::consents_awaited(&own).await.unwrap(), [], "nobody has asked it");
        proxy::invite(&scrivener, id, None).await.unwrap();
        let waits = business::consents_awaited(&own).await.unwrap();
        let [one] = waits.as_slice() else { panic!("one task: {waits:?}") };
        assert_eq!(
            (one.kind, one.anew, one.filer.as_str()),
            (ApplicationKind::BusinessChange, false, "見本行政書士事務所")
        );
        for role in [Role::Public, Role::SiteAdmin, Role::Scrivener, Role::Technician] {
            assert_eq!(business::consents_awaited(&stranger(&app, role)).await.unwrap(), [], "{role:?}");
        }
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        let letter = app.mail.sent().into_iter().rev().find(|letter| letter.body.contains("/join?t=")).unwrap();
        assert_eq!(letter.to, "info@koei.example.jp");

        proxy::receive(&own, id).await.unwrap();
        assert_eq!(business::registration(&own).await.unwrap().under_way[0].with_filer, None);
        let again = application::business_draft(&work, id).await.unwrap().form;
        assert_eq!(code(application::save_business(&work, id, again.clone()).await), "proxy.with_person");
        assert_eq!(business::consents_awaited(&own).await.unwrap().len(), 1, "looking is not handing in");
        proxy::take_back(&scrivener, id).await.unwrap();
        assert_eq!(business::consents_awaited(&own).await.unwrap(), []);
        assert_eq!(code(application::submit(&mine, id).await), "proxy.with_filer");
        application::save_business(&work, id, again).await.unwrap();
        proxy::receive(&own, id).await.unwrap();
        let agreed = application::business_draft(&mine, id).await.unwrap().form;
        application::save_business(&mine, id, BusinessForm { consent: "yes".to_owned(), ..agreed }).await.unwrap();
        application::submit(&mine, id).await.unwrap();
        assert_eq!(business::consents_awaited(&own).await.unwrap(), [], "done");
        let row = counter::list(&scrivener, None, None).await.unwrap().listed.rows.remove(0);
        assert_eq!((row.kind, row.consent), (ApplicationKind::BusinessChange, Some(Consent::Phone)));
        assert_eq!(code(proxy::take_back(&scrivener, id).await), "conflict.state");
        approved(&desk, id).await;
        let now = store::business::find(app.db().read(), firm).await.unwrap().unwrap();
        assert_eq!(now.phone, "0399990000");
    });
}

#[test]
fn what_another_files_or_is_not_in_time_is_refused_and_a_number_alone_shows_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let issued = desk.business(&app, business_form("港栄建設株式会社")).await;
        let (firm, own) = (issued.business_id.unwrap(), admin(&app, &issued).await);
        let scrivener = opened(&app, &desk.operator, "見本行政書士事務所").await;
        let other = opened(&app, &desk.operator, "もう一つの行政書士事務所").await;
        let change = client(Filing::Change, Some(firm), PHONE);
        for (form, refused) in [
            (client(Filing::Change, Some(firm), "03-0000-0000"), "proxy.no_client"),
            (client(Filing::Change, Some(BusinessId::from_body(7)), PHONE), "proxy.no_client"),
            (client(Filing::Renewal, Some(firm), PHONE), "business.not_renewable"),
        ] {
            assert_eq!(code(proxy::start_for_business(&scrivener, &form).await), refused);
        }
        assert_eq!(fields(proxy::start_for_business(&scrivener, &ClientForm::default()).await)[0].field, "filing");
        let (id, _) = proxy::start_for_business(&scrivener, &change).await.unwrap();
        assert_eq!(code(proxy::start_for_business(&other, &change).await), "proxy.under_way", "another's client");
        assert_eq!(code(proxy::require_ours(&other, id).await), "not_found");
        assert_eq!(code(proxy::take_back(&other, id).await), "not_found");
        assert_eq!(code(proxy::send_password_link(&other, id).await), "not_found");
        assert_eq!(code(application::business_draft(&other, id).await), "forbidden.role");
        let stranger_admin = admin(&app, &desk.business(&app, business_form("別の建設株式会社")).await).await;
        assert_eq!(code(proxy::receive(&stranger_admin, id).await), "not_found");
        assert_eq!(code(proxy::receive(&scrivener, id).await), "forbidden.role");
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Registrar, Role::Reviewer] {
            let who = stranger(&app, role);
            assert!(code(proxy::start_for_business(&who, &change).await).starts_with("forbidden."), "{role:?}");
        }
        // The business withdraws what it never asked for, and then files itself; the scrivener finds that under way.
        application::withdraw(&applicant(&app, id), id).await.unwrap();
        business::start_filing(&own, Filing::Change).await.unwrap();
        assert_eq!(code(proxy::start_for_business(&scrivener, &change).await), "proxy.under_way");

        registrar::end_scrivener(&desk.operator, scrivener.actor.scrivener.unwrap()).await.unwrap();
        let ended = crate::counter::by_login(&app, "gs0001-01").await;
        assert_eq!(code(proxy::start_for_business(&ended, &change).await), "forbidden.lapsed");
        let mut refused = String::new();
        for _ in 0..200 {
            refused =
                code(proxy::start_for_business(&other, &client(Filing::Change, Some(firm), "03-0000-0000")).await);
            if refused != "proxy.no_client" {
                break;
            }
        }
        assert_eq!(refused, "rate_limited");
    });
}
