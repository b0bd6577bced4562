//! When a touch happened. Invariant: the device's time is kept as sent; only the corrected time decides.
//!
//! Source: 30-cards.md (time: corrected by the server, impossible times quarantined, none dropped).

pub mod page;

pub use page::{JUMP_MS_MAX, Jump, Told, told};

use crate::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

/// A device may hold touches this long without signal (20-sites-and-history.md: 30 days), with a margin for the trip back.
pub const LATENESS_MS_MAX: i64 = 40 * DAY_MS;
/// A corrected time this far ahead of the server's clock is impossible.
pub const AHEAD_MS_MAX: i64 = 5 * MINUTE_MS;
/// An id whose own time lies further ahead than this was not made by a working clock.
pub const ID_AHEAD_MS_MAX: i64 = 36 * HOUR_MS;
/// An offset beyond this is shown as a corrected clock.
pub const OFFSET_MS_SHOWN: i64 = 5 * MINUTE_MS;

/// Why a touch's time cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// Later than the server's clock allows.
    #[error("in the future")]
    Future,
    /// Older than any device may hold.
    #[error("too old")]
    TooOld,
    /// The time inside the UUIDv7 id is impossible or the id is no UUIDv7.
    #[error("id time impossible")]
    Id,
}

/// The time a touch is held to have happened: device time plus the measured offset (0 where none was measured).
pub const fn corrected(occurred_at: Instant, clock_offset_ms: Option<i64>) -> Instant {
    match clock_offset_ms {
        Some(offset) => occurred_at.plus_ms(offset),
        None => occurred_at,
    }
}

/// Milliseconds since 1970 inside a UUIDv7; `None` for any other UUID.
pub fn id_time(id: crate::id::TouchId) -> Option<Instant> {
    (id.0.get_version_num() == 7).then(|| {
        let bytes = id.0.as_bytes();
        Instant(bytes[..6].iter().fold(0, |ms, byte| ms << 8 | i64::from(*byte)))
    })
}

/// Whether a touch's times can be. Errors: [`TimeFault`].
pub fn check(id: crate::id::TouchId, corrected_at: Instant, received_at: Instant) -> Result<(), TimeFault> {
    let made_at = id_time(id).ok_or(TimeFault::Id)?;
    if made_at.since_ms(received_at) > ID_AHEAD_MS_MAX || received_at.since_ms(made_at) > LATENESS_MS_MAX + DAY_MS {
        return Err(TimeFault::Id);
    }
    possible(corrected_at, received_at)
}

/// Whether a touch can have happened at `corrected_at`, whatever its id says. Errors: `Future`, `TooOld`.
pub const fn possible(corrected_at: Instant, received_at: Instant) -> Result<(), TimeFault> {
    if corrected_at.since_ms(received_at) > AHEAD_MS_MAX {
        return Err(TimeFault::Future);
    }
    if received_at.since_ms(corrected_at) > LATENESS_MS_MAX {
        return Err(TimeFault::TooOld);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
