//! Files of days of work: sent and read by who may enter them at the site, and by nobody else.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{both, cast};

impl Ground {
    async fn days(&self, origin: &str, cookie: &str, (pages, kind, file): (&str, &str, &str)) -> Seen {
        let part = format!(
            "--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"就業.csv\"\r\n\r\n{file}\r\n--B--\r\n"
        );
        let request = to(Method::POST, &format!("{pages}/file"), cookie)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.ask(request.body(Body::from(part)).unwrap()).await
    }
}

#[test]
fn files_of_work_are_for_who_may_enter_it() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let pages = format!("/business/sites/{}/history/import", cast.site);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        assert_eq!(ground.days(FOREIGN, &business, (&pages, "days", "a")).await.status, 403);
        for (cookie, code) in [("", "auth.log_in_first"), (&*technician, "auth.forbidden")] {
            let seen = ground.days(OWN, cookie, (&pages, "days", "a")).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let template = format!("{pages}/template.csv");
        let headings = ground.get(&template, &business).await;
        assert!(headings.status == 200 && headings.text.contains("技能者ID,"), "{headings:?}");
        let months = ground.get(&format!("{template}?kind=kentaikyo_r"), &business).await;
        assert!(months.status == 200 && months.text.contains(",31日"), "{months:?}");
        for (kind, file) in [("days", ""), ("weeks", "a")] {
            let seen = ground.days(OWN, &business, (&pages, kind, file)).await;
            assert_eq!(ground.refusal(&seen, &business).await, "form.problems", "{kind}");
        }
        let file = format!("{}見本,,=1+1\r\n", headings.text.trim_start_matches('\u{feff}'));
        let seen = ground.days(OWN, &business, (&pages, "days", &file)).await;
        let page = seen.header(header::LOCATION);
        assert!(page.starts_with(&pages) && page.len() > pages.len() + 30, "{seen:?}");
        let shown = ground.get(page, &business).await;
        assert!(shown.status == 200 && shown.text.contains("就業.csv") && shown.text.contains(">C2<"), "{shown:?}");
        let problems = format!("{page}/problems.csv");
        let told = ground.get(&problems, &business).await;
        assert!(told.status == 200 && told.text.contains("\nC2,") && told.text.contains(",'=1+1,"), "{told:?}");
        for (cookie, status) in [("", 401), (&*technician, 403)] {
            assert_eq!(ground.get(&problems, cookie).await.status, status);
            assert_eq!(ground.get(&template, cookie).await.status, status);
        }
        let nobodys = format!("{pages}/{}/problems.csv", uuid::Uuid::nil());
        assert_eq!(ground.get(&nobodys, &business).await.status, 404);
        let nowhere = "/business/sites/1/history/import";
        assert_eq!(ground.get(&format!("{nowhere}/template.csv"), &business).await.status, 404);
        assert_eq!(ground.days(OWN, &business, (nowhere, "days", &file)).await.status, 404);
    });
}
