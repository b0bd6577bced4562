//! The touches that wait on this phone. Invariant: a touch leaves the queue only by a receipt that names its id;
//! silence, an error or a receipt for another touch keeps it.
//!
//! A touch the server cannot take never holds up the others: after an answer of `retry`, or none, it waits by itself,
//! twice as long each time, and one that fails a whole request alone is sent alone from then on.

use crate::reply::Trouble;
use domain::{
    id::{DeviceId, SiteId, TouchId},
    time::Instant,
    touch::{
        TouchKind,
        timing::told,
        wire::{Reading, TouchAnswer, TouchItem, clock::PageClock},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most touches in one request. Far below the server's limit, so that an answer comes within seconds on a weak signal.
pub const BATCH_ITEMS_MAX: u32 = 200;
const WAIT_MS_FIRST: i64 = 15_000;
const WAIT_MS_MAX: i64 = 3_600_000;

/// A touch before it has an id and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The phone's clock.
    pub at: Instant,
    /// In, out or left to the server.
    pub kind: TouchKind,
    /// What was read.
    pub reading: Reading,
    /// Server clock less phone clock, as last measured.
    pub offset_ms: Option<i64>,
    /// The page's own clock, read when the card was.
    pub clock: Option<PageClock>,
    /// The site the phone stood at.
    pub site: SiteId,
}

/// A touch on this phone, as the store holds it. Fields are only ever added, with a default: an older queue is read by
/// a newer build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What the server is sent.
    pub item: TouchItem,
    /// The site it happened at; a credential for another site never sends it.
    pub site: SiteId,
    /// It has left the phone at least once, so the server may have it and its content must not change any more.
    #[serde(default)]
    pub sent: bool,
    /// How often the server did not take it.
    #[serde(default)]
    pub failures: u32,
    /// Not sent again before this time of the phone's clock.
    #[serde(default = "any_time")]
    pub not_before: Instant,
    /// A request that held nothing else failed.
    #[serde(default)]
    pub alone: bool,
    /// With whose key its signature was made: a phone enrolled anew signs anew. A build of before clocks wrote `signed_by`, and
    /// does not read this name: should it come upon this queue it leaves the clock out, and so must sign anew.
    #[serde(default, alias = "signed_by")]
    pub proven_by: Option<DeviceId>,
}

impl Pending {
    /// Takes the signature of `device`.
    pub fn take_signature(&mut self, device: DeviceId, signature: String) {
        self.item.signature = Some(signature);
        self.proven_by = Some(device);
    }

    /// May be sent at `now`. A wait longer than any there is was set before the phone's clock was put back: it is over.
    fn is_due(&self, now: Instant) -> bool {
        self.not_before <= now || self.not_before > now.plus_ms(WAIT_MS_MAX)
    }
}

const fn any_time() -> Instant {
    Instant(0)
}

/// Makes the touch: id from the corrected time and `random`, and the number after `last_seq` (0 before the first).
pub fn record(draft: &Draft, random: [u8; 10], last_seq: i64) -> Pending {
    let made_at = told(draft.at, draft.offset_ms, draft.clock.as_ref()).at;
    let ms = u64::try_from(made_at.0).unwrap_or(0);
    Pending {
        item: TouchItem {
            id: TouchId(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()),
            occurred_at: draft.at,
            kind: draft.kind,
            reading: draft.reading.clone(),
            device_seq: Some(last_seq + 1),
            clock_offset_ms: draft.offset_ms,
            clock: draft.clock,
            site_id: None,
            trade: None,
            role: None,
            signature: None,
        },
        site: draft.site,
        sent: false,
        failures: 0,
        not_before: any_time(),
        alone: false,
        proven_by: None,
    }
}

/// How long a touch waits after its `failures`-th failure, milliseconds.
pub fn wait_ms(failures: u32) -> i64 {
    let doublings = failures.saturating_sub(1).min(20);
    (WAIT_MS_FIRST << doublings).min(WAIT_MS_MAX)
}

/// What an answer did to the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// These have their receipt and are gone.
    pub receipted: Vec<TouchId>,
    /// These stay and were changed.
    pub kept: Vec<Pending>,
}

/// The queue, or the part of it that was read from the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queue {
    touches: BTreeMap<TouchId, Pending>,
}

impl Queue {
    /// What the store holds.
    pub fn from_stored(stored: impl IntoIterator<Item = Pending>) -> Self {
        let mut queue = Self::default();
        stored.into_iter().for_each(|pending| queue.add(pending));
        queue
    }
    /// How many wait.
    pub fn len(&self) -> u32 {
        u32::try_from(self.touches.len()).unwrap_or(u32::MAX)
    }
    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.touches.is_empty()
    }
    /// One of them.
    pub fn get(&self, id: TouchId) -> Option<&Pending> {
        self.touches.get(&id)
    }
    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.touches.values()
    }
    /// Adds one.
    pub fn add(&mut self, pending: Pending) {
        self.touches.insert(pending.item.id, pending);
    }

    /// What to send now for `site`: the oldest that are due, at most `max`; failing those, one that must go alone.
    pub fn batch(&self, site: SiteId, now: Instant, max: u32) -> Vec<TouchId> {
        let together = self.together(site, now, max);
        if !together.is_empty() {
            return together;
        }
        let alone = self.due(site, now).min_by_key(|pending| pending.not_before);
        alone.map(|pending| pending.item.id).into_iter().collect()
    }

    /// Whether touches after those known here could still change [`Self::batch`]: what is known does not fill a request.
    pub fn wants_more(&self, site: SiteId, now: Instant, max: u32) -> bool {
        self.together(site, now, max).len() < batch_limit(max)
    }

    fn together(&self, site: SiteId, now: Instant, max: u32) -> Vec<TouchId> {
        self.due(site, now).filter(|p| !p.alone).take(batch_limit(max)).map(|p| p.item.id).collect()
    }

    fn due(&self, site: SiteId, now: Instant) -> impl Iterator<Item = &Pending> {
        self.touches.values().filter(move |pending| pending.site == site && pending.is_due(now))
    }

    /// Notes that `ids` are about to leave the phone; gives back those this changed.
    pub fn mark_sent(&mut self, ids: &[TouchId]) -> Vec<Pending> {
        self.change(ids, |pending| !core::mem::replace(&mut pending.sent, true))
    }

    /// Which of `ids` are yet to be signed by `device`, since they could not be when they were made, were put right since, or were
    /// signed by the phone's enrolment before.
    pub fn unsigned(&self, ids: &[TouchId], device: DeviceId) -> Vec<TouchId> {
        let open = |id: &&TouchId| self.get(**id).is_some_and(|pending| pending.proven_by != Some(device));
        ids.iter().filter(open).copied().collect()
    }

    /// Takes the signature of `device` under a touch; `None` where it is not here any more.
    pub fn sign(&mut self, id: TouchId, device: DeviceId, signature: String) -> Option<Pending> {
        let pending = self.touches.get_mut(&id)?;
        pending.take_signature(device, signature);
        Some(pending.clone())
    }

    /// Takes the answers to a request that held `sent`. An answer counts only for the id it names, and only if that id
    /// was in the request.
    pub fn apply(&mut self, sent: &[TouchId], answers: &[TouchAnswer], now: Instant) -> Applied {
        let mut receipts: BTreeSet<TouchId> = BTreeSet::new();
        receipts.extend(answers.iter().filter(|answer| answer.outcome.is_receipt()).filter_map(|answer| answer.id));
        let (done, open): (Vec<TouchId>, Vec<TouchId>) = sent.iter().partition(|id| receipts.contains(id));
        let receipted = done.into_iter().filter(|id| self.touches.remove(id).is_some()).collect();
        let kept = self.change(&open, |pending| {
            pending.alone = false;
            wait(pending, now);
            true
        });
        Applied { receipted, kept }
    }

    /// A request that held only `id` failed as a whole.
    pub fn failed_alone(&mut self, id: TouchId, now: Instant) -> Vec<Pending> {
        self.change(&[id], |pending| {
            pending.alone = true;
            wait(pending, now);
            true
        })
    }

    /// Changes in or out of a touch that has not left the phone, which is signed anew when it does. `None`: it has, or is not here
    /// any more.
    pub fn correct(&mut self, id: TouchId, kind: TouchKind) -> Option<Pending> {
        let pending = self.touches.get_mut(&id).filter(|pending| !pending.sent)?;
        pending.item.kind = kind;
        pending.item.signature = None;
        pending.proven_by = None;
        Some(pending.clone())
    }

    fn change(&mut self, ids: &[TouchId], mut change: impl FnMut(&mut Pending) -> bool) -> Vec<Pending> {
        let mut changed = Vec::new();
        for id in ids {
            if let Some(pending) = self.touches.get_mut(id)
                && change(pending)
            {
                changed.push(pending.clone());
            }
        }
        changed
    }
}

fn batch_limit(max: u32) -> usize {
    usize::try_from(max.clamp(1, BATCH_ITEMS_MAX)).unwrap_or(1)
}

fn wait(pending: &mut Pending, now: Instant) {
    pending.failures = pending.failures.saturating_add(1);
    pending.not_before = now.plus_ms(wait_ms(pending.failures));
}

/// How many touches the next request holds: halved when a request fails as a whole, so that the one to blame is found
/// in a few steps and a thin line comes to carry what is asked of it; doubled again with every success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSize(u32);

impl Default for BatchSize {
    fn default() -> Self {
        Self(BATCH_ITEMS_MAX)
    }
}

impl BatchSize {
    /// Touches, 1 to [`BATCH_ITEMS_MAX`].
    pub const fn get(self) -> u32 {
        self.0
    }
    /// After an answer.
    #[must_use]
    pub fn after_success(self) -> Self {
        Self((self.0 * 2).min(BATCH_ITEMS_MAX))
    }
    /// After a request of `items` came to nothing.
    #[must_use]
    pub fn after_trouble(self, items: u32, trouble: &Trouble) -> Self {
        match trouble {
            // Also without signal: a request that takes longer than it may looks the same, and a smaller one may pass.
            Trouble::Refused(_) | Trouble::NoSignal | Trouble::Busy => Self((self.0.min(items) / 2).max(1)),
            Trouble::SignIn(_) | Trouble::SiteClosed(_) => self,
        }
    }
}

#[cfg(test)]
mod tests;
