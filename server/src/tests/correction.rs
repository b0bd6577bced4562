//! Corrections and surveys: entered and looked at by the office alone.

use super::{FOREIGN, Ground, OWN, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{both, cast};

#[test]
fn corrections_are_the_offices_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let part = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = format!(
            "{}{}{}--B--\r\n",
            part("of", "business"),
            part("subject", &cast.sub.to_string()),
            part("reason", "")
        );
        let sent = async |origin: &str, cookie: &str| {
            let request = to(Method::POST, "/operator/corrections/enter", cookie)
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
            ground.ask(request.body(Body::from(body.clone())).unwrap()).await
        };
        assert_eq!(sent(FOREIGN, &reviewer).await.status, 403);
        for (cookie, code) in [
            ("", "auth.log_in_first"),
            (technician.as_str(), "auth.forbidden"),
            (&business, "auth.forbidden"),
            (&reviewer, "form.problems"),
        ] {
            let seen = sent(OWN, cookie).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{seen:?}");
        }
        let address = format!("/operator/corrections/new?id={}", cast.sub);
        assert_eq!(sent(OWN, &reviewer).await.header(header::LOCATION), address);
        assert!(ground.get(&address, &reviewer).await.text.contains("error-summary"), "what is wrong is said there");

        for picture in ["photo/after", "file/qualifications.k1/before", "file/qualifications.k1/after?page=2"] {
            let path = format!("/operator/corrections/{}/{picture}", uuid::Uuid::from_u128(7));
            for (cookie, status) in [("", 401), (technician.as_str(), 403), (&business, 403), (&reviewer, 404)] {
                assert_eq!(ground.get(&path, cookie).await.status, status, "{picture}");
            }
        }
        assert_eq!(ground.get("/operator/corrections/x/file/qualifications.k1/other", &reviewer).await.status, 404);
        assert_eq!(ground.get("/operator/corrections/x/photo/after", &reviewer).await.status, 404);
    });
}

#[test]
fn answers_of_a_survey_are_the_operators() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let form = domain::survey::SurveyForm {
            from: "2031-11-01".to_owned(),
            to: "2031-11-30".to_owned(),
            due: "2026-12-20".to_owned(),
        };
        let id = services::survey::open(&app.system(), &form).await.unwrap();
        while services::job::run_due(&app.system()).await.unwrap() > 0 {}
        let path = format!("/operator/surveys/{id}/answers.csv");
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        for (cookie, status) in [("", 401), (business.as_str(), 403), (&reviewer, 403), (&operator, 200)] {
            let seen = ground.get(&path, cookie).await;
            assert_eq!(seen.status, status, "{seen:?}");
            assert_eq!(seen.text.contains("北浜架設"), status == 200, "{seen:?}");
        }
        for page in [
            "/operator",
            "/operator/service",
            "/operator/corrections",
            "/operator/disasters",
            "/operator/disasters/new",
        ] {
            assert_eq!(ground.get(page, &operator).await.status, 200, "{page}");
        }
        for page in ["/operator/surveys".to_owned(), format!("/operator/surveys/{id}?silent=yes")] {
            let seen = ground.get(&page, &operator).await;
            assert!(seen.status == 200 && seen.text.contains("2031-11-01"), "{seen:?}");
        }
        assert!(ground.get("/business/survey", &business).await.text.contains("name=\"intent\""));
        let elsewhere = ground.get(&format!("{path}?prefecture=1"), &operator).await;
        assert!(!elsewhere.text.contains("北浜架設"), "{elsewhere:?}");
        assert_eq!(ground.get("/operator/surveys/x/answers.csv", &operator).await.status, 404);
    });
}
