//! Why days do not count, for the person's pages. Invariant: the rule is `domain::history::why`; here is only read what it
//! asks for.

use crate::{Call, Result, history};
use domain::{
    history::{
        approval::Decision,
        why::{Aside, AsideLine, Why, why},
    },
    id::TechnicianId,
    time::{DAY_MS, WorkDate},
    touch::{
        timing::{AHEAD_MS_MAX, LATENESS_MS_MAX, corrected},
        wire::TouchItem,
    },
};
use store::{
    history::{DecidedRow, Record},
    touch::SetAside,
};

/// Why a record does not count; nothing where it does.
pub(super) fn of_record(call: &Call, record: &Record, decided: &[DecidedRow]) -> Vec<Why> {
    let withdrawn = decided.iter().rev().find(|row| row.decided.kind == Decision::Withdrawn);
    why(&history::case(record), withdrawn.map(|row| row.decided.at), call.now())
}

/// The person's touches that were set aside, told on the days from the first to the last.
pub(super) async fn set_aside(
    call: &Call,
    who: TechnicianId,
    (first, last): (WorkDate, WorkDate),
) -> Result<Vec<AsideLine>> {
    // A gate may hold a touch for weeks, its clock may be a little ahead, and a site's day may begin later than the calendar's.
    let from = first.start().plus_ms(-AHEAD_MS_MAX);
    let until = last.next().start().plus_ms(DAY_MS + LATENESS_MS_MAX);
    let found = store::touch::set_aside_of(call.db.read(), who, (from, until)).await?;
    Ok(found.iter().filter_map(line).filter(|line| first <= line.date && line.date <= last).collect())
}

fn line(of: &SetAside) -> Option<AsideLine> {
    let why = Aside::from_code(&of.reason)?;
    // What was sent could be read when it was set aside for one of these reasons.
    let item: TouchItem = serde_json::from_str(&of.item).ok()?;
    let at = corrected(item.occurred_at, item.clock_offset_ms);
    Some(AsideLine {
        date: why.day(at, of.received_at, of.boundary_minutes),
        site_id: of.site,
        site: of.site_name.clone(),
        at: Some(at).filter(|_| why != Aside::Time),
        why,
    })
}
