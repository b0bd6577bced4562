//! The part of a picture that becomes the photo on the card. Plain geometry. Invariant: the frame is always filled, and
//! what is cut out has at least the pixels a card needs where the picture has them.

/// Width of the frame, twice the pixels a card needs (294 × 378).
pub const WIDTH: f64 = 588.0;
/// Height of the frame.
pub const HEIGHT: f64 = 756.0;
/// A picture is enlarged at most so much over the smallest that fills the frame.
const ZOOM_MAX: f64 = 4.0;
/// Pixels of the picture across the frame a card needs.
const LEAST: f64 = 294.0;

/// How the picture lies in the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// Width and height of the picture as it is.
    picture: (f64, f64),
    /// Quarter turns to the right.
    turns: u8,
    zoom: f64,
    /// Of the picture's middle from the frame's.
    offset: (f64, f64),
}

impl Crop {
    /// The whole of the picture's middle.
    pub const fn of(width: f64, height: f64) -> Self {
        Self { picture: (width.max(1.0), height.max(1.0)), turns: 0, zoom: 1.0, offset: (0.0, 0.0) }
    }

    /// Pixels of the frame for each of the picture.
    pub fn scale(&self) -> f64 {
        self.filling() * self.zoom
    }

    /// Of the picture's middle from the frame's.
    pub const fn offset(&self) -> (f64, f64) {
        self.offset
    }

    /// How far it is turned to the right.
    pub fn radians(&self) -> f64 {
        f64::from(self.turns) * core::f64::consts::FRAC_PI_2
    }

    /// Moved by so many pixels of the frame.
    pub fn moved(self, right: f64, down: f64) -> Self {
        Self { offset: (self.offset.0 + right, self.offset.1 + down), ..self }.filled()
    }

    /// Enlarged by a factor around the frame's middle.
    pub fn zoomed(self, factor: f64) -> Self {
        let zoom = (self.zoom * factor).clamp(1.0, self.zoom_max());
        let change = zoom / self.zoom;
        Self { zoom, offset: (self.offset.0 * change, self.offset.1 * change), ..self }.filled()
    }

    /// Turned a quarter to the right.
    pub fn turned(self) -> Self {
        let turned = Self { turns: (self.turns + 1) % 4, offset: (-self.offset.1, self.offset.0), ..self };
        Self { zoom: turned.zoom.min(turned.zoom_max()), ..turned }.filled()
    }

    /// Pixels across what is cut out: never more than the picture has there.
    pub fn width(&self) -> f64 {
        (WIDTH / self.scale()).min(WIDTH)
    }

    fn lying(&self) -> (f64, f64) {
        if self.turns.is_multiple_of(2) { self.picture } else { (self.picture.1, self.picture.0) }
    }

    fn filling(&self) -> f64 {
        let (width, height) = self.lying();
        (WIDTH / width).max(HEIGHT / height)
    }

    fn zoom_max(&self) -> f64 {
        (WIDTH / LEAST / self.filling()).clamp(1.0, ZOOM_MAX)
    }

    fn filled(self) -> Self {
        let (width, height) = self.lying();
        let room = |length: f64, frame: f64| ((length * self.scale() - frame) / 2.0).max(0.0);
        let (across, along) = (room(width, WIDTH), room(height, HEIGHT));
        Self { offset: (self.offset.0.clamp(-across, across), self.offset.1.clamp(-along, along)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fills(crop: Crop) -> bool {
        let (width, height) = crop.lying();
        let covers =
            |length: f64, frame: f64, offset: f64| length * crop.scale() / 2.0 - offset.abs() >= frame / 2.0 - 1e-6;
        covers(width, WIDTH, crop.offset().0) && covers(height, HEIGHT, crop.offset().1)
    }

    #[test]
    fn the_frame_stays_filled_whatever_is_done() {
        for (width, height) in [(3_000.0, 4_000.0), (4_000.0, 3_000.0), (294.0, 378.0), (100.0, 2_000.0), (1.0, 1.0)] {
            let mut crop = Crop::of(width, height);
            assert!(fills(crop), "{width}x{height}");
            for step in 0..200 {
                crop = match step % 5 {
                    0 => crop.moved(500.0, -900.0),
                    1 => crop.zoomed(1.7),
                    2 => crop.turned(),
                    3 => crop.moved(-70.0, 30.0),
                    _ => crop.zoomed(0.6),
                };
                assert!(fills(crop), "{width}x{height} after {step}: {crop:?}");
            }
        }
    }

    #[test]
    fn no_pixels_are_made_up_and_none_too_few_are_kept() {
        assert!((Crop::of(3_000.0, 4_000.0).width() - WIDTH).abs() < 1e-6);
        assert!((Crop::of(3_000.0, 4_000.0).zoomed(100.0).width() - WIDTH).abs() < 1e-6, "four times is enough");
        let just = Crop::of(294.0, 378.0);
        assert!((just.width() - 294.0).abs() < 1e-6 && just.zoomed(3.0) == just, "there is nothing to enlarge");
        assert!((Crop::of(600.0, 800.0).zoomed(3.0).width() - 294.0).abs() < 1e-6);
        assert!(Crop::of(200.0, 300.0).width() <= 200.0, "too small stays too small, and the server says so");
    }

    #[test]
    fn four_turns_are_none() {
        let crop = Crop::of(600.0, 800.0);
        assert_eq!(crop.turned().turned().turned().turned(), crop);
        assert!((crop.turned().radians() - core::f64::consts::FRAC_PI_2).abs() < 1e-9);
    }
}
