//! まとめて申請: a file of many people. Invariant: looking at a file applies for nobody; what is taken of it is its good rows, each
//! once, whoever does it and however often it is tried.

mod judge;

use crate::{Call, Change, Error, Result, business, fee, job, proxy};
use domain::{
    access::{Action, Denied, Resource},
    application::ApplicationKind,
    bulk::{self, Bulk, BulkState, CellProblem},
    form::{FieldProblem, Problem},
    id::{BulkId, BusinessId},
    proxy::Filer,
    technician::{Stage, TechnicianForm},
};
use judge::judge;
use serde_json::json;
use store::bulk::{self as rows, Kept, Row};
use tokio::sync::Semaphore;

/// Rows made applications before whoever takes a file is answered.
const FIRST_ROWS: u32 = 50;
/// Rows of a slice of the register's own work, about a second.
const SLICE_ROWS: u32 = 200;
/// Files shown.
const FILES_SHOWN: u32 = 20;
/// Good rows shown before they are taken.
const ROWS_SHOWN: u32 = 10;
/// Files thrown away in one transaction.
const FORGOTTEN_AT_ONCE: u32 = 200;

/// One file is judged at a time: a large one takes several times its size of memory.
static TURN: Semaphore = Semaphore::const_new(1);

const TOO_LARGE: &str = "too_large";
const NOTHING_GOOD: &str = "bulk.nothing_good";

/// Looks at a file: judges every row and keeps what was found; nobody is applied for yet. Errors: `too_large`,
/// `bulk.not_sheet`, `bulk.no_rows`, `bulk.too_many`, headings beside `file`; `fee.limited`, `business.expired`,
/// `business.lapsed`.
pub async fn look(call: &Call, stage: Stage, file_name: &str, content: Vec<u8>) -> Result<BulkId> {
    let (business_id, account_id) = may_file(call)?;
    if stage.is_of_registered() {
        return Err(Error::NotFound);
    }
    if content.len() > bulk::BYTES_MAX {
        return Err(Error::rejected(TOO_LARGE));
    }
    fee::require_good_standing(call, call.db.read()).await?;
    business::require_valid(call, call.db.read()).await?;
    let today = call.today();
    let _turn = TURN.acquire().await.map_err(Error::internal)?;
    let filed = rows::people_under_way(call.db.read(), business_id).await?;
    let judged = move || judge(&content, stage, today, business_id, &filed);
    let found = tokio::task::spawn_blocking(judged).await.map_err(Error::internal)??;
    let id = BulkId(call.ids.uuid(call.now()));
    let bulk = Bulk {
        id,
        kind: ApplicationKind::of_stage(stage),
        file_name: file_name.chars().filter(|c| !c.is_control()).take(100).collect(),
        state: BulkState::LookedAt,
        rows: found.rows,
        good: found.good_count,
        taken: 0,
        problems: found.problem_count,
        at: call.now(),
    };
    let tx = call.db.begin().await?;
    let kept = Kept { bulk, business_id, account_id };
    rows::insert(&tx, &kept, found.good, &found.problems).await?;
    note(call, &tx, &kept, "bulk.look").await?;
    tx.commit().await?;
    Ok(id)
}

fn may_file(call: &Call) -> Result<(BusinessId, domain::id::AccountId)> {
    call.authorize(Action::ProxyFile, &Resource::Register)?;
    call.actor.business.zip(call.actor.account).ok_or(Error::Forbidden(Denied::Role))
}

async fn note(call: &Call, tx: &impl store::ConnectionTrait, kept: &Kept, process: &'static str) -> Result<()> {
    let new = json!({
        "state": kept.bulk.state, "rows": kept.bulk.rows, "good": kept.bulk.good, "taken": kept.bulk.taken,
    });
    let subject_id = kept.bulk.id.to_string();
    call.note(tx, Change { process, subject_kind: "bulk", subject_id, new: Some(new), ..Change::default() }).await
}

/// What is wrong with the headings of a file, beside `file`.
pub(crate) fn headings(wrong: bulk::WrongHeadings) -> Vec<FieldProblem> {
    let missing: Vec<String> = wrong.missing.into_iter().map(str::to_owned).collect();
    let mut problems = Vec::new();
    if !missing.is_empty() {
        problems.push(Problem::HeadingsMissing { names: missing });
    }
    if !wrong.unknown.is_empty() {
        problems.push(Problem::HeadingsUnknown { names: wrong.unknown });
    }
    if !wrong.twice.is_empty() {
        problems.push(Problem::HeadingsTwice { names: wrong.twice });
    }
    problems.into_iter().map(|problem| FieldProblem::new("file", problem)).collect()
}

/// The files of one's own business, newest first.
pub async fn list(call: &Call) -> Result<Vec<Bulk>> {
    let scope = call.authorize(Action::ProxyFile, &Resource::Register)?;
    Ok(rows::list(call.db.read(), &scope, FILES_SHOWN).await?)
}

/// A file, its first cells with problems, and its first good rows that are no applications yet. Errors: `NotFound`.
pub async fn detail(call: &Call, id: BulkId) -> Result<(Bulk, Vec<CellProblem>, Vec<(u32, TechnicianForm)>)> {
    let (own, _) = may_file(call)?;
    let db = call.db.read();
    let kept = rows::find(db, id).await?.filter(|kept| kept.business_id == own).ok_or(Error::NotFound)?;
    let numbered = |row: Row| (u32::try_from(row.line).unwrap_or(u32::MAX), row.form);
    let first = rows::rows(db, id, ROWS_SHOWN).await?.into_iter().map(numbered).collect();
    Ok((kept.bulk, rows::problems(db, id).await?, first))
}

/// Makes applications of the good rows; a large file goes on by itself. Errors: `NotFound`, `conflict.state`,
/// `bulk.nothing_good`; `fee.limited`, `business.expired`, `business.lapsed`.
pub async fn take(call: &Call, id: BulkId) -> Result<()> {
    let (own, _) = may_file(call)?;
    let tx = call.db.begin().await?;
    fee::require_good_standing(call, &tx).await?;
    business::require_valid(call, &tx).await?;
    let mut kept = rows::lock(&tx, id).await?.filter(|kept| kept.business_id == own).ok_or(Error::NotFound)?;
    if kept.bulk.state != BulkState::LookedAt {
        return Err(Error::Conflict("conflict.state"));
    }
    if kept.bulk.good == 0 {
        return Err(Error::rejected(NOTHING_GOOD));
    }
    kept.bulk.state = BulkState::Taking;
    rows::advance(&tx, id, BulkState::Taking, 0, call.now()).await?;
    note(call, &tx, &kept, "bulk.take").await?;
    let job = job::set_mine(call, &tx, job::Work::Bulk(id)).await?;
    tx.commit().await?;
    if slice(call, id, FIRST_ROWS).await? { job::finish(call, &job).await } else { job::put_back(call, &job).await }
}

/// The next slice of a file; whether that was all of it.
pub(crate) async fn go_on(call: &Call, id: BulkId) -> Result<bool> {
    slice(call, id, SLICE_ROWS).await
}

async fn slice(call: &Call, id: BulkId, limit: u32) -> Result<bool> {
    let tx = call.db.begin().await?;
    let mut kept = rows::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    if kept.bulk.state != BulkState::Taking {
        return Ok(true);
    }
    let found = rows::rows(&tx, id, limit).await?;
    for row in &found {
        let filed = proxy::By { filer: Filer::Business(kept.business_id), account: kept.account_id, file: Some(id) };
        proxy::begin(call, &tx, kept.bulk.kind, &row.form, filed).await?;
    }
    if let Some(last) = found.last() {
        rows::forget_rows(&tx, id, last.line).await?;
    }
    let is_all = u32::try_from(found.len()).unwrap_or(u32::MAX) < limit;
    kept.bulk.taken += u32::try_from(found.len()).unwrap_or(u32::MAX);
    kept.bulk.state = if is_all { BulkState::Taken } else { BulkState::Taking };
    rows::advance(&tx, id, kept.bulk.state, kept.bulk.taken, call.now()).await?;
    if is_all {
        note(call, &tx, &kept, "bulk.taken").await?;
    }
    tx.commit().await?;
    Ok(is_all)
}

/// Throws a file away that was only looked at. Errors: `NotFound`, `conflict.state`.
pub async fn discard(call: &Call, id: BulkId) -> Result<()> {
    let (own, _) = may_file(call)?;
    let tx = call.db.begin().await?;
    let mut kept = rows::lock(&tx, id).await?.filter(|kept| kept.business_id == own).ok_or(Error::NotFound)?;
    if kept.bulk.state != BulkState::LookedAt {
        return Err(Error::Conflict("conflict.state"));
    }
    thrown_away(call, &tx, &mut kept).await?;
    tx.commit().await?;
    Ok(())
}

async fn thrown_away(call: &Call, tx: &impl store::ConnectionTrait, kept: &mut Kept) -> Result<()> {
    kept.bulk.state = BulkState::Discarded;
    rows::forget_rows(tx, kept.bulk.id, i64::MAX).await?;
    rows::forget_problems(tx, kept.bulk.id).await?;
    rows::advance(tx, kept.bulk.id, BulkState::Discarded, 0, call.now()).await?;
    note(call, tx, kept, "bulk.discard").await
}

/// Throws away what was only looked at a month ago, and the cells with problems of what was taken then; a part a day.
pub(crate) async fn forget_old(call: &Call) -> Result<()> {
    let before = call.now().plus_ms(-bulk::KEPT_MS);
    let tx = call.db.begin().await?;
    for mut kept in rows::lying(&tx, before, FORGOTTEN_AT_ONCE).await? {
        thrown_away(call, &tx, &mut kept).await?;
    }
    rows::forget_old_problems(&tx, before).await?;
    tx.commit().await?;
    Ok(())
}
