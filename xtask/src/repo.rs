//! The repository as cargo sees it: folders, crates, locked versions.
//!
//! Invariant: read once at the start, from `cargo metadata` and `Cargo.lock`; nothing is guessed from names of folders.

use crate::process;
use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// One crate of the workspace.
#[derive(Debug, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// All its dependencies, of every kind.
    pub dependencies: Vec<Dependency>,
}

/// One line of a `[dependencies]` table.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// Name of the crate depended on.
    pub name: String,
    /// `None` for a normal one, else `dev` or `build`.
    pub kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Member>,
    target_directory: PathBuf,
    workspace_root: PathBuf,
}

/// The repository.
pub struct Repo {
    /// Folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds: `target`, or what `CARGO_TARGET_DIR` says.
    pub target_dir: PathBuf,
    /// Kept between clones: tools and toolchains.
    pub cache_dir: PathBuf,
    /// Crates of the workspace.
    pub members: Vec<Member>,
}

impl Repo {
    /// Asks cargo where we are.
    pub fn find() -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--no-deps", "--format-version=1", "--locked"]);
        let metadata: Metadata = serde_json::from_str(&process::capture(&mut cargo)?).context("cargo metadata")?;
        Ok(Self {
            root: metadata.workspace_root,
            target_dir: metadata.target_directory,
            cache_dir: cache_dir()?,
            members: metadata.packages,
        })
    }

    /// Reads a file of the repository.
    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| format!("cannot read {path}"))
    }

    /// The version of a package in `Cargo.lock`.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        version_in_lock(&self.read("Cargo.lock")?, package)
    }
}

fn cache_dir() -> Result<PathBuf> {
    let base = process::variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| process::variable("HOME").map(|home| Path::new(&home).join(".cache")))
        .ok_or_else(|| anyhow!("neither XDG_CACHE_HOME nor HOME is set: there is no place for tools"))?;
    Ok(base.join("careerup"))
}

fn version_in_lock(lock: &str, package: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let lock: Lock = toml::from_str(lock).context("Cargo.lock")?;
    let found = lock.package.into_iter().find(|entry| entry.name == package);
    found.map(|entry| entry.version).ok_or_else(|| anyhow!("Cargo.lock has no {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_found_or_missed_by_name() {
        let lock = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        assert_eq!(version_in_lock(lock, "a").unwrap(), "1.2.3");
        assert!(version_in_lock(lock, "b").is_err());
    }

    #[test]
    fn this_repository_is_found() {
        let repo = Repo::find().unwrap();
        assert!(repo.members.iter().any(|member| member.name == "xtask"));
        assert!(repo.read("Cargo.toml").unwrap().contains("[workspace]"));
    }
}
