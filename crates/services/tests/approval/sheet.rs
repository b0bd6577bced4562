//! The office's table: who sees which people and days, what it offers, its parts.

use super::{NOVEMBER, approved, code, consistent, day, days, line, many, named, place_of_sub, told, typed, whole};
use domain::{
    access::Role,
    history::{
        approval::{Mark, Pick, Picks},
        sheet::{Sheet, SheetFilter, SheetRow},
    },
    id::{SiteId, TechnicianId},
    touch::TouchKind,
};
use services::{Call, history, roster, structure};
use store::ConnectionTrait;
use testkit::{both, cast, clock};

const EVERYBODY: SheetFilter = SheetFilter { place: None, trade: None, state: None, section: None, q: String::new() };

/// Days and how they stand.
fn marks(row: &SheetRow) -> Vec<(i32, Mark)> {
    row.marks.iter().map(|on| (on.date.day(), on.mark)).collect()
}

fn names(sheet: &Sheet) -> Vec<TechnicianId> {
    sheet.people.iter().map(|row| row.technician_id).collect()
}

/// What the table offers, as its page sends it.
fn all(sheet: &Sheet) -> Picks {
    let rows = sheet.people.iter().filter(|row| !row.offered.is_empty());
    rows.map(|row| (row.technician_id, Pick { many: row.offered, ..Pick::default() })).collect()
}

#[test]
fn what_is_offered_is_what_can_be_approved_together() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second, unlisted, gate) = (cast.people[0], cast.people[1], cast.unrostered, cast.gate(&app));
        app.at(20_261_120, "12:00");
        gate.send(&whole(17, first)).await;
        gate.send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, first)]).await;
        gate.send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, first)]).await;
        gate.send(&whole(17, unlisted)).await;
        gate.send(&whole(18, unlisted).map(named)).await;
        let prime = cast.admin(&app, cast.prime);
        let sheet = history::sheet(&prime, cast.site, NOVEMBER, &EVERYBODY, None).await.expect("a sheet");
        assert_eq!((sheet.site.as_str(), sheet.next, sheet.approves), ("湊町三丁目共同住宅", None, true));
        assert_eq!(names(&sheet), [first, second, unlisted]);
        let [of_first, of_second, of_unlisted] = sheet.people.as_slice() else { panic!("{sheet:?}") };
        assert_eq!(marks(of_first), [(17, Mark::Waiting), (18, Mark::NoOut), (20, Mark::Inside)]);
        assert_eq!((of_first.business.as_deref(), of_first.tier), (Some("北浜架設"), Some(1)));
        assert_eq!(
            (of_second.business.as_deref(), of_second.tier, of_second.marks.len()),
            (Some("北浜架設"), Some(1), 0)
        );
        assert_eq!(marks(of_unlisted), [(17, Mark::Incomplete), (18, Mark::Unlisted)]);
        assert_eq!((of_unlisted.business.as_deref(), of_unlisted.tier), (Some("北浜架設"), None));
        assert_eq!((of_first.offered, of_unlisted.offered.len(), sheet.offered()), (days(&[17]), 0, 1));
        let alone = [of_first.alone, of_second.alone, of_unlisted.alone];
        assert_eq!(alone, [days(&[18]), days(&[]), days(&[18])], "by their own cell, but not without a trade");
        let places: Vec<_> = sheet.places.iter().map(|place| (place.name.as_str(), place.tier)).collect();
        assert_eq!(places, [("港栄建設", 0), ("北浜架設", 1)]);

        let totals = |sheet: &Sheet| -> Vec<(i32, i64, i64)> {
            let totals = sheet.totals.as_ref().expect("of the whole site");
            totals.iter().map(|day| (day.date.day(), day.records, day.approved)).collect()
        };
        assert_eq!(totals(&sheet), [(17, 2, 0), (18, 2, 0), (20, 1, 0)]);
        assert_eq!(told(&approved(&prime, &cast, &all(&sheet)).await), (1, vec![]));
        let after = history::sheet(&prime, cast.site, NOVEMBER, &EVERYBODY, None).await.expect("a sheet");
        assert_eq!((after.people[0].on(day(17)), after.offered()), (Some(Mark::Approved), 0));
        assert_eq!(totals(&after)[0], (17, 2, 1));
        consistent(&app).await;
    });
}

#[test]
fn a_member_sees_its_branch_and_is_offered_those_below() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_101, "09:00");
        let sub = cast.admin(&app, cast.sub);
        let place = structure::add(&sub, cast.site, place_of_sub(), cast.stranger).await.expect("a place");
        roster::add(&sub, cast.site, &line(cast.unrostered, place, "2026-11-01")).await.expect("a line");
        app.at(20_261_119, "09:00");
        for who in [cast.people[0], cast.unrostered] {
            cast.gate(&app).send(&whole(18, who)).await;
        }
        let seen = async |call: Call| {
            let sheet = history::sheet(&call, cast.site, NOVEMBER, &EVERYBODY, None).await.expect("a sheet");
            let offered: Vec<u32> = sheet.people.iter().map(|row| row.offered.len()).collect();
            (names(&sheet), offered, sheet.totals.is_some(), sheet.approves)
        };
        let (first, below) = (cast.people[0], cast.unrostered);
        assert_eq!(
            seen(sub.clone()).await.1,
            [0, 0],
            "it has entered the place itself, and nobody else has said a word"
        );
        assert_eq!(seen(cast.admin(&app, cast.prime)).await.1, [1, 1], "the prime meanwhile");
        let refused = approved(&sub, &cast, &many(&[(below, &[18])])).await;
        assert_eq!(refused.records, 0);
        structure::answer(&cast.admin(&app, cast.stranger), place, true).await.expect("an answer");
        assert_eq!(seen(sub.clone()).await.1, [0, 0], "the word of who was entered is not enough");
        structure::confirm(&cast.admin(&app, cast.prime), place).await.expect("a confirmation");
        assert_eq!(seen(cast.admin(&app, cast.prime)).await, (vec![first, below], vec![1, 1], true, true));
        assert_eq!(seen(sub).await, (vec![first, below], vec![0, 1], false, true), "not its own");
        assert_eq!(seen(cast.admin(&app, cast.stranger)).await, (vec![below], vec![0], false, true));
        assert_eq!(seen(app.role(Role::Operator)).await, (vec![first, below], vec![0, 0], true, false), "reads");
        for (call, told) in [
            (app.role(Role::Public), "LogInFirst"),
            (app.role(Role::Gate), "Role"),
            (app.role(Role::Reviewer), "Role"),
            (cast.technician(&app, first), "NotYours"),
            (cast.admin(&app, domain::id::BusinessId::from_body(9)), "NotYours"),
        ] {
            let refused = history::sheet(&call, cast.site, NOVEMBER, &EVERYBODY, None).await.expect_err(told);
            assert_eq!(code(&refused), told);
        }
        let nowhere =
            history::sheet(&app.system(), SiteId::from_body(7), NOVEMBER, &EVERYBODY, None).await.expect_err("none");
        assert_eq!(code(&nowhere), "not_found");
    });
}

#[test]
fn a_part_begins_after_the_last_of_the_one_before() {
    both(|app| async move {
        let cast = cast(&app, 101).await;
        // A name of their own for the last one, who would be first by number.
        let sql = format!("UPDATE technician SET search_kana = 'ワタナベ' WHERE id = {}", cast.people[0]);
        app.db().writer().execute_unprepared(&sql).await.expect("a name");
        app.at(20_261_120, "09:00");
        let prime = cast.admin(&app, cast.prime);
        let first = history::sheet(&prime, cast.site, NOVEMBER, &EVERYBODY, None).await.expect("a sheet");
        assert_eq!((first.people.len(), first.next), (100, Some(cast.people[100])));
        let second = history::sheet(&prime, cast.site, NOVEMBER, &EVERYBODY, first.next).await.expect("a sheet");
        assert_eq!((names(&second), second.next), (vec![cast.people[0]], None));
        let past =
            history::sheet(&prime, cast.site, NOVEMBER, &EVERYBODY, Some(cast.people[0])).await.expect("a sheet");
        assert!(past.people.is_empty());
        let before =
            history::sheet(&prime, cast.site, domain::time::YearMonth::from_stored(202_603), &EVERYBODY, None).await;
        assert!(before.expect("a sheet").people.is_empty(), "nobody was on the roster yet");
    });
}
