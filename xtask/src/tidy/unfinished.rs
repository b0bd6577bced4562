//! Nothing half done is committed.

use super::{Complaint, File};

/// Why.
pub const REASON: &str = "What is not done is an issue, not a word in the code; a test that is not run is not a test.";

/// Words that promise something for later. Written in two parts, so that this file does not hold them.
const PROMISES: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimple", "mented!(")];
/// Tests that are switched off.
const SWITCHED_OFF: &[&str] =
    &[concat!("#[ig", "nore"), concat!("test.", "skip("), concat!("test.", "only("), concat!("test.", "fixme(")];

/// Promises and switched-off tests in source files.
pub fn check(files: &[File]) -> Vec<Complaint> {
    let source = files.iter().filter(|file| file.is(&["rs", "ts", "js", "css"]));
    source
        .flat_map(|file| {
            let lines = file.text.lines().enumerate();
            lines.filter_map(|(index, line)| {
                let word = PROMISES.iter().chain(SWITCHED_OFF).find(|word| line.contains(**word))?;
                Some(Complaint::at(&file.path, index + 1, format!("`{word}`")))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn a_promise_or_a_switched_off_test_is_a_complaint() {
        for word in PROMISES.iter().chain(SWITCHED_OFF) {
            assert_eq!(check(&[file("a.rs", &format!("x {word}"))]).len(), 1, "{word}");
        }
        assert_eq!(check(&[file("a.rs", "let done = true;"), file("a.md", PROMISES[0])]), []);
    }
}
