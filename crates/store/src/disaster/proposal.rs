//! Disaster exceptions that were entered, as kept. Invariant: a row changes only under its lock, once.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    correction::CorrectionState,
    disaster::{Disaster, proposal::Touched},
    id::{AccountId, DisasterProposalId},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, prelude::Uuid};

/// An exception that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Which.
    pub id: DisasterProposalId,
    /// Where it stands.
    pub state: CorrectionState,
    /// What it says.
    pub disaster: Disaster,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When.
    pub entered_at: Instant,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they wrote.
    pub decision_reason: Option<String>,
}

const COLUMNS: &str = "id, state, content, entered_by, entered_at, decided_by, decided_at, decision_reason";

fn entered(row: &QueryResult) -> Result<Entered> {
    let state: i16 = row.try_get("", "state")?;
    let content: String = row.try_get("", "content")?;
    let decided_by: Option<Uuid> = row.try_get("", "decided_by")?;
    let decided_at: Option<i64> = row.try_get("", "decided_at")?;
    Ok(Entered {
        id: DisasterProposalId(row.try_get("", "id")?),
        state: CorrectionState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a proposal", state))?,
        disaster: serde_json::from_str(&content).map_err(|_| Fault::unreadable("disaster proposal", "content"))?,
        entered_by: AccountId(row.try_get("", "entered_by")?),
        entered_at: Instant(row.try_get("", "entered_at")?),
        decided_by: decided_by.map(AccountId),
        decided_at: decided_at.map(Instant),
        decision_reason: row.try_get("", "decision_reason")?,
    })
}

/// Adds one. [`Fault::Taken`] where another of the same word waits.
pub async fn insert(tx: &impl ConnectionTrait, it: &Entered) -> Result<()> {
    let content = serde_json::to_string(&it.disaster).map_err(|error| Fault::Broken(error.to_string()))?;
    let sql =
        "INSERT INTO disaster_proposal (id, code, state, content, entered_by, entered_at) VALUES (?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.disaster.code.clone().into(),
        it.state.number().into(),
        content.into(),
        it.entered_by.0.into(),
        it.entered_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Writes a decision back; the caller holds its lock.
pub async fn update(tx: &impl ConnectionTrait, it: &Entered) -> Result<()> {
    let sql =
        "UPDATE disaster_proposal SET state = ?, decided_by = ?, decided_at = ?, decision_reason = ? WHERE id = ?";
    let values = vec![
        it.state.number().into(),
        it.decided_by.map(|id| id.0).into(),
        it.decided_at.map(|at| at.0).into(),
        it.decision_reason.clone().into(),
        it.id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One of them.
pub async fn find(db: &impl ConnectionTrait, id: DisasterProposalId) -> Result<Option<Entered>> {
    let sql = format!("SELECT {COLUMNS} FROM disaster_proposal WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(entered).transpose()
}

/// One of them, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: DisasterProposalId) -> Result<Option<Entered>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM disaster_proposal WHERE id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(entered).transpose()
}

/// All that were entered, the latest first: there are few disasters.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Entered>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {COLUMNS} FROM disaster_proposal ORDER BY entered_at DESC, id DESC");
    db.query_all_raw(ask(db, &sql, Vec::new())).await?.iter().map(entered).collect()
}

/// How many an exception is for as the register stands.
pub async fn touched(db: &impl ConnectionTrait, scope: &Scope, it: &Disaster) -> Result<Touched> {
    if *scope.extent() != Extent::All {
        return Ok(Touched::default());
    }
    let area: Vec<String> = it.prefectures.iter().map(|code| code.get().to_string()).collect();
    let area = if area.is_empty() { "NULL".to_owned() } else { area.join(", ") };
    let (first, last) = it.renewal.map_or((1, 0), |renewal| (renewal.due_from.number(), renewal.due_to.number()));
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM business WHERE prefecture IN ({area})) AS businesses, \
         (SELECT COUNT(*) FROM business WHERE prefecture IN ({area}) AND valid_until BETWEEN ? AND ?) AS renewals, \
         (SELECT COUNT(DISTINCT f.business_id) FROM fee_request f JOIN business b ON b.id = f.business_id \
           WHERE f.paid_at IS NULL AND f.withdrawn_at IS NULL AND b.prefecture IN ({area})) AS unpaid, \
         (SELECT COUNT(*) FROM site WHERE prefecture IN ({area}) AND closed_at IS NULL) AS sites"
    );
    let row = db.query_one_raw(ask(db, &sql, vec![first.into(), last.into()])).await?;
    let Some(row) = row else { return Ok(Touched::default()) };
    let unpaid: i64 = row.try_get("", "unpaid")?;
    Ok(Touched {
        businesses: row.try_get("", "businesses")?,
        renewals: row.try_get("", "renewals")?,
        unpaid: if it.payment_until.map(WorkDate::number).is_some() { unpaid } else { 0 },
        sites: row.try_get("", "sites")?,
    })
}
