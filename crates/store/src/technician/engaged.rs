//! Employments as a person sees them, and what a change, an employer's application or a correction makes of them. Invariant: an employment
//! is never deleted; what was entered wrongly covers no day, its end lies before its beginning.

use super::employment::{Employment, end_main};
use crate::{
    fault::Result,
    query::ask,
    rows::{Cell, Kind, Rows},
};
use domain::{
    correction::EmploymentRows,
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
            stand(tx, id, &[Engagement { business, from, until, main }]).await?;
        }
        EmploymentChange::Last { business, from, until } => last(tx, id, &[(business, from, until)]).await?,
        EmploymentChange::Void { business, from } => last(tx, id, &[(business, from, Some(from.previous()))]).await?,
        EmploymentChange::End { business, from, until } => last(tx, id, &[(business, from, Some(until))]).await?,
    }
    Ok(())
}

/// Writes employments just as they are given, and touches no other row: those who put them right have made sure that they go
/// together with the rest.
pub async fn write_employments(tx: &impl ConnectionTrait, id: TechnicianId, rows: &EmploymentRows) -> Result<()> {
    let void: Vec<Lasting> = rows.void.iter().map(|of| (of.business, of.from, Some(of.from.previous()))).collect();
    last(tx, id, &void).await?;
    stand(tx, id, &rows.stand).await
}

/// With whom, first and last day.
type Lasting = (BusinessId, WorkDate, Option<WorkDate>);

/// What names a row, and its last day.
const LASTING: [(&str, Kind); 4] =
    [("technician_id", Kind::Big), ("business_id", Kind::Big), ("from_date", Kind::Int), ("to_date", Kind::Int)];

/// The same, and whether it is the main one: rows carry no truth values.
const STANDING: [(&str, Kind); 5] = [LASTING[0], LASTING[1], LASTING[2], LASTING[3], ("main", Kind::Small)];

fn lasting(id: TechnicianId, (business, from, until): Lasting) -> Vec<Cell> {
    let until = Cell::Int(until.map(WorkDate::number));
    vec![id.get().into(), business.get().into(), from.number().into(), until]
}

/// Rows, where there was one of that business and day or not.
async fn stand(tx: &impl ConnectionTrait, id: TechnicianId, all: &[Engagement]) -> Result<()> {
    let mut rows = Rows::new(&STANDING);
    for of in all {
        let mut row = lasting(id, (of.business, of.from, of.until));
        row.push(i16::from(of.main).into());
        rows.push(row);
    }
    let sql = "INSERT INTO employment (technician_id, business_id, from_date, to_date, main) \
        SELECT k.technician_id, k.business_id, k.from_date, k.to_date, k.main <> 0 FROM k WHERE true \
        ON CONFLICT (technician_id, business_id, from_date) \
        DO UPDATE SET to_date = excluded.to_date, main = excluded.main";
    rows.execute(tx, sql).await?;
    Ok(())
}

/// Last days of rows that are there.
async fn last(tx: &impl ConnectionTrait, id: TechnicianId, all: &[Lasting]) -> Result<()> {
    let mut rows = Rows::new(&LASTING);
    for of in all {
        rows.push(lasting(id, *of));
    }
    let sql = "UPDATE employment SET to_date = k.to_date FROM k WHERE employment.technician_id = k.technician_id \
        AND employment.business_id = k.business_id AND employment.from_date = k.from_date";
    rows.execute(tx, sql).await?;
    Ok(())
}
