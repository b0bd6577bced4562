//! The further languages: whole where they say they are, no other language left standing, and every text a technician's
//! page names is in a section.
#![allow(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

#[path = "../build/catalogue.rs"]
#[allow(dead_code, reason = "its rules have tests of their own, catalogue.rs")]
mod catalogue;
#[path = "../build/further.rs"]
#[allow(dead_code, reason = "what is written is tested by what the crate says")]
mod further;
#[path = "further/named.rs"]
mod named;

use catalogue::Catalogue;
use domain::{history::recall::RecallReason, notice::NoticeKind};
use further::{All, LANGUAGES};
use i18n::Lang;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue")
}

fn stored() -> (Catalogue, All) {
    let catalogue = catalogue::read(&root()).unwrap();
    let all = further::read(&root(), &catalogue).unwrap();
    (catalogue, all)
}

/// `feature.key` of every text.
fn keys(catalogue: &Catalogue) -> BTreeSet<String> {
    let keys = |(feature, texts): (&String, &BTreeMap<String, _>)| {
        texts.keys().map(|key| format!("{feature}.{key}")).collect::<Vec<_>>()
    };
    catalogue.iter().flat_map(keys).collect()
}

#[test]
fn a_language_that_has_a_section_has_all_of_it() {
    let (catalogue, all) = stored();
    let keys = keys(&catalogue);
    let mut missing = Vec::new();
    for (name, section) in &all.sections {
        for language in &section.languages {
            let texts = &all.languages[language].texts;
            let lacks = |key: &&String| section.holds(key) && !texts.contains_key(*key);
            missing.extend(keys.iter().filter(lacks).map(|key| format!("{language}: {key} (section {name})")));
        }
    }
    assert!(missing.is_empty(), "write these, or take the language off the section: {missing:#?}");
}

#[test]
fn a_section_lists_only_what_there_is() {
    let (catalogue, all) = stored();
    let keys = keys(&catalogue);
    let mut faults = Vec::new();
    for (name, section) in &all.sections {
        for of in &section.keys {
            let start = of.trim_start_matches('!').trim_end_matches('*');
            let found = keys.iter().any(|key| key.starts_with(start));
            if !found {
                faults.push(format!("{name}: {of}: no such text"));
            }
        }
        faults.extend(section.pages.iter().filter(|page| !repository().join(page).exists()).cloned());
    }
    for (language, further) in &all.languages {
        faults.extend(
            further.texts.keys().filter(|key| !keys.contains(*key)).map(|key| format!("{language}: {key}: gone")),
        );
        let held = |key: &&String| all.sections.values().any(|section| section.holds(key));
        faults.extend(
            further.texts.keys().filter(|key| !held(key)).map(|key| format!("{language}: {key}: of no section")),
        );
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn what_technicians_pages_name_is_in_a_section() {
    let (catalogue, all) = stored();
    let mut missing = Vec::new();
    for (name, section) in &all.sections {
        for page in &section.pages {
            let held = |key: &&String| {
                // A browser says only what is carried to it.
                let sections = all.sections.iter().filter(|(of, _)| name != further::BROWSER || *of == name);
                sections.into_iter().any(|(_, of)| of.holds(key) || of.excepts(key))
            };
            let named = named::in_sources(&repository().join(page), &catalogue);
            missing
                .extend(named.iter().filter(|key| !held(key)).map(|key| format!("{key} of {page} (section {name})")));
        }
    }
    missing.sort();
    assert!(missing.is_empty(), "list these in sections.toml and write them in its languages: {missing:#?}");
}

/// Notices that businesses and unions alone are told: those go out in a language of offices (`services::notice::Addressee`).
const OF_OFFICES: &[NoticeKind] = &[
    NoticeKind::FilingBegun,
    NoticeKind::ClientConsentAsked,
    NoticeKind::FirmRegisteredByProxy,
    NoticeKind::PasswordRenewed,
    NoticeKind::RenewalOpens,
    NoticeKind::RenewalSoon,
    NoticeKind::RenewalLast,
    NoticeKind::RenewalReminder,
    NoticeKind::AppointmentCalledOff,
    NoticeKind::Renewed,
    NoticeKind::RegisteredAnew,
    NoticeKind::SurveyAsked,
    NoticeKind::SurveyReminder,
    NoticeKind::InvoiceMade,
    NoticeKind::InvoiceLast,
    NoticeKind::LogInLimited,
    NoticeKind::ReliefGranted,
    NoticeKind::ReliefRefused,
    NoticeKind::EmploymentBegun,
    NoticeKind::EmploymentEnded,
    NoticeKind::EmploymentRefused,
    NoticeKind::EmploymentObjected,
    NoticeKind::EmploymentCorrected,
    NoticeKind::LabourProposed,
    NoticeKind::LabourAsked,
    NoticeKind::LabourChanged,
    NoticeKind::LabourAgreed,
    NoticeKind::LabourNamed,
    NoticeKind::StructureInvited,
    NoticeKind::StructureEnded,
    NoticeKind::StructureResumed,
    NoticeKind::RosterMoved,
    NoticeKind::TouchesResumed,
    NoticeKind::HistoryWaiting,
    NoticeKind::ClaimMade,
];

#[test]
fn what_technicians_and_applicants_are_told_is_in_every_further_language() {
    let (catalogue, all) = stored();
    // What stands around and in the words of every kind. A letter is in a language of offices.
    let named = named::in_sources(&repository().join("crates/i18n/src/notice.rs"), &catalogue);
    let of_a_kind = |key: &String| key.ends_with("_subject") || key.ends_with("_body");
    let mut wanted: BTreeSet<String> =
        named.into_iter().filter(|key| !of_a_kind(key) && key != "notice.letter").collect();
    assert!(wanted.contains("notice.short") && wanted.contains("notice.line_footer"), "{wanted:#?}");
    wanted.extend(RecallReason::ALL.map(|reason| i18n::word::recall_reason(reason).key().to_owned()));
    for kind in NoticeKind::ALL.into_iter().filter(|kind| !OF_OFFICES.contains(kind)) {
        wanted.extend(["subject", "body"].map(|part| format!("notice.{}_{part}", kind.code())));
    }
    let mut missing = Vec::new();
    for (language, further) in &all.languages {
        missing.extend(
            wanted.iter().filter(|key| !further.texts.contains_key(*key)).map(|key| format!("{language}: {key}")),
        );
    }
    assert!(missing.is_empty(), "write these, or say in OF_OFFICES that no person is told: {missing:#?}");
    for kind in NoticeKind::ALL {
        let lacks = Lang::FURTHER.into_iter().find(|lang| i18n::notice::spoken(*lang, kind) != *lang);
        assert_eq!(lacks.is_some(), OF_OFFICES.contains(&kind), "{kind:?} {lacks:?}");
    }
}

/// Languages and starts of keys for which equal texts are right.
fn exceptions() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("equal_further.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            (words.next().unwrap().to_owned(), words.next().unwrap().to_owned())
        })
        .collect()
}

fn is_excepted(exceptions: &[(String, String)], language: &str, key: &str) -> bool {
    exceptions.iter().any(|(of, keys)| {
        (of == "*" || of == language) && keys.strip_suffix('*').map_or(keys == key, |start| key.starts_with(start))
    })
}

fn has_words(text: &str) -> bool {
    let mut rest = text.to_owned();
    for name in catalogue::placeholders(text).unwrap() {
        rest = rest.replace(&format!("{{{name}}}"), "");
    }
    rest.chars().any(char::is_alphabetic)
}

#[test]
fn no_language_is_another_left_standing() {
    let (catalogue, all) = stored();
    let exceptions = exceptions();
    let mut equal = Vec::new();
    for (language, further) in &all.languages {
        for (key, text) in &further.texts {
            let (feature, name) = key.split_once('.').unwrap();
            let [ja, en] = &catalogue[feature][name];
            // Easy Japanese may say a word as Japanese does that has no kanji.
            let easy = language == "ja-x-easy" && !ja.chars().any(i18n::ruby::is_kanji);
            let same = text == en || (text == ja && !easy);
            if same && has_words(text) && !is_excepted(&exceptions, language, key) {
                equal.push(format!("{language} {key}: {text:?}"));
            }
        }
    }
    assert!(equal.is_empty(), "translate these, or list them with a reason in equal_further.txt: {equal:#?}");
}

#[test]
fn each_exception_is_needed() {
    let (catalogue, all) = stored();
    for (language, keys) in exceptions() {
        let needed = all.languages.iter().any(|(of, further)| {
            let same = |(key, text): (&String, &String)| {
                let (feature, name) = key.split_once('.').unwrap();
                is_excepted(&[(language.clone(), keys.clone())], of, key) && catalogue[feature][name].contains(text)
            };
            further.texts.iter().any(same)
        });
        assert!(needed, "equal_further.txt: {language} {keys}: nothing is equal");
    }
}

/// Whether a letter belongs to how the language is written, beside Latin letters, which every one has for names.
fn is_own(language: &str, c: char) -> bool {
    let kana = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let han = i18n::ruby::is_kanji(c);
    let burmese = matches!(c, '\u{1000}'..='\u{109f}');
    let latin =
        matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}');
    match language {
        "ja-x-easy" => kana || han || latin,
        // The long-vowel sign and the middle dot stand among kana.
        "zh-Hans" => han || latin || c == '・',
        "my" => burmese || latin,
        _ => latin,
    }
}

#[test]
fn each_language_is_written_in_its_own_letters() {
    let (_, all) = stored();
    let official = fs::read_to_string(root().join("official.txt")).unwrap();
    let mut faults = Vec::new();
    for (language, further) in &all.languages {
        for (key, text) in &further.texts {
            let mut rest = text.clone();
            for name in official.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                rest = rest.replace(name, "");
            }
            if rest.chars().any(|c| c.is_alphabetic() && !is_own(language, c)) {
                faults.push(format!("{language} {key}: {text:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Marks that Burmese in Unicode writes after their consonant; a text in Zawgyi has them first, or has letters Unicode gives
/// to Shan and Karen.
#[test]
fn burmese_is_unicode() {
    let (_, all) = stored();
    let mut faults = Vec::new();
    for (key, text) in &all.languages["my"].texts {
        let zawgyi = text.chars().any(|c| matches!(c, '\u{1060}'..='\u{109f}'));
        let mut before = ' ';
        let mut first = false;
        for c in text.chars() {
            let follows = matches!(before, '\u{1000}'..='\u{102a}' | '\u{103b}'..='\u{103e}' | '\u{1039}' | '\u{103f}');
            first |= c == '\u{1031}' && !follows;
            before = c;
        }
        if zawgyi || first {
            faults.push(format!("{key}: {text:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_language_says_who_reviewed_it_and_how_it_calls_the_fields_words() {
    let (_, all) = stored();
    assert_eq!(all.languages.keys().map(String::as_str).collect::<BTreeSet<_>>(), LANGUAGES.into());
    assert_eq!(Lang::FURTHER.map(Lang::code), LANGUAGES);
    for lang in Lang::FURTHER {
        let of = &all.languages[lang.code()];
        assert_eq!(i18n::further::reviewed_by(lang).is_none(), of.reviewed.starts_with("none: "), "{lang:?}");
        for word in ["技能者", "カード", "現場", "就業履歴", "レベル", "承認", "元請", "事業者"] {
            assert!(of.glossary.contains_key(word), "{lang:?}: head.toml: glossary: {word}");
        }
    }
    assert!(!i18n::further::is_unreviewed(Lang::Ja) && !i18n::further::is_unreviewed(Lang::En));
}

#[test]
fn a_word_of_the_field_is_called_one_thing() {
    let (catalogue, all) = stored();
    let mut faults = Vec::new();
    for (language, further) in &all.languages {
        for (key, text) in &further.texts {
            let (feature, name) = key.split_once('.').unwrap();
            let ja = &catalogue[feature][name][0];
            // Words that English and all the others keep: what the law or the register itself calls them.
            for word in ["技能者ID", "元請"] {
                let Some(called) = further.glossary.get(word).filter(|_| ja.contains(word)) else { continue };
                if !text.to_lowercase().contains(&called.to_lowercase()) {
                    faults.push(format!("{language} {key}: {word} is “{called}”: {text:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Features whose Japanese texts can be read whole by their readings.
const READ: [&str; 5] = ["language", "level", "passport", "phone", "why"];

#[test]
fn the_first_screens_can_be_read() {
    let (catalogue, _) = stored();
    let mut unread = BTreeMap::new();
    for feature in READ {
        for (key, texts) in &catalogue[feature] {
            let parts = i18n::ruby::parts(&texts[0]);
            let plain = parts.iter().filter(|part| part.reading.is_none()).map(|part| part.text.as_str());
            let kanji: String = plain.flat_map(str::chars).filter(|c| i18n::ruby::is_kanji(*c)).collect();
            if !kanji.is_empty() {
                unread.insert(format!("{feature}.{key}: {}", texts[0]), kanji);
            }
        }
    }
    assert!(unread.is_empty(), "readings.txt lacks the readings of these: {unread:#?}");
}
