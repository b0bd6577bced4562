//! 経歴証明書 as it is sent with an application: what an employer states of days before the register. Invariant: it is about a
//! time that ended before the register began, and says no more days than the time has.
//!
//! Source: 40-levels-and-passport.md (days before 2024-03-31, for applications until 2029-03-31).

use crate::{
    form::{
        FieldProblem, Problem,
        reader::{self, Reader},
    },
    id::LevelStatementId,
    time::WorkDate,
    trade::TradeCode,
};
use serde::{Deserialize, Serialize};

/// The most that are sent with one application.
pub const STATEMENTS_PER_APPLICATION_MAX: usize = 10;
const EMPLOYER_CHARS_MAX: u32 = 80;
/// Seventy years.
const DAYS_MAX: i64 = 25_550;
/// More days than the time has, or more days of leading others than days.
const TOO_MANY_DAYS: &str = "level.too_many_days";
/// The time reaches into the register's.
const TOO_LATE: &str = "level.stated_too_late";

/// A statement as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementForm {
    /// Who states it.
    pub employer: String,
    /// First day of the time.
    pub from: String,
    /// Last day.
    pub until: String,
    /// 職種, code.
    pub trade: String,
    /// All days.
    pub days: String,
    /// Of them as 職長.
    pub foreman_days: String,
    /// Of them as 班長, on other days.
    pub crew_leader_days: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementEntry {
    /// Who states it.
    pub employer: String,
    /// First day of the time.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// 職種.
    pub trade: TradeCode,
    /// All days.
    pub days: u32,
    /// Of them as 職長.
    pub foreman_days: u32,
    /// Of them as 班長, on other days.
    pub crew_leader_days: u32,
}

impl StatementForm {
    /// The fields in page order.
    pub const FIELDS: [&str; 7] = ["employer", "from", "until", "trade", "days", "foreman_days", "crew_leader_days"];

    /// Errors: every problem, in page order. `days_until`: the last day that may be stated.
    pub fn validate(&self, days_until: WorkDate) -> Result<StatementEntry, Vec<FieldProblem>> {
        let mut read = Reader::default();
        let employer = read.text("employer", &self.employer, EMPLOYER_CHARS_MAX);
        let time = reader::period(&mut read, ["from", "until"], [&self.from, &self.until]);
        if time.is_ok_and(|(_, until)| until > days_until) {
            read.note("until", refused(TOO_LATE));
        }
        let trade = read.required("trade", &self.trade, reader::trade);
        let days = read.required("days", &self.days, |raw| reader::whole(raw, 1, DAYS_MAX));
        let some = |raw: &str| reader::whole(raw, 0, DAYS_MAX);
        let foreman = read.optional("foreman_days", &self.foreman_days, some);
        let crew_leader = read.optional("crew_leader_days", &self.crew_leader_days, some);
        if let (Ok((from, until)), Ok(days)) = (time, days)
            && days > (until.date() - from.date()).num_days() + 1
        {
            read.note("days", refused(TOO_MANY_DAYS));
        }
        if let (Ok(days), Ok(foreman), Ok(crew_leader)) = (days, foreman, crew_leader)
            && foreman.unwrap_or_default() + crew_leader.unwrap_or_default() > days
        {
            read.note("foreman_days", refused(TOO_MANY_DAYS));
        }
        let number = |days: i64| u32::try_from(days).unwrap_or_default();
        let entry = || {
            let (from, until) = time?;
            Ok(StatementEntry {
                employer: employer?,
                from,
                until,
                trade: trade?,
                days: number(days?),
                foreman_days: number(foreman?.unwrap_or_default()),
                crew_leader_days: number(crew_leader?.unwrap_or_default()),
            })
        };
        let entry = entry();
        read.finish(entry)
    }
}

fn refused(code: &str) -> Problem {
    Problem::Refused { code: code.to_owned() }
}

/// A statement that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRow {
    /// Which.
    pub id: LevelStatementId,
    /// What it says.
    pub entry: StatementEntry,
    /// Pages of its document; a picture has none.
    pub pages: u32,
    /// Whether the body takes it; absent until it is judged.
    pub taken: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(days: &str, foreman: &str, crew_leader: &str) -> StatementForm {
        StatementForm {
            employer: "川口電設".to_owned(),
            from: "2020-04-01".to_owned(),
            until: "2020-04-30".to_owned(),
            trade: "9".to_owned(),
            days: days.to_owned(),
            foreman_days: foreman.to_owned(),
            crew_leader_days: crew_leader.to_owned(),
        }
    }

    fn problems(form: &StatementForm) -> Vec<(String, Problem)> {
        let found = form.validate(WorkDate::from_stored(20_240_331)).err().unwrap_or_default();
        found.into_iter().map(|one| (one.field, one.problem)).collect()
    }

    #[test]
    fn no_more_days_than_the_time_has() {
        for (days, foreman, crew_leader, wrong) in [
            ("30", "", "", None),
            ("31", "", "", Some("days")),
            ("30", "10", "20", None),
            ("30", "11", "20", Some("foreman_days")),
            ("0", "", "", Some("days")),
            ("", "", "", Some("days")),
        ] {
            let found = problems(&form(days, foreman, crew_leader));
            assert_eq!(found.first().map(|(field, _)| field.as_str()), wrong, "{days} {foreman} {crew_leader}");
        }
    }

    #[test]
    fn the_time_ends_before_the_register_begins() {
        for (until, good) in [("2024-03-31", true), ("2024-04-01", false)] {
            let form = StatementForm { until: until.to_owned(), ..form("20", "", "") };
            assert_eq!(problems(&form).is_empty(), good, "{until}");
        }
        let turned = StatementForm { until: "2020-03-31".to_owned(), ..form("20", "", "") };
        assert_eq!(problems(&turned), [("until".to_owned(), Problem::EndBeforeStart)]);
        assert_eq!(problems(&StatementForm::default()).len(), 5, "all of it at once");
    }
}
