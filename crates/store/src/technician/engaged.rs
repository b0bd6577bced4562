//! Employments as a person sees them, and what a change or an employer's application makes of them. Invariant: an employment
//! is never deleted; what was entered wrongly covers no day, its end lies before its beginning.

use super::employment::{Employment, end_main};
use crate::{fault::Result, query::ask};
use domain::{
    id::{BusinessId, TechnicianId},
    technician::{EmploymentChange, Engagement},
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, QueryResult};

fn employment(id: TechnicianId, row: &QueryResult) -> Result<(Employment, String)> {
    let employment = Employment {
        technician_id: id,
        business_id: BusinessId::from_stored(row.try_get("", "business_id")?),
        from: WorkDate::from_stored(row.try_get("", "from_date")?),
        to: row.try_get::<Option<i32>>("", "to_date")?.map(WorkDate::from_stored),
        main: row.try_get("", "main")?,
    };
    Ok((employment, row.try_get("", "name")?))
}

/// Every employment of a person that covers a day, with the name of the business, the newest first.
pub async fn employments(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<(Employment, String)>> {
    let sql = "SELECT e.business_id, e.from_date, e.to_date, e.main, b.name FROM employment e \
        JOIN business b ON b.id = e.business_id \
        WHERE e.technician_id = ? AND (e.to_date IS NULL OR e.to_date >= e.from_date) \
        ORDER BY e.from_date DESC, e.main DESC, e.business_id";
    let rows = db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?;
    rows.iter().map(|row| employment(id, row)).collect()
}

/// The same, for the rules.
pub async fn engaged(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Engagement>> {
    let of = |of: Employment| Engagement { business: of.business_id, from: of.from, until: of.to, main: of.main };
    Ok(employments(db, id).await?.into_iter().map(|(employment, _)| of(employment)).collect())
}

/// Writes what becomes of an employment; whichever was main before ends the day before another begins. Whoever calls has
/// made sure that none of another business begins later (`later_main`).
pub async fn change(tx: &impl ConnectionTrait, id: TechnicianId, change: EmploymentChange) -> Result<()> {
    match change {
        EmploymentChange::Begin { business, from, until, main } => {
            if main {
                end_main(tx, id, (from, until), Some(business)).await?;
            }
            let sql = "INSERT INTO employment (technician_id, business_id, from_date, to_date, main) \
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (technician_id, business_id, from_date) \
                DO UPDATE SET to_date = excluded.to_date, main = excluded.main";
            let until = until.map(WorkDate::number);
            let values = vec![id.get().into(), business.get().into(), from.number().into(), until.into(), main.into()];
            tx.execute_raw(ask(tx, sql, values)).await?;
        }
        EmploymentChange::Last { business, from, until } => last(tx, id, (business, from), until).await?,
        EmploymentChange::Void { business, from } => last(tx, id, (business, from), Some(from.previous())).await?,
        EmploymentChange::End { business, from, until } => last(tx, id, (business, from), Some(until)).await?,
    }
    Ok(())
}

async fn last(
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    (business, from): (BusinessId, WorkDate),
    until: Option<WorkDate>,
) -> Result<()> {
    let sql = "UPDATE employment SET to_date = ? WHERE technician_id = ? AND business_id = ? AND from_date = ?";
    let values = vec![until.map(WorkDate::number).into(), id.get().into(), business.get().into(), from.number().into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}
