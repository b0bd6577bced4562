//! Invoices as files: for whom they are made out to and for the operator, and for nobody else.

use super::Ground;
use axum::http::header;
use domain::{access::Role, account::AccountKind, card::reissue::ReissueReason, id::FeeRequestId};
use services::{card, fee};
use testkit::{TestApp, both, cast};

/// What the first person of the cast and the prime were asked for.
async fn asked(app: &TestApp, cast: &testkit::Cast) -> (FeeRequestId, FeeRequestId) {
    card::ask_reissue(&app.role(Role::Operator), cast.people[0], ReissueReason::Damaged).await.expect("asked");
    let own = fee::account(&cast.technician(app, cast.people[0])).await.expect("a list").requests[0].id;
    let call = app.system();
    let tx = call.db.begin().await.expect("a transaction");
    let firm = fee::ask_admin_id(&call, &tx, cast.prime).await.expect("asked");
    tx.commit().await.expect("committed");
    (own, firm)
}

#[test]
fn an_invoice_is_a_file_for_its_payer_and_the_operator() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let ground = Ground::with(&app, &[("ISSUER_NAME", "建設登録機構"), ("ISSUER_NUMBER", "T1234567890123")]);
        let (own, firm) = asked(&app, &cast).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let places = ["business", "passport", "operator"];
        for place in places {
            let of = |id: &str| format!("/{place}/fees/{id}/invoice.pdf");
            // Whoever may see it may have it at any of the addresses; the address grants nothing.
            for (id, cookie, status) in [
                (own, &*technician, 200),
                (own, &*operator, 200),
                (own, &*business, 404),
                (own, &*reviewer, 403),
                (own, "", 401),
                (firm, &*business, 200),
                (firm, &*operator, 200),
                (firm, &*technician, 404),
                (firm, &*reviewer, 403),
                (firm, "", 401),
            ] {
                let seen = ground.get(&of(&id.to_string()), cookie).await;
                assert_eq!(seen.status, status, "{place} {id}");
                assert_eq!(seen.text.starts_with("%PDF-"), status == 200);
            }
            assert_eq!(ground.get(&of("x"), &operator).await.status, 404);
            assert_eq!(ground.get(&of(&uuid::Uuid::nil().to_string()), &operator).await.status, 404);
            assert_eq!(ground.get(&of(&uuid::Uuid::nil().to_string()), "").await.status, 401);
        }
        let seen = ground.get(&format!("/business/fees/{firm}/invoice.pdf"), &business).await;
        assert_eq!(seen.header(header::CONTENT_TYPE), "application/pdf");
        let disposition = format!("attachment; filename=\"invoice-{firm}.pdf\"");
        assert_eq!(seen.header(header::CONTENT_DISPOSITION), disposition);
        assert_eq!(seen.header(header::CACHE_CONTROL), "no-store");
    });
}
