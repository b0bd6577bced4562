//! The further languages: each holds what technicians read, listed by section in `sections.toml`.
//!
//! Invariant: the crate builds while a further language lacks a text (the tests tell of it, `tests/further.rs`), and
//! does not build where a text it has could not be shown: other placeholders, a brace, no text at all.

use crate::catalogue::{self, Catalogue, placeholders};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

/// Languages that hold only what technicians read, by the names of their folders.
pub const LANGUAGES: [&str; 6] = ["ja-x-easy", "vi", "id", "zh-Hans", "fil", "my"];
/// What is declared of the sections.
pub const SECTIONS: &str = "sections.toml";
/// The file of a language that says who has reviewed it and how it calls the words of the field.
pub const HEAD: &str = "head";
/// The section whose texts the islands say in the browser.
pub const BROWSER: &str = "browser";

/// `feature.key` → text.
pub type Texts = BTreeMap<String, String>;

/// A section: pages that belong together and what they say.
#[derive(Debug, Default)]
pub struct Section {
    /// The languages that hold all of it.
    pub languages: Vec<String>,
    /// `feature`, `feature.key` or `feature.start_*`; `!feature.key` for what is not of it.
    pub keys: Vec<String>,
    /// Sources, below the repository, whose texts it holds.
    #[allow(dead_code, reason = "read by the tests, which share this file")]
    pub pages: Vec<String>,
}

impl Section {
    /// Whether the text belongs to it.
    pub fn holds(&self, key: &str) -> bool {
        let feature = key.split('.').next().unwrap_or_default();
        let fits = |of: &str| of.strip_suffix('*').map_or(of == key || of == feature, |start| key.starts_with(start));
        !self.excepts(key) && self.keys.iter().any(|of| fits(of))
    }
    /// Whether it is said that the text is not of it.
    pub fn excepts(&self, key: &str) -> bool {
        let fits = |of: &str| of.strip_suffix('*').map_or(of == key, |start| key.starts_with(start));
        self.keys.iter().filter_map(|of| of.strip_prefix('!')).any(fits)
    }
}

/// A language: its texts, who reviewed it, and its glossary.
#[derive(Debug, Default)]
pub struct Further {
    /// What it says.
    pub texts: Texts,
    /// As `head.toml` has it; `none: …` where nobody has.
    pub reviewed: String,
    /// Japanese word of the field → word of the language.
    #[allow(dead_code, reason = "read by the tests, which share this file")]
    pub glossary: Texts,
}

/// Everything of the further languages.
#[derive(Debug, Default)]
pub struct All {
    /// By name.
    pub sections: BTreeMap<String, Section>,
    /// By code.
    pub languages: BTreeMap<String, Further>,
}

/// Reads sections and languages. Errors: every fault found.
pub fn read(root: &Path, catalogue: &Catalogue) -> Result<All, Vec<String>> {
    let mut faults = Vec::new();
    let sections = sections(root, &mut faults);
    let mut languages = BTreeMap::new();
    for language in LANGUAGES {
        let mut further = Further::default();
        for (feature, table) in catalogue::tables(root, language, &mut faults) {
            if feature == HEAD {
                head(language, &table, &mut further, &mut faults);
            } else {
                let at = format!("{language}/{feature}.toml");
                for (key, text) in catalogue::texts_of(&at, &feature, table, &mut faults) {
                    let first = catalogue.get(&feature).and_then(|texts| texts.get(&key)).map(|texts| &texts[0]);
                    check(&at, &key, first, &text, &mut faults);
                    further.texts.insert(format!("{feature}.{key}"), text);
                }
            }
        }
        languages.insert(language.to_owned(), further);
    }
    if faults.is_empty() { Ok(All { sections, languages }) } else { Err(faults) }
}

fn check(at: &str, key: &str, first: Option<&String>, text: &str, faults: &mut Vec<String>) {
    // What no other language has is told by the tests, so that a text taken away elsewhere stops nobody's build.
    let Some(first) = first else { return };
    let (wanted, names) = (placeholders(first).unwrap_or_default(), placeholders(text).unwrap_or_default());
    if wanted != names {
        faults.push(format!("{at}: {key}: placeholders are {names:?} here and {wanted:?} in ja"));
    }
}

fn head(language: &str, table: &toml::Table, further: &mut Further, faults: &mut Vec<String>) {
    match table.get("reviewed").and_then(toml::Value::as_str) {
        Some(reviewed) => reviewed.clone_into(&mut further.reviewed),
        None => {
            faults.push(format!("{language}/{HEAD}.toml: reviewed: missing; say who has reviewed it, or none and why"));
        }
    }
    let glossary = table.get("glossary").and_then(toml::Value::as_table).into_iter().flatten();
    further.glossary = glossary.filter_map(|(word, as_)| Some((word.clone(), as_.as_str()?.to_owned()))).collect();
}

fn sections(root: &Path, faults: &mut Vec<String>) -> BTreeMap<String, Section> {
    let table = fs::read_to_string(root.join(SECTIONS)).map_err(|fault| fault.to_string());
    let table = table.and_then(|text| text.parse::<toml::Table>().map_err(|fault| fault.to_string()));
    let table = table.unwrap_or_else(|fault| {
        faults.push(format!("{SECTIONS}: {fault}"));
        toml::Table::new()
    });
    let mut sections = BTreeMap::new();
    for (name, value) in &table {
        let words = |of: &str| -> Vec<String> {
            let list = value.get(of).and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let section = Section { languages: words("languages"), keys: words("keys"), pages: words("pages") };
        let known: BTreeSet<&str> = LANGUAGES.into();
        for language in section.languages.iter().filter(|language| !known.contains(language.as_str())) {
            faults.push(format!("{SECTIONS}: {name}: {language}: unknown language"));
        }
        sections.insert(name.clone(), section);
    }
    sections
}

/// The Rust source of the tables: texts by language, sections by language, who reviewed, what the browser says.
pub fn render(all: &All, catalogue: &Catalogue) -> String {
    let mut out = String::new();
    let name = |language: &str| language.replace('-', "_").to_ascii_uppercase();
    for (language, further) in &all.languages {
        let _ = writeln!(out, "static {}: &[(&str, &str)] = &[", name(language));
        for (key, text) in &further.texts {
            let _ = writeln!(out, "({key:?}, {text:?}),");
        }
        let _ = writeln!(out, "];");
    }
    let _ = writeln!(out, "pub(super) static TEXTS: &[(&str, &[(&str, &str)])] = &[");
    for language in all.languages.keys() {
        let _ = writeln!(out, "({language:?}, {}),", name(language));
    }
    let _ = writeln!(out, "];\npub(super) static REVIEWED: &[(&str, &str)] = &[");
    for (language, further) in &all.languages {
        let _ = writeln!(out, "({language:?}, {:?}),", further.reviewed);
    }
    let _ = writeln!(out, "];\npub(super) static SECTIONS: &[(&str, &[&str])] = &[");
    for (section, of) in &all.sections {
        let _ = writeln!(out, "({section:?}, &{:?}),", of.languages);
    }
    let _ = writeln!(out, "];\npub(super) static BROWSER: &[crate::Msg] = &[");
    let browser = all.sections.get(BROWSER);
    for (feature, texts) in catalogue {
        for key in texts.keys().filter(|key| browser.is_some_and(|of| of.holds(&format!("{feature}.{key}")))) {
            let _ = writeln!(out, "crate::msg::{feature}::{},", catalogue::constant(key));
        }
    }
    let _ = writeln!(out, "];");
    out
}

/// The Rust source of the readings: `word TAB reading` a line, longest words first.
///
/// Errors: a line without two parts, a word that stands twice.
pub fn readings(root: &Path) -> Result<String, Vec<String>> {
    let text = fs::read_to_string(root.join("readings.txt")).map_err(|fault| vec![format!("readings.txt: {fault}")])?;
    let mut words: Vec<(&str, &str)> = Vec::new();
    let mut faults = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            [word, reading] if !words.iter().any(|(known, _)| *known == word) => words.push((word, reading)),
            _ => faults.push(format!("readings.txt: {line}: wanted is a word and its reading, each word once")),
        }
    }
    words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), *word));
    let mut out = String::from("pub(super) static READINGS: &[(&str, &str)] = &[\n");
    for (word, reading) in words {
        let _ = writeln!(out, "({word:?}, {reading:?}),");
    }
    out.push_str("];\n");
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}
