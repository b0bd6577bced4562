//! How far from its site a person's own phone said it was: a class, never a place. Invariant: what was said is compared and
//! forgotten; of a touch only the class is kept, and none of them keeps it from being recorded.
//!
//! Source: 20-sites-and-history.md (own phone at the site's tag or poster, with position if allowed), 30-cards.md (what falls
//! below is recorded and marked, never thrown away).

use crate::site::Position;
use serde::{Deserialize, Serialize};

/// Up to so many metres from the site's position counts as being there (ours: the longest side of a large site).
pub const NEAR_METRES: f64 = 300.0;
/// The earth as a sphere, metres.
const EARTH_METRES: f64 = 6_371_000.0;
/// The bits of a touch's flags that hold the class; the others are warnings.
const BITS: i16 = 0b1100_0000;

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Within [`NEAR_METRES`].
    Near,
    /// Farther.
    Far,
    /// The site asked, and the phone did not say, or not well enough.
    NotGiven,
}

impl Distance {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Near, Self::Far, Self::NotGiven];
    /// As it lies in a touch's flags.
    pub const fn bits(self) -> i16 {
        match self {
            Self::Near => 0b0100_0000,
            Self::Far => 0b1000_0000,
            Self::NotGiven => BITS,
        }
    }
    /// Out of a touch's flags; `None` where the site did not ask.
    pub fn of_flags(flags: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.bits() == flags & BITS)
    }
    /// Whether whoever approves should look.
    pub const fn is_marked(self) -> bool {
        !matches!(self, Self::Near)
    }
    /// The class of what a phone said.
    pub fn between(site: Position, said: Option<Said>) -> Self {
        match said {
            // A place that may be wrong by more than the border says nothing of it.
            Some(said) if said.accuracy <= NEAR_METRES => {
                if said.metres_from(site) <= NEAR_METRES {
                    Self::Near
                } else {
                    Self::Far
                }
            }
            _ => Self::NotGiven,
        }
    }
}

/// What a phone said of its place: degrees, and by how many metres it may be wrong. Shown by no `Debug`.
#[derive(Clone, Copy, PartialEq)]
pub struct Said {
    latitude: f64,
    longitude: f64,
    accuracy: f64,
}

impl core::fmt::Debug for Said {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Said(..)")
    }
}

impl Said {
    /// Out of three fields of a form, as a browser writes numbers; nothing where one is empty or none.
    pub fn read(latitude: &str, longitude: &str, accuracy: &str) -> Option<Self> {
        let number = |text: &str, least: f64, most: f64| {
            let number: f64 = text.trim().parse().ok()?;
            (least..=most).contains(&number).then_some(number)
        };
        Some(Self {
            latitude: number(latitude, -90.0, 90.0)?,
            longitude: number(longitude, -180.0, 180.0)?,
            accuracy: number(accuracy, 0.0, f64::MAX)?,
        })
    }

    /// Metres on a sphere, right to a hundredth at the distances that matter.
    fn metres_from(self, site: Position) -> f64 {
        let degrees = |e6: i32| f64::from(e6) / 1e6;
        let (north, east) = (degrees(site.latitude_e6).to_radians(), degrees(site.longitude_e6).to_radians());
        let here = self.latitude.to_radians();
        let aside = (self.longitude.to_radians() - east) * f64::midpoint(north, here).cos();
        EARTH_METRES * (here - north).hypot(aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Position = Position { latitude_e6: 35_654_321, longitude_e6: 139_796_000 };

    fn class(latitude: &str, longitude: &str, accuracy: &str) -> Distance {
        Distance::between(SITE, Said::read(latitude, longitude, accuracy))
    }

    #[test]
    fn three_hundred_metres_are_the_border() {
        // One thousandth of a degree is 111 m to the north, and 90 m to the east at 36 degrees.
        for (latitude, longitude, expected) in [
            ("35.654321", "139.796", Distance::Near),
            ("35.657018", "139.796", Distance::Near),
            ("35.657020", "139.796", Distance::Far),
            ("35.651624", "139.796", Distance::Near),
            ("35.651622", "139.796", Distance::Far),
            ("35.654321", "139.799310", Distance::Near),
            ("35.654321", "139.799330", Distance::Far),
            ("-35.654321", "139.796", Distance::Far),
            ("90", "-180", Distance::Far),
        ] {
            assert_eq!(class(latitude, longitude, "20"), expected, "{latitude} {longitude}");
        }
    }

    #[test]
    fn what_is_not_said_well_enough_is_not_given() {
        assert_eq!(class("35.654321", "139.796", "300"), Distance::Near);
        assert_eq!(class("35.654321", "139.796", "300.1"), Distance::NotGiven);
        for wrong in ["", "x", "NaN", "inf", "-1", "1e999"] {
            assert_eq!(class("35.654321", "139.796", wrong), Distance::NotGiven, "{wrong}");
        }
        for wrong in ["", "x", "NaN", "inf", "90.1"] {
            assert_eq!(class(wrong, "139.796", "20"), Distance::NotGiven, "{wrong}");
        }
        for wrong in ["", "x", "NaN", "180.1"] {
            assert_eq!(class("35.654321", wrong, "20"), Distance::NotGiven, "{wrong}");
        }
        assert_eq!(Distance::between(SITE, None), Distance::NotGiven);
    }

    #[test]
    fn a_class_lies_beside_the_warnings() {
        let warnings = 0b11_1111;
        assert_eq!(Distance::of_flags(warnings), None);
        for class in Distance::ALL {
            assert_eq!(class.bits() & warnings, 0);
            assert_eq!(Distance::of_flags(class.bits() | warnings), Some(class));
        }
        assert_eq!(Distance::ALL.map(Distance::is_marked), [false, true, true]);
    }

    #[test]
    fn a_place_is_shown_nowhere() {
        let said = Said::read("35.654321", "139.796", "20").unwrap();
        assert_eq!(format!("{said:?}"), "Said(..)");
    }
}
