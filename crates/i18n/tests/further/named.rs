//! Texts that Rust sources name: `msg::feature::KEY`, `m::KEY` where `m` stands for a feature, in a file or a folder.

use super::catalogue::{Catalogue, constant};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// `feature.key` of every text the sources at `path` name outside their tests.
pub fn in_sources(path: &Path, catalogue: &Catalogue) -> BTreeSet<String> {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries.flat_map(|entry| in_sources(&entry.unwrap().path(), catalogue)).collect();
    }
    let source = fs::read_to_string(path).unwrap();
    let source = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let words = words(source);
    let names = names(&words, catalogue);
    let mut found = BTreeSet::new();
    for at in words.windows(3) {
        let [of, "::", name] = at[..] else { continue };
        let Some(feature) =
            names.get(of).copied().or_else(|| catalogue.get_key_value(of).map(|(name, _)| name.as_str()))
        else {
            continue;
        };
        let key = catalogue[feature].keys().find(|key| constant(key) == name);
        found.extend(key.map(|key| format!("{feature}.{key}")));
    }
    found
}

/// Identifiers and `::` in the order of the source; everything else is one mark.
fn words(source: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = if is_name(c) {
            rest.find(|c| !is_name(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        if !word.trim().is_empty() {
            words.push(word);
        }
        rest = after;
    }
    words
}

/// What stands for a feature in this source: `msg::feature as m`.
fn names<'a>(words: &[&'a str], catalogue: &'a Catalogue) -> BTreeMap<&'a str, &'a str> {
    let mut names = BTreeMap::new();
    for at in words.windows(3) {
        if let [of, "as", name] = at[..]
            && catalogue.contains_key(of)
        {
            names.insert(name, of);
        }
    }
    names
}

#[test]
fn both_ways_of_naming_are_found() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("named");
    fs::create_dir_all(&folder).unwrap();
    let source = "use msg::{claim as c, card};\nfn f() { t(c::GO); t(msg::home::TITLE); card::HOLD }\n#[cfg(test)]\nmod t { c::LEAD }";
    fs::write(folder.join("x.rs"), source).unwrap();
    let texts = |keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), Default::default())).collect();
    let catalogue: Catalogue = [
        ("claim".to_owned(), texts(&["go", "lead"])),
        ("card".to_owned(), texts(&["hold"])),
        ("home".to_owned(), texts(&["title"])),
    ]
    .into();
    let found = in_sources(&folder, &catalogue);
    assert_eq!(found, ["card.hold", "claim.go", "home.title"].map(str::to_owned).into());
}
