//! The lists the register keeps of a technician, as the form has them. Invariant: an item is read in the order it was written,
//! and its text passes the check that let it in.

use super::detail;
use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    id::TechnicianId,
    technician::{HealthCheckKind, List, Registered, SUBTRADES, SchoolKind},
    time::WorkDate,
    trade::TradeCode,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// An item: its inputs and its picture.
type Row = (Vec<(&'static str, String)>, Option<String>);

fn day(row: &QueryResult, column: &str) -> Result<String> {
    let day: Option<i32> = row.try_get("", column)?;
    Ok(day.map(|day| WorkDate::from_stored(day).to_string()).unwrap_or_default())
}

fn text(row: &QueryResult, column: &str) -> Result<String> {
    Ok(row.try_get::<Option<String>>("", column)?.unwrap_or_default())
}

fn trade(row: &QueryResult) -> Result<String> {
    Ok(TradeCode::from_stored(row.try_get("", "trade")?).to_string())
}

fn subtrade(row: &QueryResult) -> Result<Row> {
    let (major, minor): (i16, Option<i16>) = (row.try_get("", "trade")?, row.try_get("", "minor")?);
    let known = SUBTRADES.iter().map(|(code, _)| code);
    let code = known.filter(|code| code.trade().get() == major && Some(code.minor()) == minor).map(ToString::to_string);
    let (code, name) = match code.into_iter().next() {
        Some(code) => (code, String::new()),
        None => ("other".to_owned(), text(row, "name")?),
    };
    Ok((vec![("trade", trade(row)?), ("subtrade", code), ("name", name)], None))
}

fn career(row: &QueryResult) -> Result<Row> {
    let years: i16 = row.try_get("", "years")?;
    Ok((vec![("trade", trade(row)?), ("years", years.to_string()), ("content", text(row, "content")?)], None))
}

fn health_check(row: &QueryResult) -> Result<Row> {
    let kind: i16 = row.try_get("", "kind")?;
    let kind = HealthCheckKind::from_stored(kind).ok_or_else(|| Fault::unreadable("health check", kind))?;
    let values = vec![("kind", kind.code().to_owned()), ("name", text(row, "name")?), ("on", day(row, "on_date")?)];
    Ok((values, None))
}

fn school(row: &QueryResult) -> Result<Row> {
    let (kind, year): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "year")?);
    let kind = SchoolKind::from_stored(kind).ok_or_else(|| Fault::unreadable("school", kind))?;
    Ok((vec![("kind", kind.code().to_owned()), ("name", text(row, "name")?), ("year", year.to_string())], None))
}

fn training(row: &QueryResult) -> Result<Row> {
    let values = vec![("name", text(row, "name")?), ("by", text(row, "held_by")?), ("on", day(row, "on_date")?)];
    Ok((values, row.try_get("", "picture")?))
}

fn award(row: &QueryResult) -> Result<Row> {
    let values = vec![("name", text(row, "name")?), ("by", text(row, "given_by")?), ("on", day(row, "on_date")?)];
    Ok((values, row.try_get("", "picture")?))
}

async fn rows(
    db: &impl ConnectionTrait,
    id: TechnicianId,
    (table, columns): (&str, &str),
    read: impl Fn(&QueryResult) -> Result<Row>,
) -> Result<Vec<Row>> {
    let sql = format!("SELECT {columns} FROM {table} WHERE technician_id = ? ORDER BY place");
    db.query_all_raw(ask(db, &sql, vec![id.get().into()])).await?.iter().map(read).collect()
}

/// 保有資格 but those the register of 登録基幹技能者 says.
async fn qualifications(db: &impl ConnectionTrait, id: TechnicianId) -> Result<Vec<Row>> {
    let day = |day: Option<WorkDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |one: detail::KeptQualification| {
        let name = if one.code.is_some() { String::new() } else { one.name };
        let values = vec![
            ("code", one.code.unwrap_or_default()),
            ("name", name),
            ("number", one.number.unwrap_or_default()),
            ("acquired", day(one.acquired)),
            ("expires", day(one.expires)),
        ];
        (values, one.picture)
    };
    let kept = detail::qualifications(db, id).await?;
    Ok(kept.into_iter().filter(|one| !one.from_register).map(row).collect())
}

/// Puts the items of every list but the employers into a form, with their pictures.
pub async fn put(db: &impl ConnectionTrait, id: TechnicianId, into: &mut Registered) -> Result<()> {
    let lists = [
        (List::Subtrades, rows(db, id, ("technician_subtrade", "trade, minor, name"), subtrade).await?),
        (List::Careers, rows(db, id, ("technician_career", "trade, years, content"), career).await?),
        (List::HealthChecks, rows(db, id, ("technician_health_check", "kind, name, on_date"), health_check).await?),
        (List::Schools, rows(db, id, ("technician_school", "kind, name, year"), school).await?),
        (List::Qualifications, qualifications(db, id).await?),
        (List::Trainings, rows(db, id, ("technician_training", "name, held_by, on_date, picture"), training).await?),
        (List::Awards, rows(db, id, ("technician_award", "name, given_by, on_date, picture"), award).await?),
    ];
    for (list, items) in lists {
        for (values, picture) in items {
            let key = into.form.add_item(list);
            into.form.put_item(list, &key, values.iter().map(|(name, value)| (*name, value.as_str())));
            if let Some(picture) = picture {
                into.pictures.insert(list.field(&key), picture);
            }
        }
    }
    Ok(())
}

/// Takes out the rows of the lists a registration has, before they are written anew.
pub(super) async fn clear(tx: &impl ConnectionTrait, id: TechnicianId, detailed: bool) -> Result<()> {
    let simple = ["subtrade", "career"];
    let more = ["health_check", "school", "qualification", "training", "award"];
    for table in simple.into_iter().chain(more.into_iter().filter(|_| detailed)) {
        let sql = format!("DELETE FROM technician_{table} WHERE technician_id = ?");
        tx.execute_raw(ask(tx, &sql, vec![id.get().into()])).await?;
    }
    Ok(())
}
/// How many rows each list of a technician has: 小分類, 職歴, 健康診断, 学歴, 保有資格, 研修, 表彰.
pub async fn counts(db: &impl ConnectionTrait, id: TechnicianId) -> Result<[i64; 7]> {
    let tables = ["subtrade", "career", "health_check", "school", "qualification", "training", "award"];
    let mut counts = [0; 7];
    for (table, count) in tables.into_iter().zip(&mut counts) {
        let sql = format!("SELECT count(*) AS n FROM technician_{table} WHERE technician_id = ?");
        if let Some(row) = db.query_one_raw(ask(db, &sql, vec![id.get().into()])).await? {
            *count = row.try_get("", "n")?;
        }
    }
    Ok(counts)
}
