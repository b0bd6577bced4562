//! 管理者ID and the others a business gives out. Invariant: at most three layers stand below the first admin ID, and every ID
//! but the first has a last day.
//!
//! Source: 10-registration.md (Businesses); data/fees.csv for what is paid by the year; general-meeting-11, 資料6 p.6 and 9
//! for IDs lent to another body.

use crate::{
    business::validity::YEARS,
    calendar::parse_day,
    form::{
        FieldProblem, Problem,
        reader::{Noted, Reader},
    },
    id::{AccountId, SiteId},
    technician::choice::choice,
    time::{WorkDate, YearMonth},
};
use chrono::Months;
use serde::{Deserialize, Serialize};

choice! {
    /// What kind of ID it is.
    IdKind {
        /// 管理者ID of a branch or department: paid by the year.
        Branch = 1 "branch",
        /// 現場管理者ID: free.
        Site = 2 "site",
        /// Lent to another body: acts in the lender's name at named sites.
        Lent = 3 "lent",
        /// A person who logs in as the business.
        Member = 4 "member",
    }
}

impl IdKind {
    /// Whether it is paid for by the year (data/fees.csv).
    pub const fn is_paid(self) -> bool {
        matches!(self, Self::Branch)
    }
}

choice! {
    /// What a person who logs in as the business may do.
    Duty {
        /// 登録責任者: all of it.
        Manager = 1 "manager",
        /// 担当者: all but IDs and the registration.
        Staff = 2 "staff",
        /// Only looks.
        Reader = 3 "reader",
    }
}

/// Layers below the first admin ID.
pub const LAYERS_MAX: i16 = 3;

/// It would be a fourth layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("three layers stand below the first admin ID and no more")]
pub struct TooDeep;

/// The layer of an ID below one of layer `parent`; the first admin ID is of layer 0. Errors: [`TooDeep`].
pub const fn layer_below(parent: i16) -> Result<i16, TooDeep> {
    if parent < LAYERS_MAX { Ok(parent + 1) } else { Err(TooDeep) }
}

/// Whether an ID can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdStanding {
    /// Its first day has not come.
    NotYet,
    /// It can.
    Good,
    /// Its last day has gone by: whoever logs in sees why and nothing else.
    Expired,
}

/// Where an ID good from `from` until `until` stands on `today`.
pub fn standing(from: WorkDate, until: WorkDate, today: WorkDate) -> IdStanding {
    if today < from {
        IdStanding::NotYet
    } else if today <= until {
        IdStanding::Good
    } else {
        IdStanding::Expired
    }
}

/// The last day of a year that begins on `first`.
pub fn year_from(first: WorkDate) -> WorkDate {
    let next = first.date().checked_add_months(Months::new(12)).unwrap_or(first.date());
    let last = WorkDate::from_date(next);
    // A year from 29 February ends on 28 February, which its next year has as its last day already.
    if last.day() == first.day() { last.previous() } else { last }
}

/// The last day of the year of the first admin ID that `today` lies in. Its years end with the month in which the registration
/// ends, so that a registration of five years has five of them; `None` outside the registration, and in the month it was made
/// in, which is part of none.
pub fn year_of_first(valid_until: WorkDate, today: WorkDate) -> Option<WorkDate> {
    let ends = valid_until.month();
    let year = today.month().year() + i32::from(today.month().month_of_year() > ends.month_of_year());
    let last = YearMonth::from_number(year * 100 + ends.month_of_year())?;
    let made = YearMonth::from_number((ends.year() - YEARS) * 100 + ends.month_of_year())?;
    (today <= valid_until && last > made).then(|| last.last_day())
}

/// The last day after one year more: counted from the present last day, or from today where that has gone by.
pub fn prolonged(until: WorkDate, today: WorkDate) -> WorkDate {
    if until < today { year_from(today) } else { year_from(until.next()) }
}

/// What an ID other than the first is, for decisions about who acts with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Kind.
    pub kind: IdKind,
    /// 1 to 3 for [`IdKind::Branch`]; of others the layer they hang below.
    pub layer: i16,
    /// What its holder may do.
    pub duty: Duty,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
    /// The body it is lent to, by name.
    pub lent_to: Option<String>,
}

/// The same in a list, with the ID it hangs below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// What it is.
    pub held: Held,
    /// The ID above it; the first where absent.
    pub parent: Option<AccountId>,
    /// Where it stands today.
    pub standing: IdStanding,
}

/// Something done under a lent ID, as the lender sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LentAct {
    /// The event.
    pub id: uuid::Uuid,
    /// When.
    pub at: crate::time::Instant,
    /// The ID.
    pub login_id: String,
    /// Whose it is there.
    pub name: String,
    /// The body it is lent to.
    pub body: String,
    /// The use case, `noun.verb`.
    pub process: String,
    /// Name of the site, where it was about one.
    pub site: Option<String>,
}

const NAME_CHARS_MAX: u32 = 80;
const BODY_CHARS_MAX: u32 = 100;
const SITES_MAX: u32 = 200;

/// What is typed to issue an ID.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IdForm {
    /// [`IdKind::code`].
    pub kind: String,
    /// Who will use it: a person, a branch, or the body's office.
    pub name: String,
    /// The ID above it; empty: the first.
    pub parent: String,
    /// Named sites.
    pub sites: Vec<String>,
    /// [`Duty::code`], of a member.
    pub duty: String,
    /// The body it is lent to.
    pub body: String,
    /// First day, of a lent one.
    pub from: String,
    /// Last day; empty: a year.
    pub until: String,
}

/// A form all of whose values were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdEntry {
    /// Kind.
    pub kind: IdKind,
    /// Name of its user.
    pub name: String,
    /// The ID above it; `None`: the first.
    pub parent: Option<AccountId>,
    /// Named sites, each once.
    pub sites: Vec<SiteId>,
    /// What its holder may do.
    pub duty: Duty,
    /// The body it is lent to.
    pub body: Option<String>,
    /// First day.
    pub from: WorkDate,
    /// Last day.
    pub until: WorkDate,
}

impl IdForm {
    /// A 現場管理者ID for sites.
    pub fn of_site(name: &str, sites: &[SiteId]) -> Self {
        let sites = sites.iter().map(ToString::to_string).collect();
        Self { kind: IdKind::Site.code().to_owned(), name: name.to_owned(), sites, ..Self::default() }
    }
    /// Checks the form; all problems at once, in page order. Errors: the problems.
    pub fn validate(&self, today: WorkDate) -> Result<IdEntry, Vec<FieldProblem>> {
        let read = &mut Reader::default();
        let kind = read.choice("kind", &self.kind, IdKind::from_code);
        let is = |one: IdKind| kind == Ok(one);
        let name = read.text("name", &self.name, NAME_CHARS_MAX);
        let body = if is(IdKind::Lent) { read.text("body", &self.body, BODY_CHARS_MAX).map(Some) } else { Ok(None) };
        let parent = if is(IdKind::Branch) {
            read.optional("parent", &self.parent, |id| id.parse::<AccountId>().map_err(|_| Problem::Unknown))
        } else {
            Ok(None)
        };
        let duty =
            if is(IdKind::Member) { read.choice("duty", &self.duty, Duty::from_code) } else { Ok(Duty::Manager) };
        let sites = if is(IdKind::Site) || is(IdKind::Lent) { self.named_sites(read) } else { Ok(Vec::new()) };
        let period = self.period(read, kind, today);
        let entry = || {
            let (from, until) = period?;
            Ok(IdEntry {
                kind: kind?,
                name: name?,
                parent: parent?,
                sites: sites?,
                duty: duty?,
                body: body?,
                from,
                until,
            })
        };
        let entry = entry();
        core::mem::take(read).finish(entry)
    }

    fn named_sites(&self, read: &mut Reader) -> Result<Vec<SiteId>, Noted> {
        let parsed: Result<Vec<SiteId>, Problem> =
            self.sites.iter().map(|site| site.parse().map_err(|_| Problem::Unknown)).collect();
        let found = parsed.and_then(|mut sites| {
            sites.sort_unstable();
            sites.dedup();
            let count = u32::try_from(sites.len()).unwrap_or(u32::MAX);
            match count {
                0 => Err(Problem::Missing),
                1..=SITES_MAX => Ok(sites),
                _ => Err(Problem::Count { min: 1, max: SITES_MAX }),
            }
        });
        read.take("sites", found)
    }

    /// A branch's is the year that is paid; a lent ID's both days are named; of others the last day may be.
    fn period(
        &self,
        read: &mut Reader,
        kind: Result<IdKind, Noted>,
        today: WorkDate,
    ) -> Result<(WorkDate, WorkDate), Noted> {
        let last = |raw: &str| {
            let day = parse_day(raw)?;
            if day < today { Err(Problem::Expired) } else { Ok(day) }
        };
        match kind? {
            IdKind::Branch => Ok((today, year_from(today))),
            IdKind::Lent => {
                let from = read.required("from", &self.from, parse_day);
                let until = read.required("until", &self.until, last);
                let (from, until) = (from?, until?);
                if until < from {
                    read.note("until", Problem::EndBeforeStart);
                    return Err(Noted);
                }
                Ok((from, until))
            }
            IdKind::Site | IdKind::Member => {
                let until = read.optional("until", &self.until, last)?;
                Ok((today, until.unwrap_or_else(|| year_from(today))))
            }
        }
    }
}

/// The rows of a list as a tree: each below the one it hangs below, with how deep it stands; one whose parent is not in the
/// list stands at the top.
pub fn as_tree<T>(
    rows: Vec<T>,
    id: impl Fn(&T) -> AccountId,
    parent: impl Fn(&T) -> Option<AccountId>,
) -> Vec<(usize, T)> {
    let known: Vec<AccountId> = rows.iter().map(&id).collect();
    let mut waiting: Vec<Option<T>> = rows.into_iter().map(Some).collect();
    let mut placed = Vec::with_capacity(waiting.len());
    let mut path: Vec<(usize, AccountId)> = Vec::new();
    while placed.len() < waiting.len() {
        let above = path.last().map(|(_, id)| *id);
        let next = waiting.iter().position(|row| {
            let Some(row) = row else { return false };
            match above {
                Some(above) => parent(row) == Some(above),
                None => parent(row).is_none_or(|parent| !known.contains(&parent)),
            }
        });
        match next.and_then(|at| waiting[at].take()) {
            Some(row) => {
                path.push((path.len(), id(&row)));
                placed.push((path.len() - 1, row));
            }
            None if path.pop().is_some() => {}
            // A ring, which no business can make: what is left is shown all the same.
            None => placed.extend(waiting.iter_mut().filter_map(Option::take).map(|row| (0, row))),
        }
    }
    placed
}

#[cfg(test)]
mod tests;
