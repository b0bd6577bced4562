//! Words for applications for levels. Invariant: a state and a reason have one word each, for the person and for the body.

use crate::{Msg, msg::level as m};
use domain::level::{
    NoCriteria,
    application::{LevelState, RefusalReason, WithdrawalReason},
};

/// `判定待ち`.
pub const fn level_state(state: LevelState) -> Msg {
    match state {
        LevelState::Unpaid => m::STATE_UNPAID,
        LevelState::Waiting => m::STATE_WAITING,
        LevelState::SecondLook => m::STATE_SECOND_LOOK,
        LevelState::Granted => m::STATE_GRANTED,
        LevelState::Refused => m::STATE_REFUSED,
        LevelState::Withdrawn => m::STATE_WITHDRAWN,
    }
}

/// Why a level was not granted.
pub const fn level_refusal(reason: RefusalReason) -> Msg {
    match reason {
        RefusalReason::Days => m::REFUSAL_DAYS,
        RefusalReason::Leading => m::REFUSAL_LEADING,
        RefusalReason::Qualification => m::REFUSAL_QUALIFICATION,
        RefusalReason::Proof => m::REFUSAL_PROOF,
        RefusalReason::Statement => m::REFUSAL_STATEMENT,
        RefusalReason::Other => m::REFUSAL_OTHER,
    }
}

/// Why a level was taken back.
pub const fn level_withdrawal(reason: WithdrawalReason) -> Msg {
    match reason {
        WithdrawalReason::Mistake => m::WITHDRAWAL_MISTAKE,
        WithdrawalReason::Untrue => m::WITHDRAWAL_UNTRUE,
        WithdrawalReason::Qualification => m::WITHDRAWAL_QUALIFICATION,
        WithdrawalReason::Other => m::WITHDRAWAL_OTHER,
    }
}

/// Why the criteria of a field say nothing.
pub const fn no_criteria(why: NoCriteria) -> Msg {
    match why {
        NoCriteria::NotEntered => m::NOT_ENTERED,
        NoCriteria::Draft => m::NOT_ENTERED_DRAFT,
        NoCriteria::NotInForce => m::NOT_IN_FORCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_are_called_the_same() {
        for lang in [Lang::Ja, Lang::En] {
            let states: BTreeSet<&str> = LevelState::ALL.map(|state| level_state(state).get(lang)).into();
            let refusals: BTreeSet<&str> = RefusalReason::ALL.map(|reason| level_refusal(reason).get(lang)).into();
            let taken: BTreeSet<&str> = WithdrawalReason::ALL.map(|reason| level_withdrawal(reason).get(lang)).into();
            assert_eq!((states.len(), refusals.len(), taken.len()), (6, 6, 4));
        }
    }
}
