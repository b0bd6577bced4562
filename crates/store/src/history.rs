//! History records and the counts kept with them. Invariant: nothing here adds up records to know a count; counts are
//! moved by differences in the transaction that changes a record, and a rebuild from facts gives the same numbers.

mod check;
mod claim;
mod content;
mod count;
mod decision;
mod entry;
mod file;
mod kept;
mod look;
mod moment;
mod own;
mod read;
mod rebuild;
mod recall;
mod record;
mod recount;
mod sent;
mod sheet;
mod sheet_people;
mod statistics;
mod stranger;
mod total;

pub use check::{
    CheckRow, Numbered, add_found, checked, forget_checks, keep_check, last_check, months_counted, numbered,
    numbers_after,
};
pub use claim::{
    StepTaken, add_claim, add_claim_step, claim_of, claim_steps, claims, claims_waiting, lock_claim, open_claims,
    overdue_claims, sites_of_person,
};
pub use content::content;
pub use count::{Moves, SiteOfCount, WideKind, add_counts, office_stripe};
pub use decision::{
    Decided, DecidedRow, Month, add_decided, by_paper, decided_of, decided_on, decisions_of, hold, last_turns,
};
pub use entry::{Entered, add_entered, days_entered, entries_of, entries_of_month, last_entries};
pub use file::{KeptFile, advance_file, files, find_file, insert_file};
pub(crate) use kept::work_days;
pub use kept::{WorkDays, active_primes, days_by_work, new_sites, records_on};
pub use look::{to_look_at, waiting_by_prime};
pub(crate) use moment::{
    NOT_INSIDE, from_stored as time_from_stored, inside_from_stored, inside_stored, latest_in, since_of_day,
    stored as time_stored,
};
pub use own::{Named, days_worked, named, own_count, own_months, own_people, own_sites};
pub use read::{
    Inside, MonthDays, RecordRow, changes, last_unlisted, month_days, people_inside, record, records_of_month,
    sites_between, state_on,
};
pub(crate) use rebuild::registered;
pub use rebuild::{Sum, count_all, count_people, sums};
pub use recall::{
    Recall, RecallNamed, add_recall, days_recalled, decide_recall, lock_recall, recall_of, recallable, recalls,
};
pub use record::{
    Paper, Record, RecordKey, add_records, delete_records, records_in_month, records_of, records_of_days,
};
pub use recount::{Differing, Extent, compare, recount};
pub use sent::{SentRow, add_sent, sent_before, sent_part};
pub use sheet::{SheetLine, SheetRecord, day_totals, sheet_lines, sheet_places, sheet_records};
pub use sheet_people::{SheetAsk, SheetPerson, sheet_everybody, sheet_people};
pub use statistics::{
    Each, PersonWork, SiteWork, WaitingAt, Wide, people_days, people_work, primes, records_by_day, site_work,
    waiting_at, wide,
};
pub use stranger::{At, strangers};
pub use total::{Totals, totals};
