//! Who owes is told before anything follows from it; each once, and never who has paid.

use crate::{
    play::{Desk, admin, approved, business_form, code, technician_form, technician_submitted},
    settlement::row,
};
use domain::{
    admin_id::{IdForm, IdKind},
    application::ApplicationKind,
    fee::Yen,
    notice::{
        NoticeKind::{self, InvoiceLast, InvoiceMade, LogInLimited, PaymentNotCounted, PaymentShort},
        Value,
    },
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

#[test]
fn what_waits_for_the_office_is_not_asked_for_again_and_limits_no_log_in() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        let admin = cast.admin(&app, cast.prime);
        admin_id::issue(&admin, &branch()).await.unwrap();
        let request = fee::account(&admin).await.unwrap().requests.remove(0);
        let reference = request.reference.unwrap();
        let pay = async |yen: i64, transaction: &str| {
            fee::import(&desk.operator, row(reference, yen, transaction).as_bytes()).await.unwrap();
        };
        pay(1_000, "T-1").await;
        dawn(&app, 20_261_121).await;
        dawn(&app, 20_261_224).await;
        assert_eq!(told(&admin).await, [PaymentShort, InvoiceMade, InvoiceLast]);
        let rest = request.amount.get() - 1_000;
        for line in notice::list(&admin).await.unwrap().iter().filter(|line| line.kind != PaymentShort) {
            assert_eq!(line.values["yen"], Value::Yen(Yen(rest)), "{:?}", line.kind);
        }
        // The rest comes as a sum of its own: nothing is asked for, and nothing is limited, until the office decides otherwise.
        pay(rest, "T-2").await;
        dawn(&app, 20_270_101).await;
        assert_eq!(told(&admin).await, [PaymentShort, InvoiceMade, InvoiceLast]);
        assert!(!fee::standing(&admin).await.unwrap().is_limited());
        let waits = fee::unmatched(&desk.operator, None).await.unwrap().rows;
        let first = waits.iter().find(|row| row.yen == Some(Yen(1_000))).unwrap().id;
        fee::order_refund(&desk.operator, first, "申し出により").await.unwrap();
        assert!(fee::standing(&admin).await.unwrap().is_limited());
        dawn(&app, 20_270_102).await;
        let told = told(&admin).await;
        assert!(told.contains(&PaymentNotCounted) && told.contains(&LogInLimited), "{told:?}");
    });
}
