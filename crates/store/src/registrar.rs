//! 認定登録機関 and 登録行政書士 as kept: bodies, offices, log-ins. Invariant: nothing is deleted; a body is ended on a day, and
//! its counts only grow, each with the act it counts.

pub mod sample;
mod seat;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::{OfficeId, RegistrarId, ScrivenerId},
    listing::{Listed, Mark, PART_ROWS},
    prefecture::PrefectureCode,
    registrar::{Figures, OfficeKind, OfficeRow, Period, RegistrarRow, ScrivenerRow},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

pub use seat::{Seat, seat_of, sit, staff_of_registrar, staff_of_scrivener};

const COLUMNS: &str = "id, number, name, prefecture, temporary, from_date, until_date, ended_on, submitted_count, \
    returned_count, looked_count, good_count, created_at";
const OF_SCRIVENER: &str = "id, number, name, prefecture, phone, from_date, ended_on, created_at";

fn day(row: &QueryResult, column: &str) -> Result<Option<WorkDate>> {
    Ok(row.try_get::<Option<i32>>("", column)?.map(WorkDate::from_stored))
}

fn registrar(row: &QueryResult) -> Result<RegistrarRow> {
    Ok(RegistrarRow {
        id: RegistrarId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        name: row.try_get("", "name")?,
        prefecture: PrefectureCode::from_stored(row.try_get("", "prefecture")?),
        temporary: row.try_get("", "temporary")?,
        period: Period {
            from: WorkDate::from_stored(row.try_get("", "from_date")?),
            until: day(row, "until_date")?,
            ended_on: day(row, "ended_on")?,
        },
        figures: Figures {
            submitted: row.try_get("", "submitted_count")?,
            returned: row.try_get("", "returned_count")?,
            looked: row.try_get("", "looked_count")?,
            good: row.try_get("", "good_count")?,
        },
        created_at: Instant(row.try_get("", "created_at")?),
    })
}

/// That the certification of a body `r` holds on a day, which is bound three times.
pub(crate) const IN_FORCE: &str =
    "r.from_date <= ? AND (r.until_date IS NULL OR r.until_date >= ?) AND (r.ended_on IS NULL OR r.ended_on > ?)";

/// The running number of the next body.
pub async fn next_number(tx: &impl ConnectionTrait) -> Result<i32> {
    next(tx, "registrar").await
}

async fn next(tx: &impl ConnectionTrait, table: &str) -> Result<i32> {
    let sql = format!("SELECT CAST(COALESCE(MAX(number), 0) + 1 AS integer) AS next FROM {table}");
    let row = tx.query_one_raw(ask(tx, &sql, Vec::new())).await?;
    row.map_or(Ok(1), |row| Ok(row.try_get("", "next")?))
}

/// Adds a body. Errors: [`Fault::Taken`] where another took its number at the same moment.
pub async fn insert(tx: &impl ConnectionTrait, it: &RegistrarRow) -> Result<()> {
    let sql = format!("INSERT INTO registrar ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.id.0.into(),
        it.number.into(),
        it.name.clone().into(),
        it.prefecture.get().into(),
        it.temporary.into(),
        it.period.from.number().into(),
        it.period.until.map(WorkDate::number).into(),
        it.period.ended_on.map(WorkDate::number).into(),
        it.figures.submitted.into(),
        it.figures.returned.into(),
        it.figures.looked.into(),
        it.figures.good.into(),
        it.created_at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// One body.
pub async fn find(db: &impl ConnectionTrait, id: RegistrarId) -> Result<Option<RegistrarRow>> {
    let sql = format!("SELECT {COLUMNS} FROM registrar WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(registrar).transpose()
}

/// The body that has this running number.
pub async fn by_number(db: &impl ConnectionTrait, number: i32) -> Result<Option<RegistrarRow>> {
    let sql = format!("SELECT {COLUMNS} FROM registrar WHERE number = ?");
    db.query_one_raw(ask(db, &sql, vec![number.into()])).await?.as_ref().map(registrar).transpose()
}

/// The part after `after` of all bodies, newest first.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<RegistrarRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let rows = part(db, "registrar", COLUMNS, after).await?;
    let rows = rows.iter().map(registrar).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, count(db, "registrar").await?, |row| Mark { at: row.created_at.0, id: row.id.0 }.to_string()))
}

async fn part(db: &impl ConnectionTrait, table: &str, columns: &str, after: Option<Mark>) -> Result<Vec<QueryResult>> {
    let (begins, values): (&str, Vec<Value>) = match after {
        Some(mark) => (" WHERE (created_at, id) < (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let limit = PART_ROWS + 1;
    let sql = format!("SELECT {columns} FROM {table}{begins} ORDER BY created_at DESC, id DESC LIMIT {limit}");
    Ok(db.query_all_raw(ask(db, &sql, values)).await?)
}

async fn count(db: &impl ConnectionTrait, table: &str) -> Result<i64> {
    let row = db.query_one_raw(ask(db, &format!("SELECT COUNT(*) FROM {table}"), Vec::new())).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get_by_index(0)?))
}

/// Ends a body on a day; `false` where it was ended before.
pub async fn end(tx: &impl ConnectionTrait, id: RegistrarId, on: WorkDate) -> Result<bool> {
    let sql = "UPDATE registrar SET ended_on = ? WHERE id = ? AND ended_on IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![on.number().into(), id.0.into()])).await?.rows_affected() == 1)
}

/// What is counted of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// An application was handed in.
    Submitted,
    /// One went back.
    Returned,
    /// A sample was looked at.
    Looked,
    /// It was found good.
    Good,
}

/// Counts one more.
pub async fn add(tx: &impl ConnectionTrait, id: RegistrarId, what: Counted) -> Result<()> {
    let column = match what {
        Counted::Submitted => "submitted_count",
        Counted::Returned => "returned_count",
        Counted::Looked => "looked_count",
        Counted::Good => "good_count",
    };
    let sql = format!("UPDATE registrar SET {column} = {column} + 1 WHERE id = ?");
    tx.execute_raw(ask(tx, &sql, vec![id.0.into()])).await?;
    Ok(())
}

/// An office with its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The office.
    pub row: OfficeRow,
    /// Whose it is.
    pub registrar: RegistrarId,
}

fn office(row: &QueryResult) -> Result<Office> {
    let kind: i16 = row.try_get("", "kind")?;
    let row_of = OfficeRow {
        id: OfficeId(row.try_get("", "id")?),
        kind: OfficeKind::from_stored(kind).ok_or_else(|| Fault::unreadable("office kind", kind))?,
        name: row.try_get("", "name")?,
        address: row.try_get("", "address")?,
        phone: row.try_get("", "phone")?,
    };
    Ok(Office { row: row_of, registrar: RegistrarId(row.try_get("", "registrar_id")?) })
}

/// Adds an office.
pub async fn add_office(tx: &impl ConnectionTrait, of: &Office, at: Instant) -> Result<()> {
    let sql = "INSERT INTO registrar_office (id, registrar_id, kind, name, address, phone, created_at) \
        VALUES (?, ?, ?, ?, ?, ?, ?)";
    let row = &of.row;
    let values = vec![
        row.id.0.into(),
        of.registrar.0.into(),
        row.kind.number().into(),
        row.name.clone().into(),
        row.address.clone().into(),
        row.phone.clone().into(),
        at.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One office.
pub async fn find_office(db: &impl ConnectionTrait, id: OfficeId) -> Result<Option<Office>> {
    let sql = "SELECT id, registrar_id, kind, name, address, phone FROM registrar_office WHERE id = ?";
    db.query_one_raw(ask(db, sql, vec![id.0.into()])).await?.as_ref().map(office).transpose()
}

/// The offices of a body, head offices first.
pub async fn offices(db: &impl ConnectionTrait, id: RegistrarId) -> Result<Vec<OfficeRow>> {
    let sql = "SELECT id, registrar_id, kind, name, address, phone FROM registrar_office WHERE registrar_id = ? \
        ORDER BY kind DESC, created_at, id";
    let rows = db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?;
    rows.iter().map(|row| office(row).map(|found| found.row)).collect()
}

fn scrivener(row: &QueryResult) -> Result<ScrivenerRow> {
    Ok(ScrivenerRow {
        id: ScrivenerId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        name: row.try_get("", "name")?,
        prefecture: PrefectureCode::from_stored(row.try_get("", "prefecture")?),
        phone: row.try_get("", "phone")?,
        period: Period {
            from: WorkDate::from_stored(row.try_get("", "from_date")?),
            until: None,
            ended_on: day(row, "ended_on")?,
        },
        created_at: Instant(row.try_get("", "created_at")?),
    })
}

/// The running number of the next scrivener.
pub async fn next_scrivener(tx: &impl ConnectionTrait) -> Result<i32> {
    next(tx, "scrivener").await
}

/// Adds a scrivener. Errors: as [`insert`].
pub async fn add_scrivener(tx: &impl ConnectionTrait, it: &ScrivenerRow) -> Result<()> {
    let sql = format!("INSERT INTO scrivener ({OF_SCRIVENER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    let values = vec![
        it.id.0.into(),
        it.number.into(),
        it.name.clone().into(),
        it.prefecture.get().into(),
        it.phone.clone().into(),
        it.period.from.number().into(),
        it.period.ended_on.map(WorkDate::number).into(),
        it.created_at.0.into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    Ok(())
}

/// One scrivener.
pub async fn find_scrivener(db: &impl ConnectionTrait, id: ScrivenerId) -> Result<Option<ScrivenerRow>> {
    let sql = format!("SELECT {OF_SCRIVENER} FROM scrivener WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(scrivener).transpose()
}

/// The part after `after` of all scriveners, newest first.
pub async fn scriveners(db: &impl ConnectionTrait, scope: &Scope, after: Option<Mark>) -> Result<Listed<ScrivenerRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Listed::default());
    }
    let rows = part(db, "scrivener", OF_SCRIVENER, after).await?;
    let rows = rows.iter().map(scrivener).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, count(db, "scrivener").await?, |row| Mark { at: row.created_at.0, id: row.id.0 }.to_string()))
}

/// How many scriveners of each prefecture may act on a day.
pub async fn scriveners_by_prefecture(
    db: &impl ConnectionTrait,
    scope: &Scope,
    on: WorkDate,
) -> Result<Vec<(PrefectureCode, i64)>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = "SELECT prefecture, COUNT(*) AS many FROM scrivener WHERE from_date <= ? \
        AND (ended_on IS NULL OR ended_on > ?) GROUP BY prefecture ORDER BY prefecture";
    let rows = db.query_all_raw(ask(db, sql, vec![on.number().into(), on.number().into()])).await?;
    let row =
        |row: &QueryResult| Ok((PrefectureCode::from_stored(row.try_get("", "prefecture")?), row.try_get("", "many")?));
    rows.iter().map(row).collect()
}

/// Ends a scrivener on a day; `false` where they were ended before.
pub async fn end_scrivener(tx: &impl ConnectionTrait, id: ScrivenerId, on: WorkDate) -> Result<bool> {
    let sql = "UPDATE scrivener SET ended_on = ? WHERE id = ? AND ended_on IS NULL";
    Ok(tx.execute_raw(ask(tx, sql, vec![on.number().into(), id.0.into()])).await?.rows_affected() == 1)
}
