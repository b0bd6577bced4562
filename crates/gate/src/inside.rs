//! Who is inside by all this phone knows: the roster, and over it what was touched here and has not been answered yet.
//! Invariant: whoever is inside only by a touch that waits is marked so; the roster itself is never changed by it.

use crate::{
    log::{Entry, Log, State},
    model::Model,
};
use domain::{
    time::Instant,
    touch::{
        TouchKind,
        shift::{Moment, next_kind},
        wire::{GatePerson, GateRoster},
    },
};

/// Somebody inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside<'a> {
    /// Their line on the roster, where they have one.
    pub person: Option<&'a GatePerson>,
    /// The name this phone knows of somebody who is not on the roster.
    pub name: Option<&'a str>,
    /// The touch that brought them in waits on this phone (送信待ち).
    pub waiting: bool,
}

/// The roster's people inside in its order, then those this phone alone has seen, oldest first.
pub fn inside(model: &Model) -> Vec<Inside<'_>> {
    let now = model.corrected_now();
    let on_roster = model.roster.iter().flat_map(|roster| {
        roster.people.iter().filter_map(move |person| {
            let mine = waiting_word(model, roster, person, now);
            let waiting = mine.is_some();
            mine.unwrap_or(person.inside).then_some(Inside { person: Some(person), name: None, waiting })
        })
    });
    let strangers = waiting_now(&model.log).filter(|entry| model.on_roster(&entry.who).is_none());
    let strangers = strangers.filter(|entry| stands(entry, now) && is_last_of_its_own(&model.log, entry));
    let strangers = strangers.map(|entry| Inside { person: None, name: entry.name.as_deref(), waiting: true });
    on_roster.chain(strangers).collect()
}

/// Touches that wait without saying in or out: the server will say, until then they are in no count.
pub fn unsaid(log: &Log) -> usize {
    waiting_now(log).filter(|entry| entry.kind == TouchKind::Unknown).count()
}

fn waiting_now(log: &Log) -> impl Iterator<Item = &Entry> {
    log.iter().filter(|entry| entry.state == State::Saved)
}

/// Whether the last touch here that says in or out waits, and what it says of being inside.
fn waiting_word(model: &Model, roster: &GateRoster, person: &GatePerson, now: Instant) -> Option<bool> {
    let is_theirs = |entry: &&Entry| {
        let known = entry.state == State::Saved || entry.at >= roster.server_time;
        let same = model.on_roster(&entry.who).is_some_and(|found| found.technician_id == person.technician_id);
        known && same && says(entry)
    };
    model.log.iter().rev().find(is_theirs).filter(|entry| entry.state == State::Saved).map(|entry| stands(entry, now))
}

fn says(entry: &Entry) -> bool {
    entry.kind != TouchKind::Unknown && !matches!(entry.state, State::Refused { .. })
}

fn is_last_of_its_own(log: &Log, entry: &Entry) -> bool {
    let later = log.iter().rev().find(|other| says(other) && (other.id == entry.id || other.who.same(&entry.who)));
    later.is_some_and(|later| later.id == entry.id)
}

/// It says in, and not so long ago that the shift is over.
fn stands(entry: &Entry, now: Instant) -> bool {
    let moment = Moment { at: entry.at, id: entry.id, kind: entry.kind };
    entry.kind == TouchKind::In && next_kind(&[moment], now) == TouchKind::Out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Who;
    use domain::{
        id::{SiteId, TechnicianId, TouchId},
        level::Level,
        time::MINUTE_MS,
        touch::{
            TouchKind::{In, Out, Unknown},
            wire::GateSite,
        },
        trade::TradeCode,
    };
    use i18n::Lang;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_795_215_120_000);

    fn person(n: i64, inside: bool) -> GatePerson {
        GatePerson {
            technician_id: TechnicianId::from_body(n),
            name: format!("山本 {n}"),
            kana: "ヤマモト".into(),
            level: Level::Two,
            trade: TradeCode::from_stored(10),
            employer: "大川鉄筋".into(),
            serial: None,
            has_photo: false,
            inside,
        }
    }

    fn entry(of: i64, minutes_ago: i64, kind: TouchKind, state: State) -> Entry {
        let at = NOW.plus_ms(-minutes_ago * MINUTE_MS);
        let id = TouchId(Uuid::from_u128(u128::try_from(at.0 + of).expect("after 1970")));
        let who = Who { serial: None, technician: Some(TechnicianId::from_body(of)) };
        Entry { id, at, kind, who, name: None, state, seen: false }
    }

    fn gate(entries: Vec<Entry>) -> Model {
        let site = GateSite { id: SiteId::from_body(7), name: "湊町".into(), prime: "港栄建設".into() };
        let people = vec![person(1, false), person(2, true)];
        let mut model = Model::new(Lang::Ja, NOW);
        model.roster = Some(GateRoster { site, server_time: NOW.plus_ms(-30 * MINUTE_MS), people });
        model.log = Log::from_stored(entries);
        model
    }

    /// Name, what was touched here, and who is inside, with whether by a touch that waits.
    type Case = (&'static str, Vec<Entry>, Vec<(Option<i64>, bool)>);

    #[test]
    fn what_waits_counts_and_is_marked() {
        let recorded = || State::Recorded { warnings: vec![] };
        let refused = || State::Refused { code: None, reason_ja: None, reason_en: None };
        // 1 is outside by the roster, 2 inside, 9 not on it; `true`: by a touch that waits.
        let cases: Vec<Case> = vec![
            ("the roster alone", vec![], vec![(Some(2), false)]),
            ("in, waits", vec![entry(1, 5, In, State::Saved)], vec![(Some(1), true), (Some(2), false)]),
            (
                "in before the roster, waits",
                vec![entry(1, 50, In, State::Saved)],
                vec![(Some(1), true), (Some(2), false)],
            ),
            ("out, waits", vec![entry(2, 5, Out, State::Saved)], vec![]),
            (
                "in and out, both wait",
                vec![entry(1, 9, In, State::Saved), entry(1, 5, Out, State::Saved)],
                vec![(Some(2), false)],
            ),
            (
                "waits, but later ones were answered",
                vec![entry(2, 9, Out, State::Saved), entry(2, 5, In, recorded())],
                vec![(Some(2), false)],
            ),
            ("refused ones do not count", vec![entry(1, 5, In, refused())], vec![(Some(2), false)]),
            ("the shift is over", vec![entry(1, 60 * 19, In, State::Saved)], vec![(Some(2), false)]),
            ("somebody not on the roster", vec![entry(9, 5, In, State::Saved)], vec![(Some(2), false), (None, true)]),
            ("in or out not said", vec![entry(9, 5, Unknown, State::Saved)], vec![(Some(2), false)]),
        ];
        for (name, entries, expected) in cases {
            let model = gate(entries);
            let found = inside(&model).into_iter();
            let id = |n: i64| TechnicianId::from_body(n);
            let found: Vec<_> = found.map(|one| (one.person.map(|person| person.technician_id), one.waiting)).collect();
            let expected: Vec<_> = expected.into_iter().map(|(n, waiting)| (n.map(id), waiting)).collect();
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(unsaid(&gate(vec![entry(9, 5, Unknown, State::Saved), entry(1, 4, In, State::Saved)]).log), 1);
    }
}
