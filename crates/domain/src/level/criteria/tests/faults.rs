//! What is wrong with files is told with file, place and reason; no text breaks the reader.

use super::*;
use proptest::prelude::*;

const WHOLE: &str = "field = \"001\"\nname = \"試\"\ntrades = [\"10\"]\n[[version]]\nsource = \"s\"\n\
                     level = [{ level = 2, days = 1 }, { level = 3, days = 2 }, { level = 4, days = 3 }]\n";

fn told(qualifications: &str, field: &str) -> Vec<String> {
    let files = [
        CriteriaFile { name: "qualifications.toml", text: qualifications },
        CriteriaFile { name: "001.toml", text: field },
    ];
    match Book::read(&files) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_is_whole_reads() {
    assert_eq!(told(THREE, WHOLE), [""; 0]);
}

/// Each text has a fault that begins so.
fn tells(cases: &[(String, &str)]) {
    for (text, expected) in cases {
        let found = told(THREE, text);
        let expected = format!("001.toml: {expected}");
        assert!(found.iter().any(|fault| fault.starts_with(&expected)), "{expected}\n{found:?}\n{text}");
    }
}

#[test]
fn a_field_and_its_versions_are_told_by_their_place() {
    tells(&[
        (WHOLE.replace("days = 3", "dayz = 3"), "line 6: unknown field `dayz`"),
        (WHOLE.replace("name = ", "name "), "line 2: "),
        (WHOLE.replace("days = 1", "days = -1"), "line 6: "),
        (WHOLE.replace("\"001\"", "\"1\""), "field: `1` is no number of a field"),
        (WHOLE.replace("\"試\"", "\" \""), "name: it is empty"),
        (WHOLE.replace("\"10\"", "\"56\""), "trades: `56` is no trade"),
        (WHOLE.replace("\"10\"", "\"10-00\""), "trades: `10-00` is no trade"),
        (WHOLE.replace("\"10\"", "\"10\", \"10\""), "trades: `10` stands there twice"),
        (WHOLE.replace("[\"10\"]", "[]"), "version 1: the field has no trades"),
        (WHOLE.replace("[\"10\"]", "[\"10-01\"]\nwithout_subtrade = [\"09\"]"), "without_subtrade: none of"),
        (WHOLE.replace("source = \"s\"", "source = \"\""), "version 1, source: it is empty"),
        (WHOLE.replace("source", "from = \"2024-4-1\"\nsource"), "version 2024-4-1: `2024-4-1` is no day"),
        (WHOLE.replace("source", "from = \"2024-02-30\"\nsource"), "version 2024-02-30: `2024-02-30` is no day"),
        (
            WHOLE.replace("source", "from = \"2024-04-01\"\nuntil = \"2024-03-31\"\nsource"),
            "version 2024-04-01: it ends before it begins",
        ),
        (WHOLE.replace("{ level = 3, days = 2 }, ", ""), "version 1: level 3 is missing"),
        (WHOLE.replace("level = 3", "level = 2"), "version 1: `level 2` stands there twice"),
        (WHOLE.replace("level = 4", "level = 5"), "version 1: 5 is no level"),
        (WHOLE.replace(", days = 2", ""), "version 1, level 3: the days are missing"),
    ]);
}

#[test]
fn versions_that_hold_on_one_day_are_told() {
    let of = |first: &str, second: &str| {
        let second = format!("[[version]]\nsource = \"s\"\ndraft = true\n{second}\n");
        format!("{}{second}", WHOLE.replace("source", &format!("{first}\nsource")))
    };
    let until = |last: &str| format!("from = \"2024-04-01\"\nuntil = \"{last}\"");
    for (first, second, expected) in [
        ("", "", Some("version 2")),
        ("", "from = \"2024-04-01\"", None),
        ("from = \"2024-04-01\"", "", None),
        ("from = \"2024-04-01\"", "from = \"2024-04-01\"", Some("version 2024-04-01")),
        ("from = \"2024-04-01\"", "from = \"2024-04-02\"", None),
        (&until("2025-03-30"), "from = \"2025-03-31\"", None),
        (&until("2025-03-31"), "from = \"2025-03-31\"", Some("version 2025-03-31")),
    ] {
        let expected = expected.map(|place| format!("001.toml: {place}: it overlaps the version before it"));
        assert_eq!(told(THREE, &of(first, second)), expected.into_iter().collect::<Vec<_>>(), "{first} {second}");
    }
}

#[test]
fn a_level_is_told_by_its_place() {
    let second = |more: &str| WHOLE.replace("{ level = 2, days = 1 }", &format!("{{ level = 2, {more} }}"));
    tells(&[
        (second("days = 1, all_of = [\"x\"]"), "version 1, level 2, all_of: no qualification has the key `x`"),
        (second("days = 1, any_of = [[\"a\", \"x\"]]"), "version 1, level 2, any_of: no qualification has the key `x`"),
        (second("days = 1, any_of = [\"a\", \"a\"]"), "version 1, level 2, any_of: `a` stands there twice"),
        (second("days = 1, any_of = [[]]"), "version 1, level 2, any_of: it is empty"),
        (
            second("days = 1, choose = [{ at_least = 3, of = [\"a\", \"b\"] }]"),
            "version 1, level 2, choose 1: at least 3 of 2",
        ),
        (second("days = 1, choose = [{ at_least = 0, of = [\"a\"] }]"), "version 1, level 2, choose 1: at least 0"),
        (second("days = 1, alternative = [{ all_of = [\"x\"] }]"), "version 1, level 2, alternative 1, all_of: no"),
        (second("alternative = [{ days = 1 }, { all_of = [\"a\"] }]"), "version 1, level 2: the days are missing"),
        (second("days = 1, leading = [{ role = \"boss\", days = 1 }]"), "version 1, level 2: `boss` is no role"),
        (second("days = 1, includes = [2]"), "version 1, level 2: level 2 includes level 2"),
        (second("days = 1, includes = [3]"), "version 1, level 2: level 2 includes level 3"),
        (second("days = 1, includes = [1]"), "version 1, level 2: 1 is no"),
    ]);
    assert_eq!(told(THREE, &second("alternative = [{ days = 1 }]")), [""; 0], "every way has its own days");
}

#[test]
fn qualifications_are_told_by_their_key() {
    let of = |more: &str| format!("{THREE}[[qualification]]\n{more}");
    for (text, expected) in [
        (of("key = \"d\"\nname = \"丁\"\nimplies = [\"d\"]"), "qualification d: a grade is higher than itself: d → d"),
        (
            THREE.replace("name = \"乙\"", "name = \"乙\"\nimplies = [\"a\"]"),
            "qualification a: a grade is higher than itself: a → b → a",
        ),
        (of("key = \"d\"\nname = \"丁\"\nimplies = [\"x\"]"), "qualification d: no qualification has the key `x`"),
        (of("key = \"a\"\nname = \"丁\""), "qualification a: `a` stands there twice"),
        (of("key = \"d\"\nname = \"甲\""), "qualification d: `甲` stands there twice"),
        (of("key = \"d\"\nname = \"丁\"\nalso = [\" 甲\"]"), "qualification d: ` 甲` stands there twice"),
        (of("key = \"d\"\nname = \"\""), "qualification d: it is empty"),
        (of("key = \"d\"\nname = \"丁\"\nkind = \"medal\""), "qualification d: `medal` is no kind"),
        (of("key = \"d\""), "line 1"),
    ] {
        let found = told(&text, WHOLE);
        let expected = format!("qualifications.toml: {expected}");
        assert!(found.iter().any(|fault| fault.starts_with(&expected)), "{expected}\n{found:?}");
    }
    let many: Vec<String> =
        (0..257).map(|at| format!("[[qualification]]\nkey = \"k{at}\"\nname = \"n{at}\"\n")).collect();
    let many = many.concat();
    assert_eq!(told(&many, WHOLE), ["qualifications.toml: qualification k256: there are more than 256 qualifications"]);
}

#[test]
fn files_belong_together() {
    let file = |name, text| CriteriaFile { name, text };
    let qualifications = file("qualifications.toml", THREE);
    let told = |files: &[CriteriaFile<'_>]| {
        let faults = Book::read(files).err().unwrap_or_default();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let missing = told(&[file("001.toml", WHOLE)]);
    assert_eq!(missing, ["qualifications.toml: file: the file is missing"]);
    let again = told(&[qualifications, file("001.toml", WHOLE), file("1.toml", WHOLE)]);
    assert_eq!(again, ["1.toml: field: `001` stands there twice"]);
    let same = told(&[qualifications, qualifications]);
    assert_eq!(same, ["qualifications.toml: file: `qualifications.toml` stands there twice"]);
    let statements = "days_until = \"2024-03-31\"\napplications_until = \"someday\"\n";
    let wrong = told(&[qualifications, file("statements.toml", statements)]);
    assert_eq!(wrong, ["statements.toml: applications_until: `someday` is no day; one is written 2024-03-31"]);
}

#[test]
fn all_faults_are_told_at_once() {
    let text = WHOLE.replace("\"10\"", "\"99\"").replace("level = 4", "level = 9");
    assert_eq!(
        told(THREE, &text).len(),
        4,
        "trade, level, the level that is missing, no trades: {:?}",
        told(THREE, &text)
    );
}

#[test]
fn nobody_is_judged_by_a_draft_or_by_nothing() {
    let of = |text: &str| {
        let files =
            [CriteriaFile { name: "qualifications.toml", text: THREE }, CriteriaFile { name: "001.toml", text }];
        Book::read(&files).unwrap().fields()[0].on(TODAY).err()
    };
    let draft = "field = \"001\"\nname = \"試\"\n[[version]]\ndraft = true\nsource = \"s\"\nlevel = [{ level = 3 }]\n";
    assert_eq!(of(draft), Some(crate::level::criteria::NoCriteria::Draft));
    assert_eq!(of("field = \"001\"\nname = \"試\"\n"), Some(crate::level::criteria::NoCriteria::NotEntered));
    assert_eq!(of(WHOLE), None);
}

proptest! {
    /// Pieces of official files in any order and with anything between them are read or told, and nothing breaks.
    #[test]
    fn no_text_breaks_the_reader(at in 0_usize..2000, with in "\\PC{0,12}", until in 0_usize..40) {
        for file in crate::level::criteria::OFFICIAL.iter().filter(|file| ["001.toml", "032.toml"].contains(&file.name)) {
            let chars: Vec<char> = file.text.chars().collect();
            let at = at % chars.len();
            let rest = chars.iter().skip(at + until);
            let text: String = chars[..at].iter().copied().chain(with.chars()).chain(rest.copied()).collect();
            let files = [
                CriteriaFile { name: "qualifications.toml", text: THREE },
                CriteriaFile { name: file.name, text: &text },
            ];
            if let Err(faults) = Book::read(&files) {
                prop_assert!(faults.iter().all(|fault| !fault.place.is_empty() && !fault.file.is_empty()));
            }
        }
    }
}
