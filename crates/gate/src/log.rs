//! The day's list on this phone: what was touched and what became of it. Invariant: an entry follows its touch (saved,
//! recorded, refused) and is never the touch itself; losing the list loses no record.

use crate::queue::Pending;
use domain::{
    id::{TechnicianId, TouchId},
    time::{DAY_MS, Instant},
    touch::{
        TouchKind,
        timing::corrected,
        wire::{Outcome, TouchAnswer, Warning},
    },
};
use serde::{Deserialize, Serialize};

/// How long entries with their receipts are kept (30-cards.md).
pub const KEPT_MS: i64 = 30 * DAY_MS;

/// Who was read, as far as the phone knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Who {
    /// The chip's serial number, 14 hex digits in capitals.
    #[serde(default)]
    pub serial: Option<String>,
    /// The person, by the roster, the typed number or the server's answer.
    #[serde(default)]
    pub technician: Option<TechnicianId>,
}

impl Who {
    /// Known by a number that was typed: a card leaves its serial number, or nobody's at all.
    pub const fn is_by_number(&self) -> bool {
        self.serial.is_none() && self.technician.is_some()
    }
    /// One and the same person or card, for certain.
    pub fn same(&self, other: &Self) -> bool {
        let both = |ours: bool, equal: bool| ours && equal;
        both(self.serial.is_some(), self.serial == other.serial)
            || both(self.technician.is_some(), self.technician == other.technician)
    }
}

/// What became of a touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// On this phone, not yet answered.
    Saved,
    /// Recorded by the server.
    Recorded {
        /// What to look at.
        warnings: Vec<Warning>,
    },
    /// Answered, but no record was made.
    Refused {
        /// Stable code.
        code: Option<String>,
        /// The server's reason in Japanese.
        reason_ja: Option<String>,
        /// The server's reason in English.
        reason_en: Option<String>,
    },
}

/// A line of the day's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The touch.
    pub id: TouchId,
    /// Corrected time.
    pub at: Instant,
    /// In, out or not known yet.
    pub kind: TouchKind,
    /// Who.
    pub who: Who,
    /// The name, where known: on the disk it stands only in what is sealed ([`crate::lock::Sealed`]).
    #[serde(default, skip_serializing)]
    pub name: Option<String>,
    /// What became of it.
    pub state: State,
    /// A person has seen that there was something to look at.
    #[serde(default)]
    pub seen: bool,
    /// When its receipt came, by the phone's clock.
    #[serde(default)]
    pub answered: Option<Instant>,
}

/// How old a roster is: what it can know of the touches made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterAge {
    /// When it was made, by the server's clock.
    pub made: Instant,
    /// When it was asked for, by the phone's clock; `None` where it was kept from the last start.
    pub asked: Option<Instant>,
}

impl Entry {
    /// The line of a touch just kept.
    pub fn of(pending: &Pending, who: Who, name: Option<String>) -> Self {
        let item = &pending.item;
        let at = corrected(item.occurred_at, item.clock_offset_ms);
        Self { id: item.id, at, kind: item.kind, who, name, state: State::Saved, seen: false, answered: None }
    }

    /// The roster may have been made without this touch: it waits, or its receipt came after the roster was asked for.
    /// The touch's own time says little: made without signal, it reaches the register long after.
    pub fn is_news_to(&self, roster: RosterAge) -> bool {
        match (&self.state, self.answered, roster.asked) {
            (State::Saved, ..) => true,
            (State::Refused { .. }, ..) => false,
            (State::Recorded { .. }, Some(answered), Some(asked)) => answered >= asked,
            (State::Recorded { .. }, ..) => self.at >= roster.made,
        }
    }

    /// Somebody should look and nobody has yet.
    pub fn wants_a_look(&self) -> bool {
        !self.seen
            && match &self.state {
                State::Saved => false,
                State::Recorded { warnings } => !warnings.is_empty(),
                State::Refused { .. } => true,
            }
    }

    /// Takes the server's answer that came at `now` by the phone's clock. An answer of `retry` changes nothing.
    pub fn take(&mut self, answer: &TouchAnswer, now: Instant) {
        let warnings = answer.shown.as_ref().map(|shown| shown.warnings.clone()).unwrap_or_default();
        self.state = match answer.outcome {
            Outcome::Retry => return,
            Outcome::Accepted | Outcome::Duplicate => State::Recorded { warnings },
            Outcome::Replay | Outcome::Quarantined | Outcome::Rejected => State::Refused {
                code: answer.code.clone(),
                reason_ja: answer.reason_ja.clone(),
                reason_en: answer.reason_en.clone(),
            },
        };
        self.answered = Some(now);
        if let Some(at) = answer.recorded_at {
            self.at = at;
        }
        if let Some(shown) = &answer.shown {
            self.kind = shown.kind;
            self.name = Some(shown.name.clone());
            self.who.technician = Some(shown.technician_id);
        }
    }
}

/// Entries by time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    entries: Vec<Entry>,
}

impl Log {
    /// What the store holds, in any order.
    pub fn from_stored(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(|entry| (entry.at, entry.id));
        Self { entries }
    }
    /// Adds one, or puts it in the place of the one with its id.
    pub fn put(&mut self, entry: Entry) {
        self.entries.retain(|other| other.id != entry.id);
        let at = self.entries.partition_point(|other| (other.at, other.id) <= (entry.at, entry.id));
        self.entries.insert(at, entry);
    }
    /// One of them.
    pub fn get(&self, id: TouchId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
    /// One of them, to change.
    pub fn get_mut(&mut self, id: TouchId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }
    /// All, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }
    /// Those of the calendar day `now` is in, newest first.
    pub fn today(&self, now: Instant) -> impl Iterator<Item = &Entry> {
        let day = now.date();
        self.entries.iter().rev().take_while(move |entry| entry.at.date() >= day)
    }
    /// Those somebody should look at.
    pub fn to_look_at(&self) -> u32 {
        u32::try_from(self.entries.iter().filter(|entry| entry.wants_a_look()).count()).unwrap_or(u32::MAX)
    }
    /// Takes away every entry whose touch has its receipt; their ids.
    pub fn forget_settled(&mut self) -> Vec<TouchId> {
        let (waiting, settled) =
            core::mem::take(&mut self.entries).into_iter().partition(|entry| entry.state == State::Saved);
        self.entries = waiting;
        let settled: Vec<Entry> = settled;
        settled.into_iter().map(|entry| entry.id).collect()
    }
    /// Gives the lines without a name the one `name_of` knows.
    pub fn name(&mut self, name_of: impl Fn(&Who) -> Option<String>) {
        for entry in self.entries.iter_mut().filter(|entry| entry.name.is_none()) {
            entry.name = name_of(&entry.who);
        }
    }
    /// Takes the names from what is left: whose touches they are stands in the queue alone.
    pub fn forget_names(&mut self) {
        for entry in &mut self.entries {
            entry.name = None;
        }
    }
    /// Ids of entries older than [`KEPT_MS`] whose touch has its receipt.
    pub fn outdated(&self, now: Instant) -> Vec<TouchId> {
        let old = |entry: &&Entry| now.since_ms(entry.at) > KEPT_MS && entry.state != State::Saved;
        self.entries.iter().filter(old).map(|entry| entry.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn entry(n: u128, at: i64, state: State) -> Entry {
        let id = TouchId(Uuid::from_u128(n));
        Entry {
            id,
            at: Instant(at),
            kind: TouchKind::In,
            who: Who::default(),
            name: None,
            state,
            seen: false,
            answered: None,
        }
    }

    #[test]
    fn no_name_goes_to_the_disk_and_one_of_before_is_still_read() {
        let named = Entry { name: Some("山本 健太".into()), ..entry(1, 5, State::Saved) };
        let text = serde_json::to_string(&named).expect("written");
        assert!(!text.contains("山本"), "{text}");
        let before = text.replacen('{', "{\"name\":\"山本 健太\",", 1);
        assert_eq!(serde_json::from_str::<Entry>(&before).expect("read"), named);
    }

    #[test]
    fn two_unknowns_are_not_the_same_person() {
        assert!(!Who::default().same(&Who::default()));
        let card = Who { serial: Some("04".into()), technician: None };
        let person = Who { serial: Some("05".into()), technician: Some(TechnicianId::from_body(1)) };
        assert!(card.same(&card) && person.same(&person) && !card.same(&person));
        assert!(person.same(&Who { serial: None, ..person.clone() }), "a typed number is the card's owner");
    }

    #[test]
    fn a_roster_knows_what_was_answered_before_it_was_asked_for() {
        let recorded = || State::Recorded { warnings: vec![] };
        let refused = State::Refused { code: None, reason_ja: None, reason_en: None };
        // The roster was asked for at 100 and made at 110.
        for (name, state, at, answered, asked, news) in [
            ("it waits", State::Saved, 50, None, Some(100), true),
            ("answered before", recorded(), 50, Some(99), Some(100), false),
            ("answered since, however old", recorded(), 50, Some(101), Some(100), true),
            ("no longer known when it was asked for", recorded(), 109, Some(500), None, false),
            ("the same, made after it", recorded(), 110, Some(500), None, true),
            ("refused", refused, 120, Some(120), Some(100), false),
        ] {
            let entry = Entry { answered: answered.map(Instant), ..entry(1, at, state) };
            let roster = RosterAge { made: Instant(110), asked: asked.map(Instant) };
            assert_eq!(entry.is_news_to(roster), news, "{name}");
        }
    }

    #[test]
    fn the_list_is_of_today_and_newest_first() {
        let midnight = Instant(1_796_050_800_000); // 2026-12-01T00:00 in Japan
        let mut log =
            Log::from_stored(vec![entry(3, midnight.0 + 5, State::Saved), entry(1, midnight.0 - 1, State::Saved)]);
        log.put(entry(2, midnight.0, State::Saved));
        log.put(entry(2, midnight.0 + 1, State::Saved));
        let today: Vec<i64> = log.today(midnight.plus_ms(9)).map(|entry| entry.at.0 - midnight.0).collect();
        assert_eq!(today, [5, 1]);
    }

    #[test]
    fn what_nobody_has_seen_is_counted_and_what_waits_is_never_outdated() {
        let look = State::Recorded { warnings: vec![Warning::NotOnRoster] };
        let refused = State::Refused { code: None, reason_ja: None, reason_en: None };
        let mut log = Log::from_stored(vec![
            entry(1, 0, State::Saved),
            entry(2, 1, State::Recorded { warnings: vec![] }),
            entry(3, 2, look),
            entry(4, 3, refused),
        ]);
        assert_eq!(log.to_look_at(), 2);
        log.get_mut(TouchId(Uuid::from_u128(4))).expect("put above").seen = true;
        assert_eq!(log.to_look_at(), 1);
        let old: Vec<u128> = log.outdated(Instant(KEPT_MS + 3)).iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(old, [2, 3]);
    }
}
