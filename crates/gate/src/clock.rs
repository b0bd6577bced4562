//! The page's own clock: what is known of it beside the phone's, which anybody may set. Invariant: plain arithmetic on the two
//! readings it is given; what the page gained out of sight never grows less before the server answers again.
//!
//! Source: 30-cards.md, The gate off line; docs/decisions/0039-a-clock-nobody-sets.md.

use domain::{time::Instant, touch::wire::clock::PageClock};
use uuid::Uuid;

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// The phone's.
    pub wall: Instant,
    /// The page's, milliseconds since it began.
    pub page_ms: i64,
}

impl Both {
    /// What the phone's clock would have said when the page began.
    const fn origin(self) -> Instant {
        self.wall.plus_ms(-self.page_ms)
    }
}

/// What is known of the page's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    boot: Uuid,
    origin: Instant,
    server_origin: Option<Instant>,
    gained_ms: i64,
    /// While the page is out of sight: what [`Both::origin`] was when it went, or at the last answer since.
    left: Option<Instant>,
}

impl Clock {
    /// The page has begun, in sight or `hidden`; `boot` was drawn for it.
    pub fn begin(boot: Uuid, at: Both, hidden: bool) -> Self {
        let left = hidden.then(|| at.origin());
        Self { boot, origin: at.origin(), server_origin: None, gained_ms: 0, left }
    }

    /// The page came into sight or went out of it: only out of sight does a machine sleep, and the page's clock stand.
    pub fn turned(&mut self, hidden: bool, at: Both) {
        if hidden {
            self.left = self.left.or_else(|| Some(at.origin()));
        } else if let Some(left) = self.left.take() {
            self.gained_ms = self.gained_ms.saturating_add(at.origin().since_ms(left).max(0));
        }
    }

    /// The server answered: its clock is `offset_ms` before the phone's. What was gained until then is settled.
    pub fn measured(&mut self, offset_ms: i64, at: Both) {
        self.server_origin = Some(at.origin().plus_ms(offset_ms));
        self.gained_ms = 0;
        self.left = self.left.map(|_| at.origin());
    }

    /// For a touch read at `page_ms` of the page's clock.
    pub const fn read(&self, page_ms: i64) -> PageClock {
        PageClock {
            boot: self.boot,
            origin: self.origin,
            at_ms: page_ms,
            server_origin: self.server_origin,
            gained_ms: self.gained_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        time::HOUR_MS,
        touch::timing::{Jump, Told, told},
    };

    const BEGAN: Instant = Instant(1_795_215_120_000);

    /// `page_ms` after the page began, by a phone's clock that is `ahead_ms` ahead of what it was.
    fn at(page_ms: i64, ahead_ms: i64) -> Both {
        Both { wall: BEGAN.plus_ms(page_ms + ahead_ms), page_ms }
    }

    fn clock() -> Clock {
        Clock::begin(Uuid::from_u128(7), at(0, 0), false)
    }

    fn read(clock: &Clock, now: Both, offset_ms: Option<i64>) -> Told {
        told(now.wall, offset_ms, Some(&clock.read(now.page_ms)))
    }

    #[test]
    fn a_page_that_began_earlier_knows_when() {
        let clock = Clock::begin(Uuid::from_u128(7), at(900, 0), false);
        let first = clock.read(1_000);
        assert_eq!((first.boot, first.origin, first.at_ms), (Uuid::from_u128(7), BEGAN, 1_000));
        assert_eq!((first.server_origin, first.gained_ms), (None, 0));
    }

    #[test]
    fn a_clock_set_in_sight_of_the_page_changes_no_time() {
        let mut clock = clock();
        clock.measured(-500, at(1_000, 0));
        for (ahead_ms, jump) in [(0, Jump::None), (HOUR_MS, Jump::Mended), (-HOUR_MS, Jump::Mended)] {
            let found = read(&clock, at(9_000, ahead_ms), Some(-500));
            assert_eq!(found, Told { at: BEGAN.plus_ms(8_500), jump }, "{ahead_ms} ms");
        }
        // The next answer goes by the clock as it then is.
        clock.measured(-500 - HOUR_MS, at(10_000, HOUR_MS));
        let found = read(&clock, at(11_000, HOUR_MS), Some(-500 - HOUR_MS));
        assert_eq!(found, Told { at: BEGAN.plus_ms(10_500), jump: Jump::None });
    }

    #[test]
    fn a_night_asleep_is_counted_and_said_until_the_server_answers() {
        let mut clock = clock();
        clock.measured(0, at(1_000, 0));
        clock.turned(true, at(2_000, 0));
        clock.turned(true, at(2_000, 0));
        clock.turned(false, at(2_500, 8 * HOUR_MS));
        let morning = at(3_000, 8 * HOUR_MS);
        let found = read(&clock, morning, Some(0));
        assert_eq!(found, Told { at: morning.wall, jump: Jump::Unclear });
        clock.measured(0, morning);
        assert_eq!(read(&clock, morning, Some(0)), Told { at: morning.wall, jump: Jump::None });
    }

    #[test]
    fn what_was_set_back_out_of_sight_is_not_gained() {
        let mut clock = clock();
        clock.measured(0, at(1_000, 0));
        clock.turned(true, at(2_000, 0));
        clock.turned(false, at(3_000, -HOUR_MS));
        let found = read(&clock, at(4_000, -HOUR_MS), Some(0));
        assert_eq!(found, Told { at: BEGAN.plus_ms(4_000), jump: Jump::Mended });
    }

    #[test]
    fn an_answer_out_of_sight_settles_what_was_before_it_only() {
        let mut clock = Clock::begin(Uuid::from_u128(7), at(0, 0), true);
        clock.measured(0, at(1_000, HOUR_MS));
        clock.turned(false, at(2_000, 3 * HOUR_MS));
        assert_eq!(clock.read(2_000).gained_ms, 2 * HOUR_MS);
    }
}
