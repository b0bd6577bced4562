//! Money whose sum is not what is owed, as its payer is told of it. Invariant: what somebody is asked to pay still and what
//! they get back follow from the sums alone; what the office decides about the money changes neither before it has decided.
//!
//! Source: 10-registration.md, Payment (2020 development no. 72: such money waits for a person); that the payer is told is ours.

use super::{Yen, receipt::Claim};

/// What a payer is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amiss {
    /// Too little came.
    Short {
        /// What is still to come.
        left: Yen,
    },
    /// Too much came, or for something that is paid or was taken back.
    Over {
        /// What of it is returned.
        over: Yen,
    },
}

impl Amiss {
    /// Of `yen` that came for a request; `waiting`: what came for it before in sums that were not what is owed, and waits for the
    /// office. `None` where nothing is wanting and nothing over.
    pub fn of(yen: Yen, claim: Claim, waiting: Yen) -> Option<Self> {
        let left = claim.owed().get() - waiting.get() - yen.get();
        match left {
            1.. => Some(Self::Short { left: Yen(left) }),
            0 => None,
            // What came before is not this payment's to be over.
            ..0 => Some(Self::Over { over: Yen(yen.get().min(-left)) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payer_is_told_what_is_still_to_come_or_what_comes_back() {
        let open = |received| Claim { asked: Yen(2_500), received: Yen(received), paid: false, withdrawn: false };
        let paid = Claim { paid: true, ..open(2_500) };
        let gone = Claim { withdrawn: true, ..open(0) };
        let short = |left| Some(Amiss::Short { left: Yen(left) });
        let over = |over| Some(Amiss::Over { over: Yen(over) });
        for (yen, claim, waiting, expected) in [
            (2_499, open(0), 0, short(1)),
            (2_500, open(0), 0, None),
            (2_501, open(0), 0, over(1)),
            (1_499, open(1_000), 0, short(1)),
            (1_500, open(1_000), 0, None),
            (1_501, open(1_000), 0, over(1)),
            (999, open(0), 1_500, short(1)),
            (1_000, open(0), 1_500, None),
            (1_001, open(0), 1_500, over(1)),
            (100, open(0), 2_600, over(100)),
            // Who pays all that the gateway asks for, though a part of it waits.
            (2_500, open(0), 1_000, over(1_000)),
            (2_500, open(0), 2_600, over(2_500)),
            (2_500, paid, 0, over(2_500)),
            (700, gone, 0, over(700)),
        ] {
            assert_eq!(Amiss::of(Yen(yen), claim, Yen(waiting)), expected, "{yen} {claim:?} {waiting}");
        }
    }
}
