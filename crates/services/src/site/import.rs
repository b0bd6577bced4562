//! Many sites by one file. Invariant: looking at a file registers nothing; what is taken of it is its good rows, each once,
//! in one transaction.

use super::create::{add, may_create};
use crate::{Call, Change, Error, Result, business, fee, sheet};
use domain::{
    access::{Action, Denied, Resource},
    bulk::{CellProblem, HEADING_LINE, WrongHeadings},
    form::{FieldProblem, Problem},
    id::{BusinessId, SiteImportId},
    site::{IMPORT_BYTES_MAX, IMPORT_ROWS_MAX, ImportLayout, ImportedRow, SiteEntry, SiteImport, SiteImportState},
    time::WorkDate,
};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use store::{ConnectionTrait, site::Kept};

const TOO_LARGE: &str = "too_large";
const TOO_MANY: &str = "site_import.too_many";
const NO_ROWS: &str = "site_import.no_rows";
const NOTHING_GOOD: &str = "site_import.nothing_good";
/// A site of this name, place and first day is registered already.
const EXISTS: &str = "site_import.exists";
/// Files shown.
const FILES_SHOWN: u32 = 20;

/// What sites of one prime are told apart by.
type Key = (String, String, WorkDate);

fn key(entry: &SiteEntry) -> Key {
    (entry.name.clone(), entry.address.clone(), entry.period.start)
}

/// Whether the caller may register sites by file. Errors: `Forbidden`.
pub fn may_import(call: &Call) -> Result<()> {
    may_create(call).map(drop)
}

/// Looks at a file: judges every row and keeps what was found; no site is made yet. Errors: `too_large`, `bulk.not_sheet`,
/// `site_import.no_rows`, `site_import.too_many`, headings beside `file`; `fee.limited`, `business.expired`,
/// `business.lapsed`.
pub async fn look(call: &Call, file_name: &str, content: Vec<u8>) -> Result<SiteImportId> {
    let business_id = may_create(call)?;
    let account_id = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    if content.len() > IMPORT_BYTES_MAX {
        return Err(Error::rejected(TOO_LARGE));
    }
    fee::require_good_standing(call, call.db.read()).await?;
    business::require_valid(call, call.db.read()).await?;
    let known = store::site::known(call.db.read(), business_id).await?;
    let judged = move || judge(&content, &known);
    let (rows, good, problems) = tokio::task::spawn_blocking(judged).await.map_err(Error::internal)??;
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let file = SiteImport {
        id: SiteImportId(call.ids.uuid(call.now())),
        file_name: file_name.chars().filter(|c| !c.is_control()).take(100).collect(),
        state: SiteImportState::LookedAt,
        rows,
        good: count(good.len()),
        problems: count(problems.len()),
        at: call.now(),
    };
    let id = file.id;
    let tx = call.db.begin().await?;
    let kept = Kept { file, business_id, account_id, good, problems };
    store::site::insert_import(&tx, &kept).await?;
    note(call, &tx, &kept.file, "site_import.look").await?;
    tx.commit().await?;
    Ok(id)
}

/// How many rows there are, the good ones, and the cells with problems.
fn judge(content: &[u8], known: &HashSet<Key>) -> Result<(u32, Vec<ImportedRow>, Vec<CellProblem>)> {
    let mut lines = sheet::rows(content)?;
    if lines.is_empty() {
        return Err(Error::rejected(NO_ROWS));
    }
    let sites = lines.split_off(1);
    let layout = ImportLayout::of(&lines.remove(0)).map_err(|wrong| Error::fields(headings(wrong)))?;
    let numbered = (HEADING_LINE + 1..).zip(&sites).filter(|(_, cells)| !is_blank(cells));
    let (mut rows, mut good, mut problems) = (0, Vec::new(), Vec::new());
    let mut first: HashMap<Key, u32> = HashMap::new();
    for (line, cells) in numbered {
        rows += 1;
        if rows > IMPORT_ROWS_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
        match layout.read(line, cells) {
            Err(found) => problems.extend(found),
            Ok(entry) => {
                let key = key(&entry);
                let double = if known.contains(&key) {
                    Some(Problem::Refused { code: EXISTS.to_owned() })
                } else {
                    first.get(&key).map(|line| Problem::SameAsLine { line: *line })
                };
                if let Some(problem) = double {
                    problems.push(layout.beside_name(line, cells, problem));
                } else {
                    first.insert(key, line);
                    good.push(ImportedRow { line, entry });
                }
            }
        }
    }
    if rows == 0 { Err(Error::rejected(NO_ROWS)) } else { Ok((rows, good, problems)) }
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

fn headings(wrong: WrongHeadings) -> Vec<FieldProblem> {
    let missing = wrong.missing.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let all = [
        (!missing.is_empty()).then_some(Problem::HeadingsMissing { names: missing }),
        (!wrong.unknown.is_empty()).then_some(Problem::HeadingsUnknown { names: wrong.unknown }),
        (!wrong.twice.is_empty()).then_some(Problem::HeadingsTwice { names: wrong.twice }),
    ];
    all.into_iter().flatten().map(|problem| FieldProblem::new("file", problem)).collect()
}

/// The files of one's own business, newest first.
pub async fn list(call: &Call) -> Result<Vec<SiteImport>> {
    let scope = call.authorize(Action::SiteCreate, &Resource::Business(may_create(call)?))?;
    Ok(store::site::imports(call.db.read(), &scope, FILES_SHOWN).await?)
}

/// A file with its cells with problems and its good rows that are no sites yet. Errors: `NotFound`, also for another's.
pub async fn detail(call: &Call, id: SiteImportId) -> Result<Kept> {
    let own = may_create(call)?;
    store::site::find_import(call.db.read(), id).await?.filter(|kept| kept.business_id == own).ok_or(Error::NotFound)
}

async fn looked_at(tx: &impl ConnectionTrait, own: BusinessId, id: SiteImportId) -> Result<Kept> {
    let kept = store::site::lock_import(tx, id).await?.filter(|kept| kept.business_id == own);
    let kept = kept.ok_or(Error::NotFound)?;
    if kept.file.state == SiteImportState::LookedAt { Ok(kept) } else { Err(Error::Conflict("conflict.state")) }
}

/// Registers the good rows as sites, all or none; a row whose site was registered meanwhile is left out. Errors: `NotFound`,
/// `conflict.state`, `site_import.nothing_good`; `fee.limited`, `business.expired`, `business.lapsed`.
pub async fn take(call: &Call, id: SiteImportId) -> Result<()> {
    let own = may_create(call)?;
    let tx = call.db.begin().await?;
    fee::require_good_standing(call, &tx).await?;
    business::require_valid(call, &tx).await?;
    let kept = looked_at(&tx, own, id).await?;
    if kept.good.is_empty() {
        return Err(Error::rejected(NOTHING_GOOD));
    }
    // Another file of the business that is being taken is waited for, so that what it makes is known.
    store::business::lock(&tx, own).await?;
    let known = store::site::known(&tx, own).await?;
    let mut file = kept.file;
    (file.state, file.good) = (SiteImportState::Taken, 0);
    for row in kept.good {
        if !known.contains(&key(&row.entry)) {
            add(call, &tx, own, row.entry, None).await?;
            file.good += 1;
        }
    }
    store::site::advance_import(&tx, id, file.state, file.good).await?;
    note(call, &tx, &file, "site_import.take").await?;
    tx.commit().await?;
    Ok(())
}

/// Throws a file away that was only looked at. Errors: `NotFound`, `conflict.state`.
pub async fn discard(call: &Call, id: SiteImportId) -> Result<()> {
    let own = may_create(call)?;
    let tx = call.db.begin().await?;
    let mut file = looked_at(&tx, own, id).await?.file;
    file.state = SiteImportState::Discarded;
    store::site::advance_import(&tx, id, file.state, file.good).await?;
    note(call, &tx, &file, "site_import.discard").await?;
    tx.commit().await?;
    Ok(())
}

async fn note(call: &Call, tx: &impl ConnectionTrait, file: &SiteImport, process: &'static str) -> Result<()> {
    let new = json!({ "state": file.state, "rows": file.rows, "good": file.good, "problems": file.problems });
    let (subject_kind, subject_id) = ("site_import", file.id.to_string());
    call.note(tx, Change { process, subject_kind, subject_id, new: Some(new), ..Change::default() }).await
}
