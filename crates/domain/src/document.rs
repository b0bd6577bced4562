//! 書類: what is sent as proof, and who looks at it. Invariant: whoever looks at what another sent leaves a trace of who, which,
//! of whom and when, never of what it shows.
//!
//! Source: 10-registration.md, Evidence (never served without a permission check); that each reading leaves an event is ours.

use crate::time::{Instant, MINUTE_MS};

/// Looking again so soon is the same looking: a page shows a document small, large and page by page.
pub const SAME_READING_MS: i64 = 10 * MINUTE_MS;

/// Whether a reading of a document by a log-in is noted, whose last noted one was at `last`: one within ten minutes of it is the
/// same.
pub fn is_noted(last: Option<Instant>, now: Instant) -> bool {
    last.is_none_or(|last| now.0 - last.0 >= SAME_READING_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_again_within_ten_minutes_is_the_same_reading() {
        let last = Instant(1_000_000);
        assert!(is_noted(None, last));
        for (after, noted) in [(0, false), (599_999, false), (600_000, true), (600_001, true)] {
            assert_eq!(is_noted(Some(last), Instant(last.0 + after)), noted, "{after}");
        }
    }
}
