//! From uploaded bytes to a kept JPEG. Invariant: the kind is told from the bytes themselves, and no more memory is
//! taken than [`MEMORY_MAX`] before a picture is known to be one.

use crate::{Error, Result};
use domain::application::{Look, PhotoInfo};
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// Larger uploads are refused: 10 MB.
pub const BYTES_MAX: usize = 10_000_000;
/// Narrower photos cannot be printed on a card (10-registration.md).
pub const WIDTH_MIN: u32 = 294;
/// Lower photos cannot be printed on a card.
pub const HEIGHT_MIN: u32 = 378;
/// A kept photo is at most this wide and high.
const SIDE_MAX: u32 = 1_200;
/// A kept document is at most this wide and high: small print of an A4 page stays readable.
pub const DOCUMENT_SIDE_MAX: u32 = 2_400;
/// A photo for lists and gates.
pub const SMALL_HEIGHT: u32 = 240;
/// What a camera of 50 million pixels makes, decoded.
const MEMORY_MAX: u64 = 192 * 1024 * 1024;
const PIXELS_A_SIDE_MAX: u32 = 12_000;
const QUALITY: u8 = 85;
/// Pictures decoded at a time.
const AT_ONCE_MAX: usize = 2;

/// Code of an upload larger than [`BYTES_MAX`].
pub const TOO_LARGE: &str = "photo.too_large";
const NOT_PICTURE: &str = "photo.not_picture";
const HEIC: &str = "photo.heic";
const PDF: &str = "photo.pdf";
const TOO_SMALL: &str = "photo.too_small";
const DAMAGED: &str = "photo.damaged";

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE_MAX);

/// A photo as it will be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// JPEG, upright, without metadata.
    pub jpeg: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it looks.
    pub look: Look,
}

impl Accepted {
    /// What is known of it.
    pub const fn info(&self) -> PhotoInfo {
        PhotoInfo { look: Some(self.look), ..PhotoInfo::picture(self.width, self.height) }
    }
}

/// Takes an upload as a photo. Errors: `photo.too_large`, `photo.not_picture`, `photo.heic`, `photo.pdf`,
/// `photo.too_small`, `photo.damaged`.
pub async fn accept(upload: Vec<u8>) -> Result<Accepted> {
    take(upload, Limit { side: SIDE_MAX, width_min: WIDTH_MIN, height_min: HEIGHT_MIN }).await
}

/// Takes an upload as a picture of a document, of any size. Errors: as [`accept`], but never `photo.too_small`.
pub async fn accept_document(upload: Vec<u8>) -> Result<Accepted> {
    take(upload, Limit { side: DOCUMENT_SIDE_MAX, width_min: 1, height_min: 1 }).await
}

/// What a picture must keep to, in pixels.
#[derive(Debug, Clone, Copy)]
struct Limit {
    side: u32,
    width_min: u32,
    height_min: u32,
}

async fn take(upload: Vec<u8>, limit: Limit) -> Result<Accepted> {
    let format = sniff(&upload)?;
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || remake(&upload, format, limit)).await.map_err(Error::internal)?
}

fn sniff(upload: &[u8]) -> Result<ImageFormat> {
    if upload.len() > BYTES_MAX {
        return Err(Error::rejected(TOO_LARGE));
    }
    let brand = upload.get(4..12).and_then(|eight| eight.strip_prefix(b"ftyp"));
    match upload {
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(ImageFormat::Png),
        _ if brand.is_some_and(|brand| {
            [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"].iter().any(|heic| *heic == brand)
        }) =>
        {
            Err(Error::rejected(HEIC))
        }
        _ if super::is_pdf(upload) => Err(Error::rejected(PDF)),
        _ => Err(Error::rejected(NOT_PICTURE)),
    }
}

fn remake(upload: &[u8], format: ImageFormat, limit: Limit) -> Result<Accepted> {
    let (picture, orientation) = decode(upload, format).map_err(|error| match error {
        image::ImageError::Limits(_) => Error::rejected(TOO_LARGE),
        _ => Error::rejected(DAMAGED),
    })?;
    let mut picture = picture;
    picture.apply_orientation(orientation);
    let (width, height) = picture.dimensions();
    if width < limit.width_min || height < limit.height_min {
        return Err(Error::rejected(TOO_SMALL));
    }
    let picture = if width > limit.side || height > limit.side { shrink(&picture, limit.side) } else { picture };
    let picture = on_white(picture);
    let (width, height) = picture.dimensions();
    // A strip that was scaled down to fit may have become too narrow for a card.
    if width < limit.width_min || height < limit.height_min {
        return Err(Error::rejected(TOO_SMALL));
    }
    Ok(Accepted { jpeg: encode(&picture)?, width, height, look: super::measure::look(&picture) })
}

fn decode(upload: &[u8], format: ImageFormat) -> image::ImageResult<(DynamicImage, Orientation)> {
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(PIXELS_A_SIDE_MAX);
    limits.max_image_height = Some(PIXELS_A_SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    if decoder.total_bytes() > MEMORY_MAX {
        let kind = image::error::LimitErrorKind::InsufficientMemory;
        return Err(image::ImageError::Limits(image::error::LimitError::from_kind(kind)));
    }
    // What a camera wrote wrongly about its position is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

/// Fits into a square of `side`: coarsely to twice that first, since fine scaling of a large picture takes seconds.
fn shrink(picture: &DynamicImage, side: u32) -> DynamicImage {
    let (width, height) = picture.dimensions();
    if width.max(height) > side * 4 {
        picture.thumbnail(side * 2, side * 2).resize(side, side, FilterType::CatmullRom)
    } else {
        picture.resize(side, side, FilterType::CatmullRom)
    }
}

/// Colours without transparency, laid on white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        let lay = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb([lay(red), lay(green), lay(blue)])
    })
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).map_err(Error::internal)?;
    Ok(jpeg)
}

/// A kept photo, [`SMALL_HEIGHT`] pixels high.
pub fn small(jpeg: &[u8]) -> Result<Vec<u8>> {
    let (picture, _) = decode(jpeg, ImageFormat::Jpeg).map_err(Error::internal)?;
    encode(&on_white(picture.resize(SMALL_HEIGHT * 2, SMALL_HEIGHT, FilterType::Triangle)))
}

#[cfg(test)]
mod tests;
