//! 現場: registering one, the list, the page. Invariant: the prime stands in the structure from the first moment, in the
//! transaction that makes the site.

mod task;

pub use task::to_do;

use crate::{Call, Change, Error, Result, business, fee};
use domain::{
    access::{Action, Denied, Extent, Resource, Role},
    id::{BusinessId, SiteId, StructureId},
    roster::{self, RosterLine},
    site::{Period, SiteDetail, SiteEntry, SiteForm, SiteRow, SiteToday, WorkKind},
    structure::{self, StructureNode},
    technician::Insurance,
    time::WorkDate,
    touch::Assurance,
};
use serde_json::json;
use store::{ConnectionTrait, site::Site, structure::Place, technician::Insurances};

/// A number by chance is free at the first try but for one in millions.
const TRIES_MAX: u32 = 20;
/// For a site whose end was never said.
const NO_END: WorkDate = WorkDate::from_stored(99_991_231);

/// The business whose site the caller may register. Errors: `Forbidden`.
pub fn may_create(call: &Call) -> Result<BusinessId> {
    let resource = call.actor.business.map_or(Resource::Register, Resource::Business);
    call.authorize(Action::SiteCreate, &resource)?;
    call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))
}

/// Registers a site of one's own business as its prime. Errors: all problems beside their fields; `fee.limited`.
pub async fn create(call: &Call, form: &SiteForm) -> Result<SiteId> {
    let prime = may_create(call)?;
    let entry = form.validate().map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    fee::require_good_standing(call, &tx).await?;
    business::require_valid(call, &tx).await?;
    let id = free_number(call, &tx).await?;
    let site = Site {
        id,
        name: entry.name,
        name_kana: entry.name_kana.unwrap_or_default(),
        prime,
        postcode: entry.postcode.unwrap_or_default(),
        prefecture: entry.prefecture,
        address: entry.address,
        start: entry.period.start,
        end: Some(entry.period.end),
        client_name: entry.client_name.unwrap_or_default(),
        public_client: entry.public_client,
        work_kind: entry.work_kind.code().to_owned(),
        boundary_minutes: entry.day_boundary,
        ask_role: entry.ask_role,
        assurance_min: Assurance::Typed.number(),
        created_at: call.now(),
        closed_at: None,
    };
    store::site::insert(&tx, &site).await?;
    let tier = structure::place_prime(&[]).map_err(|fault| Error::internal(fault.code()))?;
    let place = Place {
        id: StructureId(call.ids.uuid(call.now())),
        site_id: id,
        business_id: prime,
        parent: None,
        tier,
        from: site.start,
        to: None,
    };
    store::structure::insert(&tx, &place, call.now()).await?;
    if let (Some(account), Some(_)) = (call.actor.account, &call.actor.held)
        && call.actor.role == Role::SiteAdmin
    {
        // What a branch opens is its own to see.
        store::account::add_site(&tx, account, id).await?;
    }
    let new = json!({ "name": site.name, "prime": prime, "prefecture": site.prefecture, "start": site.start, "end": site.end });
    let subject_id = id.to_string();
    call.note(
        &tx,
        Change { process: "site.create", subject_kind: "site", subject_id, new: Some(new), ..Change::default() },
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

async fn free_number(call: &Call, tx: &impl ConnectionTrait) -> Result<SiteId> {
    for _ in 0..TRIES_MAX {
        let id = SiteId::from_body(call.ids.number_body());
        if !store::site::exists(tx, id).await? {
            return Ok(id);
        }
    }
    Err(Error::internal("no free number was drawn"))
}

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

fn period(site: &Site) -> Period {
    Period { start: site.start, end: site.end.unwrap_or(NO_END) }
}

/// The sites one may see, newest first, with today's numbers.
pub async fn list(call: &Call) -> Result<Vec<SiteRow>> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let found = store::site::list(call.db.read(), &scope, call.actor.business, call.now()).await?;
    Ok(found.into_iter().map(|line| row(&line.site, line.people, line.inside, call.today())).collect())
}

/// Health, pension, employment: as the rule of warnings takes them.
const fn insurances(of: Insurances) -> [Insurance; 3] {
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
    let nodes = store::structure::nodes(db, id, today).await?;
    let own = match scope.extent() {
        Extent::Business(own) if *own != site.prime => Some(*own),
        _ => None,
    };
    let day = store::site::day(db, id, own, call.now()).await?;
    let lines = store::roster::lines(db, &scope, call.actor.business, id, call.now()).await?;
    let worked = task::worked(call, &scope, Some(id)).await?;
    let prime = nodes.iter().find(|node| node.place.business_id == site.prime);
    let prime = prime.map(|node| node.name.clone()).unwrap_or_default();
    let seen: Option<Vec<StructureId>> = match scope.extent() {
        Extent::Business(own) => Some(branch(&nodes, *own)),
        _ => None,
    };
    let structure: Vec<StructureNode> = nodes
        .into_iter()
        .map(|node| StructureNode {
            // How many another branch brings is that branch's and the prime's to know.
            people: if seen.as_ref().is_none_or(|seen| seen.contains(&node.place.id)) { node.people } else { 0 },
            id: node.place.id,
            business_id: node.place.business_id,
            name: node.name,
            tier: node.place.tier,
            parent: node.place.parent,
        })
        .collect();
    let people = structure.iter().map(|node| node.people).sum();
    Ok(SiteDetail {
        structure,
        site: row(&site, people, day.inside, today),
        entry: entry(&site),
        prime_id: site.prime,
        prime,
        roster: lines.into_iter().map(|found| line(found, today)).collect(),
        today: SiteToday { inside: day.inside, records: day.records },
        unlisted: domain::site::unlisted(&worked, call.now()),
        half_days: domain::site::half_days(&worked, call.now()),
    })
}

fn branch(nodes: &[store::structure::Node], own: BusinessId) -> Vec<StructureId> {
    let places: Vec<structure::Place> = nodes.iter().map(|node| node.place.by_rule()).collect();
    structure::branch(&places, own)
}

fn entry(site: &Site) -> SiteEntry {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    SiteEntry {
        name: site.name.clone(),
        name_kana: filled(&site.name_kana),
        postcode: filled(&site.postcode),
        prefecture: site.prefecture,
        address: site.address.clone(),
        period: period(site),
        client_name: filled(&site.client_name),
        public_client: site.public_client,
        work_kind: WorkKind::from_code(&site.work_kind).unwrap_or(WorkKind::Other),
        day_boundary: site.boundary_minutes,
        ask_role: site.ask_role,
    }
}

fn line(found: store::roster::Line, today: WorkDate) -> RosterLine {
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
        warnings: roster::warnings(
            found.birth_date,
            today,
            insurances(found.insurance),
            found.insurance_checked.is_some(),
        ),
        has_photo: found.has_photo,
        inside: found.inside,
        insurance_checked: found.insurance_checked,
    }
}
