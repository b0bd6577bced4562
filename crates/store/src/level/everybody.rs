//! What many people have to show, a part of the register at a time. Invariant: of each person the same rows as those read for one
//! (`level::shown`, `level::subtrades`, `history::days_by_work`, `statement::counting`), in as many statements however many people.

use super::{LISTS, Shown, shown_in, statement, subtrade};
use crate::{
    fault::Result,
    history::{WorkDays, work_days},
    query::ask,
    technician::trades_from,
};
use domain::{id::TechnicianId, technician::SubtradeCode, trade::TradeCode};
use sea_orm::{ConnectionTrait, QueryResult};

/// A person with all they have to show, of every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePerson {
    /// Who.
    pub id: TechnicianId,
    /// 職種 as registered, the main one first.
    pub trades: Vec<TradeCode>,
    /// Days by month, trade and role.
    pub days: Vec<WorkDays>,
    /// Sub-trades that have a code.
    pub subtrades: Vec<SubtradeCode>,
    /// 保有資格, 研修 and 表彰.
    pub shown: Vec<Shown>,
    /// 経歴証明書 that count or may still count.
    pub statements: Vec<statement::Statement>,
}

/// The people after one, by number: at most so many.
pub async fn after(db: &impl ConnectionTrait, last: Option<TechnicianId>, limit: u32) -> Result<Vec<OnePerson>> {
    let sql = format!("SELECT id, trades FROM technician WHERE id > ? ORDER BY id LIMIT {limit}");
    let last = last.map_or(0, TechnicianId::get);
    let person = |row: &QueryResult| -> Result<OnePerson> {
        Ok(OnePerson {
            id: TechnicianId::from_stored(row.try_get_by_index(0)?),
            trades: trades_from(&row.try_get_by_index::<String>(1)?)?,
            days: Vec::new(),
            subtrades: Vec::new(),
            shown: Vec::new(),
            statements: Vec::new(),
        })
    };
    db.query_all_raw(ask(db, &sql, vec![last.into()])).await?.iter().map(person).collect()
}

/// Fills in what `people`, who follow one another in [`after`], have to show.
pub async fn fill(db: &impl ConnectionTrait, people: &mut [OnePerson]) -> Result<()> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
    let (first, last) = (first.id, last.id);
    let between = vec![first.get().into(), last.get().into()];
    let sql = "SELECT technician_id, month, trade, role, days, days_approved FROM technician_trade_month \
               WHERE technician_id BETWEEN ? AND ? AND days <> 0 ORDER BY technician_id, month, trade, role";
    for row in db.query_all_raw(ask(db, sql, between.clone())).await? {
        if let Some(person) = of(people, row.try_get_by_index(0)?) {
            person.days.push(work_days(&row, 1)?);
        }
    }
    let sql = "SELECT technician_id, trade, minor FROM technician_subtrade \
               WHERE technician_id BETWEEN ? AND ? AND minor IS NOT NULL ORDER BY technician_id, place";
    for row in db.query_all_raw(ask(db, sql, between.clone())).await? {
        if let Some(person) = of(people, row.try_get_by_index(0)?) {
            person.subtrades.extend(subtrade(&row, 1)?);
        }
    }
    for (list, columns, table) in LISTS {
        let sql = format!(
            "SELECT technician_id, {columns} FROM {table} WHERE technician_id BETWEEN ? AND ? ORDER BY technician_id, place"
        );
        for row in db.query_all_raw(ask(db, &sql, between.clone())).await? {
            if let Some(person) = of(people, row.try_get_by_index(0)?) {
                person.shown.push(shown_in(list, &row)?);
            }
        }
    }
    for sent in statement::counting_between(db, (first, last)).await? {
        if let Some(person) = of(people, sent.technician.get()) {
            person.statements.push(sent);
        }
    }
    Ok(())
}

/// The person of a row; `None` for who was registered since they were read.
fn of(people: &mut [OnePerson], id: i64) -> Option<&mut OnePerson> {
    let at = people.binary_search_by_key(&id, |person| person.id.get()).ok()?;
    people.get_mut(at)
}
