//! タッチ: the raw fact of one reading in or out, how it was proven, and what the register answers to it.
//!
//! Invariant: a touch is never changed or taken away; what it came to is derived from all touches together
//! ([`shift`]), so the order in which they arrive does not matter. Sources: 20-sites-and-history.md, 30-cards.md.

pub mod distance;
pub mod reading;
pub mod shift;
pub mod timing;
pub mod wire;

use serde::{Deserialize, Serialize};

/// In, out, or not said by the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchKind {
    /// 入場.
    In,
    /// 退場.
    Out,
    /// The device does not say which.
    Unknown,
}

impl TouchKind {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Unknown => "unknown",
        }
    }
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Unknown => 0,
            Self::In => 1,
            Self::Out => 2,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Self {
        match number {
            1 => Self::In,
            2 => Self::Out,
            _ => Self::Unknown,
        }
    }
}

/// By which way a touch or a record came. Source: data/history_channels.csv and 20-sites-and-history.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A phone or tablet at the gate.
    Gate,
    /// The person's own phone at the site's tag or poster.
    OwnPhone,
    /// A logging reader's file.
    LoggingReader,
    /// A partner system's API.
    PartnerApi,
    /// 直接入力.
    DirectEntry,
    /// A file of days, entered as directly.
    DayFile,
    /// R方式: the attendance file of 建退共.
    KentaikyoR,
}

impl Channel {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Gate => 1,
            Self::OwnPhone => 2,
            Self::LoggingReader => 3,
            Self::PartnerApi => 4,
            Self::DirectEntry => 5,
            Self::DayFile => 6,
            Self::KentaikyoR => 7,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Gate),
            2 => Some(Self::OwnPhone),
            3 => Some(Self::LoggingReader),
            4 => Some(Self::PartnerApi),
            5 => Some(Self::DirectEntry),
            6 => Some(Self::DayFile),
            7 => Some(Self::KentaikyoR),
            _ => None,
        }
    }
}

/// How surely a touch shows that the card was there, best first (30-cards.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Typed by hand.
    Typed,
    /// Only the tag's serial number.
    UidOnly,
    /// The code on the person's phone.
    DynamicQr,
    /// A signed but copyable record on the card.
    SignedNdef,
    /// The card's own cryptographic answer, fresh for every tap.
    Sun,
}

impl Assurance {
    /// As stored; a higher number is surer.
    pub const fn number(self) -> i16 {
        match self {
            Self::Typed => 1,
            Self::UidOnly => 2,
            Self::DynamicQr => 3,
            Self::SignedNdef => 4,
            Self::Sun => 5,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Typed),
            2 => Some(Self::UidOnly),
            3 => Some(Self::DynamicQr),
            4 => Some(Self::SignedNdef),
            5 => Some(Self::Sun),
            _ => None,
        }
    }
    /// Whether a touch that came by `channel` reaches the least a site asks for; `least`: as stored. By an own phone a tag's answer
    /// says that somebody was there who may have sent it on, so it counts as a changing code does, never as a card that was checked
    /// (docs/decisions/0038).
    pub fn reaches(self, channel: Channel, least: i16) -> bool {
        let counts_as = if channel == Channel::OwnPhone { self.min(Self::DynamicQr) } else { self };
        counts_as.number() >= least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tags_answer_on_an_own_phone_is_no_card_that_was_checked() {
        for (of, channel, highest) in [
            (Assurance::Sun, Channel::Gate, 5),
            (Assurance::Sun, Channel::PartnerApi, 5),
            (Assurance::Sun, Channel::OwnPhone, 3),
            (Assurance::DynamicQr, Channel::Gate, 3),
            (Assurance::DynamicQr, Channel::OwnPhone, 3),
            (Assurance::UidOnly, Channel::LoggingReader, 2),
            (Assurance::Typed, Channel::OwnPhone, 1),
        ] {
            for least in 1..=5 {
                assert_eq!(of.reaches(channel, least), least <= highest, "{of:?} by {channel:?}, least {least}");
            }
        }
    }
}
