//! What LINE tells: believed where LINE has signed it. And where the way by LINE goes.

use super::{FOREIGN, Ground, Seen, to};
use crate::{
    config::{Config, Said},
    world,
};
use axum::{
    body::Body,
    http::{Method, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use services::{Call, Outside};
use sha2::Sha256;
use std::sync::Arc;
use testkit::{LINE_SECRET, both};

const PATH: &str = "/api/v1/line/events";
const NOTHING: &str = r#"{"destination":"U0","events":[]}"#;

fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a secret");
    mac.update(body.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

impl Ground {
    async fn told(&self, body: &str, signature: Option<&str>, from: Option<&str>) -> Seen {
        let mut request = to(Method::POST, PATH, "").header(header::CONTENT_TYPE, "application/json");
        if let Some(signature) = signature {
            request = request.header("X-Line-Signature", signature);
        }
        if let Some(from) = from {
            request = request.header(header::ORIGIN, from);
        }
        self.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
    }
}

#[test]
fn what_is_not_signed_by_line_is_not_believed() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let good = signature(LINE_SECRET, NOTHING);
        for wrong in [None, Some(""), Some("x"), Some(signature("another", NOTHING).as_str())] {
            ground.told(NOTHING, wrong, None).await.is_problem(401, "line.signature");
        }
        ground.told(&NOTHING.replace("U0", "U1"), Some(&good), None).await.is_problem(401, "line.signature");
        for from in [None, Some(FOREIGN)] {
            let seen = ground.told(NOTHING, Some(&good), from).await;
            assert_eq!(seen.status, 200, "as LINE asks to see whether somebody listens: {seen:?}");
            assert!(seen.session().is_empty());
        }
        for odd in ["", "[]", "{\"events\":1}"] {
            ground.told(odd, Some(&signature(LINE_SECRET, odd)), None).await.is_problem(400, "malformed");
        }
        let huge = format!("{NOTHING}{}", " ".repeat(crate::api::BODY_BYTES_MAX));
        ground.told(&huge, Some(&signature(LINE_SECRET, &huge)), None).await.is_problem(413, "too_large");
    });
}

#[test]
fn a_server_without_line_has_nothing_there() {
    both(|app| async move {
        let outside = Arc::new(Outside { line: None, ..(*app.call.outside).clone() });
        let ground = Ground::on(&Call { outside, ..app.call.clone() }, &[]);
        let seen = ground.told(NOTHING, Some(&signature(LINE_SECRET, NOTHING)), None).await;
        seen.is_problem(404, "not_found");
    });
}

#[test]
fn line_goes_into_a_file_on_this_machine_alone_and_nowhere_where_nobody_configured_it() {
    let of = |environment: &[(&str, &str)]| {
        let environment =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let config = Config::read(&Said::default(), &environment, None).unwrap_or_else(|faults| panic!("{faults:?}"));
        world::line(&config).expect("a way").map(|line| line.channel.is_some())
    };
    let public = ("BASE_URL", "https://ccus.example");
    let channel = [("LINE_URL", "https://line.example"), ("LINE_TOKEN", "t0ken"), ("LINE_SECRET", "s3cret")];
    assert_eq!(of(&[]), Some(false), "into a file of which nobody tells anything");
    assert_eq!(of(&[public]), None, "not offered");
    assert_eq!(of(&channel), Some(true));
    assert_eq!(of(&[public, channel[0], channel[1], channel[2]]), Some(true));
}
