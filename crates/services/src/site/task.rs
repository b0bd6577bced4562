//! What is to be done at sites. Invariant: worked out at the moment of looking, from what the caller's business sees.

use super::{has_ended, insurances, row};
use crate::{Call, Error, Result, history::Nameless};
use domain::{
    access::{Action, Denied, Resource, Scope},
    id::SiteId,
    roster::{self, Looked},
    site::{LOOK_DAYS, OnRoster, SiteRow, SiteTasks, Worked},
    time::DAY_MS,
};
use std::collections::HashMap;

/// The sites one may see and what is to be done there by the caller's business, in the order of `site::list`; sites where
/// nothing is to be done are left out. Sites that have not begun have tasks, ended ones none. Errors: `Forbidden`, also for
/// others who may see sites: the register's own people have nothing to do at any.
pub async fn to_do(call: &Call) -> Result<(Vec<SiteRow>, Vec<SiteTasks>)> {
    let scope = call.authorize(Action::SiteRead, &Resource::Register)?;
    let reach = call.authorize(Action::RosterRead, &Resource::Register)?;
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    let (db, today, now) = (call.db.read(), call.today(), call.now());
    let found = store::site::list(db, &scope, Some(own), now).await?;
    let rows = found.iter().map(|line| row(&line.site, line.people, line.inside, today)).collect();
    let mut people: HashMap<SiteId, Vec<OnRoster>> = HashMap::new();
    for person in store::roster::on_sites(db, &reach, own, today).await? {
        // Only the insurance is a task; the roster shows the rest.
        let looked = Looked {
            birth: person.birth_date,
            insurances: insurances(person.insurance),
            checked: person.insurance_checked,
            work: "",
            held: None,
            residence_until: None,
            card_until: None,
            induction: None,
        };
        let warnings = roster::warnings(&looked, today);
        let on_roster = OnRoster { business: person.business_id, name: person.name, warnings };
        people.entry(person.site_id).or_default().push(on_roster);
    }
    let mut records: HashMap<SiteId, Vec<Worked>> = HashMap::new();
    for record in worked(call, &reach, None).await? {
        records.entry(record.site).or_default().push(record);
    }
    let tasks = found.iter().filter(|line| !has_ended(&line.site, today)).map(|line| {
        let on_roster = people.get(&line.site.id).map_or(&[][..], Vec::as_slice);
        let worked = records.get(&line.site.id).map_or(&[][..], Vec::as_slice);
        let tasks = domain::site::tasks((own, line.site.prime), line.places, on_roster, worked, now);
        SiteTasks { id: line.site.id, name: line.site.name.clone(), tasks }
    });
    let tasks = tasks.filter(|site| !site.tasks.is_empty()).collect();
    Ok((rows, tasks))
}

/// The records of the last days that lack something, as far as the scope and the caller's branch reach.
pub(super) async fn worked(call: &Call, scope: &Scope, site: Option<SiteId>) -> Result<Vec<Worked>> {
    let since = call.now().plus_ms(-LOOK_DAYS * DAY_MS).date();
    let (db, which) = (call.db.read(), (call.actor.business, site));
    let mut found = store::history::to_look_at(db, scope, which, (since, call.today())).await?;
    let people = found.iter().map(|record| (record.site, record.technician_id)).collect();
    let nameless = Nameless::of(call, db, scope, people).await?;
    for record in &mut found {
        nameless.hide((record.site, record.technician_id), &mut record.name, &mut record.kana);
    }
    nameless.last(&mut found, |record| (record.site, record.technician_id));
    Ok(found)
}
