//! The days of a line: 新規入場 and the last day. Invariant: days are made anew wherever the last day moves, and what was approved stays.

use super::{about, editable, may_fill};
use crate::{Call, Error, Result, fee, touch};
use domain::{id::RosterId, roster::LineDaysForm, time::WorkDate};
use serde_json::json;

/// Writes when a person was inducted and until when they work for a place, also in advance; a last day that was said is changed or
/// taken away the same way. It lies within the time of the place, and before the person's next line there. The person's days are
/// made anew from where the last day moved, as far as they are not approved.
///
/// Errors: `NotFound`; problems beside their fields; `Forbidden` for another's line, a place that is no more and a site that has
/// ended; `conflict.already_done` where nothing changes; `fee.limited`.
pub async fn set_days(call: &Call, id: RosterId, form: &LineDaysForm) -> Result<()> {
    let tx = call.db.begin().await?;
    let site = store::roster::find(&tx, id).await?.ok_or(Error::NotFound)?.site_id;
    store::site::lock(&tx, site).await?;
    let entry = store::roster::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let (_, places) = editable(call, &tx, site).await?;
    may_fill(call, &places, entry.structure_id, call.today())?;
    fee::require_good_standing(call, &tx).await?;
    let place = places.iter().find(|place| place.id == entry.structure_id);
    let others = store::roster::overlapping(&tx, site, entry.technician_id, entry.from).await?;
    let next =
        others.iter().filter(|other| other.id != id && other.from > entry.from).map(|other| other.from.previous());
    let latest = next.chain(place.and_then(|place| place.until)).min();
    let days = form.validate((entry.from, latest), call.today()).map_err(Error::fields)?;
    let induction = entry.induction.after(days.inducted);
    if (days.until, induction) == (entry.to, entry.induction) {
        return Err(Error::Conflict("conflict.already_done"));
    }
    store::roster::set_days(&tx, id, days.until, induction).await?;
    if days.until != entry.to {
        // From the day after the earlier of the two, which both have.
        let moved: Option<WorkDate> = [entry.to, days.until].into_iter().flatten().min();
        let from = moved.map_or(entry.from, WorkDate::next);
        touch::again(&tx, (entry.technician_id, site), from, call.now()).await?;
    }
    let mut change = about(&entry, "roster.days", json!({ "until": days.until, "inducted": induction.day() }));
    change.old = Some(json!({ "until": entry.to, "inducted": entry.induction.day() }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
