//! Changing, closing and opening a site again. Invariant: nothing that days were recorded under becomes something else, and
//! no day that was recorded falls behind the closing.
//!
//! Source: 20-sites-and-history.md, Sites (day boundary; templates); the rules of what stays are ours.

use super::SiteEntry;
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Read, Reader},
    },
    time::{Instant, MINUTE_MS, WorkDate},
};
use serde::{Deserialize, Serialize};

const REASON_CHARS_MAX: u32 = 200;

/// Why the day boundary of a closed site stays.
const CLOSED_BOUNDARY: &str = "site.closed_boundary";
/// Why an umbrella site stays one.
const SECTIONS_LAST: &str = "site.sections_last";

/// What a site has come to when it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Past {
    /// Recording has begun, also where what was recorded is no more: a touch may be on its way under what the site was then.
    pub begun: bool,
    /// The first day anybody was recorded there.
    pub first_record: Option<WorkDate>,
    /// It was closed.
    pub closed: bool,
    /// A section of it has not ended.
    pub sections: bool,
}

/// What of a change may not be. Once somebody was recorded at the site, the prefecture stays (counts are kept by it) and so does
/// the day boundary (days would fall on other dates when they are made anew), and works that people were recorded at have
/// begun. The boundary of a closed site stays in any case (it would have closed with another day), and an umbrella site
/// stays one while a section lasts.
pub fn check_edit(before: &SiteEntry, after: &SiteEntry, past: Past) -> Vec<FieldProblem> {
    let (was, is) = (before.period.start, after.period.start);
    let recorded = past.begun || past.first_record.is_some();
    let boundary = before.day_boundary != after.day_boundary;
    let refused = |code: &str| Problem::Refused { code: code.to_owned() };
    let wrong = [
        ("prefecture", recorded && before.prefecture != after.prefecture, Problem::Recorded),
        ("start", was != is && past.first_record.is_some_and(|first| is > first), Problem::Recorded),
        ("day_boundary", recorded && boundary, Problem::Recorded),
        ("day_boundary", !recorded && past.closed && boundary, refused(CLOSED_BOUNDARY)),
        ("umbrella", past.sections && before.umbrella && !after.umbrella, refused(SECTIONS_LAST)),
    ];
    let wrong = wrong.into_iter().filter(|(_, wrong, _)| *wrong);
    wrong.map(|(field, _, problem)| FieldProblem::new(field, problem)).collect()
}

/// From when a site closed with `last_day` takes no touch any more: when the day after begins there.
pub fn closed_from(last_day: WorkDate, day_boundary: i16) -> Instant {
    last_day.next().start().plus_ms(i64::from(day_boundary) * MINUTE_MS)
}

/// The last day a site was closed with, from when it takes no touch any more.
pub fn closed_with(closed_from: Instant, day_boundary: i16) -> WorkDate {
    closed_from.plus_ms(-i64::from(day_boundary) * MINUTE_MS).date().previous()
}

/// Closing, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// The last day of work.
    pub last_day: String,
    /// Why.
    pub reason: String,
}

impl CloseForm {
    /// The last day and the reason. A site closes with a day that is here, and none before the last one somebody was
    /// recorded on: what phones still hold is judged by it. Errors: the problems.
    pub fn validate(
        &self,
        today: WorkDate,
        last_record: Option<WorkDate>,
    ) -> Result<(WorkDate, String), Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let day = day(read, "last_day", &self.last_day);
        let day = day.and_then(|day| {
            let problem = if day > today {
                Problem::InFuture
            } else if last_record.is_some_and(|last| day < last) {
                Problem::Recorded
            } else {
                return Ok(day);
            };
            read.note("last_day", problem);
            Err(Noted)
        });
        let reason = read.text("reason", &self.reason, REASON_CHARS_MAX);
        let entry = || Ok((day?, reason?));
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// Opening again, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    /// The last day now planned.
    pub end: String,
    /// Why.
    pub reason: String,
}

impl ReopenForm {
    /// The last day and the reason. A site whose plan is over would take nobody, so the plan is said anew. Errors: the
    /// problems.
    pub fn validate(&self, start: WorkDate, today: WorkDate) -> Result<(WorkDate, String), Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let end = day(read, "end", &self.end);
        let end = end.and_then(|end| {
            let problem = if end < today {
                Problem::Expired
            } else if end < start {
                Problem::EndBeforeStart
            } else {
                return Ok(end);
            };
            read.note("end", problem);
            Err(Noted)
        });
        let reason = read.text("reason", &self.reason, REASON_CHARS_MAX);
        let entry = || Ok((end?, reason?));
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// A day from one field that must be there.
pub(super) fn day(read: &mut Reader, field: &str, raw: &str) -> Read<WorkDate> {
    read.take(field, calendar::parse_day(&reader::plain(raw)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteForm;

    fn entry(change: impl FnOnce(&mut SiteForm)) -> SiteEntry {
        let text = str::to_owned;
        let mut form = SiteForm {
            name: text("屋根修理"),
            prefecture: text("17"),
            address: text("輪島市"),
            start: text("2026-11-01"),
            end: text("2026-12-31"),
            ..SiteForm::default()
        };
        change(&mut form);
        form.validate().unwrap()
    }

    fn of(day: i32) -> WorkDate {
        WorkDate::from_stored(day)
    }

    #[test]
    fn what_days_were_recorded_under_stays() {
        let before = entry(|_| ());
        let fields = |after: &SiteEntry, first: Option<i32>| -> Vec<String> {
            let past = Past { first_record: first.map(of), ..Past::default() };
            check_edit(&before, after, past).into_iter().map(|problem| problem.field).collect()
        };
        let moved = entry(|form| {
            (form.prefecture, form.day_boundary, form.start) =
                ("16".to_owned(), "05:00".to_owned(), "2026-11-11".to_owned());
        });
        assert!(fields(&moved, None).is_empty(), "nobody was recorded yet");
        assert_eq!(fields(&moved, Some(20_261_110)), ["prefecture", "start", "day_boundary"]);
        assert_eq!(fields(&moved, Some(20_261_111)), ["prefecture", "day_boundary"], "begun on the first record's day");
        let begun = Past { begun: true, ..Past::default() };
        let kept: Vec<_> = check_edit(&before, &moved, begun).into_iter().map(|problem| problem.field).collect();
        assert_eq!(kept, ["prefecture", "day_boundary"], "begun, with no record left");
        assert!(fields(&before, Some(20_261_010)).is_empty(), "a record before the plan changes nothing by itself");
        let free = entry(|form| {
            (form.name, form.address, form.end) = ("屋根".to_owned(), "穴水町".to_owned(), "2027-03-31".to_owned());
            (form.latitude, form.longitude) = ("37.39".to_owned(), "136.9".to_owned());
        });
        assert!(fields(&free, Some(20_261_110)).is_empty());
    }

    #[test]
    fn a_closed_site_keeps_its_boundary_and_an_umbrella_its_sections() {
        let before = entry(|form| form.umbrella = "yes".to_owned());
        let boundary = entry(|form| (form.umbrella, form.day_boundary) = ("yes".to_owned(), "05:00".to_owned()));
        let single = entry(|form| form.umbrella = "no".to_owned());
        let (closed, sections) = (Past { closed: true, ..Past::default() }, Past { sections: true, ..Past::default() });
        let refused =
            |field: &str, code: &str| vec![FieldProblem::new(field, Problem::Refused { code: code.to_owned() })];
        for (name, after, past, wrong) in [
            ("open, another boundary", &boundary, Past::default(), vec![]),
            ("closed, another boundary", &boundary, closed, refused("day_boundary", "site.closed_boundary")),
            ("closed, no umbrella", &single, closed, vec![]),
            ("no sections, no umbrella", &single, Past::default(), vec![]),
            ("sections, no umbrella", &single, sections, refused("umbrella", "site.sections_last")),
            ("sections, umbrella", &boundary, sections, vec![]),
        ] {
            assert_eq!(check_edit(&before, after, past), wrong, "{name}");
        }
        let both = Past { closed: true, first_record: Some(of(20_261_110)), ..Past::default() };
        assert_eq!(
            check_edit(&before, &boundary, both),
            [FieldProblem::new("day_boundary", Problem::Recorded)],
            "told once"
        );
    }

    #[test]
    fn a_site_closes_with_a_day_that_is_here_and_leaves_no_record_behind() {
        let closed = |day: &str, last: Option<i32>| {
            let form = CloseForm { last_day: day.to_owned(), reason: "完成".to_owned() };
            form.validate(of(20_261_120), last.map(of)).map(|(day, _)| day.number())
        };
        let one = |problem| Err(vec![FieldProblem::new("last_day", problem)]);
        assert_eq!(closed("2026-11-20", None), Ok(20_261_120));
        assert_eq!(closed("2026-11-21", None), one(Problem::InFuture));
        assert_eq!(closed("2026-11-18", Some(20_261_118)), Ok(20_261_118));
        assert_eq!(closed("2026-11-17", Some(20_261_118)), one(Problem::Recorded));
        assert_eq!(closed("11月", None), one(Problem::NotDate));
        let nothing = CloseForm::default().validate(of(20_261_120), None).unwrap_err();
        assert_eq!(nothing.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["last_day", "reason"]);
        let from = closed_from(of(20_261_120), 300);
        assert_eq!((from, closed_with(from, 300)), (of(20_261_121).start().plus_ms(5 * 3_600_000), of(20_261_120)));
    }

    #[test]
    fn a_site_opens_again_for_days_to_come() {
        let opened = |end: &str| {
            let form = ReopenForm { end: end.to_owned(), reason: "手直し".to_owned() };
            form.validate(of(20_261_101), of(20_261_120)).map(|(day, _)| day.number())
        };
        assert_eq!(opened("2026-11-20"), Ok(20_261_120));
        assert_eq!(opened("2026-11-19"), Err(vec![FieldProblem::new("end", Problem::Expired)]));
        let early = ReopenForm { end: "2026-11-20".to_owned(), reason: "x".to_owned() };
        let found = early.validate(of(20_261_121), of(20_261_120)).unwrap_err();
        assert_eq!(found, [FieldProblem::new("end", Problem::EndBeforeStart)]);
    }
}
