//! Usage corrected by what was reported: both figures are kept, and the next closing bills or credits what is between.

use crate::{
    play::{Desk, code, fields, stranger},
    settlement::balanced,
    usage::{NOVEMBER, OCTOBER, earned, history},
};
use domain::{
    access::Role,
    fee::{Yen, report::ReportForm},
    form::Problem,
    id::BusinessId,
};
use services::fee;
use testkit::{both, cast};

fn report(business: BusinessId, counted: i64, reported: i64) -> ReportForm {
    ReportForm {
        business: business.to_string(),
        month: "202610".to_owned(),
        counted: counted.to_string(),
        reported: reported.to_string(),
        reason: "2026年10月分の就労実績報告".to_owned(),
    }
}

#[test]
fn what_was_reported_goes_to_the_next_closing_with_both_figures_and_stays() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        let worked = [(1, 20_261_001, true), (2, 20_261_001, true), (3, 20_261_002, true)];
        history(&app, &cast, &worked).await;
        fee::close(&desk.operator, OCTOBER).await.unwrap();
        let known = fee::usage_known(&desk.operator, &report(cast.prime, 0, 0)).await.unwrap();
        assert_eq!((known.counted, known.billed.records, known.billed.yen), (3, 3, Yen(30)));
        let made = fee::correct_usage(&desk.operator, &report(cast.prime, 3, 5)).await.unwrap();
        assert_eq!((made.counted, made.reported), (3, 5));
        assert_eq!(earned(&desk).await, 30, "nothing before the closing");
        app.at(20_261_201, "09:00");
        let closed = fee::close(&desk.operator, NOVEMBER).await.unwrap();
        assert_eq!((closed.invoices, closed.records, closed.yen), (1, 2, Yen(20)));
        let admin = cast.admin(&app, cast.prime);
        let newest = fee::account(&admin).await.unwrap().requests[0].id;
        let lines = fee::invoice(&admin, newest).await.unwrap().usage;
        let told: Vec<_> = lines.iter().map(|line| (line.month, line.before.records, line.now.records)).collect();
        assert_eq!(told, [(OCTOBER, 3, 5)]);
        // It is not taken back by the closing after that, and what is withdrawn later still counts.
        app.at(20_270_101, "09:00");
        let december = domain::time::YearMonth::from_stored(202_612);
        assert_eq!(fee::close(&desk.operator, december).await.unwrap().invoices, 0);
        history(&app, &cast, &worked[..2]).await;
        app.at(20_270_201, "09:00");
        assert_eq!(fee::close(&desk.operator, december.next()).await.unwrap().yen, Yen(-10));
        assert_eq!(earned(&desk).await, 40);
        // Both figures are the prime's to see, and nobody else's.
        let own = fee::usage_reports(&admin, None).await.unwrap();
        assert_eq!(own.rows.iter().map(|row| (row.counted, row.reported)).collect::<Vec<_>>(), [(3, 5)]);
        assert!(fee::usage_reports(&cast.admin(&app, cast.stranger), None).await.unwrap().rows.is_empty());
        balanced(&app).await;
    });
}

#[test]
fn less_than_was_recorded_is_a_credit_and_never_more_than_was_billed() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true), (2, 20_261_001, true), (3, 20_261_002, true)]).await;
        fee::close(&desk.operator, OCTOBER).await.unwrap();
        fee::correct_usage(&desk.operator, &report(cast.prime, 3, 1)).await.unwrap();
        // Two records are withdrawn besides, so that less is left than the report took away.
        history(&app, &cast, &[(1, 20_261_001, true)]).await;
        app.at(20_261_201, "09:00");
        assert_eq!(fee::close(&desk.operator, NOVEMBER).await.unwrap().yen, Yen(-30));
        assert_eq!(earned(&desk).await, 0);
        balanced(&app).await;
    });
}

#[test]
fn a_month_before_its_closing_is_billed_as_reported() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true)]).await;
        fee::correct_usage(&desk.operator, &report(cast.prime, 1, 4)).await.unwrap();
        fee::correct_usage(&desk.operator, &report(cast.prime, 4, 2)).await.unwrap();
        assert_eq!(fee::close(&desk.operator, OCTOBER).await.unwrap().yen, Yen(20));
        // A prime that recorded nothing.
        fee::correct_usage(&desk.operator, &report(cast.sub, 0, 7)).await.unwrap();
        app.at(20_261_201, "09:00");
        assert_eq!(fee::close(&desk.operator, NOVEMBER).await.unwrap().yen, Yen(70));
        balanced(&app).await;
    });
}

#[test]
fn only_the_operator_corrects_and_only_what_was_seen() {
    both(|app| async move {
        let (desk, cast) = (Desk::open(&app).await, cast(&app, 1).await);
        history(&app, &cast, &[(1, 20_261_001, true)]).await;
        let good = report(cast.prime, 1, 2);
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let who = stranger(&app, role);
            assert!(code(fee::correct_usage(&who, &good).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::usage_known(&who, &good).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(fee::correct_usage(&desk.operator, &report(cast.prime, 1, 1)).await), "fee.report_as_recorded");
        assert_eq!(code(fee::correct_usage(&desk.operator, &report(cast.prime, 2, 3)).await), "fee.records_moved");
        let nobody = fields(fee::correct_usage(&desk.operator, &report(BusinessId::from_body(77), 0, 3)).await);
        assert_eq!((nobody[0].field.as_str(), &nobody[0].problem), ("business", &Problem::Unknown));
        let wrong = fields(fee::correct_usage(&desk.operator, &ReportForm::default()).await);
        assert!(wrong.len() >= 4, "{wrong:?}");
        // Two at once: one is refused.
        let other = report(cast.prime, 1, 3);
        let (one, two) =
            tokio::join!(fee::correct_usage(&desk.operator, &good), fee::correct_usage(&desk.operator, &other));
        assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
        assert_eq!(fee::usage_reports(&desk.operator, None).await.unwrap().all, 1);
    });
}
