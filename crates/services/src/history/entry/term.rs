//! Which days of a site may be entered today.

use super::{CLOSED, Hand, PASSED, told};
use crate::{Result, history::Term};
use domain::{
    form::{FieldProblem, Problem},
    history::deadline::deadline,
    site::closed_with,
    time::{WorkDate, YearMonth},
};
use store::ConnectionTrait;

/// What decides it beside the day.
pub(super) struct Terms {
    term: Term,
    /// The last day of a site that was closed.
    closed: Option<WorkDate>,
    today: WorkDate,
    /// What the office decides has no last day.
    by_office: bool,
}

impl Terms {
    pub async fn of(db: &impl ConnectionTrait, hand: &Hand, today: WorkDate) -> Result<Self> {
        let term = Term::of(db, &hand.site, hand.by).await?;
        let closed = hand.site.closed_at.map(|at| closed_with(at, hand.site.boundary_minutes));
        Ok(Self { term, closed, today, by_office: hand.by.is_none() })
    }
    /// Whether a day may be entered. Errors: why not, beside `days`.
    pub fn check(&self, day: WorkDate) -> core::result::Result<(), FieldProblem> {
        if self.closed.is_some_and(|closed| day > closed) {
            Err(told("days", CLOSED))
        } else if day > self.today {
            Err(FieldProblem::new("days", Problem::InFuture))
        } else if self.is_open(day) {
            Ok(())
        } else {
            Err(told("days", PASSED))
        }
    }
    /// Whether a day's time has not gone by.
    pub fn is_open(&self, day: WorkDate) -> bool {
        self.by_office || self.term.is_open(day, self.today)
    }
    /// Whether only an exception still lets the day be entered: then it is said why.
    pub fn is_late(&self, day: WorkDate) -> bool {
        self.today > deadline(day)
    }
    /// The last day on which some day of a month may be entered, and whether an exception makes it later than usual.
    pub fn last_of(&self, month: YearMonth) -> (WorkDate, bool) {
        let last = self.term.last_day(month.first_day()).max(self.term.last_day(month.last_day()));
        (last, last > deadline(month.last_day()))
    }
}
