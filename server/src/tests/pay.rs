//! Money that waits for the office, on every page of whoever paid it: nobody is told how to pay what came.

use super::Ground;
use domain::{access::Role, account::AccountKind, card::reissue::ReissueReason, fee::PayerRequest};
use i18n::{Lang, msg::fee as m};
use services::{Call, card, fee};
use testkit::{TestApp, both, cast};

/// The one request of a payer.
async fn request(payer: &Call) -> PayerRequest {
    fee::account(payer).await.expect("a list").requests.remove(0)
}

/// A hundred yen more than was asked come for it.
async fn overpaid(app: &TestApp, of: &PayerRequest) {
    let number = of.reference.expect("a number");
    let row = format!("{number},{},2026-11-20,convenience_store,{number}\n", of.amount.get() + 100);
    fee::import(&app.system(), row.as_bytes()).await.expect("taken in");
}

#[test]
fn no_page_says_how_to_pay_what_came_and_waits() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let ground = Ground::of(&app);
        card::ask_reissue(&app.role(Role::Operator), cast.people[0], ReissueReason::Damaged).await.expect("asked");
        let call = app.system();
        let tx = call.db.begin().await.expect("a transaction");
        fee::ask_admin_id(&call, &tx, cast.prime).await.expect("asked");
        tx.commit().await.expect("committed");
        let own = request(&cast.technician(&app, cast.people[0])).await;
        let firm = request(&cast.admin(&app, cast.prime)).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let by_number = |of: &PayerRequest| format!("/pay?number={}", of.reference.expect("a number"));
        let pages = [
            (by_number(&own), ""),
            ("/passport/fees".to_owned(), &*technician),
            (format!("/passport/fees/{}", own.id), &*technician),
            (by_number(&firm), ""),
            ("/business/fees".to_owned(), &*business),
            (format!("/business/fees/{}", firm.id), &*business),
        ];
        let says_how = |text: &str| [m::HOW_STORE, m::HOW_TRANSFER].iter().any(|how| text.contains(how.get(Lang::Ja)));
        for (page, who) in &pages {
            let seen = ground.get(page, who).await;
            assert!(seen.status == 200 && says_how(&seen.text), "{page} {seen:?}");
        }
        overpaid(&app, &own).await;
        overpaid(&app, &firm).await;
        for (page, who) in &pages {
            let seen = ground.get(page, who).await;
            assert!(seen.status == 200 && !says_how(&seen.text), "{page} {seen:?}");
            assert!(seen.text.contains(m::STATE_CHECKED.get(Lang::Ja)), "{page} {seen:?}");
        }
    });
}
