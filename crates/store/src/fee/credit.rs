//! Credit nobody uses, and what is to be paid back of it. Invariant: what is to be paid back was taken off the credit in the
//! transaction that ordered it, and is paid back once.

use super::ledger::payer;
use crate::{fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    fee::{
        PaymentReference, Yen,
        ledger::Payer,
        receipt::{CreditRow, Refund, RefundRow},
    },
    id::{AccountId, CreditRefundId, ReceiptId},
    listing::{Listed, Mark, PART_ROWS},
    time::Instant,
};
use sea_orm::{ConnectionTrait, DbBackend, Value};
use uuid::Uuid;

/// Credit accounts, each with what stands on it, where something does.
const GROUPS: &str = "SELECT account_key, CAST(-SUM(yen) AS bigint) AS yen FROM ledger_line WHERE account = 6";
const HELD: &str = "GROUP BY account_key HAVING SUM(yen) < 0";
/// What is to be paid back, of receipts and of credit.
const BOTH: &str = "(SELECT id, 0 AS kind, yen, line AS whom, COALESCE(resolved_at, received_at) AS at FROM receipt \
    WHERE resolution = 'refund_ordered' AND yen IS NOT NULL UNION ALL \
    SELECT id, 1, yen, payer, ordered_at FROM credit_refund WHERE refunded_at IS NULL) AS r";

/// Credit that is to be paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditRefund {
    /// Its id.
    pub id: CreditRefundId,
    /// Whose credit it was.
    pub payer: Payer,
    /// The name it goes to.
    pub name: String,
    /// How much.
    pub yen: Yen,
    /// When it was ordered.
    pub ordered_at: Instant,
    /// By whom.
    pub ordered_by: Option<AccountId>,
}

/// The part after `after` of those to whose credit something stands, by payer; all of them or none, as the scope says.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, after: Option<Payer>) -> Result<Listed<CreditRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = format!("SELECT COUNT(*) FROM ({GROUPS} {HELD}) AS c");
    let counted = db.query_one_raw(ask(db, &counted, Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values): (&str, Vec<Value>) = match after {
        Some(payer) => (" AND account_key > ?", vec![payer.to_string().into()]),
        None => ("", Vec::new()),
    };
    let newest = |column: &str| {
        format!(
            "(SELECT f.{column} FROM fee_request f WHERE f.payer_key = c.account_key \
             ORDER BY f.requested_at DESC, f.id DESC LIMIT 1)"
        )
    };
    let sql = format!(
        "SELECT c.account_key, c.yen, {}, {} FROM ({GROUPS}{begins} {HELD}) AS c ORDER BY c.account_key LIMIT {}",
        newest("payer"),
        newest("reference"),
        PART_ROWS + 1
    );
    let mut rows = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, values)).await? {
        rows.push(CreditRow {
            payer: payer(&row, 0)?,
            yen: Yen(row.try_get_by_index(1)?),
            name: row.try_get_by_index::<Option<String>>(2)?.unwrap_or_default(),
            reference: row.try_get_by_index::<Option<i64>>(3)?.map(PaymentReference::from_stored),
        });
    }
    Ok(Listed::new(rows, all, |row| row.payer.to_string()))
}

/// The name a payer's newest request was made out to.
pub async fn name_of(db: &impl ConnectionTrait, payer: Payer) -> Result<Option<String>> {
    let sql = "SELECT payer FROM fee_request WHERE payer_key = ? ORDER BY requested_at DESC, id DESC LIMIT 1";
    let row = db.query_one_raw(ask(db, sql, vec![payer.to_string().into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Adds what is to be paid back.
pub async fn insert(tx: &impl ConnectionTrait, refund: &CreditRefund) -> Result<()> {
    let sql = "INSERT INTO credit_refund (id, payer_key, payer, yen, ordered_at, ordered_by) VALUES (?, ?, ?, ?, ?, ?)";
    let values = vec![
        refund.id.0.into(),
        refund.payer.to_string().into(),
        refund.name.as_str().into(),
        refund.yen.get().into(),
        refund.ordered_at.0.into(),
        refund.ordered_by.map(|id| id.0).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// What is still to be paid back under this id, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: CreditRefundId) -> Result<Option<CreditRefund>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT payer_key, payer, yen, ordered_at, ordered_by FROM credit_refund WHERE id = ? AND refunded_at IS NULL{lock}"
    );
    let Some(row) = tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await? else { return Ok(None) };
    Ok(Some(CreditRefund {
        id,
        payer: payer(&row, 0)?,
        name: row.try_get_by_index(1)?,
        yen: Yen(row.try_get_by_index(2)?),
        ordered_at: Instant(row.try_get_by_index(3)?),
        ordered_by: row.try_get_by_index::<Option<Uuid>>(4)?.map(AccountId),
    }))
}

/// Whether there is or was such a refund.
pub async fn exists(db: &impl ConnectionTrait, id: CreditRefundId) -> Result<bool> {
    let found = db.query_one_raw(ask(db, "SELECT 1 FROM credit_refund WHERE id = ?", vec![id.0.into()])).await?;
    Ok(found.is_some())
}

/// Notes that it was paid back; `false` where it was before.
pub async fn mark_refunded(
    tx: &impl ConnectionTrait,
    id: CreditRefundId,
    at: Instant,
    by: Option<AccountId>,
) -> Result<bool> {
    let sql = "UPDATE credit_refund SET refunded_at = ?, refunded_by = ? WHERE id = ? AND refunded_at IS NULL";
    let values = vec![at.0.into(), by.map(|id| id.0).into(), id.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

/// The part after `after` of what is to be paid back, receipts and credit, longest waiting first; all of it or none, as the
/// scope says.
pub async fn to_refund(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<RefundRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let counted = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM {BOTH}"), Vec::new())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, values): (&str, Vec<Value>) = match after {
        Some(mark) => ("WHERE (r.at, r.id) > (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let limit = PART_ROWS + 1;
    let sql =
        format!("SELECT r.id, r.kind, r.yen, r.whom, r.at FROM {BOTH} {begins} ORDER BY r.at, r.id LIMIT {limit}");
    let mut rows = Vec::new();
    for row in db.query_all_raw(ask(db, &sql, values)).await? {
        let id: Uuid = row.try_get_by_index(0)?;
        let of_receipt = row.try_get_by_index::<i32>(1)? == 0;
        let refund = if of_receipt { Refund::Receipt(ReceiptId(id)) } else { Refund::Credit(CreditRefundId(id)) };
        rows.push(RefundRow {
            refund,
            yen: Yen(row.try_get_by_index(2)?),
            whom: row.try_get_by_index(3)?,
            ordered_at: Instant(row.try_get_by_index(4)?),
        });
    }
    Ok(Listed::new(rows, all, |row| {
        let id = match row.refund {
            Refund::Receipt(id) => id.0,
            Refund::Credit(id) => id.0,
        };
        Mark { at: row.ordered_at.0, id }.to_string()
    }))
}
