//! 再発行: a new card for one that is lost, broken or no longer says the right name. Invariant: one is under way at a time,
//! and a card that is lost is out of use before anything else happens.
//!
//! Source: 10-registration.md, Cards (reissue ¥1,000; lost → revoked at once).

use super::{CardState, RevocationReason, delivery::Whereabouts};
use crate::{
    fee::{FeeLine, Yen},
    id::{CardId, TechnicianId},
    level::Level,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Why a new card is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReissueReason {
    /// 紛失, 盗難: the old card is out of use at once.
    Lost,
    /// 破損: the old card is good until the new one has come.
    Damaged,
    /// 名前の変更: the same.
    NameChanged,
    /// 訂正: the office put right what is printed and orders the card itself, for which nothing is asked; the same.
    Corrected,
    /// 能力評価: the level the card shows is another by now, for which nothing is asked; the same.
    LevelChanged,
}

impl ReissueReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Lost, Self::Damaged, Self::NameChanged, Self::Corrected, Self::LevelChanged];
    /// Those for which a holder asks, in the order of the form; the price of the day is asked for them.
    pub const OFFERED: [Self; 3] = [Self::Lost, Self::Damaged, Self::NameChanged];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Lost => 1,
            Self::Damaged => 2,
            Self::NameChanged => 3,
            Self::Corrected => 4,
            Self::LevelChanged => 5,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Damaged => "damaged",
            Self::NameChanged => "name_changed",
            Self::Corrected => "corrected",
            Self::LevelChanged => "level_changed",
        }
    }
    /// From the word forms send; only what is offered.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::OFFERED.into_iter().find(|reason| reason.code() == code)
    }
    /// Whether the old card is out of use as soon as the new one is asked for; else it is good until the new one has come.
    pub const fn stops_at_once(self) -> bool {
        matches!(self, Self::Lost)
    }
    /// Whether a fee is asked for it: what the register itself had wrong costs its holder nothing, and neither does the colour
    /// of a level that was paid for (ours).
    pub const fn is_paid_for(self) -> bool {
        !matches!(self, Self::Corrected | Self::LevelChanged)
    }
}

/// Why no new card can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReissue {
    /// One is under way.
    #[error("a reissue is under way")]
    UnderWay,
    /// A card has been ordered and will come.
    #[error("a card is being made")]
    BeingMade,
    /// There never was one.
    #[error("there never was a card")]
    NoCard,
}

impl NoReissue {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnderWay => "card.reissue_under_way",
            Self::BeingMade => "card.being_made",
            Self::NoCard => "card.none",
        }
    }
}

/// Whether a new card can be asked for by somebody whose cards are in these states. Errors: [`NoReissue`].
pub fn may_ask(cards: &[CardState], under_way: bool) -> Result<(), NoReissue> {
    if under_way {
        Err(NoReissue::UnderWay)
    } else if cards.is_empty() {
        Err(NoReissue::NoCard)
    } else if cards.contains(&CardState::Ordered) {
        Err(NoReissue::BeingMade)
    } else {
        Ok(())
    }
}

/// A card as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCard {
    /// Which.
    pub card_id: CardId,
    /// Its state.
    pub state: CardState,
    /// Level, for the colour.
    pub level: Level,
    /// Where it is; absent where it is out of use.
    pub whereabouts: Option<Whereabouts>,
    /// Since when it is there, where that is known.
    pub since: Option<Instant>,
    /// Last day it is good; absent while it is not made.
    pub valid_until: Option<WorkDate>,
    /// From when it is out of use, and why where somebody said so.
    pub ended: Option<(Instant, Option<RevocationReason>)>,
    /// What is printed on it is no longer what is registered.
    pub shows_old: bool,
}

impl HeldCard {
    /// Whether touches with it count.
    pub fn is_in_use(&self) -> bool {
        self.state == CardState::Issued
    }
}

/// A reissue under way as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reissue {
    /// Why.
    pub reason: ReissueReason,
    /// When it was asked for.
    pub asked_at: Instant,
    /// What is to be paid or was; absent where nothing was asked for.
    pub fee: Option<FeeLine>,
    /// Whether the new card has been ordered: then it cannot be taken back.
    pub ordered: bool,
    /// Where the new card is; absent where it is not ordered yet.
    pub place: Option<Whereabouts>,
}

/// A person's cards, and what can be done about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Whose.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Newest first.
    pub cards: Vec<HeldCard>,
    /// The one under way.
    pub reissue: Option<Reissue>,
    /// What a new card costs today; absent where no price is set.
    pub price: Option<Yen>,
}

impl Holding {
    /// Whether a new card can be asked for. Errors: [`NoReissue`].
    pub fn may_ask(&self) -> Result<(), NoReissue> {
        let states: Vec<CardState> = self.cards.iter().map(|card| card.state).collect();
        may_ask(&states, self.reissue.is_some())
    }
    /// Whether a card in use says something else than the register, and a new one can be asked for.
    pub fn may_renew_print(&self) -> bool {
        self.cards.iter().any(|card| card.is_in_use() && card.shows_old) && self.may_ask().is_ok()
    }
    /// The cards in use or on the way.
    pub fn current(&self) -> impl Iterator<Item = &HeldCard> {
        self.cards.iter().filter(|card| card.whereabouts.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_card_is_asked_for_where_there_was_one_and_none_is_coming() {
        use CardState::{Issued, Ordered, Replaced, Revoked};
        for (cards, under_way, expected) in [
            (vec![Issued], false, Ok(())),
            (vec![Revoked], false, Ok(())),
            (vec![Issued, Replaced, Revoked], false, Ok(())),
            (vec![], false, Err(NoReissue::NoCard)),
            (vec![Ordered], false, Err(NoReissue::BeingMade)),
            (vec![Ordered, Issued], false, Err(NoReissue::BeingMade)),
            (vec![Issued], true, Err(NoReissue::UnderWay)),
            (vec![Ordered], true, Err(NoReissue::UnderWay)),
        ] {
            assert_eq!(may_ask(&cards, under_way), expected, "{cards:?} {under_way}");
        }
    }

    #[test]
    fn only_a_lost_card_stops_at_once() {
        for (reason, at_once, paid) in [
            (ReissueReason::Lost, true, true),
            (ReissueReason::Damaged, false, true),
            (ReissueReason::NameChanged, false, true),
            (ReissueReason::Corrected, false, false),
            (ReissueReason::LevelChanged, false, false),
        ] {
            assert_eq!((reason.stops_at_once(), reason.is_paid_for()), (at_once, paid), "{reason:?}");
            assert_eq!(ReissueReason::from_stored(reason.number()), Some(reason));
            assert_eq!(ReissueReason::from_code(reason.code()), paid.then_some(reason), "what is free nobody asks for");
        }
        assert_eq!((ReissueReason::from_stored(6), ReissueReason::from_code("")), (None, None));
    }
}
