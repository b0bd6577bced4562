//! A photo that is sent with what was typed so far.

use super::{Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use core::convert::Infallible;
use domain::{
    access::{Actor, Role},
    id::ApplicationId,
};
use futures::StreamExt;
use serde_json::Value;
use services::application;
use testkit::both;

const BOUNDARY: &str = "careerup-boundary";

fn part(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

async fn send(ground: &Ground, photo: usize) -> Seen {
    let photo = part("photo", "; filename=\"a.jpg\"", &vec![7; photo]);
    let parts = [part("family_name", "", "山本".as_bytes()), photo, part("given_name", "", "健太".as_bytes())];
    send_parts(ground, &parts).await
}

async fn send_parts(ground: &Ground, parts: &[Vec<u8>]) -> Seen {
    let body = [parts.concat(), format!("--{BOUNDARY}--\r\n").into()].concat();
    let request = to(Method::POST, "/register/technician/photo", "")
        .header(header::ORIGIN, OWN)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    // In pieces, as a phone sends it: the limit is met in the middle.
    let pieces: Vec<_> = body.chunks(64 * 1024).map(|piece| Ok::<_, Infallible>(piece.to_vec())).collect();
    let slowly = futures::stream::iter(pieces).then(async |piece| {
        tokio::task::yield_now().await;
        piece
    });
    let body = Body::from_stream(Box::pin(slowly));
    ground.ask(request.body(body).unwrap()).await
}

/// What lies in the session the answer begins.
async fn kept(ground: &Ground, seen: &Seen) -> Value {
    let cookie = seen.session();
    let (_, id) = cookie.split_once('=').unwrap_or_else(|| panic!("no session: {seen:?}"));
    let kept = services::session::load(&ground.world.db, id, ground.world.clock.now()).await.unwrap().unwrap();
    serde_json::from_str(&kept.data).unwrap()
}

#[test]
fn a_photo_too_large_loses_nothing_that_was_typed() {
    both(|app| async move {
        let ground = Ground::of(&app);
        // The second is more than the route takes at all: what stood before the photo is kept all the same.
        for (bytes, given_name) in [(12_000_000, "健太"), (45_000_000, "")] {
            let seen = send(&ground, bytes).await;
            assert_eq!(seen.header(header::LOCATION), "/register/technician#photo", "{seen:?}");
            let cookie = seen.session();
            let data = kept(&ground, &seen).await;
            assert_eq!(data["flash"]["error"]["code"], "photo.too_large");
            let draft: ApplicationId = serde_json::from_value(data["application"].clone()).unwrap();
            let code = data["resume_code"].as_str().unwrap();
            assert!(code.len() > 20 && !code.contains('-'), "a resume code lies sealed: {code}");
            let call = app.by(Actor { application: Some(draft), ..Actor::of(Role::Applicant) });
            let draft = application::technician_draft(&call, draft).await.unwrap();
            assert_eq!((draft.form.family_name.as_str(), draft.form.given_name.as_str()), ("山本", given_name));
            let shown = ground.get("/register/technician", &cookie).await;
            assert!(shown.text.contains("山本"), "{shown:?}");
        }
    });
}

#[test]
fn what_is_wrong_with_photo_and_password_is_told_in_the_order_of_the_page() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let parts = [
            part("family_name", "", "山本".as_bytes()),
            part("photo", "; filename=\"a.jpg\"", &vec![7; 100_000]),
            part("password", "", b"short"),
        ];
        let seen = send_parts(&ground, &parts).await;
        let data = kept(&ground, &seen).await;
        let problems = data["flash"]["problems"].as_array().unwrap().iter();
        let fields: Vec<_> = problems.map(|problem| problem["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["photo", "password"], "{data}");
    });
}
