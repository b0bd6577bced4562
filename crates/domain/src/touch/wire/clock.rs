//! The clock of a gate's page that nobody sets: how far it had come when a card was read. Invariant: within one
//! [`PageClock::boot`] it never runs back, whatever becomes of the phone's own clock.
//!
//! Source: 30-cards.md, The gate off line (wall time, monotonic time, boot id, last server offset); what a browser can know
//! of a machine's start: docs/decisions/0039-a-clock-nobody-sets.md.

use crate::time::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The page's clock at the moment of reading. Times that are relative are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageClock {
    /// Drawn by chance when the page began: the life of one page, not of the machine.
    pub boot: Uuid,
    /// What the phone's own clock said when the page began.
    pub origin: Instant,
    /// Since the page began, by a clock that only runs on; it may stand still while the machine sleeps.
    pub at_ms: i64,
    /// What the server's clock said when the page began, reckoned from the last answer in this page's life; absent before one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_origin: Option<Instant>,
    /// By how much the phone's own clock went ahead of this one while the page was out of sight, since the last answer (or the
    /// beginning): the machine slept, or somebody set the clock on. A browser cannot tell which.
    #[serde(default)]
    pub gained_ms: i64,
}
