//! Claims about days of work and their steps. Invariant: a step is only ever added, in the transaction that moves the
//! claim, by who holds its row.

use crate::{
    fault::{Fault, Result},
    query::ask,
};
use domain::{
    access::{Extent, Scope},
    history::{
        claim::{ClaimAct, ClaimKind, ClaimRow, ClaimState, ClaimStep, Party},
        entry::Span,
    },
    id::{BusinessId, ClaimId, SiteId, TechnicianId},
    listing::{Listed, Mark, PART_ROWS},
    time::{Instant, WorkDate},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use uuid::Uuid;

const COLUMNS: &str = "c.id, c.technician_id, t.family_name, t.given_name, c.kind, c.site_id, COALESCE(s.name, c.site_name) AS site, \
    c.asked, b.name AS asked_name, c.work_date, c.first_in, c.last_out, c.words, c.made_at, c.answer_by, c.state";
const FROM: &str = "FROM history_claim c JOIN technician t ON t.id = c.technician_id LEFT JOIN site s ON s.id = c.site_id \
    LEFT JOIN business b ON b.id = c.asked";

fn claim(row: &QueryResult) -> Result<ClaimRow> {
    let (kind, state): (i16, i16) = (row.try_get("", "kind")?, row.try_get("", "state")?);
    let (family, given): (String, String) = (row.try_get("", "family_name")?, row.try_get("", "given_name")?);
    Ok(ClaimRow {
        id: ClaimId(row.try_get::<Uuid>("", "id")?),
        technician: TechnicianId::from_stored(row.try_get("", "technician_id")?),
        name: crate::technician::spaced(&family, &given),
        kind: ClaimKind::from_stored(kind).ok_or_else(|| Fault::unreadable("kind of a claim", kind))?,
        site: row.try_get::<Option<i64>>("", "site_id")?.map(SiteId::from_stored),
        site_name: row.try_get("", "site")?,
        asked: row.try_get::<Option<i64>>("", "asked")?.map(BusinessId::from_stored),
        asked_name: row.try_get("", "asked_name")?,
        day: WorkDate::from_stored(row.try_get("", "work_date")?),
        span: Span {
            first_in: row.try_get::<Option<i64>>("", "first_in")?.map(Instant),
            last_out: row.try_get::<Option<i64>>("", "last_out")?.map(Instant),
        },
        words: row.try_get("", "words")?,
        made_at: Instant(row.try_get("", "made_at")?),
        answer_by: WorkDate::from_stored(row.try_get("", "answer_by")?),
        state: ClaimState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a claim", state))?,
    })
}

/// Adds a claim; `event`: of its making.
pub async fn add_claim(tx: &impl ConnectionTrait, it: &ClaimRow, event: Uuid) -> Result<()> {
    let sql = "INSERT INTO history_claim (id, technician_id, site_id, site_name, asked, kind, work_date, first_in, last_out, \
        words, made_at, answer_by, state, event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        it.id.0.into(),
        it.technician.get().into(),
        it.site.map(SiteId::get).into(),
        it.site_name.clone().into(),
        it.asked.map(BusinessId::get).into(),
        it.kind.number().into(),
        it.day.number().into(),
        it.span.first_in.map(|at| at.0).into(),
        it.span.last_out.map(|at| at.0).into(),
        it.words.clone().into(),
        it.made_at.0.into(),
        it.answer_by.number().into(),
        it.state.number().into(),
        event.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// One claim. Whoever asks has looked whose it is.
pub async fn claim_of(db: &impl ConnectionTrait, id: ClaimId) -> Result<Option<ClaimRow>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE c.id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(claim).transpose()
}

/// The same, locked until the transaction ends (SQLite has one writer already).
pub async fn lock_claim(tx: &impl ConnectionTrait, id: ClaimId) -> Result<Option<ClaimRow>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE OF c" } else { "" };
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE c.id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(claim).transpose()
}

/// A step as it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTaken {
    /// What was done, by whom, with which words.
    pub step: ClaimStep,
    /// The business, where one did it.
    pub business: Option<BusinessId>,
    /// The event of the step.
    pub event: Uuid,
    /// The event by which the approval of the day was taken back.
    pub taken_back: Option<Uuid>,
    /// The event by which the day was entered.
    pub entered: Option<Uuid>,
}

/// Adds a step after the last and writes where the claim stands: site, state and time for an answer as `it` says. The
/// caller holds the claim's row.
pub async fn add_claim_step(tx: &impl ConnectionTrait, it: &ClaimRow, step: &StepTaken) -> Result<()> {
    let sql = "INSERT INTO history_claim_step (claim_id, turn, act, by_party, by_business, words, at, event_id, taken_back, \
        entered) SELECT c.id, (SELECT COUNT(*) FROM history_claim_step s WHERE s.claim_id = c.id) + 1, CAST(? AS smallint), \
        CAST(? AS smallint), CAST(? AS bigint), CAST(? AS text), CAST(? AS bigint), ?, ?, ? FROM history_claim c WHERE c.id = ?";
    let values = vec![
        step.step.act.number().into(),
        step.step.by.number().into(),
        step.business.map(BusinessId::get).into(),
        step.step.words.clone().into(),
        step.step.at.0.into(),
        step.event.into(),
        step.taken_back.into(),
        step.entered.into(),
        it.id.0.into(),
    ];
    tx.execute_raw(ask(tx, sql, values)).await?;
    let sql = "UPDATE history_claim SET state = ?, answer_by = ?, site_id = ? WHERE id = ?";
    let values =
        vec![it.state.number().into(), it.answer_by.number().into(), it.site.map(SiteId::get).into(), it.id.0.into()];
    tx.execute_raw(ask(tx, sql, values)).await?;
    Ok(())
}

/// The steps of a claim, in their order.
pub async fn claim_steps(db: &impl ConnectionTrait, id: ClaimId) -> Result<Vec<ClaimStep>> {
    let sql = "SELECT act, by_party, words, at FROM history_claim_step WHERE claim_id = ? ORDER BY turn";
    let step = |row: &QueryResult| {
        let (act, by): (i16, i16) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        Ok(ClaimStep {
            act: ClaimAct::from_stored(act).ok_or_else(|| Fault::unreadable("step of a claim", act))?,
            by: Party::from_stored(by).ok_or_else(|| Fault::unreadable("party of a claim", by))?,
            words: row.try_get_by_index(2)?,
            at: Instant(row.try_get_by_index(3)?),
        })
    };
    db.query_all_raw(ask(db, sql, vec![id.0.into()])).await?.iter().map(step).collect()
}

/// Whose claims a scope opens: a condition and its values. `None`: nobody's.
fn whose(scope: &Scope, asked: Option<BusinessId>) -> Option<(String, Vec<Value>)> {
    let offices = || {
        let states = ClaimState::ALL.into_iter().filter(|state| state.is_offices());
        states.map(|state| state.number().to_string()).collect::<Vec<_>>().join(", ")
    };
    Some(match (scope.extent(), asked) {
        (Extent::Technician(id), _) => ("c.technician_id = ?".to_owned(), vec![id.get().into()]),
        (Extent::Business(id), _) => ("c.asked = ?".to_owned(), vec![id.get().into()]),
        // A site's claims are those its own business is asked.
        (Extent::Sites(sites), Some(asked)) if !sites.is_empty() => {
            let of = vec!["?"; sites.len()].join(", ");
            let values = core::iter::once(asked.get()).chain(sites.iter().map(|site| site.get())).map(Value::from);
            (format!("c.asked = ? AND c.site_id IN ({of})"), values.collect())
        }
        (Extent::All, _) => (format!("c.state IN ({})", offices()), Vec::new()),
        _ => return None,
    })
}

/// The part after `after` of the claims a scope opens, the latest first; `open`: only those something may be done about.
/// `asked`: the business of who looks, for those who see the claims of named sites only.
pub async fn claims(
    db: &impl ConnectionTrait,
    scope: &Scope,
    asked: Option<BusinessId>,
    open: bool,
    after: Option<Mark>,
) -> Result<Listed<ClaimRow>> {
    let Some((mut condition, values)) = whose(scope, asked) else { return Ok(Listed::default()) };
    if open {
        let states = ClaimState::ALL.into_iter().filter(|state| state.is_open());
        let states: Vec<String> = states.map(|state| state.number().to_string()).collect();
        condition = format!("{condition} AND c.state IN ({})", states.join(", "));
    }
    let counted = format!("SELECT COUNT(*) FROM history_claim c WHERE {condition}");
    let counted = db.query_one_raw(ask(db, &counted, values.clone())).await?;
    let all = counted.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let (begins, more) = match after {
        Some(mark) => (" AND (c.made_at, c.id) < (?, ?)", vec![mark.at.into(), mark.id.into()]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE {condition}{begins} ORDER BY c.made_at DESC, c.id DESC LIMIT {}",
        PART_ROWS + 1
    );
    let values = values.into_iter().chain(more).collect();
    let rows = db.query_all_raw(ask(db, &sql, values)).await?.iter().map(claim).collect::<Result<Vec<_>>>()?;
    Ok(Listed::new(rows, all, |row| Mark { at: row.made_at.0, id: row.id.0 }.to_string()))
}

/// How many claims of a scope wait for the answer of the business, and the first day by which one is to be answered; of one
/// site where it is named. `None` where none waits.
pub async fn claims_waiting(
    db: &impl ConnectionTrait,
    scope: &Scope,
    asked: Option<BusinessId>,
    site: Option<SiteId>,
) -> Result<Option<(i64, WorkDate)>> {
    let Some((mut condition, mut values)) = whose(scope, asked) else { return Ok(None) };
    let states = ClaimState::ALL.into_iter().filter(|state| state.waits_for_business());
    let states: Vec<String> = states.map(|state| state.number().to_string()).collect();
    condition = format!("{condition} AND c.state IN ({})", states.join(", "));
    if let Some(site) = site {
        condition.push_str(" AND c.site_id = ?");
        values.push(site.get().into());
    }
    let sql = format!("SELECT COUNT(*), MIN(c.answer_by) FROM history_claim c WHERE {condition}");
    let Some(row) = db.query_one_raw(ask(db, &sql, values)).await? else { return Ok(None) };
    let (count, until): (i64, Option<i32>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(until.map(|until| (count, WorkDate::from_stored(until))))
}

/// A person's claims that something may still be done about; the caller holds the person.
pub async fn open_claims(tx: &impl ConnectionTrait, of: TechnicianId) -> Result<Vec<ClaimRow>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE c.technician_id = ?");
    let rows = tx.query_all_raw(ask(tx, &sql, vec![of.get().into()])).await?;
    let rows = rows.iter().map(claim).collect::<Result<Vec<_>>>()?;
    Ok(rows.into_iter().filter(|row| row.state.is_open()).collect())
}

/// Claims that waited for a business's answer until before `today`, at most `max`.
pub async fn overdue_claims(db: &impl ConnectionTrait, today: WorkDate, max: u64) -> Result<Vec<ClaimId>> {
    let states = ClaimState::ALL.into_iter().filter(|state| state.waits_for_business());
    let states: Vec<String> = states.map(|state| state.number().to_string()).collect();
    let sql = format!(
        "SELECT id FROM history_claim WHERE state IN ({}) AND answer_by < ? ORDER BY answer_by, id LIMIT {max}",
        states.join(", ")
    );
    let found = db.query_all_raw(ask(db, &sql, vec![today.number().into()])).await?;
    found.iter().map(|row| Ok(ClaimId(row.try_get_by_index::<Uuid>(0)?))).collect()
}

/// Sites a person has to do with, whose names they know: on the roster or recorded there or touched there without a record,
/// the newest first, at most `max`.
pub async fn sites_of_person(db: &impl ConnectionTrait, of: TechnicianId, max: u64) -> Result<Vec<(SiteId, String)>> {
    let sql = format!(
        "SELECT s.id, s.name FROM site s WHERE s.id IN (SELECT r.site_id FROM roster r WHERE r.technician_id = ? UNION \
         SELECT h.site_id FROM history_record h WHERE h.technician_id = ? UNION \
         SELECT q.site_id FROM quarantine q WHERE q.technician_id = ? AND q.site_id IS NOT NULL) \
         ORDER BY s.start_date DESC, s.id DESC LIMIT {max}"
    );
    let id = of.get();
    let found = db.query_all_raw(ask(db, &sql, vec![id.into(), id.into(), id.into()])).await?;
    let site = |row: &QueryResult| Ok((SiteId::from_stored(row.try_get_by_index(0)?), row.try_get_by_index(1)?));
    found.iter().map(site).collect()
}
