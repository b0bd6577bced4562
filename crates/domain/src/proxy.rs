//! 代行申請: an application filed for somebody by another. Invariant: nothing is handed in without the person's consent,
//! given on their own phone or on signed paper.
//!
//! Source: 10-registration.md (Technicians: who files).

mod client;

use crate::{
    access::{Actor, Role},
    application::{ApplicationKind, State},
    counter::Papers,
    fee::FeeLine,
    id::{ApplicationId, BusinessId, OfficeId, ScrivenerId},
    listing::Listed,
    time::{DAY_MS, Instant},
};
use serde::{Deserialize, Serialize};

pub use client::{ClientEntry, ClientForm};

/// Who files for somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 所属事業者.
    Employer,
    /// 登録行政書士.
    Scrivener,
    /// 認定登録機関の窓口.
    Counter,
}

impl Channel {
    /// As stored; 1 stands for the person, who needs no row.
    pub const fn number(self) -> i16 {
        match self {
            Self::Employer => 2,
            Self::Scrivener => 3,
            Self::Counter => 4,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            2 => Some(Self::Employer),
            3 => Some(Self::Scrivener),
            4 => Some(Self::Counter),
            _ => None,
        }
    }
}

/// The one that files for somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filer {
    /// A business, for its people.
    Business(BusinessId),
    /// A scrivener.
    Scrivener(ScrivenerId),
    /// An office of a certified registrar.
    Office(OfficeId),
}

impl Filer {
    /// Who files where somebody acts in a role that does; `None` for everybody else.
    pub const fn of(actor: &Actor) -> Option<Self> {
        match (actor.role, actor.business, actor.scrivener, actor.desk) {
            (Role::BusinessAdmin, Some(id), _, _) => Some(Self::Business(id)),
            (Role::Scrivener, _, Some(id), _) => Some(Self::Scrivener(id)),
            (Role::Registrar, _, _, Some(desk)) => Some(Self::Office(desk.office)),
            _ => None,
        }
    }
    /// What kind of filer it is.
    pub const fn channel(self) -> Channel {
        match self {
            Self::Business(_) => Channel::Employer,
            Self::Scrivener(_) => Channel::Scrivener,
            Self::Office(_) => Channel::Counter,
        }
    }
    /// Whether the person may agree on their own phone. At a counter they stand there and sign (資料6 p.8: on paper).
    pub const fn asks_on_phone(self) -> bool {
        !matches!(self, Self::Office(_))
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
    pub filer: Filer,
    /// Their name.
    pub business: String,
    /// How the person agreed, once they have.
    pub consent: Option<Consent>,
    /// When the person was last asked on their phone.
    pub asked_at: Option<Instant>,
    /// When they opened what they were asked about: it is in their hands.
    pub opened_at: Option<Instant>,
}

/// An application in the list of who files it: a business, a scrivener or a counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledRow {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// A renewal that is a new registration under the same number, the time for a renewal being over.
    pub anew: bool,
    /// Of the person or business; empty while none is typed.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// When it was begun.
    pub begun_at: Instant,
    /// When the person was last asked on their phone.
    pub asked_at: Option<Instant>,
    /// When they opened what they were asked about: it is in their hands.
    pub opened_at: Option<Instant>,
    /// How they agreed, once they have.
    pub consent: Option<Consent>,
    /// A link sent to them has not been used up.
    pub has_link: bool,
    /// What is to be paid, while it is asked for.
    pub fee: Option<FeeLine>,
    /// Where its papers are; absent where no counter took it.
    pub papers: Option<Papers>,
    /// Name of the office that took it; empty where no counter did.
    pub office: String,
}

/// A part of what somebody files, and how many of all that have come back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filed {
    /// The part that was asked for.
    pub listed: Listed<FiledRow>,
    /// How many are returned and wait to be put right, in whichever part.
    pub returned: i64,
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
    /// What is applied for.
    pub kind: ApplicationKind,
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
    fn who_files_is_told_by_who_acts() {
        let own = BusinessId::from_stored(11);
        let admin = Actor { business: Some(own), ..Actor::of(Role::BusinessAdmin) };
        assert_eq!(Filer::of(&admin), Some(Filer::Business(own)));
        assert_eq!(Filer::of(&Actor { role: Role::SiteAdmin, ..admin }), None, "a site's log-in files for nobody");
        let scrivener = ScrivenerId(uuid::Uuid::from_u128(1));
        let acting = Actor { scrivener: Some(scrivener), ..Actor::of(Role::Scrivener) };
        assert_eq!(Filer::of(&acting).map(Filer::channel), Some(Channel::Scrivener));
        assert_eq!(Filer::of(&Actor::of(Role::Registrar)), None, "a log-in without an office");
        let office = OfficeId(uuid::Uuid::from_u128(2));
        assert!(Filer::Business(own).asks_on_phone() && !Filer::Office(office).asks_on_phone());
    }

    #[test]
    fn what_is_stored_reads_back() {
        for consent in [Consent::Phone, Consent::Paper] {
            assert_eq!(Consent::from_stored(consent.number()), Some(consent));
        }
        for channel in [Channel::Employer, Channel::Scrivener, Channel::Counter] {
            assert_eq!(Channel::from_stored(channel.number()), Some(channel));
        }
        assert_eq!((Channel::from_stored(1), Consent::from_stored(0)), (None, None));
    }
}
