//! A file judged: read by one thread, its rows judged by as many as there are cores while it is read. Invariant: what is found,
//! and in which order, does not depend on how many judge.

use super::headings;
use crate::{
    Error, Result,
    sheet::{self, Lines},
};
use domain::{
    bulk::{self, CellProblem, HEADING_LINE, Layout, PROBLEMS_KEPT, ROWS_MAX, RowReader},
    form::Problem,
    id::BusinessId,
    technician::{Stage, TechnicianForm},
    text,
    time::WorkDate,
};
use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    num::NonZero,
    ops::Range,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};
use store::bulk::{Packed, Part, Shape};

/// Characters of a cell kept with its problem.
const TYPED_KEPT: usize = 60;
/// Lines judged together; their good rows are kept together too (docs/decisions/0053).
const LINES_AT_ONCE: usize = 250;
/// Times as many lines wait for each thread that judges.
const WAITING: usize = 4;

const TOO_MANY: &str = "bulk.too_many";
const NO_ROWS: &str = "bulk.no_rows";

/// Who a row is: by what two rows are of one person.
type Person = (String, WorkDate);

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Rows of people.
    pub(super) rows: u32,
    /// The good ones of them, as they are kept.
    pub(super) good: Vec<Part>,
    /// How many those are.
    pub(super) good_count: u32,
    /// The first cells with problems, in the order of the file.
    pub(super) problems: Vec<CellProblem>,
    /// All of them.
    pub(super) problem_count: u32,
}

/// By what the rows of a file are judged.
struct Measure {
    layout: Layout,
    shape: Shape,
    stage: Stage,
    today: WorkDate,
}

/// What was found in some lines.
#[derive(Default)]
struct Judged {
    rows: u32,
    /// The good rows as they are kept; `None` where there is none.
    packed: Option<Packed>,
    good: Vec<Good>,
    problems: Vec<CellProblem>,
    problem_count: u32,
}

/// A good row.
struct Good {
    line: u32,
    /// Where it stands in the text.
    at: Range<usize>,
    person: Option<Person>,
}

/// Rows of people as they stand in a file; `filed`: names and forms of those whose application the same business files already.
pub(super) fn judge(
    content: &[u8],
    stage: Stage,
    today: WorkDate,
    employer: BusinessId,
    filed: &[(String, String)],
) -> Result<Found> {
    let (measure, judged) = judge_lines(content, &|layout| {
        let same = employer.to_string();
        let shape = Shape::new(&[("employer_id", &same)], layout.inputs())?;
        Ok(Measure { layout, shape, stage, today })
    })?;
    let mut all = Found::default();
    for part in &judged {
        all.rows += part.rows;
        all.problem_count += part.problem_count;
        let room = PROBLEMS_KEPT - all.problems.len().min(PROBLEMS_KEPT);
        all.problems.extend(part.problems.iter().take(room).cloned());
    }
    if all.rows == 0 {
        return Err(Error::rejected(NO_ROWS));
    }
    keep(&measure, judged, filed, &mut all)?;
    Ok(all)
}

/// Reads a file and judges its lines, in their order. Errors: of the file before those of its headings, and those before what is
/// wrong with its rows.
fn judge_lines(content: &[u8], measure_of: &dyn Fn(Layout) -> Result<Measure>) -> Result<(Measure, Vec<Judged>)> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let (measure, mut refused) = (OnceLock::new(), None);
    let (send, receive) = sync_channel(cores * WAITING);
    let receive = Arc::new(Mutex::new(receive));
    let (mut lines_count, mut given) = (0, 0_usize);
    let (read, mut judged) = thread::scope(|scope| {
        let measure = &measure;
        // Each has its share of what they receive by: once the last has ended, however it did, nothing can be sent.
        let judge = |receive: Arc<Next>| scope.spawn(move || judge_what_comes(&receive, measure));
        let running: Vec<_> = (0..cores).map(|_| judge(Arc::clone(&receive))).collect();
        drop(receive);
        let read = sheet::each(content, LINES_AT_ONCE, &mut |lines: Lines| {
            if lines_count == 0 {
                let headed = Layout::of(&headings_of(&lines)).map_err(|wrong| Error::fields(headings(wrong)));
                match headed.and_then(measure_of) {
                    Ok(found) => drop(measure.set(found)),
                    Err(error) => refused = Some(error),
                }
            }
            lines_count += lines.count();
            // Where the headings do not read, whether the rest is a file at all is still to be seen.
            if refused.is_none() && send.send((given, lines)).is_ok() {
                given += 1;
            }
        });
        drop(send);
        let judged = running.into_iter().map(thread::ScopedJoinHandle::join);
        (read, judged.flatten().flatten().collect::<Vec<_>>())
    });
    read?;
    if let Some(error) = refused {
        return Err(error);
    }
    let measure = measure.into_inner().ok_or(Error::rejected(NO_ROWS))?;
    if judged.len() < given {
        return Err(Error::internal("a part of a file could not be judged"));
    }
    judged.sort_unstable_by_key(|(at, _)| *at);
    let judged: Vec<_> = judged.into_iter().map(|(_, judged)| judged).collect();
    let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX).saturating_add(1);
    if lines_count > most && judged.iter().any(|part| part.rows > 0) {
        return Err(Error::rejected(TOO_MANY));
    }
    Ok((measure, judged))
}

fn headings_of(lines: &Lines) -> Vec<String> {
    let mut found = Vec::new();
    lines.each(|place, cells| {
        if place == 0 {
            found = cells.iter().map(|cell| (*cell).to_owned()).collect();
        }
    });
    found
}

type Next = Mutex<Receiver<(usize, Lines)>>;

/// Judges lines until no more come; which they were and what was found.
fn judge_what_comes(receive: &Next, measure: &OnceLock<Measure>) -> Vec<(usize, Judged)> {
    let (mut done, mut text) = (Vec::new(), String::new());
    loop {
        let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let (Ok((at, lines)), Some(measure)) = (next, measure.get()) else { return done };
        done.push((at, measure.judge(&lines, &mut text)));
    }
}

fn is_blank(cells: &[&str]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

impl Measure {
    /// `text`: room to write good rows in, whatever stands there.
    fn judge(&self, lines: &Lines, text: &mut String) -> Judged {
        let mut reader = RowReader::new(&self.layout, self.stage, self.today);
        let mut found = Judged::default();
        self.shape.begin(text);
        lines.each(|place, cells| {
            if place > 0 && !is_blank(cells) {
                let line = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(HEADING_LINE);
                found.rows += 1;
                match reader.read(line, cells) {
                    Ok(form) => {
                        let at = self.shape.row(text, line, form);
                        found.good.push(Good { line, at, person: bulk::person_key(form) });
                    }
                    Err(problems) => found.note(problems),
                }
            }
        });
        found.packed = (!found.good.is_empty()).then(|| Shape::packed(text));
        found
    }
}

impl Judged {
    fn note(&mut self, problems: Vec<CellProblem>) {
        self.problem_count += u32::try_from(problems.len()).unwrap_or(u32::MAX);
        let room = PROBLEMS_KEPT - self.problems.len().min(PROBLEMS_KEPT);
        self.problems.extend(problems.into_iter().take(room).map(short));
    }
}

fn short(problem: CellProblem) -> CellProblem {
    CellProblem { typed: problem.typed.chars().take(TYPED_KEPT).collect(), ..problem }
}

/// Keeps the good rows, but not those of people who stand in an earlier good row, or for whom an application is under way: one file
/// sent twice applies for nobody twice.
fn keep(measure: &Measure, judged: Vec<Judged>, filed: &[(String, String)], all: &mut Found) -> Result<()> {
    let mut filed = Filed::new(filed);
    let mut first: HashMap<Person, u32> = HashMap::with_capacity(judged.iter().map(|part| part.good.len()).sum());
    for Judged { packed, good, .. } in judged {
        let Some(packed) = packed else { continue };
        let written = good.len();
        let mut rows = Vec::with_capacity(written);
        for Good { line, at, person } in good {
            let problem = match person {
                Some(person) if filed.holds(&person)? => Some(Problem::FiledAlready),
                Some(person) => match first.entry(person) {
                    Entry::Occupied(before) => Some(Problem::SameAsLine { line: *before.get() }),
                    Entry::Vacant(new) => {
                        new.insert(line);
                        None
                    }
                },
                None => None,
            };
            let Some(problem) = problem else {
                rows.push((line, at));
                continue;
            };
            all.problem_count += 1;
            if all.problems.len() < PROBLEMS_KEPT {
                let form = measure.shape.read(packed.text()?.get(at).unwrap_or_default())?;
                all.problems.push(short(measure.layout.beside_name(line, &form.family_name, problem)));
            }
        }
        all.good_count += u32::try_from(rows.len()).unwrap_or(u32::MAX);
        all.good.extend(measure.shape.part(packed, written, &rows)?);
    }
    all.problems.sort_by_key(|problem| problem.line);
    Ok(())
}

/// The people whose applications a business files already. A form is only read where somebody in the file has its name.
struct Filed<'a> {
    forms: HashMap<String, Vec<&'a str>>,
    known: HashSet<Person>,
}

impl<'a> Filed<'a> {
    fn new(filed: &'a [(String, String)]) -> Self {
        let mut forms: HashMap<String, Vec<&str>> = HashMap::new();
        for (name, form) in filed {
            forms.entry(text::search_key(name)).or_default().push(form);
        }
        Self { forms, known: HashSet::new() }
    }

    fn holds(&mut self, person: &Person) -> Result<bool> {
        for form in self.forms.remove(&person.0).unwrap_or_default() {
            let form: TechnicianForm = serde_json::from_str(form).map_err(Error::internal)?;
            self.known.extend(bulk::person_key(&form));
        }
        Ok(self.known.contains(person))
    }
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
