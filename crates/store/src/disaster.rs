//! 特例 as kept. Invariant: a row is read whole or not at all; half of an exception is none.

pub mod proposal;
pub mod relief;

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    disaster::{Disaster, EntryRelief, RenewalRelief},
    prefecture::PrefectureCode,
    time::WorkDate,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Row {
    code: String,
    name: String,
    ground: String,
    from_date: i32,
    prefectures: String,
    entry_days_until: Option<i32>,
    entry_until: Option<i32>,
    renewal_due_from: Option<i32>,
    renewal_due_to: Option<i32>,
    renewal_until: Option<i32>,
    payment_until: Option<i32>,
}

impl TryFrom<Row> for Disaster {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self> {
        let unreadable = |part: &str| Fault::unreadable("disaster", format!("{}: {part}", row.code));
        let day = WorkDate::from_stored;
        let prefecture = |code: &str| code.parse().ok().and_then(PrefectureCode::from_number);
        let prefectures: Option<Vec<PrefectureCode>> = row.prefectures.split(',').map(prefecture).collect();
        let entry = match (row.entry_days_until, row.entry_until) {
            (Some(days_until), Some(until)) => Some(EntryRelief { days_until: day(days_until), until: day(until) }),
            (None, None) => None,
            _ => return Err(unreadable("entry")),
        };
        let renewal = match (row.renewal_due_from, row.renewal_due_to, row.renewal_until) {
            (Some(from), Some(to), Some(until)) => {
                Some(RenewalRelief { due_from: day(from), due_to: day(to), until: day(until) })
            }
            (None, None, None) => None,
            _ => return Err(unreadable("renewal")),
        };
        Ok(Self {
            prefectures: prefectures.ok_or_else(|| unreadable("prefectures"))?,
            code: row.code,
            name: row.name,
            ground: row.ground,
            from: day(row.from_date),
            entry,
            renewal,
            payment_until: row.payment_until.map(day),
        })
    }
}

/// Adds an exception: from now on it is in force. [`Fault::Taken`] where its word is another's.
pub async fn insert(tx: &impl ConnectionTrait, it: &Disaster) -> Result<()> {
    let sql = "INSERT INTO disaster (code, name, ground, from_date, prefectures, entry_days_until, entry_until, \
        renewal_due_from, renewal_due_to, renewal_until, payment_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let prefectures: Vec<String> = it.prefectures.iter().map(|code| code.get().to_string()).collect();
    let values = vec![
        it.code.clone().into(),
        it.name.clone().into(),
        it.ground.clone().into(),
        it.from.number().into(),
        prefectures.join(",").into(),
        it.entry.map(|entry| entry.days_until.number()).into(),
        it.entry.map(|entry| entry.until.number()).into(),
        it.renewal.map(|renewal| renewal.due_from.number()).into(),
        it.renewal.map(|renewal| renewal.due_to.number()).into(),
        it.renewal.map(|renewal| renewal.until.number()).into(),
        it.payment_until.map(WorkDate::number).into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// All exceptions there have been. They are public.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Disaster>> {
    let sql = "SELECT code, name, ground, from_date, prefectures, entry_days_until, entry_until, renewal_due_from, \
        renewal_due_to, renewal_until, payment_until FROM disaster ORDER BY from_date, code";
    let rows = Row::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
