//! Files one can see whole.

use super::{Complaint, File};

/// Why.
pub const REASON: &str = "Under 400 lines one can see a file whole; a longer one says why in its first lines: `size: reason`. \
                          (Functions: clippy's too_many_lines, 70.)";

const LINES_MAX: usize = 400;
/// How far from the top the reason may stand.
const FIRST_LINES: usize = 5;
const ENDINGS: &[&str] = &["rs", "ts", "js", "css"];

/// Source files longer than that without a reason.
pub fn check(files: &[File]) -> Vec<Complaint> {
    let source = files.iter().filter(|file| file.is(ENDINGS));
    source.filter_map(too_long).collect()
}

fn too_long(file: &File) -> Option<Complaint> {
    let lines = file.text.lines().count();
    let reasoned = file.text.lines().take(FIRST_LINES).any(|line| line.contains("size: "));
    (lines > LINES_MAX && !reasoned).then(|| Complaint::of(&file.path, format!("{lines} lines")))
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn the_boundary_is_400_lines() {
        let text = |lines: usize| "x\n".repeat(lines);
        assert_eq!(check(&[file("a.rs", &text(400))]), []);
        assert_eq!(check(&[file("a.rs", &text(401))]).len(), 1);
        assert_eq!(check(&[file("a.rs", &format!("// size: one table\n{}", text(400)))]), []);
        assert_eq!(check(&[file("a.csv", &text(401))]), []);
    }
}
