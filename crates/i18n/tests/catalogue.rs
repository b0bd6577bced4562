//! The catalogue as it stands, and the rules that guard it, seen failing on catalogues made wrong on purpose.
#![allow(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

#[path = "../build/catalogue.rs"]
mod catalogue;
#[path = "../build/further.rs"]
#[allow(dead_code, reason = "its rules have tests of their own, further.rs")]
mod further;

use catalogue::Catalogue;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue")
}

fn stored() -> Catalogue {
    catalogue::read(&root()).unwrap()
}

/// Lines of a list, without comments; only the first word where `first_word`.
fn list(name: &str, first_word: bool) -> BTreeSet<String> {
    fs::read_to_string(root().join(name))
        .unwrap()
        .lines()
        .map(|line| line.split_once('#').map_or(line, |(before, _)| before).trim())
        .filter(|line| !line.is_empty())
        .map(|line| if first_word { line.split_whitespace().next().unwrap_or(line) } else { line })
        .map(str::to_owned)
        .collect()
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[test]
fn english_is_not_the_japanese_left_standing() {
    let allowed = list("equal.txt", true);
    let mut equal = BTreeSet::new();
    for (feature, texts) in stored() {
        for (key, [ja, en]) in texts {
            let key = format!("{feature}.{key}");
            if ja == en && ja.chars().any(char::is_alphabetic) && !is_only_placeholders(&ja) {
                equal.insert(key);
            }
        }
    }
    let (new, gone): (Vec<_>, Vec<_>) = (equal.difference(&allowed).collect(), allowed.difference(&equal).collect());
    assert!(new.is_empty(), "the same in both languages; translate these or list them in equal.txt: {new:?}");
    assert!(gone.is_empty(), "listed in equal.txt without need: {gone:?}");
}

fn is_only_placeholders(text: &str) -> bool {
    let mut rest = text.to_owned();
    for name in catalogue::placeholders(text).unwrap() {
        rest = rest.replace(&format!("{{{name}}}"), "");
    }
    !rest.chars().any(char::is_alphabetic)
}

#[test]
fn english_holds_japanese_only_in_official_names() {
    let mut official: Vec<String> = list("official.txt", false).into_iter().collect();
    official.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut left = Vec::new();
    for (feature, texts) in stored() {
        for (key, [_, en]) in texts {
            let mut rest = en.clone();
            for name in &official {
                rest = rest.replace(name.as_str(), "");
            }
            if rest.chars().any(is_japanese) {
                left.push(format!("{feature}.{key}: {en:?}"));
            }
        }
    }
    assert!(
        left.is_empty(),
        "translate these, or list what is an official name or an example in official.txt: {left:#?}"
    );
}

/// design.md §8: words that blame, hide or belong to another dialect, and what to write in their place.
const NOT_OURS: &[(&str, &str)] = &[
    ("不正", "say what is wrong and how to put it right"),
    ("無効", "say why it cannot be used"),
    ("エラーが発生", "say what happened"),
    ("キャンセル", "やめる / 取り消す"),
    ("してくださいますよう", "してください"),
    ("アサイン", "a plain word"),
    ("済み", "ずみ"),
    ("よろしいですか", "say what will happen"),
];

#[test]
fn japanese_keeps_to_the_words_of_the_product() {
    let mut faults = Vec::new();
    for (feature, texts) in stored() {
        for (key, [ja, _]) in texts {
            for (word, instead) in NOT_OURS.iter().filter(|(word, _)| ja.contains(word)) {
                faults.push(format!("{feature}.{key}: {ja:?} says {word}; instead: {instead}"));
            }
            if ja.chars().any(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')) {
                faults.push(format!("{feature}.{key}: {ja:?}: figures and Latin letters are half-width"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What has one name in Japanese has one in English: the word, what it is called there, and what it is not called.
const ONE_TERM: &[(&str, &str, &str)] = &[("支払番号", "payment number", "payment reference")];

#[test]
fn english_keeps_to_one_term_where_japanese_does() {
    let mut faults = Vec::new();
    for (feature, texts) in stored() {
        for (key, [ja, en]) in texts {
            let said = en.to_lowercase();
            for (word, term, other) in ONE_TERM {
                if said.contains(other) || (ja.contains(word) && !said.contains(term)) {
                    faults.push(format!("{feature}.{key}: {word} is “{term}”: {en:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_code_of_a_card_fault_has_a_reason() {
    for lang in i18n::Lang::ALL {
        assert!(i18n::code::reason(lang, "touch.unknown_card").is_some());
        assert_eq!(i18n::code::reason(lang, "touch.no_such_code"), None);
    }
    let missing: Vec<&str> = proof::sun::SunFault::ALL
        .iter()
        .map(|fault| fault.code())
        .filter(|code| i18n::code::reason(i18n::Lang::Ja, code).is_none())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Writes a catalogue of one feature and says what is wrong with it.
fn faults(name: &str, files: &[(&str, &str)]) -> String {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&root));
    for language in catalogue::LANGUAGES {
        fs::create_dir_all(root.join(language)).unwrap();
    }
    for (file, text) in files {
        fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        fs::write(root.join(file), text).unwrap();
    }
    catalogue::read(&root).map_or_else(|faults| faults.join("\n"), |_| String::new())
}

#[test]
fn a_right_catalogue_has_no_faults() {
    let right = [("ja/a.toml", "k = \"{n}件\""), ("en/a.toml", "k = \"{n} items\""), ("equal.txt", "")];
    assert_eq!(faults("right", &right), "");
}

#[test]
fn a_catalogue_becomes_constants() {
    let texts = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
    let site = [("open_until".to_owned(), texts("{d}まで", "until {d}"))].into();
    let code = [("site.closed".to_owned(), texts("終わり", "closed"))].into();
    let source = catalogue::render(&[("site".to_owned(), site), ("code".to_owned(), code)].into());
    let constant = "pub const OPEN_UNTIL: crate::Msg = crate::Msg { key: \"site.open_until\", ja: \"{d}まで\", en: \"until {d}\" };";
    assert!(source.contains(constant), "{source}");
    assert!(source.contains("\"site.closed\" => msg::code::SITE_CLOSED,"), "{source}");
}

/// Name of the case, files of the catalogue, what must be told.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const JA: (&str, &str) = ("ja/a.toml", "k = \"{n}件\"");
const CASES: &[Case] = &[
    ("key", &[JA, ("en/a.toml", "")], "en/a.toml: k: missing"),
    ("file", &[JA], "en/a.toml: missing"),
    ("placeholders", &[JA, ("en/a.toml", "k = \"{m} items\"")], "en/a.toml: k: placeholders are {\"m\"} here"),
    ("no_placeholder", &[JA, ("en/a.toml", "k = \"items\"")], "en/a.toml: k: placeholders are {} here"),
    ("brace", &[("ja/a.toml", "k = \"{n\""), ("en/a.toml", "k = \"n}\"")], "ja/a.toml: k: a brace"),
    ("duplicate", &[("ja/a.toml", "k = \"x\"\nk = \"y\""), ("en/a.toml", "k = \"z\"")], "duplicate key"),
    ("empty", &[("ja/a.toml", "k = \" \""), ("en/a.toml", "k = \"z\"")], "ja/a.toml: k: the text is empty"),
    ("language", &[("fr/a.toml", "")], "fr: unknown"),
    ("list", &[("notes.txt", "")], "notes.txt: unknown"),
    ("kind", &[("ja/a.md", "")], "ja/a.md: unknown file"),
    ("table", &[("ja/a.toml", "[k]\nx = \"y\""), ("en/a.toml", "k = \"y\"")], "ja/a.toml: k: wanted is a text"),
    ("name", &[("ja/a.toml", "Key = \"y\""), ("en/a.toml", "Key = \"y\"")], "ja/a.toml: Key: keys are"),
    ("dot", &[("ja/a.toml", "\"x.y\" = \"y\""), ("en/a.toml", "\"x.y\" = \"y\"")], "ja/a.toml: x.y: keys are"),
    (
        "value_in_code",
        &[("ja/code.toml", "\"x.y\" = \"{n}\""), ("en/code.toml", "\"x.y\" = \"{n}\"")],
        "ja/code.toml: x.y: texts of codes",
    ),
    (
        "same_constant",
        &[("ja/code.toml", "\"x.y\" = \"a\"\nx_y = \"b\""), ("en/code.toml", "\"x.y\" = \"a\"\nx_y = \"b\"")],
        "x.y and x_y are both X_Y",
    ),
];

#[test]
fn each_fault_is_named_with_file_and_key() {
    for (name, files, wanted) in CASES {
        let told = faults(name, files);
        assert!(told.contains(wanted), "{name}: wanted {wanted:?}, told {told:?}");
    }
}
