//! The changing code of a screen at a site, and the pass a page is given that was opened by one. Invariant: pure; who may make
//! one holds the server's key, and what is signed names the poster, so that no code is another poster's.
//!
//! Source: 30-cards.md (site posters with rotating or fixed code; codes by steps, one step of tolerance either way).

use crate::time::{Instant, MINUTE_MS};

/// So long a screen shows one code (ours).
pub const STEP_MS: i64 = MINUTE_MS;
/// So many steps before or after its own a code still opens the page: scanning takes a while.
pub const STEPS_TOLERATED: i64 = 1;
/// So long a page that was opened in time records (ours): logging in takes longer than a step.
pub const PASS_MS_MAX: i64 = 10 * MINUTE_MS;
/// Bytes of a signature under one: nobody tries so many in the time of a step.
pub const MAC_BYTES: usize = 8;
/// Letters of a code at most.
const LETTERS_MAX: usize = 40;

/// What a code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// A screen showed it for this step.
    Screen {
        /// Steps since 1970.
        step: i64,
    },
    /// A page was opened by a screen's code in time.
    Page {
        /// When.
        opened: Instant,
    },
}

impl Says {
    /// What a screen shows now.
    pub const fn screen(now: Instant) -> Self {
        Self::Screen { step: now.0.div_euclid(STEP_MS) }
    }
    /// Whether it still holds.
    pub fn holds(self, now: Instant) -> bool {
        match self {
            Self::Screen { step } => {
                let shown = now.0.div_euclid(STEP_MS);
                (shown - STEPS_TOLERATED..=shown + STEPS_TOLERATED).contains(&step)
            }
            Self::Page { opened } => (0..=PASS_MS_MAX).contains(&now.since_ms(opened)),
        }
    }
    /// What is signed, of the poster with this link.
    pub fn signed(self, token: &str) -> String {
        format!("careerup poster\n{token}\n{}", self.word())
    }
    /// The code as it stands in a link.
    pub fn with(self, mac: &str) -> String {
        format!("{}.{mac}", self.word())
    }
    /// Reads a code: what it says, and its signature, hex. `None` where it is none.
    pub fn read(code: &str) -> Option<(Self, &str)> {
        let (word, mac) = code.split_once('.').filter(|_| code.len() <= LETTERS_MAX)?;
        let number = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|_| plain)
        };
        let says = match (word.strip_prefix('s'), word.strip_prefix('p')) {
            (Some(step), _) => Self::Screen { step: number(step)? },
            (None, Some(ms)) => Self::Page { opened: Instant(number(ms)?) },
            (None, None) => return None,
        };
        Some((says, mac))
    }

    fn word(self) -> String {
        match self {
            Self::Screen { step } => format!("s{step}"),
            Self::Page { opened } => format!("p{}", opened.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_795_200_000_000);

    #[test]
    fn a_code_opens_in_its_step_and_one_either_way() {
        let Says::Screen { step } = Says::screen(NOW) else { panic!("a screen's") };
        for (other, holds) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            assert_eq!(Says::Screen { step: step + other }.holds(NOW), holds, "{other}");
        }
        assert!(Says::screen(NOW).holds(NOW.plus_ms(2 * STEP_MS - 1)));
        assert!(!Says::screen(NOW).holds(NOW.plus_ms(2 * STEP_MS)));
        assert!(!Says::Screen { step: i64::MAX }.holds(NOW));
    }

    #[test]
    fn a_page_records_for_ten_minutes() {
        let says = Says::Page { opened: NOW };
        for (ms, holds) in [(-1, false), (0, true), (PASS_MS_MAX, true), (PASS_MS_MAX + 1, false)] {
            assert_eq!(says.holds(NOW.plus_ms(ms)), holds, "{ms}");
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_nothing_else() {
        for says in [Says::screen(NOW), Says::Page { opened: NOW }] {
            assert_eq!(Says::read(&says.with("0011223344556677")), Some((says, "0011223344556677")));
            assert_ne!(says.signed("a"), says.signed("b"));
        }
        assert_ne!(Says::Screen { step: 7 }.signed("a"), Says::Page { opened: Instant(7) }.signed("a"));
        for wrong in
            ["", "s1", "x1.00", "s.00", "s-1.00", "s+1.00", "p.00", "s99999999999999999999.00", &"s1.".repeat(20)]
        {
            assert_eq!(Says::read(wrong), None, "{wrong}");
        }
    }
}
