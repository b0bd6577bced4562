//! 代行申請: an application filed for somebody by another. Invariant: nothing is handed in without the person's consent,
//! given on their own phone or on signed paper.
//!
//! Source: 10-registration.md (Technicians: who files).

use crate::{
    application::{ApplicationKind, State},
    fee::FeeLine,
    id::{ApplicationId, BusinessId},
    time::{DAY_MS, Instant},
};
use serde::{Deserialize, Serialize};

/// Who files for somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 所属事業者.
    Employer,
}

impl Channel {
    /// As stored; 1 stands for the person, who needs no row.
    pub const fn number(self) -> i16 {
        match self {
            Self::Employer => 2,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            2 => Some(Self::Employer),
            _ => None,
        }
    }
}

/// How the person agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// On their own phone: they opened the link, saw what was entered, chose a password and handed it in themselves.
    Phone,
    /// On paper they signed; a picture of it is kept with the application.
    Paper,
}

impl Consent {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Phone => 1,
            Self::Paper => 2,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Phone),
            2 => Some(Self::Paper),
            _ => None,
        }
    }
}

/// The field of the picture of a signed consent.
pub const PAPER: &str = "consent_paper";

/// The link sent to a person opens the application for so long (ours): a fortnight away from the phone is not too long.
const LINK_MS: i64 = 14 * DAY_MS;

/// Whether a link sent at `asked` still opens at `now`.
pub const fn link_opens(asked: Instant, now: Instant) -> bool {
    now.0 < asked.0 + LINK_MS
}

/// Whose hands an application went through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxied {
    /// Who filed.
    pub channel: Channel,
    /// Which business.
    pub business_id: BusinessId,
    /// Its name.
    pub business: String,
    /// How the person agreed, once they have.
    pub consent: Option<Consent>,
    /// When the person was last asked on their phone.
    pub asked_at: Option<Instant>,
}

/// An application a business files for somebody, in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyRow {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Of the person; empty while none is typed.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// When the person was last asked on their phone.
    pub asked_at: Option<Instant>,
    /// How they agreed, once they have.
    pub consent: Option<Consent>,
    /// What is to be paid for it, once asked for.
    pub fee: Option<FeeLine>,
}

/// What stands behind a link sent to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The business that entered it.
    pub business: String,
    /// The person it was entered for.
    pub name: String,
    /// 受付番号.
    pub number: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_for_a_fortnight() {
        let asked = Instant(1_000);
        assert!(link_opens(asked, asked));
        assert!(link_opens(asked, Instant(1_000 + 14 * DAY_MS - 1)));
        assert!(!link_opens(asked, Instant(1_000 + 14 * DAY_MS)));
    }

    #[test]
    fn what_is_stored_reads_back() {
        for consent in [Consent::Phone, Consent::Paper] {
            assert_eq!(Consent::from_stored(consent.number()), Some(consent));
        }
        assert_eq!(Channel::from_stored(Channel::Employer.number()), Some(Channel::Employer));
        assert_eq!((Channel::from_stored(1), Consent::from_stored(0)), (None, None));
    }
}
