//! The gates of a site: how an office sees them, and what is missing of a gate's running numbers. Invariant: a gap is a
//! loss until its number comes; whether one is there follows from the numbers received, their times and now alone.
//!
//! Source: 30-cards.md, The gate off line ("a gap in sequence numbers is a loss and is reported as one").

use crate::{
    id::{DeviceId, SectionId, SiteId},
    time::{DAY_MS, HOUR_MS, Instant},
};

/// A number is taken for lost once a higher one has been here for so long: a touch the server could not take is sent again
/// within an hour.
pub const GAP_AFTER_MS: i64 = 2 * HOUR_MS;
/// Touches set aside because of their signature are told for so long: what can still be done is to enter the days by hand.
pub const UNSIGNED_MS: i64 = 30 * DAY_MS;
/// A gate that was not heard of for so long is told of (ours): it may be lost, broken or without signal, and holds what it
/// recorded until it is heard of again.
pub const QUIET_MS: i64 = 7 * DAY_MS;
/// A gate that was not heard of for so long is let in no more (20-sites-and-history.md: 30 days without signal).
pub const SILENT_MS: i64 = 30 * DAY_MS;
/// No phone comes to a higher number: one that says so is not believed.
pub const NUMBER_MAX: i64 = 1_000_000_000;
/// Characters of the reason for ending a gate, and of what is known of a gap.
pub const REASON_CHARS_MAX: usize = 200;

/// A number received of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The number.
    pub seq: i64,
    /// When the touch with it was received.
    pub at: Instant,
    /// By which of the phone's enrolments.
    pub device: DeviceId,
}

/// Numbers that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// By which of the phone's enrolments the number after it came.
    pub device: DeviceId,
    /// The first that is missing.
    pub from: i64,
    /// The last that is missing.
    pub to: i64,
    /// When the number before it was received; `None` where that is not known.
    pub after: Option<Instant>,
    /// When the number after it was received; of one that is [`Self::by_word`] when the phone was last heard of.
    pub before: Instant,
    /// No number after it came: that these were made at all is the phone's own word.
    pub by_word: bool,
}

/// The last enrolment of a phone, and the number its phone said it had come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Which.
    pub device: DeviceId,
    /// The number of the phone's last touch, as it said itself, by whichever enrolment; `None` where it never did.
    pub last_told: Option<i64>,
    /// When it was last heard of.
    pub heard_at: Instant,
    /// When it was ended.
    pub ended_at: Option<Instant>,
}

impl Life {
    /// Nothing more is to be expected: ended for as long as a touch may wait to be sent by an enrolment after it, or silent until
    /// it is let in no more.
    pub const fn is_over(&self, now: Instant) -> bool {
        match self.ended_at {
            Some(ended) => now.since_ms(ended) >= GAP_AFTER_MS,
            None => now.since_ms(self.heard_at) >= SILENT_MS,
        }
    }
}

/// What looking at a phone's numbers came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// Numbers that are missing.
    pub gaps: Vec<Gap>,
    /// Up to here every number is received or missing; `None` where nothing was received.
    pub until: Option<i64>,
}

/// Looks at the `numbers` of a phone from `floor` on (ascending), up to which every number is received or known to be missing;
/// `None`: the first of them begins the run. It stops before a gap that is not old enough to be a loss.
pub fn look(floor: Option<i64>, numbers: &[Number], now: Instant) -> Looked {
    let mut looked = Looked { gaps: Vec::new(), until: floor };
    let mut after = None;
    for number in numbers {
        let last = looked.until.unwrap_or(number.seq.saturating_sub(1));
        if number.seq > last.saturating_add(1) {
            if now.since_ms(number.at) < GAP_AFTER_MS {
                break;
            }
            let (from, to) = (last + 1, number.seq - 1);
            looked.gaps.push(Gap { device: number.device, from, to, after, before: number.at, by_word: false });
        }
        looked.until = Some(last.max(number.seq));
        after = Some(number.at);
    }
    looked
}

/// The open end of a phone whose life at gates is over: the numbers it said it had come to, above the last of those that
/// [`look`] went through. `None` while it lives, where it said nothing, where all came, and while a younger gap is waited for.
pub fn open_end(life: &Life, looked: &Looked, numbers: &[Number], now: Instant) -> Option<Gap> {
    let (until, told) = (looked.until?, life.last_told?);
    let waited_for = numbers.iter().any(|number| number.seq > until);
    if !life.is_over(now) || waited_for || told <= until {
        return None;
    }
    let after = numbers.iter().rev().find(|number| number.seq == until).map(|number| number.at);
    Some(Gap { device: life.device, from: until + 1, to: told, after, before: life.heard_at, by_word: true })
}

/// What is still missing of a gap once `arrived` (ascending) have come.
pub fn left(gap: Gap, arrived: &[i64]) -> Vec<Gap> {
    let mut left = Vec::new();
    let mut from = gap.from;
    for number in arrived.iter().copied().filter(|number| (gap.from..=gap.to).contains(number)) {
        if number > from {
            left.push(Gap { from, to: number - 1, ..gap });
        }
        from = from.max(number + 1);
    }
    if from <= gap.to {
        left.push(Gap { from, ..gap });
    }
    left
}

/// What somebody said of numbers that were missing then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The first of them.
    pub from: i64,
    /// The last of them.
    pub to: i64,
    /// When it was said.
    pub at: Instant,
    /// By whom; `None` for the register's own machine, by a command.
    pub by: Option<String>,
    /// The words.
    pub words: String,
}

impl Known {
    /// All that is missing was spoken of: what is left of a gap stays known, and one that grew does not.
    pub const fn covers(&self, gap: &Gap) -> bool {
        self.from <= gap.from && gap.to <= self.to
    }
}

/// A gap that is open, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Which numbers, and when those around them came.
    pub gap: Gap,
    /// When it was found.
    pub found_at: Instant,
    /// What was last said of it. It stands as known then, and warns no more.
    pub known: Option<Known>,
}

/// A gap that is open, as the register's office sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingAt {
    /// The site.
    pub site: SiteId,
    /// Its name.
    pub site_name: String,
    /// Name of the gate.
    pub gate: String,
    /// What is missing.
    pub missing: Missing,
}

/// A gate in the list of its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRow {
    /// Its id.
    pub id: DeviceId,
    /// What people call it.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: Instant,
    /// Who enrolled it; `None` for the register's own machine, by a command.
    pub enrolled_by: Option<String>,
    /// When it was last heard of.
    pub last_seen_at: Instant,
    /// How many touches waited on it when it last said so.
    pub waiting: Option<i32>,
    /// The highest number received of it.
    pub highest: Option<i64>,
    /// It signs its touches; enrolled before keys, it goes on without until it enrols anew.
    pub has_key: bool,
    /// How many of its touches were set aside because of their signature in the last [`UNSIGNED_MS`].
    pub unsigned: i64,
    /// From when it is refused.
    pub revoked_at: Option<Instant>,
    /// Why, where a person said so.
    pub revoked_reason: Option<String>,
    /// In which section of an umbrella site it stands now.
    pub section: Option<SectionId>,
    /// What is missing of its numbers.
    pub missing: Vec<Missing>,
    /// Everything that was said of missing numbers, oldest first, also of such that came since.
    pub known: Vec<Known>,
    /// How many touches of the last [`UNSIGNED_MS`] have a time a person is to look at.
    pub unclear: i64,
}

impl GateRow {
    /// Something is missing that nobody has spoken of.
    pub fn warns(&self) -> bool {
        self.missing.iter().any(|missing| missing.known.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_215_120_000);

    fn device() -> DeviceId {
        DeviceId(Uuid::from_u128(1))
    }

    fn number(seq: i64, ms_ago: i64) -> Number {
        Number { seq, at: NOW.plus_ms(-ms_ago), device: device() }
    }

    fn gap(from: i64, to: i64) -> Gap {
        Gap { device: device(), from, to, after: None, before: NOW, by_word: false }
    }

    fn ranges(gaps: &[Gap]) -> Vec<(i64, i64)> {
        gaps.iter().map(|gap| (gap.from, gap.to)).collect()
    }

    #[test]
    fn a_missing_number_is_a_loss_two_hours_after_a_higher_one_came() {
        let missing = |ms_ago| look(Some(0), &[number(1, ms_ago), number(3, ms_ago)], NOW);
        let fresh = missing(GAP_AFTER_MS - 1);
        assert_eq!((ranges(&fresh.gaps), fresh.until), (vec![], Some(1)), "looked at again later");
        let old = missing(GAP_AFTER_MS);
        assert_eq!((ranges(&old.gaps), old.until), (vec![(2, 2)], Some(3)));
        assert_eq!(old.gaps[0].after, Some(NOW.plus_ms(-GAP_AFTER_MS)));
    }

    #[test]
    fn gaps_are_found_from_the_floor_on_and_a_number_twice_is_none() {
        let day = 24 * HOUR_MS;
        let numbers = [number(5, day), number(5, day), number(8, day), number(9, day)];
        assert_eq!(ranges(&look(Some(2), &numbers, NOW).gaps), [(3, 4), (6, 7)]);
        assert_eq!(ranges(&look(None, &numbers, NOW).gaps), [(6, 7)], "where the run begins is not known");
        let from_the_floor = look(Some(5), &numbers[..3], NOW);
        assert_eq!((ranges(&from_the_floor.gaps), from_the_floor.gaps[0].after), (vec![(6, 7)], Some(numbers[0].at)));
        assert_eq!(look(Some(2), &[], NOW), Looked { gaps: vec![], until: Some(2) });
        assert_eq!(look(None, &[], NOW).until, None);
    }

    #[test]
    fn what_comes_late_closes_a_gap_wholly_or_in_part() {
        let gap = gap(3, 7);
        for (arrived, expected) in [
            (vec![], vec![(3, 7)]),
            (vec![3, 4, 5, 6, 7], vec![]),
            (vec![3], vec![(4, 7)]),
            (vec![7], vec![(3, 6)]),
            (vec![5], vec![(3, 4), (6, 7)]),
            (vec![2, 4, 4, 8], vec![(3, 3), (5, 7)]),
        ] {
            assert_eq!(ranges(&left(gap, &arrived)), expected, "{arrived:?}");
        }
    }

    #[test]
    fn a_phones_life_is_over_two_hours_after_its_end_or_after_thirty_silent_days() {
        let life = |ended_ms: Option<i64>, heard_ms: i64| Life {
            device: device(),
            last_told: Some(9),
            heard_at: NOW.plus_ms(-heard_ms),
            ended_at: ended_ms.map(|ms| NOW.plus_ms(-ms)),
        };
        for (name, life, over) in [
            ("in use", life(None, 0), false),
            ("silent for less", life(None, SILENT_MS - 1), false),
            ("silent for thirty days", life(None, SILENT_MS), true),
            ("just ended", life(Some(GAP_AFTER_MS - 1), DAY_MS), false),
            ("ended", life(Some(GAP_AFTER_MS), DAY_MS), true),
        ] {
            assert_eq!(life.is_over(NOW), over, "{name}");
        }
    }

    #[test]
    fn what_a_phone_said_it_came_to_is_missing_once_its_life_is_over() {
        let ended = Some(NOW.plus_ms(-GAP_AFTER_MS));
        let life = |last_told| Life { device: device(), last_told, heard_at: NOW, ended_at: ended };
        let looked = |until| Looked { gaps: vec![], until };
        let numbers = [number(4, DAY_MS), number(5, HOUR_MS)];
        for (name, last_told, until, expected) in [
            ("two more", Some(7), Some(5), Some((6, 7))),
            ("one more", Some(6), Some(5), Some((6, 6))),
            ("all came", Some(5), Some(5), None),
            ("more came than it said", Some(3), Some(5), None),
            ("it said nothing", None, Some(5), None),
            ("a younger gap is waited for", Some(7), Some(4), None),
            ("nobody knows where its numbers began", Some(7), None, None),
        ] {
            let found = open_end(&life(last_told), &looked(until), &numbers, NOW);
            assert_eq!(found.map(|gap| (gap.from, gap.to)), expected, "{name}");
            assert!(found.is_none_or(|gap| gap.by_word && gap.after == Some(numbers[1].at)), "{name}");
        }
        let none_came = open_end(&life(Some(2)), &looked(Some(0)), &[], NOW).expect("missing");
        assert_eq!((none_came.from, none_came.to, none_came.after), (1, 2, None));
        let living = Life { ended_at: None, ..life(Some(7)) };
        assert_eq!(open_end(&living, &looked(Some(5)), &numbers, NOW), None);
    }

    #[test]
    fn what_is_known_covers_what_is_left_and_not_what_grew() {
        let known = Known { from: 3, to: 7, at: NOW, by: None, words: "電池を替えた".into() };
        for (from, to, covered) in
            [(3, 7, true), (4, 6, true), (3, 3, true), (2, 7, false), (3, 8, false), (8, 9, false)]
        {
            assert_eq!(known.covers(&gap(from, to)), covered, "{from} to {to}");
        }
    }
}
