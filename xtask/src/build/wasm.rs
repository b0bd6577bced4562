//! From a crate to the wasm and JavaScript a browser loads.
//!
//! Invariant: app and gate are compiled by separate commands, so that neither carries the other's features.

use super::Mode;
use crate::{
    process,
    repo::Repo,
    setup::{Toolchain, WASM},
};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What wasm-opt may rely on: what rustc's target itself assumes.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles a crate for the browser; gives the wasm file.
pub fn compile(repo: &Repo, toolchain: &Toolchain, package: &str, mode: Mode) -> Result<PathBuf> {
    let target = repo.target_dir.join("front");
    let mut cargo = toolchain.cargo();
    cargo.current_dir(&repo.root).args(["build", "--locked", "-p", package, "--lib", "--target", WASM]);
    cargo.arg("--target-dir").arg(&target);
    let folder = match mode {
        Mode::Debug => "debug",
        Mode::Release => "wasm-release",
    };
    if mode == Mode::Release {
        cargo.args(["--profile", folder]);
    }
    process::run(&mut cargo)?;
    Ok(target.join(WASM).join(folder).join(format!("{package}.wasm")))
}

/// Writes `NAME.js` and `NAME_bg.wasm`.
pub fn bind(bindgen: &Path, wasm: &Path, to: &Path, name: &str) -> Result<()> {
    fs::create_dir_all(to)?;
    let mut command = Command::new(bindgen);
    command.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(to).arg(wasm);
    process::run(&mut command)
}

/// Makes a wasm file smaller in place.
pub fn optimise(script: &Path, wasm: &Path) -> Result<()> {
    let smaller = wasm.with_extension("smaller");
    let mut command = Command::new("node");
    command.arg(script).arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(&smaller);
    process::run(&mut command)?;
    fs::rename(smaller, wasm)?;
    Ok(())
}
