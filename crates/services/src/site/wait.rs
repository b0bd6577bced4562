//! What waits at sites for the word of the caller's business: approvals, claims, places of the tree, gates. Invariant: worked out
//! at the moment of looking from kept counts and what is kept of claims, trees and gates; no record is read.

use super::{has_ended, with_resource};
use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Resource},
    gate::QUIET_MS,
    id::{BusinessId, SiteId},
    site::{SiteTask, SiteTasks, Waiting},
    structure,
    time::{WorkDate, YearMonth},
};
use std::collections::HashMap;
use store::{history::WaitingAt, site::Site, structure::Place};

/// How many months before this one are looked at: what is older was reminded of each month, and stands in the site's table.
const MONTHS_BACK: usize = 12;

/// What waits for the caller's business at all its sites.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaitingNow {
    /// Claims that wait for its answer, at whatever site or none, and the first day by which one is to be answered.
    pub claims: Option<(i64, WorkDate)>,
    /// Sites at which something waits, in the order of `site::list`. Claims are not among it: they are told once.
    pub sites: Vec<SiteTasks>,
}

/// What waits for the caller's business, of the last months. Errors: `Forbidden`, also for others who may see sites: the
/// register's own people have nothing to do at any.
pub async fn waiting(call: &Call) -> Result<WaitingNow> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    let db = call.db.read();
    let claims = match call.authorize(Action::ClaimAnswer, &Resource::Register) {
        Ok(scope) => store::history::claims_waiting(db, &scope, Some(own), None).await?,
        // Who may not answer has nothing to do about them.
        Err(_) => None,
    };
    let found = store::site::list(db, &scope, Some(own), call.now()).await?;
    let sites: Vec<(&Site, Resource)> =
        found.iter().map(|line| (&line.site, listed(&line.site, own, call.today()))).collect();
    let mut waiting = at_sites(call, own, &sites).await?;
    let tasks = sites.iter().filter_map(|(site, _)| {
        let tasks = waiting.remove(&site.id)?.tasks();
        (!tasks.is_empty()).then(|| SiteTasks { id: site.id, name: site.name.clone(), tasks })
    });
    Ok(WaitingNow { claims, sites: tasks.collect() })
}

/// What waits at one site for the caller's business; nothing for who has none. Errors: `NotFound`; `Forbidden` for who takes no
/// part in the site.
pub async fn waiting_at(call: &Call, id: SiteId) -> Result<Vec<SiteTask>> {
    let db = call.db.read();
    let (site, resource) = with_resource(call, db, id).await?;
    call.authorize(Action::SiteRead, &resource)?;
    let Some(own) = call.actor.business else { return Ok(Vec::new()) };
    let mut waiting = at_sites(call, own, &[(&site, resource)]).await?.remove(&id).unwrap_or_default();
    if let Ok(scope) = call.authorize(Action::ClaimAnswer, &Resource::Register) {
        waiting.claims = store::history::claims_waiting(db, &scope, Some(own), Some(id)).await?;
    }
    Ok(waiting.tasks())
}

/// What a decision about a site of the business's own list needs: the list has no site that it takes no part in, so that of its
/// members it alone has to be named.
fn listed(site: &Site, own: BusinessId, today: WorkDate) -> Resource {
    Resource::Site { id: site.id, prime: site.prime, members: vec![own], open: !has_ended(site, today) }
}

/// What waits for the business at sites, each with what a decision about it needs; without claims.
async fn at_sites(call: &Call, own: BusinessId, sites: &[(&Site, Resource)]) -> Result<HashMap<SiteId, Waiting>> {
    if sites.is_empty() {
        return Ok(HashMap::new());
    }
    let (db, today) = (call.db.read(), call.today());
    let ids: Vec<SiteId> = sites.iter().map(|(site, _)| site.id).collect();
    let records = store::history::waiting_at(db, &ids, first_month(today)).await?;
    let asked = store::structure::awaiting(db, &ids, today).await?;
    let mut with_tree: Vec<SiteId> = records.iter().map(|waits| waits.site).chain(asked).collect();
    with_tree.sort_unstable();
    with_tree.dedup();
    let mut trees: HashMap<SiteId, Vec<structure::Place>> = HashMap::new();
    for place in store::structure::of_sites(db, &with_tree).await? {
        trees.entry(place.site_id).or_default().push(Place::by_rule(&place));
    }
    let mut counted: HashMap<SiteId, Vec<WaitingAt>> = HashMap::new();
    for waits in records {
        counted.entry(waits.site).or_default().push(waits);
    }
    let troubled = store::device::troubled(db, &ids, call.now().plus_ms(-QUIET_MS)).await?;
    let mut waiting: HashMap<SiteId, Waiting> = HashMap::new();
    for (site, resource) in sites {
        let of = waiting.entry(site.id).or_default();
        let places = trees.get(&site.id).map_or(&[][..], Vec::as_slice);
        if call.authorize(Action::HistoryApprove, resource).is_ok() {
            let counted = counted.get(&site.id).map_or(&[][..], Vec::as_slice);
            to_approve(of, own, (places, counted), today);
        }
        // Papers of a site that has ended may wait for ever; its gates bring nothing any more.
        if has_ended(site, today) {
            continue;
        }
        if call.authorize(Action::StructureEdit, resource).is_ok() {
            in_tree(of, own, places, today);
        }
        if call.authorize(Action::GateEnrol, resource).is_ok() {
            let theirs = |by: Option<BusinessId>| site.prime == own || by == Some(own);
            let gates = || troubled.iter().filter(|gate| gate.site == site.id && theirs(gate.enrolled_by));
            of.missing = count(gates().filter(|gate| gate.missing).count());
            of.quiet = count(gates().filter(|gate| gate.quiet).count());
        }
    }
    Ok(waiting)
}

fn first_month(today: WorkDate) -> YearMonth {
    (0..MONTHS_BACK).fold(today.month(), |month, _| month.previous())
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// Adds what the business approves: a record counts for the place that the business it was worked for had come to when the month
/// ends, and the tree of that day decides about the month (the table of the month decides day by day).
fn to_approve(
    of: &mut Waiting,
    own: BusinessId,
    (places, counted): (&[structure::Place], &[WaitingAt]),
    today: WorkDate,
) {
    for waits in counted {
        let day = waits.month.last_day().min(today);
        let place = waits.employer.and_then(|employer| structure::place_of(places, employer, day));
        if structure::may_approve(places, own, place.map(|place| place.id), day) {
            *of.approve.entry(waits.month).or_default() += waits.records;
        }
    }
}

/// Adds what waits in the tree for the business's word.
fn in_tree(of: &mut Waiting, own: BusinessId, places: &[structure::Place], today: WorkDate) {
    let waits = |place: &&structure::Place| {
        place.awaits.confirmation && place.lasts_on(today) && structure::may_confirm(places, own, place.id, today)
    };
    of.confirm = count(places.iter().filter(waits).count());
    of.answer = places.iter().any(|place| place.business == own && place.awaits.answer && place.lasts_on(today));
}
