//! One's own year by month, site, trade and role, on the page and in the file.

use super::{code, own::taken, whole};
use domain::{access::Role, passport::Days, time::YearMonth};
use i18n::Lang;
use services::{Error, history, passport, sheet::Kind};
use testkit::{both, cast};

#[test]
fn the_year_says_what_the_records_say_and_the_file_has_a_line_of_each() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let me = cast.technician(&app, cast.people[0]);
        app.at(20_261_120, "12:00");
        for day in [16, 17, 18] {
            cast.gate(&app).send(&whole(day, cast.people[0])).await;
        }
        cast.gate(&app).send(&whole(16, cast.people[1])).await;
        let year = passport::year(&me, 2026).await.expect("a year");
        let days = Days { recorded: 3, approved: 0 };
        assert_eq!(year.years, [(2026, days)]);
        assert_eq!(year.months, [(YearMonth::from_stored(202_611), days)]);
        assert_eq!(year.sites.iter().map(|(_, days)| *days).collect::<Vec<_>>(), [days]);
        assert_eq!(year.trades.iter().map(|(_, days)| *days).collect::<Vec<_>>(), [days]);
        assert_eq!(year.roles.iter().map(|(_, days)| *days).collect::<Vec<_>>(), [days]);
        let before = passport::year(&me, 2025).await.expect("a year");
        assert!(before.months.is_empty() && before.sites.is_empty() && before.trades.is_empty());
        assert_eq!(before.years, [(2026, days)], "the others stay to be gone to");

        for kind in Kind::ALL {
            let file = taken(history::own_history_file(&me, 2026, kind, Lang::Ja).await.expect("a file")).await;
            let dates: Vec<_> = file.iter().map(|row| row[0].as_str()).collect();
            assert_eq!(dates, ["2026-11-16", "2026-11-17", "2026-11-18"], "{kind:?}");
            assert!(file.iter().all(|row| row[1] == year.sites[0].0 && row[10] == "承認待ち"), "{kind:?}: {file:?}");
            let empty = taken(history::own_history_file(&me, 2025, kind, Lang::En).await.expect("a file")).await;
            assert!(empty.is_empty(), "{kind:?}");
        }
        let events = store::event::of_subject(app.db().read(), "technician", &cast.people[0].to_string(), 20).await;
        let taken = events.expect("events").iter().filter(|event| event.process == "history.export").count();
        assert_eq!(taken, 6, "who took what is noted");
    });
}

#[test]
fn a_year_is_told_to_its_person_alone() {
    both(|app| async move {
        let cast = cast(&app, 1).await;
        for call in [app.role(Role::Public), app.role(Role::Operator), cast.admin(&app, cast.sub)] {
            let told = [
                passport::year(&call, 2026).await.map(drop),
                history::own_history_file(&call, 2026, Kind::Csv, Lang::Ja).await.map(drop),
            ];
            let told = told.map(|told| code(&told.expect_err("refused")));
            assert!(told.iter().all(|code| ["LogInFirst", "Role"].contains(&code.as_str())), "{told:?}");
        }
        let me = cast.technician(&app, cast.people[0]);
        for none in [-1, 0, 99_999] {
            assert!(matches!(passport::year(&me, none).await, Err(Error::NotFound)), "{none}");
            assert!(matches!(history::own_history_file(&me, none, Kind::Csv, Lang::Ja).await, Err(Error::NotFound)));
        }
    });
}
