//! What is asked stands with whom it is asked of, also before it is paid, and can be kept as a file.

use crate::play::{Desk, admin, all_good, applicant, approved, business_form, code, fee_of, stranger, technician_form};
use domain::{
    access::Role,
    application::ApplicationKind,
    business::Filing,
    fee::{FeeKind, Issuer, RequestState, standing::Standing},
    id::{ApplicationId, FeeRequestId},
    technician::TechnicianForm,
};
use i18n::Lang;
use services::{Call, application, fee};
use testkit::{TestApp, both, pdf_text};

fn issuer() -> Issuer {
    Issuer { name: "建設登録機構".to_owned(), number: Some("T1234567890123".to_owned()) }
}

async fn file(call: &Call, id: FeeRequestId, issuer: &Issuer, lang: Lang) -> String {
    pdf_text(&fee::invoice_pdf(call, id, issuer, lang).await.unwrap())
}

/// A renewal that was approved and is not paid.
async fn renewal(app: &TestApp, desk: &Desk, admin: &Call) -> ApplicationId {
    let id = crate::survey::apply_for_renewal(app, admin).await;
    application::claim(&desk.reviewer, id).await.unwrap();
    let kind = ApplicationKind::of_filing(Filing::Renewal);
    application::save_verdicts(&desk.reviewer, id, all_good(kind)).await.unwrap();
    application::approve(&desk.reviewer, id).await.unwrap();
    id
}

#[test]
fn a_renewal_stands_with_its_business_before_it_is_paid_and_limits_nobody() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("髙﨑建設株式会社")).await;
        let other = desk.business(&app, business_form("北浜工業株式会社")).await;
        let (admin, other) = (admin(&app, &firm).await, admin(&app, &other).await);
        app.at(20_310_601, "12:00");
        let id = renewal(&app, &desk, &admin).await;
        let account = fee::account(&admin).await.unwrap();
        assert_eq!(account.requests.len(), 2, "the registration and the renewal");
        let asked = &account.requests[0];
        assert_eq!((asked.kind, asked.paid_at), (FeeKind::BusinessRegistration, None));
        assert_eq!(asked.id, fee_of(&desk.operator, id).await);
        assert_eq!(fee::account(&other).await.unwrap().requests.len(), 1);
        assert_eq!(code(fee::invoice(&other, asked.id).await), "not_found");

        // Due at the end of July: whoever does not pay for a renewal is not renewed, and owes nothing else.
        app.at(20_310_801, "12:00");
        assert_eq!(fee::standing(&admin).await.unwrap(), Standing::Good);
        application::withdraw(&applicant(&app, id), id).await.unwrap();
        let gone = fee::account(&admin).await.unwrap().requests[0].state(app.call.today());
        assert_eq!(gone, RequestState::Withdrawn);
        crate::settlement::balanced(&app).await;
    });
}

#[test]
fn a_technician_sees_every_request_of_theirs_and_nobody_elses() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mine = desk.technician(&app, technician_form()).await;
        let other = desk.technician(&app, TechnicianForm { given_name: "葵".to_owned(), ..technician_form() }).await;
        let (me, other) = (admin(&app, &mine).await, admin(&app, &other).await);
        let account = fee::account(&me).await.unwrap();
        assert_eq!((account.requests.len(), account.requests[0].kind), (1, FeeKind::TechnicianSimple));
        assert!(account.requests[0].paid_at.is_some());
        let paid = account.requests[0].id;

        let card = store::card::of_technician(app.db().read(), mine.technician_id.unwrap()).await.unwrap()[0].id;
        services::card::issue(&desk.operator, card, "04a1b2c3d4e580", testkit::BASE_URL).await.unwrap();
        let reason = domain::card::reissue::ReissueReason::Damaged;
        services::card::ask_reissue(&me, mine.technician_id.unwrap(), reason).await.unwrap();
        let account = fee::account(&me).await.unwrap();
        assert_eq!((account.requests.len(), account.requests[0].kind), (2, FeeKind::CardReissue));
        assert_eq!(account.standing, Standing::Good);
        app.at(20_290_101, "12:00");
        let account = fee::account(&me).await.unwrap();
        assert_eq!(account.requests[0].state(app.call.today()), RequestState::Late);
        assert_eq!(account.standing, Standing::Good, "nothing of a person's own is limited");

        for id in [paid, account.requests[0].id] {
            assert!(fee::invoice(&me, id).await.is_ok() && fee::invoice(&desk.operator, id).await.is_ok());
            assert_eq!(code(fee::invoice(&other, id).await), "not_found");
            for role in [Role::Reviewer, Role::SiteAdmin, Role::Gate, Role::Partner] {
                assert_eq!(code(fee::invoice(&stranger(&app, role), id).await), "forbidden.role", "{role:?}");
            }
            assert_eq!(code(fee::invoice(&app.call, id).await), "forbidden.log_in_first");
        }
    });
}

#[test]
fn an_upgrade_stands_with_its_technician_before_it_is_paid() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let mine = desk.technician(&app, technician_form()).await;
        let me = admin(&app, &mine).await;
        let id = application::start_upgrade(&me).await.unwrap();
        let call = applicant(&app, id);
        let sent = TechnicianForm {
            identity_kind: "passport".to_owned(),
            accident_insurance: "none".to_owned(),
            consent: "yes".to_owned(),
            ..TechnicianForm::default()
        };
        for page in ["identity", "accident"] {
            application::save_page(&call, id, page, &sent).await.unwrap();
        }
        application::put_file(&call, id, "identity", crate::play::picture(300, 200)).await.unwrap();
        application::save_final(&call, id, &sent).await.unwrap();
        application::submit(&call, id).await.unwrap();
        approved(&desk.reviewer, id, ApplicationKind::TechnicianUpgrade).await;
        let requests = fee::account(&me).await.unwrap().requests;
        assert_eq!((requests.len(), requests[0].kind), (2, FeeKind::TechnicianUpgrade));
        assert_eq!(requests[0].paid_at, None);
    });
}

#[test]
fn an_invoice_is_kept_as_a_file_that_says_what_the_law_wants() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("髙﨑建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        let request = fee::account(&admin).await.unwrap().requests[0].clone();
        let text = file(&admin, request.id, &issuer(), Lang::Ja).await;
        let reference: String = request.reference.unwrap().grouped().split_whitespace().collect();
        for part in [
            "請求書",
            "髙﨑建設株式会社御中",
            "建設登録機構",
            "T1234567890123",
            &reference,
            "48,000",
            "4,363",
            "10%",
            "1/1",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("適格請求書ではありません"));
        let without = file(&admin, request.id, &Issuer::default(), Lang::Ja).await;
        assert!(without.contains("適格請求書ではありません"), "{without}");
        assert!(file(&admin, request.id, &issuer(), Lang::En).await.contains("Invoice"));

        let kept = fee::invoice_pdf(&admin, request.id, &issuer(), Lang::Ja).await.unwrap();
        app.at(20_271_231, "23:00");
        let later = fee::invoice_pdf(&desk.operator, request.id, &issuer(), Lang::Ja).await.unwrap();
        assert_eq!(kept, later, "the day it is opened on changes nothing");

        let person = desk.technician(&app, technician_form()).await;
        let me = crate::play::admin(&app, &person).await;
        let own = fee::account(&me).await.unwrap().requests[0].id;
        let text = file(&me, own, &issuer(), Lang::Ja).await;
        assert!(text.contains("髙橋蓮様") && !text.contains("御中"), "{text}");
        assert_eq!(code(fee::invoice_pdf(&admin, own, &issuer(), Lang::Ja).await), "not_found");
        let none = FeeRequestId(uuid::Uuid::nil());
        assert_eq!(code(fee::invoice_pdf(&admin, none, &issuer(), Lang::Ja).await), "not_found");
        assert_eq!(code(fee::invoice_pdf(&app.call, own, &issuer(), Lang::Ja).await), "forbidden.log_in_first");
    });
}
