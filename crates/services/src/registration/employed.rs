//! Who employed a person, as the register said on a day. Invariant: what is written today changes nothing of what was said on a
//! day before.

use crate::{Call, Result};
use domain::{
    id::{BusinessId, TechnicianId},
    registration::EmploymentLine,
    technician::Engagement,
    time::WorkDate,
};
use std::collections::{BTreeSet, HashMap};
use store::{
    ConnectionTrait,
    technician::engaged_before::{self, HeldUntil},
};

/// Keeps who employed the person until now, in the transaction that writes something else. The caller holds the person's lock.
pub(crate) async fn keep_employments(call: &Call, tx: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    let engaged = store::technician::engaged(tx, id).await?;
    Ok(engaged_before::keep(tx, id, &HeldUntil { until: call.today().previous(), engaged }).await?)
}

/// Every employment the register holds today (`now`), or those that covered `on` by what it said then, the newest first.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    (on, today): (WorkDate, WorkDate),
    now: Vec<Engagement>,
    kept: &[HeldUntil],
) -> Result<Vec<EmploymentLine>> {
    let mut engaged = kept.iter().find(|held| held.until >= on).map_or(now, |held| held.engaged.clone());
    engaged.retain(|of| on == today || (of.from <= on && of.until.is_none_or(|until| until >= on)));
    engaged.sort_by_key(|of| (core::cmp::Reverse((of.from, of.main)), of.business));
    let businesses: Vec<BusinessId> = engaged.iter().map(|of| of.business).collect();
    let names: HashMap<BusinessId, String> = store::business::names(db, &businesses).await?.into_iter().collect();
    let line = |of: Engagement| EmploymentLine {
        business: of.business,
        name: names.get(&of.business).cloned().unwrap_or_default(),
        from: of.from,
        until: of.until,
        main: of.main,
    };
    Ok(engaged.into_iter().map(line).collect())
}

/// The days from which the register said something else of who employed the person.
pub(super) fn other_days(now: &[Engagement], kept: &[HeldUntil]) -> BTreeSet<WorkDate> {
    let later = kept.iter().skip(1).map(|held| held.engaged.as_slice()).chain([now]);
    let is_other =
        |one: &[Engagement], other: &[Engagement]| one.len() != other.len() || one.iter().any(|of| !other.contains(of));
    let changed = kept.iter().zip(later).filter(|(held, later)| is_other(&held.engaged, later));
    changed.map(|(held, _)| held.until.next()).collect()
}
