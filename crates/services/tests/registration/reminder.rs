//! Who owes is told before anything follows from it; each once, and never who has paid.

use crate::play::{Desk, admin, approved, business_form, code, technician_form, technician_submitted};
use domain::{
    admin_id::{IdForm, IdKind},
    application::ApplicationKind,
    notice::NoticeKind::{self, InvoiceLast, InvoiceMade, LogInLimited},
};
use services::{Call, admin_id, fee, job, notice, site};
use testkit::{TestApp, both, cast};

async fn told(call: &Call) -> Vec<NoticeKind> {
    let mut kinds: Vec<NoticeKind> = notice::list(call).await.unwrap().iter().map(|line| line.kind).collect();
    kinds.reverse();
    kinds
}

async fn dawn(app: &TestApp, day: i32) {
    app.at(day, "03:00");
    job::set_day(&app.system()).await.unwrap();
    while job::run_due(&app.system()).await.unwrap() > 0 {}
}

fn branch() -> IdForm {
    IdForm { kind: IdKind::Branch.code().to_owned(), name: "千葉支店".to_owned(), ..IdForm::default() }
}

#[test]
fn a_business_is_told_of_what_it_owes_before_its_log_ins_are_limited() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        admin_id::issue(&admin, &branch()).await.unwrap();
        let due = fee::unpaid(&app.system(), "", None).await.unwrap().rows[0].due.number();
        assert_eq!(due, 20_261_231);
        for (day, expected) in [
            (20_261_121, vec![InvoiceMade]),
            (20_261_122, vec![InvoiceMade]),
            (20_261_223, vec![InvoiceMade]),
            (20_261_224, vec![InvoiceMade, InvoiceLast]),
            (20_261_231, vec![InvoiceMade, InvoiceLast]),
            (20_270_101, vec![InvoiceMade, InvoiceLast, LogInLimited]),
            (20_270_102, vec![InvoiceMade, InvoiceLast, LogInLimited]),
        ] {
            dawn(&app, day).await;
            assert_eq!(told(&admin).await, expected, "{day}");
        }
        assert_eq!(code(admin_id::issue(&admin, &branch()).await), "fee.limited");
        site::list(&admin).await.unwrap();
    });
}

#[test]
fn who_has_paid_hears_no_more_and_an_applicant_is_reminded_of_theirs() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let admin = cast.admin(&app, cast.prime);
        admin_id::issue(&admin, &branch()).await.unwrap();
        let owed = fee::unpaid(&app.system(), "", None).await.unwrap().rows[0].id;
        fee::mark_paid(&app.system(), owed).await.unwrap();
        let desk = Desk::open(&app).await;
        let (applicant, id) = technician_submitted(&app, technician_form()).await;
        approved(&desk.reviewer, id, ApplicationKind::TechnicianSimple).await;
        for day in [20_261_223, 20_261_224, 20_261_225, 20_270_101] {
            dawn(&app, day).await;
        }
        assert_eq!(told(&admin).await, []);
        assert_eq!(
            told(&applicant).await,
            [NoticeKind::ApplicationReceived, NoticeKind::FeeDue, NoticeKind::InvoiceSoon]
        );
    });
}

#[test]
fn a_renewal_that_is_not_paid_limits_nobody() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let firm = desk.business(&app, business_form("港栄建設株式会社")).await;
        let admin = admin(&app, &firm).await;
        app.at(20_310_615, "10:00");
        let filing = crate::survey::apply_for_renewal(&app, &admin).await;
        approved(&desk.reviewer, filing, ApplicationKind::BusinessRenewal).await;
        assert_eq!(fee::account(&admin).await.unwrap().requests.len(), 2, "it is seen before it is paid");
        dawn(&app, 20_310_801).await;
        assert!(!fee::standing(&admin).await.unwrap().is_limited());
        admin_id::issue(&admin, &branch()).await.unwrap();
    });
}
