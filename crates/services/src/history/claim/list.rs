//! Looking at claims: the person's own, those one's business is asked, those passed to the office. Invariant: whoever is
//! none of these finds nothing, not even that there is one.

use super::person;
use crate::{Call, Error, Result, site::with_resource};
use domain::{
    access::{Action, Resource},
    history::{
        claim::{ClaimCase, ClaimRecord, ClaimRow},
        entry::Span,
    },
    id::ClaimId,
    listing::{Listed, Mark},
};
use store::history as rows;

/// Whether the caller makes claims. Errors: `Forbidden`.
pub fn may_claim(call: &Call) -> Result<()> {
    person(call).map(drop)
}

/// Whether the caller answers claims. Errors: `Forbidden`.
pub fn may_answer_claims(call: &Call) -> Result<()> {
    call.authorize(Action::ClaimAnswer, &Resource::Register)?;
    Ok(())
}

/// Whether the caller decides claims. Errors: `Forbidden`.
pub fn may_decide_claims(call: &Call) -> Result<()> {
    call.authorize(Action::ClaimDecide, &Resource::Register)?;
    Ok(())
}

/// One's own claims, the latest first. Errors: `Forbidden`.
pub async fn own_claims(call: &Call, after: Option<Mark>) -> Result<Listed<ClaimRow>> {
    let scope = call.authorize(Action::ClaimMake, &Resource::Register)?;
    Ok(rows::claims(call.db.read(), &scope, None, false, after).await?)
}

/// Claims one's business is asked; `open`: only those that are not settled. Errors: `Forbidden`.
pub async fn asked_claims(call: &Call, open: bool, after: Option<Mark>) -> Result<Listed<ClaimRow>> {
    let scope = call.authorize(Action::ClaimAnswer, &Resource::Register)?;
    Ok(rows::claims(call.db.read(), &scope, call.actor.business, open, after).await?)
}

/// Claims that were passed to the office; `open`: only those it has not decided. Errors: `Forbidden`.
pub async fn office_claims(call: &Call, open: bool, after: Option<Mark>) -> Result<Listed<ClaimRow>> {
    let scope = call.authorize(Action::ClaimDecide, &Resource::Register)?;
    Ok(rows::claims(call.db.read(), &scope, None, open, after).await?)
}

/// One of one's own claims. Errors: `Forbidden`; `NotFound` for another's.
pub async fn own_case(call: &Call, id: ClaimId) -> Result<ClaimCase> {
    let me = person(call)?;
    let row = rows::claim_of(call.db.read(), id).await?.filter(|row| row.technician == me);
    case(call, row.ok_or(Error::NotFound)?).await
}

/// One that one's business is asked. Errors: `Forbidden`; `NotFound` for who is not asked.
pub async fn asked_case(call: &Call, id: ClaimId) -> Result<ClaimCase> {
    case(call, asked_of(call, id).await?).await
}

/// One that was passed to the office. Errors: `Forbidden`; `NotFound` for one that was not.
pub async fn office_case(call: &Call, id: ClaimId) -> Result<ClaimCase> {
    call.authorize(Action::ClaimDecide, &Resource::Register)?;
    let row = rows::claim_of(call.db.read(), id).await?.filter(|row| row.state.is_offices());
    case(call, row.ok_or(Error::NotFound)?).await
}

/// A claim the caller's business is asked. Errors: `Forbidden`; `NotFound` for who is not asked.
pub(super) async fn asked_of(call: &Call, id: ClaimId) -> Result<ClaimRow> {
    call.authorize(Action::ClaimAnswer, &Resource::Register)?;
    let db = call.db.read();
    let row = rows::claim_of(db, id).await?.ok_or(Error::NotFound)?;
    let asked = row.asked.filter(|asked| call.actor.business == Some(*asked)).ok_or(Error::NotFound)?;
    // A site admin answers for the sites named for it; what the employer is asked is the business's own.
    let resource = match row.site {
        Some(site) => match with_resource(call, db, site).await? {
            (site, resource) if site.prime == asked => resource,
            _ => Resource::Business(asked),
        },
        None => Resource::Business(asked),
    };
    call.authorize(Action::ClaimAnswer, &resource)?;
    Ok(row)
}

async fn case(call: &Call, row: ClaimRow) -> Result<ClaimCase> {
    let db = call.db.read();
    let record = match row.site {
        Some(site) => rows::record(db, row.technician, row.day, site).await?,
        None => None,
    };
    let record = record.map(|found| ClaimRecord {
        span: Span { first_in: found.record.first_in, last_out: found.record.last_out },
        employer: found.employer,
        trade: found.record.trade,
        role: found.record.role,
        approval: found.record.approval,
    });
    Ok(ClaimCase { steps: rows::claim_steps(db, row.id).await?, row, record })
}
