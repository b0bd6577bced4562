//! What others do meanwhile: somebody was quicker, many at once, a month closed for fees, a roster that says something else.

use super::{approval, asked, clerk, form, refusal, told, two, worked};
use crate::{NOVEMBER, approved, consistent, day, days, line, many, named, one, place_of_sub, record, whole};
use domain::{
    access::Role,
    correction::CorrectionState,
    fee::Yen,
    history::{Approval, recall::Takes},
    notice::NoticeKind,
    time::YearMonth,
};
use services::{fee, history, roster};
use testkit::{both, cast};

#[test]
fn what_changed_meanwhile_is_not_agreed_to_and_can_be_refused() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let (prime, (first, second)) = (cast.admin(&app, cast.prime), two(&app));
        let gone = asked(&first, &form(&cast, who, Takes::Approval, &[17])).await;
        let again = asked(&first, &form(&cast, who, Takes::Approval, &[18])).await;
        let entry = asked(&first, &form(&cast, who, Takes::Entry, &[20])).await;
        for number in [17, 18] {
            history::withdraw(&prime, cast.site, (who, NOVEMBER), days(&[number]), "x").await.expect("by the prime");
        }
        approved(&prime, &cast, &many(&[(who, &[18])])).await;
        history::take_back(&cast.admin(&app, cast.sub), cast.site, who, day(20)).await.expect("by who entered it");
        assert_eq!(refusal(history::agree_to_recall(&second, gone).await), "recall.not_approved", "already taken back");
        assert_eq!(refusal(history::agree_to_recall(&second, again).await), "recall.moved_on", "approved anew");
        assert_eq!(
            refusal(history::agree_to_recall(&second, entry).await),
            "recall.no_record",
            "taken back by who entered it"
        );
        assert!(history::recall_case(&second, again).await.expect("a case").moved_on);
        assert_eq!(approval(&app, &cast, 18).await, Some(Approval::Approved));
        history::refuse_recall(&second, again, "もう直っています").await.expect("refused");
        let seen = history::recall_case(&first, again).await.expect("a case");
        assert_eq!((seen.row.state, seen.decision_words.as_str()), (CorrectionState::Refused, "もう直っています"));
        assert_eq!(told(&cast.technician(&app, who), NoticeKind::HistoryRecalled).await.len(), 0);
        consistent(&app).await;
    });
}

#[test]
fn of_many_at_once_one_asks_and_one_decides() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let mut asking = Vec::new();
        for number in 0..6 {
            let (call, form) = (clerk(&app, Role::Operator, number), form(&cast, who, Takes::Approval, &[17, 18]));
            asking.push(tokio::spawn(async move { (number, history::ask_recall(&call, &form).await) }));
        }
        let mut ids = Vec::new();
        for task in asking {
            match task.await.expect("an answer") {
                (number, Ok(id)) => ids.push((number, id)),
                (_, refused) => assert_eq!(refusal(refused), "days recall.waits"),
            }
        }
        let [(asker, id)] = ids[..] else { panic!("{ids:?}") };
        let mut deciding = Vec::new();
        for number in (0..8).filter(|number| *number != asker) {
            let call = clerk(&app, Role::Operator, number);
            deciding.push(tokio::spawn(async move {
                if number % 2 == 0 {
                    history::agree_to_recall(&call, id).await
                } else {
                    history::refuse_recall(&call, id, "x").await
                }
            }));
        }
        let mut done = 0;
        for task in deciding {
            match task.await.expect("an answer") {
                Ok(()) => done += 1,
                refused => assert_eq!(refusal(refused), "recall.decided"),
            }
        }
        assert_eq!(done, 1);
        let made = history::recall_case(&clerk(&app, Role::Operator, 9), id).await.expect("a case").row.state;
        let expected = if made == CorrectionState::Made { Approval::Provisional } else { Approval::Approved };
        assert_eq!(approval(&app, &cast, 18).await, Some(expected));
        let turns = store::history::decisions_of(app.db().read(), (who, cast.site, NOVEMBER)).await.expect("decisions");
        assert_eq!(turns.len(), if made == CorrectionState::Made { 2 } else { 1 });
        consistent(&app).await;
    });
}

#[test]
fn a_month_closed_for_fees_refuses_nothing_and_what_goes_is_taken_off_the_next() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let who = worked(&app, &cast).await;
        let (first, second) = two(&app);
        app.at(20_261_205, "09:00");
        let closed = fee::close(&app.role(Role::Operator), NOVEMBER).await.expect("closed");
        assert_eq!((closed.records, closed.yen), (4, Yen(40)));
        let (approvals, entry) = (
            asked(&first, &form(&cast, who, Takes::Approval, &[18])).await,
            asked(&first, &form(&cast, who, Takes::Entry, &[20])).await,
        );
        assert!(history::recall_month(&first, who, cast.site, NOVEMBER).await.expect("a month").closed);
        assert!(history::recall_case(&second, entry).await.expect("a case").closed);
        history::agree_to_recall(&second, approvals).await.expect("taken back");
        history::agree_to_recall(&second, entry).await.expect("taken back");
        app.at(20_270_105, "09:00");
        let december = fee::close(&app.role(Role::Operator), YearMonth::from_stored(202_612)).await.expect("closed");
        assert_eq!((december.records, december.yen), (-1, Yen(-10)), "the record that went, and no approval");
        consistent(&app).await;
    });
}

#[test]
fn a_day_on_no_roster_keeps_what_it_was_approved_as_in_the_versions() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_124, "09:00");
        let who = cast.unrostered;
        cast.gate(&app).send(&whole(18, who).map(named)).await;
        approved(&cast.admin(&app, cast.prime), &cast, &one(&[(who, &[18])])).await;
        let sub = cast.admin(&app, cast.sub);
        roster::add(&sub, cast.site, &line(who, place_of_sub(), "2026-11-01")).await.expect("a line");
        let (first, second) = two(&app);
        let id = asked(&first, &form(&cast, who, Takes::Approval, &[18])).await;
        history::agree_to_recall(&second, id).await.expect("taken back");
        let now = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!((now.approval, now.tier), (Approval::Provisional, Some(1)), "as the roster says now");
        let seen = history::recall_case(&second, id).await.expect("a case");
        let was = seen.days[0].decisions[0].approved.as_ref().expect("as approved");
        assert_eq!(was.tier, None, "as it was approved");
        consistent(&app).await;
    });
}
