//! Levels as kept: what somebody has to show, bodies, applications, statements, judgements and grants. Invariant: what a body
//! lists is of its own fields, which its scope says.

pub mod application;
pub mod body;
pub mod everybody;
pub mod grant;
pub mod judgement;
pub mod statement;

use crate::{fault::Result, query::ask};
use domain::{id::TechnicianId, technician::SubtradeCode, time::WorkDate, trade::TradeCode};
use sea_orm::{ConnectionTrait, QueryResult};

pub(crate) fn day(row: &QueryResult, column: &str) -> Result<Option<WorkDate>> {
    Ok(row.try_get::<Option<i32>>("", column)?.map(WorkDate::from_stored))
}

/// A person's sub-trades that have a code.
pub async fn subtrades(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<SubtradeCode>> {
    let sql =
        "SELECT trade, minor FROM technician_subtrade WHERE technician_id = ? AND minor IS NOT NULL ORDER BY place";
    let rows = db.query_all_raw(ask(db, sql, vec![id.get().into()])).await?;
    let mut found = Vec::new();
    for row in &rows {
        found.extend(subtrade(row, 0)?);
    }
    Ok(found)
}

/// A sub-trade from the columns trade and minor, which begin at `from`.
fn subtrade(row: &QueryResult, from: usize) -> Result<Option<SubtradeCode>> {
    let (trade, minor): (i16, i16) = (row.try_get_by_index(from)?, row.try_get_by_index(from + 1)?);
    Ok(SubtradeCode::from_code(&format!("{}-{minor:02}", TradeCode::from_stored(trade))))
}

/// Something in one of a person's lists that can prove a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `qualification`, `training` or `award`.
    pub list: &'static str,
    /// Its place in the list.
    pub place: i16,
    /// Official code, where it has one.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Number of the certificate.
    pub number: Option<String>,
    /// Day it was acquired, held or given.
    pub from: Option<WorkDate>,
    /// Last day.
    pub until: Option<WorkDate>,
    /// Content hash of its picture.
    pub picture: Option<String>,
}

/// The lists: name, columns, table.
const LISTS: [(&str, &str, &str); 3] = [
    (
        "qualification",
        "place, code, name, number, acquired_on AS from_day, expires_on AS until_day, picture",
        "technician_qualification",
    ),
    (
        "training",
        "place, NULL AS code, name, NULL AS number, on_date AS from_day, NULL AS until_day, picture",
        "technician_training",
    ),
    (
        "award",
        "place, NULL AS code, name, NULL AS number, on_date AS from_day, NULL AS until_day, picture",
        "technician_award",
    ),
];

/// 保有資格, 研修 and 表彰 of a person, each in its order.
pub async fn shown(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Shown>> {
    let mut all = Vec::new();
    for (list, columns, table) in LISTS {
        let sql = format!("SELECT {columns} FROM {table} WHERE technician_id = ? ORDER BY place");
        for row in &db.query_all_raw(ask(db, &sql, vec![id.get().into()])).await? {
            all.push(shown_in(list, row)?);
        }
    }
    Ok(all)
}

fn shown_in(list: &'static str, row: &QueryResult) -> Result<Shown> {
    let own = list == "qualification";
    Ok(Shown {
        list,
        place: row.try_get::<i16>("", "place")?,
        code: if own { row.try_get("", "code")? } else { None },
        name: row.try_get("", "name")?,
        number: if own { row.try_get("", "number")? } else { None },
        from: day(row, "from_day")?,
        until: if own { day(row, "until_day")? } else { None },
        picture: row.try_get("", "picture")?,
    })
}
