//! 能力評価の申込み: from asking to a level or a refusal. Invariant: nothing is judged that is not paid for, and what differs from
//! what the criteria come to is decided by two persons.
//!
//! Source: 40-levels-and-passport.md (application → body's screen → judged → level recorded → card). The second look and the
//! reasons are ours.

use super::Level;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelState {
    /// Its fee is owed.
    Unpaid,
    /// The body is to judge it.
    Waiting,
    /// It was judged otherwise than the criteria come to: a second person of the body is to look.
    SecondLook,
    /// 認定.
    Granted,
    /// 不認定.
    Refused,
    /// Taken back.
    Withdrawn,
}

impl LevelState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Unpaid, Self::Waiting, Self::SecondLook, Self::Granted, Self::Refused, Self::Withdrawn];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Unpaid => 1,
            Self::Waiting => 2,
            Self::SecondLook => 3,
            Self::Granted => 4,
            Self::Refused => 5,
            Self::Withdrawn => 6,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.number() == number)
    }
    /// Whether it is still to be decided.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unpaid | Self::Waiting | Self::SecondLook)
    }
    /// Whether the person may still add to it, change it and take it back.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Unpaid | Self::Waiting)
    }
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LevelMove {
    /// The fee came, or there was none.
    Pay,
    /// A first judgement, as the criteria come to.
    Decide {
        /// 認定 or not.
        grants: bool,
    },
    /// A first judgement that differs from them.
    Propose,
    /// The second person agrees.
    Confirm {
        /// 認定 or not.
        grants: bool,
    },
    /// The second person does not: it is judged anew.
    SendBack,
    /// The person takes it back.
    Withdraw,
}

/// It does not go from there to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application does not move so")]
pub struct NoMove;

/// Where an application comes to. Errors: [`NoMove`].
pub const fn next(state: LevelState, by: LevelMove) -> Result<LevelState, NoMove> {
    Ok(match (state, by) {
        (LevelState::Unpaid, LevelMove::Pay) | (LevelState::SecondLook, LevelMove::SendBack) => LevelState::Waiting,
        (LevelState::Waiting, LevelMove::Propose) => LevelState::SecondLook,
        (LevelState::Waiting, LevelMove::Decide { grants })
        | (LevelState::SecondLook, LevelMove::Confirm { grants }) => {
            if grants {
                LevelState::Granted
            } else {
                LevelState::Refused
            }
        }
        (LevelState::Unpaid | LevelState::Waiting, LevelMove::Withdraw) => LevelState::Withdrawn,
        _ => return Err(NoMove),
    })
}

/// Why a level cannot be applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoApplication {
    /// The field has no criteria that judge today.
    #[error("the field has no whole criteria today")]
    NoCriteria,
    /// No body judges the field here.
    #[error("no body judges the field")]
    NoBody,
    /// The person has that level or a higher one.
    #[error("has that level or a higher one")]
    Already,
    /// One of the field is open.
    #[error("an application is open")]
    Open,
    /// The person's card has expired.
    #[error("the card has expired")]
    Expired,
    /// No price is set.
    #[error("no price holds today")]
    NoPrice,
}

impl NoApplication {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoCriteria => "level.no_criteria",
            Self::NoBody => "level.no_body",
            Self::Already => "level.already",
            Self::Open => "level.open",
            Self::Expired => "level.card_expired",
            Self::NoPrice => "fee.no_price",
        }
    }
}

/// What is known of whoever asks, before they ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself, and any of them may hold")]
pub struct Asking {
    /// The field has criteria that judge today.
    pub judged: bool,
    /// A body judges it.
    pub has_body: bool,
    /// The level the person has in it.
    pub held: Level,
    /// One is open in it.
    pub open: bool,
    /// The person has no card that is good or on its way, and one that has run out.
    pub expired: bool,
}

/// Whether a level may be applied for. Errors: [`NoApplication`].
pub fn may_apply(asking: Asking, wanted: Level) -> Result<(), NoApplication> {
    if !asking.judged {
        Err(NoApplication::NoCriteria)
    } else if !asking.has_body {
        Err(NoApplication::NoBody)
    } else if asking.open {
        Err(NoApplication::Open)
    } else if wanted <= asking.held {
        Err(NoApplication::Already)
    } else if asking.expired {
        Err(NoApplication::Expired)
    } else {
        Ok(())
    }
}

macro_rules! reasons {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $one:ident = $number:literal, $code:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $one,)+
        }

        impl $name {
            /// Every reason, in the order of forms.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$one),+];
            /// As stored.
            pub const fn number(self) -> i16 {
                match self {
                    $(Self::$one => $number,)+
                }
            }
            /// From the stored number.
            pub fn from_stored(number: i16) -> Option<Self> {
                Self::ALL.into_iter().find(|reason| reason.number() == number)
            }
            /// The word forms and files send.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$one => $code,)+
                }
            }
            /// From the word forms and files send.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|reason| reason.code() == code)
            }
        }
    };
}

reasons! {
    /// Why a level is not granted.
    RefusalReason {
        /// 就業日数 do not suffice.
        Days = 1, "days";
        /// Days as 職長 or 班長 do not suffice.
        Leading = 2, "leading";
        /// A qualification is missing.
        Qualification = 3, "qualification";
        /// A qualification is registered and its proof does not show it.
        Proof = 4, "proof";
        /// A 経歴証明書 cannot be taken.
        Statement = 5, "statement";
        /// Something else, which the note says.
        Other = 6, "other";
    }
}

reasons! {
    /// Why a level is taken back.
    WithdrawalReason {
        /// It was granted by mistake.
        Mistake = 1, "mistake";
        /// What was shown for it was not true.
        Untrue = 2, "untrue";
        /// A qualification it stands on was taken away.
        Qualification = 3, "qualification";
        /// Something else, which the note says.
        Other = 4, "other";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVES: [LevelMove; 8] = [
        LevelMove::Pay,
        LevelMove::Decide { grants: true },
        LevelMove::Decide { grants: false },
        LevelMove::Propose,
        LevelMove::Confirm { grants: true },
        LevelMove::Confirm { grants: false },
        LevelMove::SendBack,
        LevelMove::Withdraw,
    ];

    #[test]
    fn nothing_is_judged_unpaid_and_what_is_decided_stays() {
        use LevelState::{Granted, Refused, SecondLook, Unpaid, Waiting, Withdrawn};
        let to = |state| MOVES.map(|by| next(state, by).ok());
        let none = [None; 8];
        assert_eq!(to(Unpaid), [Some(Waiting), None, None, None, None, None, None, Some(Withdrawn)]);
        let (granted, refused) = (Some(Granted), Some(Refused));
        assert_eq!(to(Waiting), [None, granted, refused, Some(SecondLook), None, None, None, Some(Withdrawn)]);
        assert_eq!(to(SecondLook), [None, None, None, None, granted, refused, Some(Waiting), None]);
        assert_eq!([Granted, Refused, Withdrawn].map(to), [none; 3]);
        for state in LevelState::ALL {
            assert_eq!(LevelState::from_stored(state.number()), Some(state));
            assert_eq!(state.is_open(), to(state) != none, "{state:?}");
            assert_eq!(state.is_own(), next(state, LevelMove::Withdraw).is_ok(), "{state:?}");
        }
    }

    #[test]
    fn a_level_is_asked_for_that_one_does_not_have() {
        let good = Asking { judged: true, has_body: true, held: Level::Two, open: false, expired: false };
        for (asking, wanted, expected) in [
            (good, Level::Three, Ok(())),
            (good, Level::Four, Ok(())),
            (good, Level::Two, Err(NoApplication::Already)),
            (good, Level::One, Err(NoApplication::Already)),
            (Asking { judged: false, ..good }, Level::Three, Err(NoApplication::NoCriteria)),
            (Asking { has_body: false, ..good }, Level::Three, Err(NoApplication::NoBody)),
            (Asking { open: true, ..good }, Level::Three, Err(NoApplication::Open)),
            (Asking { open: true, ..good }, Level::Two, Err(NoApplication::Open)),
            (Asking { expired: true, ..good }, Level::Three, Err(NoApplication::Expired)),
            (Asking { held: Level::One, ..good }, Level::One, Err(NoApplication::Already)),
        ] {
            assert_eq!(may_apply(asking, wanted), expected, "{asking:?} {wanted:?}");
        }
    }

    #[test]
    fn reasons_are_stored_and_sent_by_words_of_their_own() {
        for reason in RefusalReason::ALL {
            assert_eq!(RefusalReason::from_stored(reason.number()), Some(reason));
            assert_eq!(RefusalReason::from_code(reason.code()), Some(reason));
        }
        for reason in WithdrawalReason::ALL {
            assert_eq!(WithdrawalReason::from_stored(reason.number()), Some(reason));
            assert_eq!(WithdrawalReason::from_code(reason.code()), Some(reason));
        }
        assert_eq!((RefusalReason::from_code(""), WithdrawalReason::from_stored(0)), (None, None));
    }
}
