//! Black boxes on a picture, before it is sent. Plain geometry in pixels of the picture. Invariant: a box lies within the
//! picture and is never smaller than [`LEAST`].

/// Pixels a box has at least each way.
pub const LEAST: f64 = 8.0;
/// Pixels an arrow key moves or changes a box by.
const STEP: f64 = 12.0;

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Black {
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

/// A picture's width and height.
pub type Size = (f64, f64);

impl Black {
    /// Between two corners, whichever way they were drawn.
    pub fn between(from: (f64, f64), to: (f64, f64), picture: Size) -> Self {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        Self { x, y, width, height }.within(picture)
    }

    /// In the middle, as wide as a number is.
    pub fn in_the_middle((width, height): Size) -> Self {
        let whole = Self { x: width * 0.3, y: height * 0.45, width: width * 0.4, height: height * 0.1 };
        whole.within((width, height))
    }

    /// Moved by an arrow key, or changed in size with Shift; `None` for any other key.
    pub fn by_key(self, key: &str, resize: bool, picture: Size) -> Option<Self> {
        let (right, down) = match key {
            "ArrowLeft" => (-STEP, 0.0),
            "ArrowRight" => (STEP, 0.0),
            "ArrowUp" => (0.0, -STEP),
            "ArrowDown" => (0.0, STEP),
            _ => return None,
        };
        let changed = if resize {
            Self { width: self.width + right, height: self.height + down, ..self }
        } else {
            Self { x: self.x + right, y: self.y + down, ..self }
        };
        Some(changed.within(picture))
    }

    fn within(self, (width, height): Size) -> Self {
        let (wide, high) = (self.width.clamp(LEAST.min(width), width), self.height.clamp(LEAST.min(height), height));
        Self { x: self.x.clamp(0.0, width - wide), y: self.y.clamp(0.0, height - high), width: wide, height: high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: Size = (800.0, 500.0);

    #[test]
    fn a_box_is_drawn_from_any_corner() {
        let drawn = Black { x: 100.0, y: 50.0, width: 200.0, height: 40.0 };
        for (from, to) in
            [((100.0, 50.0), (300.0, 90.0)), ((300.0, 90.0), (100.0, 50.0)), ((300.0, 50.0), (100.0, 90.0))]
        {
            assert_eq!(Black::between(from, to, PICTURE), drawn);
        }
    }

    #[test]
    fn a_tap_is_the_least_box_and_none_leaves_the_picture() {
        let tap = Black::between((799.0, 499.0), (799.0, 499.0), PICTURE);
        assert_eq!(tap, Black { x: 792.0, y: 492.0, width: LEAST, height: LEAST });
        let over = Black::between((-50.0, -50.0), (2_000.0, 2_000.0), PICTURE);
        assert_eq!(over, Black { x: 0.0, y: 0.0, width: 800.0, height: 500.0 });
        let dot = Black::in_the_middle((3.0, 3.0));
        assert_eq!((dot.width, dot.height), (3.0, 3.0), "a picture smaller than the least box is black");
    }

    #[test]
    fn arrows_move_and_with_shift_change_the_size() {
        let middle = Black::in_the_middle(PICTURE);
        let right = middle.by_key("ArrowRight", false, PICTURE).unwrap();
        assert_eq!((right.x, right.width), (middle.x + STEP, middle.width));
        let taller = middle.by_key("ArrowDown", true, PICTURE).unwrap();
        assert_eq!((taller.y, taller.height), (middle.y, middle.height + STEP));
        let mut up = middle;
        for _ in 0..100 {
            up = up.by_key("ArrowUp", false, PICTURE).unwrap();
        }
        assert!(up.y.abs() < f64::EPSILON, "it stops at the edge");
        assert_eq!(middle.by_key("Enter", false, PICTURE), None);
    }
}
