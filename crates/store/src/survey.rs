//! 意向調査 as kept. Invariant: a business is asked once in a round; what its link holds is kept as a hash, and sealed for the
//! reminder.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    id::{BusinessId, SurveyId},
    listing::PART_ROWS,
    prefecture::PrefectureCode,
    survey::{Intent, OwnSurvey, Round, SurveyLine, SurveyRow, is_open},
    text::search_key,
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

/// How far the asking of a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// What it is for.
    pub round: Round,
    /// The last business that was looked at.
    pub after: Option<BusinessId>,
    /// Whether all were.
    pub complete: bool,
}

/// Begins a round.
pub async fn insert(tx: &impl ConnectionTrait, id: SurveyId, round: Round, at: Instant) -> Result<()> {
    let sql = "INSERT INTO survey (id, from_date, to_date, due_date, opened_at, complete) VALUES (?, ?, ?, ?, ?, 0)";
    let values =
        vec![id.0.into(), round.from.number().into(), round.to.number().into(), round.due.number().into(), at.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// How far the asking is, locked until the transaction ends (SQLite has one writer already).
pub async fn asking(tx: &impl ConnectionTrait, id: SurveyId) -> Result<Option<Asking>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT from_date, to_date, due_date, asked_after, complete FROM survey WHERE id = ?{lock}");
    let Some(row) = tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await? else { return Ok(None) };
    let day = |at: usize| row.try_get_by_index::<i32>(at).map(WorkDate::from_stored);
    let after: Option<i64> = row.try_get_by_index(3)?;
    let complete: i16 = row.try_get_by_index(4)?;
    Ok(Some(Asking {
        round: Round { from: day(0)?, to: day(1)?, due: day(2)? },
        after: after.map(BusinessId::from_stored),
        complete: complete > 0,
    }))
}

/// Writes down how far the asking is; the caller holds its lock.
pub async fn went_on(tx: &impl ConnectionTrait, id: SurveyId, after: Option<BusinessId>, complete: bool) -> Result<()> {
    let sql = "UPDATE survey SET asked_after = ?, complete = ? WHERE id = ?";
    let values = vec![after.map(BusinessId::get).into(), i16::from(complete).into(), id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// A business asked: its end as it stood, and its link.
pub async fn add(
    tx: &impl ConnectionTrait,
    id: SurveyId,
    (business, valid_until): (BusinessId, WorkDate),
    (token_hash, sealed): (&str, &str),
) -> Result<()> {
    let sql = "INSERT INTO survey_business (survey_id, business_id, valid_until, token_hash, sealed) \
        VALUES (?, ?, ?, ?, ?)";
    let values: Vec<Value> =
        vec![id.0.into(), business.get().into(), valid_until.number().into(), token_hash.into(), sealed.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

fn intent(row: &QueryResult) -> Result<Option<Intent>> {
    let stored: Option<i16> = row.try_get("", "intent")?;
    stored.map(|stored| Intent::from_stored(stored).ok_or_else(|| Fault::unreadable("intent", stored))).transpose()
}

fn own(row: &QueryResult, today: WorkDate) -> Result<(OwnSurvey, BusinessId)> {
    let due = WorkDate::from_stored(row.try_get("", "due_date")?);
    let reason: Option<String> = row.try_get("", "reason")?;
    let own = OwnSurvey {
        id: SurveyId(row.try_get("", "survey_id")?),
        name: row.try_get("", "name")?,
        valid_until: WorkDate::from_stored(row.try_get("", "valid_until")?),
        due,
        open: is_open(due, today),
        intent: intent(row)?,
        reason: reason.unwrap_or_default(),
    };
    Ok((own, BusinessId::from_stored(row.try_get("", "business_id")?)))
}

const OWN: &str = "SELECT a.survey_id, a.business_id, b.name, a.valid_until, s.due_date, a.intent, a.reason \
    FROM survey_business a JOIN survey s ON s.id = a.survey_id JOIN business b ON b.id = a.business_id";

/// The rounds a business was asked in, the latest first.
pub async fn of_business(db: &impl ConnectionTrait, id: BusinessId, today: WorkDate) -> Result<Vec<OwnSurvey>> {
    let sql = format!("{OWN} WHERE a.business_id = ? ORDER BY s.due_date DESC, s.id");
    let rows = db.query_all_raw(ask(db, &sql, vec![id.get().into()])).await?;
    rows.iter().map(|row| own(row, today).map(|(own, _)| own)).collect()
}

/// The round and business whose link holds what has this hash.
pub async fn by_link(
    db: &impl ConnectionTrait,
    hash: &str,
    today: WorkDate,
) -> Result<Option<(OwnSurvey, BusinessId)>> {
    let sql = format!("{OWN} WHERE a.token_hash = ?");
    db.query_one_raw(ask(db, &sql, vec![hash.into()])).await?.as_ref().map(|row| own(row, today)).transpose()
}

/// Writes an answer down; `false` where the business was not asked in that round.
pub async fn answer(
    tx: &impl ConnectionTrait,
    (id, business): (SurveyId, BusinessId),
    intent: Intent,
    reason: &str,
    at: Instant,
) -> Result<bool> {
    let sql =
        "UPDATE survey_business SET intent = ?, reason = ?, answered_at = ? WHERE survey_id = ? AND business_id = ?";
    let values = vec![intent.number().into(), reason.into(), at.0.into(), id.0.into(), business.get().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}

fn row(row: &QueryResult) -> Result<SurveyRow> {
    let day = |column: &str| row.try_get::<i32>("", column).map(WorkDate::from_stored);
    let complete: i16 = row.try_get("", "complete")?;
    Ok(SurveyRow {
        id: SurveyId(row.try_get("", "id")?),
        from: day("from_date")?,
        to: day("to_date")?,
        due: day("due_date")?,
        opened_at: Instant(row.try_get("", "opened_at")?),
        complete: complete > 0,
        asked: row.try_get("", "asked")?,
        answers: [row.try_get("", "renew")?, row.try_get("", "leave")?, row.try_get("", "undecided")?],
    })
}

const COUNTED: &str = "SELECT s.id, s.from_date, s.to_date, s.due_date, s.opened_at, s.complete, \
    COUNT(a.business_id) AS asked, COUNT(CASE WHEN a.intent = 1 THEN 1 END) AS renew, \
    COUNT(CASE WHEN a.intent = 2 THEN 1 END) AS leave, COUNT(CASE WHEN a.intent = 3 THEN 1 END) AS undecided \
    FROM survey s LEFT JOIN survey_business a ON a.survey_id = s.id";
const GROUPED: &str = "GROUP BY s.id, s.from_date, s.to_date, s.due_date, s.opened_at, s.complete";

/// Every round with its counts, the latest first: there are a few a year.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<SurveyRow>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!("{COUNTED} {GROUPED} ORDER BY s.opened_at DESC, s.id");
    db.query_all_raw(ask(db, &sql, Vec::new())).await?.iter().map(row).collect()
}

/// One round with its counts.
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: SurveyId) -> Result<Option<SurveyRow>> {
    if *scope.extent() != Extent::All {
        return Ok(None);
    }
    let sql = format!("{COUNTED} WHERE s.id = ? {GROUPED}");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(row).transpose()
}

/// Which of the businesses that were asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Which {
    /// With an address there.
    pub prefecture: Option<PrefectureCode>,
    /// That belong to this body (所属団体), in whatever form its name is written.
    pub body: Option<String>,
    /// That have not answered.
    pub silent: bool,
}

fn conditions(id: SurveyId, which: &Which) -> (String, Vec<Value>) {
    let mut sql = "a.survey_id = ?".to_owned();
    let mut values: Vec<Value> = vec![id.0.into()];
    if let Some(prefecture) = which.prefecture {
        sql.push_str(" AND b.prefecture = ?");
        values.push(prefecture.get().into());
    }
    if let Some(body) = &which.body {
        sql.push_str(" AND EXISTS (SELECT 1 FROM business_body m WHERE m.business_id = b.id AND m.search = ?)");
        values.push(search_key(body).into());
    }
    if which.silent {
        sql.push_str(" AND a.intent IS NULL");
    }
    (sql, values)
}

const LINE: &str = "SELECT a.business_id, b.name, b.prefecture, a.valid_until, a.intent, a.reason, a.answered_at \
    FROM survey_business a JOIN business b ON b.id = a.business_id";

fn line(row: &QueryResult) -> Result<SurveyLine> {
    let (reason, at): (Option<String>, Option<i64>) = (row.try_get("", "reason")?, row.try_get("", "answered_at")?);
    Ok(SurveyLine {
        business: BusinessId::from_stored(row.try_get("", "business_id")?),
        name: row.try_get("", "name")?,
        prefecture: PrefectureCode::from_stored(row.try_get("", "prefecture")?),
        valid_until: WorkDate::from_stored(row.try_get("", "valid_until")?),
        intent: intent(row)?,
        reason: reason.unwrap_or_default(),
        answered_at: at.map(Instant),
    })
}

/// How many of a round's businesses these are.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope, id: SurveyId, which: &Which) -> Result<i64> {
    if *scope.extent() != Extent::All {
        return Ok(0);
    }
    let (conditions, values) = conditions(id, which);
    let sql =
        format!("SELECT COUNT(*) FROM survey_business a JOIN business b ON b.id = a.business_id WHERE {conditions}");
    let row = db.query_one_raw(ask(db, &sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// The bodies to which businesses of a round belong, those with most first, with how many: at most [`BODIES_MAX`].
pub async fn bodies(db: &impl ConnectionTrait, scope: &Scope, id: SurveyId) -> Result<Vec<(String, i64)>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT MIN(m.name), COUNT(*) FROM survey_business a JOIN business_body m ON m.business_id = a.business_id \
         WHERE a.survey_id = ? GROUP BY m.search ORDER BY COUNT(*) DESC, m.search LIMIT {BODIES_MAX}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// More than a list to choose from is good for.
pub const BODIES_MAX: usize = 500;

/// A round's businesses after one of them by number, at most one more than a part.
pub async fn lines(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: SurveyId,
    which: &Which,
    after: Option<BusinessId>,
) -> Result<Vec<SurveyLine>> {
    if *scope.extent() != Extent::All {
        return Ok(Vec::new());
    }
    let (conditions, mut values) = conditions(id, which);
    values.push(after.map_or(-1, BusinessId::get).into());
    let sql = format!("{LINE} WHERE {conditions} AND a.business_id > ? ORDER BY a.business_id LIMIT {}", PART_ROWS + 1);
    db.query_all_raw(ask(db, &sql, values)).await?.iter().map(line).collect()
}

/// A business that has not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silent {
    /// The round.
    pub survey: SurveyId,
    /// Which.
    pub business: BusinessId,
    /// Its name.
    pub name: String,
    /// The last day of its registration.
    pub valid_until: WorkDate,
    /// The last day to answer.
    pub due: WorkDate,
    /// What its link holds, sealed.
    pub sealed: String,
}

/// At most `limit` businesses that have not answered rounds due from `first` to `last`, and were not reminded; whoever has
/// applied for the renewal, or has it, has answered by that.
pub async fn silent(db: &impl ConnectionTrait, (first, last): (WorkDate, WorkDate), limit: u32) -> Result<Vec<Silent>> {
    let (kind, states) = crate::business::renewal::under_way();
    let sql = format!(
        "SELECT a.survey_id, a.business_id, b.name, a.valid_until, s.due_date, a.sealed FROM survey s \
         JOIN survey_business a ON a.survey_id = s.id JOIN business b ON b.id = a.business_id \
         WHERE s.due_date BETWEEN ? AND ? AND a.intent IS NULL AND a.reminded_at IS NULL \
         AND b.valid_until = a.valid_until AND NOT EXISTS (SELECT 1 FROM application p WHERE p.business_id = b.id \
         AND p.kind = {kind} AND p.state IN ({states})) \
         ORDER BY a.survey_id, a.business_id LIMIT {limit}"
    );
    let rows = db.query_all_raw(ask(db, &sql, vec![first.number().into(), last.number().into()])).await?;
    let silent = |row: &QueryResult| {
        Ok(Silent {
            survey: SurveyId(row.try_get("", "survey_id")?),
            business: BusinessId::from_stored(row.try_get("", "business_id")?),
            name: row.try_get("", "name")?,
            valid_until: WorkDate::from_stored(row.try_get("", "valid_until")?),
            due: WorkDate::from_stored(row.try_get("", "due_date")?),
            sealed: row.try_get("", "sealed")?,
        })
    };
    rows.iter().map(silent).collect()
}

/// Notes that a business was reminded; `false` where it was before.
pub async fn reminded(tx: &impl ConnectionTrait, of: &Silent, at: Instant) -> Result<bool> {
    let sql =
        "UPDATE survey_business SET reminded_at = ? WHERE survey_id = ? AND business_id = ? AND reminded_at IS NULL";
    let values = vec![at.0.into(), of.survey.0.into(), of.business.get().into()];
    Ok(tx.execute_raw(ask(tx, sql, values)).await?.rows_affected() == 1)
}
