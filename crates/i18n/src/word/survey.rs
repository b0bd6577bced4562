//! Words of surveys of intent. Invariant: a business and the office read the same word for an answer.

use crate::{Msg, msg};
use domain::survey::Intent;

/// What a business intends.
pub const fn intent(intent: Intent) -> Msg {
    match intent {
        Intent::Renew => msg::survey::INTENT_RENEW,
        Intent::Leave => msg::survey::INTENT_LEAVE,
        Intent::Undecided => msg::survey::INTENT_UNDECIDED,
    }
}
