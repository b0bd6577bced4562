//! Words of days that the register's office takes back.

use crate::{Msg, msg};
use domain::history::{
    entry::EntryKind,
    recall::{RecallReason, Takes},
};

use msg::recall as m;

/// `働いたのは別の日だった`.
pub const fn recall_reason(reason: RecallReason) -> Msg {
    match reason {
        RecallReason::OtherPerson => m::WHY_OTHER_PERSON,
        RecallReason::OtherDay => m::WHY_OTHER_DAY,
        RecallReason::OtherSite => m::WHY_OTHER_SITE,
        RecallReason::NotWorked => m::WHY_NOT_WORKED,
        RecallReason::Twice => m::WHY_TWICE,
        RecallReason::OtherWork => m::WHY_OTHER_WORK,
        RecallReason::Other => m::WHY_OTHER,
    }
}

/// What is taken back, as one chooses it.
pub const fn recall_takes(takes: Takes) -> Msg {
    match takes {
        Takes::Approval => m::TAKES_APPROVAL,
        Takes::Entry => m::TAKES_ENTRY,
    }
}

/// The same in a word: `承認`.
pub const fn recall_takes_short(takes: Takes) -> Msg {
    match takes {
        Takes::Approval => m::TAKES_APPROVAL_SHORT,
        Takes::Entry => m::TAKES_ENTRY_SHORT,
    }
}

/// What was said of a day by hand: `入力した`.
pub const fn entry_kind(kind: EntryKind) -> Msg {
    match kind {
        EntryKind::Entered => m::SAID_ENTERED,
        EntryKind::TakenBack => m::SAID_TAKEN_BACK,
        EntryKind::Refused => m::SAID_REFUSED,
    }
}
