//! A person's own levels: where they stand in each field, what is missing, and what they have applied for. Invariant: read with
//! every statement that counts or may still count, so that what is sent is seen at once.

use super::{
    apply, book,
    evidence::{Gathered, gather},
    owner, seats,
};
use crate::{Call, Error, Result, fee};
use domain::{
    access::{Action, Denied, Resource},
    fee::PriceKind,
    id::TechnicianId,
    level::{
        FieldNumber, Level,
        application::{LevelState, NoApplication},
        criteria::{self, Field},
        statement::StatementRow,
        view::{FieldPage, OwnApplication, OwnField, OwnLevels},
    },
    time::WorkDate,
};
use store::{
    ConnectionTrait,
    level::{
        application::{self as applications, Application},
        grant::{self, Grant},
        judgement, statement,
    },
};

fn own_id(call: &Call) -> Result<TechnicianId> {
    let Some(id) = call.actor.technician else {
        call.authorize(Action::PassportRead, &Resource::Register)?;
        // Others' passports may be read with this log-in; there is none of its own.
        return Err(Error::Forbidden(Denied::Role));
    };
    call.authorize(Action::PassportRead, &owner(id))?;
    Ok(id)
}

/// The level granted in a field; 1 where none is.
pub(super) fn held(grants: &[Grant], field: FieldNumber) -> Level {
    grants.iter().filter(|grant| grant.field == field).map(|grant| grant.level).max().unwrap_or(Level::One)
}

/// Where a person stands, today. Errors: `auth.forbidden`.
pub async fn own(call: &Call) -> Result<OwnLevels> {
    let id = own_id(call)?;
    let (db, day) = (call.db.read(), call.today());
    let person = store::technician::find(db, id).await?.ok_or(Error::NotFound)?;
    let gathered = gather(db, id, &statement::counting(db, id).await?).await?;
    let (grants, latest) = (grant::of_technician(db, id).await?, applications::latest(db, id).await?);
    let mut levels = OwnLevels { level: person.level, fields: Vec::new(), others: Vec::new(), day };
    for field in book()?.fields() {
        let applied = latest.iter().any(|one| one.field == field.number);
        if gathered.is_of(field) || applied || held(&grants, field.number) > Level::One {
            levels.fields.push(own_field(&gathered, field, (&grants, &latest), day)?);
        } else {
            levels.others.push((field.number, field.name.clone(), field.on(day).is_ok()));
        }
    }
    Ok(levels)
}

fn own_field(
    gathered: &Gathered,
    field: &Field,
    (grants, latest): (&[Grant], &[Application]),
    day: WorkDate,
) -> Result<OwnField> {
    let open = latest.iter().find(|one| one.field == field.number && one.state.is_open());
    Ok(OwnField {
        number: field.number,
        name: field.name.clone(),
        held: held(grants, field.number),
        judged: gathered.judged(field, day)?,
        open: open.map(|one| one.state),
    })
}

/// One field of a person, with what can be done in it. Errors: `NotFound` for a number that is no field; `auth.forbidden`.
pub async fn field(call: &Call, number: FieldNumber) -> Result<FieldPage> {
    let id = own_id(call)?;
    let (db, day) = (call.db.read(), call.today());
    let field = book()?.field(number).ok_or(Error::NotFound)?;
    let gathered = gather(db, id, &statement::counting(db, id).await?).await?;
    let (grants, latest) = (grant::of_technician(db, id).await?, applications::latest(db, id).await?);
    let own = own_field(&gathered, field, (&grants, &latest), day)?;
    let application = latest.iter().find(|one| one.field == number);
    let (mut levels, mut statements_until) = (Vec::new(), None);
    if let Ok(criteria) = field.on(application.filter(|one| one.state.is_open()).map_or(day, |one| one.asked_on)) {
        let facts = gathered.on(day)?;
        let asked = Level::JUDGED.into_iter().filter(|level| *level > own.held);
        let catalogue = book()?.catalogue();
        levels.extend(asked.map(|level| (level, criteria::requirements(catalogue, criteria, &facts, level))));
        statements_until =
            criteria.statements.filter(|rule| day <= rule.applications_until).map(|rule| rule.days_until);
    }
    let prices = store::fee::price::list(db).await?;
    let price = prices.price(PriceKind::LevelEvaluation, day);
    let wanted = own.held.next().unwrap_or(Level::One);
    let asking = apply::asking(call, db, id, number).await?;
    let refused = domain::level::application::may_apply(asking, wanted);
    let refused = refused.and(price.ok_or(NoApplication::NoPrice)).err().map(|why| why.code().to_owned());
    let application = match application {
        Some(found) => Some(own_application(db, found).await?),
        None => None,
    };
    let body = seats::of_field(db, number).await?.map(|(_, name)| name);
    Ok(FieldPage { field: own, body, levels, application, refused, price, statements_until })
}

async fn own_application(db: &impl ConnectionTrait, found: &Application) -> Result<OwnApplication> {
    let fee = match found.fee {
        Some(fee) => store::fee::find(db, fee).await?,
        None => None,
    };
    let fee = match fee {
        Some(request) => Some(fee::line(db, &request).await?),
        None => None,
    };
    let statements = statement::of_application(db, found.id).await?;
    // What one person proposed is told when it is decided.
    let said = match found.state {
        LevelState::Granted | LevelState::Refused => judgement::latest(db, found.id).await?,
        LevelState::Unpaid | LevelState::Waiting | LevelState::SecondLook | LevelState::Withdrawn => None,
    };
    let (reasons, note) = said.map(|said| (said.reasons, said.note)).unwrap_or_default();
    Ok(OwnApplication {
        id: found.id,
        wanted: found.wanted,
        state: found.state,
        asked_on: found.asked_on,
        fee,
        statements: statements
            .into_iter()
            .map(|one| StatementRow { taken: one.row.taken.filter(|_| !found.state.is_open()), ..one.row })
            .collect(),
        reasons,
        note: Some(note).filter(|note| !note.is_empty()),
    })
}
