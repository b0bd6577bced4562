//! The ledger as kept. Invariant: journals are only ever added, and only whole ones: what is written was balanced by
//! `domain::fee::ledger`.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Kind, Rows},
};
use domain::{
    access::{Extent, Scope},
    fee::{
        FeeKind, Yen,
        ledger::{Account, Journal, Payer},
    },
    time::{Instant, YearMonth},
};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

/// A journal with what it is about.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// The lines.
    pub journal: &'a Journal,
    /// `fee` or `receipt`.
    pub subject_kind: &'static str,
    /// Which.
    pub subject_id: Uuid,
}

/// Adds journals, in few statements however many they are.
pub async fn insert(tx: &impl ConnectionTrait, entries: &[Entry<'_>]) -> Result<()> {
    let mut journals = Rows::new(&[
        ("id", Kind::Uuid),
        ("at", Kind::Big),
        ("month", Kind::Int),
        ("act", Kind::Text),
        ("subject_kind", Kind::Text),
        ("subject_id", Kind::Uuid),
    ]);
    let mut lines = Rows::new(&[
        ("journal_id", Kind::Uuid),
        ("number", Kind::Small),
        ("account", Kind::Small),
        ("account_key", Kind::Text),
        ("yen", Kind::Big),
    ]);
    for entry in entries {
        journals.push(vec![
            entry.id.into(),
            entry.at.0.into(),
            entry.at.date().month().number().into(),
            entry.journal.act().to_owned().into(),
            entry.subject_kind.to_owned().into(),
            entry.subject_id.into(),
        ]);
        for (number, line) in (1_i16..).zip(entry.journal.lines()) {
            let account = line.account;
            let cells: Vec<Cell> =
                vec![entry.id.into(), number.into(), account.number().into(), account.key().into(), line.yen.into()];
            lines.push(cells);
        }
    }
    journals.insert(tx, "ledger_journal", "").await?;
    lines.insert(tx, "ledger_line", "").await?;
    Ok(())
}

/// What stands on an account: debits positive.
pub async fn balance(db: &impl ConnectionTrait, account: Account) -> Result<Yen> {
    let sql = "SELECT CAST(COALESCE(SUM(yen), 0) AS bigint) FROM ledger_line WHERE account = ? AND account_key = ?";
    one(db, sql, vec![account.number().into(), account.key().into()]).await
}

/// Those of these payers to whose credit something stands, with how much.
pub async fn credits_of(db: &impl ConnectionTrait, payers: &[Payer]) -> Result<Vec<(Payer, Yen)>> {
    let mut asked = Rows::new(&[("p", Kind::Text)]);
    for payer in payers {
        asked.push(vec![payer.to_string().into()]);
    }
    let sql = "SELECT l.account_key, CAST(-SUM(l.yen) AS bigint) FROM k JOIN ledger_line l \
        ON l.account = 6 AND l.account_key = k.p GROUP BY l.account_key HAVING SUM(l.yen) < 0 ORDER BY l.account_key";
    asked.query(db, sql).await?.iter().map(|row| Ok((payer(row, 0)?, Yen(row.try_get_by_index(1)?)))).collect()
}

pub(super) fn payer(row: &sea_orm::QueryResult, at: usize) -> Result<Payer> {
    let key: String = row.try_get_by_index(at)?;
    Payer::from_stored(&key).ok_or_else(|| Fault::unreadable("payer", &key))
}

/// Keeps a payer's credit for oneself until the transaction ends, so that it is not spent twice (SQLite has one writer
/// already).
pub async fn hold_credit(tx: &impl ConnectionTrait, payer: Payer) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let name = format!("credit {payer}");
        tx.execute_raw(ask(tx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", vec![name.into()])).await?;
    }
    Ok(())
}

/// What stands on all credit accounts together.
pub async fn credits(db: &impl ConnectionTrait) -> Result<Yen> {
    let sql = "SELECT CAST(COALESCE(SUM(yen), 0) AS bigint) FROM ledger_line WHERE account = 6";
    one(db, sql, Vec::new()).await
}

async fn one(db: &impl ConnectionTrait, sql: &str, values: Vec<sea_orm::Value>) -> Result<Yen> {
    let row = db.query_one_raw(ask(db, sql, values)).await?;
    row.map(|row| Ok(Yen(row.try_get_by_index(0)?))).transpose().map(Option::unwrap_or_default)
}

/// Income by month and kind, newest first, since `from`; all of it or none, as the scope says.
pub async fn income(
    db: &impl ConnectionTrait,
    scope: &Scope,
    from: YearMonth,
) -> Result<Vec<(YearMonth, FeeKind, Yen)>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = "SELECT j.month, l.account_key, CAST(-SUM(l.yen) AS bigint) FROM ledger_journal j \
        JOIN ledger_line l ON l.journal_id = j.id WHERE l.account = 2 AND j.month >= ? \
        GROUP BY j.month, l.account_key ORDER BY j.month DESC, l.account_key";
    let rows = db.query_all_raw(ask(db, sql, vec![from.number().into()])).await?;
    let read = |row: &sea_orm::QueryResult| {
        let kind: String = row.try_get_by_index(1)?;
        let kind = FeeKind::from_code(&kind).ok_or_else(|| Fault::unreadable("fee kind", &kind))?;
        Ok((YearMonth::from_stored(row.try_get_by_index(0)?), kind, Yen(row.try_get_by_index(2)?)))
    };
    rows.iter().map(read).collect()
}

/// Looks at the whole ledger and says what is wrong, one line each, at most twenty of each kind: journals that do not sum
/// to zero, claims that are not what was asked less what came, held money that is not what waits, money to be paid back that
/// is not what was ordered, cash of a gateway that is not what came less what went back, credit below nothing. For
/// `doctor` and tests; reports, never mends.
pub async fn check(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    const CHECKS: [(&str, &str); 6] = [
        (
            "a journal does not sum to zero",
            "SELECT CAST(MIN(j.at) AS text) || ' ' || MIN(j.act) FROM ledger_journal j LEFT JOIN ledger_line l \
             ON l.journal_id = j.id GROUP BY j.id HAVING COALESCE(SUM(l.yen), 1) <> 0 LIMIT 20",
        ),
        (
            "a claim is not what was asked less what came",
            "SELECT k FROM (SELECT account_key AS k, yen AS y FROM ledger_line WHERE account = 1 UNION ALL \
             SELECT payer_key, received_yen - amount_yen FROM fee_request WHERE withdrawn_at IS NULL) AS x \
             GROUP BY k HAVING SUM(y) <> 0 LIMIT 20",
        ),
        (
            "held money is not what waits",
            "SELECT CAST(s AS text) FROM (SELECT SUM(y) AS s FROM (\
             SELECT yen AS y FROM ledger_line WHERE account = 4 UNION ALL \
             SELECT yen FROM receipt WHERE reason IS NOT NULL AND resolution IS NULL AND yen IS NOT NULL) AS x) AS t \
             WHERE s <> 0",
        ),
        (
            "money to be paid back is not what was ordered",
            "SELECT CAST(s AS text) FROM (SELECT SUM(y) AS s FROM (\
             SELECT yen AS y FROM ledger_line WHERE account = 5 UNION ALL \
             SELECT yen FROM receipt WHERE resolution = 'refund_ordered' UNION ALL \
             SELECT yen FROM credit_refund WHERE refunded_at IS NULL) AS x) AS t WHERE s <> 0",
        ),
        // What was paid before there was a ledger stands in its opening and has no receipt.
        (
            "cash of a gateway is not what came less what went back",
            "SELECT k FROM (SELECT l.account_key AS k, l.yen AS y FROM ledger_line l JOIN ledger_journal j \
             ON j.id = l.journal_id WHERE l.account = 3 AND j.act <> 'opening' UNION ALL \
             SELECT gateway, -yen FROM receipt WHERE yen IS NOT NULL AND COALESCE(resolution, '') <> 'refunded' UNION ALL \
             SELECT 'counter', yen FROM credit_refund WHERE refunded_at IS NOT NULL) AS x \
             GROUP BY k HAVING SUM(y) <> 0 LIMIT 20",
        ),
        (
            "a payer has used more credit than there was",
            "SELECT account_key FROM ledger_line WHERE account = 6 GROUP BY account_key HAVING SUM(yen) > 0 LIMIT 20",
        ),
    ];
    let mut found = Vec::new();
    for (what, sql) in CHECKS {
        for row in db.query_all_raw(ask(db, sql, Vec::new())).await? {
            found.push(format!("{what}: {}", row.try_get_by_index::<String>(0)?));
        }
    }
    Ok(found)
}

/// How many journals there are.
pub async fn count(db: &impl ConnectionTrait) -> Result<i64> {
    let row = db.query_one_raw(ask(db, "SELECT COUNT(*) FROM ledger_journal", Vec::new())).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
