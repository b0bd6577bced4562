//! From a PDF to pictures. Invariant: a picture's size follows from [`SIDE`], whatever the file says of its pages.

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::{
        InterpreterSettings,
        font::{FontData, FontQuery},
        hayro_cmap::CidFamily,
    },
    hayro_syntax::{LoadPdfError, Pdf, page::Page},
    render,
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};
use image::{RgbImage, codecs::jpeg::JpegEncoder};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// More pages are refused (10-registration.md, Evidence).
pub const PAGES_MAX: usize = 20;
/// Pixels of the longer side: small print of an A4 page is readable.
const SIDE: f32 = 2_000.0;
/// Pixels of a point at most, so that a small page does not become a large blur.
const SCALE_MAX: f32 = 4.0;
/// Pages narrower than this in the picture show nothing to anybody.
const NARROWEST: f32 = 16.0;
const QUALITY: u8 = 88;

/// Why there are no pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It opens with a password only, or by a means nobody knows.
    Locked,
    /// It cannot be read, or has no page that shows anything.
    Damaged,
    /// More than [`PAGES_MAX`] pages.
    TooMany,
    /// Its Japanese, Chinese or Korean letters are not in the file: the picture would lack them without a word.
    Fonts,
}

impl Refused {
    /// The word the register knows it by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Damaged => "damaged",
            Self::TooMany => "too_many",
            Self::Fonts => "fonts",
        }
    }
}

/// A JPEG of each page, in order.
pub fn pages(pdf: Vec<u8>) -> Result<Vec<Vec<u8>>, Refused> {
    let pdf = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refused::Locked,
        LoadPdfError::Invalid => Refused::Damaged,
    })?;
    let pages = pdf.pages();
    match pages.len() {
        0 => return Err(Refused::Damaged),
        1..=PAGES_MAX => {}
        _ => return Err(Refused::TooMany),
    }
    let lacking = Arc::new(AtomicBool::new(false));
    let settings = InterpreterSettings { font_resolver: fonts(lacking.clone()), ..InterpreterSettings::default() };
    let cache = RenderCache::new();
    let pictures = pages.iter().map(|page| picture(page, &cache, &settings)).collect::<Result<_, _>>()?;
    if lacking.load(Ordering::Relaxed) { Err(Refused::Fonts) } else { Ok(pictures) }
}

type Fonts = Arc<dyn Fn(&FontQuery) -> Option<(FontData, u32)> + Send + Sync>;

/// The fonts every reader of PDF has; of any other the file must bring its own. `lacking` is set where one did not.
fn fonts(lacking: Arc<AtomicBool>) -> Fonts {
    Arc::new(move |query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(font) => {
            let eastern = [CidFamily::AdobeJapan1, CidFamily::AdobeGB1, CidFamily::AdobeCNS1, CidFamily::AdobeKorea1];
            if font.character_collection.as_ref().is_some_and(|letters| eastern.contains(&letters.family)) {
                lacking.store(true, Ordering::Relaxed);
                return None;
            }
            Some(font.pick_standard_font().get_font_data())
        }
    })
}

fn picture<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
) -> Result<Vec<u8>, Refused> {
    let (width, height) = page.render_dimensions();
    let longer = width.max(height);
    let scale = (SIDE / longer).min(SCALE_MAX);
    let readable = longer.is_finite() && longer > 0.0 && width.min(height) * scale >= NARROWEST;
    if !readable {
        return Err(Refused::Damaged);
    }
    // The renderer leaves off what is less than a pixel, be it by a fault of rounding.
    let whole = |points: f32| ((points * scale).round() + 0.25) / points;
    let size =
        RenderSettings { x_scale: whole(width), y_scale: whole(height), bg_color: WHITE, ..RenderSettings::default() };
    encode(&render(page, cache, settings, &size))
}

/// The page lies on white, so that nothing of it is transparent.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, Refused> {
    let colours = pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let picture = RgbImage::from_raw(u32::from(pixmap.width()), u32::from(pixmap.height()), colours);
    let mut jpeg = Vec::new();
    let written = picture.map(|picture| picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)));
    match written {
        Some(Ok(())) => Ok(jpeg),
        _ => Err(Refused::Damaged),
    }
}
