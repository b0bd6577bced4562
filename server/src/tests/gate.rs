//! Gates: what a phone says of itself beside what it asks.

use super::{Ground, OWN, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use domain::touch::TouchKind;
use serde_json::json;
use services::touch;
use testkit::{both, cast, enrolment, item, signed};

#[test]
fn what_waits_on_a_gate_is_what_it_said_less_what_was_taken() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let now = app.at(20_261_120, "07:52");
        let prime = cast.admin(&app, cast.prime);
        let given = touch::gate_enrol(&prime, &enrolment(cast.site, "A門")).await.unwrap();
        let waits = async || touch::gates_of(&prime, cast.site).await.unwrap().gates[0].waiting;
        let said = |method: Method, path: &str, waiting: &str| {
            let bearer = format!("Bearer {}", given.token);
            let request = to(method, path, "").header(header::ORIGIN, OWN).header(header::AUTHORIZATION, bearer);
            request.header("gate-waiting", waiting)
        };
        let asked = said(Method::GET, "/api/v1/gate/roster", "3").body(Body::empty()).unwrap();
        assert_eq!(ground.ask(asked).await.status.as_u16(), 200);
        assert_eq!(waits().await, Some(3));
        let good = signed(given.device_id, item(now, TouchKind::In, cast.tap(0)));
        let malformed = json!({ "id": "x" });
        let body = json!({ "items": [good, malformed] }).to_string();
        for (waiting, left) in [("3", 2), ("1", 0), ("many", 0), ("9", 8)] {
            let asked = said(Method::POST, "/api/v1/gate/touches", waiting);
            let asked = asked.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.clone())).unwrap();
            let seen = ground.ask(asked).await;
            assert_eq!(seen.status.as_u16(), 200, "{seen:?}");
            assert_eq!(waits().await, Some(left), "{waiting}: {seen:?}");
        }
    });
}

#[test]
fn the_number_a_gate_says_it_has_come_to_is_kept_with_the_roster() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let now = app.at(20_261_120, "07:52");
        let prime = cast.admin(&app, cast.prime);
        let given = touch::gate_enrol(&prime, &enrolment(cast.site, "A門")).await.unwrap();
        for last in ["2", "many", "1"] {
            let bearer = format!("Bearer {}", given.token);
            let asked = to(Method::GET, "/api/v1/gate/roster", "").header(header::ORIGIN, OWN);
            let asked =
                asked.header(header::AUTHORIZATION, bearer).header("gate-waiting", "2").header("gate-last", last);
            assert_eq!(ground.ask(asked.body(Body::empty()).unwrap()).await.status.as_u16(), 200, "{last}");
        }
        touch::gate_revoke(&prime, None, given.device_id, "落とした").await.unwrap();
        app.call.clock.set(now.plus_ms(domain::gate::GAP_AFTER_MS));
        assert_eq!(touch::look_for_gaps(&app.system()).await.unwrap(), 1);
        let missing = touch::gates_of(&prime, cast.site).await.unwrap().gates.remove(0).missing;
        assert_eq!((missing[0].gap.from, missing[0].gap.to), (1, 2));
    });
}
