//! 登録の内容: everything registered of a person, for that person alone. Invariant: it is read from the register's own rows; what
//! was there on another day is made of every history there is.

mod employed;
mod qualification;
mod write;

use crate::{Call, Error, Result, document};
use domain::{
    access::{Action, Denied, Resource},
    application::ApplicationKind,
    counter::ContactEntry,
    id::TechnicianId,
    registration::{CORE, ChangeUnderWay, ChangedOn, OwnRegistration, Statement, changes, held_on, said},
    technician::{List, Registered, TechnicianForm, parts},
    time::{Instant, WorkDate},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    ConnectionTrait,
    technician::{Technician, detail, engaged_before, kept, version},
};

pub(crate) use employed::keep_employments;
pub use qualification::qualifications;
pub(crate) use qualification::warn;
pub(crate) use write::{Source, form_of, keep_rest, keep_row, keep_upgraded, write};

/// What the form says of employments that last, by field and list. They have a history of their own, which every way of writing
/// them keeps; a version of the rest finds them changed whenever it was written next, or only because one has run out.
const EMPLOYER: [&str; 4] = ["employer_id", "employed_on", "employed_until", "employers"];
/// Events of one person that are looked through.
const EVENTS_MAX: u64 = 10_000;

fn own(call: &Call) -> Result<TechnicianId> {
    let id = call.actor.technician;
    let resource =
        id.map_or(Resource::Register, |id| Resource::Technician { id, employers: Vec::new(), seen_by: Vec::new() });
    call.authorize(Action::RegistrationRead, &resource)?;
    id.ok_or(Error::Forbidden(Denied::Role))
}

/// What is registered of a person now, as they would have typed it; employments that have ended are left out.
pub(crate) async fn registered(db: &impl ConnectionTrait, person: &Technician, today: WorkDate) -> Result<Registered> {
    let kept = detail::find(db, person.id).await?;
    let mut form = form_of(person);
    let of = person.insurance;
    form.put_insurances([of.health, of.pension, of.employment], [of.kentaikyo, of.chutaikyo]);
    form.put_particulars(&kept.particulars);
    if kept.detailed_at.is_some() {
        form.put_detailed(kept.identity_kind, kept.accident_insurance);
    } else if let Some(kind) = kept.identity_kind {
        kind.code().clone_into(&mut form.identity_kind);
    }
    let qualifications = detail::qualifications(db, person.id).await?;
    if let Some(chief) = qualifications.iter().find(|one| one.from_register)
        && let Some(number) = &chief.number
    {
        form.put_chief(number, &chief.name, chief.expires, person.birth_date);
    }
    let mut registered = Registered { form, pictures: BTreeMap::new() };
    store::technician::put_lists(db, person.id, &mut registered).await?;
    put_employments(db, person.id, today, &mut registered.form).await?;
    Ok(registered)
}

/// Puts the employments that last, or begin later, into a form: the main one that lasts, and every other.
async fn put_employments(
    db: &impl ConnectionTrait,
    id: TechnicianId,
    today: WorkDate,
    form: &mut TechnicianForm,
) -> Result<()> {
    let until = |day: Option<WorkDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut lasting: Vec<_> = store::technician::employments(db, id).await?.into_iter().map(|(of, _)| of).collect();
    lasting.retain(|of| of.to.is_none_or(|to| to >= today));
    lasting.reverse();
    if let Some(main) = lasting.iter().find(|of| of.main) {
        form.employer_id = main.business_id.to_string();
        form.employed_on = main.from.to_string();
        form.employed_until = until(main.to);
    }
    for of in lasting.into_iter().filter(|of| !of.main) {
        let key = form.add_item(List::Employers);
        let (business, from, until) = (of.business_id.to_string(), of.from.to_string(), until(of.to));
        let values = [("business_id", business.as_str()), ("from", from.as_str()), ("until", until.as_str())];
        form.put_item(List::Employers, &key, values);
    }
    Ok(())
}

/// One's own registration, today or on a day before. Errors: `NotFound` for a day before the registration or one to come.
pub async fn view(call: &Call, on: Option<WorkDate>) -> Result<OwnRegistration> {
    let id = own(call)?;
    let (db, today) = (call.db.read(), call.today());
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let (since, on) = (person.registered_at.date(), on.unwrap_or(today));
    if on < since.min(today) || on > today {
        return Err(Error::NotFound);
    }
    let detail = detail::find(db, id).await?;
    let detailed = detail.detailed_at.is_some_and(|at| at.date() <= on);
    let now = registered(db, &person, today).await?;
    let statements = statements(call, &person).await?;
    let versions = kept::all(db, id).await?;
    let registered = if on == today { now } else { as_of(&now, &statements, &versions, on, detailed) };
    let (engaged, kept_engaged) = (store::technician::engaged(db, id).await?, engaged_before::all(db, id).await?);
    let other_employers = employed::other_days(&engaged, &kept_engaged);
    Ok(OwnRegistration {
        id,
        detailed,
        has_photo: person.photo.is_some(),
        on,
        today,
        since,
        pages: pages(db, &registered).await?,
        registered,
        employments: employed::lines(db, (on, today), engaged, &kept_engaged).await?,
        under_way: under_way(db, id).await?,
        days: days((&statements, &versions, &other_employers), detail.detailed_at, since),
    })
}

/// Pages of the pictures that are documents.
async fn pages(db: &impl ConnectionTrait, of: &Registered) -> Result<BTreeMap<String, u32>> {
    let mut pages = BTreeMap::new();
    let counts = store::document::page_counts(db, of.pictures.values().map(String::as_str)).await?;
    for (field, hash) in &of.pictures {
        pages.extend(counts.get(hash).map(|count| (field.clone(), *count)));
    }
    Ok(pages)
}

async fn under_way(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Option<ChangeUnderWay>> {
    for kind in [ApplicationKind::TechnicianSimpleChange, ApplicationKind::TechnicianChange] {
        if let Some(of) = store::application::under_way(db, id, kind).await? {
            return Ok(Some(ChangeUnderWay { id: of.id, number: of.number, kind: of.kind, state: of.state }));
        }
    }
    Ok(None)
}

/// What the register said on a day that has gone by.
fn as_of(
    now: &Registered,
    statements: &[Statement],
    versions: &[kept::Kept],
    on: WorkDate,
    detailed: bool,
) -> Registered {
    let newest = versions.iter().rev().find(|version| version.from <= on).or_else(|| versions.first());
    let mut then = newest.map_or(now.clone(), |version| version.registered.clone());
    for name in CORE {
        then.form.set(name, now.form.input(name).unwrap_or_default());
    }
    for (name, value) in held_on(statements, on) {
        then.form.set(&name, &value);
    }
    if !detailed {
        for list in [List::HealthChecks, List::Schools, List::Qualifications, List::Trainings, List::Awards] {
            let keys: Vec<String> = then.form.items(list).into_iter().map(|item| item.key().to_owned()).collect();
            for key in keys {
                then.form.remove_item(list, &key);
                then.pictures.remove(&list.field(&key));
            }
        }
        for name in ["accident_insurance", "accident_insurance_kind", "chief_number", "chief_consent"] {
            then.form.set(name, "");
        }
        then.form.chief = None;
    }
    then
}

/// What counters and recoveries wrote, from their events.
#[derive(Deserialize)]
struct ContactEvent {
    contact: Option<ContactEntry>,
    phone: Option<String>,
    mail: Option<String>,
}

fn of_contact(contact: &ContactEntry) -> BTreeMap<String, String> {
    let values = [
        ("postcode", contact.postcode.clone()),
        ("prefecture", format!("{:02}", contact.prefecture.get())),
        ("address", contact.address.clone()),
        ("phone", contact.phone.clone()),
        ("mail", contact.mail.clone()),
    ];
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Everything that was written of who and where somebody is: by corrections, at counters, when they were let in again, by
/// changes.
async fn statements(call: &Call, person: &Technician) -> Result<Vec<Statement>> {
    let (db, registered) = (call.db.read(), person.registered_at);
    let mut statements = Vec::new();
    for version in version::all(db, person.id).await? {
        let at = version.at.unwrap_or(registered);
        statements.push(Statement { at, from: version.from, values: said(&version.form, &CORE) });
    }
    let first = store::counter::versions(db, person.id).await?.into_iter().next();
    if let Some(first) = first {
        statements.push(Statement { at: registered, from: first.from, values: of_contact(&first.contact) });
    }
    let events = store::event::of_subject(db, "technician", &person.id.to_string(), EVENTS_MAX).await?;
    for event in events.into_iter().filter(|event| event.process == "technician.contact") {
        let read = |text: Option<String>| text.and_then(|text| serde_json::from_str::<ContactEvent>(&text).ok());
        let reached = |of: ContactEvent| {
            let values = [("phone", of.phone), ("mail", of.mail)];
            values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect::<BTreeMap<_, _>>()
        };
        let Some(new) = read(event.new) else { continue };
        let values = if let Some(contact) = &new.contact {
            of_contact(contact)
        } else {
            // What was there before stands in the event alone, where no history had begun.
            if let Some(old) = read(event.old) {
                statements.push(before_all(&statements, registered, reached(old)));
            }
            reached(new)
        };
        statements.push(Statement { at: event.at, from: event.at.date(), values });
    }
    Ok(statements)
}

/// What was there before anything else was written, of the inputs nothing has been said of yet.
fn before_all(statements: &[Statement], registered: Instant, mut values: BTreeMap<String, String>) -> Statement {
    let said: BTreeSet<&String> = statements.iter().flat_map(|statement| statement.values.keys()).collect();
    values.retain(|name, _| !said.contains(name));
    Statement { at: registered, from: registered.date(), values }
}

/// The days on which anything changed, newest first, and the day of the registration.
fn days(
    (statements, versions, other_employers): (&[Statement], &[kept::Kept], &BTreeSet<WorkDate>),
    detailed_at: Option<Instant>,
    since: WorkDate,
) -> Vec<ChangedOn> {
    let mut days: BTreeMap<WorkDate, BTreeSet<String>> = changes(statements);
    for pair in versions.windows(2) {
        let form = TechnicianForm {
            registered: Some(Box::new(pair[0].registered.clone())),
            ..pair[1].registered.form.clone()
        };
        let picture = |field: &str| pair[1].registered.pictures.get(field).cloned();
        for field in form.differing(domain::technician::Stage::Change, picture) {
            let name = parts(&field).map_or_else(|| field.clone(), |(list, ..)| list.code().to_owned());
            if !CORE.contains(&field.as_str()) && !EMPLOYER.contains(&name.as_str()) {
                days.entry(pair[1].from).or_default().insert(name);
            }
        }
    }
    for day in other_employers.iter().filter(|day| **day > since) {
        days.entry(*day).or_default().insert(List::Employments.code().to_owned());
    }
    if let Some(day) = detailed_at.map(Instant::date).filter(|day| *day > since) {
        days.entry(day).or_default().insert("detailed".to_owned());
    }
    days.entry(since).or_default();
    let line = |(day, fields): (WorkDate, BTreeSet<String>)| ChangedOn { day, fields: fields.into_iter().collect() };
    days.into_iter().rev().map(line).collect()
}

/// Where the picture of a registered item is (`qualifications.k1`), or a page of the document, from 1: the person's alone.
/// Errors: `NotFound` where there is none.
pub async fn find_picture(call: &Call, field: &str, page: u32) -> Result<document::Found> {
    let id = own(call)?;
    let db = call.db.read();
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let registered = registered(db, &person, call.today()).await?;
    let hash = registered.pictures.get(field).ok_or(Error::NotFound)?;
    document::find_page(call, hash, page).await
}
