//! Pages of counts: what they say, to whom, and that a file says the same.

use super::{approved, code, consistent, counted, line, many, own::taken, place_of_sub, stands, whole};
use domain::{
    access::Role,
    id::{BusinessId, SiteId, StructureId},
    prefecture::PrefectureCode,
    statistics::{By, Figures, Of, Period, Query},
    time::{WorkDate, YearMonth},
};
use i18n::Lang;
use services::{roster, sheet::Kind, statistics, structure};
use testkit::{Cast, TestApp, both, cast};
use uuid::Uuid;

/// The numbers of a table's row.
fn row(tables: &[Figures], by: By, key: i64) -> Option<Vec<i64>> {
    let table = tables.iter().find(|table| table.by == by).expect("a table");
    table.lines.iter().find(|line| line.key == key).map(|line| line.numbers.clone())
}

fn total(tables: &[Figures], by: By) -> Vec<i64> {
    tables.iter().find(|table| table.by == by).expect("a table").total.clone()
}

/// Two people, three days; one day of the first is approved.
async fn worked(app: &TestApp) -> Cast {
    let cast = cast(app, 2).await;
    play(app, &cast).await;
    cast
}

async fn play(app: &TestApp, cast: &Cast) {
    app.at(20_261_120, "12:00");
    for day in [16, 17] {
        cast.gate(app).send(&whole(day, cast.people[0])).await;
    }
    cast.gate(app).send(&whole(17, cast.people[1])).await;
    approved(&cast.admin(app, cast.prime), cast, &many(&[(cast.people[0], &[16])])).await;
    consistent(app).await;
}

const YEAR: Query = Query { of: Of::Nation, period: Period::Months(2026) };

#[test]
fn the_nation_is_told_by_month_day_and_year_to_the_office_alone() {
    both(|app| async move {
        let cast = worked(&app).await;
        let office = app.role(Role::Operator);
        let tables = statistics::national(&office, &YEAR).await.expect("tables");
        // Records, approved, days, approved days, new sites (the cast's is of another year), active primes.
        assert_eq!(row(&tables, By::Month, 202_611), Some(vec![3, 1, 3, 1, 0, 1]));
        assert_eq!(total(&tables, By::Month), [3, 1, 3, 1, 0, 1]);
        assert_eq!(row(&tables, By::Prefecture, 13), Some(vec![3, 1]));
        assert_eq!(total(&tables, By::Trade), [3, 1]);
        assert_eq!(total(&tables, By::Role), [3, 1]);
        assert_eq!(total(&tables, By::Channel), [3, 1]);

        let november = Period::Days(YearMonth::from_stored(202_611));
        let days = statistics::national(&office, &Query { period: november, ..YEAR }).await.expect("tables");
        assert_eq!(row(&days, By::Day, 20_261_117), Some(vec![2, 0]));
        assert_eq!(row(&days, By::Day, 20_261_118), Some(vec![0, 0]), "a day on which nobody worked");
        assert_eq!(row(&days, By::Day, 20_261_121), None, "a day to come");
        let years = statistics::national(&office, &Query { period: Period::Years, ..YEAR }).await.expect("tables");
        assert_eq!(row(&years, By::Year, 2026), Some(vec![3, 1, 3, 1, 0, 1]));

        let of = |code| Of::Prefecture(PrefectureCode::from_number(code).expect("a prefecture"));
        for (code, told) in [(13, Some(vec![3, 1])), (27, None)] {
            let query = Query { of: of(code), ..YEAR };
            let tables = statistics::national(&office, &query).await.expect("tables");
            assert_eq!((tables.len(), row(&tables, By::Month, 202_611)), (1, told), "{code}");
            let query = Query { of: of(code), period: november };
            let days = statistics::national(&office, &query).await.expect("tables");
            assert_eq!(total(&days, By::Day)[0], if code == 13 { 3 } else { 0 });
        }
        let unkept = Query { of: Of::Trade(None), period: november };
        assert_eq!(statistics::national(&office, &unkept).await.expect("none"), []);

        for role in [Role::Public, Role::Applicant, Role::Reviewer, Role::Gate, Role::Partner, Role::Registrar] {
            assert!(statistics::national(&app.role(role), &YEAR).await.is_err(), "{role:?}");
        }
        for call in [cast.admin(&app, cast.prime), cast.technician(&app, cast.people[0])] {
            let refused = statistics::national(&call, &YEAR).await.expect_err("not the nation's");
            assert_eq!(code(&refused), "Role");
        }
    });
}

#[test]
fn a_business_is_told_of_its_own_people_and_a_site_by_branch() {
    both(|app| async move {
        let cast = worked(&app).await;
        let (prime, sub, stranger) =
            (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub), cast.admin(&app, cast.stranger));
        let own = statistics::people(&sub, 2026).await.expect("tables");
        // People, days, approved days.
        assert_eq!(row(&own, By::Month, 202_611), Some(vec![2, 3, 1]));
        for by in [By::Month, By::Trade, By::Role] {
            assert_eq!(total(&own, by), [2, 3, 1], "{by:?}");
        }
        assert_eq!(total(&statistics::people(&sub, 2025).await.expect("tables"), By::Month), [0, 0, 0]);
        assert_eq!(
            total(&statistics::people(&prime, 2026).await.expect("tables"), By::Month),
            [0, 0, 0],
            "nobody of its own"
        );
        for role in [Role::Public, Role::Reviewer, Role::Operator, Role::Partner] {
            assert!(statistics::people(&app.role(role), 2026).await.is_err(), "{role:?}");
        }
        assert!(statistics::people(&cast.technician(&app, cast.people[0]), 2026).await.is_err());

        let office = app.role(Role::Operator);
        for (call, branch) in [(&prime, false), (&sub, true), (&office, false)] {
            let shown = statistics::of_site(call, cast.site, 2026).await.expect("a site");
            assert_eq!(shown.is_branch, branch);
            assert_eq!(row(&shown.tables, By::Month, 202_611), Some(vec![3, 1]));
            assert_eq!(total(&shown.tables, By::Trade), [3, 1]);
            assert_eq!(total(&shown.tables, By::Role), [3, 1]);
        }
        let refused = statistics::of_site(&stranger, cast.site, 2026).await.expect_err("takes no part");
        assert_eq!(code(&refused), "NotYours");
        let refused = statistics::of_site(&prime, SiteId::from_body(9), 2026).await.expect_err("no site");
        assert_eq!(code(&refused), "not_found");
        assert!(statistics::of_site(&cast.technician(&app, cast.people[0]), cast.site, 2026).await.is_err());
    });
}

/// The months of 2026 of which a business is shown work at the cast's site, with how much.
async fn months(app: &TestApp, cast: &Cast, business: BusinessId) -> Vec<(i64, i64)> {
    let shown = statistics::of_site(&cast.admin(app, business), cast.site, 2026).await.expect("a site");
    let table = shown.tables.into_iter().find(|table| table.by == By::Month).expect("a table");
    table.lines.iter().filter(|line| line.numbers[0] > 0).map(|line| (line.key - 202_600, line.numbers[0])).collect()
}

#[test]
fn a_branch_is_told_nothing_of_what_another_worked() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (prime, third) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.stranger));
        app.at(20_261_101, "09:00");
        let root = StructureId(Uuid::from_u128(1));
        let place = structure::add(&prime, cast.site, root, cast.stranger).await.expect("a place");
        structure::answer(&third, place, true).await.expect("an answer");
        roster::add(&prime, cast.site, &line(cast.unrostered, place, "2026-11-01")).await.expect("a line");
        play(&app, &cast).await;
        cast.gate(&app).send(&whole(18, cast.unrostered)).await;
        consistent(&app).await;
        let office = app.role(Role::Operator);
        for (what, call, is_branch, told) in [
            ("the prime", &prime, false, [4, 1]),
            ("the office", &office, false, [4, 1]),
            ("the first", &cast.admin(&app, cast.sub), true, [3, 1]),
            ("the second", &third, true, [1, 0]),
        ] {
            let shown = statistics::of_site(call, cast.site, 2026).await.expect("a site");
            assert_eq!(shown.is_branch, is_branch, "{what}");
            for by in [By::Month, By::Trade, By::Role] {
                assert_eq!(total(&shown.tables, by), told, "{what} by {by:?}");
            }
        }
    });
}

#[test]
fn who_left_and_came_back_elsewhere_is_told_of_to_whom_it_stood_below_that_month() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "12:00");
        let other = super::fourth(&app, &cast).await;
        let root = StructureId(Uuid::from_u128(1));
        let day = |number: i32| WorkDate::from_stored(20_260_000 + number);
        stands(&app, &cast, (3, other), root, (day(401), None)).await;
        stands(&app, &cast, (4, cast.stranger), place_of_sub(), (day(401), Some(day(630)))).await;
        stands(&app, &cast, (5, cast.stranger), StructureId(Uuid::from_u128(3)), (day(810), None)).await;
        for month in 4..=10 {
            counted(&app, &cast, cast.stranger, month, i64::from(month)).await;
        }
        let all: Vec<(i64, i64)> = (4..=10).map(|month| (month, month)).collect();
        assert_eq!(months(&app, &cast, cast.prime).await, all);
        assert_eq!(months(&app, &cast, cast.sub).await, [(4, 4), (5, 5), (6, 6)], "below which it stood first");
        assert_eq!(months(&app, &cast, other).await, [(9, 9), (10, 10)], "not August, in the middle of which it came");
        let own = [(4, 4), (5, 5), (6, 6), (9, 9), (10, 10)];
        assert_eq!(months(&app, &cast, cast.stranger).await, own);

        // In the middle of a month it left, and came back in the middle of it.
        let place = StructureId(Uuid::from_u128(4));
        store::structure::end(app.db().writer(), place, Some(day(615))).await.expect("ended");
        assert_eq!(months(&app, &cast, cast.sub).await, [(4, 4), (5, 5)]);
        store::structure::end(app.db().writer(), place, Some(day(805))).await.expect("ended");
        let told = months(&app, &cast, cast.sub).await;
        assert_eq!(told, [(4, 4), (5, 5), (6, 6), (7, 7)], "two places in August");
        assert_eq!(months(&app, &cast, other).await, [(9, 9), (10, 10)]);
    });
}

#[test]
fn a_file_says_what_the_page_says_with_its_total() {
    both(|app| async move {
        let cast = worked(&app).await;
        let office = app.role(Role::Operator);
        for kind in Kind::ALL {
            let how = (kind, Lang::Ja);
            let given = statistics::national_file(&office, &YEAR, By::Prefecture, how).await.expect("a file");
            let rows = taken(given).await;
            assert_eq!(rows.len(), 2, "{kind:?}");
            // Shift_JIS has a column more, for what it cannot hold.
            assert_eq!(rows[0][..3], ["東京都", "3", "1"], "{kind:?}");
            assert_eq!(rows[1][..3], ["全体", "3", "1"], "{kind:?}");
            let sub = cast.admin(&app, cast.sub);
            let given = statistics::people_file(&sub, 2026, By::Month, how).await.expect("a file");
            assert_eq!(taken(given).await[1][..4], ["全体", "2", "3", "1"], "{kind:?}");
            let given = statistics::site_file(&sub, cast.site, 2026, By::Month, how).await.expect("a file");
            assert_eq!(taken(given).await[1][..3], ["全体", "3", "1"], "{kind:?}");
        }
        let how = (Kind::Csv, Lang::Ja);
        let none = statistics::national_file(&office, &YEAR, By::Day, how).await.expect_err("no such table");
        assert_eq!(code(&none), "not_found");
        let stranger = cast.admin(&app, cast.stranger);
        assert!(statistics::national_file(&stranger, &YEAR, By::Month, how).await.is_err());
        assert!(statistics::site_file(&stranger, cast.site, 2026, By::Month, how).await.is_err());
        let sql = "SELECT CAST(count(*) AS bigint) FROM event WHERE process = 'statistics.export'".to_owned();
        assert_eq!(super::numbers(&app, sql, 1).await, [[9]], "who took what is noted, and nothing of who was refused");
    });
}
