//! 直接入力: days of work that are entered and not touched. Invariant: touches win for what they say, an entry fills what
//! they lack and alone makes a record; what a day comes to depends on the sets of both, never on their order of arrival.
//!
//! Source: 20-sites-and-history.md (direct entry by employer or prime until the end of the following month; facts are
//! append-only). Until when: [`super::deadline`]. Who may, and what touches and entries make together, is ours where the
//! sources are silent (docs/decisions/0026).

use super::{DaySet, WorkRole};
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::TechnicianId,
    time::{DAY_MS, Instant, MINUTE_MS, WorkDate, YearMonth},
    touch::shift::OPEN_MS_MAX,
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// Characters of a reason.
pub const REASON_CHARS_MAX: u32 = 200;

/// What was said of a day by hand. Of a day the last word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// 入力.
    Entered,
    /// 取り下げ: by the business that entered it.
    TakenBack,
    /// 認めない: by the prime.
    Refused,
}

impl EntryKind {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Entered => 1,
            Self::TakenBack => 2,
            Self::Refused => 3,
        }
    }
    /// From the stored number.
    pub const fn from_stored(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Entered),
            2 => Some(Self::TakenBack),
            3 => Some(Self::Refused),
            _ => None,
        }
    }
}

/// When a person came and went on a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
    /// Since when the person is inside by the day's touches; `None` after an out.
    pub inside_since: Option<Instant>,
}

/// Come and gone, as far as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// 入場.
    pub first_in: Option<Instant>,
    /// 退場.
    pub last_out: Option<Instant>,
}

/// What the touches of a day and the entry that stands for it come to; `None` where there is neither. An entered in fills
/// a missing one if it is before the out, an entered out if it is after the last time the person went in.
pub fn made_of(touched: Option<Times>, entered: Option<Span>) -> Option<Times> {
    let Some(entered) = entered else { return touched };
    let Some(touched) = touched else {
        return Some(Times { first_in: entered.first_in, last_out: entered.last_out, inside_since: None });
    };
    let before_out = |at: &Instant| touched.last_out.is_none_or(|out| *at < out);
    let first_in = touched.first_in.or(entered.first_in.filter(before_out));
    let (last_out, inside_since) = match (touched.inside_since, entered.last_out) {
        (Some(since), Some(out)) if out > since => (Some(out), None),
        _ => (touched.last_out, touched.inside_since),
    };
    Some(Times { first_in, last_out, inside_since })
}

/// Whether what an entry makes of a day lasts longer than touches are joined: then a time was mistyped. The time is counted from
/// when the person last went in.
///
/// Source: 20-sites-and-history.md (an out joins an in of at most 18 hours before); that it holds for entries is ours.
pub fn is_too_long(touched: Option<Times>, made: Times) -> bool {
    let since = touched.and_then(|touched| touched.inside_since).or(made.first_in);
    matches!((since, made.last_out), (Some(since), Some(out)) if out.since_ms(since) > OPEN_MS_MAX)
}

/// Times of day, the same for every day that is entered with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 入場, minutes after midnight in Japan (0 to 1,439).
    pub first_in: Option<i16>,
    /// 退場, the same; not later than the in is of the next day (翌).
    pub last_out: Option<i16>,
}

impl Hours {
    /// On a working day. `touched_in`: when the person came by the touches of that day, which win over what is typed.
    pub fn on(self, day: WorkDate, touched_in: Option<Instant>) -> Span {
        let at = |minutes: i16| day.start().plus_ms(i64::from(minutes) * MINUTE_MS);
        let first_in = self.first_in.map(at);
        let last_out = self.last_out.map(at).map(|out| match touched_in.or(first_in) {
            Some(came) if out <= came => out.plus_ms(DAY_MS),
            _ => out,
        });
        Span { first_in, last_out }
    }
}

/// The choice of trade or role that means what the roster says for that day.
pub const AS_ON_ROSTER: &str = "roster";

/// The form, exactly as typed: days of one month of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// 技能者ID.
    pub technician_id: String,
    /// The days, `YYYY-MM-DD` each.
    pub days: Vec<String>,
    /// 入場, `HH:MM`; may be left to the touches of the day.
    pub first_in: String,
    /// 退場, the same.
    pub last_out: String,
    /// 職種, code; [`AS_ON_ROSTER`] or empty: as on the roster.
    pub trade: String,
    /// 立場: [`WorkRole::code`]; [`AS_ON_ROSTER`] or empty: as on the roster.
    pub role: String,
    /// 理由; wanted where touches were left out or a disaster gives more time.
    pub reason: String,
}

/// The form's fields in page order.
pub const FIELDS: &[&str] = &["technician_id", "days", "first_in", "last_out", "trade", "role", "reason"];

/// A form all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Who.
    pub technician_id: TechnicianId,
    /// Of which month.
    pub month: YearMonth,
    /// Which days of it; at least one.
    pub days: DaySet,
    /// When; at least one of the two, but for days of which only that they were worked is told ([`super::file`]).
    pub hours: Hours,
    /// 職種, where it is said.
    pub trade: Option<TradeCode>,
    /// 立場, where it is said.
    pub role: Option<WorkRole>,
    /// 理由.
    pub reason: Option<String>,
}

impl EntryForm {
    /// Checks the whole form; all problems at once, in page order. Errors: the problems. Whether the person exists and
    /// what the days lack is for the caller to add.
    pub fn validate(&self) -> Result<Entry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let technician_id = read.required("technician_id", &self.technician_id, reader::id);
        let days = read.take("days", days(&self.days));
        let first_in = read.optional("first_in", &self.first_in, calendar::parse_minutes);
        let last_out = read.optional("last_out", &self.last_out, calendar::parse_minutes);
        if matches!((&first_in, &last_out), (Ok(None), Ok(None))) {
            read.note("first_in", Problem::Missing);
        }
        let said = |raw: &str| if reader::plain(raw) == AS_ON_ROSTER { String::new() } else { raw.to_owned() };
        let trade = read.optional("trade", &said(&self.trade), reader::trade);
        let role =
            read.optional("role", &said(&self.role), |code| WorkRole::from_code(code).ok_or(Problem::NotAChoice));
        let reason = read.optional_text("reason", &self.reason, REASON_CHARS_MAX);
        let entry = || {
            let (month, days) = days?;
            Ok(Entry {
                technician_id: technician_id?,
                month,
                days,
                hours: Hours { first_in: first_in?, last_out: last_out? },
                trade: trade?,
                role: role?,
                reason: reason?,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// Days of one month.
pub(super) fn days(typed: &[String]) -> Result<(YearMonth, DaySet), Problem> {
    let mut found: Option<(YearMonth, DaySet)> = None;
    for text in typed {
        let day = calendar::parse_day(&reader::plain(text))?;
        let (month, days) = found.unwrap_or((day.month(), DaySet::EMPTY));
        if day.month() != month {
            return Err(Problem::NotAChoice);
        }
        found = Some((month, days.with(DaySet::of(day))));
    }
    found.ok_or(Problem::Missing)
}

/// Why one prepares to strike an entry, checked. Errors: the problem beside `reason`.
pub fn reason(typed: &str) -> Result<String, Vec<FieldProblem>> {
    let read = &mut Reader::default();
    let reason = read.text("reason", typed, REASON_CHARS_MAX);
    core::mem::take(read).finish(reason)
}

/// A person's month at a site, for whoever enters days of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryMonth {
    /// Name of the site.
    pub site: String,
    /// Who.
    pub technician_id: TechnicianId,
    /// As registered; absent where the looker has nothing to do with the person yet.
    pub name: Option<String>,
    /// Which month.
    pub month: YearMonth,
    /// Today.
    pub today: WorkDate,
    /// The last day on which a day of this month can be entered.
    pub last: WorkDate,
    /// That last day is later than usual, by an exception.
    pub late: bool,
    /// The days so far, in their order.
    pub days: Vec<EntryDay>,
}

/// A day of [`EntryMonth`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDay {
    /// Which.
    pub date: WorkDate,
    /// Whether it can be entered.
    pub open: bool,
    /// What is recorded, where something is.
    pub record: Option<Span>,
    /// It is approved.
    pub approved: bool,
    /// The entry that stands.
    pub entry: Option<EntryMade>,
}

/// An entry that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryMade {
    /// Name of the business that entered it; absent: the register itself.
    pub by: Option<String>,
    /// When.
    pub at: Instant,
    /// The looker may take it back.
    pub may_take_back: bool,
    /// The looker may refuse it.
    pub may_refuse: bool,
}

#[cfg(test)]
mod tests;
