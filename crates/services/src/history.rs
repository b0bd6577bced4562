//! 就業履歴 for the office: looking at it, approving it, taking an approval back, and the history as a whole. Invariant: whoever looks at the
//! whole reports and never mends.

mod approve;
mod claim;
mod day;
mod entry;
mod examine;
mod give;
mod mine;
mod own;
mod preview;
mod reach;
mod rebuild;
mod recall;
mod remind;
mod section;
mod sheet;
mod stranger;
mod term;
mod tried;
mod week_off;
mod withdraw;

use crate::{Db, Result};
use sha2::{Digest, Sha256};
use store::history;

pub(crate) use approve::case;
pub use approve::{PEOPLE_AT_ONCE_MAX, approve};
pub(crate) use claim::pass_overdue;
pub use claim::{
    answer as answer_claim, asked_case, asked_claims, claim_sites, decide as decide_claim, make as make_claim,
    may_answer_claims, may_claim, may_decide_claims, office_case, office_claims, own_case, own_claims,
    respond as respond_to_claim,
};
pub use day::day;
pub(crate) use day::{lines, touches};
pub use entry::{
    discard_file, enter, entry_month, file_detail, files, look_at_file, may_enter, refuse, send, sent, take_back,
    take_file,
};
pub use examine::{Examined, PEOPLE_AT_ONCE, checked, examine, last_checked};
pub(crate) use examine::{look, night_after};
pub use give::{Given, own_days_file, site_file};
pub use mine::own_history_file;
pub use own::{may_see_own, own_days, own_month};
pub use preview::preview;
pub use rebuild::{Counted, Rebuilt, Whose, count, rebuild};
pub use recall::{
    agree_to_recall, ask_recall, may_recall, recall_case, recall_month, recallable, recalls, refuse_recall,
    withdraw_recall,
};
pub(crate) use remind::remind;
pub use sheet::sheet;
pub use store::history::Totals;
pub(crate) use stranger::Nameless;
pub(crate) use term::Term;
pub use week_off::{WeeksOff, weeks_off};
pub use withdraw::{withdraw, withdraw_by_register};

/// What a recount found.
#[derive(Debug, Clone)]
pub struct Recount {
    /// How much is kept.
    pub totals: Totals,
    /// Kept counts that differ from what the records add up to, and records that stand otherwise than the decisions
    /// or the entries say; one line each.
    pub differences: Vec<String>,
    /// Of all records and counts, SHA-256 in hex: the same where the same was learned, in whatever order.
    pub digest: String,
}

/// Counts touches and records, and compares every kept count with what the records add up to and every approved record
/// with the decisions. For `doctor` and for measuring; takes as long as reading the whole history.
pub async fn recount(db: &Db) -> Result<Recount> {
    let mut content = Sha256::new();
    history::content(db.read(), |line| {
        content.update(line);
        content.update("\n");
    })
    .await?;
    Ok(Recount {
        totals: history::totals(db.read()).await?,
        differences: history::recount(db.read()).await?,
        digest: hex::encode(content.finalize()),
    })
}
