//! A registered business as it sees itself, and as primes see their subcontractors. Plain data.

use super::{BusinessForm, Filing, Validity};
use crate::{
    application::{ApplicationKind, State},
    fee::FeeLine,
    form::is_same,
    id::{ApplicationId, BusinessId},
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

/// An application of a registered business that has not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// Which.
    pub id: ApplicationId,
    /// 受付番号.
    pub number: String,
    /// Renewal or change.
    pub kind: ApplicationKind,
    /// A renewal that is a new registration under the same number, the time for a renewal being over.
    pub anew: bool,
    /// Where it stands.
    pub state: State,
    /// What is to be paid for it; `None` where that cannot be told yet.
    pub fee: Option<FeeLine>,
    /// The scrivener or counter that files it, while they have it in hand.
    pub with_filer: Option<String>,
}

/// An application for a further period that was handed in and has not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// Where it stands.
    pub state: State,
    /// A new registration under the same number, the time for a renewal being over.
    pub anew: bool,
}

/// An application that another files for a registered business and that waits for the business to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAwaited {
    /// 受付番号.
    pub number: String,
    /// Renewal or change.
    pub kind: ApplicationKind,
    /// A renewal that is a new registration under the same number, the time for a renewal being over.
    pub anew: bool,
    /// The scrivener or counter that files it.
    pub filer: String,
}

/// A day from which the register said something of a business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// From this day on.
    pub from: WorkDate,
    /// Names of the fields that changed then; empty for the first.
    pub changed: Vec<String>,
}

/// A business's own registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// 事業者ID.
    pub id: BusinessId,
    /// What is registered, as the form has it.
    pub form: BusinessForm,
    /// The last day of the registration.
    pub valid_until: WorkDate,
    /// The last day on which it counts, with disaster exceptions.
    pub counts_until: WorkDate,
    /// Where it stands today.
    pub validity: Validity,
    /// Its applications under way.
    pub under_way: Vec<UnderWay>,
    /// Since when what was registered, newest first.
    pub versions: Vec<VersionLine>,
}

impl Registration {
    /// Its application of a kind that is under way.
    pub fn under_way(&self, filing: Filing) -> Option<&UnderWay> {
        self.under_way.iter().find(|one| one.kind == ApplicationKind::of_filing(filing))
    }
    /// The application for a further period, once it was handed in.
    pub fn handed_in(&self) -> Option<HandedIn> {
        let open = self.under_way(Filing::Renewal).filter(|open| open.state != State::Draft);
        open.map(|open| HandedIn { state: open.state, anew: open.anew })
    }
    /// Whether what is applied for today for a further period is a new registration under its number.
    pub fn is_anew(&self) -> bool {
        self.validity == Validity::Lapsed
    }
    /// Whether a filing can be begun today: a renewal in its time or, registering anew, after it; a change always, neither twice at once.
    pub fn may_begin(&self, filing: Filing) -> bool {
        let in_time = match filing {
            Filing::Renewal => self.validity.is_further(),
            Filing::Change => true,
            Filing::Registration => false,
        };
        in_time && self.under_way(filing).is_none()
    }
}

/// A subcontractor's renewal as its prime sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRow {
    /// Which.
    pub id: BusinessId,
    /// Its name.
    pub name: String,
    /// The last day on which its registration counts.
    pub counts_until: WorkDate,
    /// Where it stands today.
    pub validity: Validity,
    /// A further period has been applied for.
    pub applied: bool,
    /// It has been, as a new registration under the same number.
    pub anew: bool,
    /// When this prime last reminded it.
    pub reminded_on: Option<WorkDate>,
}

/// A business as those above it on an open site see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// 事業者ID.
    pub id: BusinessId,
    /// Its name.
    pub name: String,
    /// What the published table shows, field and text, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// The last day on which its registration counts.
    pub counts_until: WorkDate,
    /// Where it stands today.
    pub validity: Validity,
}

/// Names of the fields in which two forms differ, in page order; another way to write the same is no difference.
pub fn changed(before: &BusinessForm, after: &BusinessForm) -> Vec<&'static str> {
    let typed = |form: &BusinessForm, field: &str| form.typed(field).unwrap_or_default();
    let differs = |field: &&'static str| !is_same(field, &typed(before, field), &typed(after, field));
    super::REGISTERED.iter().copied().filter(differs).collect()
}
