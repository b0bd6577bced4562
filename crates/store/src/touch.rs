//! Touches as rows: what a group of them needs to be judged, and writing them, many rows a statement.
//!
//! Invariant: `touch` and `card_read` are only ever added to. A conflict on their keys changes nothing and is told by
//! the number of rows added, so that a race between two processes is seen and the group is tried again.

mod aside;
mod code;
mod facts;
mod lookup;

pub use aside::{AsideKey, CLOSED, ClosedOut, Door, SetAside, closed_out, resolve_closed_out, set_aside_of};
pub use code::{Codes, UsedCode, add_codes, codes};
pub use facts::{
    CLOCK_JUMPED, Kept, Months, Quarantined, Span, StoredTouch, add_reads, add_touches, insert_quarantined, kept,
    quarantined, touches_of, training_touches,
};
pub use lookup::{Asked, CardOnFile, EmployedBy, OnFile, OnRoster, Person, SiteOnFile, on_file};
