//! Rules of the house that no compiler knows, one file each.
//!
//! Invariant: a rule is a function from text to complaints, carries its reason, and has a test in which it complains.

mod css;
mod dependencies;
mod literals;
mod names;
mod places;
mod sizes;
mod source;
mod unfinished;

use crate::{process, repo::Repo, test::Counts};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command, process::ExitCode};

/// A file of the repository: tracked by git, or new and not ignored.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    /// Its text; files that are not text are not read.
    pub text: String,
}

impl File {
    /// What kind of text it is, by the ending of its name.
    fn is(&self, endings: &[&str]) -> bool {
        let ending = Path::new(&self.path).extension().unwrap_or_default();
        endings.iter().any(|known| ending == *known)
    }
}

/// What a rule found.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    /// `path` or `path:line`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Complaint {
    /// About a line, counted from 1.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{path}:{line}"), what: what.into() }
    }

    /// About a file as a whole.
    pub fn of(path: &str, what: impl Into<String>) -> Self {
        Self { place: path.to_owned(), what: what.into() }
    }
}

/// A rule.
struct Rule {
    name: &'static str,
    reason: &'static str,
    check: fn(&Repo, &[File]) -> Vec<Complaint>,
}

const RULES: &[Rule] = &[
    Rule { name: "dependencies", reason: dependencies::REASON, check: dependencies::check },
    Rule { name: "literals", reason: literals::REASON, check: |_, files| literals::check(files) },
    Rule { name: "sizes", reason: sizes::REASON, check: |_, files| sizes::check(files) },
    Rule { name: "names", reason: names::REASON, check: |_, files| names::check(files) },
    Rule { name: "css", reason: css::REASON, check: |_, files| css::check(files) },
    Rule { name: "unfinished", reason: unfinished::REASON, check: |_, files| unfinished::check(files) },
    Rule { name: "places", reason: places::REASON, check: |_, files| places::check(files) },
];

/// `cargo xtask tidy`.
pub fn tidy(repo: &Repo) -> Result<ExitCode> {
    let counts = check_all(repo)?;
    println!("{counts}");
    Ok(if counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every rule over every file; a rule counts as one.
pub fn check_all(repo: &Repo) -> Result<Counts> {
    let files = files(repo)?;
    let mut counts = Counts::default();
    for rule in RULES {
        let complaints = (rule.check)(repo, &files);
        if complaints.is_empty() {
            println!("tidy {}: ok", rule.name);
            counts = counts + Counts::PASSED;
            continue;
        }
        counts = counts + Counts::FAILED;
        println!("tidy {}: {} complaints. {}", rule.name, complaints.len(), rule.reason);
        for complaint in complaints {
            println!("  {}: {}", complaint.place, complaint.what);
        }
    }
    Ok(counts)
}

fn files(repo: &Repo) -> Result<Vec<File>> {
    let mut git = Command::new("git");
    git.current_dir(&repo.root).args([
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let list = process::capture(&mut git).context("tidy reads what git tracks")?;
    let read = |path: &str| {
        let text = fs::read_to_string(Path::new(&repo.root).join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    Ok(list.split('\0').filter(|path| !path.is_empty()).filter_map(read).collect())
}

#[cfg(test)]
pub fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}
