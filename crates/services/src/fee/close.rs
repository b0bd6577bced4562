//! Closing a month of site usage. Invariant: a month is closed once, closing it again gives the same and adds nothing; what
//! changes afterwards goes to the next closing with both figures. The way of touches is not touched: records are only read.

use super::{
    ask::{Asked, ask_all},
    ledger::{book, book_all},
    price::NO_PRICE,
    settle,
};
use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Resource},
    fee::{
        Closing, FeeKind, PriceList, Yen,
        ledger::{Account, Act, Payer},
        report,
        usage::{self, NotClosable, UsageLine},
    },
    id::{BusinessId, FeeRequestId},
    time::YearMonth,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    ConnectionTrait,
    fee::usage::{self as rows, ByPrime, Days},
};

/// The month has not ended.
const NOT_ENDED: &str = "fee.month_not_ended";
/// A later month was closed before.
const LATER_IS_CLOSED: &str = "fee.later_month_closed";

/// Closes a month: one request a prime for what its records of the month cost, with what has changed of earlier months
/// since. Below nothing it is credited, and credits pay what is open.
///
/// Errors: `fee.month_not_ended`, `fee.later_month_closed`, `fee.no_price`.
pub async fn close(call: &Call, month: YearMonth) -> Result<Closing> {
    call.authorize(Action::FeeClose, &Resource::Register)?;
    if let Some(done) = rows::closing(call.db.read(), month).await? {
        return Ok(done);
    }
    may(call, call.db.read(), month).await?;
    // Counted before anything is locked: a register on SQLite has one writer, and touches wait for it. What comes after
    // is a correction of the next closing.
    let (months, now) = counted(call, month).await?;
    let tx = call.db.begin().await?;
    rows::lock(&tx).await?;
    if let Some(done) = rows::closing(&tx, month).await? {
        return Ok(done);
    }
    may(call, &tx, month).await?;
    let bills = bills(&rows::billed(&tx, &months).await?, &now);
    let mut closing = Closing { month, invoices: 0, records: 0, yen: Yen(0), again: false };
    for lines in bills.values() {
        closing.invoices += 1;
        closing.records += lines.iter().map(|line| line.now.records - line.before.records).sum::<i64>();
        closing.yen = Yen(closing.yen.get() + total(lines).get());
    }
    // The lines belong to the closing.
    rows::insert_closing(&tx, &closing, call.now(), call.actor.account).await?;
    let requests = bill(call, &tx, &bills).await?;
    let lines = bills.iter().map(|(prime, lines)| (*prime, lines.as_slice(), requests.get(prime).copied()));
    rows::insert_lines(&tx, month, lines).await?;
    use_credits(call, &tx, bills.keys()).await?;
    let change = Change {
        process: "fee.close",
        subject_kind: "month",
        subject_id: month.number().to_string(),
        new: Some(json!({ "invoices": closing.invoices, "records": closing.records, "yen": closing.yen })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(closing)
}

async fn may(call: &Call, db: &impl ConnectionTrait, month: YearMonth) -> Result<()> {
    let last = rows::last_closed(db).await?;
    usage::may_close(month, last, call.today()).map_err(|why| {
        Error::rejected(match why {
            NotClosable::NotEnded => NOT_ENDED,
            NotClosable::LaterIsClosed => LATER_IS_CLOSED,
        })
    })
}

/// The months of which something may not be as billed, and what their records cost: those whose kept counts say so, and
/// those in which the price changes, where as many records may cost another sum.
async fn counted(call: &Call, month: YearMonth) -> Result<(Vec<YearMonth>, ByPrime)> {
    let db = call.db.read();
    let prices = store::fee::price::list(db).await?;
    let mut months: BTreeSet<YearMonth> = rows::changed_months(db, month).await?.into_iter().collect();
    months
        .extend(rows::known_months(db, month).await?.into_iter().filter(|of| usage::has_several_prices(&prices, *of)));
    months.insert(month);
    let mut now = ByPrime::new();
    for month in &months {
        add(&mut now, *month, rows::days(db, *month).await?, &prices)?;
    }
    let months: Vec<YearMonth> = months.into_iter().collect();
    for ((business, month), reported) in store::fee::report::of_months(db, &months).await? {
        let cost = now.entry(business).or_default().entry(month).or_default();
        *cost = report::corrected(&prices, month, *cost, reported).map_err(|_| Error::rejected(NO_PRICE))?;
    }
    Ok((months, now))
}

fn add(to: &mut ByPrime, month: YearMonth, days: Days, prices: &PriceList) -> Result<()> {
    for (business, days) in days {
        let cost = usage::cost(prices, &days).map_err(|_| Error::rejected(NO_PRICE))?;
        to.entry(business).or_default().insert(month, cost);
    }
    Ok(())
}

/// The lines of each prime of which something is to be billed or credited.
fn bills(billed: &ByPrime, now: &ByPrime) -> BTreeMap<BusinessId, Vec<UsageLine>> {
    let nothing = BTreeMap::new();
    let primes: BTreeSet<BusinessId> = billed.keys().chain(now.keys()).copied().collect();
    let lines =
        |prime: &BusinessId| usage::lines(billed.get(prime).unwrap_or(&nothing), now.get(prime).unwrap_or(&nothing));
    primes.into_iter().map(|prime| (prime, lines(&prime))).filter(|(_, lines)| !lines.is_empty()).collect()
}

fn total(lines: &[UsageLine]) -> Yen {
    Yen(lines.iter().map(|line| line.yen().get()).sum())
}

/// Asks the primes for sums above nothing and credits those below, all of them in a few statements; nothing moves where
/// what was added and withdrawn is the same. Gives the requests.
async fn bill(
    call: &Call,
    tx: &impl ConnectionTrait,
    bills: &BTreeMap<BusinessId, Vec<UsageLine>>,
) -> Result<HashMap<BusinessId, FeeRequestId>> {
    let kind = FeeKind::SiteUsage;
    let primes: Vec<BusinessId> = bills.keys().copied().collect();
    let names: HashMap<BusinessId, String> = store::business::names(tx, &primes).await?.into_iter().collect();
    let (mut asked, mut of, mut credited) = (Vec::new(), Vec::new(), Vec::new());
    for (prime, lines) in bills {
        let name = names.get(prime).ok_or_else(|| Error::internal(format!("prime {prime} is not registered")))?;
        let (payer, sum) = (Payer::Business(*prime), total(lines));
        if sum > Yen(0) {
            asked.push(Asked { payer, name, kind, amount: sum, seen_by: super::ask::SeenBy::default() });
            of.push(*prime);
        } else if sum < Yen(0) {
            let subject = ("credit", call.ids.uuid(call.now()));
            credited.push((Act::Credited { payer, kind, yen: Yen(-sum.get()) }, subject));
        }
    }
    book_all(call, tx, &credited).await?;
    let requests = ask_all(call, tx, &asked).await?;
    Ok(of.into_iter().zip(requests.iter().map(|request| request.id)).collect())
}

/// Pays what is open, soonest due first, with what stands to the credit of those of these primes who have some.
async fn use_credits(call: &Call, tx: &impl ConnectionTrait, primes: impl Iterator<Item = &BusinessId>) -> Result<()> {
    let primes: Vec<Payer> = primes.map(|prime| Payer::Business(*prime)).collect();
    for (payer, _) in store::fee::ledger::credits_of(tx, &primes).await? {
        if let Payer::Business(business) = payer {
            use_credit(call, tx, business).await?;
        }
    }
    Ok(())
}

async fn use_credit(call: &Call, tx: &impl ConnectionTrait, business: BusinessId) -> Result<()> {
    let payer = Payer::Business(business);
    store::fee::ledger::hold_credit(tx, payer).await?;
    let mut credit = -store::fee::ledger::balance(tx, Account::Credit(payer)).await?.get();
    for fee in store::fee::open_of_business(tx, business).await? {
        let yen = credit.min(fee.claim().owed().get());
        // What an application waits for is paid by whoever applied.
        if yen <= 0 || fee.account != payer {
            continue;
        }
        let mut open = settle::hold(tx, fee).await?;
        settle::part(call, tx, &mut open, Yen(yen), (None, true)).await?;
        book(call, tx, Act::CreditUsed { payer, yen: Yen(yen) }, ("fee", open.fee.id.0)).await?;
        credit -= yen;
    }
    Ok(())
}
