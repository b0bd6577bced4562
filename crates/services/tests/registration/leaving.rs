//! Leaving a structure and what becomes of what hung on it: gates, people, those below, a day that was mistyped.

use crate::{
    play::{code, fields},
    sites::{Stage, business, line},
};
use domain::{
    access::{Action, Actor, Resource},
    form::Problem,
    id::{BusinessId, StructureId},
    notice::NoticeKind,
    structure::{Added, Place, sees},
    time::WorkDate,
    touch::wire::{GateCredential, GateRoster},
};
use services::{Call, notice, roster, site, structure, touch};
use store::ConnectionTrait as _;
use testkit::{TestApp, both, enrolment};

fn day(number: i32) -> WorkDate {
    WorkDate::from_stored(number)
}

async fn tree(call: &Call, stage: &Stage, on: i32) -> Vec<(BusinessId, Option<StructureId>)> {
    let shown = structure::tree(call, stage.site, day(on)).await.unwrap();
    shown.nodes.into_iter().map(|node| (node.business_id, node.parent)).collect()
}

async fn gate(stage: &Stage, call: &Call) -> GateCredential {
    touch::gate_enrol(call, &enrolment(stage.site, "B門")).await.unwrap()
}

/// What a gate is told today; `None` where its credential opens nothing.
async fn gate_roster(app: &TestApp, given: &GateCredential) -> Option<GateRoster> {
    let actor = touch::device_actor(&app.by(Actor::public()), &given.token).await.unwrap()?;
    Some(touch::gate_roster(&app.by(actor)).await.unwrap())
}

#[test]
fn the_gates_of_who_has_left_tell_no_names_and_end() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let lower = structure::add(&stage.sub, stage.site, first, business(&stage.second)).await.unwrap();
        let person = stage.person(&app, "葵", &stage.second).await;
        roster::add(&stage.second, stage.site, &line(person, lower, "2026-11-20")).await.unwrap();
        let (ours, primes) = (gate(&stage, &stage.sub).await, gate(&stage, &stage.prime).await);
        structure::end(&stage.sub, first, "2026-11-21").await.unwrap();

        app.at(20_261_121, "18:00");
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 0, "its last day is one");
        assert_eq!(gate_roster(&app, &ours).await.unwrap().people.len(), 1);
        app.at(20_261_122, "00:10");
        assert!(gate_roster(&app, &ours).await.unwrap().people.is_empty(), "from the first minute after");
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 1);
        assert!(gate_roster(&app, &ours).await.is_none(), "its credential opens nothing");
        assert_eq!(gate_roster(&app, &primes).await.unwrap().people.len(), 1, "those of others go on");
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 0);
        assert!(code(touch::end_gates_left_behind(&stage.prime).await).starts_with("forbidden."));
    });
}

#[test]
fn the_gates_of_before_do_not_come_back_with_who_comes_back() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let sub = business(&stage.sub);
        let first = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        structure::answer(&stage.sub, first, true).await.unwrap();
        let before = gate(&stage, &stage.sub).await;
        structure::end(&stage.sub, first, "2026-11-21").await.unwrap();
        app.at(20_261_122, "00:05");
        assert!(gate_roster(&app, &before).await.is_some(), "the nightly look has not come by yet");
        let again = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        assert!(gate_roster(&app, &before).await.is_none(), "it has not even answered");
        structure::answer(&stage.sub, again, true).await.unwrap();
        let ours = gate(&stage, &stage.sub).await;
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 0);
        assert!(gate_roster(&app, &before).await.is_none());
        assert!(gate_roster(&app, &ours).await.is_some());
    });
}

#[test]
fn the_gates_of_who_declines_end_at_once_and_what_it_entered_hangs_above() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let [prime, sub, second] = [&stage.prime, &stage.sub, &stage.second].map(business);
        let first = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        let lower = structure::add(&stage.sub, stage.site, first, second).await.unwrap();
        let ours = gate(&stage, &stage.sub).await;
        assert!(gate_roster(&app, &ours).await.is_some());
        structure::answer(&stage.sub, first, false).await.unwrap();
        assert!(gate_roster(&app, &ours).await.is_none());
        assert_eq!(tree(&stage.prime, &stage, 20_261_120).await, [(prime, None), (second, Some(stage.root))]);

        // Asked again by who had been below it: nobody comes to stand above itself, and nobody is lost.
        assert_eq!(structure::add(&stage.second, stage.site, lower, sub).await.unwrap(), first);
        assert_eq!(
            tree(&stage.prime, &stage, 20_261_120).await,
            [(prime, None), (second, Some(stage.root)), (sub, Some(lower))]
        );
    });
}

#[test]
fn a_mistyped_last_day_is_put_right_from_above_and_the_business_is_told() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let told = async |kind: NoticeKind| {
            notice::list(&stage.sub).await.unwrap().iter().filter(|line| line.kind == kind).count()
        };
        let until = async || {
            let found = store::structure::find(app.db().read(), first).await.unwrap();
            found.unwrap().to.map(WorkDate::number)
        };
        structure::end(&stage.sub, first, "2026-11-25").await.unwrap();
        assert_eq!(told(NoticeKind::StructureEnded).await, 0, "it said so itself");
        assert_eq!(fields(structure::end(&stage.sub, first, "2026-11-26").await)[0].problem, Problem::AfterItsEnd);
        structure::end(&stage.prime, first, "2026-11-20").await.unwrap();
        assert_eq!((told(NoticeKind::StructureEnded).await, until().await), (1, Some(20_261_120)));

        app.at(20_261_123, "08:00");
        assert_eq!(code(structure::end(&stage.sub, first, "").await), "forbidden.not_yours", "who has left");
        let left = structure::tree(&stage.prime, stage.site, day(20_261_123)).await.unwrap().left;
        assert_eq!(left.iter().map(|node| node.id).collect::<Vec<_>>(), [first], "offered to be put right");
        structure::end(&stage.prime, first, "2026-11-30").await.unwrap();
        assert_eq!((told(NoticeKind::StructureEnded).await, until().await), (2, Some(20_261_130)));
        structure::end(&stage.prime, first, "").await.unwrap();
        assert_eq!((told(NoticeKind::StructureResumed).await, until().await), (1, None));
        assert_eq!(fields(structure::end(&stage.prime, first, "").await)[0].problem, Problem::Missing);
        let person = stage.person(&app, "蓮", &stage.sub).await;
        roster::add(&stage.sub, stage.site, &line(person, first, "2026-11-23")).await.unwrap();
    });
}

#[test]
fn leaving_does_not_settle_what_nobody_has_confirmed() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let lower = structure::add(&stage.sub, stage.site, first, business(&stage.second)).await.unwrap();
        structure::end(&stage.sub, lower, "2026-11-20").await.unwrap();
        let found = store::structure::find(app.db().read(), lower).await.unwrap().unwrap();
        assert!(found.awaits.confirmation && found.awaits.answer);
        app.at(20_261_121, "08:00");
        assert!(structure::invitations(&stage.second).await.unwrap().is_empty(), "nobody asks any more");
    });
}

#[test]
fn a_line_that_never_began_stands_in_nobodys_way() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        let planned = roster::add(&stage.sub, stage.site, &line(person, place, "2026-12-01")).await.unwrap();
        roster::end(&stage.sub, planned).await.unwrap();
        assert!(site::detail(&stage.prime, stage.site).await.unwrap().roster.is_empty());
        roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-25")).await.unwrap();
        assert_eq!(site::detail(&stage.prime, stage.site).await.unwrap().roster.len(), 1);
    });
}

#[test]
fn who_fills_a_missing_tier_changes_neither_earlier_days_nor_who_confirms() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let skipping = Added { skips: Some("未登録組".to_owned()), ..Added::under(first, business(&stage.rival)) };
        let third = structure::enter(&stage.sub, stage.site, &skipping).await.unwrap();
        app.at(20_261_122, "08:00");
        let fills = Added { fills: Some(third), ..Added::under(first, business(&stage.second)) };
        let filler = structure::enter(&stage.sub, stage.site, &fills).await.unwrap();
        let node = async |call: &Call, on: i32| {
            let shown = structure::tree(call, stage.site, day(on)).await.unwrap();
            shown.nodes.into_iter().find(|node| node.id == third).unwrap()
        };
        let (before, after) = (node(&stage.prime, 20_261_121).await, node(&stage.prime, 20_261_122).await);
        assert_eq!((before.parent, before.skips.as_deref()), (Some(first), Some("未登録組")));
        assert_eq!((after.parent, after.skips), (Some(filler), None));
        assert!(after.may_confirm && !node(&stage.sub, 20_261_122).await.may_confirm);
        assert_eq!(code(structure::confirm(&stage.sub, third).await), "forbidden.not_yours", "it entered it itself");
    });
}

/// Holds what the databases are asked against the rule, for every business on these days.
async fn as_by_rule(app: &TestApp, stage: &Stage, days: &[i32]) {
    let kept = store::structure::of_site(app.db().read(), stage.site).await.unwrap();
    let places: Vec<Place> = kept.iter().map(store::structure::Place::by_rule).collect();
    let members = places.iter().map(|place| place.business).collect();
    let resource = Resource::Site { id: stage.site, prime: business(&stage.prime), members, open: true };
    let mut told = 0;
    for on in days {
        let now = app.at(*on, "08:00");
        for call in [&stage.prime, &stage.sub, &stage.second, &stage.rival] {
            let scope = call.authorize(Action::RosterRead, &resource).unwrap();
            let own = business(call);
            let lines = store::roster::lines(app.db().read(), &scope, Some(own), stage.site, now).await.unwrap();
            let mut seen: Vec<StructureId> = lines.iter().map(|line| line.entry.structure_id).collect();
            let all = async |place: StructureId| store::roster::of_place(app.db().read(), place).await.unwrap();
            let mut expected = Vec::new();
            for place in &places {
                let lasting = all(place.id).await.into_iter().filter(|line| line.to.is_none_or(|to| to >= day(*on)));
                expected.extend(lasting.filter(|_| sees(&places, own, place.id, day(*on))).map(|_| place.id));
            }
            seen.sort_unstable();
            expected.sort_unstable();
            assert_eq!(seen, expected, "{own} on {on}");
            told += seen.len();
        }
    }
    assert!(told > 0, "somebody sees somebody");
}

#[test]
fn the_databases_see_a_branch_as_the_rule_does() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let first = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let skipping = Added { skips: Some("未登録組".to_owned()), ..Added::under(first, business(&stage.rival)) };
        let third = structure::enter(&stage.sub, stage.site, &skipping).await.unwrap();
        for (given, employer, place) in
            [("蓮", &stage.prime, stage.root), ("葵", &stage.sub, first), ("翼", &stage.rival, third)]
        {
            let person = stage.person(&app, given, employer).await;
            roster::add(employer, stage.site, &line(person, place, "2026-11-20")).await.unwrap();
        }
        app.at(20_261_122, "08:00");
        let fills = Added { fills: Some(third), ..Added::under(first, business(&stage.second)) };
        structure::enter(&stage.sub, stage.site, &fills).await.unwrap();
        structure::end(&stage.sub, first, "2026-11-24").await.unwrap();
        let days = [20_261_120, 20_261_121, 20_261_122, 20_261_124, 20_261_125];
        as_by_rule(&app, &stage, &days).await;
        // A place to begin later that was declined before: of no day, the ones before its own among them.
        let declined = format!(
            "UPDATE structure SET from_date = 20261201, to_date = 20261130 WHERE business_id = {}",
            business(&stage.sub)
        );
        app.db().writer().execute_unprepared(&declined).await.unwrap();
        as_by_rule(&app, &stage, &days).await;
    });
}

#[test]
fn how_many_another_branch_brings_is_not_said() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let beside = structure::add(&stage.prime, stage.site, stage.root, business(&stage.second)).await.unwrap();
        let shown = structure::tree(&stage.sub, stage.site, day(20_261_120)).await.unwrap();
        let people = |of: StructureId| shown.nodes.iter().find(|node| node.id == of).unwrap().people;
        assert_eq!((people(stage.root), people(place), people(beside)), (None, Some(0), None));
    });
}

#[test]
fn who_has_left_comes_back_from_a_later_day_with_a_place_of_its_own() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let [prime, sub, second] = [&stage.prime, &stage.sub, &stage.second].map(business);
        let first = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        structure::answer(&stage.sub, first, true).await.unwrap();
        let lower = structure::add(&stage.sub, stage.site, first, second).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        roster::add(&stage.sub, stage.site, &line(person, first, "2026-11-20")).await.unwrap();
        structure::end(&stage.sub, first, "2026-11-21").await.unwrap();
        app.at(20_261_121, "18:00");
        let early = structure::add(&stage.prime, stage.site, stage.root, sub).await;
        assert_eq!(code(early), "conflict.duplicate", "its last day is one");

        app.at(20_261_125, "08:00");
        assert_eq!(
            code(structure::add(&stage.second, stage.site, lower, sub).await),
            "conflict.duplicate",
            "below itself"
        );
        assert!(code(structure::add(&stage.rival, stage.site, stage.root, sub).await).starts_with("forbidden."));
        let again = structure::add(&stage.prime, stage.site, stage.root, sub).await.unwrap();
        assert_ne!(again, first);
        assert_eq!(code(structure::add(&stage.prime, stage.site, stage.root, sub).await), "conflict.duplicate");
        assert_eq!(structure::invitations(&stage.sub).await.unwrap().len(), 1, "it is asked anew");
        structure::answer(&stage.sub, again, true).await.unwrap();

        // Each day has its own tree, for the prime and for who came back.
        for call in [&stage.prime, &stage.sub] {
            let of = async |on: i32| tree(call, &stage, on).await.into_iter().filter(|(who, _)| *who == sub).count();
            assert_eq!([of(20_261_121).await, of(20_261_123).await, of(20_261_125).await], [1, 0, 1]);
        }
        assert_eq!(
            tree(&stage.prime, &stage, 20_261_121).await,
            [(prime, None), (sub, Some(stage.root)), (second, Some(first))]
        );
        let now = tree(&stage.prime, &stage, 20_261_125).await;
        assert!(now.contains(&(second, Some(stage.root))) && now.contains(&(sub, Some(stage.root))), "{now:?}");
        roster::add(&stage.sub, stage.site, &line(person, again, "2026-11-25")).await.unwrap();
        let seen = site::detail(&stage.sub, stage.site).await.unwrap().roster;
        assert_eq!(seen.iter().map(|line| line.structure_id).collect::<Vec<_>>(), [again]);

        // Its new gate stays, and the former last day stays before the new first one.
        let ours = gate(&stage, &stage.sub).await;
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 0);
        assert_eq!(gate_roster(&app, &ours).await.unwrap().people.len(), 1);
        assert_eq!(fields(structure::end(&stage.prime, first, "").await)[0].problem, Problem::Missing);
        assert_eq!(fields(structure::end(&stage.prime, first, "2026-11-25").await)[0].problem, Problem::AfterItsEnd);
        structure::end(&stage.prime, first, "2026-11-24").await.unwrap();
        structure::end(&stage.sub, again, "2026-11-26").await.unwrap();
        app.at(20_261_127, "08:00");
        assert_eq!(touch::end_gates_left_behind(&app.system()).await.unwrap(), 1, "and it leaves again");
        let shown = structure::tree(&stage.sub, stage.site, day(20_261_127)).await.unwrap();
        assert_eq!(shown.day, day(20_261_126), "the last day it was there");
    });
}
