//! What was approved stays what it was: its times follow the touches, its paper does not; and where the touches leave
//! the day, the approval ends as a fact of its own.

use super::{
    NOVEMBER, approved, consistent, day, days, line, many, named, one, place_of_sub, record, told, typed, whole,
};
use domain::{
    history::{
        Approval, WorkRole,
        approval::{Decision, standing},
    },
    touch::TouchKind,
};
use services::{Error, passport, roster};
use testkit::{both, cast, clock};

#[test]
fn a_line_and_a_late_touch_come_in_either_order() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.unrostered, cast.gate(&app));
        app.at(20_261_119, "09:00");
        for number in [16, 17, 18] {
            gate.send(&[named(typed(clock(20_261_100 + number, "07:50"), TouchKind::In, who))]).await;
        }
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        assert_eq!(told(&approved(&prime, &cast, &one(&[(who, &[17, 18])])).await), (2, vec![]));
        let late = |number: i32| typed(clock(20_261_100 + number, "17:10"), TouchKind::Out, who);
        gate.send(&[late(17)]).await;
        roster::add(&sub, cast.site, &line(who, place_of_sub(), "2026-11-01")).await.expect("a line");
        gate.send(&[late(18), late(16)]).await;

        let [before, after] = [17, 18].map(|number| record(&app, &cast, who, number));
        let (before, after) = (before.await.expect("a record"), after.await.expect("a record"));
        for (number, record) in [(17, &before), (18, &after)] {
            assert_eq!(record.approval, Approval::Approved, "{number}");
            assert_eq!(record.last_out, Some(clock(20_261_100 + number, "17:10")), "{number}: its times follow");
            assert_eq!((record.role, record.touches), (Some(WorkRole::CrewLeader), 2), "{number}");
            assert_eq!((record.roster, record.tier), (None, None), "{number}: as it was approved");
        }
        assert_eq!(before.paper(), after.paper());
        let waiting = record(&app, &cast, who, 16).await.expect("a record");
        assert_eq!(waiting.approval, Approval::Provisional);
        assert!(waiting.roster.is_some() && waiting.tier == Some(1), "what waits is completed: {waiting:?}");
        consistent(&app).await;

        // Off the roster again: what was approved on it stays on it.
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[16])])).await), (1, vec![]));
        let entry = waiting.roster.expect("a line");
        app.at(20_261_115, "12:00");
        roster::end(&sub, entry).await.expect("ended");
        let kept = record(&app, &cast, who, 16).await.expect("a record");
        assert_eq!((kept.roster, kept.approval), (Some(entry), Approval::Approved));
        consistent(&app).await;
    });
}

#[test]
fn an_approval_lapses_with_the_day_it_was_of() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.people[0], cast.gate(&app));
        let month = (who, cast.site, NOVEMBER);
        let decided = async || store::history::decisions_of(app.db().read(), month).await.expect("decisions");
        app.at(20_261_119, "09:00");
        gate.send(&[typed(clock(20_261_118, "05:00"), TouchKind::Out, who)]).await;
        gate.send(&whole(16, who)).await;
        let prime = cast.admin(&app, cast.prime);
        assert_eq!(told(&approved(&prime, &cast, &one(&[(who, &[16, 18])])).await), (2, vec![]));

        // The night began the evening before: its `out` is of the 17th, and the 18th was no working day.
        let came = app.at(20_261_119, "10:00");
        gate.send(&[typed(clock(20_261_117, "21:00"), TouchKind::In, who)]).await;
        assert_eq!(record(&app, &cast, who, 18).await, None);
        let night = record(&app, &cast, who, 17).await.expect("a record");
        assert_eq!((night.last_out, night.approval), (Some(clock(20_261_118, "05:00")), Approval::Provisional));
        let gone = passport::record(&cast.technician(&app, who), day(18), cast.site).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
        let rows = decided().await;
        let said: Vec<_> = rows.iter().map(|one| (one.turn, one.kind, one.days)).collect();
        assert_eq!(said, [(1, Decision::Approved, days(&[16, 18])), (2, Decision::Lapsed, days(&[18]))]);
        assert_eq!((rows[1].by, rows[1].event, rows[1].at), (None, None, came));
        assert_eq!(standing(rows.iter().map(|one| (one.kind, one.days))), days(&[16]));
        consistent(&app).await;

        // A day that comes back is a new one.
        gate.send(&whole(18, who)).await;
        let again = record(&app, &cast, who, 18).await.expect("a record");
        assert_eq!(again.approval, Approval::Provisional);
        assert_eq!(told(&approved(&prime, &cast, &many(&[(who, &[17, 18])])).await), (2, vec![]));
        assert_eq!(decided().await.last().map(|one| (one.turn, one.days)), Some((3, days(&[17, 18]))));
        consistent(&app).await;
    });
}

#[test]
fn days_of_two_papers_are_two_decisions_of_one_act() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        let (who, gate) = (cast.people[0], cast.gate(&app));
        app.at(20_261_119, "09:00");
        gate.send(&whole(16, who)).await;
        gate.send(&whole(17, who).map(named)).await;
        gate.send(&whole(18, who)).await;
        let done = approved(&cast.admin(&app, cast.prime), &cast, &many(&[(who, &[16, 17, 18])])).await;
        assert_eq!((told(&done), done.people), ((3, vec![]), 1));
        let rows = store::history::decisions_of(app.db().read(), (who, cast.site, NOVEMBER)).await.expect("decisions");
        let mut said: Vec<_> = rows.iter().map(|one| (one.days, one.paper.role)).collect();
        said.sort_unstable();
        assert_eq!(said, [(days(&[17]), Some(WorkRole::CrewLeader)), (days(&[16, 18]), Some(WorkRole::Worker))]);
        assert_eq!(rows.iter().map(|one| one.turn).collect::<Vec<_>>(), [1, 2]);
        assert!(rows[0].event.is_some() && rows[0].event == rows[1].event);
        consistent(&app).await;
    });
}
