//! Money that came in. Invariant: one row a payment of a gateway, kept as it came; what was decided about it is said once.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    fee::{
        PaymentReference, Yen,
        ledger::Gateway,
        receipt::{Claim, Mismatch, PaymentChannel, Resolution, UnmatchedRow},
    },
    id::{AccountId, FeeRequestId, ReceiptId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// The way it came.
    pub gateway: Gateway,
    /// The gateway's own id of it; of a row without one, what stands for the row.
    pub transaction_key: String,
    /// The row as it came.
    pub line: String,
    /// The reference as it was said.
    pub reference: String,
    /// How much; absent where that is not known.
    pub yen: Option<Yen>,
    /// On which day it was paid.
    pub paid_on: Option<WorkDate>,
    /// How.
    pub channel: Option<PaymentChannel>,
    /// When it was taken in.
    pub received_at: Instant,
    /// Why it fits nothing; absent where it settled its request.
    pub reason: Option<Mismatch>,
    /// The request it went to; of what fits none by its sum, the one whose number was said.
    pub request: Option<FeeRequestId>,
    /// What was decided about it.
    pub resolution: Option<Resolution>,
}

const COLUMNS: &str = "r.id, r.gateway, r.transaction_key, r.line, r.reference, r.yen, r.paid_on, r.channel, \
                       r.received_at, r.reason, r.request_id, r.resolution";

fn known<T>(what: &'static str, code: Option<String>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    code.map(|code| read(&code).ok_or_else(|| Fault::unreadable(what, &code))).transpose()
}

fn read(row: &QueryResult) -> Result<Receipt> {
    let gateway: String = row.try_get_by_index(1)?;
    Ok(Receipt {
        id: ReceiptId(row.try_get_by_index(0)?),
        gateway: Gateway::from_code(&gateway).ok_or_else(|| Fault::unreadable("gateway", &gateway))?,
        transaction_key: row.try_get_by_index(2)?,
        line: row.try_get_by_index(3)?,
        reference: row.try_get_by_index(4)?,
        yen: row.try_get_by_index::<Option<i64>>(5)?.map(Yen),
        paid_on: row.try_get_by_index::<Option<i32>>(6)?.map(WorkDate::from_stored),
        channel: known("payment channel", row.try_get_by_index(7)?, PaymentChannel::from_code)?,
        received_at: Instant(row.try_get_by_index(8)?),
        reason: known("reason of a receipt", row.try_get_by_index(9)?, Mismatch::from_code)?,
        request: row.try_get_by_index::<Option<Uuid>>(10)?.map(FeeRequestId),
        resolution: known("resolution of a receipt", row.try_get_by_index(11)?, Resolution::from_code)?,
    })
}

/// Adds a receipt. [`Fault::Taken`] where the gateway's payment is kept already.
pub async fn insert(tx: &impl ConnectionTrait, receipt: &Receipt) -> Result<()> {
    let sql = "INSERT INTO receipt (id, gateway, transaction_key, line, reference, yen, paid_on, channel, received_at, \
        reason, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        receipt.id.0.into(),
        receipt.gateway.code().into(),
        receipt.transaction_key.as_str().into(),
        receipt.line.as_str().into(),
        receipt.reference.as_str().into(),
        receipt.yen.map(Yen::get).into(),
        receipt.paid_on.map(WorkDate::number).into(),
        receipt.channel.map(PaymentChannel::code).into(),
        receipt.received_at.0.into(),
        receipt.reason.map(Mismatch::code).into(),
        receipt.request.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The receipt of a gateway's payment.
pub async fn by_key(db: &impl ConnectionTrait, gateway: Gateway, key: &str) -> Result<Option<Receipt>> {
    let sql = format!("SELECT {COLUMNS} FROM receipt r WHERE r.gateway = ? AND r.transaction_key = ?");
    let found = db.query_one_raw(ask(db, &sql, vec![gateway.code().into(), key.into()])).await?;
    found.as_ref().map(read).transpose()
}

/// One receipt, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: ReceiptId) -> Result<Option<Receipt>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM receipt r WHERE r.id = ?{lock}");
    let found = tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?;
    found.as_ref().map(read).transpose()
}

/// Of a receipt `r`: it came for a request in a sum that is not what is owed, and waits for a decision.
const HELD: &str = "r.reason IN ('short', 'over') AND r.resolution IS NULL";

/// The column of a request `f` that says how much of such money waits for it: no list that shows what is to be paid is without.
pub(crate) fn held_of_request() -> String {
    format!("COALESCE((SELECT CAST(SUM(r.yen) AS bigint) FROM receipt r WHERE r.request_id = f.id AND {HELD}), 0)")
}

/// What came for requests in sums too small or too large and waits for a decision, by request; those of which nothing waits are
/// left out. `but`: a receipt that is not counted.
pub async fn held_for(
    db: &impl ConnectionTrait,
    requests: &[FeeRequestId],
    but: Option<ReceiptId>,
) -> Result<HashMap<FeeRequestId, Yen>> {
    let mut sums = HashMap::new();
    if requests.is_empty() {
        return Ok(sums);
    }
    let mut asked = Rows::new(&[("r", Kind::Uuid)]);
    for request in requests {
        asked.push(vec![request.0.into()]);
    }
    let sql = format!("SELECT r.id, r.request_id, r.yen FROM k JOIN receipt r ON r.request_id = k.r WHERE {HELD}");
    for row in asked.query(db, &sql).await? {
        let (id, request): (Uuid, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let yen: Option<i64> = row.try_get_by_index(2)?;
        if but != Some(ReceiptId(id)) {
            let sum: &mut Yen = sums.entry(FeeRequestId(request)).or_default();
            sum.0 += yen.unwrap_or_default();
        }
    }
    Ok(sums)
}

/// What is decided about a receipt.
#[derive(Debug, Clone, Copy)]
pub struct Decided {
    /// What it was before: nothing, or money ordered to be paid back.
    pub from: Option<Resolution>,
    /// What it is now.
    pub to: Resolution,
    /// The request it goes to.
    pub request: Option<FeeRequestId>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Option<AccountId>,
}

/// Says what was decided; `false` where it no longer stands as it did. Of two at once exactly one is told `true`.
pub async fn resolve(tx: &impl ConnectionTrait, id: ReceiptId, decided: &Decided) -> Result<bool> {
    let sql = "UPDATE receipt SET resolution = ?, request_id = COALESCE(?, request_id), resolved_at = ?, resolved_by = ? \
        WHERE id = ? AND reason IS NOT NULL AND COALESCE(resolution, '') = ?";
    let values = vec![
        decided.to.code().into(),
        decided.request.map(|id| id.0).into(),
        decided.at.0.into(),
        decided.by.map(|id| id.0).into(),
        id.0.into(),
        decided.from.map_or("", Resolution::code).into(),
    ];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// Money that waits for a decision.
const WAITING: &str = "FROM receipt r WHERE r.reason IS NOT NULL AND r.resolution IS NULL";

/// The part after `after` of the money that waits for a decision, oldest first; all of it or none, as the scope says.
pub async fn waiting(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<UnmatchedRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) {WAITING}"), Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values): (&str, Vec<sea_orm::Value>) = match after {
        Some(mark) => (" AND (r.received_at, r.id) > (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let limit = PART_ROWS + 1;
    let sql = format!("SELECT {COLUMNS} {WAITING}{begins} ORDER BY r.received_at, r.id LIMIT {limit}");
    let receipts = db.query_all_raw(ask(db, &sql, values)).await?;
    let receipts = receipts.iter().map(read).collect::<Result<Vec<_>>>()?;
    let named = named(db, &receipts).await?;
    let line = |receipt: Receipt| {
        let reference = receipt.reference.parse::<PaymentReference>().ok();
        Ok(UnmatchedRow {
            id: receipt.id,
            gateway: receipt.gateway,
            yen: receipt.yen,
            paid_on: receipt.paid_on,
            reference: receipt.reference,
            reason: receipt.reason.ok_or_else(|| Fault::unreadable("reason of a receipt", "none"))?,
            request: reference.and_then(|reference| named.get(&reference).cloned()),
            row: receipt.line,
            faults: Vec::new(),
            received_at: receipt.received_at,
        })
    };
    let rows = receipts.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.received_at.0, id: row.id.0 }.to_string()))
}

/// A request with its payer's name and what is still owed.
type Named = (FeeRequestId, String, Yen);

/// The requests of the references that were said, in one statement.
async fn named(db: &impl ConnectionTrait, receipts: &[Receipt]) -> Result<HashMap<PaymentReference, Named>> {
    let said: HashSet<PaymentReference> =
        receipts.iter().filter_map(|receipt| receipt.reference.parse().ok()).collect();
    let found = super::by_references(db, &said.into_iter().collect::<Vec<_>>()).await?;
    let name = |fee: super::FeeRequest| {
        let owed = Claim::owed(fee.claim());
        fee.reference.map(|reference| (reference, (fee.id, fee.payer, owed)))
    };
    Ok(found.into_iter().filter_map(name).collect())
}
