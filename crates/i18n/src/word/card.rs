//! Words of cards: state, way, reissue. Invariant: one word per value, the same for holder and operator.

use crate::{Msg, msg};
use domain::card::{
    CardState, RevocationReason,
    answer::{Column, Wrong},
    batch::BatchState,
    delivery::{ReturnReason, Step, Whereabouts},
    reissue::{NoReissue, ReissueReason},
};

/// Where a card stands, in the operator's list.
pub const fn card_state(state: CardState) -> Msg {
    match state {
        CardState::Ordered => msg::card_order::STATE_ORDERED,
        CardState::Issued => msg::card_order::STATE_ISSUED,
        CardState::Revoked => msg::card_order::STATE_REVOKED,
        CardState::Replaced => msg::card_order::STATE_REPLACED,
    }
}

/// Why a card was taken out of use.
pub const fn revocation(reason: RevocationReason) -> Msg {
    match reason {
        RevocationReason::Lost => msg::card_order::REASON_LOST,
        RevocationReason::Stolen => msg::card_order::REASON_STOLEN,
        RevocationReason::Damaged => msg::card_order::REASON_DAMAGED,
        RevocationReason::Reissued => msg::card_order::REASON_REISSUED,
        RevocationReason::Operator => msg::card_order::REASON_OPERATOR,
    }
}

/// Where a card is.
pub const fn whereabouts(place: Whereabouts) -> Msg {
    match place {
        Whereabouts::BeingMade => msg::my_card::BEING_MADE,
        Whereabouts::Made => msg::my_card::MADE,
        Whereabouts::SentOn => msg::my_card::SENT_ON,
        Whereabouts::CameBack => msg::my_card::CAME_BACK,
        Whereabouts::WithHolder => msg::my_card::WITH_HOLDER,
    }
}

/// What its holder is to do about it.
pub const fn whereabouts_help(place: Whereabouts) -> Msg {
    match place {
        Whereabouts::BeingMade => msg::my_card::BEING_MADE_TEXT,
        Whereabouts::Made => msg::my_card::MADE_TEXT,
        Whereabouts::SentOn => msg::my_card::SENT_ON_TEXT,
        Whereabouts::CameBack => msg::my_card::CAME_BACK_TEXT,
        Whereabouts::WithHolder => msg::my_card::WITH_HOLDER_TEXT,
    }
}

/// How far a reissue has come: absent where the new card is not ordered yet.
pub const fn reissue_stands(new: Option<Whereabouts>) -> Msg {
    match new {
        None => msg::my_card::REISSUE_WAITING,
        Some(Whereabouts::BeingMade) => msg::my_card::REISSUE_ORDERED,
        Some(Whereabouts::Made) => msg::my_card::REISSUE_MADE,
        Some(Whereabouts::SentOn) => msg::my_card::REISSUE_SENT,
        Some(Whereabouts::CameBack) => msg::my_card::REISSUE_CAME_BACK,
        Some(Whereabouts::WithHolder) => msg::my_card::REISSUE_ARRIVED,
    }
}

/// Why a new card is asked for.
pub const fn reissue_reason(reason: ReissueReason) -> Msg {
    match reason {
        ReissueReason::Lost => msg::my_card::REASON_LOST,
        ReissueReason::Damaged => msg::my_card::REASON_DAMAGED,
        ReissueReason::NameChanged => msg::my_card::REASON_NAME_CHANGED,
        ReissueReason::Corrected => msg::my_card::REASON_CORRECTED,
        ReissueReason::LevelChanged => msg::my_card::REASON_LEVEL_CHANGED,
    }
}

/// Why none can be asked for.
pub const fn no_reissue(why: NoReissue) -> Msg {
    match why {
        NoReissue::UnderWay => msg::my_card::REFUSED_UNDER_WAY,
        NoReissue::BeingMade => msg::my_card::REFUSED_BEING_MADE,
        NoReissue::NoCard => msg::my_card::REFUSED_NONE,
    }
}

/// What is done with a card on its way.
pub const fn delivery_step(step: Step) -> Msg {
    match step {
        Step::Send => msg::my_card::STEP_SEND,
        Step::Arrive => msg::my_card::STEP_ARRIVE,
        Step::ComeBack => msg::my_card::STEP_COME_BACK,
    }
}

/// Why the post brought it back.
pub const fn return_reason(reason: ReturnReason) -> Msg {
    match reason {
        ReturnReason::NoSuchAddress => msg::my_card::RETURN_NO_SUCH_ADDRESS,
        ReturnReason::Moved => msg::my_card::RETURN_MOVED,
        ReturnReason::NotCollected => msg::my_card::RETURN_NOT_COLLECTED,
        ReturnReason::Refused => msg::my_card::RETURN_REFUSED,
    }
}

/// Where a batch stands.
pub const fn batch_state(state: BatchState) -> Msg {
    match state {
        BatchState::Open => msg::card_batch::STATE_OPEN,
        BatchState::Sent => msg::card_batch::STATE_SENT,
        BatchState::Produced => msg::card_batch::STATE_PRODUCED,
    }
}

/// A column of the card maker's answer.
pub const fn answer_column(column: Column) -> Msg {
    match column {
        Column::Row => msg::card_batch::COLUMN_ROW,
        Column::Card => msg::card_batch::COLUMN_CARD,
        Column::Uid => msg::card_batch::COLUMN_UID,
    }
}

/// What is wrong in a cell of it.
pub const fn answer_wrong(wrong: Wrong) -> Msg {
    match wrong {
        Wrong::Empty => msg::card_batch::WRONG_EMPTY,
        Wrong::Cells => msg::card_batch::WRONG_CELLS,
        Wrong::CardUnknown => msg::card_batch::WRONG_CARD_UNKNOWN,
        Wrong::CardStopped => msg::card_batch::WRONG_CARD_STOPPED,
        Wrong::CardTwice => msg::card_batch::WRONG_CARD_TWICE,
        Wrong::UidShape => msg::card_batch::WRONG_UID_SHAPE,
        Wrong::UidTwice => msg::card_batch::WRONG_UID_TWICE,
        Wrong::UidTaken => msg::card_batch::WRONG_UID_TAKEN,
        Wrong::UidDiffers => msg::card_batch::WRONG_UID_DIFFERS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::tests::distinct;

    #[test]
    fn values_have_words_of_their_own() {
        distinct(&CardState::ALL.map(card_state));
        distinct(&RevocationReason::ALL.map(revocation));
        distinct(&Whereabouts::ALL.map(whereabouts));
        distinct(&Whereabouts::ALL.map(whereabouts_help));
        distinct(&ReissueReason::ALL.map(reissue_reason));
        distinct(&Whereabouts::ALL.map(|place| reissue_stands(Some(place))));
        assert_ne!(
            reissue_stands(None),
            reissue_stands(Some(Whereabouts::BeingMade)),
            "nothing is made before it is paid"
        );
        distinct(&[NoReissue::UnderWay, NoReissue::BeingMade, NoReissue::NoCard].map(no_reissue));
        distinct(&Step::ALL.map(delivery_step));
        distinct(&ReturnReason::ALL.map(return_reason));
        distinct(&BatchState::ALL.map(batch_state));
        distinct(&Wrong::ALL.map(answer_wrong));
    }
}
