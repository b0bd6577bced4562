//! 変更届 at a counter, finished there. Invariant: only of detailed registrants, who stand there with a document; what was
//! registered before is kept, and where they were reached before is told.

use crate::{
    Call, Change, Error, Result,
    account::{count, open_handed, seal_handed},
    notice,
};
use domain::{
    access::{Action, Denied, Resource},
    counter::{ContactEntry, ContactForm, ContactNow, PersonForm},
    form::{FieldProblem, Problem},
    id::{AccountId, BusinessId, TechnicianId},
    technician::{IdentityKind, LaterMain, later_main},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    ConnectionTrait,
    counter::{self as rows, Version},
    technician::Technician,
};

/// Nobody is registered under this ID with this birth date.
const NOBODY: &str = "counter.nobody";
/// Registered simply: a counter changes detailed registrations only.
const NOT_DETAILED: &str = "counter.not_detailed";
/// The ticket of the look-up is none of this log-in's, or too old.
pub const LOOK_UP_AGAIN: &str = "counter.look_up_again";
/// What tickets are sealed for.
const TICKET: &str = "counter_person";
/// How long one looked up is shown without being looked up anew (ours): as long as somebody stands at a counter.
const TICKET_MS: i64 = 30 * 60_000;

/// Whether the caller takes changes at all. Errors: `auth.forbidden`.
pub fn may_change(call: &Call) -> Result<()> {
    call.authorize(Action::CounterChange, &Resource::Register).map(drop)
}

/// Whoever stands at the counter, found by ID and birth date together, and a ticket by which the same clerk sees and changes
/// the same person for half an hour. Errors: problems of the form; `counter.nobody`, `counter.not_detailed`; `rate_limited`
/// for a log-in that tries many.
pub async fn look_up(call: &Call, form: &PersonForm) -> Result<(ContactNow, String)> {
    call.authorize(Action::CounterChange, &Resource::Register)?;
    let (id, birth) = form.validate().map_err(Error::fields)?;
    let account = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    count(call, "counter", &account.to_string()).await?;
    let db = call.db.read();
    let person = store::technician::find(db, id).await?.filter(|person| person.birth_date == birth);
    let found = contact_of(call, person.ok_or(Error::rejected(NOBODY))?).await?;
    let ticket = seal_handed(call, TICKET, &json!(Ticket { account, person: id, at: call.now() }).to_string())?;
    let tx = call.db.begin().await?;
    // Reading about a person leaves its trace too: it shows an address to somebody who knew an ID and a birthday.
    call.note(&tx, about(id, "counter.look_up")).await?;
    tx.commit().await?;
    Ok((found, ticket))
}

/// What [`look_up`] found, once more: it was counted and noted then. Errors: `counter.look_up_again` for a ticket that is
/// too old, another's or none; `counter.not_detailed`.
pub async fn shown(call: &Call, ticket: &str) -> Result<ContactNow> {
    call.authorize(Action::CounterChange, &Resource::Register)?;
    let id = person_of(call, ticket)?;
    contact_of(call, store::technician::find(call.db.read(), id).await?.ok_or(Error::NotFound)?).await
}

/// What a look-up leaves with the clerk.
#[derive(Serialize, Deserialize)]
struct Ticket {
    account: AccountId,
    person: TechnicianId,
    at: Instant,
}

/// Whom a ticket of the caller's stands for.
fn person_of(call: &Call, ticket: &str) -> Result<TechnicianId> {
    let again = || Error::rejected(LOOK_UP_AGAIN);
    let text = open_handed(call, TICKET, ticket).map_err(|_| again())?;
    let ticket: Ticket = serde_json::from_str(&text).map_err(|_| again())?;
    let is_good = call.actor.account == Some(ticket.account) && call.now().0 < ticket.at.0 + TICKET_MS;
    if is_good { Ok(ticket.person) } else { Err(again()) }
}

async fn contact_of(call: &Call, person: Technician) -> Result<ContactNow> {
    let (db, id) = (call.db.read(), person.id);
    require_detailed(db, id).await?;
    let contact = registered(call, db, &person).await?;
    let employer = match contact.employer {
        Some(business) => store::business::name(db, business).await?,
        None => None,
    };
    // The first version is what was there before any change.
    let changes = rows::changes(db, id).await?.saturating_sub(1);
    let (name, kana) = (person.full_name(), person.full_kana());
    Ok(ContactNow { id, name, kana, birth: person.birth_date, contact, employer, changes })
}

fn about(id: TechnicianId, process: &'static str) -> Change {
    Change { process, subject_kind: "technician", subject_id: id.to_string(), ..Change::default() }
}

async fn require_detailed(db: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    match store::technician::detail::find(db, id).await?.detailed_at {
        Some(_) => Ok(()),
        None => Err(Error::rejected(NOT_DETAILED)),
    }
}

async fn registered(call: &Call, db: &impl ConnectionTrait, person: &Technician) -> Result<ContactEntry> {
    Ok(ContactEntry {
        postcode: person.postcode.clone(),
        prefecture: person.prefecture,
        address: person.address.clone(),
        phone: person.phone.clone(),
        mail: person.mail.clone(),
        employer: store::technician::main_employer(db, person.id, call.today()).await?,
        also: None,
    })
}

/// Changes where the person a ticket of [`look_up`] stands for is reached and who employs them, from today on. Errors:
/// `counter.look_up_again`; problems of the form, an employer nobody has registered, or one that would undo a later main
/// one; `counter.unchanged`.
pub async fn change(call: &Call, ticket: &str, form: &ContactForm) -> Result<()> {
    call.authorize(Action::CounterChange, &Resource::Register)?;
    let id = person_of(call, ticket)?;
    let (entry, identity) = form.validate().map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let person = store::technician::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    require_detailed(&tx, id).await?;
    let unknown = unknown_employers(&tx, &entry).await?;
    if !unknown.is_empty() {
        return Err(Error::fields(unknown));
    }
    let before = registered(call, &tx, &person).await?;
    if before == entry {
        return Err(Error::rejected("counter.unchanged"));
    }
    if let Some(business) = entry.employer.filter(|_| before.employer != entry.employer) {
        let engaged = store::technician::engaged(&tx, id).await?;
        later_main(&engaged, business, (call.today(), None))
            .map_err(|later: LaterMain| Error::fields(vec![later.beside("employer_id")]))?;
    }
    let told_before = notice::Addressee::of_technician(&tx, id).await?;
    write(call, &tx, id, &before, &entry).await?;
    keep(call, &tx, &person, (&before, &entry), identity).await?;
    notice::tell_of_move(call, &tx, &told_before, (id, person.full_name())).await?;
    tx.commit().await?;
    Ok(())
}

async fn unknown_employers(tx: &impl ConnectionTrait, entry: &ContactEntry) -> Result<Vec<FieldProblem>> {
    let named = [("employer_id", entry.employer), ("also_employer_id", entry.also)];
    let mut unknown = Vec::new();
    for (field, business) in named {
        if let Some(business) = business
            && !store::business::exists(tx, business).await?
        {
            unknown.push(FieldProblem::new(field, Problem::Unknown));
        }
    }
    Ok(unknown)
}

/// Writes the new particulars into the register.
async fn write(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    before: &ContactEntry,
    entry: &ContactEntry,
) -> Result<()> {
    store::technician::set_contact(tx, id, &entry.phone, &entry.mail).await?;
    store::technician::set_address(tx, id, (&entry.postcode, entry.prefecture, &entry.address)).await?;
    if before.employer != entry.employer || entry.also.is_some() {
        crate::registration::keep_employments(call, tx, id).await?;
    }
    if before.employer != entry.employer {
        store::technician::set_main_employer(tx, id, entry.employer, call.today()).await?;
    }
    let employed: Vec<BusinessId> = store::technician::employers(tx, id, call.today()).await?;
    if let Some(also) = entry.also.filter(|also| !employed.contains(also)) {
        store::technician::take_on(tx, id, also, call.today(), false).await?;
    }
    Ok(())
}

/// Keeps the version before, where it is the first change, and the one from today, with the event.
async fn keep(
    call: &Call,
    tx: &impl ConnectionTrait,
    person: &Technician,
    (before, entry): (&ContactEntry, &ContactEntry),
    identity: IdentityKind,
) -> Result<()> {
    let (desk, account) = call.actor.desk.zip(call.actor.account).ok_or(Error::Forbidden(Denied::NotYours))?;
    let mut running = rows::changes(tx, person.id).await?;
    if running == 0 {
        let first = Version { from: person.registered_at.date(), contact: before.clone(), taken: None };
        rows::add_version(tx, person.id, running, &first).await?;
        running += 1;
    }
    let taken = Some((desk.office, account, identity));
    let now = Version { from: call.today(), contact: entry.clone(), taken };
    rows::add_version(tx, person.id, running, &now).await?;
    let change = Change {
        old: Some(json!(before)),
        new: Some(json!({ "contact": entry, "office": desk.office, "identity_kind": identity })),
        ..about(person.id, "technician.contact")
    };
    call.note(tx, change).await
}
