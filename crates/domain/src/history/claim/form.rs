//! What a person types to make a claim and what a business or the office types to answer it. Invariant: checked here and
//! nowhere else; whether site, record and right are there is for the caller to add.

use super::{ClaimAct, ClaimKind, Party};
use crate::{
    calendar,
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    history::entry::{EntryForm, Hours, Span},
    id::{SiteId, TechnicianId},
    time::WorkDate,
};
use serde::{Deserialize, Serialize};

/// Characters of what is said in words: as many as the reasons of entries and withdrawals both take.
pub const WORDS_CHARS_MAX: u32 = crate::history::entry::REASON_CHARS_MAX;
/// Characters of a site's name as the person types it.
const SITE_CHARS_MAX: u32 = 80;

/// A claim, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimForm {
    /// [`ClaimKind::code`].
    pub kind: String,
    /// 現場ID, where it is one of those the person has worked at; empty: [`Self::site_name`] says it.
    pub site: String,
    /// 現場名, where it is not among those.
    pub site_name: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// 入場, `HH:MM`, as far as the person knows.
    pub first_in: String,
    /// 退場, the same.
    pub last_out: String,
    /// What is wrong, or what helps to find the day.
    pub words: String,
}

/// The form's fields in page order.
pub const CLAIM_FIELDS: &[&str] = &["kind", "site", "site_name", "day", "first_in", "last_out", "words"];

/// Where the day was worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimPlace {
    /// At a site of the register.
    Site(SiteId),
    /// At what the person calls so.
    Named(String),
}

/// A claim all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimEntry {
    /// What is said.
    pub kind: ClaimKind,
    /// Where.
    pub place: ClaimPlace,
    /// Which day.
    pub day: WorkDate,
    /// When the person came and went.
    pub span: Span,
    /// In words; empty where nothing was said.
    pub words: String,
}

impl ClaimForm {
    /// Checks the form on `today`; all problems at once, in page order. A record that is wrong has a site, and is said in
    /// words what is wrong with it. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<ClaimEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let kind = read.choice("kind", &self.kind, ClaimKind::from_code);
        let is_wrong = matches!(kind, Ok(ClaimKind::Wrong));
        let site = read.optional("site", &self.site, reader::id);
        let name = read.optional_text("site_name", &self.site_name, SITE_CHARS_MAX);
        if let (Ok(None), Ok(name)) = (&site, &name)
            && (is_wrong || name.is_none())
        {
            read.note(if is_wrong { "site" } else { "site_name" }, Problem::Missing);
        }
        let day = read.required("day", &self.day, |text| {
            calendar::parse_day(text).and_then(|day| if day > today { Err(Problem::InFuture) } else { Ok(day) })
        });
        let first_in = read.optional("first_in", &self.first_in, calendar::parse_minutes);
        let last_out = read.optional("last_out", &self.last_out, calendar::parse_minutes);
        let words = if is_wrong {
            read.text("words", &self.words, WORDS_CHARS_MAX)
        } else {
            read.optional_text("words", &self.words, WORDS_CHARS_MAX).map(Option::unwrap_or_default)
        };
        let entry = || {
            let (site, name, day) = (site?, name?, day?);
            Ok(ClaimEntry {
                kind: kind?,
                place: match site {
                    Some(site) => ClaimPlace::Site(site),
                    None => ClaimPlace::Named(name.unwrap_or_default()),
                },
                day,
                span: Hours { first_in: first_in?, last_out: last_out? }.on(day, None),
                words: words?,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }
}

/// How a claim is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// The day is entered.
    Enter,
    /// The approval is taken back, so that the record can be put right; with times, they are entered.
    Withdraw,
    /// It was put right elsewhere (the roster, an entry).
    Corrected,
    /// It is not agreed to.
    Refuse,
}

impl AnswerKind {
    /// Every answer, in page order.
    pub const ALL: [Self; 4] = [Self::Enter, Self::Withdraw, Self::Corrected, Self::Refuse];
    /// The word forms send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Withdraw => "withdraw",
            Self::Corrected => "corrected",
            Self::Refuse => "refuse",
        }
    }
    /// From the word forms send.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// The step it is, by a business or by the office.
    pub const fn act(self, by: Party) -> ClaimAct {
        match (by, self) {
            (Party::Office, Self::Refuse) => ClaimAct::Dismissed,
            (Party::Office, _) => ClaimAct::Upheld,
            (_, Self::Enter) => ClaimAct::Entered,
            (_, Self::Withdraw | Self::Corrected) => ClaimAct::Corrected,
            (_, Self::Refuse) => ClaimAct::Refused,
        }
    }
}

/// An answer, exactly as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// [`AnswerKind::code`].
    pub answer: String,
    /// 現場ID, where the claim does not know it.
    pub site: String,
    /// 入場, `HH:MM`.
    pub first_in: String,
    /// 退場, the same.
    pub last_out: String,
    /// 職種, as in [`EntryForm::trade`].
    pub trade: String,
    /// 立場, as in [`EntryForm::role`].
    pub role: String,
    /// What the person reads.
    pub words: String,
}

/// The form's fields in page order.
pub const ANSWER_FIELDS: &[&str] = &["answer", "site", "first_in", "last_out", "trade", "role", "words"];

/// An answer all of whose own values were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How.
    pub kind: AnswerKind,
    /// Where, if it was said.
    pub site: Option<SiteId>,
    /// What the person reads.
    pub words: Option<String>,
    /// Times are to be entered.
    pub enters: bool,
}

impl AnswerForm {
    /// Checks what is the answer's own; times, 職種 and 立場 are [`EntryForm`]'s to check. Only who enters the day may leave
    /// the words out; the office always says why. Errors: the problems.
    pub fn validate(&self, by: Party) -> Result<Answer, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let kind = read.choice("answer", &self.answer, AnswerKind::from_code);
        let site = read.optional("site", &self.site, reader::id);
        let words = if matches!(kind, Ok(AnswerKind::Enter)) && by != Party::Office {
            read.optional_text("words", &self.words, WORDS_CHARS_MAX)
        } else {
            read.text("words", &self.words, WORDS_CHARS_MAX).map(Some)
        };
        let is_typed = [&self.first_in, &self.last_out].into_iter().any(|text| !reader::plain(text).is_empty());
        let answer = || {
            let kind = kind?;
            let enters = match kind {
                AnswerKind::Enter => true,
                AnswerKind::Withdraw => is_typed,
                AnswerKind::Corrected | AnswerKind::Refuse => false,
            };
            Ok(Answer { kind, site: site?, words: words?, enters })
        };
        let answer = answer();
        core::mem::take(read).finish(answer)
    }

    /// The day as it is entered by the answer.
    pub fn entry(&self, technician: TechnicianId, day: WorkDate) -> EntryForm {
        EntryForm {
            technician_id: technician.to_string(),
            days: vec![day.to_string()],
            first_in: self.first_in.clone(),
            last_out: self.last_out.clone(),
            trade: self.trade.clone(),
            role: self.role.clone(),
            reason: self.words.clone(),
        }
    }

    /// Problems of [`Self::entry`], each beside the field of this form that it is of, in page order.
    pub fn problems(of_entry: Vec<FieldProblem>) -> Vec<FieldProblem> {
        let mut problems: Vec<FieldProblem> = of_entry.into_iter().map(beside).collect();
        problems.sort_by_key(|problem| ANSWER_FIELDS.iter().position(|field| *field == problem.field));
        problems
    }
}

/// Where a problem of the day's entry stands on the page of an answer.
fn beside(problem: FieldProblem) -> FieldProblem {
    let field = match problem.field.as_str() {
        "reason" => "words",
        "days" | "technician_id" => "answer",
        _ => return problem,
    };
    FieldProblem { field: field.to_owned(), ..problem }
}
