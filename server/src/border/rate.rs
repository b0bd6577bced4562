//! How many requests a partner system may make. Invariant: one partner's haste takes nothing from another's allowance. Each
//! process counts for itself: what is spared is this server, not a sum of money.

use domain::{
    id::PartnerId,
    time::{Instant, MINUTE_MS},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Requests of one partner a minute, each of up to 1,000 items. Ten a second is ours: 80-data-sharing.md asks for a limit
/// and names none.
pub const A_MINUTE: u32 = 600;

/// What was asked in the minute under way, by partner.
#[derive(Debug, Default)]
pub struct Rates(Mutex<HashMap<PartnerId, (i64, u32)>>);

impl Rates {
    /// Counts a request; `false` where there were too many in this minute.
    pub fn take(&self, partner: PartnerId, now: Instant) -> bool {
        let minute = now.0.div_euclid(MINUTE_MS);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (counted, requests) = counts.entry(partner).or_insert((minute, 0));
        if *counted != minute {
            (*counted, *requests) = (minute, 0);
        }
        *requests = requests.saturating_add(1);
        *requests <= A_MINUTE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_minute_has_so_many_and_each_partner_its_own() {
        let (rates, [one, other]) = (Rates::default(), [1, 2].map(|id| PartnerId(Uuid::from_u128(id))));
        let minute = Instant(1_000 * MINUTE_MS);
        for _ in 0..A_MINUTE {
            assert!(rates.take(one, minute));
        }
        assert!(!rates.take(one, minute.plus_ms(MINUTE_MS - 1)));
        assert!(rates.take(other, minute));
        assert!(rates.take(one, minute.plus_ms(MINUTE_MS)), "the next minute");
    }
}
