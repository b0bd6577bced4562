//! docs/ERRORS.md, the catalogue and the code name the same codes.

use super::status_of;
use std::{
    collections::BTreeSet,
    fmt::Write,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn catalogue(lang: &str) -> toml::Table {
    let path = root().join(format!("crates/i18n/catalogue/{lang}/code.toml"));
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The page, made from the catalogue and the statuses. The codes of a touch or record come in a 200 answer, one per item.
fn page() -> String {
    let (ja, en) = (catalogue("ja"), catalogue("en"));
    let mut page = String::from(
        "# Codes\n\nEvery refusal of `/api/v1` is `application/problem+json` with one of these codes; a batch of touches or \
         records is answered 200 with a\ncode per item. Screens show the same sentences. Codes are stable: they are added, never \
         renamed. This page is made by the\ntests of `server` (`UPDATE_SNAPSHOTS=1 cargo test -p server codes`).\n\n\
         | code | HTTP | 日本語 | English |\n| --- | --- | --- | --- |\n",
    );
    let codes: BTreeSet<&String> = ja.keys().collect();
    for code in codes {
        let of_items = |family: &str| code.strip_prefix(family).is_some_and(|rest| !rest.starts_with("too_"));
        let per_item = code.starts_with("sun.") || of_items("touch.") || of_items("record.");
        let status = if per_item { "per item".to_owned() } else { status_of(code).as_u16().to_string() };
        let said = |of: &toml::Table| of[code].as_str().unwrap().to_owned();
        writeln!(page, "| `{code}` | {status} | {} | {} |", said(&ja), said(&en)).unwrap();
    }
    page
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a person asks for the page to be written anew")]
fn codes_stand_in_errors_md() {
    let path = root().join("docs/ERRORS.md");
    let page = page();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/ERRORS.md differs: run UPDATE_SNAPSHOTS=1 cargo test -p server codes");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_code_in_the_code_base_has_its_sentence() {
    const FAMILIES: [&str; 12] = [
        "touch.",
        "sun.",
        "auth.",
        "conflict.",
        "photo.",
        "oauth.",
        "origin.",
        "gate.",
        "structure.",
        "history.",
        "record.",
        "seed.",
    ];
    let told = catalogue("ja");
    let mut files = Vec::new();
    for folder in ["crates/domain/src", "crates/proof/src", "crates/services/src", "app/src", "server/src"] {
        sources(&root().join(folder), &mut files);
    }
    let mut untold = BTreeSet::new();
    let mut seen = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // What an event is called is no code that anybody is refused with.
        let is_event = |line: &str| ["process:", "=> m::ACT_", ".noted("].iter().any(|sign| line.contains(sign));
        for line in text.lines().filter(|line| !is_event(line) && !line.trim_start().starts_with("//")) {
            for literal in line.split('"').skip(1).step_by(2) {
                let is_code = FAMILIES.iter().any(|family| {
                    literal.strip_prefix(family).is_some_and(|rest| {
                        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                    })
                });
                if is_code && literal != "touch.send" {
                    seen += 1;
                    if !told.contains_key(literal) {
                        untold.insert(format!("{literal} in {}", file.display()));
                    }
                }
            }
        }
    }
    assert!(seen > 30, "codes are found by their families: {seen}");
    assert_eq!(untold, BTreeSet::new());
}
