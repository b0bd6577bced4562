//! ロギング機能のカードリーダー: a reader's file at a site, looked at and recorded by the prime. Invariant: nothing is recorded
//! before it was shown what would come of it; the same line is the same touch in whichever file it comes, so a file sent
//! twice, or in halves and then whole, counts nothing twice.

use crate::{
    Call, Change, Error, Result, job,
    outside::{OwnFormat, ReaderFormat},
    site::with_resource,
    touch,
};
use domain::{
    access::{Action, Scope},
    id::{BusinessId, ReadingFileId, SiteId, TechnicianId, TouchId},
    touch::{
        TouchKind,
        reading::{self, FileState, Line, LineOutcome, Named, ReadingFile, ReadingLine, Wrong},
        wire::{Outcome, Reading, TouchAnswer, TouchItem, Warning},
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    ConnectionTrait,
    reading::{self as rows, Kept, KeptLine},
    site::Site,
};

/// Files shown of a site.
const FILES_SHOWN: u32 = 100;
/// Touches recorded at once, so that gates do not wait behind a whole file.
const SLICE_LINES: u32 = 500;
/// Slices of the largest file, and one more to see that it is done.
const SLICES_AT_ONCE: u32 = 5;
const FORGOTTEN_AT_ONCE: u32 = 100;
/// Letters of a file's name kept.
const NAME_KEPT: usize = 100;

const TOO_LARGE: &str = "too_large";
const TOO_OFTEN: &str = "rate_limited";
const NOTHING_GOOD: &str = "reading.nothing_good";

/// A file with its lines, for its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What the site is called.
    pub site: String,
    /// The file.
    pub file: ReadingFile,
    /// Its lines; none of a file that was thrown away.
    pub lines: Vec<ReadingLine>,
    /// Lines that can be sent: those that read.
    pub readable: usize,
}

async fn may(call: &Call, site: SiteId) -> Result<(Site, Scope)> {
    let (found, resource) = with_resource(call, call.db.read(), site).await?;
    let scope = call.authorize(Action::TouchImport, &resource)?;
    Ok((found, scope))
}

/// Whether files of readers may be sent for a site. Errors: `NotFound`, `Forbidden`.
pub async fn may_open(call: &Call, site: SiteId) -> Result<()> {
    may(call, site).await.map(drop)
}

/// Whether a prime looks at one more file today. Errors: `rate_limited`.
async fn may_look(call: &Call, prime: BusinessId, lines: &[KeptLine]) -> Result<()> {
    let (looks, typed) = rows::looked_since(call.db.read(), prime, call.today().start()).await?;
    let more = lines.iter().filter(|line| line.person.is_some()).count();
    let typed = typed.saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
    let may = looks < reading::LOOKS_A_DAY_MAX && typed <= reading::TYPED_A_DAY_MAX;
    if may { Ok(()) } else { Err(Error::rejected(TOO_OFTEN)) }
}

/// Looks at a file: reads every line and keeps what it would come to; nothing is recorded yet. A business looks at so many
/// files and numbers a day. Errors: `NotFound`, `Forbidden`, `too_large`, `reading.no_lines`, `reading.too_many`,
/// `rate_limited`.
pub async fn look(call: &Call, site: SiteId, file_name: &str, content: &[u8]) -> Result<ReadingFileId> {
    let (found, _) = may(call, site).await?;
    if content.len() > reading::BYTES_MAX {
        return Err(Error::rejected(TOO_LARGE));
    }
    let read = OwnFormat.lines(content).map_err(|fault| Error::rejected(fault.code()))?;
    let id = ReadingFileId(call.ids.uuid(call.now()));
    let mut lines: Vec<KeptLine> = read.into_iter().map(kept_line).collect();
    may_look(call, found.prime, &lines).await?;
    let answers = touch::look_at(call, site, id, &items(site, &lines)).await?;
    judge(&mut lines, &answers);
    let count = |outcome| number(lines.iter().filter(|line| line.outcome == outcome).count());
    let file = ReadingFile {
        id,
        file_name: file_name.chars().filter(|c| !c.is_control()).take(NAME_KEPT).collect(),
        state: FileState::LookedAt,
        lines: number(lines.len()),
        accepted: count(LineOutcome::Accepted),
        duplicate: count(LineOutcome::Duplicate),
        refused: count(LineOutcome::Refused),
        at: call.now(),
    };
    let kept = Kept { file, site };
    let tx = call.db.begin().await?;
    rows::insert(&tx, &kept, &lines).await?;
    note(call, &tx, &kept, Change { process: "reading.look", ..Change::default() }).await?;
    tx.commit().await?;
    Ok(id)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

async fn note(call: &Call, tx: &impl ConnectionTrait, kept: &Kept, change: Change) -> Result<()> {
    let file = &kept.file;
    let new = json!({
        "site": kept.site, "state": file.state, "lines": file.lines,
        "accepted": file.accepted, "duplicate": file.duplicate, "refused": file.refused,
    });
    let subject_id = file.id.to_string();
    call.note(tx, Change { subject_kind: "reading_file", subject_id, new: Some(new), ..change }).await
}

fn kept_line(read: core::result::Result<Line, Wrong>) -> KeptLine {
    let nothing = KeptLine {
        number: 0,
        at: None,
        technician: None,
        person: None,
        kind: TouchKind::Unknown,
        outcome: LineOutcome::Refused,
        answered: true,
        card: String::new(),
        reader: String::new(),
        typed: String::new(),
        code: String::new(),
    };
    match read {
        Ok(Line { number, at, named, kind, reader }) => {
            let (card, person) = match named {
                Named::Card(card) => (card, None),
                Named::Technician(id) => (String::new(), Some(id)),
            };
            KeptLine { number, at: Some(at), kind, card, person, reader, answered: false, ..nothing }
        }
        Err(wrong) => {
            KeptLine { number: wrong.number, typed: wrong.typed, code: wrong.fault.code().to_owned(), ..nothing }
        }
    }
}

/// The touches of the lines that wait for an answer, in their order.
fn items(site: SiteId, lines: &[KeptLine]) -> Vec<TouchItem> {
    lines.iter().filter(|line| !line.answered).filter_map(|line| item(site, line)).collect()
}

fn item(site: SiteId, line: &KeptLine) -> Option<TouchItem> {
    let reading = match line.person {
        Some(id) => Reading::Typed { technician_id: id.to_string() },
        None => Reading::Serial { serial: line.card.clone() },
    };
    Some(TouchItem {
        id: touch_id(site, line)?,
        occurred_at: line.at?,
        kind: line.kind,
        reading,
        device_seq: None,
        clock_offset_ms: None,
        clock: None,
        site_id: None,
        trade: None,
        role: None,
        signature: None,
    })
}

/// The id of a line's touch: its time, as in any UUIDv7, and in the place of chance the beginning of SHA-256 over site, reader,
/// person, time and kind. So the same line has the same id in every file, however it is spelled.
fn touch_id(site: SiteId, line: &KeptLine) -> Option<TouchId> {
    let at = line.at?;
    let person = line.person.map_or_else(|| line.card.clone(), |id| format!("id {id}"));
    let mut hash = Sha256::new();
    for part in
        ["reading 1", &site.to_string(), &line.reader, &person, &at.0.to_string(), &line.kind.number().to_string()]
    {
        // Each with its length: no two lines come to the same bytes.
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let tail = digest.first_chunk::<10>().copied().unwrap_or_default();
    let ms = u64::try_from(at.0).ok()?;
    Some(TouchId(uuid::Builder::from_unix_timestamp_millis(ms, &tail).into_uuid()))
}

/// Notes what each line that waits comes to; `answers` stand in the order of [`items`].
fn judge(lines: &mut [KeptLine], answers: &[TouchAnswer]) {
    let waiting = lines.iter_mut().filter(|line| !line.answered && line.at.is_some());
    for (line, answer) in waiting.zip(answers) {
        line.outcome = match answer.outcome {
            Outcome::Accepted => LineOutcome::Accepted,
            Outcome::Duplicate => LineOutcome::Duplicate,
            Outcome::Replay | Outcome::Quarantined | Outcome::Rejected | Outcome::Retry => LineOutcome::Refused,
        };
        line.code = answer.code.clone().unwrap_or_default();
        line.technician = who(line, answer);
    }
}

/// Whom the office is told of. Whoever stands on the roster, has been here, or whose card was read, as a gate shows them; of a
/// number that was only typed, nobody before it is a touch: a list of numbers is not to be a way to names.
fn who(line: &KeptLine, answer: &TouchAnswer) -> Option<TechnicianId> {
    let shown = answer.shown.as_ref()?;
    let known = match answer.outcome {
        Outcome::Duplicate => true,
        Outcome::Accepted => !shown.warnings.contains(&Warning::NotOnRoster),
        _ => false,
    };
    (known || line.person.is_none()).then_some(shown.technician_id)
}

/// Records the touches of a file. Errors: `NotFound`, `Forbidden`, `conflict.state`, `reading.nothing_good`; `Unavailable`
/// where some of it is left to be recorded later, by itself.
pub async fn record(call: &Call, site: SiteId, id: ReadingFileId) -> Result<()> {
    may(call, site).await?;
    let tx = call.db.begin().await?;
    let mut kept = locked(&tx, site, id).await?;
    if rows::waiting(&tx, id, 1).await?.is_empty() {
        return Err(Error::rejected(NOTHING_GOOD));
    }
    kept.file.state = FileState::Recording;
    rows::advance(&tx, id, FileState::Recording).await?;
    note(call, &tx, &kept, Change { process: "reading.record", ..Change::default() }).await?;
    let job = job::set_mine(call, &tx, job::Work::Reading(id)).await?;
    tx.commit().await?;
    for _ in 0..SLICES_AT_ONCE {
        if go_on(call, id).await? {
            return job::finish(call, &job).await;
        }
    }
    job::put_back(call, &job).await
}

/// A file of this site that was only looked at, held until the transaction ends. Errors: `NotFound`, `conflict.state`.
async fn locked(tx: &impl ConnectionTrait, site: SiteId, id: ReadingFileId) -> Result<Kept> {
    let kept = rows::lock(tx, id).await?.filter(|kept| kept.site == site).ok_or(Error::NotFound)?;
    if kept.file.state == FileState::LookedAt { Ok(kept) } else { Err(Error::Conflict("conflict.state")) }
}

/// The next touches of a file; whether that was all of it.
pub(crate) async fn go_on(call: &Call, id: ReadingFileId) -> Result<bool> {
    let kept = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    if kept.file.state != FileState::Recording {
        return Ok(true);
    }
    let mut lines = rows::waiting(call.db.read(), id, SLICE_LINES).await?;
    let answers = touch::record_of(call, kept.site, id, &items(kept.site, &lines)).await?;
    judge(&mut lines, &answers);
    for (line, answer) in lines.iter_mut().zip(&answers) {
        line.answered = answer.outcome.is_receipt();
        if matches!(answer.outcome, Outcome::Accepted | Outcome::Duplicate) {
            line.technician = answer.shown.as_ref().map(|shown| shown.technician_id);
        }
    }
    let tx = call.db.begin().await?;
    rows::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    rows::put_lines(&tx, id, &lines).await?;
    let is_all = rows::waiting(&tx, id, 1).await?.is_empty();
    rows::advance(&tx, id, if is_all { FileState::Recorded } else { FileState::Recording }).await?;
    if is_all {
        let kept = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
        note(call, &tx, &kept, Change { process: "reading.recorded", ..Change::default() }).await?;
    }
    tx.commit().await?;
    Ok(is_all)
}

/// What a site is called, and its files, newest first. Errors: `NotFound`, `Forbidden`.
pub async fn list(call: &Call, site: SiteId) -> Result<(String, Vec<ReadingFile>)> {
    let (found, scope) = may(call, site).await?;
    Ok((found.name, rows::list(call.db.read(), &scope, site, FILES_SHOWN).await?))
}

/// A file of a site with its lines. Errors: `NotFound`, `Forbidden`.
pub async fn detail(call: &Call, site: SiteId, id: ReadingFileId) -> Result<Detail> {
    let (found, _) = may(call, site).await?;
    let db = call.db.read();
    let kept = rows::find(db, id).await?.filter(|kept| kept.site == site).ok_or(Error::NotFound)?;
    let lines = rows::lines(db, id, call.today()).await?;
    let readable = lines.iter().filter(|(line, _)| line.at.is_some()).count();
    let lines = lines.into_iter().map(|(line, name)| shown(line, name)).collect();
    Ok(Detail { site: found.name, file: kept.file, lines, readable })
}

fn shown(line: KeptLine, name: Option<String>) -> ReadingLine {
    let typed = match line.person {
        Some(id) => id.to_string(),
        None if line.card.is_empty() => line.typed,
        None => line.card,
    };
    ReadingLine {
        number: line.number,
        at: line.at,
        kind: line.kind,
        typed,
        reader: line.reader,
        outcome: line.outcome,
        code: Some(line.code).filter(|code| !code.is_empty()),
        person: line.technician.zip(name),
    }
}

/// Throws a file away that was only looked at. Errors: `NotFound`, `Forbidden`, `conflict.state`.
pub async fn discard(call: &Call, site: SiteId, id: ReadingFileId) -> Result<()> {
    may(call, site).await?;
    let tx = call.db.begin().await?;
    let kept = locked(&tx, site, id).await?;
    thrown_away(call, &tx, kept).await?;
    tx.commit().await?;
    Ok(())
}

async fn thrown_away(call: &Call, tx: &impl ConnectionTrait, mut kept: Kept) -> Result<()> {
    kept.file.state = FileState::Discarded;
    rows::advance(tx, kept.file.id, FileState::Discarded).await?;
    rows::forget_lines(tx, kept.file.id).await?;
    note(call, tx, &kept, Change { process: "reading.discard", ..Change::default() }).await
}

/// Throws away what was only looked at a month ago; a part a day.
pub(crate) async fn forget_old(call: &Call) -> Result<()> {
    let before = call.now().plus_ms(-reading::KEPT_MS);
    let tx = call.db.begin().await?;
    for kept in rows::lying(&tx, before, FORGOTTEN_AT_ONCE).await? {
        thrown_away(call, &tx, kept).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Instant;

    const GOOD: Instant = Instant(1_795_128_720_000);

    fn line(named: Named, kind: TouchKind, reader: &str) -> KeptLine {
        kept_line(Ok(Line { number: 1, at: GOOD, named, kind, reader: reader.to_owned() }))
    }

    #[test]
    fn an_id_is_made_of_what_the_touch_is_and_of_nothing_else() {
        let site = SiteId::from_body(1);
        let card = || Named::Card("04102030405000".to_owned());
        let first = line(card(), TouchKind::In, "a");
        let id = touch_id(site, &first).unwrap();
        assert_eq!(domain::touch::timing::id_time(id), Some(GOOD));
        let again = KeptLine { number: 900, answered: true, ..first.clone() };
        assert_eq!(touch_id(site, &again), Some(id), "the place in the file is no part of it");
        let others = [
            touch_id(SiteId::from_body(2), &first),
            touch_id(site, &line(card(), TouchKind::Out, "a")),
            touch_id(site, &line(card(), TouchKind::In, "b")),
            touch_id(site, &line(Named::Card("04102030405001".to_owned()), TouchKind::In, "a")),
            touch_id(site, &line(Named::Technician(TechnicianId::from_body(1)), TouchKind::In, "a")),
            touch_id(site, &KeptLine { at: Some(GOOD.plus_ms(1)), ..first.clone() }),
        ];
        let different: std::collections::BTreeSet<_> = others.into_iter().chain([Some(id)]).collect();
        assert_eq!(different.len(), 7);
        assert_eq!(touch_id(site, &KeptLine { at: None, ..first }), None);
    }
}
