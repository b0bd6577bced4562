//! How a picture looks, told by measures. Invariant: a flaw is a hint to whoever sends it and to whoever reviews it; nothing
//! is refused for one.
//!
//! Source: 10-registration.md, Review (image quality among the automatic checks). The bounds are ours: set so that a portrait
//! and a page of text taken well have none.

use serde::{Deserialize, Serialize};

/// Measures of a picture, fitted to [`MEASURED_SIDE`] pixels, in grey from 0 (black) to 255 (white).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The mean.
    pub light: u8,
    /// From the darkest to the lightest, the darkest and the lightest hundredth left out.
    pub range: u8,
    /// The step from a pixel to the next that three in a thousand of them pass: low where nothing is sharp.
    pub edge: u8,
}

/// The longer side of a picture when it is measured: about what is printed on a card.
pub const MEASURED_SIDE: u32 = 480;

/// What keeps a picture from being seen well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// Too dark.
    Dark,
    /// Nearly of one shade: over-exposed, misted, or empty.
    Flat,
    /// Out of focus or shaken.
    Blurred,
}

const LIGHT_MIN: u8 = 55;
const RANGE_MIN: u8 = 60;
/// Of the range: a picture in little light has small steps however sharp it is.
const EDGE_SHARE_MIN: u8 = 8;

impl Look {
    /// Its flaws. A picture of one shade has nothing to be sharp.
    pub fn flaws(self) -> Vec<Flaw> {
        let flat = self.range < RANGE_MIN;
        let all = [
            (self.light < LIGHT_MIN, Flaw::Dark),
            (flat, Flaw::Flat),
            (!flat && self.edge < self.range / EDGE_SHARE_MIN, Flaw::Blurred),
        ];
        all.into_iter().filter_map(|(is, flaw)| is.then_some(flaw)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws_have_edges() {
        for (light, range, edge, flaws) in [
            (55, 60, 7, vec![]),
            (54, 60, 7, vec![Flaw::Dark]),
            (55, 59, 7, vec![Flaw::Flat]),
            (55, 59, 0, vec![Flaw::Flat]),
            (55, 60, 6, vec![Flaw::Blurred]),
            (128, 240, 29, vec![Flaw::Blurred]),
            (128, 240, 30, vec![]),
            (0, 0, 0, vec![Flaw::Dark, Flaw::Flat]),
            (54, 255, 0, vec![Flaw::Dark, Flaw::Blurred]),
            (255, 255, 255, vec![]),
        ] {
            assert_eq!(Look { light, range, edge }.flaws(), flaws, "{light} {range} {edge}");
        }
    }
}
