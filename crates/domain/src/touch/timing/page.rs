//! The time of a touch where the gate told how far its page's clock had come. Invariant: of touches of one boot that go by the
//! same answer of the server, the one that was read later never has the earlier time, wherever the phone's clock was set.
//!
//! Source: 30-cards.md (monotonic time, boot id); docs/decisions/0039-a-clock-nobody-sets.md.

use super::corrected;
use crate::{
    time::{Instant, MINUTE_MS},
    touch::wire::clock::PageClock,
};

/// Two clocks of one machine part by less, however long it runs: more means that somebody set one of them.
pub const JUMP_MS_MAX: i64 = MINUTE_MS;

/// What became of the phone's own clock in the life of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Jump {
    /// Nothing, or the gate told of no other.
    None,
    /// It was set, and the time of the touch goes by the clock nobody sets.
    Mended,
    /// It may have been set, and which of two times is right is not to be known from the touch: for a person to look at.
    Unclear,
}

/// The corrected time and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// When the touch is held to have happened.
    pub at: Instant,
    /// What the clock did.
    pub jump: Jump,
}

/// When a touch happened: what the server's clock said when the page began and how far the page had come; without an answer in
/// the page's life the offset of before stands in for it. Without a [`PageClock`], as [`corrected`].
pub fn told(occurred_at: Instant, clock_offset_ms: Option<i64>, clock: Option<&PageClock>) -> Told {
    let by_wall = corrected(occurred_at, clock_offset_ms);
    let Some(clock) = clock else { return Told { at: by_wall, jump: Jump::None } };
    let origin = clock.server_origin.unwrap_or_else(|| corrected(clock.origin, clock_offset_ms));
    let gained_ms = clock.gained_ms.max(0);
    let at = origin.plus_ms(clock.at_ms.max(0)).plus_ms(gained_ms);
    let was_set = by_wall.since_ms(at).saturating_abs() > JUMP_MS_MAX;
    let jump = match (gained_ms > JUMP_MS_MAX, was_set, clock.server_origin) {
        (false, false, _) => Jump::None,
        (false, true, Some(_)) => Jump::Mended,
        // Asleep, or set on while nobody looked; or set since the page began, and no answer since: it may have been wrong
        // before, or be wrong now.
        (true, ..) | (false, true, None) => Jump::Unclear,
    };
    Told { at, jump }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR_MS;
    use proptest::prelude::*;
    use uuid::Uuid;

    const BEGAN: Instant = Instant(1_795_215_120_000);
    /// How much the phone's clock is behind the server's, milliseconds.
    const OFFSET_MS: i64 = 90_000;

    fn clock(at_ms: i64) -> PageClock {
        let server_origin = Some(BEGAN.plus_ms(OFFSET_MS));
        PageClock { boot: Uuid::from_u128(1), origin: BEGAN, at_ms, server_origin, gained_ms: 0 }
    }

    /// Read ten seconds after the page began, by a phone's clock that was set on by `set_ms` since.
    fn read(set_ms: i64, clock: PageClock) -> Told {
        told(BEGAN.plus_ms(10_000 + set_ms), Some(OFFSET_MS), Some(&clock))
    }

    #[test]
    fn a_clock_that_was_set_by_more_than_a_minute_is_mended() {
        let at = BEGAN.plus_ms(OFFSET_MS + 10_000);
        for (set_ms, jump) in [
            (0, Jump::None),
            (JUMP_MS_MAX, Jump::None),
            (JUMP_MS_MAX + 1, Jump::Mended),
            (-JUMP_MS_MAX, Jump::None),
            (-JUMP_MS_MAX - 1, Jump::Mended),
            (i64::MAX / 2, Jump::Mended),
            (i64::MIN / 2, Jump::Mended),
        ] {
            assert_eq!(read(set_ms, clock(10_000)), Told { at, jump }, "{set_ms} ms");
        }
    }

    #[test]
    fn without_an_answer_in_the_pages_life_a_jump_is_for_a_person() {
        let before = PageClock { server_origin: None, ..clock(10_000) };
        let at = BEGAN.plus_ms(OFFSET_MS + 10_000);
        for (set_ms, jump) in [
            (0, Jump::None),
            (JUMP_MS_MAX, Jump::None),
            (JUMP_MS_MAX + 1, Jump::Unclear),
            (-JUMP_MS_MAX - 1, Jump::Unclear),
        ] {
            assert_eq!(read(set_ms, before), Told { at, jump }, "{set_ms} ms");
        }
    }

    #[test]
    fn what_a_hidden_page_gained_is_believed_and_beyond_a_minute_said() {
        for (gained_ms, jump) in
            [(0, Jump::None), (JUMP_MS_MAX, Jump::None), (JUMP_MS_MAX + 1, Jump::Unclear), (8 * HOUR_MS, Jump::Unclear)]
        {
            let slept = PageClock { gained_ms, ..clock(10_000) };
            let at = BEGAN.plus_ms(OFFSET_MS + 10_000 + gained_ms);
            assert_eq!(read(gained_ms, slept), Told { at, jump }, "{gained_ms} ms");
        }
    }

    #[test]
    fn without_a_clock_of_the_page_it_is_as_before() {
        for offset in [None, Some(0), Some(OFFSET_MS)] {
            let expected = Told { at: corrected(BEGAN, offset), jump: Jump::None };
            assert_eq!(told(BEGAN, offset, None), expected, "{offset:?}");
        }
    }

    #[test]
    fn what_no_page_tells_is_no_time_travel() {
        let negative = PageClock { at_ms: -1, gained_ms: -1, ..clock(0) };
        assert_eq!(told(BEGAN, Some(OFFSET_MS), Some(&negative)).at, BEGAN.plus_ms(OFFSET_MS));
        let endless = PageClock { at_ms: i64::MAX, gained_ms: i64::MAX, ..clock(0) };
        assert_eq!(told(BEGAN, None, Some(&endless)).at, Instant(i64::MAX));
    }

    /// What may happen to a gate.
    #[derive(Debug, Clone)]
    enum Happening {
        /// Time passes in sight, milliseconds.
        Passes(i64),
        /// The phone sleeps: its clock runs on, the page's stands.
        Sleeps(i64),
        /// Somebody sets the phone's clock, in sight of the page.
        Set(i64),
        /// Somebody sets it while the page is out of sight.
        SetHidden(i64),
        /// A card is read.
        Reads,
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            (1..4 * HOUR_MS).prop_map(Happening::Passes),
            (1..12 * HOUR_MS).prop_map(Happening::Sleeps),
            (-48 * HOUR_MS..48 * HOUR_MS).prop_map(Happening::Set),
            (-48 * HOUR_MS..48 * HOUR_MS).prop_map(Happening::SetHidden),
            Just(Happening::Reads),
            Just(Happening::Reads),
        ]
    }

    proptest! {
        /// A jump of the clock never changes the order of touches of one boot, and while the page was in sight all the time, not
        /// even their times.
        #[test]
        fn the_order_is_that_of_reading(
            happenings in prop::collection::vec(happening(), 1..40),
            measured in any::<bool>(),
        ) {
            let (mut truth_ms, mut page_ms, mut set_ms, mut gained_ms) = (0, 0, 0, 0);
            let mut in_sight = true;
            let mut last: Option<Instant> = None;
            for happening in happenings {
                match happening {
                    Happening::Passes(ms) => {
                        truth_ms += ms;
                        page_ms += ms;
                    }
                    Happening::Sleeps(ms) => {
                        truth_ms += ms;
                        gained_ms += ms;
                        in_sight = false;
                    }
                    Happening::Set(ms) => set_ms += ms,
                    Happening::SetHidden(ms) => {
                        set_ms += ms;
                        gained_ms += ms.max(0);
                        in_sight = false;
                    }
                    Happening::Reads => {
                        let server_origin = measured.then(|| BEGAN.plus_ms(OFFSET_MS));
                        let clock = PageClock { server_origin, gained_ms, ..clock(page_ms) };
                        let wall = BEGAN.plus_ms(truth_ms + set_ms);
                        let found = told(wall, Some(OFFSET_MS), Some(&clock));
                        prop_assert!(last.is_none_or(|last| last <= found.at));
                        if in_sight {
                            prop_assert_eq!(found.at, BEGAN.plus_ms(OFFSET_MS + truth_ms));
                        }
                        let off_by = found.at.since_ms(BEGAN.plus_ms(OFFSET_MS + truth_ms)).abs();
                        prop_assert!(off_by <= JUMP_MS_MAX || found.jump == Jump::Unclear, "told, or right");
                        last = Some(found.at);
                    }
                }
            }
        }
    }
}
