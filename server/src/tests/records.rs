//! Whole history records by the interface: what the answers look like on the wire, and how much is taken at once.

use super::{Ground, Seen, to};
use crate::border::rate::A_MINUTE;
use axum::{
    body::Body,
    http::{Method, header},
};
use serde_json::{Value, json};
use services::partner;
use testkit::{Cast, TestApp, both, cast, clock};

const PATH: &str = "/api/v1/history";

async fn token(app: &TestApp, cast: &Cast) -> String {
    let issued = partner::create(&app.system(), "みなと", cast.prime).await.unwrap();
    partner::token(&app.call, &issued.client_id, &issued.client_secret, "192.0.2.1").await.unwrap().token
}

async fn ask(ground: &Ground, method: Method, path: &str, token: &str, body: String) -> Seen {
    let request = to(method, path, "").header(header::AUTHORIZATION, format!("Bearer {token}"));
    ground.ask(request.body(Body::from(body)).unwrap()).await
}

async fn send(ground: &Ground, token: &str, body: Value) -> Seen {
    ask(ground, Method::POST, PATH, token, body.to_string()).await
}

#[test]
fn records_are_answered_in_words_and_read_back() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        app.at(20_261_120, "09:00");
        let token = token(&app, &cast).await;
        let item = json!({
            "record_id": "A-1", "technician_id": cast.people[0], "site_id": cast.site, "day": "2026-11-18",
            "first_in": clock(20_261_118, "08:00"), "last_out": clock(20_261_118, "17:00"), "trade": 11, "role": "worker"
        });
        let mut wrong = item.clone();
        wrong["record_id"] = json!("A-2");
        wrong["role"] = json!("chief");
        let seen = send(&ground, &token, json!({ "items": [item, wrong] })).await;
        assert_eq!(seen.status, 200, "{seen:?}");
        let told = seen.json();
        let answers = &told["answers"];
        assert_eq!(answers[0], json!({ "index": 0, "record_id": "A-1", "outcome": "accepted" }));
        assert_eq!((&answers[1]["outcome"], &answers[1]["code"]), (&json!("refused"), &json!("record.role_unknown")));
        assert_eq!(answers[1]["field"], "role");
        for words in ["reason_ja", "reason_en"] {
            assert!(answers[1][words].as_str().is_some_and(|words| !words.is_empty()), "{answers}");
        }
        let asked = format!("{PATH}?site={}&from=2026-11-01&to=2026-11-30", cast.site);
        let seen = ask(&ground, Method::GET, &asked, &token, String::new()).await;
        let kept = seen.json();
        let records = &kept["records"];
        assert_eq!(
            (&records[0]["record_id"], &records[0]["status"]),
            (&json!("A-1"), &json!("provisional")),
            "{seen:?}"
        );
        assert_eq!((&records[0]["day"], &records[1]), (&json!("2026-11-18"), &Value::Null));
    });
}

#[test]
fn what_cannot_be_read_or_is_too_much_is_refused_as_a_whole() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let token = token(&app, &cast).await;
        ask(&ground, Method::POST, PATH, &token, "{".to_owned()).await.is_problem(400, "malformed");
        send(&ground, &token, json!({ "records": [] })).await.is_problem(400, "malformed");
        let many = json!({ "items": vec![json!({}); 1_001] });
        send(&ground, &token, many).await.is_problem(413, "record.too_many_items");
        let large = json!({ "items": ["x".repeat(2 * 1024 * 1024)] });
        send(&ground, &token, large).await.is_problem(413, "record.too_large");
        let nothing = ask(&ground, Method::GET, PATH, &token, String::new()).await;
        nothing.is_problem(422, "form.problems");
        assert_eq!(nothing.json()["fields"][0]["field"], "site");
        let unreadable = ask(&ground, Method::GET, &format!("{PATH}?site=%FF"), &token, String::new()).await;
        assert!(unreadable.status.is_client_error(), "{unreadable:?}");
        ask(&ground, Method::PUT, PATH, &token, String::new()).await.is_problem(405, "method_not_allowed");
    });
}

#[test]
fn who_asks_too_often_waits_a_minute() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 0).await);
        app.at(20_261_120, "09:00");
        let (hasty, other) = (token(&app, &cast).await, token(&app, &cast).await);
        for _ in 0..A_MINUTE {
            assert_eq!(send(&ground, &hasty, json!({ "items": [] })).await.status, 200);
        }
        let refused = send(&ground, &hasty, json!({ "items": [] })).await;
        refused.is_problem(429, "partner.too_fast");
        assert_eq!(refused.header(header::RETRY_AFTER), "60");
        assert_eq!(send(&ground, &other, json!({ "items": [] })).await.status, 200, "another's haste is not its own");
        app.at(20_261_120, "09:01");
        assert_eq!(send(&ground, &hasty, json!({ "items": [] })).await.status, 200);
    });
}
