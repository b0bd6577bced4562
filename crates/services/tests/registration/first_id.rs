//! The yearly fee of the first admin ID: once a year for whoever is registered, in years that end as the registration does.

use crate::{
    play::{Desk, admin, business_form, day_work, self_employed_form},
    renewal::free,
    settlement::balanced,
};
use domain::{
    fee::{FeeKind, Yen},
    time::WorkDate,
};
use services::{Call, fee, job};
use store::ConnectionTrait;
use testkit::both;

/// What was asked for first IDs, oldest first: amount and due day.
async fn asked(call: &Call) -> Vec<(i64, i32)> {
    let account = fee::account(call).await.unwrap();
    let yearly = account.requests.iter().rev().filter(|request| request.kind == FeeKind::AdminIdYearly);
    yearly.map(|request| (request.amount.get(), request.due.number())).collect()
}

#[test]
fn the_first_id_is_asked_for_once_a_year_from_the_month_after_registration() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let company = desk.business(&app, business_form("見本鉄筋")).await;
        let alone = free(&app, &desk, self_employed_form()).await;
        let (company, alone) = (admin(&app, &company).await, admin(&app, &alone).await);
        assert_eq!(asked(&company).await, [], "nothing before the day's work");
        for (day, times) in
            [(20_261_121, 0), (20_261_130, 0), (20_261_201, 1), (20_271_130, 1), (20_271_201, 2), (20_271_202, 2)]
        {
            app.at(day, "03:00");
            day_work(&app).await;
            let expected = [(11_400, 20_270_131), (11_400, 20_280_131)];
            assert_eq!(asked(&company).await, expected[..times], "{day}");
            let expected = [(2_400, 20_270_131), (2_400, 20_280_131)];
            assert_eq!(asked(&alone).await, expected[..times], "{day}");
        }
        balanced(&app).await;
    });
}

#[test]
fn years_that_went_by_are_not_asked_for_and_a_lapsed_business_is_asked_for_nothing() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let company = desk.business(&app, business_form("見本鉄筋")).await;
        let business = company.business_id.unwrap();
        let company = admin(&app, &company).await;
        let ends = store::business::find(app.db().read(), business).await.unwrap().unwrap().valid_until;
        // The register was not running for years.
        app.at(20_301_120, "03:00");
        day_work(&app).await;
        assert_eq!(asked(&company).await, [(11_400, 20_301_231)]);
        let after = WorkDate::from_date(ends.date() + chrono::Days::new(1));
        app.at(after.number(), "03:00");
        day_work(&app).await;
        assert_eq!(asked(&company).await.len(), 1, "lapsed on {after}");
        app.at(ends.number(), "03:00");
        day_work(&app).await;
        assert_eq!(asked(&company).await.len(), 2, "the last day is one of the registration");
    });
}

#[test]
fn without_a_price_nobody_is_asked_and_the_work_is_done_again() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let company = desk.business(&app, business_form("見本鉄筋")).await;
        let company = admin(&app, &company).await;
        let set = |from: i32| format!("UPDATE price SET from_date = {from} WHERE kind = 'admin_id_yearly'");
        app.db().writer().execute_unprepared(&set(20_991_231)).await.unwrap();
        app.at(20_261_201, "03:00");
        job::set_day(&app.system()).await.unwrap();
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        assert_eq!(asked(&company).await, []);
        app.db().writer().execute_unprepared(&set(20_201_001)).await.unwrap();
        app.at(20_261_201, "12:00");
        while job::run_due(&app.system()).await.unwrap() > 0 {}
        assert_eq!(asked(&company).await, [(Yen(11_400).get(), 20_270_131)]);
    });
}
