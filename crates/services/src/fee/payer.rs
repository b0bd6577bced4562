//! The payer's side: what was asked, what is paid, why a log-in is limited. Invariant: the limit is asked for where a
//! business writes, and nowhere at a gate or for a touch.

use super::amiss;
use crate::{
    Call, Error, Result,
    account::{Attempt, all_typed},
    typed,
};
use domain::{
    access::{Action, Denied, Extent, Resource},
    fee::{
        Invoice, NumberedRequest, PayerAccount, PaymentReference, Yen,
        ledger::{Account, Payer},
        standing::{self, Standing},
    },
    form::{FieldProblem, Problem},
    id::{BusinessId, FeeRequestId},
};
use store::{
    ConnectionTrait,
    fee::{self as rows, FeeRequest},
};

/// Nothing was asked for under this payment number.
const NO_SUCH: &str = "fee.no_such_number";
/// The business's log-ins are limited to paying and reading.
pub const LIMITED: &str = "fee.limited";

/// Everything one's own business, or oneself, was asked for, newest first.
pub async fn account(call: &Call) -> Result<PayerAccount> {
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    let db = call.db.read();
    let (payer, standing) = match scope.extent() {
        Extent::Business(own) => (Payer::Business(*own), of(call, db, *own).await?),
        // Who has not paid for a card or a registration gets none; nothing else of theirs is limited.
        Extent::Technician(own) => (Payer::Technician(*own), Standing::Good),
        Extent::All
        | Extent::Sites(_)
        | Extent::Application(_)
        | Extent::Registrar(_)
        | Extent::Office(_)
        | Extent::Scrivener(_)
        | Extent::LevelBody(_)
        | Extent::Public => return Err(Error::Forbidden(Denied::Role)),
    };
    let requests = rows::of_own(db, &scope).await?;
    let credit = rows::ledger::balance(db, Account::Credit(payer)).await?;
    Ok(PayerAccount { requests: amiss::seen(db, &requests).await?, credit: Yen(-credit.get()), standing })
}

/// What is asked for under a payment number, for whoever holds the number: those who filed on paper have nothing else. `client`: the
/// address they come from; wrong numbers are counted as wrong passwords are, apart from those.
///
/// Errors: `number` left empty, or under which nothing was asked for; `auth.locked`.
pub async fn by_number(call: &Call, typed: &str, client: &str) -> Result<NumberedRequest> {
    all_typed(&[("number", typed)])?;
    let wrong = || Error::fields(vec![FieldProblem::new("number", Problem::Refused { code: NO_SUCH.to_owned() })]);
    // What is mistyped is told by its last digit; nothing was found out by it.
    let reference: PaymentReference = typed::plain(typed).parse().map_err(|_| wrong())?;
    let attempt = Attempt::begin_apart(call, "pay", &reference.to_string(), client).await?;
    let found = rows::by_references(call.db.read(), &[reference]).await?.pop();
    let found = found.ok_or_else(wrong)?;
    let tx = call.db.begin().await?;
    attempt.succeeded(&tx).await?;
    tx.commit().await?;
    let seen = amiss::seen_one(call.db.read(), &found).await?;
    let (came, left, state) = (seen.came(), seen.left(), seen.state(call.today()));
    Ok(NumberedRequest { reference, kind: found.kind, came, left, due: found.due, state })
}

/// Whose a request is.
fn owner(fee: &FeeRequest) -> Result<Resource> {
    match (fee.business_id, fee.technician_id, fee.application_id) {
        (Some(business), ..) => Ok(Resource::Business(business)),
        (None, Some(technician), _) => Ok(crate::card::owner(technician)),
        (None, None, Some(application)) => Ok(Resource::Application(application)),
        (None, None, None) => Err(Error::internal("a fee nobody was asked for")),
    }
}

/// A request with what it is made of. Errors: `NotFound`, also for another's.
pub async fn invoice(call: &Call, id: FeeRequestId) -> Result<Invoice> {
    // Whoever may read no fees at all is told that, whatever the number.
    let may = call.authorize(Action::FeeRead, &own_register(call));
    if let Err(denied @ Error::Forbidden(Denied::Role | Denied::LogInFirst)) = may {
        return Err(denied);
    }
    let found = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let scope = call.authorize(Action::FeeRead, &owner(&found)?).map_err(|denied| match denied {
        Error::Forbidden(Denied::NotYours) => Error::NotFound,
        other => other,
    })?;
    let usage = rows::usage::lines_of(call.db.read(), &scope, id).await?;
    Ok(Invoice { request: amiss::seen_one(call.db.read(), &found).await?, usage })
}

fn own_register(call: &Call) -> Resource {
    call.actor.application.map_or(Resource::Register, Resource::Application)
}

/// Whether the log-ins of one's own business are limited, for every screen that must say so. Whoever acts for no business
/// is not.
pub async fn standing(call: &Call) -> Result<Standing> {
    match call.actor.business {
        Some(business) => of(call, call.db.read(), business).await,
        None => Ok(Standing::Good),
    }
}

pub(super) async fn of(call: &Call, db: &impl ConnectionTrait, business: BusinessId) -> Result<Standing> {
    let owed = rows::owed_of_business(db, business).await?;
    let lifted = store::disaster::relief::granted_until(db, business).await?;
    Ok(standing::standing(&owed, call.today(), lifted))
}

/// That the business one acts for may write. Errors: `fee.limited`.
pub(crate) async fn require_good_standing(call: &Call, db: &impl ConnectionTrait) -> Result<()> {
    let Some(business) = call.actor.business else { return Ok(()) };
    if of(call, db, business).await?.is_limited() { Err(Error::rejected(LIMITED)) } else { Ok(()) }
}
