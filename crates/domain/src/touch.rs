//! タッチ: the raw fact of one reading in or out, how it was proven, and what the register answers to it.
//!
//! Invariant: a touch is never changed or taken away; what it came to is derived from all touches together
//! ([`shift`]), so the order in which they arrive does not matter. Sources: 20-sites-and-history.md, 30-cards.md.

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
}
