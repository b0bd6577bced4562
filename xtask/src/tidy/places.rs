//! Nothing in the repository points at one person's machine.

use super::{Complaint, File};

/// Why.
pub const REASON: &str =
    "A clone works anywhere: registries come from each machine's settings, paths from the repository's root.";

/// Hosts of package registries.
const HOSTS: &[&str] = &[
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("npm", "mirror."),
    concat!("files.python", "hosted"),
];
/// Beginnings of absolute paths of a machine.
const PATHS: &[&str] = &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Use", "rs/"), concat!("/wo", "rk/")];
/// What a lock file says when it names hosts.
const RESOLVED: &str = concat!("\"resol", "ved\":");

/// Hosts, absolute paths, and lock files that name hosts.
pub fn check(files: &[File]) -> Vec<Complaint> {
    files.iter().flat_map(in_file).collect()
}

fn in_file(file: &File) -> Vec<Complaint> {
    let lines = file.text.lines().enumerate();
    lines
        .filter_map(|(index, line)| {
            let host = HOSTS.iter().copied().find(|host| line.contains(host));
            let resolved =
                Some(RESOLVED).filter(|word| file.path.ends_with("package-lock.json") && line.contains(word));
            let path = PATHS.iter().copied().find(|path| names_path(line, path));
            let found = host.or(resolved).or(path)?;
            Some(Complaint::at(&file.path, index + 1, format!("`{found}`")))
        })
        .collect()
}

/// The path begins here: `/a/root/` is a path of ours.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`=(:,<>[".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::file, *};

    #[test]
    fn hosts_and_machine_paths_are_complaints() {
        for text in HOSTS.iter().chain(PATHS).map(|word| format!("x = \"{word}y\"")) {
            assert_eq!(check(&[file("a.toml", &text)]).len(), 1, "{text}");
        }
        let lock = format!("  {RESOLVED} \"x\"");
        assert_eq!(check(&[file("end2end/package-lock.json", &lock)]).len(), 1);
    }

    #[test]
    fn paths_of_our_own_are_not() {
        let text = format!("let page = \"/site{}\"; // a{}b", PATHS[3], PATHS[1]);
        assert_eq!(check(&[file("a.rs", &text)]), []);
    }
}
