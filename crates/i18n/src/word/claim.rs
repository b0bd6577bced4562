//! Words of claims, and of touches that were set aside.

use crate::{Msg, msg};
use domain::history::{
    claim::{ClaimAct, ClaimKind, ClaimState, Party},
    why::Aside,
};

use msg::claim as m;

/// `記録がない`.
pub const fn claim_kind(kind: ClaimKind) -> Msg {
    match kind {
        ClaimKind::Missing => m::KIND_MISSING_SHORT,
        ClaimKind::Wrong => m::KIND_WRONG_SHORT,
    }
}

/// `会社の返事待ち`.
pub const fn claim_state(state: ClaimState) -> Msg {
    match state {
        ClaimState::Waiting => m::STATE_WAITING,
        ClaimState::Answered => m::STATE_ANSWERED,
        ClaimState::Reopened => m::STATE_REOPENED,
        ClaimState::AnsweredAgain => m::STATE_ANSWERED_AGAIN,
        ClaimState::Refused => m::STATE_REFUSED,
        ClaimState::Passed => m::STATE_PASSED,
        ClaimState::Confirmed => m::STATE_CONFIRMED,
        ClaimState::Withdrawn => m::STATE_WITHDRAWN,
        ClaimState::Upheld => m::STATE_UPHELD,
        ClaimState::Dismissed => m::STATE_DISMISSED,
    }
}

/// `この日を入力した`.
pub const fn claim_act(act: ClaimAct) -> Msg {
    match act {
        ClaimAct::Entered => m::ACT_ENTERED,
        ClaimAct::Corrected => m::ACT_CORRECTED,
        ClaimAct::Refused => m::ACT_REFUSED,
        ClaimAct::Withdrawn => m::ACT_WITHDRAWN,
        ClaimAct::Passed => m::ACT_PASSED,
        ClaimAct::Confirmed => m::ACT_CONFIRMED,
        ClaimAct::Objected => m::ACT_OBJECTED,
        ClaimAct::Upheld => m::ACT_UPHELD,
        ClaimAct::Dismissed => m::ACT_DISMISSED,
    }
}

/// `本人`.
pub const fn claim_party(party: Party) -> Msg {
    match party {
        Party::Person => m::PARTY_PERSON,
        Party::Business => m::PARTY_BUSINESS,
        Party::Office => m::PARTY_OFFICE,
        Party::Register => m::PARTY_REGISTER,
    }
}

/// Why a touch became no record, as the person reads it.
pub const fn aside(why: Aside) -> Msg {
    match why {
        Aside::CardStopped => msg::why::ASIDE_CARD_STOPPED,
        Aside::Replay => msg::why::ASIDE_REPLAY,
        Aside::Signature => msg::why::ASIDE_SIGNATURE,
        Aside::Time => msg::why::ASIDE_TIME,
        Aside::SiteClosed => msg::why::ASIDE_SITE_CLOSED,
        Aside::Number => msg::why::ASIDE_NUMBER,
    }
}
