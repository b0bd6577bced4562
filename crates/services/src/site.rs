//! 現場: registering one, the list, the page. Invariant: the prime stands in the structure from the first moment, in the
//! transaction that makes the site.

mod change;
mod create;
mod import;
mod kept;
mod section;
mod task;
mod training;
mod wait;

pub use change::{Changing, changing, close, edit, reopen};
pub use create::{create, create_after, form_after, may_create};
pub use import::{
    detail as import_detail, discard as import_discard, list as imports, look as import_look, may_import,
    take as import_take,
};
pub use section::{add as add_section, end as end_section, sections};
pub use task::to_do;
pub use training::make_training;
pub use wait::{WaitingNow, waiting, waiting_at};

use crate::{Call, Error, Result, roster::warnings, structure::nodes_on};
use domain::{
    access::{Action, Extent, Resource, Role},
    id::SiteId,
    roster::{Held, RosterLine},
    site::{Closing, Period, SiteDetail, SiteRow, SiteToday, closed_with},
    technician::Insurance,
    time::WorkDate,
};
use store::{ConnectionTrait, site::Site, technician::Insurances};

/// For a site whose end was never said.
const NO_END: WorkDate = WorkDate::from_stored(99_991_231);

/// A site with what a decision about it needs. Errors: `NotFound`.
pub(crate) async fn with_resource(call: &Call, db: &impl ConnectionTrait, id: SiteId) -> Result<(Site, Resource)> {
    let site = store::site::find(db, id).await?.ok_or(Error::NotFound)?;
    let members = store::site::members(db, id).await?;
    let resource = Resource::Site { id, prime: site.prime, members, open: !has_ended(&site, call.today()) };
    Ok((site, resource))
}

/// Whether it takes nobody more.
pub(crate) fn has_ended(site: &Site, day: WorkDate) -> bool {
    domain::site::has_ended(site.end, site.closed_at.is_some(), day)
}

/// The days of works that were closed before their plan was over are counted to the day they were closed with.
pub(crate) fn worked_period(site: &Site) -> Period {
    let planned = period(site);
    let closed = site.closed_at.map(|at| closed_with(at, site.boundary_minutes));
    Period { end: closed.map_or(planned.end, |last| last.min(planned.end)), ..planned }
}

/// The period of the works; one without an end lasts as long as days are counted.
pub(crate) fn period(site: &Site) -> Period {
    Period { start: site.start, end: site.end.unwrap_or(NO_END) }
}

/// The sites one may see, newest first, with today's numbers.
pub async fn list(call: &Call) -> Result<Vec<SiteRow>> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let found = store::site::list(call.db.read(), &scope, call.actor.business, call.now()).await?;
    Ok(found.into_iter().map(|line| row(&line.site, line.people, line.inside, call.today())).collect())
}

/// Health, pension, employment: as the rule of warnings takes them.
pub(crate) const fn insurances(of: Insurances) -> [Insurance; 3] {
    [of.health, of.pension, of.employment]
}

fn row(site: &Site, people: i64, today_inside: i64, today: WorkDate) -> SiteRow {
    SiteRow {
        id: site.id,
        name: site.name.clone(),
        prefecture: site.prefecture,
        period: period(site),
        people,
        today_inside,
        open: site.start <= today && !has_ended(site, today),
    }
}

/// A site's page: structure, roster, today's numbers and what should be looked at. The prime sees the whole site, another
/// member its own branch. Errors: `NotFound`; `Forbidden` for a business that takes no part in it.
pub async fn detail(call: &Call, id: SiteId) -> Result<SiteDetail> {
    let db = call.db.read();
    let (site, resource) = with_resource(call, db, id).await?;
    call.authorize(Action::SiteRead, &resource)?;
    let scope = call.authorize(Action::RosterRead, &resource)?;
    let today = call.today();
    let own = match scope.extent() {
        Extent::Business(own) if *own != site.prime => Some(*own),
        _ => None,
    };
    let day = store::site::day(db, id, own, call.now()).await?;
    let lines = store::roster::lines(db, &scope, call.actor.business, id, call.now()).await?;
    let held = store::roster::held(db, &lines.iter().map(|line| line.entry.technician_id).collect()).await?;
    let with_held = |found: store::roster::Line| {
        let held = held.get(&found.entry.technician_id).map_or(&[][..], Vec::as_slice);
        line(found, held, today)
    };
    let worked = task::worked(call, &scope, Some(id)).await?;
    // Of a site that has not begun: the tree of its first day.
    let (_, structure) = nodes_on(call, db, &scope, (&site, today.max(site.start))).await?;
    let prime = structure.iter().find(|node| node.business_id == site.prime);
    let prime = prime.map(|node| node.name.clone()).unwrap_or_default();
    let people = structure.iter().filter_map(|node| node.people).sum();
    let may_know = call.actor.business == Some(site.prime) || call.actor.role == Role::Operator;
    Ok(SiteDetail {
        structure,
        site: row(&site, people, day.inside, today),
        entry: kept::entry_shown(&site, may_know),
        sections: store::site::sections(db, id).await?,
        closing: closing(&site, may_know),
        may_edit: call.authorize(Action::SiteEdit, &resource).is_ok(),
        prime_id: site.prime,
        prime,
        roster: lines.into_iter().map(with_held).collect(),
        today: SiteToday { inside: day.inside, records: day.records },
        unlisted: domain::site::unlisted(&worked, call.now()),
        half_days: domain::site::half_days(&worked, call.now()),
    })
}

/// With which day it was closed, and to whom may know why.
fn closing(site: &Site, may_know: bool) -> Option<Closing> {
    let last_day = closed_with(site.closed_at?, site.boundary_minutes);
    let reason = Some(site.closed_reason.clone()).filter(|reason| may_know && !reason.is_empty());
    Some(Closing { last_day, reason })
}

fn line(found: store::roster::Line, held: &[Held], today: WorkDate) -> RosterLine {
    let induction = Some((found.entry.from, found.entry.induction));
    let warnings = warnings((&found.known, held), &found.entry.work_content, induction, today);
    RosterLine {
        id: found.entry.id,
        technician_id: found.entry.technician_id,
        name: found.name,
        kana: found.kana,
        level: found.level,
        structure_id: found.entry.structure_id,
        business_id: found.business_id,
        business: found.business,
        tier: found.tier,
        trade: found.entry.trade,
        role: found.entry.role,
        work_content: (!found.entry.work_content.is_empty()).then_some(found.entry.work_content),
        hazardous: found.entry.hazardous,
        from: found.entry.from,
        until: found.entry.to,
        inducted: found.entry.induction.day(),
        warnings,
        has_photo: found.has_photo,
        inside: found.inside,
        insurance_checked: found.known.insurance_checked,
    }
}
