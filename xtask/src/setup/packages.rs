//! Debian packages: browser, fonts, database.
//!
//! Invariant: packages are installed only by root and only when missing; anyone else gets the command to give.

use crate::process;
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Once,
};

/// Whether the lists of packages were brought up to date: those of an image are as old as the image, and a browser of half a
/// year ago fails tests that today's passes.
static UPDATED: Once = Once::new();

/// Installs packages, or says how.
pub fn apt_install(packages: &[&str], why: &str) -> Result<()> {
    let by_hand = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if process::find("apt-get").is_none() {
        bail!("{why} is missing and this is not Debian: install what Debian calls {}", packages.join(" "));
    }
    if !process::is_root() {
        bail!("{why} is missing. Please run:\n    sudo {by_hand}");
    }
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages);
        process::run(apt.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    UPDATED.call_once(|| {
        if let Err(fault) = process::run(Command::new("apt-get").args(["update", "-q"])) {
            println!("the lists of packages are not new: {fault:#}");
        }
    });
    install().with_context(|| format!("{why} could not be installed; by hand: {by_hand}"))
}

/// The browser without a window first: the tests run in half the time of a whole Chromium.
const BROWSERS: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// Chromium and a Japanese font.
pub fn chromium() -> Result<PathBuf> {
    if !has_japanese_font() {
        apt_install(&["fonts-noto-cjk"], "a Japanese font for screenshots")?;
    }
    if let Some(named) = process::variable("CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    if let Some(shell) = process::find(BROWSERS[0]) {
        return Ok(shell);
    }
    let whole = || BROWSERS.into_iter().find_map(process::find);
    match (apt_install(&[BROWSERS[0]], "a browser for the end-to-end tests"), whole()) {
        (_, Some(browser)) => Ok(browser),
        (Ok(()), None) => bail!("the browser is installed but not on PATH"),
        (Err(fault), None) => Err(fault),
    }
}

fn has_japanese_font() -> bool {
    let listed = Command::new("fc-list").args([":lang=ja", "family"]).output();
    listed.is_ok_and(|output| !output.stdout.is_empty())
}

/// Folder with the database's programs.
pub fn postgres() -> Result<PathBuf> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    apt_install(&["postgresql"], "PostgreSQL for the tests")?;
    postgres_folder().ok_or_else(|| anyhow!("PostgreSQL is installed but initdb is nowhere to be found"))
}

fn postgres_folder() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    told.filter(|folder| has_server(folder)).or_else(|| newest_version(Path::new("/usr/lib/postgresql")))
}

fn has_server(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| process::is_executable(&folder.join(program)))
}

/// `15/bin` among `13/bin`, `15/bin`: by number, and only where a server is.
fn newest_version(base: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(base).ok()?;
    let versions = entries.flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_string_lossy().parse().ok()?;
        let folder = entry.path().join("bin");
        has_server(&folder).then_some((version, folder))
    });
    versions.max().map(|(_, folder)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn versions_are_compared_as_numbers() {
        let base = std::env::temp_dir().join(format!("xtask-pg-versions-{}", std::process::id()));
        for version in ["9", "15", "16", "common"] {
            let folder = base.join(version).join("bin");
            fs::create_dir_all(&folder).unwrap();
            if version != "16" {
                for program in ["initdb", "postgres"] {
                    fs::write(folder.join(program), "").unwrap();
                    fs::set_permissions(folder.join(program), fs::Permissions::from_mode(0o755)).unwrap();
                }
            }
        }
        assert_eq!(newest_version(&base), Some(base.join("15/bin")));
        fs::remove_dir_all(&base).unwrap();
    }
}
