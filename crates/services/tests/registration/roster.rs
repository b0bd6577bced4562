//! Who is offered for a roster, each with what to look at.

use crate::{
    play::{code, fields, stranger, technician_form},
    sites::{Stage, business, line},
};
use domain::{
    access::Role,
    form::Problem,
    id::{RosterId, SiteId, TechnicianId},
    roster::{LineDaysForm, RosterWarning},
    technician::TechnicianForm,
    time::WorkDate,
};
use services::{Call, roster, site, structure};
use store::ConnectionTrait as _;
use testkit::{TestApp, both};

const WORK: &str = "足場の組立";

/// The people offered to `call` with what is said of each, in the order of their numbers.
async fn offered(call: &Call, site: SiteId, work: &str) -> Vec<(TechnicianId, Vec<RosterWarning>)> {
    let found = roster::candidates(call, site, work).await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|found| (found.person.technician_id, found.warnings)).collect();
    found.sort_by_key(|(id, _)| *id);
    found
}

/// Somebody under age whom nobody insures, employed by the second business.
async fn young(app: &TestApp, stage: &Stage) -> TechnicianId {
    let form = TechnicianForm {
        birth_era: "western".to_owned(),
        birth_year: "2010".to_owned(),
        experience_years: "1".to_owned(),
        pension: "none".to_owned(),
        employer_id: business(&stage.sub).to_string(),
        ..technician_form()
    };
    stage.desk.technician(app, form).await.technician_id.unwrap()
}

#[test]
fn who_is_offered_is_looked_at_by_the_rule_of_the_roster() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let (young, whole) = (young(&app, &stage).await, stage.person(&app, "葵", &stage.sub).await);
        let mut expected =
            vec![(young, vec![RosterWarning::UnderAge18, RosterWarning::InsuranceMissing]), (whole, vec![])];
        expected.sort_by_key(|(id, _)| *id);
        assert_eq!(offered(&stage.sub, stage.site, WORK).await, expected);
        assert!(offered(&stage.prime, stage.site, WORK).await.is_empty(), "it employs nobody");

        let entry = roster::add(&stage.sub, stage.site, &line(young, place, "2026-11-20")).await.unwrap();
        roster::add(&stage.sub, stage.site, &line(whole, place, "2026-11-20")).await.unwrap();
        roster::check_insurance(&stage.sub, entry).await.unwrap();
        let lines = site::detail(&stage.sub, stage.site).await.unwrap().roster;
        // Who is offered stands on no line, and is not missed at an induction.
        let others = |line: domain::roster::RosterLine| {
            let known = line.warnings.into_iter().filter(|warning| *warning != RosterWarning::InductionMissing);
            (line.technician_id, known.collect::<Vec<_>>())
        };
        let mut on_roster: Vec<(TechnicianId, Vec<RosterWarning>)> = lines.into_iter().map(others).collect();
        on_roster.sort_by_key(|(id, _)| *id);
        let offered = offered(&stage.sub, stage.site, WORK).await;
        assert_eq!(offered, on_roster);
        assert!(offered.contains(&(young, vec![RosterWarning::UnderAge18])), "the insurance was looked after here");
    });
}

#[test]
fn the_work_that_is_typed_says_which_qualification_is_asked_for() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        let said = async |work: &str| offered(&stage.sub, stage.site, work).await.remove(0).1;
        assert!(said(WORK).await.is_empty(), "registered simply: none were asked for");
        let detailed = format!(
            "INSERT INTO technician_detail (technician_id, detailed_at, level_awaited) VALUES ({person}, 0, false) \
             ON CONFLICT (technician_id) DO UPDATE SET detailed_at = 0"
        );
        app.db().writer().execute_unprepared(&detailed).await.unwrap();
        assert!(said("").await.is_empty());
        assert_eq!(said(WORK).await, [RosterWarning::QualificationMissing]);
        let over = format!(
            "INSERT INTO technician_qualification (technician_id, place, name, expires_on, from_register) \
             VALUES ({person}, 1, '足場の組立て等作業主任者技能講習', 20261119, false)"
        );
        app.db().writer().execute_unprepared(&over).await.unwrap();
        assert_eq!(said(WORK).await, [RosterWarning::QualificationExpired]);
        app.db()
            .writer()
            .execute_unprepared("UPDATE technician_qualification SET expires_on = 20261120")
            .await
            .unwrap();
        assert!(said(WORK).await.is_empty(), "the last day counts");
    });
}

#[test]
fn nobody_is_offered_to_who_may_not_change_the_roster() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        stage.person(&app, "蓮", &stage.rival).await;
        assert_eq!(code(roster::candidates(&stage.rival, stage.site, WORK).await), "forbidden.not_yours");
        assert_eq!(code(roster::candidates(&app.call, stage.site, WORK).await), "forbidden.log_in_first");
        assert_eq!(code(roster::candidates(&stage.prime, SiteId::from_body(1), WORK).await), "not_found");
        for role in [Role::Technician, Role::SiteAdmin, Role::Reviewer, Role::Operator, Role::Gate] {
            let refused = roster::candidates(&stranger(&app, role), stage.site, WORK).await;
            assert!(code(refused).starts_with("forbidden."), "{role:?}");
        }
    });
}

#[test]
fn the_days_of_a_line_are_said_in_advance_and_changed() {
    both(|app| async move {
        let stage = Stage::set(&app).await;
        let place = structure::add(&stage.prime, stage.site, stage.root, business(&stage.sub)).await.unwrap();
        let person = stage.person(&app, "蓮", &stage.sub).await;
        let entry = roster::add(&stage.sub, stage.site, &line(person, place, "2026-11-20")).await.unwrap();
        let days =
            |inducted: &str, until: &str| LineDaysForm { inducted: inducted.to_owned(), until: until.to_owned() };
        let shown = async || {
            let page = site::detail(&stage.sub, stage.site).await.unwrap();
            let line = page.roster.into_iter().find(|line| line.id == entry).unwrap();
            let missed = line.warnings.contains(&RosterWarning::InductionMissing);
            (line.inducted.map(WorkDate::number), line.until.map(WorkDate::number), missed)
        };
        assert_eq!(shown().await, (None, None, true), "its first day is here, and it stops nothing");
        for role in [Role::Technician, Role::Reviewer, Role::Operator, Role::Gate] {
            let refused = roster::set_days(&stranger(&app, role), entry, &days("2026-11-19", "")).await;
            assert!(code(refused).starts_with("forbidden."), "{role:?}");
        }
        assert_eq!(code(roster::set_days(&stage.rival, entry, &days("2026-11-19", "")).await), "forbidden.not_yours");
        let nowhere = RosterId(uuid::Uuid::nil());
        assert_eq!(code(roster::set_days(&stage.sub, nowhere, &days("", "")).await), "not_found");
        assert_eq!(code(roster::set_days(&stage.sub, entry, &days("", "")).await), "conflict.already_done");
        let wrong = fields(roster::set_days(&stage.sub, entry, &days("2026-11-21", "2026-11-19")).await);
        let wrong: Vec<_> = wrong.into_iter().map(|it| (it.field, it.problem)).collect();
        assert_eq!(wrong, [("inducted".to_owned(), Problem::InFuture), ("until".to_owned(), Problem::EndBeforeStart)]);

        roster::set_days(&stage.sub, entry, &days("2026-11-19", "2026-12-25")).await.unwrap();
        assert_eq!(shown().await, (Some(20_261_119), Some(20_261_225), false));
        roster::set_days(&stage.prime, entry, &days("2026-11-19", "2027-01-31")).await.unwrap();
        assert_eq!(shown().await, (Some(20_261_119), Some(20_270_131), false), "the prime for any place");
        roster::set_days(&stage.sub, entry, &days("", "")).await.unwrap();
        assert_eq!(shown().await, (None, None, true));
        structure::end(&stage.sub, place, "2026-12-31").await.unwrap();
        let late = fields(roster::set_days(&stage.sub, entry, &days("", "2027-01-01")).await);
        assert_eq!(late[0].problem, Problem::AfterItsEnd, "not longer than its business");
        let events = store::event::of_subject(app.db().read(), "roster", &entry.to_string(), 9).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.process == "roster.days").count(), 3);
    });
}
