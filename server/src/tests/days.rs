//! Days and records as files: who is handed them, and in which words the others are refused.

use super::{FOREIGN, Ground, OWN};
use axum::http::header;
use domain::account::AccountKind;
use testkit::{both, cast};

const DAYS: &str = "/business/people/days/file";

#[test]
fn files_of_days_are_for_whose_people_they_are() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let site = format!("/business/sites/{}/history/file", cast.site);
        let nowhere = format!("/business/sites/{}/history/file", domain::id::SiteId::from_body(9));
        let body = "month=202611&file=csv";
        let mut strangers = Vec::new();
        for kind in [AccountKind::Technician, AccountKind::Reviewer] {
            strangers.push((kind, ground.logged_in(kind, &cast).await));
        }
        for path in [DAYS, &*site] {
            assert_eq!(ground.form(FOREIGN, path, "", body).await.status, 403, "{path}");
            let nobody = ground.form(OWN, path, "", body).await;
            assert_eq!(ground.refusal(&nobody, "").await, "auth.log_in_first", "{path}");
            for (kind, cookie) in &strangers {
                let seen = ground.form(OWN, path, cookie, body).await;
                assert_eq!(ground.refusal(&seen, cookie).await, "auth.forbidden", "{path} by {kind:?}");
            }
        }
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        for (path, body) in [
            (DAYS, "month=202611&file=pdf"),
            (DAYS, "month=202612&file=csv"),
            (DAYS, "month=202611"),
            (&*site, "month=202611&file=pdf"),
            (&*site, "file=csv"),
            (&*nowhere, body),
            ("/business/sites/x/history/file", body),
        ] {
            let seen = ground.form(OWN, path, &prime, body).await;
            assert_eq!(ground.refusal(&seen, &prime).await, "not_found", "{path} {body}");
        }
        for (kind, mime) in [("csv", "text/csv; charset=utf-8"), ("xlsx", services::sheet::XLSX)] {
            for (path, name) in [(DAYS, "days-2026-20261120"), (&*site, "records-")] {
                let seen = ground.form(OWN, path, &prime, &format!("month=202611&file={kind}")).await;
                assert_eq!((seen.status.as_u16(), seen.header(header::CONTENT_TYPE)), (200, mime), "{path} {kind}");
                let disposition = seen.header(header::CONTENT_DISPOSITION);
                assert!(disposition.contains(name) && disposition.contains(kind), "{disposition}");
                assert_eq!(seen.header(header::CACHE_CONTROL), "no-store");
            }
        }
    });
}

#[test]
fn pages_of_days_are_for_whose_people_they_are() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let person = format!("/business/people/days/{}", cast.people[0]);
        let weeks = format!("/business/sites/{}/history/week-off", cast.site);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        for page in ["/business/people/days", &person, &weeks] {
            assert_eq!(ground.get(page, &technician).await.status, 403, "{page}");
        }
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        assert_eq!(ground.get("/business/people/days", &prime).await.status, 200);
        assert_eq!(ground.get("/business/people/days?month=202612", &prime).await.status, 404, "a month to come");
        assert_eq!(ground.get(&person, &prime).await.status, 403, "another business's");
        assert_eq!(ground.get("/business/people/days/x", &prime).await.status, 404);
        assert_eq!(ground.get(&weeks, &prime).await.status, 200);
        assert_eq!(ground.get(&format!("{weeks}?month=202612"), &prime).await.status, 404);
    });
}

#[test]
fn files_of_counts_are_for_who_may_see_them() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let nation = "/operator/statistics/file";
        let people = "/business/people/statistics/file";
        let site = format!("/business/sites/{}/statistics/file", cast.site);
        let nowhere = format!("/business/sites/{}/statistics/file", domain::id::SiteId::from_body(9));
        let body = "year=2026&by=month&table=month&file=csv";
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        for path in [nation, people, &*site] {
            assert_eq!(ground.form(FOREIGN, path, "", body).await.status, 403, "{path}");
            let nobody = ground.form(OWN, path, "", body).await;
            assert_eq!(ground.refusal(&nobody, "").await, "auth.log_in_first", "{path}");
            for cookie in [&technician, &reviewer] {
                let seen = ground.form(OWN, path, cookie, body).await;
                assert_eq!(ground.refusal(&seen, cookie).await, "auth.forbidden", "{path}");
            }
        }
        let seen = ground.form(OWN, nation, &prime, body).await;
        assert_eq!(ground.refusal(&seen, &prime).await, "auth.forbidden", "the nation's are the office's");
        let seen = ground.form(OWN, people, &operator, body).await;
        assert_eq!(ground.refusal(&seen, &operator).await, "auth.forbidden", "the office employs nobody");
        for (path, cookie, body) in [
            (nation, &operator, "by=month&table=day&file=csv"),
            (nation, &operator, "by=day&of=trade-11&table=day&file=csv"),
            (nation, &operator, "by=month&table=month&file=pdf"),
            (nation, &operator, "by=month&year=2027&table=month&file=csv"),
            (people, &prime, "year=2027&table=month&file=csv"),
            (people, &prime, "year=2026&table=channel&file=csv"),
            (&*site, &prime, "year=2026&table=x&file=csv"),
            (&*nowhere, &prime, "year=2026&table=month&file=csv"),
            ("/business/sites/x/statistics/file", &prime, "year=2026&table=month&file=csv"),
        ] {
            let seen = ground.form(OWN, path, cookie, body).await;
            assert_eq!(ground.refusal(&seen, cookie).await, "not_found", "{path} {body}");
        }
        for (path, cookie, name) in [
            (nation, &operator, "statistics-nation-month-20261120"),
            (people, &prime, "statistics-people-month-20261120"),
            (&*site, &prime, "statistics-site-month-20261120"),
        ] {
            let seen = ground.form(OWN, path, cookie, body).await;
            assert_eq!(seen.status.as_u16(), 200, "{path}");
            assert_eq!(seen.header(header::CONTENT_TYPE), "text/csv; charset=utf-8", "{path}");
            assert!(seen.header(header::CONTENT_DISPOSITION).contains(name), "{path}");
        }
    });
}

#[test]
fn pages_of_counts_are_for_who_may_see_them() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let site = format!("/business/sites/{}/statistics", cast.site);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        for page in ["/operator/statistics", "/business/people/statistics", &*site] {
            assert_eq!(ground.get(page, &technician).await.status, 403, "{page}");
        }
        let prime = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        assert_eq!(ground.get("/operator/statistics", &prime).await.status, 403);
        for (page, status) in [
            ("/business/people/statistics".to_owned(), 200),
            ("/business/people/statistics?year=2027".to_owned(), 404),
            (site.clone(), 200),
            (format!("{site}?year=2018"), 404),
        ] {
            assert_eq!(ground.get(&page, &prime).await.status, status, "{page}");
        }
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        for (page, status) in [
            ("/operator/statistics", 200),
            ("/operator/statistics?by=day", 200),
            ("/operator/statistics?by=day&of=trade-11", 200),
            ("/operator/statistics?by=year&of=prefecture-13", 200),
            ("/operator/statistics?of=trade-x", 404),
            ("/operator/statistics?by=day&month=202612", 404),
        ] {
            assert_eq!(ground.get(page, &operator).await.status, status, "{page}");
        }
        assert_eq!(ground.get(&site, &operator).await.status, 200);
    });
}

#[test]
fn a_history_is_given_to_its_person_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let (page, file) = ("/passport/history/totals", "/passport/history/totals/file");
        let body = "year=2026&file=csv";
        assert_eq!(ground.form(FOREIGN, file, "", body).await.status, 403);
        let nobody = ground.form(OWN, file, "", body).await;
        assert_eq!(ground.refusal(&nobody, "").await, "auth.log_in_first");
        for kind in [AccountKind::BusinessAdmin, AccountKind::Operator] {
            let cookie = ground.logged_in(kind, &cast).await;
            let seen = ground.form(OWN, file, &cookie, body).await;
            assert_eq!(ground.refusal(&seen, &cookie).await, "auth.forbidden", "{kind:?}");
            assert_eq!(ground.get(page, &cookie).await.status, 403, "{kind:?}");
        }
        let own = ground.logged_in(AccountKind::Technician, &cast).await;
        for none in ["year=2026&file=pdf", "year=x&file=csv", "file=csv", "year=99999&file=csv", "year=2026"] {
            let seen = ground.form(OWN, file, &own, none).await;
            assert_eq!(ground.refusal(&seen, &own).await, "not_found", "{none}");
        }
        for (kind, mime) in [
            ("csv", "text/csv; charset=utf-8"),
            ("csv_sjis", "text/csv; charset=Shift_JIS"),
            ("xlsx", services::sheet::XLSX),
        ] {
            let seen = ground.form(OWN, file, &own, &format!("year=2026&file={kind}")).await;
            assert_eq!((seen.status.as_u16(), seen.header(header::CONTENT_TYPE)), (200, mime), "{kind}");
            assert!(seen.header(header::CONTENT_DISPOSITION).contains("history-2026."), "{seen:?}");
        }
        assert_eq!(ground.get(page, &own).await.status, 200);
        for none in ["?year=2027", "?year=x", "?year=1", "?year=-2026"] {
            assert_eq!(ground.get(&format!("{page}{none}"), &own).await.status, 404, "{none}");
        }
    });
}
