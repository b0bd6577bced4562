//! A picture that is sent with what was typed on its page.

use super::{Ground, OWN, Seen, to};
use axum::{
    body::Body,
    http::{Method, header},
};
use core::convert::Infallible;
use domain::{
    access::{Actor, Role},
    account::AccountKind,
    application::ApplicationKind,
    id::ApplicationId,
};
use futures::StreamExt;
use serde_json::Value;
use services::application;
use testkit::both;

const TOO_LARGE: &str = "photo.too_large";
const BOUNDARY: &str = "careerup-boundary";

fn part(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// A browser in which a detailed registration was begun.
async fn begun(ground: &Ground) -> String {
    let seen = ground.form(OWN, "/fn/start_technician", "", "stage=detailed").await;
    assert_eq!(seen.header(header::LOCATION), "/register/technician", "{seen:?}");
    seen.session()
}

/// The identity document's page with a file of so many bytes, one field before it and one after.
async fn send(ground: &Ground, cookie: &str, bytes: usize) -> Seen {
    let file = part("identity", "; filename=\"a.jpg\"", &vec![7; bytes]);
    let parts = [part("identity_kind", "", b"passport"), file, part("then", "", b"list")];
    let body = [parts.concat(), format!("--{BOUNDARY}--\r\n").into()].concat();
    let request = to(Method::POST, "/register/file/identity/identity", cookie)
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

/// What lies in the session of a cookie.
async fn kept(ground: &Ground, cookie: &str) -> Value {
    let (_, id) = cookie.split_once('=').unwrap_or_else(|| panic!("no session: {cookie}"));
    let kept = services::session::load(&ground.world.db, id, ground.world.clock.now()).await.unwrap().unwrap();
    serde_json::from_str(&kept.data).unwrap()
}

#[test]
fn a_picture_that_is_refused_loses_nothing_that_was_typed() {
    both(|app| async move {
        let ground = Ground::of(&app);
        // The last is more than the route takes at all: what stood before the picture is kept all the same.
        for (bytes, code) in [(100_000, "photo.not_picture"), (12_000_000, TOO_LARGE), (45_000_000, TOO_LARGE)] {
            let cookie = begun(&ground).await;
            let seen = send(&ground, &cookie, bytes).await;
            assert_eq!(seen.header(header::LOCATION), "/register/technician/identity", "{seen:?}");
            let data = kept(&ground, &cookie).await;
            assert_eq!(data["flash"]["error"]["code"], code);
            assert_eq!(data["flash"]["problems"][0]["field"], "identity", "{data}");
            let draft: ApplicationId = serde_json::from_value(data["application"].clone()).unwrap();
            let sealed = data["resume_code"].as_str().unwrap();
            assert!(sealed.len() > 20 && !sealed.contains('-'), "a resume code lies sealed: {sealed}");
            let call = app.by(Actor { application: Some(draft), ..Actor::of(Role::Applicant) });
            let draft = application::technician_draft(&call, draft).await.unwrap();
            assert_eq!((draft.form.identity_kind.as_str(), draft.files.len()), ("passport", 0));
            let shown = ground.get("/register/technician/identity", &cookie).await;
            assert!(shown.text.contains("id=\"identity-problem\""), "{shown:?}");
        }
    });
}

#[test]
fn nothing_is_taken_for_a_draft_nobody_began_or_a_field_that_takes_no_picture() {
    both(|app| async move {
        let ground = Ground::of(&app);
        let seen = send(&ground, "", 100_000).await;
        assert_eq!(seen.header(header::LOCATION), "/register/technician", "{seen:?}");
        assert_eq!(kept(&ground, &seen.session()).await["flash"]["error"]["code"], "not_found");
        let cookie = begun(&ground).await;
        for path in ["/register/file/name/family_name", "/register/file/school/k1", "/register/file/hat/photo"] {
            let body =
                [part("identity", "; filename=\"a.jpg\"", &[7; 100]), b"--careerup-boundary--\r\n".to_vec()].concat();
            let request = to(Method::POST, path, &cookie)
                .header(header::ORIGIN, OWN)
                .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
            let seen = ground.ask(request.body(body.into()).unwrap()).await;
            let data = kept(&ground, &cookie).await;
            assert_eq!(data["flash"]["error"]["code"], "not_found", "{path} {seen:?}");
        }
    });
}

fn portrait() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(30, 40, image::Rgb([90, 120, 150]))
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

/// A program that draws two pages of whatever it is given.
fn draws_two_pages(app: &testkit::TestApp) {
    use std::os::unix::fs::PermissionsExt;
    let mut answer = b"pages 2\n".to_vec();
    for _ in 0..2 {
        let page = portrait();
        answer.extend(u32::try_from(page.len()).unwrap().to_be_bytes());
        answer.extend(page);
    }
    let (program, kept) = (app.page_program(), app.page_program().with_extension("answer"));
    std::fs::write(&kept, answer).unwrap();
    let script = format!("#!/bin/sh\n/bin/cat > /dev/null\n/bin/cat {}\n", kept.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_document_leaves_only_to_be_saved() {
    both(|app| async move {
        draws_two_pages(&app);
        let (ground, cast) = (Ground::of(&app), testkit::cast(&app, 1).await);
        let reviewer = ground.logged_in(AccountKind::Reviewer, &cast).await;
        let (id, _) = application::start(&app.call, ApplicationKind::TechnicianDetailed).await.unwrap();
        let applicant = app.by(Actor { application: Some(id), ..Actor::of(Role::Applicant) });
        application::put_file(&applicant, id, "identity", b"%PDF-1.7 x".to_vec()).await.unwrap();
        let place = format!("/operator/applications/{id}/file/identity");
        for page in ["", "?page=1", "?page=2"] {
            let seen = ground.get(&format!("{place}{page}"), &reviewer).await;
            assert_eq!((seen.status.as_u16(), seen.header(header::CONTENT_TYPE)), (200, "image/jpeg"), "{page}");
        }
        let saved = ground.get(&format!("{place}?save=1"), &reviewer).await;
        assert_eq!((saved.status.as_u16(), saved.header(header::CONTENT_TYPE)), (200, "application/pdf"));
        assert!(saved.header(header::CONTENT_DISPOSITION).starts_with("attachment"), "{saved:?}");
        assert!(saved.header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"), "{saved:?}");
        assert_eq!(saved.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        for (path, cookie, status) in [
            (format!("{place}?save=1"), "", 401),
            (format!("{place}?save=1"), technician.as_str(), 403),
            (format!("{place}?page=3"), reviewer.as_str(), 404),
            (format!("{place}?page=x"), reviewer.as_str(), 400),
            ("/register/file/identity?save=1".to_owned(), "", 404),
        ] {
            assert_eq!(ground.get(&path, cookie).await.status, status, "{path}");
        }
    });
}
