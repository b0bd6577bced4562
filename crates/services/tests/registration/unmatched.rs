//! Money that fits nothing: assigned, paid back, put aside; two at once; who may not.

use crate::{
    play::{Desk, code, fields, stranger},
    settlement::{asked, balanced, row},
};
use domain::{
    access::Role,
    application::State,
    fee::{PaymentReference, Yen, receipt::Refund},
    id::ReceiptId,
};
use services::{application, fee};
use testkit::{TestApp, both};

/// Takes in a row and gives the receipt that waits.
async fn held(desk: &Desk, line: &str) -> ReceiptId {
    let before: Vec<ReceiptId> =
        fee::unmatched(&desk.operator, None).await.unwrap().rows.iter().map(|row| row.id).collect();
    fee::import(&desk.operator, line.as_bytes()).await.unwrap();
    let after = fee::unmatched(&desk.operator, None).await.unwrap().rows;
    after.into_iter().map(|row| row.id).find(|id| !before.contains(id)).expect("a receipt that waits")
}

async fn waiting(app: &TestApp, desk: &Desk) -> usize {
    balanced(app).await;
    fee::unmatched(&desk.operator, None).await.unwrap().rows.len()
}

#[test]
fn money_without_a_reference_is_given_to_its_request_and_completes_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let receipt = held(&desk, &row("タカハシ レン", 2_500, "T-1")).await;
        let issued = fee::assign(&desk.operator, receipt, &reference.grouped(), "名前で確かめた").await.unwrap();
        assert!(issued.unwrap().technician_id.is_some());
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Completed);
        assert_eq!(waiting(&app, &desk).await, 0);
        let trail = store::event::of_subject(app.db().read(), "receipt", &receipt.to_string(), 10).await.unwrap();
        assert!(trail.iter().any(|event| event.reason.as_deref() == Some("名前で確かめた")), "{trail:?}");
    });
}

#[test]
fn two_parts_pay_together_and_what_is_over_is_a_credit() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let number = application::view(&call, id).await.unwrap().number;
        let first = held(&desk, &row(reference, 1_000, "T-1")).await;
        assert!(fee::assign(&desk.operator, first, &number, "一部").await.unwrap().is_none());
        assert_eq!(fee::unpaid(&desk.operator, "", None).await.unwrap().rows[0].amount, Yen(1_500));
        assert_eq!(waiting(&app, &desk).await, 0);
        let rest = held(&desk, &row(reference, 1_600, "T-2")).await;
        assert!(fee::assign(&desk.operator, rest, &number, "残り").await.unwrap().is_some());
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Completed);
        assert_eq!(waiting(&app, &desk).await, 0);
        assert_eq!(fee::figures(&desk.operator).await.unwrap().credits, Yen(100));
    });
}

#[test]
fn a_part_that_was_paid_of_what_is_taken_back_stays_to_the_payers_credit() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let part = held(&desk, &row(reference, 1_000, "T-1")).await;
        fee::assign(&desk.operator, part, &reference.to_string(), "一部").await.unwrap();
        application::withdraw(&call, id).await.unwrap();
        balanced(&app).await;
        let figures = fee::figures(&desk.operator).await.unwrap();
        assert_eq!(figures.credits, Yen(1_000));
        let asked_for: i64 = figures.income.iter().map(|(_, _, yen)| yen.get()).sum();
        assert_eq!(asked_for, 0, "what was taken back is no income");
    });
}

#[test]
fn money_is_paid_back_in_two_steps_each_once() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let receipt = held(&desk, &row("", 700, "T-1")).await;
        assert_eq!(code(fee::refunded(&desk.operator, receipt).await), "conflict.already_done", "not ordered yet");
        fee::order_refund(&desk.operator, receipt, "だれの入金か分からない").await.unwrap();
        assert!(fee::unmatched(&desk.operator, None).await.unwrap().rows.is_empty());
        let listed = fee::to_refund(&desk.operator, None).await.unwrap();
        assert_eq!((listed.all, listed.rows[0].refund, listed.rows[0].yen), (1, Refund::Receipt(receipt), Yen(700)));
        assert_eq!(fee::figures(&desk.operator).await.unwrap().refunds, Yen(700));
        balanced(&app).await;
        fee::refunded(&desk.operator, receipt).await.unwrap();
        assert_eq!(fee::to_refund(&desk.operator, None).await.unwrap().all, 0);
        assert_eq!(waiting(&app, &desk).await, 0);
        assert_eq!(code(fee::refunded(&desk.operator, receipt).await), "conflict.already_done");
        assert_eq!(code(fee::order_refund(&desk.operator, receipt, "x").await), "conflict.already_done");
        let figures = fee::figures(&desk.operator).await.unwrap();
        assert_eq!((figures.refunds, figures.unmatched), (Yen(0), Yen(0)));
    });
}

#[test]
fn a_row_without_an_amount_is_put_aside_and_one_with_money_is_not() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let broken = held(&desk, "reference,yen,paid_on,channel,transaction\nbroken\n").await;
        let money = held(&desk, &row("", 700, "T-1")).await;
        assert_eq!(code(fee::dismiss(&desk.operator, money, "x").await), "fee.has_amount");
        assert_eq!(code(fee::assign(&desk.operator, broken, "x", "x").await), "fee.no_amount");
        assert_eq!(code(fee::order_refund(&desk.operator, broken, "x").await), "fee.no_amount");
        assert_eq!(fields(fee::dismiss(&desk.operator, broken, " ").await)[0].field, "reason");
        fee::dismiss(&desk.operator, broken, "収納会社に確かめた").await.unwrap();
        assert_eq!(code(fee::dismiss(&desk.operator, broken, "x").await), "conflict.already_done");
        assert_eq!(waiting(&app, &desk).await, 1);
    });
}

#[test]
fn of_two_at_once_one_wins() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, _, reference) = asked(&app, &desk, "蓮").await;
        let receipt = held(&desk, &row("", 2_500, "T-1")).await;
        let said = reference.to_string();
        let (given, back) = tokio::join!(
            fee::assign(&desk.operator, receipt, &said, "本人に確かめた"),
            fee::order_refund(&desk.operator, receipt, "分からない")
        );
        assert_ne!(given.is_ok(), back.is_ok(), "{given:?} {back:?}");
        let refused = if given.is_ok() { code(back) } else { code(given) };
        assert_eq!(refused, "conflict.already_done");
        balanced(&app).await;
    });
}

#[test]
fn wrong_targets_reasons_and_people_are_refused_and_nothing_moves() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (_, _, reference) = asked(&app, &desk, "蓮").await;
        fee::import(&desk.operator, row(reference, 2_500, "T-0").as_bytes()).await.unwrap();
        let receipt = held(&desk, &row("", 700, "T-1")).await;
        let said = reference.to_string();
        assert_eq!(code(fee::assign(&desk.operator, receipt, &said, "x").await), "fee.nothing_owed");
        let unknown = PaymentReference::from_body(9).to_string();
        for request in ["", "x", "2026-1120-99999", unknown.as_str()] {
            let found = fields(fee::assign(&desk.operator, receipt, request, "x").await);
            assert_eq!(found[0].field, "request", "{request}");
        }
        let both_wrong = fields(fee::assign(&desk.operator, receipt, "", "").await);
        assert_eq!(both_wrong.iter().map(|found| found.field.as_str()).collect::<Vec<_>>(), ["request", "reason"]);
        assert_eq!(fields(fee::order_refund(&desk.operator, receipt, &"x".repeat(501)).await)[0].field, "reason");
        let nothing = ReceiptId(uuid::Uuid::nil());
        assert_eq!(code(fee::order_refund(&desk.operator, nothing, "x").await), "not_found");
        for role in [Role::Public, Role::Technician, Role::BusinessAdmin, Role::Reviewer] {
            let call = stranger(&app, role);
            assert!(code(fee::assign(&call, receipt, &said, "x").await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::order_refund(&call, receipt, "x").await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::refunded(&call, receipt).await).starts_with("forbidden."), "{role:?}");
            assert!(code(fee::dismiss(&call, receipt, "x").await).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(waiting(&app, &desk).await, 1);
    });
}
