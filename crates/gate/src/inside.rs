//! Who is inside by all this phone knows: the roster, those the register counts without a line on it, and over both what
//! was touched here and the register may not know yet.
//! Invariant: whoever is inside only by a touch that waits is marked so, and nobody is left out for not being on the
//! roster; the roster itself is never changed by it.

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
        shift::{Moment, is_inside},
        wire::{GatePerson, GateRoster, GateUnlisted},
    },
};
use std::collections::BTreeMap;

/// Somebody inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside<'a> {
    /// Their line on the roster, where they have one.
    pub person: Option<&'a GatePerson>,
    /// The name of somebody who is not on the roster, where it is known.
    pub name: Option<&'a str>,
    /// Their フリガナ, where the register has told it.
    pub kana: Option<&'a str>,
    /// The touch that brought them in waits on this phone (送信待ち).
    pub waiting: bool,
}

/// Somebody the register has named to this gate.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// On the roster.
    Listed(&'a GatePerson),
    /// Inside without a line on it.
    Unlisted(&'a GateUnlisted),
}

impl<'a> Known<'a> {
    /// Everybody the roster names: its people in its order, then the others.
    pub fn of(roster: &'a GateRoster) -> impl Iterator<Item = Self> {
        roster.people.iter().map(Self::Listed).chain(roster.unlisted.iter().map(Self::Unlisted))
    }
    /// Inside when the roster was made.
    pub const fn is_inside(self) -> bool {
        match self {
            Self::Listed(person) => person.inside,
            Self::Unlisted(_) => true,
        }
    }
    /// As registered.
    pub fn name(self) -> &'a str {
        match self {
            Self::Listed(person) => &person.name,
            Self::Unlisted(person) => &person.name,
        }
    }
    /// Card and number.
    pub fn who(self) -> Who {
        let (serial, technician) = match self {
            Self::Listed(person) => (&person.serial, person.technician_id),
            Self::Unlisted(person) => (&person.serial, person.technician_id),
        };
        Who { serial: serial.as_deref().and_then(normal_serial), technician: Some(technician) }
    }
    fn inside(self, waiting: bool) -> Inside<'a> {
        match self {
            Self::Listed(person) => Inside { person: Some(person), name: None, kana: None, waiting },
            Self::Unlisted(person) => {
                Inside { person: None, name: Some(&person.name), kana: Some(&person.kana), waiting }
            }
        }
    }
}

/// The roster's people inside in its order, those the register counts beside it, then those this phone alone has seen,
/// oldest first.
pub fn inside(model: &Model) -> Vec<Inside<'_>> {
    let now = model.corrected_now();
    let known: Vec<Known<'_>> = model.roster.as_ref().map(|roster| Known::of(roster).collect()).unwrap_or_default();
    let (said, strangers) = said_here(model, &known);
    let known = known.into_iter().zip(said).filter_map(|(known, said)| {
        let (inside, waiting) = match said {
            Some(entry) if stands(&[entry], now) => (true, entry.state == State::Saved),
            // A roster made since may have them inside by another gate.
            Some(entry) if model.roster_age().is_none_or(|age| entry.at >= age.made) => (false, false),
            _ => (known.is_inside(), false),
        };
        inside.then(|| known.inside(waiting))
    });
    let strangers = strangers.into_iter().rev().filter(|entries| stands(entries, now));
    let strangers = strangers.filter_map(|entries| {
        let last = entries.first()?;
        let name = entries.iter().find_map(|entry| entry.name.as_deref());
        Some(Inside { person: None, name, kana: None, waiting: last.state == State::Saved })
    });
    known.chain(strangers).collect()
}

/// One walk over the list, newest first: the last touch here of each of `known` that says in or out and that the roster
/// may have been made without, and all such touches of everybody else, person by person.
fn said_here<'a>(model: &'a Model, known: &[Known<'_>]) -> (Vec<Option<&'a Entry>>, Vec<Vec<&'a Entry>>) {
    let mut known_lines = Lines::default();
    for (line, one) in known.iter().enumerate() {
        known_lines.add(&one.who(), line);
    }
    let (mut said, mut strangers, mut stranger_lines) = (vec![None; known.len()], Vec::new(), Lines::default());
    let mut waiting = waiting_now(&model.log).count();
    let age = model.roster_age();
    for entry in model.log.iter().rev() {
        let news = age.is_none_or(|age| entry.is_news_to(age));
        // Older than all that waits and known to the roster: it decides nothing.
        if !news && waiting == 0 {
            continue;
        }
        waiting -= usize::from(entry.state == State::Saved);
        if matches!(entry.state, State::Refused { .. }) {
            continue;
        }
        if let Some(line) = known_lines.at(&entry.who) {
            if news && entry.kind != TouchKind::Unknown {
                said[line].get_or_insert(entry);
            }
            continue;
        }
        let line = stranger_lines.at(&entry.who).unwrap_or_else(|| {
            strangers.push((news, Vec::new()));
            strangers.len() - 1
        });
        stranger_lines.add(&entry.who, line);
        if let Some((_, entries)) = strangers.get_mut(line).filter(|_| news) {
            entries.push(entry);
        }
    }
    // Where the roster knows their last touch and does not name them, they are not inside.
    (said, strangers.into_iter().filter_map(|(news, entries)| news.then_some(entries)).collect())
}

/// Where in a list a card or a person stands.
#[derive(Default)]
struct Lines {
    by_serial: BTreeMap<String, usize>,
    by_id: BTreeMap<TechnicianId, usize>,
}

impl Lines {
    /// Notes a line; the first of a card or a person stays.
    fn add(&mut self, who: &Who, line: usize) {
        if let Some(id) = who.technician {
            self.by_id.entry(id).or_insert(line);
        }
        if let Some(serial) = &who.serial {
            self.by_serial.entry(serial.clone()).or_insert(line);
        }
    }

    /// The first line of theirs, as [`Model::on_roster`] finds it.
    fn at(&self, who: &Who) -> Option<usize> {
        let by_serial = who.serial.as_ref().and_then(|serial| self.by_serial.get(serial));
        let by_id = who.technician.and_then(|id| self.by_id.get(&id));
        by_serial.into_iter().chain(by_id).min().copied()
    }
}

/// Touches that wait without saying in or out: counted by turn, until the server says.
pub fn unsaid(log: &Log) -> usize {
    waiting_now(log).filter(|entry| entry.kind == TouchKind::Unknown).count()
}

fn waiting_now(log: &Log) -> impl Iterator<Item = &Entry> {
    log.iter().filter(|entry| entry.state == State::Saved)
}

/// They lead in, and not so long ago that the shift is over.
fn stands(entries: &[&Entry], now: Instant) -> bool {
    let moments = entries.iter().map(|entry| Moment { at: entry.at, id: entry.id, kind: entry.kind });
    is_inside(&moments.collect::<Vec<_>>(), now)
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
            wire::{GateRoster, GateSite, GateUnlisted},
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
            photo: None,
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
        gate_with(entries, vec![])
    }

    fn gate_with(entries: Vec<Entry>, unlisted: Vec<GateUnlisted>) -> Model {
        let site = GateSite { id: SiteId::from_body(7), name: "湊町".into(), prime: "港栄建設".into() };
        let people = vec![person(1, false), person(2, true)];
        let mut model = Model::new(Lang::Ja, NOW);
        let server_time = NOW.plus_ms(-30 * MINUTE_MS);
        model.roster = Some(GateRoster {
            site,
            server_time,
            people,
            unlisted,
            stopped: Vec::new(),
            expired: Vec::new(),
            code_keys: Vec::new(),
        });
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
            (
                "not on the roster, recorded since it was made",
                vec![entry(9, 5, In, recorded())],
                vec![(Some(2), false), (None, false)],
            ),
            ("the same, the roster is newer", vec![entry(9, 50, In, recorded())], vec![(Some(2), false)]),
        ];
        hold(cases);
    }

    fn hold(cases: Vec<Case>) {
        for (name, entries, expected) in cases {
            let model = gate(entries);
            let found = inside(&model).into_iter();
            let id = |n: i64| TechnicianId::from_body(n);
            let found: Vec<_> = found.map(|one| (one.person.map(|person| person.technician_id), one.waiting)).collect();
            let expected: Vec<_> = expected.into_iter().map(|(n, waiting)| (n.map(id), waiting)).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn who_did_not_say_in_or_out_is_counted_by_turn() {
        hold(vec![
            ("in or out not said: in", vec![entry(9, 5, Unknown, State::Saved)], vec![(Some(2), false), (None, true)]),
            (
                "in or out not said, twice: out by turn",
                vec![entry(9, 9, Unknown, State::Saved), entry(9, 5, Unknown, State::Saved)],
                vec![(Some(2), false)],
            ),
            (
                "in or out not said by two people",
                vec![entry(8, 9, Unknown, State::Saved), entry(9, 5, Unknown, State::Saved)],
                vec![(Some(2), false), (None, true), (None, true)],
            ),
        ]);
        assert_eq!(unsaid(&gate(vec![entry(9, 5, Unknown, State::Saved), entry(1, 4, In, State::Saved)]).log), 1);
    }

    #[test]
    fn who_is_inside_without_a_line_on_the_roster_is_counted_and_named() {
        let (name, kana) = ("大野 直樹", "オオノ ナオキ");
        let serial = Some("04DE5F1EACC040".to_owned());
        let unlisted = || GateUnlisted {
            technician_id: TechnicianId::from_body(7),
            name: name.into(),
            kana: kana.into(),
            serial: serial.clone(),
        };
        let by_card = |kind, minutes_ago| {
            let who = Who { serial: serial.clone(), technician: None };
            Entry { who, ..entry(7, minutes_ago, kind, State::Saved) }
        };
        for (case, entries, inside_still) in [
            ("the register counts them", vec![], true),
            ("touched out here since, by number", vec![entry(7, 5, Out, State::Saved)], false),
            ("touched out here since, by card", vec![by_card(Out, 5)], false),
            ("out before the roster was made", vec![by_card(Out, 50)], true),
            ("in here too: one person", vec![by_card(In, 5)], true),
        ] {
            let model = gate_with(entries, vec![unlisted()]);
            let found = inside(&model);
            let found: Vec<_> =
                found.iter().filter(|one| one.person.is_none()).map(|one| (one.name, one.kana)).collect();
            let wanted = if inside_still { vec![(Some(name), Some(kana))] } else { vec![] };
            assert_eq!(found, wanted, "{case}");
        }
    }
}
