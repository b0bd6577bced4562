//! まとめて作る: cards made together by the card maker. Invariant: a card is in one batch at the most, and what is printed on
//! it is fixed when the batch is put together.
//!
//! Source: 10-registration.md, Cards (print file for the card maker, CSV and photos, per batch).

use super::{CardState, delivery::Place};
use crate::{
    id::{BatchId, CardId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Cards of one batch at the most (ours).
pub const CARDS_MAX: u32 = 100;

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Put together, not yet with the card maker.
    Open,
    /// With the card maker.
    Sent,
    /// The card maker said which chip each card has.
    Produced,
}

impl BatchState {
    /// Every state, in order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Sent, Self::Produced];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Open => 1,
            Self::Sent => 2,
            Self::Produced => 3,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Whether the card maker's answer is taken: also again, when all of it is known.
    pub const fn takes_answers(self) -> bool {
        matches!(self, Self::Sent | Self::Produced)
    }
}

/// What a batch is called on its files: the day it was put together, and the how-manyth of that day it is.
pub fn number(day: WorkDate, running: u32) -> String {
    format!("{}-{running:02}", day.number())
}

/// Whether everything of a batch that is still wanted has its chip: what was stopped meanwhile is not waited for.
pub fn is_produced(cards: &[CardState]) -> bool {
    !cards.contains(&CardState::Ordered)
}

/// A batch in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchLine {
    /// Which.
    pub id: BatchId,
    /// What it is called.
    pub number: String,
    /// Where it stands.
    pub state: BatchState,
    /// How many cards.
    pub cards: i64,
    /// When it was put together.
    pub made_at: Instant,
    /// When it went to the card maker.
    pub sent_at: Option<Instant>,
    /// When the last card had its chip.
    pub produced_at: Option<Instant>,
    /// When the keys were first handed over.
    pub keys_at: Option<Instant>,
}

/// A card of a batch, or one that came back, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCard {
    /// Which.
    pub card_id: CardId,
    /// Whose.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// Where it stands.
    pub state: CardState,
    /// How far it has come on its way.
    pub place: Place,
    /// Since when.
    pub placed_at: Option<Instant>,
    /// Why it came back.
    pub return_reason: Option<super::delivery::ReturnReason>,
}

/// Names of a person's fields that are printed on the card, so that a card in use says something else once they change.
///
/// Source: 10-registration.md, Cards (name, technician ID, expiry, year first registered, photo); the expiry is reckoned from
/// the birth date.
pub const PRINTED: [&str; 8] =
    ["family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman", "birth_date", "photo"];

/// Whether a field of a person is printed on the card.
pub fn is_printed(field: &str) -> bool {
    PRINTED.contains(&field)
}

/// What is printed on a card: one line of the file for the card maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Which card.
    pub card_id: CardId,
    /// Level, for the colour.
    pub level: Level,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// ローマ字.
    pub roman: String,
    /// Technician ID.
    pub technician_id: TechnicianId,
    /// Last day the card is good.
    pub valid_until: WorkDate,
    /// Year of first registration.
    pub registered_year: i32,
}

/// Head of the file for the card maker.
pub const PRINT_HEAD: [&str; 10] =
    ["card", "level", "colour", "name", "kana", "roman", "technician_id", "valid_until", "registered_year", "photo"];

impl Print {
    /// Name of the photo's file.
    pub fn photo_name(&self) -> String {
        format!("photos/{}.jpg", self.technician_id)
    }
    /// The cells, in the order of [`PRINT_HEAD`].
    pub fn cells(&self) -> [String; 10] {
        let day = self.valid_until.number();
        [
            self.card_id.to_string(),
            self.level.number().to_string(),
            colour(self.level).to_owned(),
            self.name.clone(),
            self.kana.clone(),
            self.roman.clone(),
            self.technician_id.to_string(),
            format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100),
            self.registered_year.to_string(),
            self.photo_name(),
        ]
    }
}

/// Colour of a level's card, as the card maker's file says it. Source: 10-registration.md, Cards.
pub const fn colour(level: Level) -> &'static str {
    match level {
        Level::One => "white",
        Level::Two => "blue",
        Level::Three => "silver",
        Level::Four => "gold",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn print(name: &str, level: Level) -> Print {
        Print {
            card_id: CardId(Uuid::from_u128(7)),
            level,
            name: name.to_owned(),
            kana: "タカハシ レン".to_owned(),
            roman: "TAKAHASHI REN".to_owned(),
            technician_id: TechnicianId::from_body(412_307_655_182),
            valid_until: WorkDate::from_stored(20_360_402),
            registered_year: 2026,
        }
    }

    #[test]
    fn the_cells_say_what_is_printed() {
        let id = TechnicianId::from_body(412_307_655_182).to_string();
        let cells = print("髙橋 蓮", Level::Three).cells();
        let card = "00000000-0000-0000-0000-000000000007";
        let photo = format!("photos/{id}.jpg");
        let expected =
            [card, "3", "silver", "髙橋 蓮", "タカハシ レン", "TAKAHASHI REN", &id, "2036-04-02", "2026", &photo];
        assert_eq!(cells, expected);
        assert_eq!(PRINT_HEAD.len(), cells.len());
    }

    #[test]
    fn colours_are_those_of_the_levels() {
        assert_eq!(
            [Level::One, Level::Two, Level::Three, Level::Four].map(colour),
            ["white", "blue", "silver", "gold"]
        );
    }

    #[test]
    fn a_batch_is_produced_when_nothing_waits_for_a_chip() {
        use CardState::{Issued, Ordered, Replaced, Revoked};
        for (cards, expected) in [
            (vec![Issued, Issued], true),
            (vec![Issued, Revoked], true),
            (vec![Issued, Replaced], true),
            (vec![Issued, Ordered], false),
            (vec![Ordered], false),
        ] {
            assert_eq!(is_produced(&cards), expected, "{cards:?}");
        }
        for (state, takes) in [(BatchState::Open, false), (BatchState::Sent, true), (BatchState::Produced, true)] {
            assert_eq!(state.takes_answers(), takes);
            assert_eq!(BatchState::from_stored(state.number()), Some(state));
        }
        assert_eq!(BatchState::from_stored(0), None);
        assert_eq!(number(WorkDate::from_stored(20_261_121), 3), "20261121-03");
    }
}
