//! Words a person reads stand in the catalogues.

use super::{Complaint, File, source::Source};

/// Why.
pub const REASON: &str = "Words a person reads live in crates/i18n, so that every language can say them.";

/// Where words must not stand.
const ROOMS: &[&str] = &[
    "app/",
    "server/",
    "frontend/",
    "crates/services/",
    "crates/store/",
    "crates/gate/",
    "crates/paper/",
    "crates/proof/",
    "crates/migration/",
];

/// Japanese in string literals of these rooms, outside tests and seeds.
pub fn check(files: &[File]) -> Vec<Complaint> {
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    let asked = rust.filter(|file| ROOMS.iter().any(|room| file.path.starts_with(room)) && !is_exempt(&file.path));
    asked.flat_map(in_file).collect()
}

/// Tests speak as people do; seeds are names of invented people and firms.
fn is_exempt(path: &str) -> bool {
    path.split(['/', '.']).any(|part| part == "tests" || part == "seed" || part == "demo")
}

fn in_file(file: &File) -> Vec<Complaint> {
    let literals = Source::read(&file.text).literals;
    let japanese = literals.into_iter().filter(|literal| literal.text.chars().any(is_japanese));
    let complain = |literal: super::source::Literal| {
        Complaint::at(&file.path, literal.line, format!("Japanese outside the catalogues: {:?}", literal.text))
    };
    japanese.map(complain).collect()
}

/// Kana, ideographs, full-width forms and Japanese punctuation.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn japanese_in_a_page_is_a_complaint() {
        let found = check(&[file("app/src/card.rs", "view! {\n  <p>\"承認ずみ\"</p>\n}\n")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "app/src/card.rs:2");
    }

    #[test]
    fn comments_tests_seeds_and_other_rooms_may() {
        let files = [
            file(
                "app/src/card.rs",
                "// 承認\nlet a = \"approved\";\n#[cfg(test)]\nmod tests { const A: &str = \"承認\"; }\n",
            ),
            file("crates/services/src/seed/people.rs", "const NAME: &str = \"山本 健太\";"),
            file("server/tests/login.rs", "const NAME: &str = \"山本 健太\";"),
            file("crates/domain/src/trade.rs", "const NAME: &str = \"鉄筋\";"),
        ];
        assert_eq!(check(&files), []);
    }
}
