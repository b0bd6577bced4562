//! Money whose sum is not what is owed: the payer is told at once, and sees it wherever the request stands.

use crate::{
    counter::{approved_there, body},
    play::{Desk, admin},
    settlement::{asked, balanced, row},
};
use domain::{
    application::State,
    fee::{RequestState, Yen},
    notice::{NoticeKind, NoticeLine, Value},
};
use services::{Call, application, counter, fee, notice};
use testkit::both;

/// The kind of the newest notice, and two sums it names.
async fn told(call: &Call, names: [&str; 2]) -> (NoticeKind, Vec<Value>) {
    let newest = notice::list(call).await.unwrap().remove(0);
    (newest.kind, names.iter().filter_map(|name| newest.values.get(*name).cloned()).collect())
}

const fn yen(yen: i64) -> Value {
    Value::Yen(Yen(yen))
}

#[test]
fn who_paid_too_little_is_told_what_is_left_and_sees_it() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        let first = row(reference, 1_000, "T-1");
        fee::import(&desk.operator, first.as_bytes()).await.unwrap();
        assert_eq!(told(&call, ["yen", "left"]).await, (NoticeKind::PaymentShort, vec![yen(1_000), yen(1_500)]));
        let newest = notice::list(&call).await.unwrap().remove(0);
        assert_eq!(newest.values["number"], Value::Text(reference.grouped()));
        assert!(newest.values.contains_key("due") && newest.values.contains_key("how"));
        let count = notice::list(&call).await.unwrap().len();
        fee::import(&desk.operator, first.as_bytes()).await.unwrap();
        assert_eq!(notice::list(&call).await.unwrap().len(), count, "the same payment is told once");

        let seen = || async { application::view(&call, id).await.unwrap().fee.unwrap() };
        assert_eq!((seen().await.came, seen().await.left(), seen().await.is_owed()), (Yen(1_000), Yen(1_500), true));
        let paying = fee::by_number(&app.call, &reference.to_string(), "192.0.2.7").await.unwrap();
        assert_eq!((paying.came, paying.left, paying.state), (Yen(1_000), Yen(1_500), RequestState::Open));

        fee::import(&desk.operator, row(reference, 1_200, "T-2").as_bytes()).await.unwrap();
        assert_eq!(told(&call, ["yen", "left"]).await, (NoticeKind::PaymentShort, vec![yen(1_200), yen(300)]));
        assert_eq!(seen().await.left(), Yen(300));
        // The office gives both to the request: nobody is told of the same money again, and no more is owed than before.
        let count = notice::list(&call).await.unwrap().len();
        for waits in fee::unmatched(&desk.operator, None).await.unwrap().rows {
            fee::assign(&desk.operator, waits.id, &reference.to_string(), "一部").await.unwrap();
        }
        assert_eq!(notice::list(&call).await.unwrap().len(), count);
        assert_eq!((seen().await.came, seen().await.left()), (Yen(2_200), Yen(300)));
        fee::import(&desk.operator, row(reference, 300, "T-3").as_bytes()).await.unwrap();
        assert_eq!(application::view(&call, id).await.unwrap().state, State::Completed);
    });
}

#[test]
fn money_given_to_a_request_by_hand_tells_its_payer_what_is_left() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, _, reference) = asked(&app, &desk, "蓮").await;
        let before = notice::list(&call).await.unwrap().len();
        fee::import(&desk.operator, row("タカハシ レン", 900, "T-1").as_bytes()).await.unwrap();
        assert_eq!(notice::list(&call).await.unwrap().len(), before, "nobody knows yet whose it is");
        let waits = fee::unmatched(&desk.operator, None).await.unwrap().rows.remove(0).id;
        fee::assign(&desk.operator, waits, &reference.to_string(), "名前で確かめた").await.unwrap();
        assert_eq!(told(&call, ["yen", "left"]).await, (NoticeKind::PaymentShort, vec![yen(900), yen(1_600)]));
    });
}

#[test]
fn who_paid_too_much_or_twice_is_told_what_comes_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (over, _, a) = asked(&app, &desk, "一").await;
        fee::import(&desk.operator, row(a, 2_600, "T-1").as_bytes()).await.unwrap();
        assert_eq!(told(&over, ["yen", "over"]).await, (NoticeKind::PaymentOver, vec![yen(2_600), yen(100)]));

        let (_, id, b) = asked(&app, &desk, "二").await;
        let request = crate::play::fee_of(&desk.operator, id).await;
        let issued = fee::mark_paid(&desk.operator, request).await.unwrap().unwrap();
        fee::import(&desk.operator, row(b, 2_500, "T-2").as_bytes()).await.unwrap();
        let person = admin(&app, &issued).await;
        assert_eq!(told(&person, ["yen", "over"]).await, (NoticeKind::PaymentOver, vec![yen(2_500), yen(2_500)]));
    });
}

#[test]
fn what_was_withdrawn_is_not_to_be_paid_and_what_comes_for_it_goes_back() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, id, reference) = asked(&app, &desk, "蓮").await;
        application::withdraw(&call, id).await.unwrap();
        let line = application::view(&call, id).await.unwrap().fee.unwrap();
        assert!(line.withdrawn && !line.is_owed());
        fee::import(&desk.operator, row(reference, 2_500, "T-1").as_bytes()).await.unwrap();
        assert_eq!(told(&call, ["yen", "over"]).await, (NoticeKind::PaymentOver, vec![yen(2_500), yen(2_500)]));
        // Nothing was asked for before the review: nothing is said of a fee.
        let (early, early_id) = crate::play::technician_submitted(&app, crate::play::technician_form()).await;
        application::withdraw(&early, early_id).await.unwrap();
        assert_eq!(application::view(&early, early_id).await.unwrap().fee, None);
    });
}

/// The notice of a kind that one was told last.
async fn last(call: &Call, kind: NoticeKind) -> Option<NoticeLine> {
    notice::list(call).await.unwrap().into_iter().find(|line| line.kind == kind)
}

#[test]
fn who_pays_the_whole_after_a_part_is_told_what_was_not_due() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        // The gateway and the desk both ask for the whole sum while the part waits.
        for (given, number, at_the_desk) in [("一", 1, false), ("二", 2, true)] {
            let (_, id, reference) = asked(&app, &desk, given).await;
            let first = row(reference, 1_000, &format!("T-{number}"));
            fee::import(&desk.operator, first.as_bytes()).await.unwrap();
            let to_pay = fee::unpaid(&desk.operator, &reference.to_string(), None).await.unwrap().rows.remove(0);
            assert_eq!((to_pay.amount, to_pay.waiting), (Yen(2_500), Yen(1_000)), "the operator sees what waits");
            if at_the_desk {
                fee::mark_paid(&desk.operator, to_pay.id).await.unwrap();
            } else {
                fee::import(&desk.operator, row(reference, 2_500, "T-3").as_bytes()).await.unwrap();
            }
            let issued = application::case(&desk.reviewer, id).await.unwrap().issued.unwrap();
            let over = last(&admin(&app, &issued).await, NoticeKind::PaymentOver).await.expect("is told");
            assert_eq!([&over.values["yen"], &over.values["over"]], [&yen(2_500), &yen(1_000)], "{given}");
        }
        assert_eq!(fee::unmatched(&desk.operator, None).await.unwrap().rows.len(), 2, "both parts wait still");
        balanced(&app).await;
    });
}

#[test]
fn who_has_paid_all_or_more_is_asked_for_nothing_while_it_waits() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        for (given, sums) in [("一", vec![(2_600, "T-1")]), ("二", vec![(1_000, "T-2"), (1_500, "T-3")])] {
            let (call, id, reference) = asked(&app, &desk, given).await;
            for (sum, transaction) in sums {
                fee::import(&desk.operator, row(reference, sum, transaction).as_bytes()).await.unwrap();
            }
            let line = application::view(&call, id).await.unwrap().fee.unwrap();
            assert_eq!((line.left(), line.is_owed(), line.is_checked()), (Yen(0), false, true), "{given}");
            let found = fee::by_number(&app.call, &reference.to_string(), "192.0.2.7").await.unwrap();
            assert_eq!((found.left, found.state), (Yen(0), RequestState::Checked), "{given}");
        }
    });
}

#[test]
fn a_counter_reads_the_same_rest_as_the_person_who_pays() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let body = body(&app, &desk.operator, "北能登建設組合", false).await;
        let id = approved_there(&app, (&body.field, &body.head)).await;
        let fee = counter::case(&body.field, id).await.unwrap().row.fee.unwrap();
        let came = row(fee.reference.unwrap(), 1_000, "T-1");
        fee::import(&desk.operator, came.as_bytes()).await.unwrap();
        let rest = Yen(fee.amount.get() - 1_000);
        assert_eq!(counter::case(&body.field, id).await.unwrap().row.fee.unwrap().left(), rest);
        let listed = counter::list(&body.field, None, None).await.unwrap().listed.rows;
        let row = listed.iter().find(|row| row.id == id).unwrap();
        assert_eq!(row.fee.as_ref().unwrap().left(), rest);
    });
}

#[test]
fn who_counts_on_money_that_goes_elsewhere_is_told_what_is_left_now() {
    both(|app| async move {
        let desk = Desk::open(&app).await;
        let (call, _, reference) = asked(&app, &desk, "一").await;
        let (other, _, elsewhere) = asked(&app, &desk, "二").await;
        for (sum, transaction) in [(1_000, "T-1"), (300, "T-2")] {
            fee::import(&desk.operator, row(reference, sum, transaction).as_bytes()).await.unwrap();
        }
        assert!(last(&call, NoticeKind::PaymentNotCounted).await.is_none());
        let waits = fee::unmatched(&desk.operator, None).await.unwrap().rows;
        let of = |sum: i64| waits.iter().find(|row| row.yen == Some(Yen(sum))).unwrap().id;
        let told = async || {
            let line = last(&call, NoticeKind::PaymentNotCounted).await.expect("is told");
            [line.values["yen"].clone(), line.values["left"].clone()]
        };
        fee::assign(&desk.operator, of(1_000), &elsewhere.to_string(), "番号のまちがい").await.unwrap();
        assert_eq!(told().await, [yen(1_000), yen(2_200)]);
        assert!(
            last(&other, NoticeKind::PaymentShort).await.is_some()
                && last(&other, NoticeKind::PaymentNotCounted).await.is_none()
        );
        app.at(20_261_121, "09:00");
        fee::order_refund(&desk.operator, of(300), "申し出により").await.unwrap();
        assert_eq!(told().await, [yen(300), yen(2_500)]);

        // What was paid meanwhile, and what goes to the request it was for, asks for nothing.
        let (_, id, paid) = asked(&app, &desk, "三").await;
        for (sum, transaction) in [(1_000, "T-3"), (2_500, "T-4")] {
            fee::import(&desk.operator, row(paid, sum, transaction).as_bytes()).await.unwrap();
        }
        let waits = fee::unmatched(&desk.operator, None).await.unwrap().rows.remove(0).id;
        fee::order_refund(&desk.operator, waits, "申し出により").await.unwrap();
        let issued = application::case(&desk.reviewer, id).await.unwrap().issued.unwrap();
        assert!(last(&admin(&app, &issued).await, NoticeKind::PaymentNotCounted).await.is_none());
    });
}
