//! Files of logging readers as kept: the file, and each of its lines with what it came to. Invariant: a line that was
//! answered keeps its answer, whoever sends it once more.

use crate::{
    fault::{Fault, Result},
    query::ask,
    rows::{Cell, Kind, Rows},
    technician::spaced,
};
use domain::{
    access::{Extent, Scope},
    id::{BusinessId, ReadingFileId, SiteId, TechnicianId},
    time::{Instant, WorkDate},
    touch::{
        TouchKind,
        reading::{FileState, LineOutcome, ReadingFile},
    },
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

const COLUMNS: &str =
    "id, site_id, file_name, state, line_count, accepted_count, duplicate_count, refused_count, created_at";
const LINE_COLUMNS: &str = "l.line, l.at, l.technician_id, l.person, l.kind, l.outcome, l.answered, l.card, l.reader, \
                            l.typed, l.code";

/// A file with where its readers hang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub file: ReadingFile,
    /// The site.
    pub site: SiteId,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// Its number in the file.
    pub number: u32,
    /// When; absent of a line that does not read.
    pub at: Option<Instant>,
    /// Who it is, where the office may be told.
    pub technician: Option<TechnicianId>,
    /// The 技能者ID that stands in it.
    pub person: Option<TechnicianId>,
    /// In, out, or not said.
    pub kind: TouchKind,
    /// What it comes to.
    pub outcome: LineOutcome,
    /// Nothing is sent for it any more.
    pub answered: bool,
    /// The serial number that stands in it, hex; empty where none does.
    pub card: String,
    /// What the reader is called.
    pub reader: String,
    /// The beginning of a line that does not read.
    pub typed: String,
    /// Why it makes no touch; empty where it makes one.
    pub code: String,
}

fn number(row: &QueryResult, column: &str) -> Result<u32> {
    Ok(u32::try_from(row.try_get::<i32>("", column)?).unwrap_or_default())
}

fn kept(row: &QueryResult) -> Result<Kept> {
    let state: i16 = row.try_get("", "state")?;
    Ok(Kept {
        file: ReadingFile {
            id: ReadingFileId(row.try_get("", "id")?),
            file_name: row.try_get("", "file_name")?,
            state: FileState::from_stored(state).ok_or_else(|| Fault::unreadable("state of a reader's file", state))?,
            lines: number(row, "line_count")?,
            accepted: number(row, "accepted_count")?,
            duplicate: number(row, "duplicate_count")?,
            refused: number(row, "refused_count")?,
            at: Instant(row.try_get("", "created_at")?),
        },
        site: SiteId::from_stored(row.try_get("", "site_id")?),
    })
}

fn line(row: &QueryResult) -> Result<KeptLine> {
    let outcome: i16 = row.try_get("", "outcome")?;
    let who = |column: &str| -> Result<Option<TechnicianId>> {
        Ok(row.try_get::<Option<i64>>("", column)?.map(TechnicianId::from_stored))
    };
    Ok(KeptLine {
        number: number(row, "line")?,
        at: row.try_get::<Option<i64>>("", "at")?.map(Instant),
        technician: who("technician_id")?,
        person: who("person")?,
        kind: TouchKind::from_stored(row.try_get("", "kind")?),
        outcome: LineOutcome::from_stored(outcome).ok_or_else(|| Fault::unreadable("outcome of a line", outcome))?,
        answered: row.try_get::<i16>("", "answered")? == 1,
        card: row.try_get("", "card")?,
        reader: row.try_get("", "reader")?,
        typed: row.try_get("", "typed")?,
        code: row.try_get("", "code")?,
    })
}

fn stored(number: u32) -> Result<i32> {
    i32::try_from(number).map_err(|_| Fault::Broken("too many lines".to_owned()))
}

/// Adds a file with its lines.
pub async fn insert(tx: &impl ConnectionTrait, it: &Kept, lines: &[KeptLine]) -> Result<()> {
    let sql = format!("INSERT INTO reading_file ({COLUMNS}, typed_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let typed = lines.iter().filter(|line| line.person.is_some()).count();
    let values = vec![
        it.file.id.0.into(),
        it.site.get().into(),
        it.file.file_name.clone().into(),
        it.file.state.number().into(),
        stored(it.file.lines)?.into(),
        stored(it.file.accepted)?.into(),
        stored(it.file.duplicate)?.into(),
        stored(it.file.refused)?.into(),
        it.file.at.0.into(),
        i32::try_from(typed).unwrap_or(i32::MAX).into(),
    ];
    tx.execute_raw(ask(tx, &sql, values)).await?;
    put_lines(tx, it.file.id, lines).await
}

/// Writes lines with what they came to; of those that were answered before nothing changes.
pub async fn put_lines(tx: &impl ConnectionTrait, id: ReadingFileId, lines: &[KeptLine]) -> Result<()> {
    let mut rows = Rows::new(&[
        ("file_id", Kind::Uuid),
        ("line", Kind::Int),
        ("at", Kind::Big),
        ("technician_id", Kind::Big),
        ("person", Kind::Big),
        ("kind", Kind::Small),
        ("outcome", Kind::Small),
        ("answered", Kind::Small),
        ("card", Kind::Text),
        ("reader", Kind::Text),
        ("typed", Kind::Text),
        ("code", Kind::Text),
    ]);
    for line in lines {
        rows.push(vec![
            id.0.into(),
            stored(line.number)?.into(),
            Cell::Big(line.at.map(|at| at.0)),
            Cell::Big(line.technician.map(TechnicianId::get)),
            Cell::Big(line.person.map(TechnicianId::get)),
            line.kind.number().into(),
            line.outcome.number().into(),
            i16::from(line.answered).into(),
            line.card.clone().into(),
            line.reader.clone().into(),
            line.typed.clone().into(),
            line.code.clone().into(),
        ]);
    }
    let answer = "ON CONFLICT (file_id, line) DO UPDATE SET technician_id = excluded.technician_id, \
                  outcome = excluded.outcome, answered = excluded.answered, code = excluded.code \
                  WHERE reading_line.answered = 0";
    rows.insert(tx, "reading_line", answer).await?;
    Ok(())
}

/// One file.
pub async fn find(db: &impl ConnectionTrait, id: ReadingFileId) -> Result<Option<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM reading_file WHERE id = ?");
    db.query_one_raw(ask(db, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// One file, locked until the transaction ends (SQLite has one writer already).
pub async fn lock(tx: &impl ConnectionTrait, id: ReadingFileId) -> Result<Option<Kept>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM reading_file WHERE id = ?{lock}");
    tx.query_one_raw(ask(tx, &sql, vec![id.0.into()])).await?.as_ref().map(kept).transpose()
}

/// The files of a site, newest first, at most `limit`.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, site: SiteId, limit: u32) -> Result<Vec<ReadingFile>> {
    let theirs = match scope.extent() {
        Extent::All => true,
        Extent::Sites(sites) => sites.contains(&site),
        _ => false,
    };
    if !theirs {
        return Ok(Vec::new());
    }
    let sql =
        format!("SELECT {COLUMNS} FROM reading_file WHERE site_id = ? ORDER BY created_at DESC, id LIMIT {limit}");
    let rows = db.query_all_raw(ask(db, &sql, vec![site.get().into()])).await?;
    rows.iter().map(|row| Ok(kept(row)?.file)).collect()
}

/// How many files of a prime's sites were looked at since then, and lines of them with a number of a person, those of files
/// that were thrown away among them.
pub async fn looked_since(db: &impl ConnectionTrait, prime: BusinessId, since: Instant) -> Result<(i64, i64)> {
    let sql = "SELECT count(*), COALESCE(sum(f.typed_count), 0) FROM reading_file f JOIN site s ON s.id = f.site_id \
        WHERE s.prime = ? AND f.created_at >= ?";
    let row = db.query_one_raw(ask(db, sql, vec![prime.get().into(), since.0.into()])).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
}

/// Every line of a file in its order, with the name of who it is. Of who was only typed, no name where the person neither
/// stands on the roster of the site nor is employed today by who takes part in it.
pub async fn lines(
    db: &impl ConnectionTrait,
    id: ReadingFileId,
    today: WorkDate,
) -> Result<Vec<(KeptLine, Option<String>)>> {
    let sql = format!(
        "SELECT {LINE_COLUMNS}, t.family_name, t.given_name FROM reading_line l JOIN reading_file f ON f.id = l.file_id \
         LEFT JOIN technician t ON t.id = l.technician_id AND (l.person IS NULL OR \
         EXISTS (SELECT 1 FROM roster r WHERE r.site_id = f.site_id AND r.technician_id = t.id \
         AND (r.to_date IS NULL OR r.to_date >= r.from_date)) OR \
         EXISTS (SELECT 1 FROM employment e JOIN structure s ON s.site_id = f.site_id AND s.business_id = e.business_id \
         WHERE e.technician_id = t.id AND e.from_date <= ? AND (e.to_date IS NULL OR e.to_date >= ?) \
         AND (s.to_date IS NULL OR s.to_date >= s.from_date))) WHERE l.file_id = ? ORDER BY l.line"
    );
    let values = vec![today.number().into(), today.number().into(), id.0.into()];
    let rows = db.query_all_raw(ask(db, &sql, values)).await?;
    let named = |row: &QueryResult| -> Result<(KeptLine, Option<String>)> {
        let (family, given): (Option<String>, Option<String>) =
            (row.try_get("", "family_name")?, row.try_get("", "given_name")?);
        Ok((line(row)?, family.zip(given).map(|(family, given)| spaced(&family, &given))))
    };
    rows.iter().map(named).collect()
}

/// The first lines that have no answer yet, in their order.
pub async fn waiting(db: &impl ConnectionTrait, id: ReadingFileId, limit: u32) -> Result<Vec<KeptLine>> {
    let sql = format!(
        "SELECT {LINE_COLUMNS} FROM reading_line l WHERE l.file_id = ? AND l.answered = 0 ORDER BY l.line LIMIT {limit}"
    );
    db.query_all_raw(ask(db, &sql, vec![id.0.into()])).await?.iter().map(line).collect()
}

/// Moves a file on, and counts what its lines came to by now.
pub async fn advance(tx: &impl ConnectionTrait, id: ReadingFileId, state: FileState) -> Result<()> {
    let count = |outcome: LineOutcome| {
        let number = outcome.number();
        format!("(SELECT count(*) FROM reading_line l WHERE l.file_id = reading_file.id AND l.outcome = {number})")
    };
    let sql = format!(
        "UPDATE reading_file SET state = ?, accepted_count = {}, duplicate_count = {}, refused_count = {} WHERE id = ?",
        count(LineOutcome::Accepted),
        count(LineOutcome::Duplicate),
        count(LineOutcome::Refused)
    );
    tx.execute_raw(ask(tx, &sql, vec![state.number().into(), id.0.into()])).await?;
    Ok(())
}

/// Forgets the lines of a file that was thrown away.
pub async fn forget_lines(tx: &impl ConnectionTrait, id: ReadingFileId) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM reading_line WHERE file_id = ?", vec![id.0.into()])).await?;
    Ok(())
}

/// Files that were looked at before `before` and lie since, locked, at most `limit`.
pub async fn lying(tx: &impl ConnectionTrait, before: Instant, limit: u32) -> Result<Vec<Kept>> {
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM reading_file WHERE state = 1 AND created_at < ? ORDER BY created_at, id LIMIT {limit}{lock}"
    );
    tx.query_all_raw(ask(tx, &sql, vec![before.0.into()])).await?.iter().map(kept).collect()
}
