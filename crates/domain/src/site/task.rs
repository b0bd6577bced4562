//! What a site still lacks, for those who can do something about it. Invariant: worked out from what is kept at the
//! moment of looking; none is stored, so none can stay behind.

use crate::{
    history::{is_half, is_inside},
    id::{BusinessId, SiteId, TechnicianId},
    roster::RosterWarning,
    time::{Instant, WorkDate, YearMonth},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SiteTask {
    /// Nobody but the prime stands in the structure: for the prime.
    Structure,
    /// These people have worked there and stand on no line of the roster.
    Unlisted(Vec<String>),
    /// So many days have no in or no out.
    HalfDays(u32),
    /// These people are in no insurance from which nothing exempts them: of the whole site for the prime, of its own for
    /// another member.
    Insurance(Vec<String>),
    /// Nobody stands on the roster, as far as the looker's branch reaches.
    Roster,
    /// So many records of a month wait for the looker's approval; of this month those of days that are not over among them.
    Approve(YearMonth, i64),
    /// So many claims about days of the site wait for the looker's answer, the first until this day.
    Claims(i64, WorkDate),
    /// The looker has not said that it takes part.
    Answer,
    /// So many places of the tree wait for the looker's word.
    Confirm(u32),
    /// Numbers of so many gates are missing of which nobody has said what is known.
    GatesMissing(u32),
    /// So many gates were not heard of for [`crate::gate::QUIET_MS`].
    GatesQuiet(u32),
}

/// What waits at a site for who looks, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Records that wait for approval, by month: those with 職種 and 立場.
    pub approve: BTreeMap<YearMonth, i64>,
    /// Claims that wait for an answer, and the first day by which one is to be answered.
    pub claims: Option<(i64, WorkDate)>,
    /// The looker has not said that it takes part.
    pub answer: bool,
    /// Places that wait for confirmation.
    pub confirm: u32,
    /// Gates of which numbers are missing that nobody has spoken of.
    pub missing: u32,
    /// Gates that are quiet.
    pub quiet: u32,
}

impl Waiting {
    /// What there is to do, what has a day first.
    pub fn tasks(&self) -> Vec<SiteTask> {
        let mut tasks: Vec<SiteTask> =
            self.claims.map(|(count, until)| SiteTask::Claims(count, until)).into_iter().collect();
        if self.answer {
            tasks.push(SiteTask::Answer);
        }
        if self.confirm > 0 {
            tasks.push(SiteTask::Confirm(self.confirm));
        }
        tasks.extend(
            self.approve.iter().filter(|(_, count)| **count > 0).map(|(of, count)| SiteTask::Approve(*of, *count)),
        );
        if self.missing > 0 {
            tasks.push(SiteTask::GatesMissing(self.missing));
        }
        if self.quiet > 0 {
            tasks.push(SiteTask::GatesQuiet(self.quiet));
        }
        tasks
    }
}

/// A site with what is to be done there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTasks {
    /// Which.
    pub id: SiteId,
    /// 現場名.
    pub name: String,
    /// In the order they are best done.
    pub tasks: Vec<SiteTask>,
}

/// How many days back records are looked at: what is older was told of each day for a month.
pub const LOOK_DAYS: i64 = 30;

/// A record that lacks something, as the rule looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// Where.
    pub site: SiteId,
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// The working day.
    pub date: WorkDate,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
    /// Since when they are inside by the day's touches.
    pub inside_since: Option<Instant>,
    /// Made without a line of the roster.
    pub unrostered: bool,
    /// The person has a line now or one that begins later.
    pub on_roster: bool,
}

/// Somebody who has worked at a site and stands on no line of its roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlisted {
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// The first of those days: a line from then on completes them all.
    pub since: WorkDate,
    /// How many days.
    pub days: u32,
    /// Inside now.
    pub inside: bool,
}

/// A day without an in or an out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfDay {
    /// Who.
    pub technician_id: TechnicianId,
    /// Family and given name.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// The working day.
    pub date: WorkDate,
    /// First in.
    pub first_in: Option<Instant>,
    /// Last out.
    pub last_out: Option<Instant>,
}

/// Who of `worked` stands on no line: one entry a person, in the order of the records (those of one person together).
pub fn unlisted(worked: &[Worked], now: Instant) -> Vec<Unlisted> {
    let mut found: Vec<Unlisted> = Vec::new();
    for record in worked.iter().filter(|record| record.unrostered && !record.on_roster) {
        if found.last().is_none_or(|last| last.technician_id != record.technician_id) {
            found.push(Unlisted {
                technician_id: record.technician_id,
                name: record.name.clone(),
                kana: record.kana.clone(),
                since: record.date,
                days: 0,
                inside: false,
            });
        }
        if let Some(last) = found.last_mut() {
            last.since = last.since.min(record.date);
            last.days += 1;
            last.inside |= is_inside(record.inside_since, now);
        }
    }
    found
}

/// The days of `worked` without an in or an out; who is still inside may yet touch out.
pub fn half_days(worked: &[Worked], now: Instant) -> Vec<HalfDay> {
    let half = |record: &&Worked| {
        !is_inside(record.inside_since, now) && is_half(record.first_in, record.last_out, record.date, now.date())
    };
    let day = |record: &Worked| HalfDay {
        technician_id: record.technician_id,
        name: record.name.clone(),
        kana: record.kana.clone(),
        date: record.date,
        first_in: record.first_in,
        last_out: record.last_out,
    };
    worked.iter().filter(half).map(day).collect()
}

/// A person on the roster, as the rule looks at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRoster {
    /// For whom.
    pub business: BusinessId,
    /// Family and given name.
    pub name: String,
    /// What to look at.
    pub warnings: Vec<RosterWarning>,
}

/// What `looker` has to do at a site of `prime` with so many `places` in its structure, these `people` on the roster of the
/// looker's branch and these records of it that lack something, at `now`.
pub fn tasks(
    (looker, prime): (BusinessId, BusinessId),
    places: i64,
    people: &[OnRoster],
    worked: &[Worked],
    now: Instant,
) -> Vec<SiteTask> {
    let ours = looker == prime;
    let mut tasks = Vec::new();
    if ours && places <= 1 {
        tasks.push(SiteTask::Structure);
    }
    let unlisted: Vec<String> = unlisted(worked, now).into_iter().map(|person| person.name).collect();
    // Who has worked there says more than that the roster is empty.
    let nobody = people.is_empty() && unlisted.is_empty();
    if !unlisted.is_empty() {
        tasks.push(SiteTask::Unlisted(unlisted));
    }
    let half = u32::try_from(half_days(worked, now).len()).unwrap_or(u32::MAX);
    if half > 0 {
        tasks.push(SiteTask::HalfDays(half));
    }
    let uninsured = people.iter().filter(|person| {
        (ours || person.business == looker) && person.warnings.contains(&RosterWarning::InsuranceMissing)
    });
    let names: Vec<String> = uninsured.map(|person| person.name.clone()).collect();
    if !names.is_empty() {
        tasks.push(SiteTask::Insurance(names));
    }
    if nobody {
        tasks.push(SiteTask::Roster);
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR_MS;

    #[test]
    fn what_is_missing_is_a_task_of_those_who_can_do_it() {
        let [prime, firm, other] = [1, 2, 3].map(BusinessId::from_body);
        let person = |name: &str, warnings: &[RosterWarning]| OnRoster {
            business: firm,
            name: name.to_owned(),
            warnings: warnings.to_vec(),
        };
        let missing = person("山本", &[RosterWarning::UnderAge18, RosterWarning::InsuranceMissing]);
        let fine = person("大野", &[RosterWarning::Over60]);
        let named = || SiteTask::Insurance(vec!["山本".to_owned()]);
        let both = [missing, fine.clone()];
        for (looker, places, people, wanted) in [
            (prime, 1, &[][..], vec![SiteTask::Structure, SiteTask::Roster]),
            (prime, 2, &[], vec![SiteTask::Roster]),
            (other, 1, &[], vec![SiteTask::Roster]),
            (prime, 1, &both, vec![SiteTask::Structure, named()]),
            (prime, 2, &both, vec![named()]),
            (firm, 2, &both, vec![named()]),
            (other, 2, &both, vec![]),
            (prime, 2, &[fine], vec![]),
        ] {
            let now = WorkDate::from_stored(20_261_120).start();
            assert_eq!(tasks((looker, prime), places, people, &[], now), wanted, "{looker} {places} {people:?}");
        }
    }

    #[test]
    fn what_waits_is_told_where_there_is_some_and_nowhere_else() {
        assert_eq!(Waiting::default().tasks(), []);
        let (october, november) = (YearMonth::from_stored(202_610), YearMonth::from_stored(202_611));
        let until = WorkDate::from_stored(20_261_125);
        let all = Waiting {
            approve: BTreeMap::from([(november, 2), (october, 31), (YearMonth::from_stored(202_609), 0)]),
            claims: Some((1, until)),
            answer: true,
            confirm: 2,
            missing: 1,
            quiet: 3,
        };
        let told = [
            SiteTask::Claims(1, until),
            SiteTask::Answer,
            SiteTask::Confirm(2),
            SiteTask::Approve(october, 31),
            SiteTask::Approve(november, 2),
            SiteTask::GatesMissing(1),
            SiteTask::GatesQuiet(3),
        ];
        assert_eq!(all.tasks(), told, "a month of which nothing waits is none to do");
        let quiet = Waiting { quiet: 1, ..Waiting::default() };
        assert_eq!(quiet.tasks(), [SiteTask::GatesQuiet(1)]);
    }

    fn worked(n: i64, date: i32, from: Option<i64>, until: Option<i64>) -> Worked {
        let date = WorkDate::from_stored(date);
        let at = |hour: i64| date.start().plus_ms(hour * HOUR_MS);
        Worked {
            site: SiteId::from_body(7),
            technician_id: TechnicianId::from_body(n),
            name: format!("技能者{n}"),
            kana: "ギノウシャ".to_owned(),
            date,
            first_in: from.map(at),
            last_out: until.map(at),
            inside_since: from.map(at).filter(|_| until.is_none()),
            unrostered: true,
            on_roster: false,
        }
    }

    #[test]
    fn who_works_without_a_line_is_named_once_with_the_first_day() {
        let now = WorkDate::from_stored(20_261_120).start().plus_ms(12 * HOUR_MS);
        let listed = Worked { on_roster: true, ..worked(3, 20_261_119, Some(8), Some(17)) };
        let rostered = Worked { unrostered: false, ..worked(4, 20_261_119, Some(8), None) };
        let records = [
            worked(1, 20_261_118, Some(8), Some(17)),
            worked(1, 20_261_120, Some(8), None),
            worked(2, 20_261_119, Some(8), Some(17)),
            listed,
            rostered,
        ];
        let found = unlisted(&records, now);
        let found: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.since.number(), one.days, one.inside)).collect();
        assert_eq!(found, [("技能者1", 20_261_118, 2, true), ("技能者2", 20_261_119, 1, false)]);
        let prime = BusinessId::from_body(1);
        let names = vec!["技能者1".to_owned(), "技能者2".to_owned()];
        assert_eq!(
            tasks((prime, prime), 2, &[], &records, now),
            [SiteTask::Unlisted(names), SiteTask::HalfDays(1)],
            "no word of an empty roster beside those who belong on it"
        );
    }

    #[test]
    fn a_day_is_half_when_it_is_over_without_in_or_out() {
        let noon = |date| WorkDate::from_stored(date).start().plus_ms(12 * HOUR_MS);
        for (name, record, now, half) in [
            ("whole", worked(1, 20_261_119, Some(8), Some(17)), noon(20_261_120), false),
            ("no out, the same day", worked(1, 20_261_120, Some(8), None), noon(20_261_120), false),
            ("no out, the day after", worked(1, 20_261_119, Some(8), None), noon(20_261_120), true),
            ("no out yet, in at night", worked(1, 20_261_119, Some(20), None), noon(20_261_120), false),
            ("18 hours after", worked(1, 20_261_119, Some(18), None), noon(20_261_120), false),
            ("a little later", worked(1, 20_261_119, Some(18), None), noon(20_261_120).plus_ms(1), true),
            ("no in", worked(1, 20_261_120, None, Some(9)), noon(20_261_120), true),
        ] {
            assert_eq!(half_days(&[record], now).len(), usize::from(half), "{name}");
        }
    }
}
