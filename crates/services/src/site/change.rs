//! Changing, closing and opening a site again. Invariant: what stood before stands in the event of every change.

use super::{
    kept::{difference, entry, new_site},
    with_resource,
};
use crate::{Call, Change, Error, Result, fee, job};
use domain::{
    access::Action,
    id::SiteId,
    site::{CloseForm, Past, ReopenForm, SiteForm, check_edit, closed_from, closed_with},
    time::WorkDate,
};
use serde_json::{Value, json};
use store::{ConnectionTrait, site::Site};

const NOTHING_CHANGED: &str = "site.nothing_changed";

/// A site as whoever changes it finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changing {
    /// What stands, as the form would have it.
    pub form: SiteForm,
    /// Whether anybody was recorded there, so that not everything may change any more.
    pub recorded: bool,
    /// Whether it was closed.
    pub closed: bool,
}

async fn mine(call: &Call, db: &impl ConnectionTrait, id: SiteId) -> Result<Site> {
    let (site, resource) = with_resource(call, db, id).await?;
    call.authorize(Action::SiteEdit, &resource)?;
    Ok(site)
}

/// What the pages that change a site begin with. Errors: `NotFound`; `Forbidden` for all but the prime.
pub async fn changing(call: &Call, id: SiteId) -> Result<Changing> {
    let db = call.db.read();
    let site = mine(call, db, id).await?;
    let recorded = store::site::has_begun(db, id).await?;
    Ok(Changing { form: SiteForm::from(&entry(&site)), recorded, closed: site.closed_at.is_some() })
}

/// Changes what is registered of a site; what was before stays in the event. Errors: `NotFound`, `Forbidden`; problems
/// beside their fields, `Recorded` for what days were recorded under, `site.closed_boundary`, `site.sections_last`;
/// `site.nothing_changed`; `fee.limited`.
pub async fn edit(call: &Call, id: SiteId, form: &SiteForm) -> Result<()> {
    mine(call, call.db.read(), id).await?;
    let after = form.validate().map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    let site = mine(call, &tx, id).await?;
    fee::require_good_standing(call, &tx).await?;
    let before = entry(&site);
    let sections = store::site::sections(&tx, id).await?;
    let past = Past {
        begun: store::site::has_begun(&tx, id).await?,
        first_record: store::site::recorded(&tx, id).await?.map(|days| days.first),
        closed: site.closed_at.is_some(),
        sections: sections.iter().any(|section| section.until.is_none_or(|until| until >= call.today())),
    };
    let wrong = check_edit(&before, &after, past);
    if !wrong.is_empty() {
        return Err(Error::fields(wrong));
    }
    let (old, new) = difference(&before, &after)?;
    if old.is_empty() {
        return Err(Error::rejected(NOTHING_CHANGED));
    }
    let changed = new_site((id, site.prime), after, site.created_at);
    store::site::update(&tx, &changed).await?;
    let (old, new) = (Value::Object(old), Value::Object(new));
    note(call, &tx, ("site.edit", id), None, (Some(old), Some(new))).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes a site with its last day. From the day after it takes no touches but the `out` of who is still in from before; those
/// of before that phones still hold are taken whenever they come, and its papers can be finished. Errors: `NotFound`, `Forbidden`; problems beside their
/// fields; `conflict.already_done`.
pub async fn close(call: &Call, id: SiteId, form: &CloseForm) -> Result<()> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    let site = mine(call, &tx, id).await?;
    let last = store::site::recorded(&tx, id).await?.map(|days| days.last);
    let (last_day, reason) = form.validate(call.today(), last).map_err(Error::fields)?;
    if !store::site::close(&tx, id, closed_from(last_day, site.boundary_minutes), &reason).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let new = json!({ "last_day": last_day });
    note(call, &tx, ("site.close", id), Some(reason), (None, Some(new))).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens a closed site again, with the day now planned as its last. Touches that were set aside in between are judged again, as
/// work of the register's own, and the prime is told how many became records.
/// Errors: `NotFound`, `Forbidden`; problems beside their fields; `conflict.already_done`; `fee.limited`.
pub async fn reopen(call: &Call, id: SiteId, form: &ReopenForm) -> Result<()> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, id).await?;
    let site = mine(call, &tx, id).await?;
    let (end, reason) = form.validate(site.start, call.today()).map_err(Error::fields)?;
    fee::require_good_standing(call, &tx).await?;
    if !store::site::reopen(&tx, id, end).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    job::set_each(call, &tx, job::Work::Resume(id), call.now()).await?;
    let last_day: Option<WorkDate> = site.closed_at.map(|at| closed_with(at, site.boundary_minutes));
    let old = json!({ "last_day": last_day, "end": site.end, "reason": site.closed_reason });
    note(call, &tx, ("site.reopen", id), Some(reason), (Some(old), Some(json!({ "end": end })))).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(
    call: &Call,
    tx: &impl ConnectionTrait,
    (process, id): (&'static str, SiteId),
    reason: Option<String>,
    (old, new): (Option<Value>, Option<Value>),
) -> Result<()> {
    let subject_id = id.to_string();
    call.note(tx, Change { process, subject_kind: "site", subject_id, reason, old, new }).await
}
