//! An invented document of a firm: a sheet with lines where words would stand and a seal, for the demonstration's evidence.
//! Invariant: nothing on it can be read, so it is nobody's.

use crate::{Error, Result};
use image::{DynamicImage, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

const WIDTH: u32 = 620;
const HEIGHT: u32 = 877;
const QUALITY: u8 = 85;
const INK: [u8; 3] = [0x6a, 0x70, 0x78];
const SEAL: [u8; 3] = [0xb8, 0x3a, 0x32];

/// Draws one; `colour` (0xRRGGBB) is that of its head.
pub fn draw(colour: u32) -> Result<Vec<u8>> {
    let mut sheet = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([0xfb, 0xfa, 0xf6]));
    let [_, red, green, blue] = colour.to_be_bytes();
    bar(&mut sheet, [150, 90, 320, 26], [red, green, blue]);
    for line in 0..16 {
        // Lines of different length, as those of a paper are.
        bar(&mut sheet, [80, 180 + line * 36, 300 + line * 71 % 160, 8], INK);
    }
    bar(&mut sheet, [450, 740, 70, 70], SEAL);
    bar(&mut sheet, [458, 748, 54, 54], [0xfb, 0xfa, 0xf6]);
    bar(&mut sheet, [470, 760, 30, 30], SEAL);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&DynamicImage::ImageRgb8(sheet))
        .map_err(Error::internal)?;
    Ok(bytes)
}

/// Left, top, width and height in pixels.
fn bar(sheet: &mut RgbImage, [left, top, width, height]: [u32; 4], ink: [u8; 3]) {
    for y in top..(top + height).min(HEIGHT) {
        for x in left..(left + width).min(WIDTH) {
            sheet.put_pixel(x, y, Rgb(ink));
        }
    }
}
