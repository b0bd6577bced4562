//! The register's money as a whole. Invariant: income comes from the ledger, claims from the requests, and `doctor` compares
//! the two.

use crate::{Call, Error, Result};
use domain::{
    access::{Action, Denied, Extent, Resource},
    fee::{Age, Figures, Yen, ledger::Account},
};
use store::fee::{self as rows, ledger};

/// Months of income that are shown.
const MONTHS: u32 = 12;

/// Claims by age, income by month and kind, and what waits. Errors: `Forbidden`, also for those who may read their own.
pub async fn figures(call: &Call) -> Result<Figures> {
    let scope = call.authorize(Action::FeeRead, &Resource::Register)?;
    if *scope.extent() != Extent::All {
        return Err(Error::Forbidden(Denied::Role));
    }
    let db = call.db.read();
    let mut receivable: Vec<(Age, i64, Yen)> = Age::ALL.map(|age| (age, 0, Yen(0))).to_vec();
    for (due, count, yen) in rows::receivable_by_due(db, &scope).await? {
        let age = Age::of(due, call.today());
        for line in receivable.iter_mut().filter(|line| line.0 == age) {
            line.1 += count;
            line.2 = Yen(line.2.get() + yen.get());
        }
    }
    let from = (1..MONTHS).fold(call.today().month(), |month, _| month.previous());
    let held = |yen: Yen| Yen(-yen.get());
    Ok(Figures {
        receivable,
        income: ledger::income(db, &scope, from).await?,
        unmatched: held(ledger::balance(db, Account::Unmatched).await?),
        refunds: held(ledger::balance(db, Account::RefundPayable).await?),
        credits: held(ledger::credits(db).await?),
        closed: rows::usage::last_closed(db).await?,
    })
}
