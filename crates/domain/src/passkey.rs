//! パスキー: keys kept by a phone or computer, by which people log in instead of with ID and password. Invariant: nothing here judges a
//! signature; it says how long an answer is awaited, what a key may be called, and how many there are.
//!
//! Source: 40-levels-and-passport.md, The passport (log-in: "then passkey"); 99-quality.md, Security and privacy (passkeys; MFA for
//! every business and operator account). The numbers are ours.

use crate::{
    form::Problem,
    id::PasskeyId,
    time::{Instant, MINUTE_MS},
};
use serde::{Deserialize, Serialize};

/// Passkeys of one log-in at most.
pub const HELD_MAX: u32 = 10;
/// Characters of a passkey's name at most.
pub const NAME_CHARS_MAX: u32 = 40;
/// How long an answer to a challenge is awaited, milliseconds: time to look for the phone and unlock it.
pub const ANSWER_MS: i64 = 5 * MINUTE_MS;
/// Bytes of an answer at most; a key's own statement of its make is not asked for, so none is long.
pub const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// Whether an answer at `now` comes in time for a challenge of `asked_at`.
pub const fn in_time(asked_at: Instant, now: Instant) -> bool {
    let age = now.since_ms(asked_at);
    age >= 0 && age < ANSWER_MS
}

/// A passkey's name, without spaces around it. Errors: [`Problem::Missing`], [`Problem::TooLong`].
pub fn check_name(typed: &str) -> Result<&str, Problem> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Problem::Missing);
    }
    let chars = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
    if chars > NAME_CHARS_MAX { Err(Problem::TooLong { max: NAME_CHARS_MAX }) } else { Ok(name) }
}

/// A passkey of one's own, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// Which.
    pub id: PasskeyId,
    /// As the person called it.
    pub name: String,
    /// Since when.
    pub made_at: Instant,
    /// The last log-in by it; absent until the first.
    pub used_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_awaited_five_minutes() {
        let asked = Instant(1_000_000);
        for (after_ms, good) in [(-1, false), (0, true), (ANSWER_MS - 1, true), (ANSWER_MS, false)] {
            assert_eq!(in_time(asked, asked.plus_ms(after_ms)), good, "{after_ms}");
        }
    }

    #[test]
    fn a_name_has_one_to_forty_characters() {
        let (full, over) = ("鍵".repeat(40), "鍵".repeat(41));
        for (typed, name) in [
            ("", Err(Problem::Missing)),
            (" \u{3000}", Err(Problem::Missing)),
            (" わたしのスマホ ", Ok("わたしのスマホ")),
            (full.as_str(), Ok(full.as_str())),
            (over.as_str(), Err(Problem::TooLong { max: 40 })),
        ] {
            assert_eq!(check_name(typed), name, "{typed}");
        }
    }
}
