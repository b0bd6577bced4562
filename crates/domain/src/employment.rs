//! 所属の申し出: what a business says of a person's employment, and what the person answers. Invariant: nothing of the person is
//! shown to the business before they agree; an end that was reported holds until the person objects.
//!
//! Source: 10-registration.md, Employers (adding one needs the person's or the employer's application).

use crate::{
    calendar::{self, TypedDate},
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::{BusinessId, EmploymentRequestId, TechnicianId},
    technician::{BEFORE_WORKING_AGE, may_work_from},
    time::{DAY_MS, Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// Days in which a person answers what a business said of them; after them it says nothing any more (ours).
pub const ANSWER_DAYS: i64 = 60;

/// Days after an end was reported in which the person can object (ours).
pub const OBJECTION_DAYS: i64 = 30;

/// What a business says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// It employs the person from a day on.
    Begins,
    /// It employs the person no more after a day.
    Ends,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The person has not answered.
    Waiting,
    /// They agreed: the employment stands in the register.
    Agreed,
    /// They did not.
    Refused,
    /// The business took it back.
    Withdrawn,
    /// An end: written, and the person told.
    Told,
    /// The person objected: the employment goes on.
    Objected,
    /// The person did not answer in time.
    Lapsed,
}

/// What is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The person agrees.
    Agree,
    /// The person refuses.
    Refuse,
    /// The business takes it back.
    Withdraw,
    /// The person objects to an end.
    Object,
}

impl Claim {
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Begins => 1,
            Self::Ends => 2,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        [Self::Begins, Self::Ends].into_iter().find(|claim| claim.number() == number)
    }
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 7] =
        [Self::Waiting, Self::Agreed, Self::Refused, Self::Withdrawn, Self::Told, Self::Objected, Self::Lapsed];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Waiting => 1,
            Self::Agreed => 2,
            Self::Refused => 3,
            Self::Withdrawn => 4,
            Self::Told => 5,
            Self::Objected => 6,
            Self::Lapsed => 7,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.number() == number)
    }
}

/// It cannot be answered so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in this standing")]
pub struct NotAnswerable;

/// The last day on which what was said at `asked_at` is answered.
pub fn answered_until(asked_at: Instant) -> WorkDate {
    asked_at.plus_ms(ANSWER_DAYS * DAY_MS).date()
}

/// Where an answer leads. `asked_at`, `now`: a beginning is answered within [`ANSWER_DAYS`], an end objected to within
/// [`OBJECTION_DAYS`]. Errors: [`NotAnswerable`].
pub fn answered(
    standing: Standing,
    answer: Answer,
    (asked_at, now): (Instant, Instant),
) -> Result<Standing, NotAnswerable> {
    match (standing, answer) {
        (Standing::Waiting, _) if now.date() > answered_until(asked_at) => Err(NotAnswerable),
        (Standing::Waiting, Answer::Agree) => Ok(Standing::Agreed),
        (Standing::Waiting, Answer::Refuse) => Ok(Standing::Refused),
        (Standing::Waiting, Answer::Withdraw) => Ok(Standing::Withdrawn),
        (Standing::Told, Answer::Object) if now.0 - asked_at.0 <= OBJECTION_DAYS * DAY_MS => Ok(Standing::Objected),
        _ => Err(NotAnswerable),
    }
}

impl RequestRow {
    /// As it stands at `now`: what nobody answered in time has lapsed, whatever is stored.
    #[must_use]
    pub fn at(self, now: Instant) -> Self {
        let is_late = self.standing == Standing::Waiting && now.date() > answered_until(self.asked_at);
        Self { standing: if is_late { Standing::Lapsed } else { self.standing }, ..self }
    }
}

/// Whom a business employs, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmploymentForm {
    /// 技能者ID.
    pub technician: String,
    /// 生年月日: era.
    pub birth_era: String,
    /// Year.
    pub birth_year: String,
    /// Month.
    pub birth_month: String,
    /// Day.
    pub birth_day: String,
    /// `main` or `other`.
    pub kind: String,
    /// First day.
    pub from: String,
}

/// The same, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmploymentEntry {
    /// Who.
    pub technician: TechnicianId,
    /// Their birth date.
    pub birth: WorkDate,
    /// 主たる所属.
    pub main: bool,
    /// First day.
    pub from: WorkDate,
}

impl EmploymentForm {
    /// Errors: every problem, in page order.
    pub fn validate(&self) -> Result<EmploymentEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let technician = read.required("technician", &self.technician, reader::id::<TechnicianId>);
        let typed = TypedDate {
            era: self.birth_era.clone(),
            year: self.birth_year.clone(),
            month: self.birth_month.clone(),
            day: self.birth_day.clone(),
        };
        let birth = read.take("birth", calendar::parse(&typed));
        let main = read.choice("kind", &self.kind, |kind| match kind {
            "main" => Some(true),
            "other" => Some(false),
            _ => None,
        });
        let from = read.required("from", &self.from, calendar::parse_day);
        // Nobody is employed before they may work.
        let from = match (from, birth) {
            (Ok(from), Ok(birth)) if from < may_work_from(birth) => read.take("from", Err(BEFORE_WORKING_AGE)),
            (from, _) => from,
        };
        let entry = || Ok(EmploymentEntry { technician: technician?, birth: birth?, main: main?, from: from? });
        let entry = entry();
        read.finish(entry)
    }
}

/// The last day a business reports of an employment that began on `from`, as typed; one that has a last day already ends
/// there or before. Errors: the problem, beside `until`.
pub fn last_day(typed: &str, (from, until): (WorkDate, Option<WorkDate>)) -> Result<WorkDate, FieldProblem> {
    let day = match typed.trim() {
        "" => Err(Problem::Missing),
        typed => calendar::parse_day(typed),
    };
    match day {
        Ok(day) if day < from => Err(FieldProblem::new("until", Problem::EndBeforeStart)),
        // Whoever would have it last longer asks the person.
        Ok(day) if until.is_some_and(|until| day > until) => Err(FieldProblem::new("until", Problem::AfterItsEnd)),
        Ok(day) => Ok(day),
        Err(problem) => Err(FieldProblem::new("until", problem)),
    }
}

/// What a business said, as it and the person see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// Which.
    pub id: EmploymentRequestId,
    /// The business.
    pub business: BusinessId,
    /// Its name.
    pub business_name: String,
    /// The person, by the number the business typed.
    pub technician: TechnicianId,
    /// What is said.
    pub claim: Claim,
    /// 主たる所属.
    pub main: bool,
    /// The first day.
    pub from: WorkDate,
    /// The last day, where it ends.
    pub until: Option<WorkDate>,
    /// The last day that was registered before an end was reported.
    pub ended_before: Option<WorkDate>,
    /// Where it stands.
    pub standing: Standing,
    /// When it was said.
    pub asked_at: Instant,
}

/// Somebody a business employs, whose employment it can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employed {
    /// Who.
    pub technician: TechnicianId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub from: WorkDate,
    /// Until when; `None` while nobody said.
    pub until: Option<WorkDate>,
    /// 主たる所属.
    pub main: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_not_answered_agrees_or_refuses_and_an_end_is_objected_to_for_thirty_days() {
        let at = |days: i64| (Instant(0), Instant(days * DAY_MS));
        let rows = [
            (Standing::Waiting, Answer::Agree, at(0), Some(Standing::Agreed)),
            (Standing::Waiting, Answer::Agree, at(60), Some(Standing::Agreed)),
            (Standing::Waiting, Answer::Agree, (Instant(0), Instant(60 * DAY_MS + 1)), Some(Standing::Agreed)),
            (Standing::Waiting, Answer::Agree, at(61), None),
            (Standing::Waiting, Answer::Refuse, at(60), Some(Standing::Refused)),
            (Standing::Waiting, Answer::Refuse, at(61), None),
            (Standing::Lapsed, Answer::Refuse, at(0), None),
            (Standing::Waiting, Answer::Withdraw, at(0), Some(Standing::Withdrawn)),
            (Standing::Waiting, Answer::Object, at(0), None),
            (Standing::Agreed, Answer::Refuse, at(0), None),
            (Standing::Withdrawn, Answer::Agree, at(0), None),
            (Standing::Told, Answer::Agree, at(0), None),
            (Standing::Told, Answer::Object, at(29), Some(Standing::Objected)),
            (Standing::Told, Answer::Object, at(30), Some(Standing::Objected)),
            (Standing::Told, Answer::Object, (Instant(0), Instant(30 * DAY_MS + 1)), None),
            // Counted from when it was said, not from the beginning of time.
            (Standing::Told, Answer::Object, (Instant(40 * DAY_MS), Instant(50 * DAY_MS)), Some(Standing::Objected)),
            (Standing::Objected, Answer::Object, at(0), None),
        ];
        for (standing, answer, times, expected) in rows {
            assert_eq!(answered(standing, answer, times).ok(), expected, "{standing:?} {answer:?}");
        }
        for standing in Standing::ALL {
            assert_eq!(Standing::from_stored(standing.number()), Some(standing));
        }
        assert_eq!((Standing::from_stored(0), Standing::from_stored(8), Claim::from_stored(3)), (None, None, None));
        assert_eq!([1, 2].map(Claim::from_stored), [Some(Claim::Begins), Some(Claim::Ends)]);
    }

    #[test]
    fn what_nobody_answered_in_time_has_lapsed_whatever_is_stored() {
        let row = |standing| RequestRow {
            id: EmploymentRequestId(uuid::Uuid::nil()),
            business: BusinessId::from_body(1),
            business_name: String::new(),
            technician: TechnicianId::from_body(1),
            claim: Claim::Begins,
            main: true,
            from: WorkDate::from_stored(20_260_401),
            until: None,
            ended_before: None,
            standing,
            asked_at: Instant(0),
        };
        let at = |standing, days: i64| row(standing).at(Instant(days * DAY_MS));
        assert_eq!(at(Standing::Waiting, 60), row(Standing::Waiting), "the last day is one to answer on");
        assert_eq!(at(Standing::Waiting, 59), row(Standing::Waiting));
        assert_eq!(at(Standing::Waiting, 61), row(Standing::Lapsed));
        assert_eq!(at(Standing::Told, 61), row(Standing::Told), "of what waits alone");
        assert_eq!(at(Standing::Agreed, 400), row(Standing::Agreed));
    }

    fn form() -> EmploymentForm {
        let text = str::to_owned;
        EmploymentForm {
            technician: TechnicianId::from_body(1_000_000_000_001).to_string(),
            birth_era: text("western"),
            birth_year: text("2005"),
            birth_month: text("4"),
            birth_day: text("2"),
            kind: text("main"),
            from: text("2026-04-01"),
        }
    }

    #[test]
    fn everything_is_asked_and_nobody_is_employed_before_they_may_work() {
        let entry = form().validate().unwrap();
        assert_eq!((entry.main, entry.from.number(), entry.birth.number()), (true, 20_260_401, 20_050_402));
        let empty: Vec<String> =
            EmploymentForm::default().validate().unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(empty, ["technician", "birth", "kind", "from"]);
        // 満15歳に達した日以後の最初の3月31日が終了するまで.
        let on = |from: &str| {
            EmploymentForm { from: from.to_owned(), ..form() }.validate().map_err(|found| found[0].clone())
        };
        assert_eq!(on("2021-03-31"), Err(FieldProblem::new("from", Problem::BeforeWorkingAge { years: 15 })));
        assert!(on("2021-04-01").is_ok());
        let other = EmploymentForm { kind: "other".to_owned(), ..form() };
        assert!(!other.validate().unwrap().main);
        let kind = EmploymentForm { kind: "third".to_owned(), ..form() };
        assert_eq!(kind.validate().unwrap_err(), [FieldProblem::new("kind", Problem::NotAChoice)]);
    }

    #[test]
    fn an_employment_ends_on_its_first_day_at_the_earliest() {
        let from = WorkDate::from_stored(20_260_401);
        let on = |typed: &str| last_day(typed, (from, None)).map_err(|found| found.problem);
        assert_eq!(on("2026-03-31"), Err(Problem::EndBeforeStart));
        assert_eq!(on("2026-04-01"), Ok(from));
        assert_eq!(on(""), Err(Problem::Missing));
        assert_eq!(on("x"), Err(Problem::NotDate));
        let until = WorkDate::from_stored(20_260_930);
        let fixed = |typed: &str| last_day(typed, (from, Some(until))).map_err(|found| found.problem);
        assert_eq!(fixed("2026-09-30"), Ok(until));
        assert_eq!(fixed("2026-10-01"), Err(Problem::AfterItsEnd), "a business prolongs nothing by ending it");
    }
}
