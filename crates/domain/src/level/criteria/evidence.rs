//! What is known of a person, with its days, and what it comes to on one of them. Invariant: nothing here depends on the
//! order in which evidence was given, and what lies after the day asked about is never looked at.

use super::catalogue::{Catalogue, Held, QualificationId};
use crate::{
    history::{DaySet, WorkRole},
    technician::SubtradeCode,
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};

/// How many of somebody's statements are looked at.
pub const STATEMENTS_MAX: usize = 64;

/// Days of a month that somebody worked as one trade in one role, approved. A day may stand in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// The month.
    pub month: YearMonth,
    /// 職種. Days without one count for no field and are not given here.
    pub trade: TradeCode,
    /// 立場, where it is known.
    pub role: Option<WorkRole>,
    /// The days that are approved as this.
    pub days: DaySet,
}

/// A qualification, training or award that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Which, of the catalogue it is judged with.
    pub qualification: QualificationId,
    /// First day it is held; `None` where it is not known, and it then holds on every earlier day.
    pub from: Option<WorkDate>,
    /// Last day, where it has one.
    pub until: Option<WorkDate>,
}

impl Holding {
    /// Whether it is held on a day, the last one included.
    pub fn is_valid(&self, day: WorkDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// 経歴証明書: days in a trade as an employer states them. Which days they were is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Last day of the time it is about.
    pub until: WorkDate,
    /// First day.
    pub from: WorkDate,
    /// The trade.
    pub trade: TradeCode,
    /// All days.
    pub days: u32,
    /// Of them as 職長.
    pub foreman_days: u32,
    /// Of them as 班長, on other days.
    pub crew_leader_days: u32,
}

/// Until when days may be stated, and until when one may apply with them. Source: 40-levels-and-passport.md (days before
/// 2024-03-31 for applications until 2029-03-31); data/levels/statements.toml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementRule {
    /// A statement is about a time that ends on this day or before.
    pub days_until: WorkDate,
    /// The last day of application.
    pub applications_until: WorkDate,
}

impl StatementRule {
    /// Whether a statement counts in an application of `day`. One that reaches past the last day does not count in part,
    /// since nobody knows which of its days are the late ones (ours).
    pub fn takes(&self, statement: &Statement, day: WorkDate) -> bool {
        day <= self.applications_until && statement.until <= self.days_until && statement.from <= statement.until
    }
}

/// Somebody has more than [`STATEMENTS_MAX`] statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} statements are more than can be judged")]
pub struct TooManyStatements(pub usize);

/// All that is known of a person, of every day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// By month.
    work: Vec<Work>,
    subtrades: Vec<SubtradeCode>,
    holdings: Vec<Holding>,
    /// By last day.
    statements: Vec<Statement>,
}

impl Evidence {
    /// Of approved days, registered sub-trades (小分類 with a code; those of the day that is asked about), qualifications and
    /// confirmed statements, each in any order. Errors: [`TooManyStatements`].
    pub fn new(
        mut work: Vec<Work>,
        subtrades: Vec<SubtradeCode>,
        holdings: Vec<Holding>,
        mut statements: Vec<Statement>,
    ) -> Result<Self, TooManyStatements> {
        if statements.len() > STATEMENTS_MAX {
            return Err(TooManyStatements(statements.len()));
        }
        work.sort_unstable_by_key(|row| row.month);
        statements.sort_unstable();
        Ok(Self { work, subtrades, holdings, statements })
    }
    pub(super) fn work(&self) -> &[Work] {
        &self.work
    }
    pub(super) fn subtrades(&self) -> &[SubtradeCode] {
        &self.subtrades
    }
    pub(super) fn holdings(&self) -> &[Holding] {
        &self.holdings
    }
    pub(super) fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

/// What somebody's evidence comes to on a day.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    evidence: &'a Evidence,
    day: WorkDate,
    held: Held,
}

impl<'a> Facts<'a> {
    /// On `day`, which is the day of application, or any other. Nothing is allocated.
    pub fn on(catalogue: &Catalogue, evidence: &'a Evidence, day: WorkDate) -> Self {
        let mut held = Held::default();
        for holding in evidence.holdings.iter().filter(|holding| holding.is_valid(day)) {
            held.add(&catalogue.with_lower(holding.qualification));
        }
        Self { evidence, day, held }
    }
    /// The evidence.
    pub const fn evidence(&self) -> &'a Evidence {
        self.evidence
    }
    /// The day.
    pub const fn day(&self) -> WorkDate {
        self.day
    }
    /// What is held on the day, lower grades among it.
    pub const fn held(&self) -> &Held {
        &self.held
    }
}
