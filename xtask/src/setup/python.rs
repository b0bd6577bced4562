//! Python with one package, for peers of benchmarks.
//!
//! Invariant: an environment of its own under `target`, from whichever registry this machine uses; nothing of the system
//! is changed.

use super::packages::apt_install;
use crate::{process, repo::Repo};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf, process::Command};

/// The interpreter of an environment that has `package`, written as `name==version`.
pub fn with(repo: &Repo, package: &str) -> Result<PathBuf> {
    let folder = repo.cache_dir.join("tools").join("python");
    let interpreter = folder.join("bin").join("python");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == package) {
        return Ok(interpreter);
    }
    if process::find("python3").is_none() {
        apt_install(&["python3", "python3-venv"], "Python")?;
    }
    process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    process::run(Command::new(&interpreter).args(["-m", "pip", "install", "--quiet", package]))?;
    fs::write(&stamp, package).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(interpreter)
}
