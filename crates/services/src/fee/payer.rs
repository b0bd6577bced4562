//! The payer's side: what was asked, what is paid, why a log-in is limited. Invariant: the limit is asked for where a
//! business writes, and nowhere at a gate or for a touch.

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Resource},
    fee::{
        Invoice, PayerAccount, Yen,
        ledger::{Account, Payer},
        standing::{self, Standing},
    },
    id::{BusinessId, FeeRequestId},
};
use store::{ConnectionTrait, fee as rows};

/// The business's log-ins are limited to paying and reading.
pub const LIMITED: &str = "fee.limited";

fn own(call: &Call) -> Result<BusinessId> {
    call.actor.business.ok_or(Error::Forbidden(Denied::Role))
}

/// Everything one's own business was asked for, newest first.
pub async fn account(call: &Call) -> Result<PayerAccount> {
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    let business = own(call)?;
    let db = call.db.read();
    let requests = rows::of_business(db, &scope, business).await?;
    let credit = rows::ledger::balance(db, Account::Credit(Payer::Business(business))).await?;
    Ok(PayerAccount {
        requests: requests.iter().map(store::fee::FeeRequest::seen).collect(),
        credit: Yen(-credit.get()),
        standing: of(call, db, business).await?,
    })
}

/// A request with what it is made of. Errors: `NotFound`, also for another's.
pub async fn invoice(call: &Call, id: FeeRequestId) -> Result<Invoice> {
    let found = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    let business = found.business_id.ok_or(Error::NotFound)?;
    let scope = call.authorize(Action::FeeRead, &Resource::Business(business)).map_err(|denied| match denied {
        Error::Forbidden(Denied::NotYours) => Error::NotFound,
        other => other,
    })?;
    let usage = rows::usage::lines_of(call.db.read(), &scope, id).await?;
    Ok(Invoice { request: found.seen(), usage })
}

/// Whether the log-ins of one's own business are limited, for every screen that must say so. Whoever acts for no business
/// is not.
pub async fn standing(call: &Call) -> Result<Standing> {
    match call.actor.business {
        Some(business) => of(call, call.db.read(), business).await,
        None => Ok(Standing::Good),
    }
}

async fn of(call: &Call, db: &impl ConnectionTrait, business: BusinessId) -> Result<Standing> {
    let owed = rows::owed_of_business(db, business).await?;
    // Disaster exceptions are not kept yet; the rule takes the last day of one that was granted.
    Ok(standing::standing(&owed, call.today(), None))
}

/// That the business one acts for may write. Errors: `fee.limited`.
pub(crate) async fn require_good_standing(call: &Call, db: &impl ConnectionTrait) -> Result<()> {
    let Some(business) = call.actor.business else { return Ok(()) };
    if of(call, db, business).await?.is_limited() { Err(Error::rejected(LIMITED)) } else { Ok(()) }
}
