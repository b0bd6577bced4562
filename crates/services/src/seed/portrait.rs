//! Invented portraits: a drawn head with a helmet, in the colours of the firm. Invariant: integers of a fixed mix of the
//! person's number decide everything, so the same person always looks the same; nobody real is shown.

use crate::{Error, Result};
use image::{DynamicImage, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

const WIDTH: u32 = 441;
const HEIGHT: u32 = 567;
const QUALITY: u8 = 90;
/// 0xRRGGBB.
const SKINS: [u32; 5] = [0xf3_d3_b6, 0xe8_bf_99, 0xd9_a8_7c, 0xc6_8e_60, 0xf0_cb_a8];
const HAIRS: [u32; 4] = [0x1e_1a_18, 0x2b_21_1c, 0x3a_2c_22, 0x6a_66_62];

/// A shape whose inside is where `inside` is positive: distance to its edge in pixels.
struct Ellipse {
    x: f32,
    y: f32,
    half_width: f32,
    half_height: f32,
}

struct Canvas(RgbImage);

fn rgb(colour: u32) -> [u8; 3] {
    let [_, r, g, b] = colour.to_be_bytes();
    [r, g, b]
}

fn shaded(colour: u32, percent: u32) -> u32 {
    let part = |shift: u32| ((colour >> shift & 0xff) * percent / 100).min(255) << shift;
    part(16) | part(8) | part(0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn pixel(at: f32, max: u32) -> u32 {
    (at.max(0.0) as u32).min(max)
}

#[expect(clippy::cast_precision_loss, reason = "pixels are few")]
const fn place(at: u32) -> f32 {
    at as f32 + 0.5
}

impl Canvas {
    /// Paints `colour` where `inside` is positive, soft over one pixel, within the box.
    fn paint(&mut self, [left, top, right, bottom]: [f32; 4], colour: u32, inside: impl Fn(f32, f32) -> f32) {
        let colour = rgb(colour);
        for y in pixel(top, HEIGHT)..pixel(bottom + 1.0, HEIGHT) {
            for x in pixel(left, WIDTH)..pixel(right + 1.0, WIDTH) {
                let cover = (inside(place(x), place(y)) + 0.5).clamp(0.0, 1.0);
                if cover > 0.0 {
                    let under = self.0.get_pixel_mut(x, y);
                    for (under, over) in under.0.iter_mut().zip(colour) {
                        let mixed = f32::from(*under) * (1.0 - cover) + f32::from(over) * cover;
                        *under = u8::try_from(pixel(mixed, 255)).unwrap_or(u8::MAX);
                    }
                }
            }
        }
    }

    fn ellipse(&mut self, of: &Ellipse, colour: u32) {
        let area = [of.x - of.half_width, of.y - of.half_height, of.x + of.half_width, of.y + of.half_height];
        self.paint(area, colour, |x, y| of.inside(x, y));
    }

    fn upper_half(&mut self, of: &Ellipse, colour: u32) {
        let area = [of.x - of.half_width, of.y - of.half_height, of.x + of.half_width, of.y];
        self.paint(area, colour, |x, y| of.inside(x, y).min(of.y - y));
    }

    fn bar(&mut self, [left, top, right, bottom]: [f32; 4], colour: u32) {
        self.paint([left, top, right, bottom], colour, |x, y| (x - left).min(right - x).min(y - top).min(bottom - y));
    }
}

impl Ellipse {
    const fn new(x: f32, y: f32, half_width: f32, half_height: f32) -> Self {
        Self { x, y, half_width, half_height }
    }
    fn inside(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = ((x - self.x) / self.half_width, (y - self.y) / self.half_height);
        (1.0 - dx.hypot(dy)) * self.half_width.min(self.half_height)
    }
}

/// The portrait of the `number`th person: a JPEG of 441 × 567, with helmet and jacket in the two colours.
pub fn draw(number: u32, [helmet, jacket]: [u32; 2], long_hair: bool) -> Result<Vec<u8>> {
    let chance = number.wrapping_mul(2_654_435_761);
    let pick = |shift: u32, of: u32| (chance >> shift) % of;
    let choose = |from: &[u32], shift| {
        let len = u32::try_from(from.len()).unwrap_or(1);
        from.get(pick(shift, len) as usize).copied().unwrap_or_default()
    };
    let (skin, hair) = (choose(&SKINS, 3), choose(&HAIRS, 9));
    #[expect(clippy::cast_precision_loss, reason = "below twenty")]
    let (wide, high) = (pick(13, 16) as f32, pick(19, 14) as f32);
    let middle = 220.5;
    let mut canvas = Canvas(RgbImage::from_fn(WIDTH, HEIGHT, |_, y| Rgb(rgb(shaded(0xdd_e4_ea, 100 - y / 57)))));
    if long_hair {
        canvas.ellipse(&Ellipse::new(middle, 330.0, 124.0 + wide / 2.0, 150.0), hair);
    }
    canvas.ellipse(&Ellipse::new(middle, 640.0, 205.0, 175.0), jacket);
    canvas.ellipse(&Ellipse::new(middle, 470.0, 66.0, 40.0), shaded(jacket, 78));
    canvas.bar([middle - 44.0, 390.0, middle + 44.0, 486.0], shaded(skin, 90));
    for side in [-1.0, 1.0] {
        canvas.ellipse(&Ellipse::new(middle + side * (103.0 + wide / 2.0), 300.0, 17.0, 30.0), shaded(skin, 93));
    }
    let face = Ellipse::new(middle, 296.0, 102.0 + wide / 2.0, 128.0 + high / 2.0);
    canvas.ellipse(&Ellipse::new(middle, 250.0, face.half_width + 5.0, 110.0), hair);
    canvas.ellipse(&face, skin);
    features(&mut canvas, middle, [wide, high], [skin, hair]);
    headgear(&mut canvas, middle, face.half_width, helmet);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    DynamicImage::ImageRgb8(canvas.0).write_with_encoder(encoder).map_err(Error::internal)?;
    Ok(jpeg)
}

fn features(canvas: &mut Canvas, middle: f32, [wide, high]: [f32; 2], [skin, hair]: [u32; 2]) {
    for side in [-1.0, 1.0] {
        let eye = middle + side * (41.0 + wide / 3.0);
        canvas.bar([eye - 22.0, 262.0 - high / 3.0, eye + 22.0, 268.0 - high / 4.0], hair);
        canvas.ellipse(&Ellipse::new(eye, 294.0, 17.0, 8.0 + high / 6.0), 0xfb_fa_f8);
        canvas.ellipse(&Ellipse::new(eye, 294.0, 8.0, 8.0), 0x2a_21_1c);
    }
    canvas.ellipse(&Ellipse::new(middle, 334.0, 11.0 + wide / 6.0, 8.0), shaded(skin, 86));
    canvas.bar([middle - 27.0 - wide / 2.0, 374.0, middle + 27.0 + wide / 2.0, 378.5], 0x9a_4e_46);
}

/// Helmet, its brim and stripe, and the chin strap.
fn headgear(canvas: &mut Canvas, middle: f32, half_face: f32, helmet: u32) {
    let shell = Ellipse::new(middle, 236.0, half_face + 23.0, 158.0);
    canvas.upper_half(&shell, helmet);
    canvas.upper_half(&Ellipse::new(middle - 34.0, 236.0, half_face - 52.0, 128.0), shaded(helmet, 104));
    canvas.bar([middle - 7.0, 82.0, middle + 7.0, 236.0], shaded(helmet, 88));
    canvas.bar([middle - half_face - 23.0, 204.0, middle + half_face + 23.0, 214.0], 0x2b_4c_7e);
    canvas.ellipse(&Ellipse::new(middle, 239.0, half_face + 36.0, 13.0), shaded(helmet, 90));
    for side in [-1.0, 1.0] {
        let edge = middle + side * (half_face - 3.0);
        canvas.bar([edge - 3.0, 246.0, edge + 3.0, 352.0], 0x33_38_40);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portrait_is_taken_as_a_photo_and_is_always_the_same() {
        let one = draw(7, [0xf5_c5_18, 0x3a_3f_47], false).unwrap();
        assert_eq!(one, draw(7, [0xf5_c5_18, 0x3a_3f_47], false).unwrap());
        assert_ne!(one, draw(8, [0xf5_c5_18, 0x3a_3f_47], false).unwrap());
        let read = image::load_from_memory(&one).unwrap();
        assert_eq!((read.width(), read.height()), (WIDTH, HEIGHT));
    }
}
