//! What businesses say of people's employment. Invariant: one that waits for a person at a time; what was answered stays.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    employment::{Claim, Employed, RequestRow, Standing},
    id::{AccountId, BusinessId, EmploymentRequestId, TechnicianId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value, prelude::Uuid};

const COLUMNS: &str = "r.id, r.business_id, r.technician_id, r.kind, r.main, r.from_date, r.until_date, r.ended_before, r.state, \
    r.asked_at, b.name AS business_name";
const FROM: &str = "FROM employment_request r JOIN business b ON b.id = r.business_id";

fn request(row: &QueryResult) -> Result<RequestRow> {
    let (claim, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    Ok(RequestRow {
        id: EmploymentRequestId(row.try_get::<Uuid>("", "id")?),
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        business_name: row.try_get("", "business_name")?,
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        claim: Claim::from_stored(claim).ok_or_else(|| Fault::unreadable("claim of an employment", claim))?,
        main: row.try_get("", "main")?,
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        until: row.try_get::<Option<i32>>("", "until_date")?.map(WorkDate::from_stored),
        ended_before: row.try_get::<Option<i32>>("", "ended_before")?.map(WorkDate::from_stored),
        standing: Standing::from_stored(state).ok_or_else(|| Fault::unreadable("standing of a request", state))?,
        asked_at: Instant(row.try_get("", "asked_at")?),
    })
}

/// Adds one. [`Fault::Taken`] where another of the same business waits for the same person.
pub async fn insert(tx: &impl ConnectionTrait, it: &RequestRow, by: AccountId) -> Result<()> {
    let sql = "INSERT INTO employment_request (id, business_id, technician_id, kind, main, from_date, until_date, \
        ended_before, state, asked_by, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.business.get().into(),
        it.technician.get().into(),
        it.claim.number().into(),
        it.main.into(),
        it.from.number().into(),
        it.until.map(WorkDate::number).into(),
        it.ended_before.map(WorkDate::number).into(),
        it.standing.number().into(),
        by.0.into(),
        it.asked_at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// What a business asked of a person and nobody answered; the caller holds the person's lock.
pub async fn waiting(
    tx: &impl ConnectionTrait,
    (business, technician): (BusinessId, TechnicianId),
) -> Result<Vec<RequestRow>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE r.business_id = ? AND r.technician_id = ? AND r.state = ?");
    let values = vec![business.get().into(), technician.get().into(), Standing::Waiting.number().into()];
    tx.query_all_raw(ask(tx, &sql, values)).await?.iter().map(request).collect()
}

/// One, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: EmploymentRequestId) -> Result<Option<RequestRow>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE OF r" } else { "" };
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE r.id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(request).transpose()
}

/// Writes an answer; the caller holds its lock.
pub async fn answer(tx: &impl ConnectionTrait, id: EmploymentRequestId, standing: Standing, at: Instant) -> Result<()> {
    let sql = "UPDATE employment_request SET state = ?, answered_at = ? WHERE id = ?";
    tx.execute_raw(ask(tx, sql, vec![standing.number().into(), at.0.into(), id.0.into()])).await?;
    Ok(())
}

/// The part after `after` of what the scope's business said or its person was asked, the latest first.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<RequestRow>> {
    let (column, whose): (&str, Value) = match scope.extent() {
        Extent::Business(id) => ("business_id", id.get().into()),
        Extent::Technician(id) => ("technician_id", id.get().into()),
        _ => return Ok(Listed::default()),
    };
    // What the business took back does not concern the person any more.
    let taken_back = if column == "technician_id" { " AND r.state <> 4" } else { "" };
    let counted = format!("SELECT COUNT(*) {FROM} WHERE r.{column} = ?{taken_back}");
    let counted = db.query_one_raw(ask(db, &counted, vec![whose.clone()])).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, more) = match after {
        Some(mark) => (" AND (r.asked_at, r.id) < (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE r.{column} = ?{taken_back}{begins} ORDER BY r.asked_at DESC, r.id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let values = core::iter::once(whose).chain(more).collect();
    let rows = db.query_all_raw(ask(db, &sql, values)).await?.iter().map(request).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.asked_at.0, id: row.id.0 }.to_string()))
}

/// The employment of a person by a business that lasts on `on` or begins later, the earliest.
pub async fn lasting(
    db: &impl ConnectionTrait,
    (business, technician): (BusinessId, TechnicianId),
    on: WorkDate,
) -> Result<Option<Employed>> {
    let sql = "SELECT e.from_date, e.to_date, e.main, t.family_name, t.given_name FROM employment e \
        JOIN technician t ON t.id = e.technician_id WHERE e.business_id = ? AND e.technician_id = ? \
        AND (e.to_date IS NULL OR (e.to_date >= ? AND e.to_date >= e.from_date)) ORDER BY e.from_date LIMIT 1";
    let values = vec![business.get().into(), technician.get().into(), on.number().into()];
    let Some(row) = db.query_one_raw(ask(db, sql, values)).await? else { return Ok(None) };
    let (family, given): (String, String) = (row.try_get("", "family_name")?, row.try_get("", "given_name")?);
    Ok(Some(Employed {
        technician,
        name: crate::technician::spaced(&family, &given),
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        until: row.try_get::<Option<i32>>("", "to_date")?.map(WorkDate::from_stored),
        main: row.try_get("", "main")?,
    }))
}
