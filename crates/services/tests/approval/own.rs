//! One's own people's days: who is told what, page and file alike, and a site's weeks.

use super::{NOVEMBER, code, numbers, typed, whole};
use domain::{
    access::Role,
    history::own::{OwnDays, OwnOrder, OwnQuery},
    id::TechnicianId,
    passport::Days,
    touch::TouchKind,
};
use futures::TryStreamExt;
use i18n::Lang;
use services::{
    Call, history,
    sheet::{self, Kind},
};
use store::ConnectionTrait;
use testkit::{TestApp, both, cast, clock};

fn query() -> OwnQuery {
    OwnQuery { month: NOVEMBER, search: String::new(), trade: None, half: false, order: OwnOrder::Kana }
}

fn ids(rows: &[OwnDays]) -> Vec<TechnicianId> {
    rows.iter().map(|row| row.technician_id).collect()
}

async fn rows(call: &Call, query: &OwnQuery) -> Vec<OwnDays> {
    history::own_days(call, query, None).await.expect("days").rows
}

/// The rows of a file, without its heads.
pub async fn taken(given: history::Given) -> Vec<Vec<String>> {
    let parts: Vec<Vec<u8>> = given.content.try_collect().await.expect("a whole file");
    let mut rows = sheet::rows(&parts.concat()).expect("a table");
    rows.remove(0);
    rows
}

async fn events(app: &TestApp) -> i64 {
    let sql = "SELECT CAST(count(*) AS bigint) FROM event WHERE process = 'history.export'".to_owned();
    numbers(app, sql, 1).await[0][0]
}

#[test]
fn the_page_and_the_file_say_the_same_and_days_are_not_records() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second) = (cast.people[0], cast.people[1]);
        app.at(20_261_120, "12:00");
        for day in [16, 17] {
            cast.gate(&app).send(&whole(day, first)).await;
        }
        cast.gate(&app).send(&[typed(clock(20_261_118, "08:00"), TouchKind::In, second)]).await;
        let sub = cast.admin(&app, cast.sub);
        let listed = history::own_days(&sub, &query(), None).await.expect("days");
        assert_eq!((listed.all, listed.next.as_deref()), (3, None));
        assert_eq!(ids(&listed.rows), [first, second, cast.unrostered]);
        let of: Vec<(Days, i64)> = listed.rows.iter().map(|row| (row.months[10], row.sites)).collect();
        let days = |recorded| Days { recorded, approved: 0 };
        assert_eq!(of, [(days(2), 1), (days(1), 1), (days(0), 0)]);
        assert_eq!(listed.rows[0].year(), days(2));

        let before = events(&app).await;
        for kind in Kind::ALL {
            for order in OwnOrder::ALL {
                let asked = OwnQuery { order, ..query() };
                let page = rows(&sub, &asked).await;
                let given = history::own_days_file(&sub, asked, kind, Lang::Ja).await.expect("a file");
                let file = taken(given).await;
                assert_eq!(file.len(), page.len(), "{kind:?}");
                for (row, of) in file.iter().zip(&page) {
                    assert_eq!(row[0], of.technician_id.to_string(), "{kind:?} {order:?}");
                    assert_eq!((&row[1], &row[2]), (&of.name, &of.kana));
                    let figures = core::iter::once(of.year()).chain(of.months.iter().copied());
                    let figures: Vec<String> =
                        figures.flat_map(|days| [days.recorded, days.approved]).map(|days| days.to_string()).collect();
                    assert_eq!(row[4..30], figures[..], "{kind:?}");
                    assert_eq!(row[30], of.sites.to_string());
                }
            }
        }
        assert_eq!(events(&app).await - before, 6, "who took what is noted, once a file");
    });
}

#[test]
fn what_is_asked_for_narrows_and_orders() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (first, second) = (cast.people[0], cast.people[1]);
        app.at(20_261_120, "12:00");
        cast.gate(&app).send(&whole(16, second)).await;
        for (day, kind) in [(17, TouchKind::In), (18, TouchKind::Out)] {
            cast.gate(&app).send(&[typed(clock(20_261_100 + day, "20:00"), kind, second)]).await;
        }
        cast.gate(&app).send(&[typed(clock(20_261_120, "08:00"), TouchKind::In, first)]).await;
        let sub = cast.admin(&app, cast.sub);
        let asked = async |query: OwnQuery| ids(&rows(&sub, &query).await);
        let search = |text: String| OwnQuery { search: text, ..query() };
        assert_eq!(asked(search(second.to_string())).await, [second], "a number");
        assert_eq!(asked(search("ヤマモト".to_owned())).await.len(), 3);
        assert!(asked(search("100%".to_owned())).await.is_empty(), "a sign stands for itself");
        let other = OwnQuery { trade: domain::trade::TradeCode::from_number(6), ..query() };
        assert!(asked(other).await.is_empty());
        let half = OwnQuery { half: true, ..query() };
        assert_eq!(asked(half.clone()).await, [second], "who is inside today may yet touch out");
        let most = OwnQuery { order: OwnOrder::Days, ..query() };
        assert_eq!(asked(most.clone()).await[0], second);
        let later = history::own_days(&sub, &most, Some(second)).await.expect("days");
        assert_eq!(ids(&later.rows), [first, cast.unrostered], "after the one with most days");
        let later = history::own_days(&sub, &query(), Some(first)).await.expect("days");
        assert_eq!(ids(&later.rows), [second, cast.unrostered]);
        let october = OwnQuery { month: NOVEMBER.previous(), half: true, ..query() };
        assert!(asked(october).await.is_empty());
    });
}

#[test]
fn days_are_told_to_the_business_people_belong_to_and_to_nobody_else() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        app.at(20_261_120, "12:00");
        cast.gate(&app).send(&whole(17, cast.people[0])).await;
        let (sub, prime) = (cast.admin(&app, cast.sub), cast.admin(&app, cast.prime));
        assert!(rows(&prime, &query()).await.is_empty(), "who works at its site is not its own");
        let month = history::own_month(&sub, cast.people[0], NOVEMBER).await.expect("a month");
        assert_eq!((month.history.lines.len(), month.history.days.recorded), (1, 1));
        let refused = history::own_month(&prime, cast.people[0], NOVEMBER).await.expect_err("another's");
        assert_eq!(code(&refused), "NotYours");
        let nobody = history::own_month(&sub, TechnicianId::from_body(9), NOVEMBER).await.expect_err("nobody");
        assert_eq!(code(&nobody), "NotYours", "whether there is somebody is not told");
        let before = events(&app).await;
        for (call, told) in [
            (app.role(Role::Public), "LogInFirst"),
            (app.role(Role::Gate), "Role"),
            (app.role(Role::Reviewer), "Role"),
            (app.role(Role::Operator), "Role"),
            (cast.technician(&app, cast.people[0]), "Role"),
        ] {
            assert_eq!(code(&history::own_days(&call, &query(), None).await.expect_err(told)), told);
            let file = history::own_days_file(&call, query(), Kind::Csv, Lang::Ja).await;
            assert_eq!(code(&file.expect_err(told)), told);
        }
        assert_eq!(events(&app).await, before, "nothing was taken");
        // Who has left is no longer shown.
        let sql = format!("UPDATE employment SET to_date = 20261119 WHERE technician_id = {}", cast.people[0]);
        app.db().writer().execute_unprepared(&sql).await.expect("an end");
        assert_eq!(ids(&rows(&sub, &query()).await), [cast.unrostered]);
    });
}

#[test]
fn a_sites_file_and_weeks_reach_as_far_as_the_looker() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        app.at(20_261_120, "12:00");
        for (day, who) in [(16, cast.people[0]), (17, cast.people[0]), (17, cast.people[1])] {
            cast.gate(&app).send(&whole(day, who)).await;
        }
        let file = async |call: &Call| {
            let given = history::site_file(call, cast.site, NOVEMBER, Kind::Csv, Lang::Ja).await.expect("a file");
            taken(given).await
        };
        let (prime, sub) = (cast.admin(&app, cast.prime), cast.admin(&app, cast.sub));
        let whole_site = file(&prime).await;
        let days: Vec<(&str, &str)> = whole_site.iter().map(|row| (row[0].as_str(), row[3].as_str())).collect();
        let of = |at: usize| cast.people[at].to_string();
        let (first, second) = (of(0), of(1));
        assert_eq!(days, [(&*first, "2026-11-16"), (&*first, "2026-11-17"), (&*second, "2026-11-17")]);
        assert_eq!(file(&sub).await, whole_site, "all of them are its own");
        for call in [app.role(Role::Reviewer), cast.technician(&app, cast.people[0]), cast.admin(&app, cast.stranger)] {
            let refused = history::site_file(&call, cast.site, NOVEMBER, Kind::Csv, Lang::Ja).await;
            assert!(["Role", "NotYours"].contains(&code(&refused.expect_err("refused")).as_str()));
            let refused = history::weeks_off(&call, cast.site, NOVEMBER).await.expect_err("refused");
            assert!(["Role", "NotYours"].contains(&code(&refused).as_str()));
        }
        for (call, all) in [(&prime, true), (&sub, false)] {
            let weeks = history::weeks_off(call, cast.site, NOVEMBER).await.expect("weeks");
            let of = weeks.weeks.iter().find(|week| week.monday.number() == 20_261_116).expect("the week");
            assert_eq!((weeks.whole, of.alone.worked, of.alone.off, of.alone.to_come), (all, 2, 2, 3));
        }
    });
}
