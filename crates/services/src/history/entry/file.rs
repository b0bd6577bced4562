//! 就業履歴のファイル: days of work entered by file. Invariant: looking at a file enters nothing; what is taken of it is its good
//! rows by the rules of direct entry, judged anew, each once however often it is sent; what no longer fits is left out and
//! counted.

use super::{
    Hand, NOT_YOURS, RECORDED,
    enter::{dates, judged, tell, write},
    term::Terms,
    told,
    whose::Whose,
};
use crate::{Call, Change, Error, Result, bulk::headings, fee, sheet};
use domain::{
    access::Denied,
    bulk::{CellProblem, HEADING_LINE},
    form::{FieldProblem, Problem},
    history::{
        DaySet,
        entry::{Entry, EntryKind, Span},
        file::{BYTES_MAX, DAYS_MAX, FileKind, FileRow, HistoryFile, ROWS_MAX, Reads, reader_of},
    },
    id::{HistoryFileId, SiteId, TechnicianId},
    site::SiteImportState,
    time::WorkDate,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    ConnectionTrait,
    history::{self as rows, Entered, KeptFile, RecordKey},
};
use uuid::Uuid;

const TOO_LARGE: &str = "too_large";
const TOO_MANY: &str = "history_file.too_many";
const NO_ROWS: &str = "history_file.no_rows";
const NOTHING_GOOD: &str = "history_file.nothing_good";
/// The day of a row is recorded already.
const RECORDED_ROW: &str = "history.recorded_row";
/// The day of a row stands in a row before.
const ROW_TWICE: &str = "history.row_twice";
/// Files shown.
const FILES_SHOWN: u32 = 20;
/// People whose days are entered in one transaction: few, since gates wait meanwhile on SQLite.
const PEOPLE_AT_ONCE: usize = 50;

/// A file as read: its rows with their lines, and what reads them.
struct Sheet {
    reads: Box<dyn Reads>,
    rows: Vec<(u32, Vec<String>)>,
}

/// A problem of a row, and of which of its days.
type OfDay = (Option<WorkDate>, FieldProblem);

/// What a row comes to.
struct Ruled {
    said: Vec<Entered>,
    /// Days that are recorded already, which a file of months leaves out.
    known: u32,
}

/// What was found in a file.
#[derive(Default)]
struct Found {
    good: Vec<FileRow>,
    problems: Vec<CellProblem>,
    days: u32,
    known: u32,
}

/// Looks at a file of days: judges every row and keeps what was found; nothing is entered yet. Errors: `NotFound`,
/// `Forbidden`; `too_large`, `bulk.not_sheet`, `history_file.no_rows`, `history_file.too_many`, headings beside `file`;
/// `fee.limited`.
pub async fn look_at_file(
    call: &Call,
    site: SiteId,
    kind: FileKind,
    (file_name, content): (&str, Vec<u8>),
) -> Result<HistoryFileId> {
    let db = call.db.read();
    let hand = Hand::of(call, db, site).await?;
    let account = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    if content.len() > BYTES_MAX {
        return Err(Error::rejected(TOO_LARGE));
    }
    fee::require_good_standing(call, db).await?;
    let sheet = tokio::task::spawn_blocking(move || read(kind, &content)).await.map_err(Error::internal)??;
    let found = look(call, &hand, kind, &sheet).await?;
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let file = HistoryFile {
        id: HistoryFileId(call.ids.uuid(call.now())),
        kind,
        file_name: file_name.chars().filter(|c| !c.is_control()).take(100).collect(),
        state: SiteImportState::LookedAt,
        rows: count(sheet.rows.len()),
        days: found.days,
        known: found.known,
        problems: count(found.problems.len()),
        at: call.now(),
    };
    let id = file.id;
    let business = hand.business()?;
    let kept = KeptFile { file, site, business, account, good: found.good, problems: found.problems };
    let tx = call.db.begin().await?;
    rows::insert_file(&tx, &kept).await?;
    call.noted(&tx, change(&kept, "history.look_at_file", None)).await?;
    tx.commit().await?;
    Ok(id)
}

fn read(kind: FileKind, content: &[u8]) -> Result<Sheet> {
    let mut lines = sheet::rows(content)?;
    if lines.is_empty() {
        return Err(Error::rejected(NO_ROWS));
    }
    let below = lines.split_off(1);
    let reads = reader_of(kind, &lines.remove(0)).map_err(|wrong| Error::fields(headings(wrong)))?;
    let numbered = (HEADING_LINE + 1..).zip(below);
    let rows: Vec<_> = numbered.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect();
    match rows.len() {
        0 => Err(Error::rejected(NO_ROWS)),
        many if many > ROWS_MAX as usize => Err(Error::rejected(TOO_MANY)),
        _ => Ok(Sheet { reads, rows }),
    }
}

async fn look(call: &Call, hand: &Hand, kind: FileKind, sheet: &Sheet) -> Result<Found> {
    let db = call.db.read();
    let mut found = Found::default();
    let mut read: Vec<(u32, &[String], Entry)> = Vec::new();
    for (line, cells) in &sheet.rows {
        match sheet.reads.read(cells) {
            Ok(entry) => read.push((*line, cells.as_slice(), entry)),
            Err(wrong) => {
                let beside = |it| sheet.reads.beside((*line, cells.as_slice()), None, it);
                found.problems.extend(wrong.into_iter().map(beside));
            }
        }
    }
    let entries: Vec<&Entry> = read.iter().map(|(_, _, entry)| entry).collect();
    let desk = Desk::of(call, db, hand, &entries).await?;
    let mut first: HashMap<(TechnicianId, WorkDate), u32> = HashMap::new();
    for (line, cells, entry) in read {
        let ruled = match doubled(&entry, line, &mut first) {
            wrong if wrong.is_empty() => desk.row(call, db, kind, &entry).await?,
            wrong => Err(wrong),
        };
        match ruled {
            Ok(Ruled { said, known }) => {
                found.known += known;
                found.days = found.days.saturating_add(u32::try_from(said.len()).unwrap_or(u32::MAX));
                if !said.is_empty() {
                    let days: DaySet = said.iter().map(|said| said.key.date).collect();
                    found.good.push(FileRow { line, entry: Entry { days, ..entry } });
                }
            }
            Err(wrong) => {
                let beside = |(day, it): OfDay| sheet.reads.beside((line, cells), day, it);
                found.problems.extend(wrong.into_iter().map(beside));
            }
        }
        if found.days > DAYS_MAX {
            return Err(Error::rejected(TOO_MANY));
        }
    }
    found.problems.sort_by_key(|problem| problem.line);
    Ok(found)
}

/// The days of a row that stand in a row before it.
fn doubled(entry: &Entry, line: u32, first: &mut HashMap<(TechnicianId, WorkDate), u32>) -> Vec<OfDay> {
    let mut wrong = Vec::new();
    for day in dates(entry) {
        let before = *first.entry((entry.technician_id, day)).or_insert(line);
        if before != line {
            wrong.push((Some(day), told("days", ROW_TWICE)));
        }
    }
    wrong
}

/// What rows are judged with.
struct Desk<'a> {
    hand: &'a Hand,
    term: Terms,
    /// Of whom the register knows.
    whose: HashMap<TechnicianId, Whose>,
}

impl<'a> Desk<'a> {
    async fn of(call: &Call, db: &impl ConnectionTrait, hand: &'a Hand, entries: &[&Entry]) -> Result<Self> {
        let mut first: BTreeMap<TechnicianId, WorkDate> = BTreeMap::new();
        for entry in entries {
            let day = first.entry(entry.technician_id).or_insert(entry.month.first_day());
            *day = (*day).min(entry.month.first_day());
        }
        let mut whose = HashMap::new();
        for (who, from) in first {
            if store::technician::exists(db, who).await? {
                whose.insert(who, Whose::of(db, hand, who, from).await?);
            }
        }
        Ok(Self { hand, term: Terms::of(db, hand, call.today()).await?, whose })
    }

    /// What a row comes to now, or what stands against it.
    async fn row(
        &self,
        call: &Call,
        db: &impl ConnectionTrait,
        kind: FileKind,
        entry: &Entry,
    ) -> Result<core::result::Result<Ruled, Vec<OfDay>>> {
        let Some(whose) = self.whose.get(&entry.technician_id) else {
            return Ok(Err(vec![(None, FieldProblem::new("technician_id", Problem::Unknown))]));
        };
        let of = |day| {
            let theirs = if whose.is_theirs(self.hand, day) { Ok(()) } else { Err(told("days", NOT_YOURS)) };
            theirs.and_then(|()| self.term.check(day)).err().map(|problem| (Some(day), problem))
        };
        let wrong: Vec<OfDay> = dates(entry).filter_map(of).collect();
        if !wrong.is_empty() {
            return Ok(Err(wrong));
        }
        if kind == FileKind::KentaikyoR {
            return self.month(call, db, whose, entry).await.map(Ok);
        }
        match judged(call, db, (self.hand, &self.term, whose), entry, Uuid::nil()).await {
            Ok(said) => {
                let said = said.into_iter().map(|said| Entered { channel: kind.channel(), ..said }).collect();
                Ok(Ok(Ruled { said, known: 0 }))
            }
            Err(Error::Rejected(why)) if !why.fields.is_empty() => {
                Ok(Err(why.fields.into_iter().map(|problem| (None, of_row(problem))).collect()))
            }
            Err(other) => Err(other),
        }
    }

    /// A month of R方式: only that its days were worked, as what the roster says. What is recorded says more, so that such days
    /// are left out.
    async fn month(&self, call: &Call, db: &impl ConnectionTrait, whose: &Whose, entry: &Entry) -> Result<Ruled> {
        let key = |date| RecordKey { technician: entry.technician_id, date, site: self.hand.site.id };
        let keys: Vec<RecordKey> = dates(entry).map(key).collect();
        let recorded: BTreeSet<RecordKey> =
            rows::records_of_days(db, &keys).await?.into_iter().map(|record| record.key).collect();
        let last = rows::last_entries(db, &keys).await?;
        let mut ruled = Ruled { said: Vec::new(), known: 0 };
        for key in keys {
            if recorded.contains(&key) {
                ruled.known += 1;
                continue;
            }
            ruled.said.push(Entered {
                key,
                turn: last.get(&key).map_or(0, |last| last.turn) + 1,
                kind: EntryKind::Entered,
                by: self.hand.by,
                at: call.now(),
                event: Uuid::nil(),
                span: Span::default(),
                employer: whose.employer(self.hand, key.date),
                trade: None,
                role: None,
                channel: FileKind::KentaikyoR.channel(),
            });
        }
        Ok(ruled)
    }
}

/// A problem in the words of a row instead of a form.
fn of_row(problem: FieldProblem) -> FieldProblem {
    match problem.problem {
        Problem::Refused { code } if code == RECORDED => told(&problem.field, RECORDED_ROW),
        other => FieldProblem { field: problem.field, problem: other },
    }
}

/// The files of one's own business for a site, newest first. Errors: `NotFound`, `Forbidden`.
pub async fn files(call: &Call, site: SiteId) -> Result<Vec<HistoryFile>> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    Ok(rows::files(call.db.read(), (site, hand.business()?), FILES_SHOWN).await?)
}

/// A file with its cells with problems and its good rows that are not entered yet. Errors: `NotFound`, also for another
/// business's or another site's; `Forbidden`.
pub async fn file_detail(call: &Call, site: SiteId, id: HistoryFileId) -> Result<KeptFile> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    own(call, &hand, id).await
}

async fn own(call: &Call, hand: &Hand, id: HistoryFileId) -> Result<KeptFile> {
    let business = hand.business()?;
    let found = rows::find_file(call.db.read(), id).await?;
    found.filter(|kept| (kept.site, kept.business) == (hand.site.id, business)).ok_or(Error::NotFound)
}

/// Enters the good rows; gives how many days. People are told, each once. A file that stopped half way is taken again: what
/// it entered is recorded by then. Errors: `NotFound`, `Forbidden`, `conflict.state`, `history_file.nothing_good`,
/// `fee.limited`.
pub async fn take_file(call: &Call, site: SiteId, id: HistoryFileId) -> Result<u32> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    fee::require_good_standing(call, call.db.read()).await?;
    let kept = looked_at(call, &hand, id).await?;
    if kept.good.is_empty() {
        return Err(Error::rejected(NOTHING_GOOD));
    }
    let mut people: BTreeMap<TechnicianId, Vec<&Entry>> = BTreeMap::new();
    for row in &kept.good {
        people.entry(row.entry.technician_id).or_default().push(&row.entry);
    }
    let (mut entered, mut known) = (0, kept.file.known);
    let people: Vec<(TechnicianId, Vec<&Entry>)> = people.into_iter().collect();
    for group in people.chunks(PEOPLE_AT_ONCE) {
        let (made, left) = enter_group(call, &hand, &kept, group).await?;
        (entered, known) = (entered + made, known + left);
    }
    let tx = call.db.begin().await?;
    if !rows::advance_file(&tx, id, SiteImportState::Taken, (entered, known)).await? {
        return Err(Error::Conflict("conflict.state"));
    }
    tx.commit().await?;
    Ok(entered)
}

/// Enters the days of some people in one transaction; gives how many, and how many were left out.
async fn enter_group(
    call: &Call,
    hand: &Hand,
    kept: &KeptFile,
    group: &[(TechnicianId, Vec<&Entry>)],
) -> Result<(u32, u32)> {
    let tx = call.db.begin().await?;
    store::site::hold_unbegun(&tx, &BTreeSet::from([hand.site.id])).await?;
    rows::hold(&tx, &group.iter().map(|(who, _)| *who).collect()).await?;
    let entries: Vec<&Entry> = group.iter().flat_map(|(_, entries)| entries.iter().copied()).collect();
    let desk = Desk::of(call, &tx, hand, &entries).await?;
    let (mut by_person, mut left) = (Vec::new(), 0);
    for (who, entries) in group {
        let mut said = Vec::new();
        for entry in entries {
            let all = entry.days.len();
            let made = desk.row(call, &tx, kept.file.kind, entry).await?.map(|ruled| ruled.said).unwrap_or_default();
            left += all.saturating_sub(u32::try_from(made.len()).unwrap_or(u32::MAX));
            said.extend(made);
        }
        if !said.is_empty() {
            by_person.push((*who, said));
        }
    }
    let all: usize = by_person.iter().map(|(_, said)| said.len()).sum();
    if all > 0 {
        let event = call.noted(&tx, change(kept, "history.file", Some(all))).await?;
        for (who, said) in &mut by_person {
            for said in said.iter_mut() {
                said.event = event;
            }
            write(&tx, (*who, hand.site.id), said).await?;
            let days: BTreeSet<WorkDate> = said.iter().map(|said| said.key.date).collect();
            tell(call, &tx, hand, (*who, days.into_iter().collect())).await?;
        }
    }
    tx.commit().await?;
    call.outside.live.tell(by_person.into_iter().map(|(who, _)| who));
    Ok((u32::try_from(all).unwrap_or(u32::MAX), left))
}

async fn looked_at(call: &Call, hand: &Hand, id: HistoryFileId) -> Result<KeptFile> {
    let kept = own(call, hand, id).await?;
    if kept.file.state == SiteImportState::LookedAt { Ok(kept) } else { Err(Error::Conflict("conflict.state")) }
}

/// Throws a file away that was only looked at. Errors: `NotFound`, `Forbidden`, `conflict.state`.
pub async fn discard_file(call: &Call, site: SiteId, id: HistoryFileId) -> Result<()> {
    let hand = Hand::of(call, call.db.read(), site).await?;
    let kept = looked_at(call, &hand, id).await?;
    let tx = call.db.begin().await?;
    if !rows::advance_file(&tx, id, SiteImportState::Discarded, (0, 0)).await? {
        return Err(Error::Conflict("conflict.state"));
    }
    call.noted(&tx, change(&kept, "history.discard_file", None)).await?;
    tx.commit().await?;
    Ok(())
}

fn change(kept: &KeptFile, process: &'static str, days: Option<usize>) -> Change {
    Change {
        process,
        subject_kind: "site",
        subject_id: kept.site.to_string(),
        new: Some(json!({ "file": kept.file.id, "rows": kept.file.rows, "days": days })),
        ..Change::default()
    }
}
