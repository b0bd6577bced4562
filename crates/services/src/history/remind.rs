//! What still waits for approval after its time is told to the prime. Invariant: from kept counts, of each month of work once
//! on a day of reminding; nothing is lost by waiting.

use crate::{
    Call, Result, job,
    notice::{self, Addressee},
};
use domain::{
    history::deadline::reminded,
    notice::{NoticeKind, Value},
    time::WorkDate,
};

/// Names what was told, of whom, of which month and when.
const TOLD: &str = "waiting.history";

/// Tells on the first of a month each prime what waits of the months whose time is over.
pub(crate) async fn remind(call: &Call, day: WorkDate) -> Result<()> {
    let months = reminded(day);
    // The latest stands first.
    let (Some(last), Some(first)) = (months.first(), months.last()) else { return Ok(()) };
    for (month, business, count) in store::history::waiting_by_prime(call.db.read(), (*first, *last)).await? {
        let subject = format!("{business}:{}:{}", month.number(), day.number());
        if job::was_done(call, TOLD, &subject).await? {
            continue;
        }
        // One at a time, so that nobody who approves waits for many.
        let tx = call.db.begin().await?;
        if job::once(call, &tx, TOLD, &subject).await? {
            let name = store::business::name(&tx, business).await?.unwrap_or_default();
            let values = [("count", Value::Count(count)), ("month", Value::Month(month)), ("name", Value::Text(name))];
            let whom = Addressee::of_business(&tx, business).await?;
            notice::tell(call, &tx, &whom, NoticeKind::HistoryWaiting, values).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
