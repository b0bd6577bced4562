//! Credit nobody uses: ordered to be paid back once, paid back once; what `doctor` finds of cash and credit.

use crate::{
    play::{Desk, code, fields, stranger},
    settlement::{asked, balanced, row},
};
use domain::{
    access::Role,
    fee::{
        Yen,
        ledger::{Account, Act, Gateway, Payer},
        receipt::{CreditRow, Refund},
    },
    id::{ApplicationId, CreditRefundId},
};
use services::{application, fee};
use store::{ConnectionTrait, fee::ledger};
use testkit::{TestApp, both};
use uuid::Uuid;

/// An applicant to whose credit ¥1,000 stands: a part was paid, and the application taken back.
async fn credited(app: &TestApp, desk: &Desk) -> Payer {
    let (call, id, reference) = asked(app, desk, "蓮").await;
    fee::import(&desk.operator, row("", 1_000, "T-1").as_bytes()).await.unwrap();
    let held = fee::unmatched(&desk.operator, None).await.unwrap().rows[0].id;
    fee::assign(&desk.operator, held, &reference.to_string(), "一部").await.unwrap();
    application::withdraw(&call, id).await.unwrap();
    Payer::Application(id)
}

#[test]
fn credit_is_paid_back_in_two_steps_each_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let payer = credited(&app, &desk).await;
        let listed = fee::credits(&desk.operator, None).await.unwrap();
        let [CreditRow { name, yen, reference, .. }] = listed.rows.as_slice() else { panic!("one payer: {listed:?}") };
        assert_eq!((name.as_str(), *yen, listed.all, reference.is_some()), ("髙橋 蓮", Yen(1_000), 1, true));
        let ordered = fee::order_credit_refund(&desk.operator, payer, Yen(1_000), "本人の希望").await.unwrap();
        let again = fee::order_credit_refund(&desk.operator, payer, Yen(1_000), "本人の希望").await;
        assert_eq!(code(again), "conflict.already_done");
        assert_eq!(fee::credits(&desk.operator, None).await.unwrap().all, 0);
        let figures = fee::figures(&desk.operator).await.unwrap();
        assert_eq!((figures.credits, figures.refunds), (Yen(0), Yen(1_000)));
        let to_refund = fee::to_refund(&desk.operator, None).await.unwrap();
        assert_eq!((to_refund.all, to_refund.rows[0].refund), (1, Refund::Credit(ordered)));
        assert_eq!(to_refund.rows[0].whom, "髙橋 蓮");
        balanced(&app).await;
        fee::credit_refunded(&desk.operator, ordered).await.unwrap();
        assert_eq!(code(fee::credit_refunded(&desk.operator, ordered).await), "conflict.already_done");
        assert_eq!(fee::to_refund(&desk.operator, None).await.unwrap().all, 0);
        assert_eq!(fee::figures(&desk.operator).await.unwrap().refunds, Yen(0));
        balanced(&app).await;
        let trail = store::event::of_subject(app.db().read(), "credit_refund", &ordered.to_string(), 10).await.unwrap();
        let told: Vec<_> = trail.iter().map(|event| (event.process.as_str(), event.reason.as_deref())).collect();
        assert_eq!(told, [("credit.order_refund", Some("本人の希望")), ("credit.refund", None)]);
    });
}

#[test]
fn of_two_orders_at_once_one_takes_the_credit() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let payer = credited(&app, &desk).await;
        let order = || fee::order_credit_refund(&desk.operator, payer, Yen(1_000), "本人の希望");
        let (one, two) = tokio::join!(order(), order());
        assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
        assert_eq!(fee::figures(&desk.operator).await.unwrap().refunds, Yen(1_000));
        balanced(&app).await;
    });
}

#[test]
fn no_other_sum_payer_or_person_moves_credit() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let payer = credited(&app, &desk).await;
        for seen in [Yen(0), Yen(999), Yen(1_001), Yen(-1_000)] {
            let refused = fee::order_credit_refund(&desk.operator, payer, seen, "x").await;
            assert_eq!(code(refused), "conflict.already_done", "{seen}");
        }
        for reason in ["", " ", &"x".repeat(501)] {
            let refused = fee::order_credit_refund(&desk.operator, payer, Yen(1_000), reason).await;
            assert_eq!(fields(refused)[0].field, "reason", "{reason}");
        }
        let nobody = Payer::Application(ApplicationId(Uuid::from_u128(9)));
        assert_eq!(code(fee::order_credit_refund(&desk.operator, nobody, Yen(1), "x").await), "not_found");
        let none = CreditRefundId(Uuid::from_u128(9));
        assert_eq!(code(fee::credit_refunded(&desk.operator, none).await), "not_found");
        for role in [Role::Public, Role::Applicant, Role::Technician, Role::BusinessAdmin, Role::Reviewer, Role::Gate] {
            let call = stranger(&app, role);
            assert!(code(fee::credits(&call, None).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::to_refund(&call, None).await).starts_with("forbidden."), "{role:?}");
            let refused = fee::order_credit_refund(&call, payer, Yen(1_000), "x").await;
            assert!(code(refused).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::credit_refunded(&call, none).await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(fee::figures(&desk.operator).await.unwrap().credits, Yen(1_000));
        balanced(&app).await;
    });
}

#[test]
fn cash_that_is_not_what_came_and_credit_below_nothing_are_found() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let payer = credited(&app, &desk).await;
        let found = async || fee::examine(app.db()).await.unwrap().differences.join("; ");
        app.db().writer().execute_unprepared("UPDATE receipt SET yen = 1001 WHERE gateway = 'file'").await.unwrap();
        assert!(
            found().await.contains("cash of a gateway is not what came less what went back: file"),
            "{}",
            found().await
        );
        app.db().writer().execute_unprepared("UPDATE receipt SET yen = 1000 WHERE gateway = 'file'").await.unwrap();
        balanced(&app).await;
        // More is paid back than there was.
        let tx = app.db().begin().await.unwrap();
        let journal = Act::CreditRefundOrdered { payer, yen: Yen(1_001) }.journal().unwrap();
        let entry = ledger::Entry {
            id: Uuid::from_u128(7),
            at: app.call.now(),
            journal: &journal,
            subject_kind: "credit_refund",
            subject_id: Uuid::from_u128(8),
        };
        ledger::insert(&tx, &[entry]).await.unwrap();
        tx.commit().await.unwrap();
        let said = found().await;
        assert!(said.contains(&format!("used more credit than there was: {payer}")), "{said}");
        assert!(said.contains("money to be paid back is not what was ordered"), "{said}");
        assert_eq!(ledger::balance(app.db().read(), Account::Cash(Gateway::File)).await.unwrap(), Yen(1_000));
    });
}
