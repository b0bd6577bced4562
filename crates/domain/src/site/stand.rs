//! Where the gates of an umbrella site stand, and so in which section (工区) a touch was. Invariant: where a gate stood is only
//! ever added to, each time from then on, so the section of a touch that was made stays what it was, whenever it arrives: also
//! where its phone has been enrolled anew meanwhile and sends it as another gate.
//!
//! Source: 20-sites-and-history.md, Sites ("touches may name the section 工区"); that the gate names it is ours
//! (docs/decisions/0037).

use super::Section;
use crate::{
    id::{DeviceId, SectionId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// Where a gate stood from a time on, until the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// From when.
    pub from: Instant,
    /// In which section; `None`: in none of them.
    pub section: Option<SectionId>,
}

/// One enrolment of a phone as a gate of a site, with one of the places it stood in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateStood {
    /// Which.
    pub gate: DeviceId,
    /// The phone over all its enrolments; `None` where it did not say.
    pub phone: Option<Uuid>,
    /// Where and from when; `None` where nobody ever said of this enrolment.
    pub stood: Option<Stood>,
}

/// What stands somewhere: the phone, over all its enrolments at the site, or the gate where it did not say which phone it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Standing {
    Phone(Uuid),
    Gate(DeviceId),
}

/// The section a touch or a record was in, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InSection {
    /// Which.
    pub id: SectionId,
    /// 工区名.
    pub name: String,
    /// It had ended before that working day.
    pub over: bool,
}

/// Where the gates of a site stood at all times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stands {
    sections: Vec<Section>,
    gates: HashMap<DeviceId, Standing>,
    stood: HashMap<Standing, Vec<Stood>>,
}

impl Stands {
    /// From the sections of a site and where each of its gates stood, in any order; also of gates that stood nowhere, whose phone
    /// may have stood as another.
    pub fn new(sections: Vec<Section>, all: impl IntoIterator<Item = GateStood>) -> Self {
        let mut gates = HashMap::new();
        let mut stood: HashMap<Standing, Vec<Stood>> = HashMap::new();
        for one in all {
            let standing = one.phone.map_or(Standing::Gate(one.gate), Standing::Phone);
            gates.insert(one.gate, standing);
            if let Some(at) = one.stood {
                stood.entry(standing).or_default().push(at);
            }
        }
        for times in stood.values_mut() {
            times.sort_unstable_by_key(|at| at.from);
        }
        Self { sections, gates, stood }
    }

    /// The sections of the site.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Whether no gate ever stood in a section.
    pub fn is_empty(&self) -> bool {
        self.stood.is_empty()
    }

    /// In which section a touch was that `source` sent and its phone read at a time (corrected), of a working day; `None` for other
    /// ways, for a phone that stood in none, and before it stood in any.
    pub fn section_of(&self, source: Option<Uuid>, (at, date): (Instant, WorkDate)) -> Option<InSection> {
        let stood = self.stood.get(self.gates.get(&DeviceId(source?))?)?;
        let last = stood.iter().rev().find(|stood| stood.from <= at)?;
        let section = self.sections.iter().find(|one| Some(one.id) == last.section)?;
        Some(InSection { id: section.id, name: section.name.clone(), over: section.is_over_on(date) })
    }
}

/// Each section once, in the order of the touches.
pub fn in_turn(touched: impl IntoIterator<Item = InSection>) -> Vec<InSection> {
    let mut sections: Vec<InSection> = Vec::new();
    for one in touched {
        if sections.iter().all(|other| other.id != one.id) {
            sections.push(one);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATE: Uuid = Uuid::from_u128(1);

    fn day(number: i32) -> WorkDate {
        WorkDate::from_stored(20_261_100 + number)
    }

    fn section(n: u128, name: &str, until: Option<WorkDate>) -> Section {
        let (id, name) = (SectionId(Uuid::from_u128(n)), name.to_owned());
        Section { id, name, address: String::new(), from: day(1), until }
    }

    fn stood(gate: Uuid, phone: Option<Uuid>, at: Option<(i64, Option<u128>)>) -> GateStood {
        let stood =
            at.map(|(from, n)| Stood { from: Instant(from), section: n.map(|n| SectionId(Uuid::from_u128(n))) });
        GateStood { gate: DeviceId(gate), phone, stood }
    }

    fn sections() -> Vec<Section> {
        vec![section(5, "一号団地", Some(day(20))), section(6, "二号団地", None)]
    }

    fn stands() -> Stands {
        let at = |from, n| stood(GATE, None, Some((from, n)));
        Stands::new(sections(), [at(2_000, Some(6)), at(1_000, Some(5)), at(3_000, None)])
    }

    #[test]
    fn a_touch_is_where_its_gate_stood_then() {
        let stands = stands();
        let of = |at| stands.section_of(Some(GATE), (Instant(at), day(20))).map(|one| one.name);
        for (at, name) in [
            (999, None),
            (1_000, Some("一号団地")),
            (1_999, Some("一号団地")),
            (2_000, Some("二号団地")),
            (2_999, Some("二号団地")),
            (3_000, None),
        ] {
            assert_eq!(of(at).as_deref(), name, "{at}");
        }
        for source in [None, Some(Uuid::from_u128(2))] {
            assert_eq!(stands.section_of(source, (Instant(1_500), day(20))), None, "no gate of the site");
        }
        assert!(!stands.is_empty() && Stands::new(stands.sections().to_vec(), []).is_empty());
    }

    #[test]
    fn a_phone_that_is_enrolled_anew_stands_where_it_stood_before() {
        let (again, unsaid, other) = (Uuid::from_u128(2), Uuid::from_u128(3), Uuid::from_u128(4));
        let phone = Some(Uuid::from_u128(9));
        // Another gate that calls itself by the phone's id is not the phone.
        let all = [
            stood(GATE, phone, Some((1_000, Some(5)))),
            stood(again, phone, Some((2_000, Some(6)))),
            stood(unsaid, phone, None),
            stood(other, Some(GATE), Some((1_000, Some(6)))),
        ];
        let stands = Stands::new(sections(), all);
        let of = |source, at| stands.section_of(Some(source), (Instant(at), day(20))).map(|one| one.name);
        for source in [GATE, again, unsaid] {
            for (at, name) in [(999, None), (1_500, Some("一号団地")), (2_000, Some("二号団地"))] {
                assert_eq!(of(source, at).as_deref(), name, "{source} {at}");
            }
        }
        assert_eq!(of(other, 1_500).as_deref(), Some("二号団地"));
    }

    #[test]
    fn what_is_touched_after_a_section_has_ended_says_so() {
        let stands = stands();
        let over = |at, of| stands.section_of(Some(GATE), (Instant(at), day(of))).map(|one| one.over);
        assert_eq!([over(1_500, 20), over(1_500, 21), over(2_500, 21)], [Some(false), Some(true), Some(false)]);
    }

    #[test]
    fn each_section_of_a_day_is_named_once_in_its_turn() {
        let one = |n: u128| InSection { id: SectionId(Uuid::from_u128(n)), name: n.to_string(), over: false };
        let named = |of: &[u128]| -> Vec<String> {
            in_turn(of.iter().map(|n| one(*n))).into_iter().map(|one| one.name).collect()
        };
        assert_eq!(named(&[2, 1, 2, 2, 3]), ["2", "1", "3"]);
        assert!(named(&[]).is_empty());
    }
}
