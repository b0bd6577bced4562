//! Work the register sets itself, as an operator sees it. Plain data. Invariant: what was given up stays in sight until
//! somebody has it done again.

use crate::{id::JobId, time::Instant};
use serde::{Deserialize, Serialize};

/// A piece of work that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// Which.
    pub id: JobId,
    /// What was to be done: a code of `services::job`.
    pub kind: String,
    /// What it is about: an id or a day.
    pub subject: String,
    /// Tries before it was given up.
    pub tries: i32,
    /// When it was given up.
    pub at: Instant,
    /// Why, in words for whoever looks after the system.
    pub fault: String,
}
