//! 見せるコード: what a person shows of the passport to who has no log-in, for ten minutes, and who saw what is registered of them.
//! Invariant: what a code shows is name, photo, level and how long qualifications hold, and nothing else.
//!
//! Source: 40-levels-and-passport.md, The passport (shown to a site manager as proof instead of paper cards; the passport logs who
//! looked). That a code lives ten minutes is ours.

use crate::{
    card::CardShown,
    level::Level,
    technician::validity::Validity,
    time::{Instant, MINUTE_MS, WorkDate},
};
use serde::{Deserialize, Serialize};

/// How long a code opens, milliseconds.
pub const OPEN_MS: i64 = 10 * MINUTE_MS;

/// Until when a code opens that was made then.
pub const fn opens_until(made_at: Instant) -> Instant {
    made_at.plus_ms(OPEN_MS)
}

/// Whether a code opens at `now`.
pub const fn opens(made_at: Instant, now: Instant) -> bool {
    let age = now.since_ms(made_at);
    age >= 0 && age < OPEN_MS
}

/// A qualification as a code shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownQualification {
    /// Official name, or as typed.
    pub name: String,
    /// Last day, where it has one.
    pub expires: Option<WorkDate>,
    /// How it stands today.
    pub validity: Validity,
}

/// What a code shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPerson {
    /// As registered, family and given name.
    pub name: String,
    /// Highest level.
    pub level: Level,
    /// There is a photo.
    pub has_photo: bool,
    /// As registered.
    pub qualifications: Vec<ShownQualification>,
    /// Until when it is shown.
    pub until: Instant,
}

/// Who looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookBy {
    /// Somebody with a log-in of this business.
    Business(String),
    /// The office of the register.
    Office,
    /// Another technician.
    Technician,
    /// Somebody without a log-in.
    Nobody,
    /// Somebody with a log-in of another kind.
    Other,
}

/// What they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookWhat {
    /// The card was read: this much of it.
    Card(CardShown),
    /// A code was opened.
    Share,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookLine {
    /// When.
    pub at: Instant,
    /// Who.
    pub by: LookBy,
    /// What.
    pub what: LookWhat,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_opens_for_ten_minutes_and_not_before_it_was_made() {
        let made = Instant(1_795_200_000_000);
        for (after_ms, expected) in [(-1, false), (0, true), (599_999, true), (600_000, false), (600_001, false)] {
            assert_eq!(opens(made, made.plus_ms(after_ms)), expected, "{after_ms}");
        }
        assert_eq!(opens_until(made).since_ms(made), 600_000);
    }
}
