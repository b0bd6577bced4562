//! Files of people: sent and read by the business whose they are, and by nobody else.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{both, cast};

const SEND: &str = "/business/proxy/bulk/file";
const TEMPLATE: &str = "/business/proxy/bulk/template.csv";

impl Ground {
    async fn people(&self, origin: &str, cookie: &str, file: &str) -> Seen {
        let part =
            |name: &str, text: &str| format!("--B\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n");
        let body = [part("\"stage\"", "simple"), part("\"file\"; filename=\"名簿.csv\"", file), "--B--\r\n".to_owned()];
        let request = to(Method::POST, SEND, cookie)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.ask(request.body(Body::from(body.concat())).unwrap()).await
    }
}

#[test]
fn files_of_people_are_the_businesses_that_sent_them() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        assert_eq!(ground.people(FOREIGN, &business, "a").await.status, 403);
        for (cookie, code) in [("", "auth.log_in_first"), (&*technician, "auth.forbidden")] {
            let seen = ground.people(OWN, cookie, "a").await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let headings = ground.get(TEMPLATE, &business).await;
        assert!(headings.status == 200 && headings.text.contains("姓,名"), "{headings:?}");
        assert_eq!(headings.header(header::CONTENT_DISPOSITION), "attachment; filename=\"template.csv\"");
        let empty = ground.people(OWN, &business, "").await;
        assert_eq!(ground.refusal(&empty, &business).await, "form.problems");
        let strange = ground.people(OWN, &business, "x,y\n1,2\n").await;
        assert_eq!(ground.refusal(&strange, &business).await, "form.problems");

        let mut file = headings.text.trim_start_matches('\u{feff}').to_owned();
        file.push_str("森,真由,,,,,,=1+1\r\n");
        let seen = ground.people(OWN, &business, &file).await;
        let page = seen.header(header::LOCATION);
        assert!(page.starts_with("/business/proxy/bulk/") && page.len() > 40, "{seen:?}");
        let shown = ground.get(page, &business).await;
        assert!(
            shown.status == 200 && shown.text.contains("名簿.csv") && shown.text.contains(">H2<"),
            "{}",
            shown.status
        );
        let problems = format!("{page}/problems.csv");
        let told = ground.get(&problems, &business).await;
        assert!(told.status == 200 && told.text.contains("\nC2,"), "{told:?}");
        assert!(told.text.contains(",'=1+1,"), "no cell is a formula: {told:?}");
        for (cookie, status) in [("", 401), (&*technician, 403)] {
            assert_eq!(ground.get(&problems, cookie).await.status, status);
            assert_eq!(ground.get(TEMPLATE, cookie).await.status, status);
        }
        let nobodys = format!("/business/proxy/bulk/{}/problems.csv", uuid::Uuid::nil());
        assert_eq!(ground.get(&nobodys, &business).await.status, 404);
        assert_eq!(ground.get("/business/proxy/bulk/x/problems.csv", &business).await.status, 404);
    });
}
