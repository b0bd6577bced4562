//! History records and the counts kept with them. Invariant: nothing here adds up records to know a count; counts are
//! moved by differences in the transaction that changes a record, and a rebuild from facts gives the same numbers.

mod count;
mod look;
mod read;
mod record;
mod total;

pub use count::{Moves, WideKind, add_counts, recount};
pub use look::to_look_at;
pub use read::{Inside, MonthDays, RecordRow, changes, month_days, people_inside, record, records_of_month, state_on};
pub use record::{Record, RecordKey, add_records, delete_records, records_of_days};
pub use total::{Totals, totals};
