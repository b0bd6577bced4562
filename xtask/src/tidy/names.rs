//! Modules that say what they are.

use super::{Complaint, File};

/// Why.
pub const REASON: &str = "A file is named by what it knows: `helpers` and `utils` know nothing and collect everything. \
                          A module opens with its purpose (`//!`).";

const EMPTY_NAMES: &[&str] = &["common", "helper", "helpers", "manager", "misc", "util", "utils"];

/// Files with empty names, and modules without a purpose.
pub fn check(files: &[File]) -> Vec<Complaint> {
    files.iter().flat_map(|file| [empty_name(file), no_purpose(file)]).flatten().collect()
}

fn empty_name(file: &File) -> Option<Complaint> {
    let source = file.is(&["rs", "ts", "css", "js"]);
    let parts: Vec<&str> = file.path.split(['/', '.']).collect();
    let empty = parts.into_iter().find(|part| EMPTY_NAMES.contains(part)).filter(|_| source)?;
    Some(Complaint::of(&file.path, format!("named `{empty}`")))
}

fn no_purpose(file: &File) -> Option<Complaint> {
    let module = file.is(&["rs"]) && file.path.contains("src/") && !file.path.ends_with("tests.rs");
    (module && !file.text.trim_start().starts_with("//!"))
        .then(|| Complaint::of(&file.path, "does not open with `//!`"))
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn an_empty_name_is_a_complaint() {
        assert_eq!(check(&[file("app/src/utils.rs", "//! x")]).len(), 1);
        assert_eq!(check(&[file("app/src/helpers/dates.rs", "//! x")]).len(), 1);
        assert_eq!(check(&[file("app/src/utility_bill.rs", "//! x")]), []);
    }

    #[test]
    fn a_module_says_its_purpose() {
        assert_eq!(check(&[file("app/src/a.rs", "use x;")]).len(), 1);
        assert_eq!(check(&[file("server/tests/a.rs", "use x;"), file("app/src/a/tests.rs", "use x;")]), []);
    }
}
