//! The picture of a business's evidence, with what was chosen beside it.

use super::{FOREIGN, Ground, OWN, Seen, to};
use axum::http::{Method, header};
use domain::account::AccountKind;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use testkit::{both, cast};

const BOUNDARY: &str = "careerup-boundary";

fn part(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

async fn send(ground: &Ground, origin: &str, cookie: &str, filing: &str, picture: &[u8]) -> Seen {
    let parts = [
        part("evidence_kind", "", b"tax_certificate"),
        part("picture", "; filename=\"a.jpg\"", picture),
        part("then", "", b"stay"),
    ];
    let body = [parts.concat(), format!("--{BOUNDARY}--\r\n").into()].concat();
    let request = to(Method::POST, &format!("/register/business-file/{filing}"), cookie)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    ground.ask(request.body(body.into()).unwrap()).await
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let drawn = RgbImage::from_pixel(400, 500, image::Rgb([90, 120, 150]));
    DynamicImage::ImageRgb8(drawn).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[test]
fn evidence_of_a_business_is_sent_by_whoever_files_it() {
    both(|app| async move {
        let (ground, cast) = (Ground::of(&app), cast(&app, 1).await);
        let technician = ground.logged_in(AccountKind::Technician, &cast).await;
        let business = ground.logged_in(AccountKind::BusinessAdmin, &cast).await;
        assert_eq!(send(&ground, FOREIGN, &business, "change", &picture()).await.status, 403);
        for (cookie, filing, code) in [
            ("", "change", "auth.log_in_first"),
            (technician.as_str(), "change", "auth.forbidden"),
            (&technician, "registration", "auth.forbidden"),
            (&business, "registration", "auth.forbidden"),
            (&business, "renewal", "business.not_renewable"),
            (&business, "sale", "not_found"),
        ] {
            let seen = send(&ground, OWN, cookie, filing, &picture()).await;
            assert_eq!(ground.refusal(&seen, cookie).await, code, "{filing}: {seen:?}");
            let seen = ground.get(&format!("/register/business-file/{filing}"), cookie).await;
            assert_eq!(seen.status, 404, "{filing}: {seen:?}");
            // Nobody who files for no other sends another's signature.
            let seen = send(&ground, OWN, cookie, &format!("{filing}/consent"), &picture()).await;
            let nothing = if filing == "change" || filing == "renewal" { code } else { "not_found" };
            let nothing = if nothing == "business.not_renewable" { "not_found" } else { nothing };
            assert_eq!(ground.refusal(&seen, cookie).await, nothing, "{filing}: {seen:?}");
        }
        let seen = send(&ground, OWN, &business, "change", b"no picture").await;
        assert_eq!(seen.header(header::LOCATION), "/business/registration/change/evidence");
        assert_eq!(ground.refusal(&seen, &business).await, "photo.not_picture");
        let shown = ground.get("/business/registration/change/evidence", &business).await;
        assert!(shown.text.contains("id=\"picture-problem\""), "{shown:?}");
        send(&ground, OWN, &business, "change", &picture()).await;
        let seen = ground.get("/register/business-file/change", &business).await;
        assert_eq!((seen.status.as_u16(), seen.header(header::CONTENT_TYPE)), (200, "image/jpeg"));

        // A stranger's first page begins the registration.
        let seen = send(&ground, OWN, "", "registration", &picture()).await;
        assert_eq!(seen.header(header::LOCATION), "/register/business/evidence", "{seen:?}");
        let cookie = seen.session();
        let seen = ground.get("/register/business-file/registration", &cookie).await;
        assert_eq!(seen.status, 200, "{seen:?}");
        let seen = ground.form(OWN, "/fn/save_business", &cookie, "page=nothing&name=x").await;
        assert_eq!(ground.refusal(&seen, &cookie).await, "not_found");
        let seen = ground.form(OWN, "/fn/save_business", "", "page=name&name=").await;
        assert_eq!(ground.refusal(&seen, "").await, "application.nothing_typed");
    });
}
