//! Registrations that end, and who was reminded of it. Invariant: a prime reminds a subcontractor once a day.

use crate::{application::state_from, fault::Result, query::ask};
use domain::{
    access::{Extent, Scope},
    application::{ApplicationKind, State},
    id::BusinessId,
    listing::{Listed, Mark, PART_ROWS},
    prefecture::PrefectureCode,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

/// A registration that ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Of which business.
    pub id: BusinessId,
    /// Its name.
    pub name: String,
    /// Of its address.
    pub prefecture: PrefectureCode,
    /// The last day of the registration.
    pub valid_until: WorkDate,
    /// When a prime last reminded it; of lists for one prime only.
    pub reminded_on: Option<WorkDate>,
}

fn ending(row: &sea_orm::QueryResult) -> Result<Ending> {
    Ok(Ending {
        id: BusinessId::from_stored(row.try_get_by_index(0)?),
        name: row.try_get_by_index(1)?,
        prefecture: PrefectureCode::from_stored(row.try_get_by_index(2)?),
        valid_until: WorkDate::from_stored(row.try_get_by_index(3)?),
        reminded_on: row.try_get_by_index::<Option<i32>>(4)?.map(WorkDate::from_stored),
    })
}

/// Registrations that end from `first` to `last`, at most `limit` after the business `after`.
pub async fn ending_between(
    db: &impl ConnectionTrait,
    (first, last): (WorkDate, WorkDate),
    after: Option<BusinessId>,
    limit: u32,
) -> Result<Vec<Ending>> {
    let sql = format!(
        "SELECT id, name, prefecture, valid_until, CAST(NULL AS integer) FROM business \
         WHERE valid_until BETWEEN ? AND ? AND id > ? ORDER BY id LIMIT {limit}"
    );
    let values = vec![first.number().into(), last.number().into(), after.map_or(-1, BusinessId::get).into()];
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(ending).collect()
}

/// The businesses below `prime` on its open sites.
const BELOW: &str = "b.id <> ? AND b.id IN ( \
    SELECT s.business_id FROM structure s JOIN site w ON w.id = s.site_id \
    WHERE w.prime = ? AND w.closed_at IS NULL AND (w.end_date IS NULL OR w.end_date >= ?) \
      AND (s.to_date IS NULL OR s.to_date >= ?))";
const SEEN: &str = "b.id, b.name, b.prefecture, b.valid_until, \
    (SELECT MAX(r.day) FROM renewal_reminder r WHERE r.business_id = b.id AND r.prime = ?)";

fn below(prime: BusinessId, today: WorkDate) -> [Value; 4] {
    let (prime, day) = (prime.get(), today.number());
    [prime.into(), prime.into(), day.into(), day.into()]
}

/// Where a business stands in the list, which is ordered by the last day and the number.
fn mark(row: &Ending) -> String {
    let number = u64::try_from(row.id.get()).unwrap_or_default();
    Mark { at: row.valid_until.number().into(), id: Uuid::from_u64_pair(0, number) }.to_string()
}

/// The part after `after` of the businesses below one's own on its open sites as prime, soonest end first.
pub async fn of_subcontractors(
    db: &impl ConnectionTrait,
    scope: &Scope,
    today: WorkDate,
    after: Option<Mark>,
) -> Result<Listed<Ending>> {
    let Extent::Business(prime) = scope.extent() else { return Ok(Listed::default()) };
    let counted = ask(db, &format!("SELECT COUNT(*) FROM business b WHERE {BELOW}"), below(*prime, today).to_vec());
    let all = db.query_one_raw(counted).await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let mut values = vec![prime.get().into()];
    values.extend(below(*prime, today));
    let begins = match after {
        Some(mark) => {
            let number = i64::try_from(mark.id.as_u64_pair().1).unwrap_or(i64::MAX);
            values.extend([mark.at.into(), number.into()]);
            " AND (b.valid_until, b.id) > (?, ?)"
        }
        None => "",
    };
    let limit = PART_ROWS + 1;
    let sql = format!("SELECT {SEEN} FROM business b WHERE {BELOW}{begins} ORDER BY b.valid_until, b.id LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    Ok(Listed::new(rows.iter().map(ending).collect::<Result<Vec<_>>>()?, all, mark))
}

/// One of them; `None` for a business that is not below one's own.
pub async fn subcontractor(
    db: &impl ConnectionTrait,
    scope: &Scope,
    today: WorkDate,
    id: BusinessId,
) -> Result<Option<Ending>> {
    let Extent::Business(prime) = scope.extent() else { return Ok(None) };
    let mut values = vec![prime.get().into()];
    values.extend(below(*prime, today));
    values.push(id.get().into());
    let sql = format!("SELECT {SEEN} FROM business b WHERE {BELOW} AND b.id = ?");
    db.query_one_raw(ask(db, &sql, values)).await?.as_ref().map(ending).transpose()
}

/// A further period that was applied for and has not come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedIn {
    /// By which business.
    pub business: BusinessId,
    /// How far it has come.
    pub state: State,
    /// When.
    pub on: Option<WorkDate>,
    /// As a new registration under the same number; absent where it was handed in before that was kept.
    pub anew: Option<bool>,
}

/// What these businesses have applied for, drafts not counted; each has one under way at most.
pub async fn handed_in(db: &impl ConnectionTrait, ids: &[BusinessId]) -> Result<Vec<HandedIn>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks = vec!["?"; ids.len()].join(", ");
    let (kind, states) = under_way();
    let sql = format!(
        "SELECT business_id, submitted_at, anew, state FROM application WHERE kind = {kind} AND state IN ({states}) \
         AND business_id IN ({marks})"
    );
    let values = ids.iter().map(|id| id.get().into()).collect();
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(HandedIn {
            business: BusinessId::from_stored(row.try_get_by_index(0)?),
            on: row.try_get_by_index::<Option<i64>>(1)?.map(|at| Instant(at).date()),
            anew: row.try_get_by_index(2)?,
            state: state_from(row.try_get_by_index(3)?)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Which of these businesses have applied for a further period, as of [`handed_in`].
pub async fn applied(db: &impl ConnectionTrait, ids: &[BusinessId]) -> Result<Vec<BusinessId>> {
    Ok(handed_in(db, ids).await?.into_iter().map(|of| of.business).collect())
}

/// The number of a renewal's kind, and of the states in which one is applied for, for SQL.
pub(crate) fn under_way() -> (i16, String) {
    let states = State::ALL.into_iter().filter(|state| state.is_applied());
    let states: Vec<String> = states.map(|state| state.number().to_string()).collect();
    (ApplicationKind::BusinessRenewal.number(), states.join(", "))
}

/// Notes that a prime reminded a subcontractor; `false` where it did so that day already.
pub async fn remind(tx: &impl ConnectionTrait, id: BusinessId, prime: BusinessId, day: WorkDate) -> Result<bool> {
    let sql = "INSERT INTO renewal_reminder (business_id, prime, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    let values = vec![id.get().into(), prime.get().into(), day.number().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
