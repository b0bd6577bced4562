//! P10 of the quality goals: a file of 100,000 people with 3 % bad rows, judged and kept, beside Python doing the same.
//!
//! Invariant: each side is one process from its start to its end, and both must find the same number of good rows.

use super::{Row, ground::Ground, machine, peer};
use crate::{
    build::Mode,
    load::{Database, Program, server_program},
    process,
    repo::Repo,
    setup::{Setup, python},
};
use anyhow::{Context, Result, bail};
use domain::text::kanji_figures;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const ROWS: u32 = 100_000;
/// One row of so many is bad: 3 of 100.
const BAD_OF_100: u32 = 3;
/// Each is done so often; the middle one counts.
const TIMES: usize = 3;
const LOGIN: &str = "bench-import";

const HEADINGS: &str = "姓,名,セイ,メイ,生年月日,性別,国籍,郵便番号,都道府県,市区町村・番地・建物,電話番号,主な職種,経験年数,\
                        健康保険,健康保険の種類,年金保険,年金保険の種類,雇用保険,建退共,中退共";

/// `bench import`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let python = python::with(repo, "openpyxl==3.1.5")?;
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let script = ground.folder().join("peer.py");
    fs::write(&script, include_str!("import/peer.py"))?;
    let (csv, xlsx) = (ground.folder().join("people.csv"), ground.folder().join("people.xlsx"));
    fs::write(&csv, people()).with_context(|| format!("cannot write {}", csv.display()))?;
    let peer = Peer { python, script };
    peer.run(&["xlsx", text(&csv)?, text(&xlsx)?])?;

    let data = ground.folder().join("data");
    let program = Program::new(server, crate::site_dir(repo), data, Database::Sqlite)?;
    let business = program.seed_business()?;
    program.log_in_of(&business, LOGIN)?;
    let good = ROWS - ROWS / 100 * BAD_OF_100;

    let mut kept = 0;
    let peer_csv = middle(|| {
        kept += 1;
        let database = ground.folder().join(format!("peer-{kept}.sqlite"));
        peer.good(&["csv", text(&csv)?, text(&database)?], good)
    })?;
    let peer_xlsx = middle(|| peer.good(&["read", text(&xlsx)?], ROWS))?;
    let look = |file: &Path| {
        let path = text(file)?;
        let found = program.ask(&["bulk", "look", path, "--login-id", LOGIN])?;
        if !found.contains(&format!("\ngood: {good}\n")) {
            bail!("{path}: not {good} good rows:\n{}", found.lines().take(10).collect::<Vec<_>>().join("\n"));
        }
        Ok(())
    };
    let (ours_csv, ours_xlsx) = (middle(|| look(&csv))?, middle(|| look(&xlsx))?);
    let row = |metric: &str, ours: f64, peer: f64, what: &str| Row {
        metric: metric.to_owned(),
        unit: format!("rows/s ({what})"),
        ours: f64::from(ROWS) / ours,
        peer: f64::from(ROWS) / peer,
        ratio: peer / ours,
    };
    Ok(vec![
        row("import_100k_csv", ours_csv, peer_csv, "judged and kept; peer: Python csv, checks, SQLite"),
        row("import_100k_csv_openpyxl", ours_csv, peer_xlsx, "judged and kept; peer: openpyxl reads the workbook"),
        row("import_100k_xlsx", ours_xlsx, peer_xlsx, "workbook judged and kept; peer: openpyxl reads it"),
    ])
}

/// Seconds of the middle one of [`TIMES`].
fn middle(mut once: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut seconds = Vec::new();
    for _ in 0..TIMES {
        let start = process::now();
        once()?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    println!("{seconds:.2?} s");
    seconds.get(TIMES / 2).copied().context("nothing was measured")
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}

/// The file: of each hundred rows three are bad, in a different cell each.
fn people() -> String {
    let mut file = format!("\u{feff}{HEADINGS}\r\n");
    for at in 0..ROWS {
        let kana = if at % 100 == 17 { "森" } else { "モリ" };
        let postcode = if at % 100 == 43 { "135" } else { "135-0016" };
        let phone = if at % 100 == 89 { "12".to_owned() } else { format!("090{:08}", 10_000_000 + at) };
        let given = kanji_figures(at);
        let (month, day, year) = (at % 12 + 1, at % 28 + 1, 1960 + at % 45);
        // Writing to a string cannot fail.
        let _ = write!(
            file,
            "森,{given}郎,{kana},マコト,{year}-{month:02}-{day:02},男,日本,{postcode},東京都,江東区東陽{}-{},{phone},10 鉄筋工,{},\
             加入,協会けんぽ,加入,厚生年金,加入,未加入,未加入\r\n",
            at % 9 + 1,
            at % 30 + 1,
            at % 6 + 1,
        );
    }
    file
}

/// Python with the script.
struct Peer {
    python: PathBuf,
    script: PathBuf,
}

impl Peer {
    fn run(&self, arguments: &[&str]) -> Result<String> {
        process::capture(Command::new(&self.python).arg(&self.script).args(arguments))
    }
    /// Runs it, and looks whether it found as many good rows as there are.
    fn good(&self, arguments: &[&str], expected: u32) -> Result<()> {
        let said = self.run(arguments)?;
        if said.split_whitespace().nth(1) == Some(expected.to_string().as_str()) {
            return Ok(());
        }
        bail!("the peer found {said:?}, not {expected} good rows")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_of_a_hundred_rows_are_bad() {
        let file = people();
        assert_eq!(file.lines().count(), usize::try_from(ROWS).unwrap() + 1);
        let bad = file
            .lines()
            .skip(1)
            .filter(|line| line.contains(",森,") || line.contains(",135,") || line.contains(",12,"));
        assert_eq!(bad.count(), usize::try_from(ROWS / 100 * BAD_OF_100).unwrap());
    }
}
