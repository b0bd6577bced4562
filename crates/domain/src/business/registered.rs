//! A registered business as it sees itself, and as primes see their subcontractors. Plain data.

use super::{BusinessForm, Filing, Validity};
use crate::{
    application::{ApplicationKind, State},
    fee::FeeLine,
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
    /// Where it stands.
    pub state: State,
    /// What is to be paid for it; `None` where that cannot be told yet.
    pub fee: Option<FeeLine>,
    /// The scrivener or counter that files it, while they have it in hand.
    pub with_filer: Option<String>,
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
    /// A renewal has been applied for.
    pub applied: bool,
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

/// Names of the fields in which two forms differ, in page order.
pub fn changed(before: &BusinessForm, after: &BusinessForm) -> Vec<&'static str> {
    super::REGISTERED.iter().copied().filter(|field| before.typed(field) != after.typed(field)).collect()
}
