//! P7 and P8 of the quality goals: a site's month of a million records as CSV in cp932 and as a workbook, over HTTP, beside
//! Python writing the same rows of the same SQLite file.
//!
//! Invariant: both sides are timed from being asked to their last byte, and both must have written all rows; the server's
//! memory is what its process held at the most while it wrote.

use super::{Row, ground::Ground, machine, peer};
use crate::{
    build::Mode,
    load::{Database, Program, Running, post_form, server_program},
    process,
    repo::Repo,
    setup::{Setup, python},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
};

/// Records; `DAYS_RECORDS` says another number for a trial.
const RECORDS: u32 = 1_000_000;
/// Pairs, interleaved; the middle ones count.
const PAIRS: usize = 5;
const LOGIN: &str = "bench-days";

/// What asking for a file took.
#[derive(Debug, Clone, Copy)]
struct Taken {
    seconds: f64,
    first_ms: f64,
    /// Of a CSV.
    lines: u64,
}

/// `bench days`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let python = python::with(repo, "openpyxl==3.1.5")?;
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let records: u32 = match process::variable("DAYS_RECORDS") {
        Some(said) => said.parse().context("DAYS_RECORDS is a number")?,
        None => RECORDS,
    };
    let script = ground.folder().join("peer.py");
    fs::write(&script, include_str!("days/peer.py"))?;
    let data = ground.folder().join("data");
    let program = Program::new(server, crate::site_dir(repo), data.clone(), Database::Sqlite)?;
    program.seed_business()?;
    let month = domain::time::Instant(crate::load::wall_ms()).date().month().previous().number().to_string();
    let peer = Peer { python, script, database: data.join("careerup.db") };
    let made = peer.run(&["make"], &[&month, &records.to_string()])?;
    let [site, prime, rows] = made.split_whitespace().collect::<Vec<_>>()[..] else { bail!("made: {made}") };
    let rows: u64 = rows.parse()?;
    println!("{rows} records of {month} at site {site}");
    program.log_in_of(prime, LOGIN)?;
    let cookie = peer.run(&["session"], &[LOGIN])?.trim().to_owned();
    let running = program.start()?;
    let before = held(&running, "VmRSS")?;
    let out = ground.folder().join("peer.out");
    let out = out.to_str().context("a path that is no text")?;
    let ask =
        |kind: &str| take(&running, &format!("/business/sites/{site}/history/file"), &cookie, (month.as_str(), kind));

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        let taken = ask("csv_sjis")?;
        if taken.lines != rows + 1 {
            bail!("the file has {} lines, not {rows} and a head", taken.lines);
        }
        ours.push(taken);
        theirs.push(peer.timed(&["csv"], &[site, &month, out], rows)?);
    }
    let grown = held(&running, "VmHWM")? - before;
    let (mut books, mut their_books) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS.min(3) {
        books.push(ask("xlsx")?.seconds);
        their_books.push(peer.timed(&["xlsx"], &[site, &month, &rows.to_string(), out], rows)?);
    }
    let grown_by_books = held(&running, "VmHWM")? - before;
    running.stop()?;
    let per_second = |seconds: f64| f64::from(records) / seconds;
    let seconds = middle(ours.iter().map(|taken| taken.seconds));
    let row = |metric: &str, unit: &str, ours: f64, peer: f64| Row {
        metric: metric.to_owned(),
        unit: unit.to_owned(),
        ours,
        peer,
        ratio: ours / peer,
    };
    let (csv, book) = (middle(theirs.into_iter()), middle(their_books.into_iter()));
    Ok(vec![
        row("file_1m_csv_cp932", "rows/s (peer: Python csv, same rows)", per_second(seconds), per_second(csv)),
        row("file_1m_first_byte", "ms (peer: the aim)", middle(ours.iter().map(|taken| taken.first_ms)), 200.0),
        row("file_1m_memory", "MB grown (peer: the aim)", grown, 64.0),
        row(
            "file_1m_xlsx",
            "rows/s (peer: openpyxl, same rows)",
            per_second(middle(books.into_iter())),
            per_second(book),
        ),
        row("file_1m_xlsx_memory", "MB grown (peer: the aim)", grown_by_books, 64.0),
    ])
}

fn middle(of: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = of.collect();
    all.sort_by(f64::total_cmp);
    println!("{all:.2?}");
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Asks for a file and reads it to its end, which the server says by closing.
fn take(running: &Running, path: &str, cookie: &str, (month, kind): (&str, &str)) -> Result<Taken> {
    let port = running.port();
    let form = post_form(path, port, Some(cookie), &[("month", month), ("file", kind)]);
    // HTTP/1.0: what comes is the file and nothing between its parts.
    let form = String::from_utf8(form)?.replacen("HTTP/1.1", "HTTP/1.0", 1);
    let start = process::now();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.write_all(form.as_bytes())?;
    let mut buffer = vec![0; 256 * 1024];
    let mut head: Vec<u8> = Vec::new();
    let (mut first_ms, mut lines) = (None, 0_u64);
    loop {
        let read = stream.read(&mut buffer)?;
        let Some(mut bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        if first_ms.is_none() {
            head.extend_from_slice(bytes);
            let Some(at) = head.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            if !head.get(8..).is_some_and(|rest| rest.starts_with(b" 200")) {
                bail!("{path}: {}", String::from_utf8_lossy(head.get(..at).unwrap_or_default()));
            }
            bytes = head.get(at + 4..).unwrap_or_default();
            if bytes.is_empty() {
                head.truncate(at + 4);
                continue;
            }
            first_ms = Some(start.elapsed().as_secs_f64() * 1_000.0);
        }
        // No name holds a line's end.
        lines += u64::try_from(bytes.split(|byte| *byte == b'\n').skip(1).count())?;
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(Taken { seconds, first_ms: first_ms.context("no content")?, lines })
}

/// What the server's process holds or held at the most, MB.
fn held(running: &Running, what: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", running.process()))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    let kb: f64 = line.and_then(|line| line.split_whitespace().next()).context("no such line")?.parse()?;
    Ok(kb / 1_024.0)
}

/// Python with the script on the register's file.
struct Peer {
    python: PathBuf,
    script: PathBuf,
    database: PathBuf,
}

impl Peer {
    fn run(&self, verb: &[&str], arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).args(verb).arg::<&Path>(&self.database).args(arguments);
        process::capture(&mut command)
    }
    /// Seconds it takes; it must have written `rows`.
    fn timed(&self, verb: &[&str], arguments: &[&str], rows: u64) -> Result<f64> {
        let start = process::now();
        let said = self.run(verb, arguments)?;
        let seconds = start.elapsed().as_secs_f64();
        if said.trim() != rows.to_string() {
            bail!("the peer wrote {said:?}, not {rows} rows");
        }
        Ok(seconds)
    }
}
