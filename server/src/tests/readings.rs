//! Files of logging readers: sent and seen by the prime of the site, and by nobody else.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{Cast, both, cast};

impl Ground {
    async fn reader(&self, origin: &str, cookie: &str, page: &str, file: &str) -> Seen {
        let body = format!(
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"西口.csv\"\r\n\r\n{file}\r\n--B--\r\n"
        );
        let request = to(Method::POST, &format!("{page}/file"), cookie)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

#[test]
fn files_of_readers_are_the_primes_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let page = format!("/business/sites/{}/readings", cast.site);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let site_admin = ground.logged_in(AccountKind::SiteAdmin, &cast).await;
        let line = format!("2026-11-19 08:00,{},,in,\n", Cast::uid(0));
        assert_eq!(ground.reader(FOREIGN, &business, &page, &line).await.status, 403);
        for (cookie, code) in
            [("", "auth.log_in_first"), (&*technician, "auth.forbidden"), (&*site_admin, "auth.forbidden")]
        {
            let seen = ground.reader(OWN, cookie, &page, &line).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let empty = ground.reader(OWN, &business, &page, "").await;
        assert_eq!(ground.refusal(&empty, &business).await, "form.problems");
        let many = ground.reader(OWN, &business, &page, &line.repeat(2_001)).await;
        assert_eq!(ground.refusal(&many, &business).await, "reading.too_many");

        let seen = ground.reader(OWN, &business, &page, &line).await;
        let file = seen.header(header::LOCATION).to_owned();
        assert!(file.starts_with(&format!("{page}/")) && file.len() > page.len() + 30, "{seen:?}");
        let shown = ground.get(&file, &business).await;
        assert!(shown.status == 200 && shown.text.contains("西口.csv"), "{}", shown.status);
        for (cookie, status) in [(&*technician, 403), (&*site_admin, 403)] {
            assert_eq!(ground.get(&file, cookie).await.status, status);
            assert_eq!(ground.get(&page, cookie).await.status, status);
        }
        assert_eq!(ground.get(&format!("{page}/{}", uuid::Uuid::nil()), &business).await.status, 404);
        assert_eq!(ground.get(&format!("{page}/x"), &business).await.status, 404);
    });
}
