//! Levels 1 to 4 and their card colours. Source: 40-levels-and-passport.md; judging comes with the criteria.

use serde::{Deserialize, Serialize};

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
