//! Files of sites: sent and read by the business whose they are, and by nobody else.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{both, cast};

const SEND: &str = "/business/sites/import/file";
const TEMPLATE: &str = "/business/sites/import/template.csv";

impl Ground {
    async fn sites(&self, origin: &str, cookie: &str, file: &str) -> Seen {
        let part = format!(
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"現場.csv\"\r\n\r\n{file}\r\n--B--\r\n"
        );
        let request = to(Method::POST, SEND, cookie)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.ask(request.body(Body::from(part)).unwrap()).await
    }
}

#[test]
fn files_of_sites_are_the_businesses_that_sent_them() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        assert_eq!(ground.sites(FOREIGN, &business, "a").await.status, 403);
        for (cookie, code) in [("", "auth.log_in_first"), (&*technician, "auth.forbidden")] {
            let seen = ground.sites(OWN, cookie, "a").await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let headings = ground.get(TEMPLATE, &business).await;
        assert!(headings.status == 200 && headings.text.contains("現場名,"), "{headings:?}");
        let empty = ground.sites(OWN, &business, "").await;
        assert_eq!(ground.refusal(&empty, &business).await, "form.problems");
        let file = format!("{}見本,=1+1\r\n", headings.text.trim_start_matches('\u{feff}'));
        let seen = ground.sites(OWN, &business, &file).await;
        let page = seen.header(header::LOCATION);
        assert!(page.starts_with("/business/sites/import/") && page.len() > 40, "{seen:?}");
        let shown = ground.get(page, &business).await;
        assert!(
            shown.status == 200 && shown.text.contains("現場.csv") && shown.text.contains(">B2<"),
            "{}",
            shown.status
        );
        let problems = format!("{page}/problems.csv");
        let told = ground.get(&problems, &business).await;
        assert!(told.status == 200 && told.text.contains("\nB2,") && told.text.contains(",'=1+1,"), "{told:?}");
        for (cookie, status) in [("", 401), (&*technician, 403)] {
            assert_eq!(ground.get(&problems, cookie).await.status, status);
            assert_eq!(ground.get(TEMPLATE, cookie).await.status, status);
        }
        let nobodys = format!("/business/sites/import/{}/problems.csv", uuid::Uuid::nil());
        assert_eq!(ground.get(&nobodys, &business).await.status, 404);
    });
}
