//! One field's file. Invariant: a version that judges is whole; a draft is checked as far as it goes.

use super::{
    Shared, day,
    form::{ChooseForm, FieldForm, ItemForm, LeadingForm, LevelForm, VersionForm},
};
use crate::{
    level::{
        FieldNumber, Leading, Level,
        criteria::{
            book::{Draft, Field, State, Version},
            catalogue::QualificationId,
            fault::{Faults, Reason},
            rung::{Asked, Compiled, DraftLevel, Group, LeadingDays, OneOf, Rung, Way},
            trades::FieldTrades,
        },
    },
    time::WorkDate,
};

/// The field; `None` where it has no number or name.
pub(super) fn field(form: FieldForm, shared: &Shared, faults: &mut Faults) -> Option<Field> {
    let number = FieldNumber::parse(&form.field);
    if number.is_none() {
        faults.at("field", Reason::NoFieldNumber(form.field.clone()));
    }
    if form.name.trim().is_empty() {
        faults.at("name", Reason::Empty);
    }
    let trades = FieldTrades::new(&form.trades, &form.without_subtrade, form.trades_assumed, faults);
    // A number that does not read is told once; the rest is checked all the same.
    let mut field = Field {
        number: number.unwrap_or(FieldNumber::from_stored(0)),
        name: form.name,
        body: form.body,
        trades,
        versions: Vec::new(),
    };
    let mut versions: Vec<(String, Version)> = Vec::new();
    for (at, version) in form.version.into_iter().enumerate() {
        let place = place(&version, at);
        let reader = Reader { place: place.clone(), shared, faults };
        if let Some(read) = reader.version(version, &field) {
            versions.push((place, read));
        }
    }
    field.versions = in_order(versions, faults);
    number.map(|_| field)
}

/// `version 2023-09-11`, or by its place where it does not say since when.
fn place(version: &VersionForm, at: usize) -> String {
    let said = version.from.clone().unwrap_or_else(|| (at + 1).to_string());
    format!("version {said}")
}

/// The earliest first, each ending before the next where it does not say when.
fn in_order(mut versions: Vec<(String, Version)>, faults: &mut Faults) -> Vec<Version> {
    versions.sort_by_key(|(_, version)| version.from);
    let starts: Vec<_> = versions.iter().skip(1).map(|(_, version)| version.from).collect();
    for ((_, version), next) in versions.iter_mut().zip(starts) {
        // A second one without a first day begins no later than the first.
        let last = next.map(WorkDate::previous);
        version.until = version.until.or(last);
    }
    for two in versions.windows(2) {
        let ((_, before), (place, after)) = (&two[0], &two[1]);
        let apart = before.until.is_some_and(|until| after.from.is_some_and(|from| until < from));
        let ends_first = before.from.zip(before.until).is_some_and(|(from, until)| until < from);
        if !apart || ends_first {
            faults.at(place.as_str(), Reason::Overlap);
        }
    }
    versions.into_iter().map(|(_, version)| version).collect()
}

/// Reads one version.
struct Reader<'a> {
    place: String,
    shared: &'a Shared,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    /// Notes a fault at a place within the version.
    fn fault(&mut self, within: &str, reason: Reason) {
        let place = if within.is_empty() { self.place.clone() } else { format!("{}, {within}", self.place) };
        self.faults.at(place, reason);
    }

    fn version(mut self, form: VersionForm, field: &Field) -> Option<Version> {
        let before = self.faults.count();
        let from = form.from.and_then(|text| day(&self.place, &text, self.faults));
        let until = form.until.and_then(|text| day(&self.place, &text, self.faults));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            self.fault("", Reason::EndsBeforeItBegins);
        }
        if form.source.trim().is_empty() {
            self.fault("source", Reason::Empty);
        }
        let mut levels: Vec<DraftLevel> = form.level.into_iter().filter_map(|level| self.level(level)).collect();
        levels.sort_by_key(|level| level.level);
        for two in levels.windows(2).filter(|two| two[0].level == two[1].level) {
            self.fault("", Reason::Twice(format!("level {}", two[0].level.number())));
        }
        let state = if form.draft {
            State::Draft(Draft { gaps: form.gaps, levels })
        } else {
            let rungs = self.rungs(levels);
            if field.trades.listed().is_empty() {
                self.fault("", Reason::NoTrades);
            }
            State::Whole(Box::new(Compiled {
                field: field.number,
                name: field.name.clone(),
                from,
                trades: field.trades.clone(),
                rungs: rungs?,
                statements: self.shared.statements,
            }))
        };
        (self.faults.count() == before).then_some(Version { from, until, source: form.source, state })
    }

    /// The three levels of a version that judges.
    fn rungs(&mut self, levels: Vec<DraftLevel>) -> Option<[Rung; 3]> {
        let before = self.faults.count();
        for level in Level::JUDGED {
            if !levels.iter().any(|known| known.level == level) {
                self.fault("", Reason::LevelMissing(level.number()));
            }
        }
        let mut rungs = Vec::new();
        for known in levels {
            // Where every way has days of its own the level needs none.
            let everywhere = !known.ways.is_empty() && known.ways.iter().all(|way| way.days.is_some());
            if known.days.is_none() && !everywhere {
                self.fault(&format!("level {}", known.level.number()), Reason::DaysMissing);
            }
            rungs.push(Rung {
                level: known.level,
                days: known.days.unwrap_or_default(),
                leading: known.leading,
                asked: known.asked,
                ways: known.ways,
                includes: known.includes,
            });
        }
        if self.faults.count() == before { rungs.try_into().ok() } else { None }
    }

    fn level(&mut self, form: LevelForm) -> Option<DraftLevel> {
        let judged = |number: i16| Level::from_number(number).filter(|level| Level::JUDGED.contains(level));
        let Some(level) = judged(form.level) else {
            self.fault("", Reason::NoLevel(form.level));
            return None;
        };
        let within = format!("level {}", form.level);
        let mut includes = Vec::new();
        for number in form.includes {
            match judged(number) {
                Some(lower) if lower < level => includes.push(lower),
                Some(_) => {
                    self.fault(&within, Reason::InclusionCycle { level: form.level, included: number });
                }
                None => self.fault(&within, Reason::NoLevel(number)),
            }
        }
        let leading = form.leading.iter().filter_map(|one| self.leading(&within, one)).collect();
        let asked = self.asked(&within, &form.all_of, &form.any_of, &form.choose);
        let mut ways = Vec::new();
        for (at, way) in form.alternative.iter().enumerate() {
            let within = format!("{within}, alternative {}", at + 1);
            ways.push(Way { days: way.days, asked: self.asked(&within, &way.all_of, &way.any_of, &way.choose) });
        }
        Some(DraftLevel { level, days: form.days, leading, asked, ways, includes, note: form.note })
    }

    fn leading(&mut self, within: &str, form: &LeadingForm) -> Option<LeadingDays> {
        let as_what = match form.role.as_str() {
            "foreman" => Leading::Foreman,
            "crew_leader" => Leading::CrewLeader,
            "foreman_or_crew_leader" => Leading::Either,
            other => {
                self.fault(within, Reason::UnknownRole(other.to_owned()));
                return None;
            }
        };
        Some(LeadingDays { as_what, days: form.days })
    }

    fn asked(&mut self, within: &str, all_of: &[ItemForm], any_of: &[ItemForm], choose: &[ChooseForm]) -> Asked {
        let all_of = self.items(&format!("{within}, all_of"), all_of);
        let mut groups = Vec::new();
        if !any_of.is_empty() {
            groups.push(Group { at_least: 1, of: self.items(&format!("{within}, any_of"), any_of) });
        }
        for (at, form) in choose.iter().enumerate() {
            let within = format!("{within}, choose {}", at + 1);
            let count = u32::try_from(form.of.len()).unwrap_or(u32::MAX);
            if form.at_least == 0 || form.at_least > count {
                self.fault(&within, Reason::NoSuchChoice { asked: form.at_least, of: count });
            }
            groups.push(Group { at_least: form.at_least, of: self.items(&within, &form.of) });
        }
        Asked { all_of, groups }
    }

    fn items(&mut self, within: &str, forms: &[ItemForm]) -> Vec<OneOf> {
        let mut items: Vec<OneOf> = Vec::new();
        for form in forms {
            let keys = match form {
                ItemForm::One(key) => core::slice::from_ref(key),
                ItemForm::Any(keys) => keys.as_slice(),
            };
            if keys.is_empty() {
                self.fault(within, Reason::Empty);
            }
            let ids: Vec<QualificationId> = keys.iter().filter_map(|key| self.qualification(within, key)).collect();
            let one = OneOf::new(ids);
            // Counted twice it would be two of `at_least`.
            if items.contains(&one) && !one.ids().is_empty() {
                self.fault(within, Reason::Twice(keys.join(", ")));
            }
            items.push(one);
        }
        items
    }

    fn qualification(&mut self, within: &str, key: &str) -> Option<QualificationId> {
        let found = self.shared.catalogue.by_key(key);
        if found.is_none() {
            self.fault(within, Reason::UnknownQualification(key.to_owned()));
        }
        found
    }
}
