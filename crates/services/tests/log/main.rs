//! The log of history records on both databases: what becomes a leaf and when, what anybody and its person are given of it, who may add to
//! it, and that the register notices whatever is altered.

#![expect(clippy::expect_used, reason = "a test that cannot go on must stop")]

mod altered;
mod published;

use domain::{
    history::{Approval, DaySet, approval::Pick},
    id::StructureId,
    roster::RosterForm,
    time::WorkDate,
    touch::{
        TouchKind,
        wire::{Reading, TouchItem},
    },
};
use proof::log::note::Note;
use services::{
    Call, history,
    log::{self, Sequencer},
    roster,
};
use store::history::RecordKey;
use testkit::{Cast, TestApp, both, cast, item};
use uuid::Uuid;

const DAY: i32 = 20_261_120;

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

/// A touch at the gate by the `at`th person's card.
async fn touched(app: &TestApp, cast: &Cast, at: usize, (date, time, kind): (i32, &str, TouchKind)) {
    let when = app.at(date, time);
    let answers = cast.gate(app).send(&[item(when, kind, cast.tap(at))]).await;
    assert_eq!(answers.answers[0].code, None, "{answers:?}");
}

/// Passes until nothing is left; how many leaves were added.
async fn sequenced(app: &TestApp, sequencer: &mut Sequencer) -> u64 {
    let mut added = 0;
    loop {
        let pass = sequencer.pass(&app.system()).await.expect("a pass");
        added += pass.added;
        if !pass.more {
            return added;
        }
    }
}

async fn logged(app: &TestApp) -> u64 {
    sequenced(app, &mut Sequencer::start(&app.call)).await
}

/// What the nightly check and the command say.
async fn differences(app: &TestApp) -> Vec<String> {
    let call = app.system();
    let looked = log::examine(&call, 0, u64::MAX).await.expect("looked");
    let people = log::examine_people(&call, 0, 1_000).await.expect("looked").1;
    let pieces = in_pieces(&call).await;
    assert_eq!(pieces.is_empty(), looked.differences.is_empty(), "piece by piece: {pieces:?}");
    looked.differences.into_iter().chain(people).map(|one| one.what).collect()
}

async fn in_pieces(call: &Call) -> Vec<String> {
    let (mut next, mut found) = (Some(0), Vec::new());
    while let Some(from) = next {
        let looked = log::examine(call, from, 2).await.expect("looked");
        found.extend(looked.differences.into_iter().map(|one| one.what));
        next = looked.upto;
    }
    found
}

async fn said(app: &TestApp, key: RecordKey) -> Vec<Option<Approval>> {
    let leaves = store::log::leaves_of(app.db().read(), key).await.expect("versions");
    leaves.iter().map(|leaf| leaf.version.said.as_ref().map(|said| said.approval)).collect()
}

#[test]
fn every_change_of_a_record_is_a_leaf_of_its_own() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let mut sequencer = Sequencer::start(&app.call);
        assert_eq!(sequenced(&app, &mut sequencer).await, 0);
        let note = Note::read(&log::checkpoint(&app.call, None).await.expect("a checkpoint")).expect("a note");
        assert_eq!((note.checkpoint.size, note.checkpoint.root), (0, proof::log::empty_root()), "empty at first");
        touched(&app, &cast, 0, (DAY, "07:50", TouchKind::In)).await;
        assert_eq!(sequenced(&app, &mut sequencer).await, 1);
        assert_eq!(sequenced(&app, &mut sequencer).await, 0, "it is there already");
        touched(&app, &cast, 0, (DAY, "17:05", TouchKind::Out)).await;
        touched(&app, &cast, 1, (DAY, "08:00", TouchKind::In)).await;
        assert_eq!(sequenced(&app, &mut sequencer).await, 2);
        app.at(20_261_121, "09:00");
        let who = cast.people[0];
        let picked = Pick { one: DaySet::of(day(DAY)), ..Pick::default() };
        let prime = cast.admin(&app, cast.prime);
        let done =
            history::approve(&prime, cast.site, day(DAY).month(), &[(who, picked)].into()).await.expect("approved");
        assert_eq!((done.records, sequenced(&app, &mut sequencer).await), (1, 1));
        let key = RecordKey { technician: who, date: day(DAY), site: cast.site };
        let (waits, approved) = (Some(Approval::Provisional), Some(Approval::Approved));
        assert_eq!(said(&app, key).await, [waits, waits, approved]);
        history::withdraw(&prime, cast.site, (who, day(DAY).month()), DaySet::of(day(DAY)), "ちがう日")
            .await
            .expect("withdrawn");
        assert_eq!(sequenced(&app, &mut sequencer).await, 1);
        assert_eq!(said(&app, key).await, [waits, waits, approved, waits]);
        assert_eq!(differences(&app).await, Vec::<String>::new());
    });
}

#[test]
fn a_day_that_is_no_more_is_said_so() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        // A lone out, until the in of the evening before comes late and takes the night to its own day.
        touched(&app, &cast, 0, (20_261_201, "05:00", TouchKind::Out)).await;
        assert_eq!(logged(&app).await, 1);
        app.at(20_261_201, "06:00");
        let late = item(testkit::clock(20_261_130, "21:00"), TouchKind::In, cast.tap(0));
        cast.gate(&app).send(&[late]).await;
        let added = logged(&app).await;
        let keys = [20_261_130, 20_261_201].map(|date| RecordKey {
            technician: cast.people[0],
            date: day(date),
            site: cast.site,
        });
        let records = store::history::records_of_days(app.db().read(), &keys).await.expect("records");
        assert_eq!(records.len(), 1, "the night is one day: {records:?}");
        let gone = keys.into_iter().find(|key| *key != records[0].key).expect("the other");
        assert_eq!(added, 2, "one that came and one that went, over the end of a month");
        assert_eq!(said(&app, gone).await.last(), Some(&None));
        assert_eq!(said(&app, records[0].key).await, [Some(Approval::Provisional)]);
        assert_eq!(differences(&app).await, Vec::<String>::new());
    });
}

#[test]
fn what_nobody_told_of_is_found_on_the_round_and_nothing_twice() {
    both(|app| async move {
        let cast = cast(&app, 3).await;
        for at in 0..3 {
            touched(&app, &cast, at, (DAY, "07:50", TouchKind::In)).await;
        }
        // Two processes that both begin now: nobody told either of them.
        let (mut one, mut two) = (Sequencer::start(&app.call), Sequencer::start(&app.call));
        let system = app.system();
        let (first, second) = tokio::join!(one.pass(&system), two.pass(&system));
        assert_eq!(first.expect("a pass").added + second.expect("a pass").added, 3);
        assert_eq!(logged(&app).await, 0);
        // A roster that changes tells nobody.
        let typed = |at| TouchItem {
            reading: Reading::Typed { technician_id: cast.unrostered.to_string() },
            ..item(at, TouchKind::In, String::new())
        };
        let touch = typed(app.at(DAY, "08:10"));
        cast.gate(&app).send(&[touch]).await;
        assert_eq!(sequenced(&app, &mut one).await, 1);
        let line = RosterForm {
            technician_id: cast.unrostered.to_string(),
            structure_id: StructureId(Uuid::from_u128(2)).to_string(),
            trade: "06".into(),
            role: "foreman".into(),
            from: "2026-11-01".into(),
            ..RosterForm::default()
        };
        roster::add(&cast.admin(&app, cast.sub), cast.site, &line).await.expect("a line");
        assert_eq!(sequenced(&app, &mut one).await, 1, "found by its month");
        assert_eq!(store::log::next_leaf(app.db().read()).await.expect("a number"), 5);
        assert_eq!(differences(&app).await, Vec::<String>::new());
    });
}

#[test]
fn counts_made_anew_make_no_leaf_twice() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        touched(&app, &cast, 0, (DAY, "07:50", TouchKind::In)).await;
        assert_eq!(logged(&app).await, 1);
        history::count(&app.role(domain::access::Role::Operator), false).await.expect("counted");
        assert_eq!(log::waiting(&app.system()).await.expect("a number"), 1, "looked at again");
        assert_eq!(logged(&app).await, 0);
        assert_eq!(log::waiting(&app.system()).await.expect("a number"), 0);
    });
}
