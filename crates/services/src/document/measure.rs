//! How a picture looks, measured once when it is taken in.

use domain::application::{Look, MEASURED_SIDE};
use image::{DynamicImage, GrayImage, RgbImage};

/// Measures a picture.
pub(super) fn look(picture: &RgbImage) -> Look {
    let grey = fitted(picture);
    let mut shades = Counts::default();
    let mut steps = Counts::default();
    for (x, y, pixel) in grey.enumerate_pixels() {
        let [here] = pixel.0;
        shades.add(here);
        let next = |x: u32, y: u32| grey.get_pixel_checked(x, y).map_or(0, |other| other.0[0].abs_diff(here));
        steps.add(next(x + 1, y).max(next(x, y + 1)));
    }
    let range = shades.at_share(990).saturating_sub(shades.at_share(10));
    Look { light: shades.mean(), range, edge: steps.at_share(997) }
}

fn fitted(picture: &RgbImage) -> GrayImage {
    if picture.width().max(picture.height()) <= MEASURED_SIDE {
        return image::imageops::grayscale(picture);
    }
    DynamicImage::ImageRgb8(picture.clone()).thumbnail(MEASURED_SIDE, MEASURED_SIDE).into_luma8()
}

/// How often each of 256 values is there.
struct Counts([u64; 256]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Counts {
    fn add(&mut self, value: u8) {
        self.0[usize::from(value)] += 1;
    }
    fn valued(&self) -> impl Iterator<Item = (u8, u64)> {
        (0..=u8::MAX).zip(self.0)
    }
    fn all(&self) -> u64 {
        self.0.iter().sum()
    }
    fn mean(&self) -> u8 {
        let sum: u64 = self.valued().map(|(value, count)| u64::from(value) * count).sum();
        u8::try_from(sum / self.all().max(1)).unwrap_or(u8::MAX)
    }
    /// The least value that so many of a thousand do not pass.
    fn at_share(&self, permille: u64) -> u8 {
        let wanted = self.all() * permille;
        let mut below = 0;
        let reached = self.valued().find(|(_, count)| {
            below += count * 1_000;
            below >= wanted
        });
        reached.map_or(u8::MAX, |(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::application::Flaw;
    use image::Rgb;

    /// A head and shoulders on a light ground, with eyes.
    fn portrait(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (f64::from(x) / f64::from(width) - 0.5, f64::from(y) / f64::from(height));
            let within =
                |at: (f64, f64), size: (f64, f64)| ((x - at.0) / size.0).powi(2) + ((y - at.1) / size.1).powi(2) < 1.0;
            if within((-0.08, 0.36), (0.03, 0.015)) || within((0.08, 0.36), (0.03, 0.015)) {
                Rgb([40, 30, 25])
            } else if within((0.0, 0.4), (0.22, 0.24)) {
                Rgb([216, 168, 132])
            } else if y > 0.68 && x.abs() < 0.42 {
                Rgb([43, 76, 126])
            } else {
                Rgb([221, 221, 221])
            }
        })
    }

    /// A page of lines of small print.
    fn page(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let printed = y % 40 < 14 && (x / 7) % 3 != 0 && x > width / 8 && x < width * 7 / 8 && y < height / 2;
            if printed { Rgb([30, 30, 30]) } else { Rgb([250, 250, 246]) }
        })
    }

    fn changed(picture: &RgbImage, change: impl Fn(u8) -> u8) -> RgbImage {
        let mut picture = picture.clone();
        picture.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(&change));
        picture
    }

    #[test]
    fn what_is_seen_well_has_no_flaw_and_what_is_not_is_told() {
        let (face, text) = (portrait(600, 800), page(1_700, 2_400));
        for (what, picture, flaws) in [
            ("a portrait", face.clone(), vec![]),
            ("the least portrait", portrait(294, 378), vec![]),
            ("a page", text.clone(), vec![]),
            ("in the dark", changed(&face, |shade| shade / 5), vec![Flaw::Dark, Flaw::Flat]),
            ("in a dark room", changed(&face, |shade| shade / 3), vec![Flaw::Flat]),
            ("in the evening", changed(&face, |shade| shade / 2), vec![]),
            ("in the glare", changed(&face, |shade| 200 + shade / 5), vec![Flaw::Flat]),
            ("out of focus", image::imageops::blur(&face, 9.0), vec![Flaw::Blurred]),
            ("a page out of focus", image::imageops::blur(&text, 40.0), vec![Flaw::Blurred]),
            ("nothing", RgbImage::from_pixel(300, 400, Rgb([90, 120, 150])), vec![Flaw::Flat]),
            ("one pixel", RgbImage::from_pixel(1, 1, Rgb([255, 255, 255])), vec![Flaw::Flat]),
        ] {
            assert_eq!(look(&picture).flaws(), flaws, "{what}: {:?}", look(&picture));
        }
    }
}
