//! まとめて申請: a file of many people. Invariant: looking at a file applies for nobody; what is taken of it is its good rows, each
//! once, whoever does it and however often it is tried.

use crate::{Call, Change, Error, Result, business, fee, job, proxy, sheet};
use domain::{
    access::{Action, Denied, Resource},
    application::ApplicationKind,
    bulk::{self, Bulk, BulkState, CellProblem, HEADING_LINE, Layout, PROBLEMS_KEPT, ROWS_MAX},
    form::{FieldProblem, Problem},
    id::{BulkId, BusinessId},
    proxy::Filer,
    technician::{Stage, TechnicianForm},
    text,
    time::WorkDate,
};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
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
/// Characters of a cell kept with its problem.
const TYPED_KEPT: usize = 60;

/// One file is judged at a time: a large one takes several times its size of memory.
static TURN: Semaphore = Semaphore::const_new(1);

const TOO_LARGE: &str = "too_large";
const TOO_MANY: &str = "bulk.too_many";
const NO_ROWS: &str = "bulk.no_rows";
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
        good: u32::try_from(found.good.len()).unwrap_or(u32::MAX),
        taken: 0,
        problems: found.problem_count,
        at: call.now(),
    };
    let tx = call.db.begin().await?;
    let kept = Kept { bulk, business_id, account_id };
    rows::insert(&tx, &kept, &found.good, &found.problems).await?;
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

/// What was found in a file.
#[derive(Default)]
struct Found {
    rows: u32,
    good: Vec<Row>,
    /// Of each good row who it is.
    people: Vec<Option<(String, WorkDate)>>,
    problems: Vec<CellProblem>,
    problem_count: u32,
}

/// Rows of people as they stand in a file, and those of them whose application the same business files already.
fn judge(
    content: &[u8],
    stage: Stage,
    today: WorkDate,
    employer: BusinessId,
    filed: &[(String, String)],
) -> Result<Found> {
    let mut lines = sheet::rows(content)?;
    if lines.is_empty() {
        return Err(Error::rejected(NO_ROWS));
    }
    let people = lines.split_off(1);
    let layout = Layout::of(&lines.remove(0)).map_err(|wrong| Error::fields(headings(wrong)))?;
    if people.iter().all(|cells| is_blank(cells)) {
        return Err(Error::rejected(NO_ROWS));
    }
    if people.len() > usize::try_from(ROWS_MAX).unwrap_or(usize::MAX) {
        return Err(Error::rejected(TOO_MANY));
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = people.len().div_ceil(cores).max(1);
    let judge = |(at, part): (usize, &[Vec<String>])| part_of(&layout, part, at * size, stage, today, employer);
    let parts = std::thread::scope(|scope| {
        let judge = &judge;
        let running: Vec<_> = people.chunks(size).enumerate().map(|part| scope.spawn(move || judge(part))).collect();
        running.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let mut all = Found::default();
    for part in parts {
        let part = part.map_err(|_| Error::internal("a part of a file could not be judged"))??;
        all.rows += part.rows;
        all.good.extend(part.good);
        all.people.extend(part.people);
        all.problem_count += part.problem_count;
        let room = PROBLEMS_KEPT - all.problems.len().min(PROBLEMS_KEPT);
        all.problems.extend(part.problems.into_iter().take(room));
    }
    leave_out_doubles(&layout, &mut all, filed)?;
    Ok(all)
}

/// Takes out the good rows of people who stand in an earlier good row, or for whom an application is under way: one file
/// sent twice applies for nobody twice.
fn leave_out_doubles(layout: &Layout, all: &mut Found, filed: &[(String, String)]) -> Result<()> {
    let known = filed_already(&all.people, filed)?;
    let mut first: HashMap<(String, WorkDate), u32> = HashMap::new();
    let (good, people) = (core::mem::take(&mut all.good), core::mem::take(&mut all.people));
    for (row, person) in good.into_iter().zip(people) {
        let problem = match person.as_ref() {
            Some(person) if known.contains(person) => Some(Problem::FiledAlready),
            Some(person) => first.get(person).map(|line| Problem::SameAsLine { line: *line }),
            None => None,
        };
        let line = u32::try_from(row.line).map_err(Error::internal)?;
        let Some(problem) = problem else {
            if let Some(person) = person {
                first.insert(person, line);
            }
            all.good.push(row);
            continue;
        };
        all.problem_count += 1;
        if all.problems.len() < PROBLEMS_KEPT {
            let form: TechnicianForm = serde_json::from_str(&row.form).map_err(Error::internal)?;
            all.problems.push(short(layout.beside_name(line, &form, problem)));
        }
    }
    all.problems.sort_by_key(|problem| problem.line);
    Ok(())
}

/// Those of the people whose application is among `filed`: names as filed, with their forms. A form is only read where the
/// name is one of the file's.
fn filed_already(
    people: &[Option<(String, WorkDate)>],
    filed: &[(String, String)],
) -> Result<HashSet<(String, WorkDate)>> {
    let names: HashSet<&str> = people.iter().flatten().map(|(name, _)| name.as_str()).collect();
    let mut known = HashSet::new();
    for (name, form) in filed {
        if names.contains(text::search_key(name).as_str()) {
            let form: TechnicianForm = serde_json::from_str(form).map_err(Error::internal)?;
            known.extend(bulk::person_key(&form));
        }
    }
    Ok(known)
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

fn part_of(
    layout: &Layout,
    people: &[Vec<String>],
    before: usize,
    stage: Stage,
    today: WorkDate,
    employer: BusinessId,
) -> Result<Found> {
    let mut found = Found::default();
    for (at, cells) in people.iter().enumerate().filter(|(_, cells)| !is_blank(cells)) {
        let line = u32::try_from(before + at).unwrap_or(u32::MAX).saturating_add(HEADING_LINE + 1);
        found.rows += 1;
        match layout.read(line, cells, stage, today) {
            Ok(form) => {
                found.people.push(bulk::person_key(&form));
                found.good.push(Row { line: i64::from(line), form: compact(&form, employer)? });
            }
            Err(problems) => {
                found.problem_count += u32::try_from(problems.len()).unwrap_or(u32::MAX);
                let room = PROBLEMS_KEPT - found.problems.len().min(PROBLEMS_KEPT);
                found.problems.extend(problems.into_iter().take(room).map(short));
            }
        }
    }
    Ok(found)
}

fn short(problem: CellProblem) -> CellProblem {
    CellProblem { typed: problem.typed.chars().take(TYPED_KEPT).collect(), ..problem }
}

/// The form without what is empty: a file of many people is kept as small as it came.
fn compact(form: &TechnicianForm, employer: BusinessId) -> Result<String> {
    let typed = TechnicianForm::INPUTS.iter().filter_map(|name| {
        let text = form.input(name).filter(|text| !text.is_empty())?;
        Some(((*name).to_owned(), Value::from(text)))
    });
    let employer = [("employer_id".to_owned(), Value::from(employer.to_string()))];
    serde_json::to_string(&Value::Object(typed.chain(employer).collect::<Map<_, _>>())).map_err(Error::internal)
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
    let form = |row: Row| -> Result<(u32, TechnicianForm)> {
        let form = serde_json::from_str(&row.form).map_err(|_| Error::internal("a row of a file does not read"))?;
        Ok((u32::try_from(row.line).unwrap_or(u32::MAX), form))
    };
    let first = rows::rows(db, id, ROWS_SHOWN).await?.into_iter().map(form).collect::<Result<Vec<_>>>()?;
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
        let form: TechnicianForm =
            serde_json::from_str(&row.form).map_err(|_| Error::internal("a row of a file does not read"))?;
        let filed = proxy::By { filer: Filer::Business(kept.business_id), account: kept.account_id, file: Some(id) };
        proxy::begin(call, &tx, kept.bulk.kind, &form, filed).await?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::bulk::COLUMNS;

    #[test]
    fn a_hundred_thousand_rows_are_judged_and_not_one_more() {
        let file = |rows: u32| {
            let mut text = COLUMNS.iter().map(|column| column.heading).collect::<Vec<_>>().join(",");
            (0..rows).for_each(|_| text.push_str("\n見本"));
            let today = WorkDate::from_stored(20_261_122);
            judge(text.as_bytes(), Stage::Simple, today, BusinessId::from_stored(10_000_000_000_017), &[])
        };
        let whole = file(ROWS_MAX).unwrap();
        assert_eq!((whole.rows, whole.good.len(), whole.problems.len()), (100_000, 0, PROBLEMS_KEPT));
        let refused = file(ROWS_MAX + 1);
        assert!(matches!(refused, Err(Error::Rejected(ref why)) if why.code == TOO_MANY));
    }
}
