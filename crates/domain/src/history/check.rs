//! Whether the history is what its facts say: what the register finds when it looks by itself, part by part, night by
//! night. Invariant: says what differs, never what is to be done about it.

use crate::{
    id::{SiteId, TechnicianId},
    time::{Instant, WorkDate},
};
use serde::{Deserialize, Serialize};

/// How something that is kept differs from what the facts say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// By touches or an entry there is a day, and no record of it.
    Missing,
    /// There is a record, and neither a touch nor an entry for it.
    Extra,
    /// The record says something else.
    Otherwise,
    /// Facts are missing: a record was made of touches, an entry or a site that are not there, or nothing stands where an
    /// approval does. From what is left nothing can be made anew.
    FactsMissing,
    /// A kept count is not what the records add up to.
    Count,
    /// The log of records is not what its leaves or the records say.
    Log,
}

impl Differs {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::Extra, Self::Otherwise, Self::FactsMissing, Self::Count, Self::Log];
    /// As stored.
    pub const fn number(self) -> i16 {
        match self {
            Self::Missing => 1,
            Self::Extra => 2,
            Self::Otherwise => 3,
            Self::FactsMissing => 4,
            Self::Count => 5,
            Self::Log => 6,
        }
    }
    /// From the stored number.
    pub fn from_stored(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Difference {
    /// How.
    pub kind: Differs,
    /// Whose, where it is somebody's.
    pub technician: Option<TechnicianId>,
    /// Where, where it is of a site.
    pub site: Option<SiteId>,
    /// Which working day, where it is of one.
    pub day: Option<WorkDate>,
    /// Columns that differ, or the count and its key: for whoever looks after the register.
    pub what: String,
}

/// How far a round has come. People first, then the counts of sites, then those of months, which stand on the
/// former, then the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cursor {
    /// People up to this number, inclusive, were looked at.
    People(i64),
    /// The same of sites.
    Sites(i64),
    /// The same of months (`yyyymm`).
    Months(i32),
    /// Leaves of the log before this one were.
    Log(i64),
    /// Everything was.
    Done,
}

impl Cursor {
    /// As stored: the part and how far in it.
    pub fn stored(self) -> (i16, i64) {
        match self {
            Self::People(at) => (1, at),
            Self::Sites(at) => (2, at),
            Self::Months(at) => (3, i64::from(at)),
            Self::Done => (4, 0),
            Self::Log(at) => (5, at),
        }
    }
    /// From what is stored.
    pub fn from_stored(part: i16, at: i64) -> Option<Self> {
        match part {
            1 => Some(Self::People(at)),
            2 => Some(Self::Sites(at)),
            3 => i32::try_from(at).ok().map(Self::Months),
            4 => Some(Self::Done),
            5 => Some(Self::Log(at)),
            _ => None,
        }
    }
}

/// Once through the whole register, over one or several nights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Counted from one.
    pub number: i32,
    /// When it began.
    pub began_at: Instant,
    /// When it came to its end; absent while it lasts.
    pub ended_at: Option<Instant>,
    /// People whose records and counts were compared.
    pub people: i64,
    /// Records that were compared.
    pub records: i64,
    /// Sites whose days were compared.
    pub sites: i64,
    /// Months whose counts were compared.
    pub months: i64,
    /// Leaves of the log that were made anew and compared.
    pub leaves: i64,
    /// Differences that were found, also those of which no line is kept.
    pub differences: i64,
}

/// A difference that was found, with what a page says beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What differs.
    pub difference: Difference,
    /// In which round.
    pub round: i32,
    /// When it was found.
    pub at: Instant,
    /// Name of the person.
    pub name: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
}

/// What the register knows of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Checked {
    /// The last round that came to its end.
    pub whole: Option<Round>,
    /// The round that lasts.
    pub running: Option<Round>,
    /// Differences of either, latest first.
    pub found: Vec<Found>,
}

impl Checked {
    /// Differences of the last whole round and of the one that lasts.
    pub fn differences(&self) -> i64 {
        self.whole.iter().chain(&self.running).map(|round| round.differences).sum()
    }
}

/// People and sites to look at in one night so that all are looked at within `nights`; never none.
pub fn share(all: i64, nights: u32) -> i64 {
    let nights = i64::from(nights.max(1));
    ((all.max(0) + nights - 1) / nights).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_register_within_the_nights() {
        for (all, nights, wanted) in [
            (0, 7, 1),
            (1, 7, 1),
            (7, 7, 1),
            (8, 7, 2),
            (14, 7, 2),
            (15, 7, 3),
            (100, 1, 100),
            (100, 0, 100),
            (-1, 7, 1),
        ] {
            assert_eq!(share(all, nights), wanted, "{all} in {nights}");
            assert!(share(all, nights) * i64::from(nights.max(1)) >= all, "{all} in {nights}");
        }
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for kind in Differs::ALL {
            assert_eq!(Differs::from_stored(kind.number()), Some(kind));
        }
        assert_eq!((Differs::from_stored(0), Differs::from_stored(7)), (None, None));
        for cursor in [Cursor::People(7), Cursor::Sites(0), Cursor::Months(202_611), Cursor::Log(2_560), Cursor::Done] {
            let (part, at) = cursor.stored();
            assert_eq!(Cursor::from_stored(part, at), Some(cursor));
        }
        assert_eq!((Cursor::from_stored(0, 0), Cursor::from_stored(6, 0)), (None, None));
        assert_eq!(Cursor::from_stored(3, i64::MAX), None, "no month");
    }
}
