//! Samples of what bodies approved, and the rates they are drawn at. Invariant: a rate that has begun is never changed, and a
//! sample is judged once.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::{AccountId, ApplicationId, RegistrarId},
    listing::{Listed, Mark, PART_ROWS},
    registrar::{SampleRow, SampleVerdict},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

/// Of a hundred, on a day.
pub async fn rate_on(db: &impl ConnectionTrait, day: WorkDate) -> Result<i16> {
    let sql = "SELECT percent FROM sample_rate WHERE from_date <= ? ORDER BY from_date DESC LIMIT 1";
    let row = db.query_one_raw(ask(db, sql, vec![day.number().into()])).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("", "percent")?))
}

/// Every rate with its first day, newest first.
pub async fn rates(db: &impl ConnectionTrait) -> Result<Vec<(WorkDate, i16)>> {
    let sql = "SELECT from_date, percent FROM sample_rate ORDER BY from_date DESC";
    let rows = db.query_all_raw(ask(db, sql, Vec::new())).await?;
    rows.iter()
        .map(|row| Ok((WorkDate::from_stored(row.try_get("", "from_date")?), row.try_get("", "percent")?)))
        .collect()
}

/// Sets the rate from a day to come on, in place of one set for the same day.
pub async fn set_rate(
    tx: &impl ConnectionTrait,
    from: WorkDate,
    percent: i16,
    at: Instant,
    by: Option<AccountId>,
) -> Result<()> {
    let sql = "INSERT INTO sample_rate (from_date, percent, set_at, set_by) VALUES (?, ?, ?, ?) \
        ON CONFLICT (from_date) DO UPDATE SET percent = excluded.percent, set_at = excluded.set_at, set_by = excluded.set_by";
    let values = vec![from.number().into(), percent.into(), at.0.into(), by.map(|id| id.0).into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// Notes that an approved application was chosen.
pub async fn choose(tx: &impl ConnectionTrait, id: ApplicationId, of: RegistrarId, at: Instant) -> Result<()> {
    let sql = "INSERT INTO registrar_sample (application_id, registrar_id, chosen_at, word) VALUES (?, ?, ?, '')";
    tx.execute_raw(ask(tx, sql, vec![id.0.into(), of.0.into(), at.0.into()])).await?;
    Ok(())
}

fn sample(row: &QueryResult) -> Result<SampleRow> {
    let verdict: Option<i16> = row.try_get("", "verdict")?;
    let verdict = verdict.map(|stored| SampleVerdict::from_stored(stored).ok_or(stored)).transpose();
    Ok(SampleRow {
        id: ApplicationId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        name: row.try_get("", "name")?,
        registrar: RegistrarId(row.try_get("", "registrar_id")?),
        body: row.try_get("", "body")?,
        chosen_at: Instant(row.try_get("", "chosen_at")?),
        verdict: verdict.map_err(|stored| Fault::unreadable("verdict of a sample", stored))?,
        word: row.try_get("", "word")?,
        judged_at: row.try_get::<Option<i64>>("", "judged_at")?.map(Instant),
    })
}

const SELECT: &str = "SELECT a.id, a.number, a.name, s.registrar_id, r.name AS body, s.chosen_at, s.verdict, s.word, \
    s.judged_at FROM registrar_sample s JOIN application a ON a.id = s.application_id JOIN registrar r ON r.id = s.registrar_id";

/// One sample.
pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<SampleRow>> {
    let sql = format!("{SELECT} WHERE s.application_id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(sample).transpose()
}

/// The part after `after` of the samples a scope opens, newest first: for the operator all (or only those nobody has looked
/// at), for a body those that were judged.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    open_only: bool,
    after: Option<Mark>,
) -> Result<Listed<SampleRow>> {
    let (which, mut values): (&str, Vec<Value>) = match scope.extent() {
        Extent::All if open_only => ("s.verdict IS NULL", Vec::new()),
        Extent::All => ("s.verdict IS NOT NULL", Vec::new()),
        Extent::Registrar(id) => ("s.verdict IS NOT NULL AND s.registrar_id = ?", vec![id.0.into()]),
        _ => return Ok(Listed::default()),
    };
    let sql = format!("SELECT COUNT(*) FROM registrar_sample s WHERE {which}");
    let counted = db.query_one_raw(ask(db, &sql, values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let begins = if let Some(mark) = after {
        values.extend([mark.at.into(), mark.id.into()]);
        " AND (s.chosen_at, s.application_id) < (?, ?)"
    } else {
        ""
    };
    let sql = format!(
        "{SELECT} WHERE {which}{begins} ORDER BY s.chosen_at DESC, s.application_id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let rows = db.query_all_raw(ask(db, &sql, values)).await?.iter().map(sample).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.chosen_at.0, id: row.id.0 }.to_string()))
}

/// Notes what was found; `false` where somebody did before.
pub async fn judge(
    tx: &impl ConnectionTrait,
    id: ApplicationId,
    verdict: SampleVerdict,
    word: &str,
    (at, by): (Instant, Option<AccountId>),
) -> Result<bool> {
    let sql = "UPDATE registrar_sample SET verdict = ?, word = ?, judged_at = ?, judged_by = ? \
        WHERE application_id = ? AND verdict IS NULL";
    let values = vec![verdict.number().into(), word.into(), at.0.into(), by.map(|id| id.0).into(), id.0.into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
