//! A disaster exception as somebody of the office enters it. Invariant: what passes only ever gives more time, and whoever
//! enters it does not put it in force: that is another person's act ([`crate::correction::decide`]).
//!
//! Source: 10-registration.md, Disaster exceptions.

use super::{Disaster, EntryRelief, RenewalRelief};
use crate::{
    calendar,
    correction::CorrectionState,
    form::{
        FieldProblem, Problem,
        reader::{self, Noted, Read, Reader},
    },
    id::DisasterProposalId,
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

const NAME_CHARS_MAX: u32 = 100;
const CODE_CHARS_MAX: usize = 40;

/// The form, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DisasterForm {
    /// Stable word: small Latin letters, digits, hyphens.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// 根拠.
    pub ground: String,
    /// The day it began.
    pub from: String,
    /// Codes of the prefectures.
    pub prefectures: Vec<String>,
    /// The last day of work that may be entered late.
    pub entry_days_until: String,
    /// Until when.
    pub entry_until: String,
    /// The first end of a registration that is moved.
    pub renewal_due_from: String,
    /// The last.
    pub renewal_due_to: String,
    /// To which day.
    pub renewal_until: String,
    /// Until when a log-in is not limited for non-payment, on request.
    pub payment_until: String,
}

/// The form's fields in page order.
pub const FIELDS: [&str; 11] = [
    "name",
    "code",
    "ground",
    "from",
    "prefectures",
    "entry_days_until",
    "entry_until",
    "renewal_due_from",
    "renewal_due_to",
    "renewal_until",
    "payment_until",
];

/// The days typed for an effect: all of them or none.
fn together<const N: usize>(read: &mut Reader, fields: [(&str, &str); N]) -> Read<Option<[WorkDate; N]>> {
    if fields.iter().all(|(_, raw)| raw.trim().is_empty()) {
        return Ok(None);
    }
    let days = fields.map(|(field, raw)| read.take(field, calendar::parse_day(raw)));
    let mut found = [WorkDate::from_stored(0); N];
    for (place, day) in found.iter_mut().zip(days) {
        *place = day?;
    }
    Ok(Some(found))
}

/// That a day is not before another.
fn not_before(read: &mut Reader, field: &str, day: WorkDate, first: WorkDate) -> Read<()> {
    if day < first {
        read.note(field, Problem::EndBeforeStart);
        return Err(Noted);
    }
    Ok(())
}

fn code(raw: &str) -> Result<String, Problem> {
    let code = reader::plain(raw);
    let fits = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if fits && code.len() <= CODE_CHARS_MAX { Ok(code) } else { Err(Problem::NotAChoice) }
}

impl DisasterForm {
    /// Checks the form; all problems at once, in page order. `today`: the day in Japan; nothing that has yet to happen is a
    /// disaster. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<Disaster, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let code = read.required("code", &self.code, code);
        let ground = read.text("ground", &self.ground, NAME_CHARS_MAX);
        let from = read.required("from", &self.from, calendar::parse_day);
        if let Ok(day) = &from
            && *day > today
        {
            read.note("from", Problem::InFuture);
        }
        let prefectures = self.prefectures(read);
        let entry = self.entry(read);
        let renewal = self.renewal(read);
        let payment = read.optional("payment_until", &self.payment_until, calendar::parse_day);
        if let (Ok(Some(until)), Ok(from)) = (&payment, &from) {
            // Noted where it is wrong.
            let _ = not_before(read, "payment_until", *until, *from);
        }
        if matches!((&entry, &renewal, &payment), (Ok(None), Ok(None), Ok(None))) {
            read.note("entry_days_until", Problem::Missing);
        }
        let disaster = || {
            Ok(Disaster {
                code: code?,
                name: name?,
                ground: ground?,
                from: from?,
                prefectures: prefectures?,
                entry: entry?,
                renewal: renewal?,
                payment_until: payment?,
            })
        };
        let disaster = disaster();
        core::mem::take(read).finish(disaster).map_err(|mut problems| {
            problems.sort_by_key(|problem| FIELDS.iter().position(|field| *field == problem.field));
            problems
        })
    }

    fn prefectures(&self, read: &mut Reader) -> Read<Vec<PrefectureCode>> {
        let number = |raw: &String| raw.trim().parse().ok().and_then(PrefectureCode::from_number);
        let chosen: Option<Vec<PrefectureCode>> = self.prefectures.iter().map(number).collect();
        let checked = match chosen {
            None => Err(Problem::NotAChoice),
            Some(chosen) if chosen.is_empty() => Err(Problem::Missing),
            Some(mut chosen) => {
                chosen.sort_unstable();
                chosen.dedup();
                Ok(chosen)
            }
        };
        read.take("prefectures", checked)
    }

    fn entry(&self, read: &mut Reader) -> Read<Option<EntryRelief>> {
        let days = together(read, [("entry_days_until", &self.entry_days_until), ("entry_until", &self.entry_until)])?;
        let Some([days_until, until]) = days else { return Ok(None) };
        not_before(read, "entry_until", until, days_until)?;
        Ok(Some(EntryRelief { days_until, until }))
    }

    fn renewal(&self, read: &mut Reader) -> Read<Option<RenewalRelief>> {
        let days = together(
            read,
            [
                ("renewal_due_from", &self.renewal_due_from),
                ("renewal_due_to", &self.renewal_due_to),
                ("renewal_until", &self.renewal_until),
            ],
        )?;
        let Some([due_from, due_to, until]) = days else { return Ok(None) };
        not_before(read, "renewal_due_to", due_to, due_from)?;
        not_before(read, "renewal_until", until, due_to)?;
        Ok(Some(RenewalRelief { due_from, due_to, until }))
    }
}

/// How many it is for, counted when somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// Registered businesses with an address in the area.
    pub businesses: i64,
    /// Of them, those whose end is moved.
    pub renewals: i64,
    /// Of them, those with something unpaid, who may ask for relief.
    pub unpaid: i64,
    /// Sites in the area that are not closed.
    pub sites: i64,
}

/// An exception that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Which.
    pub id: DisasterProposalId,
    /// Where it stands.
    pub state: CorrectionState,
    /// What it says.
    pub disaster: Disaster,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
    /// Whether the one who asks entered it.
    pub own: bool,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they wrote.
    pub decision_reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: WorkDate = WorkDate::from_stored(20_240_110);

    fn noto() -> DisasterForm {
        let text = str::to_owned;
        DisasterForm {
            code: text("noto-2024"),
            name: text("令和6年能登半島地震"),
            ground: text("災害救助法"),
            from: text("2024-01-01"),
            prefectures: vec![text("17"), text("15"), text("17")],
            entry_days_until: text("2024-04-30"),
            entry_until: text("2024-06-30"),
            renewal_due_from: text("2024-03-31"),
            renewal_due_to: text("2024-05-31"),
            renewal_until: text("2024-06-30"),
            payment_until: text("2024-06-30"),
        }
    }

    fn wrong(change: impl Fn(&mut DisasterForm)) -> Vec<(String, Problem)> {
        let mut form = noto();
        change(&mut form);
        let problems = form.validate(TODAY).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.field, problem.problem)).collect()
    }

    #[test]
    fn what_was_published_of_noto_passes() {
        let found = noto().validate(TODAY).unwrap();
        assert_eq!(found.prefectures, [15, 17].map(PrefectureCode::from_stored));
        assert_eq!(found.entry.unwrap().days_until.number(), 20_240_430);
        assert_eq!(found.renewal.unwrap().until.number(), 20_240_630);
        assert_eq!(found.payment_until.unwrap().number(), 20_240_630);
    }

    #[test]
    fn each_effect_is_whole_or_absent_and_there_is_one() {
        let set = |field: fn(&mut DisasterForm) -> &mut String, value: &'static str| {
            wrong(move |form| value.clone_into(field(form)))
        };
        assert!(
            wrong(|form| {
                form.entry_days_until.clear();
                form.entry_until.clear();
                form.payment_until.clear();
            })
            .is_empty()
        );
        assert_eq!(set(|form| &mut form.entry_until, ""), [("entry_until".to_owned(), Problem::Missing)]);
        assert_eq!(set(|form| &mut form.renewal_due_to, ""), [("renewal_due_to".to_owned(), Problem::Missing)]);
        let none = wrong(|form| {
            *form = DisasterForm {
                name: form.name.clone(),
                code: form.code.clone(),
                ground: form.ground.clone(),
                from: form.from.clone(),
                prefectures: form.prefectures.clone(),
                ..DisasterForm::default()
            }
        });
        assert_eq!(none, [("entry_days_until".to_owned(), Problem::Missing)]);
    }

    #[test]
    fn an_exception_only_gives_more_time() {
        for (until, fits) in [("2024-04-29", false), ("2024-04-30", true), ("2024-05-01", true)] {
            assert_eq!(wrong(|form| until.clone_into(&mut form.entry_until)).is_empty(), fits, "{until}");
        }
        for (until, fits) in [("2024-05-30", false), ("2024-05-31", true), ("2024-06-01", true)] {
            assert_eq!(wrong(|form| until.clone_into(&mut form.renewal_until)).is_empty(), fits, "{until}");
        }
        for (to, fits) in [("2024-03-30", false), ("2024-03-31", true), ("2024-04-01", true)] {
            assert_eq!(wrong(|form| to.clone_into(&mut form.renewal_due_to)).is_empty(), fits, "{to}");
        }
        for (until, fits) in [("2023-12-31", false), ("2024-01-01", true), ("2024-01-02", true)] {
            assert_eq!(wrong(|form| until.clone_into(&mut form.payment_until)).is_empty(), fits, "{until}");
        }
        for (from, fits) in [("2024-01-09", true), ("2024-01-10", true), ("2024-01-11", false)] {
            assert_eq!(wrong(|form| from.clone_into(&mut form.from)).is_empty(), fits, "{from}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_in_page_order() {
        let fields: Vec<String> = wrong(|form| {
            *form = DisasterForm {
                code: "Noto 2024".to_owned(),
                prefectures: vec!["99".to_owned()],
                ..DisasterForm::default()
            };
        })
        .into_iter()
        .map(|(field, _)| field)
        .collect();
        assert_eq!(fields, ["name", "code", "ground", "from", "prefectures", "entry_days_until"]);
    }
}
