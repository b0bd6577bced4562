//! 週休2日 of a site's month. Invariant: read only; who sees a branch only is told of the days of that branch.

use super::reach::Reach;
use crate::{
    Call, Result,
    site::{with_resource, worked_period},
};
use domain::{
    access::Action,
    history::week_off::{Week, looked_at, weeks},
    id::SiteId,
    time::{WorkDate, YearMonth},
};
use std::collections::BTreeSet;

/// The weeks of a site's month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeksOff {
    /// 現場名.
    pub site: String,
    /// Which month.
    pub month: YearMonth,
    /// Today.
    pub today: WorkDate,
    /// By week; those outside the works' period are left out.
    pub weeks: Vec<Week>,
    /// Days of the whole site, not only of the caller's branch.
    pub whole: bool,
}

/// On how many days of each week of a month somebody worked at a site. Errors: `NotFound`; `Forbidden` for who takes no part
/// in the site.
pub async fn weeks_off(call: &Call, site: SiteId, month: YearMonth) -> Result<WeeksOff> {
    let db = call.db.read();
    let (found, resource) = with_resource(call, db, site).await?;
    let scope = call.authorize(Action::HistoryRead, &resource)?;
    let whole = matches!(Reach::of(call, db, &scope, &found).await?, Reach::All);
    let span = looked_at(month);
    let worked = store::history::days_worked(db, &scope, (site, whole), (span.start, span.end)).await?;
    let worked: BTreeSet<WorkDate> = worked.into_iter().collect();
    let (works, today) = (worked_period(&found), call.today());
    Ok(WeeksOff { site: found.name, month, today, weeks: weeks(month, works, &worked, today), whole })
}
