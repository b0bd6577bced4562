//! wasm-bindgen's program, which must be of the very version of the crate.
//!
//! Invariant: the version is `Cargo.lock`'s; another one on `PATH` is passed over, not used with a warning.

use crate::{process, repo::Repo};
use anyhow::{Result, bail};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Finds it on `PATH` or in our cache folder, else compiles it (about two minutes on two cores).
pub fn ensure(repo: &Repo) -> Result<PathBuf> {
    let version = repo.locked_version("wasm-bindgen")?;
    let root = repo.cache_dir.join("tools").join(format!("wasm-bindgen-{version}"));
    let cached = root.join("bin/wasm-bindgen");
    let right = |program: &PathBuf| version_of(program).as_deref() == Some(&version);
    if let Some(found) = process::find("wasm-bindgen").into_iter().chain([cached.clone()]).find(right) {
        return Ok(found);
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["install", "wasm-bindgen-cli", "--version", &version, "--force", "--root"]).arg(&root);
    cargo.args(["--bin", "wasm-bindgen"]);
    // Ours would be filled with what nothing else uses.
    cargo.env_remove("CARGO_TARGET_DIR").current_dir("/");
    process::run(&mut cargo)?;
    if !right(&cached) {
        bail!("{} is not wasm-bindgen {version}", cached.display());
    }
    Ok(cached)
}

fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().strip_prefix("wasm-bindgen ").map(str::to_owned)
}
