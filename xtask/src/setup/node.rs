//! npm packages of `end2end/`: browser tests, wasm-opt, and the sources of tokens and icons.
//!
//! Invariant: exactly what the lock file says, from whichever registry this machine uses; no browser is downloaded.

use super::packages::apt_install;
use crate::{process, repo::Repo};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const OLDEST: u32 = 20;

/// Installs them unless the lock file is the one installed last.
pub fn ensure(repo: &Repo) -> Result<PathBuf> {
    let folder = repo.root.join("end2end");
    let modules = folder.join("node_modules");
    let lock = fs::read(folder.join("package-lock.json")).context("end2end/package-lock.json")?;
    if fs::read(stamp(&modules)).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    if process::find("npm").is_none() {
        apt_install(&["nodejs", "npm"], "Node.js")?;
    }
    check_version(&process::capture(Command::new("node").arg("--version"))?)?;
    let mut npm = Command::new("npm");
    npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm)?;
    fs::write(stamp(&modules), lock)?;
    Ok(modules)
}

fn stamp(modules: &Path) -> PathBuf {
    modules.join(".installed-lock.json")
}

fn check_version(text: &str) -> Result<()> {
    let major = text.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(()),
        _ => bail!("Node.js {OLDEST} or newer is needed; `node --version` says {}", text.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_must_be_new_enough() {
        assert!(check_version("v20.0.0\n").is_ok());
        assert!(check_version("v18.19.1\n").is_err());
        assert!(check_version("").is_err());
    }
}
