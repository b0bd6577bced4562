//! Load from another process: gates with real card URLs over plain HTTP, and the server they speak to.
//!
//! Invariant: nothing here reaches into the server: what is sent and counted is what a phone at a gate could send and
//! count, and an acknowledgement is written down before it is counted.

mod devices;
mod http;
mod ledger;
mod partner;
mod running;
mod world;

pub use devices::{Arrival, Ready, open_loop, run_for};
pub use http::{Client, get, post_form};
pub use ledger::Ledger;
pub use partner::{Partner, send_batch};
pub use running::{Database, Program, Running, Stored, server_program};
pub use world::{Tap, World, answers};

use anyhow::{Context, Result};
use std::{fs::File, io::Read};

/// The machine's clock, milliseconds since 1970: touches carry the time of day.
#[expect(clippy::disallowed_methods, reason = "a gate's touches carry the time of day; nothing is decided by it")]
pub fn wall_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Chance that is fast and differs from run to run (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// Seeded by the operating system.
    pub fn new() -> Result<Self> {
        let mut seed = [0; 8];
        File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut seed)).context("/dev/urandom")?;
        Ok(Self(u64::from_le_bytes(seed)))
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0 where `end` is 0.
    pub const fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.bits() % end }
    }
}

/// The value that `share` (0.0 to 1.0) of the values do not exceed; 0 where there is none.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The middle value.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), sorted.len() % 2) {
        (Some(high), 0) => f64::midpoint(*high, sorted.get(middle.saturating_sub(1)).copied().unwrap_or(*high)),
        (Some(value), _) => *value,
        (None, _) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percentile_is_a_value_that_was_measured() {
        let mut values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert!((percentile(&mut values, 0.99) - 198.0).abs() < f64::EPSILON);
        assert!((percentile(&mut values, 1.0) - 200.0).abs() < f64::EPSILON);
        assert!((percentile(&mut [3.0], 0.5) - 3.0).abs() < f64::EPSILON);
        assert!(percentile(&mut [], 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert!((median(&[4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < f64::EPSILON);
        assert!((median(&[9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn chance_spreads_and_repeats_by_its_seed() {
        let mut seen: Vec<u64> = (0..1_000).scan(Chance(7), |chance, _| Some(chance.below(10))).collect();
        assert_eq!(Chance(7).bits(), Chance(7).bits());
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 10);
    }
}
