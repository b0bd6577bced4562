//! In or out by turn, and taps that were recorded a moment ago. Invariant: a guess is shown only about somebody the
//! phone knows; for everybody else the server decides ([`TouchKind::Unknown`]).

use crate::log::{Entry, Log, RosterAge, State, Who};
use domain::{
    time::Instant,
    touch::{
        TouchKind,
        shift::{Moment, next_kind},
    },
};

/// A card read again within this time makes no second touch.
pub const REPEAT_MS: i64 = 3_000;

/// In or out for a touch of `who` at the corrected time `now`.
///
/// What this phone recorded itself decides, as far as the roster cannot know it yet ([`Entry::is_news_to`]); otherwise
/// the register.
/// `inside`: whether the register had them inside when the roster was made; `None` for somebody it did not name.
pub fn next(who: &Who, inside: Option<bool>, roster: Option<RosterAge>, log: &Log, now: Instant) -> TouchKind {
    let newer = |entry: &&Entry| roster.is_none_or(|roster| entry.is_news_to(roster));
    let mut moments: Vec<Moment> = log
        .iter()
        .filter(|entry| entry.who.same(who) && !matches!(entry.state, State::Refused { .. }))
        .filter(newer)
        .filter(|entry| entry.kind != TouchKind::Unknown && entry.at <= now)
        .map(|entry| Moment { at: entry.at, id: entry.id, kind: entry.kind })
        .collect();
    if moments.is_empty() {
        let Some(inside) = inside else { return TouchKind::Unknown };
        let kind = if inside { TouchKind::In } else { TouchKind::Out };
        let at = roster.map_or(now, |roster| roster.made).min(now);
        moments.push(Moment { at, id: domain::id::TouchId(uuid::Uuid::nil()), kind });
    }
    next_kind(&moments, now)
}

/// The other of in and out; for a touch that says neither there is none.
pub const fn other(kind: TouchKind) -> Option<TouchKind> {
    match kind {
        TouchKind::In => Some(TouchKind::Out),
        TouchKind::Out => Some(TouchKind::In),
        TouchKind::Unknown => None,
    }
}

/// The touch of `who` not more than `within_ms` before `now` that stands for this tap too. A refused one does not:
/// who was refused may try again at once.
pub fn repeated<'a>(who: &Who, (log, now): (&'a Log, Instant), within_ms: i64) -> Option<&'a Entry> {
    let recent = |entry: &&Entry| (0..=within_ms).contains(&now.since_ms(entry.at)) && entry.who.same(who);
    log.iter().rev().find(recent).filter(|entry| !matches!(entry.state, State::Refused { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        id::{TechnicianId, TouchId},
        time::{HOUR_MS, MINUTE_MS},
        touch::TouchKind::{In, Out, Unknown},
    };
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_215_120_000);

    fn who() -> Who {
        Who { serial: Some("04DE5F1EACC040".into()), technician: Some(TechnicianId::from_body(5)) }
    }

    fn entry(minutes_ago: i64, kind: TouchKind, state: State) -> Entry {
        let at = NOW.plus_ms(-minutes_ago * MINUTE_MS);
        let id = TouchId(Uuid::from_u128(u128::try_from(at.0).expect("after 1970")));
        Entry { id, at, kind, who: who(), name: None, state, seen: false, answered: None }
    }

    fn recorded() -> State {
        State::Recorded { warnings: vec![] }
    }

    #[test]
    fn the_turn_goes_by_what_is_known() {
        let roster = Some(RosterAge { made: NOW.plus_ms(-30 * MINUTE_MS), asked: None });
        let refused = State::Refused { code: None, reason_ja: None, reason_en: None };
        for (name, inside, entries, expected) in [
            ("roster: outside", Some(false), vec![], In),
            ("roster: inside", Some(true), vec![], Out),
            ("own touch after the roster", Some(false), vec![entry(10, In, recorded())], Out),
            ("own out after own in", Some(false), vec![entry(20, In, recorded()), entry(10, Out, State::Saved)], In),
            ("own, but the roster is newer", Some(false), vec![entry(40, In, recorded())], In),
            ("own and unsent: the roster cannot know", Some(false), vec![entry(40, In, State::Saved)], Out),
            ("refused ones do not count", Some(false), vec![entry(10, In, refused)], In),
            ("own of unknown kind says nothing", Some(true), vec![entry(10, Unknown, State::Saved)], Out),
            ("nobody we know", None, vec![], Unknown),
            ("not on the roster, but seen here", None, vec![entry(10, In, recorded())], Out),
            ("an in of 18 hours ago is over", None, vec![entry(18 * 60 + 1, In, State::Saved)], In),
        ] {
            assert_eq!(next(&who(), inside, roster, &Log::from_stored(entries), NOW), expected, "{name}");
        }
    }

    #[test]
    fn a_roster_older_than_a_shift_keeps_nobody_inside() {
        let old = Some(RosterAge { made: NOW.plus_ms(-18 * HOUR_MS - 1), asked: Some(NOW) });
        assert_eq!(next(&who(), Some(true), old, &Log::default(), NOW), In);
    }

    #[test]
    fn a_tap_within_three_seconds_is_the_same_tap() {
        let seconds_ago = |ms: i64, state| {
            let mut entry = entry(0, In, state);
            entry.at = NOW.plus_ms(-ms);
            Log::from_stored(vec![entry])
        };
        assert!(repeated(&who(), (&seconds_ago(3_000, State::Saved), NOW), REPEAT_MS).is_some());
        assert!(repeated(&who(), (&seconds_ago(3_001, State::Saved), NOW), REPEAT_MS).is_none());
        let refused = State::Refused { code: None, reason_ja: None, reason_en: None };
        assert!(repeated(&who(), (&seconds_ago(500, refused), NOW), REPEAT_MS).is_none());
        let stranger = Who { serial: Some("04AA".into()), technician: None };
        assert!(repeated(&stranger, (&seconds_ago(500, State::Saved), NOW), REPEAT_MS).is_none());
    }
}
