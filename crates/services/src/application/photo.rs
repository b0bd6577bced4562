//! Taking a photo in. Invariant: what is kept was decoded and written anew, so nothing rides along in it (EXIF, position,
//! trailing data), and decoding is bounded in bytes and pixels (10-registration.md, Evidence).

use super::{STATE, about, form::PHOTO, locked};
use crate::{Call, Error, Rejection, Result};
use domain::{
    access::{Action, Resource},
    application::{ApplicationKind, PHOTO_HEIGHT_MIN, PHOTO_WIDTH_MIN, PhotoInfo},
    form::{FieldProblem, Problem},
    id::ApplicationId,
};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use serde_json::json;
use std::io::Cursor;
use store::application::StoredPhoto;

/// The most bytes a photo may have when sent: 10 MB.
pub const PHOTO_BYTES_MAX: usize = 10 * 1024 * 1024;
const SIDE_MAX: u32 = 12_000;
const DECODED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Kept no larger than this on its longer side: four times what the card prints.
const KEPT_SIDE_MAX: u32 = 1_512;
const QUALITY: u8 = 88;

/// Neither JPEG nor PNG, or damaged.
const NO_PICTURE: &str = "photo.not_a_picture";
/// HEIC: phones can send JPEG instead.
const HEIC: &str = "photo.heic";
/// More bytes or pixels than are looked at.
const TOO_LARGE: &str = "photo.too_large";
/// Fewer pixels than 294 × 378.
const TOO_SMALL: &str = "photo.too_small";

/// Takes a photo in, in place of an earlier one. Errors: `photo.not_a_picture`, `photo.heic`, `photo.too_large`,
/// `photo.too_small`; `conflict.state` once the application has been handed in.
pub async fn put_photo(call: &Call, id: ApplicationId, sent: impl AsRef<[u8]> + Send + 'static) -> Result<PhotoInfo> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let outside = call.outside.clone();
    let made = tokio::task::spawn_blocking(move || {
        let (jpeg, info) = anew(sent.as_ref())?;
        Ok::<_, Error>(StoredPhoto { hash: outside.files.put(&jpeg)?, info })
    });
    let photo = made.await.map_err(Error::internal)??;
    let info = photo.info;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    if application.kind != ApplicationKind::TechnicianSimple {
        return Err(Error::NotFound);
    }
    if !application.state.is_editable() {
        return Err(Error::Conflict(STATE));
    }
    let mut change = about(&application, "application.photo");
    change.old = application.photo.as_ref().map(|photo| json!({ "hash": photo.hash }));
    change.new = Some(json!({ "hash": photo.hash, "width": info.width, "height": info.height }));
    application.photo = Some(photo);
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(info)
}

fn refused(code: &'static str) -> Error {
    Error::Rejected(Rejection { code, fields: vec![FieldProblem::new(PHOTO, Problem::NoPicture)] })
}

/// `ftyp` boxes of HEIF and its relatives, as phones make them.
fn is_heic(sent: &[u8]) -> bool {
    let brand = sent.get(8..12).unwrap_or_default();
    sent.get(4..8) == Some(b"ftyp")
        && [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"].iter().any(|known| brand == *known)
}

/// The picture upright as a JPEG without anything beside it.
pub(super) fn anew(sent: &[u8]) -> Result<(Vec<u8>, PhotoInfo)> {
    if sent.len() > PHOTO_BYTES_MAX {
        return Err(refused(TOO_LARGE));
    }
    if is_heic(sent) {
        return Err(refused(HEIC));
    }
    let format = image::guess_format(sent).map_err(|_| refused(NO_PICTURE))?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
        return Err(refused(NO_PICTURE));
    }
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let limit_or_fault = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => refused(TOO_LARGE),
        _ => refused(NO_PICTURE),
    };
    let mut decoder = reader.into_decoder().map_err(limit_or_fault)?;
    let orientation = decoder.orientation().map_err(limit_or_fault)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(limit_or_fault)?;
    picture.apply_orientation(orientation);
    if picture.width() < PHOTO_WIDTH_MIN || picture.height() < PHOTO_HEIGHT_MIN {
        return Err(refused(TOO_SMALL));
    }
    if picture.width().max(picture.height()) > KEPT_SIDE_MAX {
        picture = smaller(&picture);
    }
    let plain = DynamicImage::ImageRgb8(picture.to_rgb8());
    let mut jpeg = Vec::new();
    plain.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).map_err(Error::internal)?;
    Ok((jpeg, PhotoInfo { width: plain.width(), height: plain.height() }))
}

/// Down to the size that is kept, unless that would make a long thin picture too small.
fn smaller(picture: &DynamicImage) -> DynamicImage {
    let kept = picture.resize(KEPT_SIDE_MAX, KEPT_SIDE_MAX, FilterType::Triangle);
    if kept.width() < PHOTO_WIDTH_MIN || kept.height() < PHOTO_HEIGHT_MIN { picture.clone() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn code(result: Result<(Vec<u8>, PhotoInfo)>) -> &'static str {
        match result {
            Err(Error::Rejected(rejection)) => rejection.code,
            other => panic!("{other:?}"),
        }
    }

    /// A JPEG with an EXIF segment that says "turn me" (orientation 6) and holds a maker's name.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend(b"SECRET-MAKER");
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        bytes.extend(&exif);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    #[test]
    fn sizes_at_the_boundary() {
        for (width, height, taken) in [(294, 378, true), (293, 378, false), (294, 377, false), (600, 800, true)] {
            assert_eq!(anew(&encoded(width, height, ImageFormat::Png)).is_ok(), taken, "{width}x{height}");
        }
        assert_eq!(code(anew(&encoded(293, 378, ImageFormat::Jpeg))), TOO_SMALL);
    }

    #[test]
    fn what_is_kept_is_upright_small_and_without_exif() {
        let sent = with_exif(&encoded(2000, 1600, ImageFormat::Jpeg));
        let (kept, info) = anew(&sent).unwrap();
        assert_eq!((info.width, info.height), (1210, 1512), "turned by a quarter and scaled down");
        assert_eq!(image::guess_format(&kept).unwrap(), ImageFormat::Jpeg);
        for gone in [b"Exif".as_slice(), b"SECRET-MAKER"] {
            assert!(!kept.windows(gone.len()).any(|window| window == gone));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let jpeg = encoded(300, 400, ImageFormat::Jpeg);
        assert_eq!(code(anew(b"")), NO_PICTURE);
        assert_eq!(code(anew(b"<svg xmlns='http://www.w3.org/2000/svg'/>")), NO_PICTURE);
        assert_eq!(code(anew(b"GIF89a\x01\0\x01\0\0\0\0;")), NO_PICTURE);
        assert_eq!(code(anew(&jpeg[..40])), NO_PICTURE);
        assert_eq!(code(anew(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")), HEIC);
        assert_eq!(code(anew(&vec![0xff; PHOTO_BYTES_MAX + 1])), TOO_LARGE);
        // A PNG header that claims 60,000 × 60,000 pixels: refused before anything is reserved.
        let mut bomb = encoded(300, 400, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(matches!(code(anew(&bomb)), TOO_LARGE | NO_PICTURE));
    }
}
