//! The rules of the catalogue: every language has the same files, the same keys and the same placeholders.
//!
//! Invariant: [`read`] tells of all faults at once, each with file and key, and returns texts only where there are none.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

/// Languages in the order of the fields of `Msg`. The first one is written first and is what documentation shows.
pub const LANGUAGES: [&str; 2] = ["ja", "en"];
/// Files of `catalogue/` that hold no texts: exceptions the tests know, each line with its reason.
pub const LISTS: [&str; 5] =
    ["equal.txt", "equal_further.txt", "official.txt", "readings.txt", crate::further::SECTIONS];
/// The feature whose keys are stable codes from outside the catalogue, looked up at run time.
pub const CODES: &str = "code";

/// One text per language of [`LANGUAGES`].
pub type Texts = [String; LANGUAGES.len()];
/// Feature → key → texts.
pub type Catalogue = BTreeMap<String, BTreeMap<String, Texts>>;
/// The texts of a file.
pub type File = BTreeMap<String, String>;

/// Reads `root/<language>/<feature>.toml`. Errors: every fault found, as sentences that name file and key.
pub fn read(root: &Path) -> Result<Catalogue, Vec<String>> {
    let mut faults = Vec::new();
    for name in names(root, &mut faults) {
        let languages = LANGUAGES.iter().chain(&crate::further::LANGUAGES);
        if !languages.chain(&LISTS).any(|known| *known == name) {
            let further = crate::further::LANGUAGES;
            faults.push(format!("{name}: unknown; languages are {LANGUAGES:?} and {further:?}, lists are {LISTS:?}"));
        }
    }
    let languages = LANGUAGES.map(|language| files(root, language, &mut faults));
    let features: BTreeSet<&String> = languages.iter().flat_map(BTreeMap::keys).collect();
    let mut catalogue = Catalogue::new();
    for feature in features {
        let texts = join(feature, &languages, &mut faults);
        check_constants(feature, &texts, &mut faults);
        catalogue.insert(feature.clone(), texts);
    }
    if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
}

fn names(folder: &Path, faults: &mut Vec<String>) -> BTreeSet<String> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect(),
        Err(fault) => {
            faults.push(format!("{}: {fault}", folder.display()));
            BTreeSet::new()
        }
    }
}

/// The files of a language as they stand, by feature.
pub fn tables(root: &Path, language: &str, faults: &mut Vec<String>) -> BTreeMap<String, toml::Table> {
    let mut tables = BTreeMap::new();
    for name in names(&root.join(language), faults) {
        let at = format!("{language}/{name}");
        let Some(feature) = name.strip_suffix(".toml").filter(|feature| is_name(feature)) else {
            faults.push(format!("{at}: unknown file; wanted is <feature>.toml in a-z, 0-9 and _"));
            continue;
        };
        let text = fs::read_to_string(root.join(&at)).map_err(|fault| fault.to_string());
        match text.and_then(|text| text.parse::<toml::Table>().map_err(|fault| fault.to_string().replace('\n', " "))) {
            Ok(table) => drop(tables.insert(feature.to_owned(), table)),
            Err(fault) => {
                faults.push(format!("{at}: {fault}"));
                tables.insert(feature.to_owned(), toml::Table::new());
            }
        }
    }
    tables
}

fn files(root: &Path, language: &str, faults: &mut Vec<String>) -> BTreeMap<String, File> {
    let tables = tables(root, language, faults).into_iter();
    tables
        .map(|(feature, table)| {
            let texts = texts_of(&format!("{language}/{feature}.toml"), &feature, table, faults);
            (feature, texts)
        })
        .collect()
}

/// The texts of a file. Faults: what is no text, an empty one, a key or a brace that is none.
pub fn texts_of(at: &str, feature: &str, table: toml::Table, faults: &mut Vec<String>) -> File {
    let mut texts = File::new();
    for (key, value) in table {
        match value {
            toml::Value::String(text) => {
                check_text(at, feature, &key, &text, faults);
                texts.insert(key, text);
            }
            _ => faults.push(format!("{at}: {key}: wanted is a text; write \"{key}.…\" in quotes for a dot")),
        }
    }
    texts
}

fn check_text(at: &str, feature: &str, key: &str, text: &str, faults: &mut Vec<String>) {
    let dotted = feature == CODES;
    if !key.split('.').all(is_name) || (key.contains('.') && !dotted) {
        faults.push(format!("{at}: {key}: keys are a-z, 0-9 and _ (dots in {CODES}.toml only)"));
    }
    if text.trim().is_empty() {
        faults.push(format!("{at}: {key}: the text is empty"));
    }
    match placeholders(text) {
        Err(fault) => faults.push(format!("{at}: {key}: {fault}")),
        Ok(names) if dotted && !names.is_empty() => {
            faults.push(format!("{at}: {key}: texts of codes are shown without values and take no {names:?}"));
        }
        Ok(_) => {}
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The `{name}`s of a text. Errors: a brace without its partner, a name outside `a-z0-9_`.
pub fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let name = rest[at..].strip_prefix('{').and_then(|inside| inside.split_once('}')).map(|(name, _)| name);
        let name = name.filter(|name| is_name(name)).ok_or("a brace that is no {name}")?;
        names.insert(name);
        rest = &rest[at + name.len() + 2..];
    }
    Ok(names)
}

fn join(feature: &str, languages: &[BTreeMap<String, File>], faults: &mut Vec<String>) -> BTreeMap<String, Texts> {
    let keys: BTreeSet<&String> =
        languages.iter().filter_map(|files| files.get(feature)).flat_map(BTreeMap::keys).collect();
    let mut joined = BTreeMap::new();
    for (files, language) in languages.iter().zip(LANGUAGES) {
        if !files.contains_key(feature) {
            faults.push(format!("{language}/{feature}.toml: missing, another language has it"));
        }
    }
    for key in keys {
        let mut texts = Texts::default();
        for ((files, language), place) in languages.iter().zip(LANGUAGES).zip(&mut texts) {
            match files.get(feature).map(|file| file.get(key)) {
                Some(Some(text)) => place.clone_from(text),
                Some(None) => {
                    faults.push(format!("{language}/{feature}.toml: {key}: missing, another language has it"));
                }
                None => {}
            }
        }
        let first = placeholders(&texts[0]).unwrap_or_default();
        for (text, language) in texts.iter().zip(LANGUAGES).skip(1) {
            let names = placeholders(text).unwrap_or_default();
            if names != first && !text.is_empty() && !texts[0].is_empty() {
                let wanted = LANGUAGES[0];
                faults.push(format!(
                    "{language}/{feature}.toml: {key}: placeholders are {names:?} here and {first:?} in {wanted}"
                ));
            }
        }
        joined.insert(key.clone(), texts);
    }
    joined
}

/// The name of a text's constant.
pub fn constant(key: &str) -> String {
    key.replace('.', "_").to_ascii_uppercase()
}

fn check_constants(feature: &str, texts: &BTreeMap<String, Texts>, faults: &mut Vec<String>) {
    let mut seen = BTreeMap::new();
    for key in texts.keys() {
        if let Some(other) = seen.insert(constant(key), key) {
            faults.push(format!("{feature}.toml: {other} and {key} are both {}", constant(key)));
        }
    }
}

/// The Rust source of `msg` and of the look-up of stable codes.
pub fn render(catalogue: &Catalogue) -> String {
    let mut out = String::from("/// Every text of the catalogue: `msg::<feature>::<KEY>`.\npub mod msg {\n");
    let mut codes = String::new();
    for (feature, texts) in catalogue {
        let _ = writeln!(out, "/// Texts of `catalogue/*/{feature}.toml`.\npub mod {feature} {{");
        for (key, texts) in texts {
            let (name, key) = (constant(key), format!("{feature}.{key}"));
            let _ = writeln!(out, "#[doc = {:?}]", texts[0]);
            let _ = write!(out, "pub const {name}: crate::Msg = crate::Msg {{ key: {key:?}");
            for (language, text) in LANGUAGES.iter().zip(texts) {
                let _ = write!(out, ", {language}: {text:?}");
            }
            let _ = writeln!(out, " }};");
            if let Some(code) = key.strip_prefix(CODES).and_then(|rest| rest.strip_prefix('.')) {
                let _ = writeln!(codes, "{code:?} => msg::{feature}::{name},");
            }
        }
        let _ = writeln!(out, "}}");
    }
    let _ = writeln!(out, "}}");
    let _ = writeln!(
        out,
        "#[allow(clippy::too_many_lines, reason = \"one line per code\")]\nfn code_msg(code: &str) -> Option<Msg> {{\nSome(match code {{\n{codes}_ => return None,\n}})\n}}"
    );
    out
}
