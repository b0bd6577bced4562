//! 再開コード that was lost: for which applications another is sent, and how long that one opens. Invariant: one who has another way
//! in, or for whom another files, is sent none; whoever knows a number can have only so many messages sent to somebody's phone.
//!
//! That a form is resumed on another device is the source's (10-registration.md, Technicians); what follows a lost code is ours.

use super::{ApplicationKind, State};
use crate::{
    business::Filing,
    technician::Stage,
    text,
    time::{DAY_MS, Instant, MINUTE_MS},
};
use core::fmt;

/// A code that was sent opens so long until it is first used (ours): a message read after a weekend still serves.
const OPENS_MS: i64 = 3 * DAY_MS;

/// Whether a code sent at `sent` and not used yet still opens at `now`.
pub const fn sent_code_opens(sent: Instant, now: Instant) -> bool {
    now.0 < sent.0 + OPENS_MS
}

/// Codes sent up to this moment open nothing at `now`.
pub const fn sent_codes_closed(now: Instant) -> Instant {
    now.plus_ms(-OPENS_MS)
}

/// No other code is sent so soon after one (ours): the message may still be on its way.
const AGAIN_AFTER_MS: i64 = 10 * MINUTE_MS;
/// Codes sent for one application in a day at most (ours): each may be a message to somebody who asked for none.
const A_DAY_MAX: i32 = 3;

/// The codes sent for one application, as far as they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodesSent {
    /// When the day began that counts: with the first that was sent in it.
    pub since: Instant,
    /// How many since then.
    pub count: i32,
    /// When the last was sent.
    pub last_at: Instant,
}

impl CodesSent {
    /// With one more, sent at `now`; `None` where no other is to be sent yet.
    pub const fn with_another(before: Option<Self>, now: Instant) -> Option<Self> {
        let first = Self { since: now, count: 1, last_at: now };
        match before {
            None => Some(first),
            Some(before) if now.since_ms(before.last_at) < AGAIN_AFTER_MS => None,
            Some(before) if now.since_ms(before.since) >= DAY_MS => Some(first),
            Some(before) if before.count < A_DAY_MAX => {
                Some(Self { since: before.since, count: before.count + 1, last_at: now })
            }
            Some(_) => None,
        }
    }
}

/// A 受付番号 that somebody typed, whether or not there is such an application: year, month with day, five running digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedNumber(u64);

impl TypedNumber {
    /// From its thirteen digits in whatever width, however they are set apart; `None` for what is no such number.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = text::to_ascii_width(typed).chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 13 { digits.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for TypedNumber {
    /// As it is written, `2026-1120-00001`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, day, running) = (self.0 / 1_000_000_000, self.0 / 100_000 % 10_000, self.0 % 100_000);
        write!(f, "{year:04}-{day:04}-{running:05}")
    }
}

/// Whether another code can be sent for an application. What has come to its end is not gone on with; whoever is registered logs in
/// instead; what another files (`by_another`, on paper or with the person's phone) is reached through them.
pub fn may_send_code(kind: ApplicationKind, state: State, by_another: bool) -> bool {
    !(state.is_final() || kind.is_of_registered() || by_another)
}

impl ApplicationKind {
    /// Whether who applies is registered and has a log-in already.
    pub fn is_of_registered(self) -> bool {
        self.stage().is_some_and(Stage::is_of_registered) || self.filing().is_some_and(Filing::is_of_registered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_was_sent_opens_for_three_days() {
        let sent = Instant(1_000);
        for (later, opens) in [(0, true), (OPENS_MS - 1, true), (OPENS_MS, false)] {
            assert_eq!(sent_code_opens(sent, sent.plus_ms(later)), opens, "{later}");
            assert_eq!(sent > sent_codes_closed(sent.plus_ms(later)), opens, "{later}");
        }
    }

    #[test]
    fn another_code_is_sent_after_ten_minutes_and_three_times_a_day() {
        let begin = Instant(1_000);
        let sent = |count, last_ms| CodesSent { since: begin, count, last_at: begin.plus_ms(last_ms) };
        let ten = 10 * MINUTE_MS;
        for (before, later, expected) in [
            (None, 0, Some(sent(1, 0))),
            (Some(sent(1, 0)), 0, None),
            (Some(sent(1, 0)), ten - 1, None),
            (Some(sent(1, 0)), ten, Some(sent(2, ten))),
            (Some(sent(2, ten)), 2 * ten - 1, None),
            (Some(sent(2, ten)), 2 * ten, Some(sent(3, 2 * ten))),
            (Some(sent(3, 2 * ten)), DAY_MS - 1, None),
            (Some(sent(3, 2 * ten)), DAY_MS, Some(CodesSent { since: begin.plus_ms(DAY_MS), ..sent(1, DAY_MS) })),
            (Some(sent(3, DAY_MS - 1)), DAY_MS, None),
        ] {
            assert_eq!(CodesSent::with_another(before, begin.plus_ms(later)), expected, "{before:?} {later}");
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        for (typed, read) in [
            ("2026-1120-00001", Some("2026-1120-00001")),
            ("２０２６１１２０　００００１", Some("2026-1120-00001")),
            ("0001-0101-00000", Some("0001-0101-00000")),
            ("2026-1120-0001", None),
            ("2026-1120-000001", None),
            ("", None),
        ] {
            assert_eq!(TypedNumber::read(typed).map(|number| number.to_string()).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn a_code_is_for_who_has_no_other_way_to_what_goes_on() {
        for kind in ApplicationKind::ALL {
            let first = matches!(
                kind,
                ApplicationKind::TechnicianSimple | ApplicationKind::TechnicianDetailed | ApplicationKind::Business
            );
            for state in State::ALL {
                let ended = matches!(state, State::Completed | State::Withdrawn | State::Rejected);
                assert_eq!(may_send_code(kind, state, false), first && !ended, "{kind:?} {state:?}");
                assert!(!may_send_code(kind, state, true), "{kind:?} {state:?}");
            }
        }
    }
}
