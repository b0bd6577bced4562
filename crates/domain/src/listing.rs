//! Long lists that are shown in parts. Invariant: a list says how many there are altogether, and a part begins after the
//! last row of the part before, so that what is settled meanwhile shifts no row out of sight.

use core::{fmt, str::FromStr};
use uuid::Uuid;

/// Rows of a part.
pub const PART_ROWS: usize = 100;

/// Where a part ended: the number its list is ordered by (an instant or a day), and the id that tells equal ones apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The number.
    pub at: i64,
    /// The id.
    pub id: Uuid,
}

impl fmt::Display for Mark {
    /// As addresses carry it: the number, a full stop, 32 hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at, self.id.simple())
    }
}

/// The text is no mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no mark of a list")]
pub struct NoMark;

impl FromStr for Mark {
    type Err = NoMark;

    fn from_str(text: &str) -> Result<Self, NoMark> {
        let (at, id) = text.split_once('.').ok_or(NoMark)?;
        Ok(Self { at: at.parse().map_err(|_| NoMark)?, id: Uuid::parse_str(id).map_err(|_| NoMark)? })
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The rows of this part.
    pub rows: Vec<T>,
    /// How many there are altogether.
    pub all: i64,
    /// What the next part begins after; absent in the last one.
    pub next: Option<String>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), all: 0, next: None }
    }
}

impl<T> Listed<T> {
    /// Of `all`, the part whose rows were asked for with one more than [`PART_ROWS`]; `mark` says where a row stands.
    pub fn new(mut rows: Vec<T>, all: i64, mark: impl FnOnce(&T) -> String) -> Self {
        let more = rows.len() > PART_ROWS;
        rows.truncate(PART_ROWS);
        let next = rows.last().filter(|_| more).map(mark);
        Self { rows, all, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leads_back_and_nothing_else_is_one() {
        let mark = Mark { at: -20_261_120, id: Uuid::from_u128(7) };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for text in
            ["", ".", "7", "7.", ".00000000000000000000000000000007", "x.00000000000000000000000000000007", "7.x"]
        {
            assert_eq!(text.parse::<Mark>(), Err(NoMark), "{text}");
        }
    }

    #[test]
    fn only_a_part_with_a_row_after_it_has_a_next_one() {
        for (found, shown, next) in [(0, 0, None), (99, 99, None), (100, 100, None), (101, 100, Some("99".to_owned()))]
        {
            let listed = Listed::new((0..found).collect(), 7, i32::to_string);
            assert_eq!((listed.rows.len(), listed.all, listed.next), (shown, 7, next), "{found}");
        }
    }
}
