//! Taking pictures in, and who sees a technician's photo.

use crate::account::code;
use domain::{
    access::{Actor, Role},
    id::TechnicianId,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use services::{
    Error,
    document::{self, Accepted, BYTES_MAX, Size, accept},
};
use std::io::Cursor;
use store::ConnectionTrait;
use testkit::{TestApp, both, cast};

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red at the top, blue below.
fn portrait(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 30, 30]) } else { Rgb([30, 30, 220]) }).into()
}

async fn refused(upload: Vec<u8>) -> String {
    code(&accept(upload).await.expect_err("refused")).to_owned()
}

#[tokio::test]
async fn jpeg_and_png_are_taken_and_kept_as_jpeg() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let Accepted { jpeg, width, height, .. } = accept(encoded(&portrait(294, 378), format)).await.unwrap();
        assert_eq!((width, height, &jpeg[..3]), (294, 378, [0xff, 0xd8, 0xff].as_slice()), "{format:?}");
    }
}

#[tokio::test]
async fn a_pixel_less_than_a_card_needs_is_too_small() {
    for (width, height) in [(293, 378), (294, 377), (1, 1), (4_000, 300)] {
        assert_eq!(
            refused(encoded(&portrait(width, height), ImageFormat::Png)).await,
            "photo.too_small",
            "{width}x{height}"
        );
    }
    // A strip that must be scaled down until it is too narrow.
    assert_eq!(refused(encoded(&portrait(300, 4_000), ImageFormat::Png)).await, "photo.too_small");
}

#[tokio::test]
async fn a_large_picture_is_scaled_down() {
    let Accepted { jpeg, width, height, .. } =
        accept(encoded(&portrait(3_000, 4_000), ImageFormat::Jpeg)).await.unwrap();
    assert_eq!((width, height), (900, 1_200));
    let again = image::load_from_memory(&jpeg).unwrap();
    assert_eq!((again.width(), again.height()), (900, 1_200));
}

/// An APP1 segment that says the camera was held on its side (orientation 6), and where it was.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let tiff = [
        b"MM\0*\0\0\0\x08\0\x02".as_slice(),
        &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0],
        &[0x01, 0x0f, 0, 2, 0, 0, 0, 4, b'G', b'P', b'S', 0],
        &[0, 0, 0, 0],
    ]
    .concat();
    let length = u16::try_from(2 + 6 + tiff.len()).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

#[tokio::test]
async fn a_picture_is_turned_upright_and_loses_what_the_camera_wrote() {
    let upload = with_exif(&encoded(&portrait(500, 400), ImageFormat::Jpeg));
    assert!(upload.windows(4).any(|four| four == b"Exif"));
    let Accepted { jpeg, width, height, .. } = accept(upload).await.unwrap();
    assert_eq!((width, height), (400, 500));
    assert!(!jpeg.windows(4).any(|four| four == b"Exif" || four == b"GPS\0"));
    let turned = image::load_from_memory(&jpeg).unwrap().into_rgb8();
    let [red, _, blue] = turned.get_pixel(390, 250).0;
    assert!(red > 150 && blue < 100, "the top is at the right after a quarter turn");
}

#[tokio::test]
async fn transparency_is_laid_on_white() {
    let clear: DynamicImage = RgbaImage::from_pixel(294, 378, Rgba([0, 0, 0, 0])).into();
    let accepted = accept(encoded(&clear, ImageFormat::Png)).await.unwrap();
    assert!(
        image::load_from_memory(&accepted.jpeg)
            .unwrap()
            .into_rgb8()
            .get_pixel(9, 9)
            .0
            .iter()
            .all(|colour| *colour > 250)
    );
}

#[tokio::test]
async fn what_is_no_picture_is_refused_by_its_bytes() {
    let heic = |brand: &[u8]| [b"\0\0\0\x18ftyp".as_slice(), brand, &[0; 64]].concat();
    for (name, upload, expected) in [
        ("nothing", Vec::new(), "photo.not_picture"),
        ("a page", b"<html><script>".to_vec(), "photo.not_picture"),
        ("a GIF", b"GIF89a\x01\0\x01\0".to_vec(), "photo.not_picture"),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "photo.not_picture"),
        ("an iPhone's HEIC", heic(b"heic"), "photo.heic"),
        ("another HEIC", heic(b"mif1"), "photo.heic"),
        ("a film", heic(b"isom"), "photo.not_picture"),
        ("a JPEG by its first bytes only", [[0xff, 0xd8, 0xff].as_slice(), b"<html>"].concat(), "photo.damaged"),
        ("a PNG by its first bytes only", b"\x89PNG\r\n\x1a\nrest".to_vec(), "photo.damaged"),
        ("too many bytes", vec![0xff; BYTES_MAX + 1], "photo.too_large"),
    ] {
        assert_eq!(refused(upload).await, expected, "{name}");
    }
    let whole = encoded(&portrait(600, 800), ImageFormat::Png);
    assert_eq!(refused(whole[..whole.len() / 2].to_vec()).await, "photo.damaged");
}

/// A PNG of a few hundred bytes that says it is 60,000 pixels wide and high.
#[tokio::test]
async fn a_picture_that_would_fill_the_memory_is_refused() {
    let mut bomb = encoded(&portrait(294, 378), ImageFormat::Png);
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let answer = refused(bomb).await;
    assert!(["photo.too_large", "photo.damaged"].contains(&answer.as_str()), "{answer}");
}

async fn give_photo(app: &TestApp, technician: TechnicianId) {
    let accepted = accept(encoded(&portrait(600, 800), ImageFormat::Jpeg)).await.unwrap();
    let hash = app.call.outside.files.put(&accepted.jpeg).unwrap();
    let sql = format!("UPDATE technician SET photo = '{hash}' WHERE id = {}", technician.get());
    app.db().writer().execute_unprepared(&sql).await.unwrap();
}

#[test]
fn a_photo_is_shown_to_whom_it_may_be_shown() {
    both(|app| async move {
        let cast = cast(&app, 2).await;
        let (shown, other) = (cast.people[0], cast.people[1]);
        give_photo(&app, shown).await;
        give_photo(&app, cast.unrostered).await;
        let person = |id| Actor { technician: Some(id), ..Actor::of(Role::Technician) };
        let business = |id| Actor { business: Some(id), ..Actor::of(Role::BusinessAdmin) };
        let gate = Actor { sites: vec![cast.site], ..Actor::of(Role::Gate) };
        let site_admin = |id| Actor { business: Some(id), sites: vec![cast.site], ..Actor::of(Role::SiteAdmin) };
        let elsewhere = Actor { business: Some(cast.prime), ..Actor::of(Role::SiteAdmin) };
        for (who, actor, of, good) in [
            ("the person", person(shown), shown, true),
            ("a colleague", person(other), shown, false),
            ("the employer", business(cast.sub), shown, true),
            ("the employer of somebody on no roster", business(cast.sub), cast.unrostered, true),
            ("the prime above", business(cast.prime), shown, true),
            ("the prime, of somebody on no roster", business(cast.prime), cast.unrostered, false),
            ("a stranger", business(cast.stranger), shown, false),
            ("the gate", gate.clone(), shown, true),
            ("the gate, of somebody on no roster", gate, cast.unrostered, false),
            ("the site admin of the prime", site_admin(cast.prime), shown, true),
            ("the site admin of the member", site_admin(cast.sub), shown, true),
            ("a site admin of other sites", elsewhere, shown, false),
            ("a reviewer", Actor::of(Role::Reviewer), shown, true),
            ("nobody", Actor::public(), shown, false),
            ("a partner", Actor::of(Role::Partner), shown, false),
        ] {
            let answer = document::photo(&app.by(actor), of).await;
            match &answer {
                Ok(photo) => assert_eq!((photo.mime, good), ("image/jpeg", true), "{who}"),
                Err(error) => assert!(matches!(error, Error::Forbidden(_)) && !good, "{who}: {error}"),
            }
        }
        let missing = document::photo(&app.role(Role::Operator), other).await;
        assert!(matches!(missing, Err(Error::NotFound)), "there is none");

        let found = document::find(&app.role(Role::Operator), shown, Size::Small).await.unwrap();
        let small = found.clone().load(&app.call).await.unwrap();
        assert_eq!(found.etag(), small.etag, "known before the picture is read");
        assert_eq!(found.load(&app.call).await.unwrap(), small, "made once and kept");
        let whole = document::photo(&app.role(Role::Operator), shown).await.unwrap();
        assert_eq!(image::load_from_memory(&small.bytes).unwrap().height(), 240);
        assert_ne!(small.etag, whole.etag);
    });
}
