//! 作業員名簿: putting people on a site's roster and taking them off. Invariant: a person stands on a site's roster once at
//! a time; what is missing on paper is marked and stops nothing.

use crate::{
    Call, Change, Error, Result, fee,
    site::{has_ended, with_resource},
    touch,
};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{BusinessId, RosterId, SiteId, StructureId},
    roster::{PersonRow, RosterForm},
    structure,
    technician::Insurance,
};
use serde_json::json;
use store::{ConnectionTrait, roster::Entry, site::Site, structure::Place};

/// Whether the caller may change a site's roster at all. Errors: `NotFound`, `Forbidden`.
pub async fn may_edit(call: &Call, site: SiteId) -> Result<()> {
    editable(call, call.db.read(), site).await.map(drop)
}

/// A business's own people, by kana, with their days of this month and year. Errors: `Forbidden`, also for others who may
/// read passports.
pub async fn my_people(call: &Call) -> Result<Vec<PersonRow>> {
    let scope = call.authorize(Action::PassportRead, &Resource::Register)?;
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    Ok(store::technician::of_business(call.db.read(), &scope, own, call.today()).await?)
}

/// Puts a person on the roster for a place of the structure: the prime for any place, a member for its own and those below.
/// Somebody the place's business does not employ is taken too; the event says so. Days the person has worked there since
/// `from` without a line are completed, as far as they are not approved.
///
/// Errors: all problems beside their fields, unknown persons and places among them, and the trade where the person's own is
/// wanted and none is known; `Forbidden` for another's place or a
/// site that has ended; `conflict.on_roster` where the person stands there in that time already; `fee.limited`.
pub async fn add(call: &Call, site: SiteId, form: &RosterForm) -> Result<RosterId> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, site).await?;
    let (found, places) = editable(call, &tx, site).await?;
    if has_ended(&found, call.today()) {
        return Err(Error::Forbidden(Denied::SiteClosed));
    }
    fee::require_good_standing(call, &tx).await?;
    let asked = form.validate().map_err(Error::fields)?;
    let mut problems = Vec::new();
    if !store::technician::exists(&tx, asked.technician_id).await? {
        problems.push(FieldProblem::new("technician_id", Problem::Unknown));
    }
    let business = places.iter().find(|place| place.id == asked.structure_id).map(|place| place.business);
    if business.is_none() {
        problems.push(FieldProblem::new("structure_id", Problem::Unknown));
    }
    let trade = match asked.trade {
        Some(trade) => Some(trade),
        None => store::technician::main_trade(&tx, asked.technician_id).await?,
    };
    if trade.is_none() && problems.is_empty() {
        problems.push(FieldProblem::new("trade", Problem::Missing));
    }
    let (Some(business), Some(trade), true) = (business, trade, problems.is_empty()) else {
        return Err(Error::fields(problems));
    };
    may_fill(call, &places, asked.structure_id)?;
    if !store::roster::overlapping(&tx, site, asked.technician_id, asked.from).await?.is_empty() {
        return Err(Error::Conflict("conflict.on_roster"));
    }
    let entry = Entry {
        id: RosterId(call.ids.uuid(call.now())),
        site_id: site,
        structure_id: asked.structure_id,
        technician_id: asked.technician_id,
        trade,
        role: asked.role,
        work_content: asked.work_content.unwrap_or_default(),
        hazardous: asked.hazardous,
        from: asked.from,
        to: None,
    };
    store::roster::insert(&tx, &entry, call.now()).await?;
    let employed = store::technician::employers(&tx, entry.technician_id, entry.from).await?.contains(&business);
    let completed = touch::again(&tx, (entry.technician_id, site), entry.from, call.now()).await?;
    let new = json!({
        "technician": entry.technician_id, "place": entry.structure_id, "business": business, "employed": employed,
        "trade": entry.trade, "role": entry.role, "from": entry.from, "records_completed": completed,
    });
    call.note(&tx, about(&entry, "roster.add", new)).await?;
    tx.commit().await?;
    Ok(entry.id)
}

/// The site and its tree, for one who may change its rosters.
async fn editable(call: &Call, tx: &impl ConnectionTrait, site: SiteId) -> Result<(Site, Vec<structure::Place>)> {
    let (found, resource) = with_resource(call, tx, site).await?;
    call.authorize(Action::RosterEdit, &resource)?;
    let places = store::structure::of_site(tx, site).await?;
    Ok((found, places.iter().map(Place::by_rule).collect()))
}

fn may_fill(call: &Call, places: &[structure::Place], place: StructureId) -> Result<BusinessId> {
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    if structure::may_fill(places, acting, place) { Ok(acting) } else { Err(Error::Forbidden(Denied::NotYours)) }
}

fn about(entry: &Entry, process: &'static str, new: serde_json::Value) -> Change {
    Change { process, subject_kind: "roster", subject_id: entry.id.to_string(), new: Some(new), ..Change::default() }
}

/// Takes a person off the roster: today is the last day, or none where the line had not begun. Errors:
/// `conflict.already_done`, `fee.limited`.
pub async fn end(call: &Call, id: RosterId) -> Result<()> {
    let tx = call.db.begin().await?;
    let entry = store::roster::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let (_, places) = editable(call, &tx, entry.site_id).await?;
    may_fill(call, &places, entry.structure_id)?;
    fee::require_good_standing(call, &tx).await?;
    let last = if entry.from > call.today() { entry.from.previous() } else { call.today() };
    if !store::roster::end(&tx, id, last).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    touch::again(&tx, (entry.technician_id, entry.site_id), last, call.now()).await?;
    let mut change = about(&entry, "roster.end", json!({ "until": last }));
    change.old = Some(json!({ "until": null }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks that the caller's business has looked after the insurance of the person on a line. The warning stays away from it
/// until the person's insurance changes. Errors: `NotFound`, `Forbidden` for another's line, `conflict.already_done` where
/// nothing is left to look after.
pub async fn check_insurance(call: &Call, id: RosterId) -> Result<()> {
    let tx = call.db.begin().await?;
    let entry = store::roster::find(&tx, id).await?.ok_or(Error::NotFound)?;
    let (_, places) = editable(call, &tx, entry.site_id).await?;
    let by = may_fill(call, &places, entry.structure_id)?;
    fee::require_good_standing(call, &tx).await?;
    let person = store::technician::find(&tx, entry.technician_id).await?.ok_or(Error::NotFound)?;
    let of = person.insurance;
    if ![of.health, of.pension, of.employment].contains(&Insurance::None)
        || !store::roster::check_insurance(&tx, entry.site_id, entry.technician_id, by, call.now()).await?
    {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let new = json!({
        "technician": entry.technician_id, "site": entry.site_id, "business": by,
        "health": of.health, "pension": of.pension, "employment": of.employment,
    });
    call.note(&tx, about(&entry, "roster.insurance_checked", new)).await?;
    tx.commit().await?;
    Ok(())
}
