//! Touches as rows: what a group of them needs to be judged, and writing them, many rows a statement.
//!
//! Invariant: `touch` and `card_read` are only ever added to. A conflict on their keys changes nothing and is told by
//! the number of rows added, so that a race between two processes is seen and the group is tried again.

mod facts;
mod lookup;

pub use facts::{
    Quarantined, StoredTouch, insert_quarantined, insert_reads, insert_touches, known, neighbours, quarantined,
};
pub use lookup::{
    CardOnFile, EmployedBy, OnRoster, Person, SiteOnFile, cards, employers, highest_counters, lock_people, people,
    reads, rosters, sites,
};
