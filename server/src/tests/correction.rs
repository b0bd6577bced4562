//! Corrections and surveys: entered and looked at by the office alone.

use super::{FOREIGN, Ground, OWN, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::account::AccountKind;
use testkit::{both, cast};

/// What a page of a correction says was registered when it was shown.
fn seen_on(page: &str) -> String {
    let marked = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    marked.expect("what was registered").to_owned()
}

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
        let address = format!("/operator/corrections/new?id={}", cast.sub);
        let mark = seen_on(&ground.get(&address, &reviewer).await.text);
        let body_with = |mark: &str| {
            let fields = [part("of", "business"), part("subject", &cast.sub.to_string()), part("reason", "")];
            format!("{}{}--B--\r\n", fields.concat(), part("seen", mark))
        };
        let (body, old) = (body_with(&mark), body_with("0"));
        let sent_body = async |origin: &str, cookie: &str, body: &str| {
            let request = to(Method::POST, "/operator/corrections/enter", cookie)
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
            ground.ask(request.body(Body::from(body.to_owned())).unwrap()).await
        };
        let sent = async |origin: &str, cookie: &str| sent_body(origin, cookie, &body).await;
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
        let late = sent_body(OWN, &reviewer, &old).await;
        assert_eq!(ground.refusal(&late, &reviewer).await, "correction.changed_meanwhile", "{late:?}");
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
fn employments_stand_among_what_is_put_right_and_a_wrong_one_is_said_beside_it() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let address = format!("/operator/corrections/new?id={}", cast.people[0]);
        let page = ground.get(&address, &reviewer).await;
        assert!(page.text.contains("所属の登録 1：北浜架設") && page.text.contains("2020-04-01"), "{page:?}");
        assert!(
            page.text.contains("もう作られた就業履歴の所属事業者は変わりません。"),
            "said before anything is entered"
        );
        let part = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let typed = [
            ("of", "technician".to_owned()),
            ("subject", cast.people[0].to_string()),
            ("seen", seen_on(&page.text)),
            ("reason", "雇用契約書で確かめた".to_owned()),
            ("employments.k1.until", "2020-03-31".to_owned()),
            ("employments.k2.business_id", cast.prime.to_string()),
            ("employments.k2.kind", "main".to_owned()),
            ("employments.k2.from", "2024-01-01".to_owned()),
        ];
        let body = typed.iter().map(|(name, value)| part(name, value)).collect::<String>() + "--B--\r\n";
        let request = to(Method::POST, "/operator/corrections/enter", &reviewer)
            .header(header::ORIGIN, OWN)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        let seen = ground.ask(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(ground.refusal(&seen, &reviewer).await, "form.problems", "{seen:?}");
        let back = ground.get(seen.header(header::LOCATION), &reviewer).await;
        assert!(back.text.contains("href=\"#employments.k1.until\""), "the way to what is wrong: {back:?}");
        assert!(back.text.contains("value=\"2020-03-31\""), "what was typed comes back: {back:?}");
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

#[test]
fn days_to_be_taken_back_are_shown_to_the_office_alone() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let operator = ground.logged_in(AccountKind::Operator, &cast).await;
        let (who, site) = (cast.people[0], cast.site);
        let nothing = uuid::Uuid::from_u128(7);
        for (path, found) in [
            ("/operator/recalls".to_owned(), 200),
            ("/operator/recalls?every=yes".to_owned(), 200),
            ("/operator/recalls/new".to_owned(), 200),
            (format!("/operator/recalls/new?site={site}&month=202611"), 200),
            (format!("/operator/recalls/new?technician={who}&site={site}&month=202611"), 200),
            (format!("/operator/recalls/{nothing}"), 404),
            ("/operator/recalls/x".to_owned(), 404),
        ] {
            for (cookie, status) in [("", 303), (technician.as_str(), 403), (&business, 403)] {
                let seen = ground.get(&path, cookie).await.status;
                assert_eq!(seen, if path.ends_with("/x") { 404 } else { status }, "{path}");
            }
            for cookie in [&reviewer, &operator] {
                let seen = ground.get(&path, cookie).await;
                assert_eq!(seen.status, found, "{path}: {seen:?}");
            }
        }
        let empty = ground.get("/operator/recalls/new?technician=&site=&month=", &reviewer).await;
        assert!(empty.text.contains("記録を探す"), "{empty:?}");
        let wrong = ground.get("/operator/recalls/new?technician=x&site=&month=2026-13", &reviewer).await;
        assert!(wrong.text.contains("error-summary") && wrong.text.contains("href=\"#month\""), "{wrong:?}");
        let none = ground.get(&format!("/operator/recalls/new?site={site}&month=202611"), &operator).await;
        assert!(none.text.contains("この月の記録はありません"), "{none:?}");
    });
}
