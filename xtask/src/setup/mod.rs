//! Set-up: everything a fresh machine lacks, each part found or made on first use.
//!
//! Invariant: every part is idempotent, prints one line saying what was found or made, and when it may not install
//! something it fails with the exact command that would.

mod debian_toolchain;
mod node;
mod packages;
pub mod python;
mod toolchain;
mod wasm_bindgen;

use crate::{process, repo::Repo};
use anyhow::{Result, anyhow};
use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
};

pub use toolchain::{Toolchain, WASM};

/// What set-up found or made; each part is looked for once per process.
pub struct Setup<'a> {
    repo: &'a Repo,
    toolchain: OnceCell<Toolchain>,
    wasm_bindgen: OnceCell<PathBuf>,
    node_packages: OnceCell<PathBuf>,
    chromium: OnceCell<PathBuf>,
    postgres: OnceCell<PathBuf>,
}

impl<'a> Setup<'a> {
    /// Nothing is looked for yet.
    pub fn new(repo: &'a Repo) -> Self {
        Self {
            repo,
            toolchain: OnceCell::new(),
            wasm_bindgen: OnceCell::new(),
            node_packages: OnceCell::new(),
            chromium: OnceCell::new(),
            postgres: OnceCell::new(),
        }
    }

    /// A Rust toolchain that can compile for the browser; used for every cargo command.
    pub fn toolchain(&self) -> Result<&Toolchain> {
        once(&self.toolchain, "wasm toolchain", || toolchain::ensure(self.repo), Toolchain::to_string)
    }

    /// wasm-bindgen of the version in `Cargo.lock`.
    pub fn wasm_bindgen(&self) -> Result<&PathBuf> {
        once(&self.wasm_bindgen, "wasm-bindgen", || wasm_bindgen::ensure(self.repo), |path| shown(path))
    }

    /// `node_modules` with what `end2end/package-lock.json` names.
    pub fn node_packages(&self) -> Result<&PathBuf> {
        once(&self.node_packages, "npm packages", || node::ensure(self.repo), |path| shown(path))
    }

    /// wasm-opt from npm's binaryen: its script, to be started by node.
    pub fn wasm_opt(&self) -> Result<PathBuf> {
        let script = self.node_packages()?.join("binaryen/bin/wasm-opt");
        script.exists().then_some(script).ok_or_else(|| anyhow!("npm binaryen has no bin/wasm-opt"))
    }

    /// Chromium, with a Japanese font on the machine.
    pub fn chromium(&self) -> Result<&PathBuf> {
        once(&self.chromium, "chromium", packages::chromium, |path| shown(path))
    }

    /// Folder with `initdb` and `postgres`.
    pub fn postgres(&self) -> Result<&PathBuf> {
        once(&self.postgres, "postgresql", packages::postgres, |path| shown(path))
    }

    /// All that running needs; with `all` also what releases and tests need.
    pub fn everything(&self, all: bool) -> Result<()> {
        self.toolchain()?;
        self.wasm_bindgen()?;
        if all {
            self.wasm_opt()?;
            self.chromium()?;
            self.postgres()?;
        }
        Ok(())
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn once<'c, T>(
    cell: &'c OnceCell<T>,
    what: &str,
    make: impl FnOnce() -> Result<T>,
    show: impl Fn(&T) -> String,
) -> Result<&'c T> {
    if cell.get().is_none() {
        let start = process::now();
        let found = make().map_err(|error| error.context(format!("set-up of {what}")))?;
        println!("set-up  {what:<15} {}  ({:.1} s)", show(&found), start.elapsed().as_secs_f64());
        let _ = cell.set(found);
    }
    cell.get().ok_or_else(|| anyhow!("set-up of {what} left nothing"))
}
