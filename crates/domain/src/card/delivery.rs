//! 配送: where a finished card is on its way to its holder. Invariant: a card is with its holder once, whoever says so
//! first; what came back is sent again, never made again.
//!
//! Source: 10-registration.md, Cards (delivery tracking, returned mail); the steps are ours.

use super::CardState;
use serde::{Deserialize, Serialize};

/// How far a card has come on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Nothing is kept: it is not made yet, or it was given out before the way was followed.
    NotKept,
    /// Made, and not yet sent.
    Made,
    /// In the post.
    SentOn,
    /// With its holder.
    Arrived,
    /// The post brought it back.
    CameBack,
}

impl Place {
    /// Every place, in the order of the way.
    pub const ALL: [Self; 5] = [Self::NotKept, Self::Made, Self::SentOn, Self::Arrived, Self::CameBack];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::NotKept => 0,
            Self::Made => 1,
            Self::SentOn => 2,
            Self::Arrived => 3,
            Self::CameBack => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.number() == number)
    }
}

/// What is done with a card on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 発送した.
    Send,
    /// 届いた.
    Arrive,
    /// 返送された.
    ComeBack,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 3] = [Self::Send, Self::Arrive, Self::ComeBack];
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Arrive => "arrive",
            Self::ComeBack => "come_back",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// Where a card is after a step; `None` where the step is not one from here. A card may be handed over without the post.
pub const fn after(place: Place, step: Step) -> Option<Place> {
    match (place, step) {
        (Place::Made | Place::CameBack, Step::Send) => Some(Place::SentOn),
        (Place::Made | Place::SentOn | Place::CameBack, Step::Arrive) => Some(Place::Arrived),
        (Place::SentOn, Step::ComeBack) => Some(Place::CameBack),
        _ => None,
    }
}

/// Why the post brought a card back, as it is stamped on the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// あて所に尋ねあたりません.
    NoSuchAddress,
    /// 転居先不明.
    Moved,
    /// 保管期間経過.
    NotCollected,
    /// 受取拒絶.
    Refused,
}

impl ReturnReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 4] = [Self::NoSuchAddress, Self::Moved, Self::NotCollected, Self::Refused];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::NoSuchAddress => 1,
            Self::Moved => 2,
            Self::NotCollected => 3,
            Self::Refused => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.number() == number)
    }
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchAddress => "no_such_address",
            Self::Moved => "moved",
            Self::NotCollected => "not_collected",
            Self::Refused => "refused",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What a holder is told of where a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// Ordered, and not made yet.
    BeingMade,
    /// Made, to be sent.
    Made,
    /// In the post.
    SentOn,
    /// It came back.
    CameBack,
    /// With its holder.
    WithHolder,
}

impl Whereabouts {
    /// Every answer, in the order of the way.
    pub const ALL: [Self; 5] = [Self::BeingMade, Self::Made, Self::SentOn, Self::CameBack, Self::WithHolder];
}

/// Where a card is; `None` for one that is out of use. What was given out before the way was followed is with its holder.
pub const fn whereabouts(state: CardState, place: Place) -> Option<Whereabouts> {
    match (state, place) {
        (CardState::Revoked | CardState::Replaced, _) => None,
        (CardState::Ordered, _) => Some(Whereabouts::BeingMade),
        (CardState::Issued, Place::Made) => Some(Whereabouts::Made),
        (CardState::Issued, Place::SentOn) => Some(Whereabouts::SentOn),
        (CardState::Issued, Place::CameBack) => Some(Whereabouts::CameBack),
        (CardState::Issued, Place::Arrived | Place::NotKept) => Some(Whereabouts::WithHolder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_and_step_is_answered() {
        for (place, step, expected) in [
            (Place::NotKept, Step::Send, None),
            (Place::NotKept, Step::Arrive, None),
            (Place::NotKept, Step::ComeBack, None),
            (Place::Made, Step::Send, Some(Place::SentOn)),
            (Place::Made, Step::Arrive, Some(Place::Arrived)),
            (Place::Made, Step::ComeBack, None),
            (Place::SentOn, Step::Send, None),
            (Place::SentOn, Step::Arrive, Some(Place::Arrived)),
            (Place::SentOn, Step::ComeBack, Some(Place::CameBack)),
            (Place::Arrived, Step::Send, None),
            (Place::Arrived, Step::Arrive, None),
            (Place::Arrived, Step::ComeBack, None),
            (Place::CameBack, Step::Send, Some(Place::SentOn)),
            (Place::CameBack, Step::Arrive, Some(Place::Arrived)),
            (Place::CameBack, Step::ComeBack, None),
        ] {
            assert_eq!(after(place, step), expected, "{place:?} {step:?}");
        }
    }

    #[test]
    fn a_card_is_somewhere_until_it_is_out_of_use() {
        for (state, place, expected) in [
            (CardState::Ordered, Place::NotKept, Some(Whereabouts::BeingMade)),
            (CardState::Issued, Place::NotKept, Some(Whereabouts::WithHolder)),
            (CardState::Issued, Place::Made, Some(Whereabouts::Made)),
            (CardState::Issued, Place::SentOn, Some(Whereabouts::SentOn)),
            (CardState::Issued, Place::CameBack, Some(Whereabouts::CameBack)),
            (CardState::Issued, Place::Arrived, Some(Whereabouts::WithHolder)),
            (CardState::Revoked, Place::SentOn, None),
            (CardState::Replaced, Place::Arrived, None),
        ] {
            assert_eq!(whereabouts(state, place), expected, "{state:?} {place:?}");
        }
    }

    #[test]
    fn words_and_numbers_come_back() {
        for place in Place::ALL {
            assert_eq!(Place::from_stored(place.number()), Some(place));
        }
        for reason in ReturnReason::ALL {
            assert_eq!(ReturnReason::from_stored(reason.number()), Some(reason));
            assert_eq!(ReturnReason::from_code(reason.code()), Some(reason));
        }
        for step in Step::ALL {
            assert_eq!(Step::from_code(step.code()), Some(step));
        }
        assert_eq!((Place::from_stored(5), ReturnReason::from_stored(0), Step::from_code("")), (None, None, None));
        assert_eq!(Place::ALL.map(Place::number), [0, 1, 2, 3, 4]);
        assert_eq!(ReturnReason::ALL.map(ReturnReason::number), [1, 2, 3, 4]);
    }
}
