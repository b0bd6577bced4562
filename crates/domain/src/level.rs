//! Levels 1 to 4 and their card colours; why somebody stands at one; the criteria they are judged by. Invariant: a level is
//! the body's decision, and what [`criteria`] says is only what its criteria come to. Source: 40-levels-and-passport.md.

pub mod application;
pub mod body;
/// Not compiled for phones: they are sent the [`Explanation`].
#[cfg(not(target_arch = "wasm32"))]
pub mod criteria;
mod explanation;
mod field;
pub mod judging;
mod remaining;
pub mod statement;
pub mod verdict;
pub mod view;

use serde::{Deserialize, Serialize};

pub use explanation::{
    Alternative, Choice, Days, Explanation, Forecast, Leading, Next, Part, Requirement, Standing, Wanted,
};
pub use field::{FieldNumber, NoCriteria};
pub use remaining::Remaining;

/// 能力評価レベル. The card's colour is the level's, never the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Level 1, white card.
    One,
    /// Level 2, blue card.
    Two,
    /// Level 3, silver card.
    Three,
    /// Level 4, gold card.
    Four,
}

impl Level {
    /// The levels a body judges, lowest first; everybody who is registered has level 1.
    pub const JUDGED: [Self; 3] = [Self::Two, Self::Three, Self::Four];

    /// The level above; `None` above the highest.
    pub const fn next(self) -> Option<Self> {
        Self::from_number(self.number() + 1)
    }
    /// 1 to 4, as stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }
    /// From the stored number; `None` for anything but 1 to 4.
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            _ => None,
        }
    }
}
