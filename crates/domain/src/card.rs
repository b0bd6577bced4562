//! カード: how long one is good, what state it is in, and what reading one shows to whom. Invariant: reading a card to look
//! at it records nothing and proves presence nowhere (30-cards.md).

pub mod answer;
pub mod batch;
pub mod delivery;
pub mod printed;
pub mod reissue;

use crate::{
    access::{Actor, Role},
    calendar,
    id::{BusinessId, CardId, TechnicianId},
    level::Level,
    passport::CardFace,
    time::{Instant, WorkDate},
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// From this age at issue a card is good longer (10-registration.md).
pub const LONG_FROM_AGE: i32 = 60;

/// The last day a card is good: the first birthday after nine years, which is the tenth after issue; issued at 60 or over
/// the 14th; without an identity document the second. The day of issue itself is not counted as a birthday after it, and
/// a birthday on 29 February falls on the 28th in common years (ours). Source: 10-registration.md, Cards *(page)*.
pub fn expiry(birth: WorkDate, issued: WorkDate, identity_document: bool) -> WorkDate {
    let birthdays = match (identity_document, calendar::age_on(birth, issued) >= LONG_FROM_AGE) {
        (false, _) => 2,
        (true, true) => 14,
        (true, false) => 10,
    };
    calendar::nth_birthday_after(birth, issued, birthdays)
}

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// To be made.
    Ordered,
    /// In use.
    Issued,
    /// No longer good; touches with it are evidence only.
    Revoked,
    /// A newer card has taken its place.
    Replaced,
}

impl CardState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Ordered, Self::Issued, Self::Revoked, Self::Replaced];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Ordered => 1,
            Self::Issued => 2,
            Self::Revoked => 3,
            Self::Replaced => 4,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
}

/// Why a card was taken out of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// 紛失.
    Lost,
    /// 盗難.
    Stolen,
    /// 破損.
    Damaged,
    /// 再発行.
    Reissued,
    /// By the operator's decision.
    Operator,
}

impl RevocationReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Lost, Self::Stolen, Self::Damaged, Self::Reissued, Self::Operator];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Lost => 1,
            Self::Stolen => 2,
            Self::Damaged => 3,
            Self::Reissued => 4,
            Self::Operator => 5,
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
            Self::Stolen => "stolen",
            Self::Damaged => "damaged",
            Self::Reissued => "reissued",
            Self::Operator => "operator",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Who looks at a card, as far as it decides what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardViewer {
    /// Nobody is logged in.
    Nobody,
    /// The card's own person.
    Owner,
    /// A business the person works for, or one above them on an open site.
    Superior,
    /// The operator or a reviewer.
    Operator,
    /// Anybody else who has logged in.
    Colleague,
}

/// How much of a card is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardShown {
    /// Everything on the face.
    Face,
    /// Name, level, main trade: what the printed card shows anyone it is held out to.
    Minimal,
    /// Only whether the card is genuine and good.
    Validity,
}

/// What a viewer may see of a card. A link can be read by any phone near a card and passed on, so somebody who has not
/// logged in learns only whether the card is good (30-cards.md).
pub const fn what_is_shown(viewer: CardViewer) -> CardShown {
    match viewer {
        CardViewer::Owner | CardViewer::Superior | CardViewer::Operator => CardShown::Face,
        CardViewer::Colleague => CardShown::Minimal,
        CardViewer::Nobody => CardShown::Validity,
    }
}

/// Which viewer an actor is for the card of `owner`, whose employers and upper tiers on open sites are given.
pub fn viewer(actor: &Actor, owner: TechnicianId, employers: &[BusinessId], seen_by: &[BusinessId]) -> CardViewer {
    let works_under =
        || actor.business.is_some_and(|business| employers.contains(&business) || seen_by.contains(&business));
    match actor.role {
        Role::Technician if actor.technician == Some(owner) => CardViewer::Owner,
        Role::BusinessAdmin if works_under() => CardViewer::Superior,
        Role::Operator | Role::Reviewer | Role::System => CardViewer::Operator,
        Role::Public | Role::Applicant | Role::Gate | Role::Partner => CardViewer::Nobody,
        Role::Technician
        | Role::BusinessAdmin
        | Role::SiteAdmin
        | Role::Registrar
        | Role::Scrivener
        | Role::Evaluator
        | Role::Sponsor
        | Role::Client
        | Role::MemberBody => CardViewer::Colleague,
    }
}

/// What came of reading a card's link to look at it. The same link may be read again: looking is no touch, so nothing is
/// used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum CardReading {
    /// One's own card.
    Own {
        /// The face.
        face: CardFace,
        /// Where the card stands.
        standing: Standing,
    },
    /// Somebody else's, seen by one who may see the face.
    Face {
        /// The face.
        face: CardFace,
        /// Where the card stands.
        standing: Standing,
    },
    /// Somebody else's, seen by a colleague.
    Minimal {
        /// As registered.
        name: String,
        /// フリガナ.
        kana: String,
        /// Level, for the colour.
        level: Level,
        /// Main trade.
        trade: TradeCode,
        /// Where the card stands.
        standing: Standing,
    },
    /// A genuine card, and the viewer may know no more.
    Genuine {
        /// Where the card stands.
        standing: Standing,
    },
    /// A site's tag, which is nobody's card; its own page records.
    SiteTag,
    /// The link was not made by a card of this register.
    NotGenuine,
}

/// Whether a genuine card is good today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In use.
    Good,
    /// Its last day has passed.
    Expired,
    /// Reported lost or taken out of use.
    Revoked,
    /// A newer card has taken its place.
    Replaced,
    /// Made but not given out.
    NotYetIssued,
}

/// Where a card stands on a day. Revocation weighs more than expiry.
pub fn standing(state: CardState, valid_until: Option<WorkDate>, today: WorkDate) -> Standing {
    match state {
        CardState::Ordered => Standing::NotYetIssued,
        CardState::Revoked => Standing::Revoked,
        CardState::Replaced => Standing::Replaced,
        CardState::Issued if valid_until.is_some_and(|last| today > last) => Standing::Expired,
        CardState::Issued => Standing::Good,
    }
}

/// A card to be made, in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOrder {
    /// The card.
    pub card_id: CardId,
    /// For whom.
    pub technician_id: TechnicianId,
    /// As registered.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Level, for the colour.
    pub level: Level,
    /// Whether there is a photo to print.
    pub has_photo: bool,
    /// Where it stands.
    pub state: CardState,
    /// When it was ordered.
    pub ordered_at: Instant,
    /// Last day it is good, once issued.
    pub valid_until: Option<WorkDate>,
    /// How far it has come on its way.
    pub place: delivery::Place,
    /// Whether it is made together with others.
    pub in_batch: bool,
}

#[cfg(test)]
mod tests;
