//! 作業員名簿: putting people on a site's roster and taking them off. Invariant: a person stands on a site's roster once at
//! a time; what is missing on paper is marked and stops nothing.

use crate::{
    Call, Change, Error, Result, fee,
    history::Term,
    notice,
    site::{has_ended, insurances, with_resource},
    touch,
};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{BusinessId, RosterId, SiteId, StructureId, TechnicianId},
    notice::{NoticeKind, Value},
    roster::{self, Candidate, Held, Induction, Looked, PersonRow, RosterForm, RosterWarning},
    structure,
    technician::Insurance,
    time::WorkDate,
};
use serde_json::json;
use std::collections::BTreeSet;
use store::{
    ConnectionTrait,
    roster::{Entry, Known},
    site::Site,
    structure::Place,
};

mod days;

pub use days::set_days;

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

/// The people of the caller's business for a site's roster, by kana, with what to look at today for each who does `work`
/// there; nobody for those who fill a roster by ID only. Errors: `NotFound`; `Forbidden` for who may not change the roster.
pub async fn candidates(call: &Call, site: SiteId, work: &str) -> Result<Vec<Candidate>> {
    may_edit(call, site).await?;
    let people = match my_people(call).await {
        Err(Error::Forbidden(Denied::Role)) => return Ok(Vec::new()),
        found => found?,
    };
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    let ids: BTreeSet<TechnicianId> = people.iter().map(|person| person.technician_id).collect();
    let db = call.db.read();
    let known = store::roster::known_of(db, &ids, (site, own)).await?;
    let held = store::roster::held(db, &ids).await?;
    let candidate = |person: PersonRow| {
        let id = person.technician_id;
        let held = held.get(&id).map_or(&[][..], Vec::as_slice);
        let warnings = known.get(&id).map(|known| warnings((known, held), work, None, call.today()));
        Candidate { warnings: warnings.unwrap_or_default(), person }
    };
    Ok(people.into_iter().map(candidate).collect())
}

/// What to look at on `day` for a person of whom the register knows this and who does `work`; `induction`: from which day on, and
/// whether they were inducted, of who stands on a line.
pub(crate) fn warnings(
    (known, held): (&Known, &[Held]),
    work: &str,
    induction: Option<(WorkDate, Induction)>,
    day: WorkDate,
) -> Vec<RosterWarning> {
    let looked = Looked {
        birth: known.birth_date,
        insurances: insurances(known.insurance),
        checked: known.insurance_checked.is_some(),
        work,
        held: known.is_detailed.then_some(held),
        residence_until: known.residence_until,
        card_until: known.card_until,
        induction,
    };
    roster::warnings(&looked, day)
}

/// Puts a person on the roster for a place of the structure: the prime for any place, a member for its own and those below.
/// Somebody the place's business does not employ is taken too; the event says so. Days the person has worked there since
/// `from` without a line are completed, as far as they are not approved. Of a site that has ended only that is left: the
/// line ends with the last of those days, and is written while they may be put right.
///
/// Errors: all problems beside their fields, unknown persons and places among them, and the trade where the person's own is
/// wanted and none is known; `Forbidden` for another's place or a
/// site that has ended; `conflict.on_roster` where the person stands there for the same place, or from the same day or later, in
/// that time already, or for a place that is not the caller's to fill while the new one's business does not employ them;
/// `fee.limited`. A line for another place that began earlier ends the day before: a person works for one
/// business at a site at a time, and both are told.
pub async fn add(call: &Call, site: SiteId, form: &RosterForm) -> Result<RosterId> {
    let tx = call.db.begin().await?;
    store::site::lock(&tx, site).await?;
    let (found, places) = editable(call, &tx, site).await?;
    fee::require_good_standing(call, &tx).await?;
    let asked = form.validate().map_err(Error::fields)?;
    let until = if has_ended(&found, call.today()) {
        Some(last_to_complete(call, &tx, &found, (asked.technician_id, asked.from)).await?)
    } else {
        None
    };
    let mut problems = Vec::new();
    if !store::technician::exists(&tx, asked.technician_id).await? {
        problems.push(FieldProblem::new("technician_id", Problem::Unknown));
    }
    let place = places.iter().find(|place| place.id == asked.structure_id && place.lasts_on(asked.from));
    let business = place.map(|place| place.business);
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
    let acting = may_fill(call, &places, asked.structure_id, asked.from)?;
    let employed = store::technician::employers(&tx, asked.technician_id, asked.from).await?.contains(&business);
    let before = store::roster::overlapping(&tx, site, asked.technician_id, asked.from).await?;
    let new = (asked.structure_id, asked.from);
    let has_say = |old: &Entry| employed || structure::may_fill(&places, acting, old.structure_id, asked.from);
    if !before.iter().all(|old| roster::gives_way((old.structure_id, old.from), new, has_say(old))) {
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
        // With the last day of its business in the structure at the latest.
        to: [until, place.and_then(|place| place.until)].into_iter().flatten().min(),
        induction: Induction::Missing,
    };
    for old in &before {
        store::roster::end(&tx, old.id, entry.from.previous()).await?;
    }
    store::roster::insert(&tx, &entry, call.now()).await?;
    let completed = touch::again(&tx, (entry.technician_id, site), entry.from, call.now()).await?;
    let new = json!({
        "technician": entry.technician_id, "place": entry.structure_id, "business": business, "employed": employed,
        "trade": entry.trade, "role": entry.role, "from": entry.from, "until": entry.to,
        "records_completed": completed, "ends": before.iter().map(|old| old.id).collect::<Vec<_>>(),
    });
    call.note(&tx, about(&entry, "roster.add", new)).await?;
    tell_of_move(call, &tx, &found, (&entry, business), (&before, &places)).await?;
    tx.commit().await?;
    Ok(entry.id)
}

/// Tells the businesses for which a person stood on the roster, and the one for which they stand from now on.
async fn tell_of_move(
    call: &Call,
    tx: &impl ConnectionTrait,
    site: &Site,
    (entry, business): (&Entry, BusinessId),
    (before, places): (&[Entry], &[structure::Place]),
) -> Result<()> {
    if before.is_empty() {
        return Ok(());
    }
    let person = store::technician::find(tx, entry.technician_id).await?.ok_or(Error::NotFound)?;
    let name = store::business::name(tx, business).await?.unwrap_or_default();
    let of = |id: StructureId| places.iter().find(|place| place.id == id).map(|place| place.business);
    let told: BTreeSet<BusinessId> = before.iter().filter_map(|old| of(old.structure_id)).chain([business]).collect();
    for business in told {
        let whom = notice::Addressee::of_business(tx, business).await?;
        let values = [
            ("business", Value::Text(name.clone())),
            ("day", Value::Day(entry.from)),
            ("name", Value::Text(person.full_name())),
            ("site", Value::Text(site.name.clone())),
        ];
        notice::tell(call, tx, &whom, NoticeKind::RosterMoved, values).await?;
    }
    Ok(())
}

/// Ends a line that lasts longer with `last`, or before it begins where that is later, and makes the person's days after that
/// anew.
pub(crate) async fn shorten(call: &Call, tx: &impl ConnectionTrait, line: &Entry, last: WorkDate) -> Result<()> {
    let last = last.max(line.from.previous());
    store::roster::end(tx, line.id, last).await?;
    touch::again(tx, (line.technician_id, line.site_id), last.next(), call.now()).await?;
    Ok(())
}

/// The last day of a person at a site that has ended that a line from `from` completes. Errors: `Forbidden` where there is
/// none any more.
async fn last_to_complete(
    call: &Call,
    tx: &impl ConnectionTrait,
    site: &Site,
    (technician, from): (TechnicianId, WorkDate),
) -> Result<WorkDate> {
    let last = store::history::last_unlisted(tx, technician, site.id).await?.filter(|last| from <= *last);
    let term = Term::of(tx, site, call.actor.business).await?;
    last.filter(|_| term.is_open(from, call.today())).ok_or(Error::Forbidden(Denied::SiteClosed))
}

/// The site and its tree, for one who may change its rosters.
async fn editable(call: &Call, tx: &impl ConnectionTrait, site: SiteId) -> Result<(Site, Vec<structure::Place>)> {
    let (found, resource) = with_resource(call, tx, site).await?;
    call.authorize(Action::RosterEdit, &resource)?;
    let places = store::structure::of_site(tx, site).await?;
    Ok((found, places.iter().map(Place::by_rule).collect()))
}

fn may_fill(call: &Call, places: &[structure::Place], place: StructureId, day: WorkDate) -> Result<BusinessId> {
    let acting = call.actor.business.ok_or(Error::Forbidden(Denied::NotYours))?;
    if structure::may_fill(places, acting, place, day) { Ok(acting) } else { Err(Error::Forbidden(Denied::NotYours)) }
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
    may_fill(call, &places, entry.structure_id, call.today())?;
    fee::require_good_standing(call, &tx).await?;
    let last = if entry.from > call.today() { entry.from.previous() } else { call.today() };
    if !store::roster::end(&tx, id, last).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    touch::again(&tx, (entry.technician_id, entry.site_id), last, call.now()).await?;
    let mut change = about(&entry, "roster.end", json!({ "until": last }));
    change.old = Some(json!({ "until": entry.to }));
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
    let by = may_fill(call, &places, entry.structure_id, call.today())?;
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
