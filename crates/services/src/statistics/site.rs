//! A site by month, trade and role. Invariant: the prime and the office see all of it, another member what its own branch worked:
//! the businesses that stood below it, or were it, on the first and on the last day of the month.

use super::{add, lines};
use crate::{Call, Result, site::with_resource};
use domain::{
    access::{Action, Extent, Resource},
    history::WorkRole,
    id::{BusinessId, SiteId},
    statistics::{By, Figures, Measure, months_of},
    structure::{self, Place},
    time::{WorkDate, YearMonth},
    trade::TradeCode,
};
use std::collections::BTreeMap;
use store::{
    history::{self, SiteWork},
    site::Site,
};

/// A site's counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFigures {
    /// 現場名.
    pub name: String,
    /// What of it is shown is the caller's branch alone.
    pub is_branch: bool,
    /// By month, by trade, by role.
    pub tables: Vec<Figures>,
}

/// Who may see it, and whose branch alone: the site as it is read.
async fn seen(call: &Call, id: SiteId) -> Result<(Site, Option<BusinessId>)> {
    let (site, resource) = with_resource(call, call.db.read(), id).await?;
    let scope = call.authorize(Action::HistoryRead, &resource)?;
    let own = match (scope.extent(), &resource) {
        (Extent::Business(own), Resource::Site { prime, .. }) if own != prime => Some(*own),
        _ => None,
    };
    Ok((site, own))
}

/// A year of a site. Errors: `NotFound`; `Forbidden` for who takes no part in it.
pub async fn of_site(call: &Call, id: SiteId, year: i32) -> Result<SiteFigures> {
    let (site, own) = seen(call, id).await?;
    let db = call.db.read();
    let mut work = history::site_work(db, id, months_of(year)).await?;
    if let Some(own) = own {
        let kept = store::structure::of_site(db, id).await?;
        let places: Vec<Place> = kept.iter().map(store::structure::Place::by_rule).collect();
        work.retain(|of| of.employer.is_some_and(|by| is_below(&places, own, by, (of.month, call.today()))));
    }
    let by = |by: By, key: fn(&SiteWork) -> i64| {
        let mut counted = BTreeMap::new();
        for of in &work {
            add(&mut counted, key(of), [of.recorded, of.approved]);
        }
        Figures::added_up(by, vec![Measure::Records, Measure::RecordsApproved], lines(counted))
    };
    let tables = vec![
        by(By::Month, |of| i64::from(of.month.number())),
        by(By::Trade, |of| i64::from(of.trade.map_or(0, TradeCode::get))),
        by(By::Role, |of| i64::from(of.role.map_or(0, WorkRole::number))),
    ];
    Ok(SiteFigures { name: site.name, is_branch: own.is_some(), tables })
}

/// Whether `own` saw what `by` worked during all of a month, as far as it is over: at one place, at which it stood on the first day
/// and on the last.
fn is_below(places: &[Place], own: BusinessId, by: BusinessId, (month, today): (YearMonth, WorkDate)) -> bool {
    let [first, last] = [month.first_day(), month.last_day().min(today)];
    structure::place_of(places, by, last).is_some_and(|place| {
        let all_of_it = place.from <= first && place.lasts_on(last);
        all_of_it && [first, last].into_iter().all(|day| structure::sees(places, own, place.id, day))
    })
}
