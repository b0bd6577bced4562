//! 工区: the sections of an umbrella site (一括現場), one site for many small ones. Invariant: a section is never taken away;
//! it ends with a day.
//!
//! Source: 20-sites-and-history.md, Sites (七団地 in Noto; regional umbrella sites of builders' unions).

use super::change::day;
use crate::{
    form::{
        FieldProblem, Problem,
        reader::{Noted, Reader},
    },
    id::SectionId,
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

const NAME_CHARS_MAX: u32 = 60;
const ADDRESS_CHARS_MAX: u32 = 200;

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which.
    pub id: SectionId,
    /// 工区名, as typed.
    pub name: String,
    /// Where, as typed; may be empty.
    pub address: String,
    /// First day.
    pub from: WorkDate,
    /// Last day; `None` while it lasts.
    pub until: Option<WorkDate>,
}

impl Section {
    /// Whether it had ended before a day.
    pub fn is_over_on(&self, day: WorkDate) -> bool {
        self.until.is_some_and(|until| until < day)
    }
    /// Whether it has begun and has not ended on a day.
    pub fn lasts_on(&self, day: WorkDate) -> bool {
        self.from <= day && !self.is_over_on(day)
    }
}

/// A section to be added, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SectionForm {
    /// 工区名.
    pub name: String,
    /// Where, may be empty.
    pub address: String,
    /// First day.
    pub from: String,
}

impl SectionForm {
    /// Name, place and first day, beside the `others` of the site. Errors: the problems; `Twice` where one that lasts
    /// has this name.
    pub fn validate(&self, others: &[Section]) -> Result<(String, String, WorkDate), Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX).and_then(|name| {
            if others.iter().any(|other| other.until.is_none() && other.name == name) {
                read.note("name", Problem::Twice);
                return Err(Noted);
            }
            Ok(name)
        });
        let address = read.optional_text("address", &self.address, ADDRESS_CHARS_MAX);
        let from = day(read, "from", &self.from);
        let entry = || Ok((name?, address?.unwrap_or_default(), from?));
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// The last day of a section, as typed. Errors: `EndBeforeStart`, and as a day is read.
pub fn section_ends(of: &Section, last_day: &str) -> Result<WorkDate, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let until = day(read, "last_day", last_day).and_then(|until| {
        if until < of.from {
            read.note("last_day", Problem::EndBeforeStart);
            return Err(Noted);
        }
        Ok(until)
    });
    core::mem::take(read).finish(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_lasts_from_its_first_day_to_its_last() {
        let day = |number: i32| WorkDate::from_stored(20_261_100 + number);
        let open = Section {
            id: SectionId(uuid::Uuid::nil()),
            name: "一号団地".to_owned(),
            address: String::new(),
            from: day(18),
            until: None,
        };
        let ended = Section { until: Some(day(20)), ..open.clone() };
        for (number, lasts, over) in [(17, false, false), (18, true, false), (20, true, false), (21, false, true)] {
            assert_eq!((ended.lasts_on(day(number)), ended.is_over_on(day(number))), (lasts, over), "{number}");
        }
        assert!(open.lasts_on(day(21)) && !open.is_over_on(day(21)) && !open.lasts_on(day(17)));
    }

    #[test]
    fn sections_that_last_have_names_of_their_own_and_end_after_they_begin() {
        let form =
            SectionForm { name: "一号団地".to_owned(), address: String::new(), from: "2026-11-20".to_owned() };
        let (name, address, from) = form.validate(&[]).unwrap();
        assert_eq!((name.as_str(), address.as_str(), from.number()), ("一号団地", "", 20_261_120));
        let mut section = Section { id: SectionId(uuid::Uuid::nil()), name, address, from, until: None };
        let one = |field: &str, problem| vec![FieldProblem::new(field, problem)];
        assert_eq!(form.validate(&[section.clone()]), Err(one("name", Problem::Twice)));
        assert_eq!(section_ends(&section, "2026-11-19"), Err(one("last_day", Problem::EndBeforeStart)));
        assert_eq!(section_ends(&section, "2026-11-20").map(WorkDate::number), Ok(20_261_120));
        section.until = Some(from);
        assert!(form.validate(&[section]).is_ok(), "the name is free again");
        let nothing = SectionForm::default().validate(&[]).unwrap_err();
        assert_eq!(nothing.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["name", "from"]);
    }
}
