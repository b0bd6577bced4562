//! The yearly fee of a business's first admin ID, asked for by the day's work. Invariant: a business is asked once for a
//! year, whatever runs twice or stops between.

use super::ask::{Asked, SeenBy, ask_all};
use super::price::NO_PRICE;
use crate::{Call, Error, Result};
use domain::{
    admin_id::year_of_first,
    fee::{FeeKind, PriceKind, ledger::Payer},
};
use store::{ConnectionTrait, admin_id::first as rows};

/// Asked in one transaction, so that nobody waits long for the writing connection.
const ASKED_AT_ONCE: u64 = 100;

/// Asks every business that is registered today, and was not asked yet, for the year that runs. A business that has lapsed is
/// asked for nothing; years that went by meanwhile are not asked for afterwards.
///
/// Errors: `fee.no_price` where none is set for today.
pub(crate) async fn ask_first_ids(call: &Call) -> Result<()> {
    let today = call.today();
    let mut after = None;
    loop {
        let found = rows::unasked(call.db.read(), today, after, ASKED_AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some(last.business);
        let tx = call.db.begin().await?;
        ask_these(call, &tx, &found).await?;
        tx.commit().await?;
    }
}

async fn ask_these(call: &Call, tx: &impl ConnectionTrait, found: &[rows::Unasked]) -> Result<()> {
    let today = call.today();
    let prices = store::fee::price::list(tx).await?;
    let years = found.iter().filter_map(|one| Some((one.business, year_of_first(one.valid_until, today)?)));
    let claimed = rows::claim(tx, years).await?;
    let mut asked = Vec::new();
    for one in found.iter().filter(|one| claimed.contains(&one.business)) {
        let amount = prices.price(PriceKind::of_admin_id(one.kind), today).ok_or(Error::rejected(NO_PRICE))?;
        if !amount.is_zero() {
            let (payer, seen_by) = (Payer::Business(one.business), SeenBy::default());
            asked.push(Asked { payer, name: &one.name, kind: FeeKind::AdminIdYearly, amount, seen_by });
        }
    }
    if !asked.is_empty() {
        ask_all(call, tx, &asked).await?;
    }
    Ok(())
}
