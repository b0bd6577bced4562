//! Who is inside by all this phone knows: the roster, and over it what was touched here and the roster may not know yet.
//! Invariant: whoever is inside only by a touch that waits is marked so; the roster itself is never changed by it.

use crate::{
    log::{Entry, Log, State, Who},
    model::Model,
    reading::normal_serial,
};
use domain::{
    id::TechnicianId,
    time::Instant,
    touch::{
        TouchKind,
        shift::{Moment, next_kind},
        wire::GatePerson,
    },
};
use std::collections::{BTreeMap, BTreeSet};

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
    let people = model.roster.as_ref().map_or(&[][..], |roster| &roster.people);
    let (said, strangers) = said_here(model, people);
    let on_roster = people.iter().zip(said).filter_map(|(person, said)| {
        let (inside, waiting) = match said {
            Some(entry) if stands(entry, now) => (true, entry.state == State::Saved),
            // A roster made since may have them inside by another gate.
            Some(entry) if model.roster_age().is_none_or(|age| entry.at >= age.made) => (false, false),
            _ => (person.inside, false),
        };
        inside.then_some(Inside { person: Some(person), name: None, waiting })
    });
    let strangers = strangers.into_iter().rev().filter(|entry| entry.state == State::Saved && stands(entry, now));
    let strangers = strangers.map(|entry| Inside { person: None, name: entry.name.as_deref(), waiting: true });
    on_roster.chain(strangers).collect()
}

/// One walk over the list, newest first: the last touch here of each of `people` that says in or out and that the roster
/// may have been made without, and the last of everybody else.
fn said_here<'a>(model: &'a Model, people: &[GatePerson]) -> (Vec<Option<&'a Entry>>, Vec<&'a Entry>) {
    let lines = Lines::of(people);
    let (mut said, mut strangers, mut met) = (vec![None; people.len()], Vec::new(), Met::default());
    let mut waiting = waiting_now(&model.log).count();
    let age = model.roster_age();
    for entry in model.log.iter().rev() {
        let news = age.is_none_or(|age| entry.is_news_to(age));
        // Older than all that waits and known to the roster: it decides nothing.
        if !news && waiting == 0 {
            continue;
        }
        waiting -= usize::from(entry.state == State::Saved);
        if !says(entry) {
            continue;
        }
        let is_last = met.is_new(&entry.who);
        match lines.at(&entry.who) {
            Some(line) if news => {
                said[line].get_or_insert(entry);
            }
            None if is_last => strangers.push(entry),
            _ => {}
        }
    }
    (said, strangers)
}

/// Where on the roster a card or a person stands.
struct Lines {
    by_serial: BTreeMap<String, usize>,
    by_id: BTreeMap<TechnicianId, usize>,
}

impl Lines {
    fn of(people: &[GatePerson]) -> Self {
        let (mut by_serial, mut by_id) = (BTreeMap::new(), BTreeMap::new());
        for (line, person) in people.iter().enumerate() {
            by_id.entry(person.technician_id).or_insert(line);
            if let Some(serial) = person.serial.as_deref().and_then(normal_serial) {
                by_serial.entry(serial).or_insert(line);
            }
        }
        Self { by_serial, by_id }
    }

    /// The first line of theirs, as [`Model::on_roster`] finds it.
    fn at(&self, who: &Who) -> Option<usize> {
        let by_serial = who.serial.as_ref().and_then(|serial| self.by_serial.get(serial));
        let by_id = who.technician.and_then(|id| self.by_id.get(&id));
        by_serial.into_iter().chain(by_id).min().copied()
    }
}

/// Cards and people met on the walk.
#[derive(Default)]
struct Met<'a> {
    serials: BTreeSet<&'a str>,
    ids: BTreeSet<TechnicianId>,
}

impl<'a> Met<'a> {
    /// Notes them. Whether they were not met before.
    fn is_new(&mut self, who: &'a Who) -> bool {
        let serial = who.serial.as_deref().is_none_or(|serial| self.serials.insert(serial));
        let id = who.technician.is_none_or(|id| self.ids.insert(id));
        serial && id
    }
}

/// Touches that wait without saying in or out: the server will say, until then they are in no count.
pub fn unsaid(log: &Log) -> usize {
    waiting_now(log).filter(|entry| entry.kind == TouchKind::Unknown).count()
}

fn waiting_now(log: &Log) -> impl Iterator<Item = &Entry> {
    log.iter().filter(|entry| entry.state == State::Saved)
}

fn says(entry: &Entry) -> bool {
    entry.kind != TouchKind::Unknown && !matches!(entry.state, State::Refused { .. })
}

/// It says in, and not so long ago that the shift is over.
fn stands(entry: &Entry, now: Instant) -> bool {
    let moment = Moment { at: entry.at, id: entry.id, kind: entry.kind };
    entry.kind == TouchKind::In && next_kind(&[moment], now) == TouchKind::Out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        id::{SiteId, TouchId},
        level::Level,
        time::MINUTE_MS,
        touch::{
            TouchKind::{In, Out, Unknown},
            wire::{GateRoster, GateSite},
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
        Entry { id, at, kind, who, name: None, state, seen: false, answered: None }
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
            (
                "out waits, but the roster is newer: another gate may have let them in again",
                vec![entry(2, 50, Out, State::Saved)],
                vec![(Some(2), false)],
            ),
            (
                "an in of another day waits, the roster is newer",
                vec![entry(2, 60 * 19, In, State::Saved)],
                vec![(Some(2), false)],
            ),
            (
                "recorded since the roster was made",
                vec![entry(1, 5, In, recorded())],
                vec![(Some(1), false), (Some(2), false)],
            ),
            ("recorded before it was made", vec![entry(1, 50, In, recorded())], vec![(Some(2), false)]),
            ("out, recorded since", vec![entry(2, 5, Out, recorded())], vec![]),
            (
                "somebody not on the roster, out again",
                vec![entry(9, 9, In, State::Saved), entry(9, 5, Out, State::Saved)],
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
