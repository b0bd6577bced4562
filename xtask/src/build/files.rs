//! Files that are served as they are.
//!
//! Invariant: `__BUILD__` in the text files of the gate and of the passport becomes a fingerprint of everything they are
//! shown with, so that a service worker changes exactly when something it keeps has changed.

use super::inside;
use crate::repo::Repo;
use anyhow::{Context, Result};
use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

const PLACEHOLDER: &str = "__BUILD__";

/// All files below a folder, by name; an absent folder has none.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies static files to where they are served; `with`: the folder of the wasm and style sheet they go with, which are there already.
pub fn copy_static(from: &Path, to: &Path, with: &Path) -> Result<()> {
    let own = below(from)?;
    let fingerprint = fingerprint(below(with)?.iter().chain(&own))?;
    for file in own {
        let target = to.join(inside(&file, from));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        match fs::read_to_string(&file) {
            Ok(text) => fs::write(&target, text.replace(PLACEHOLDER, &fingerprint))?,
            Err(_) => drop(fs::copy(&file, &target)?),
        }
    }
    Ok(())
}

fn fingerprint<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(&fs::read(file)?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Puts what `cargo leptos watch` cannot make where `[[workspace.metadata.leptos]]` looks for it.
pub fn for_cargo_leptos(repo: &Repo, css: &str, site: &Path) -> Result<()> {
    let assets = repo.root.join("target/assets");
    let own = repo.root.join("app/static");
    let of_the_app = below(&own)?.into_iter().map(|file| site.join(inside(&file, &own)));
    for file in below(&site.join("gate"))?.into_iter().chain(of_the_app) {
        let target = assets.join(inside(&file, site));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &target)?;
    }
    let style = repo.root.join("target/style");
    fs::create_dir_all(&style)?;
    fs::write(style.join("careerup.css"), css)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_what_is_served() {
        let base = std::env::temp_dir().join(format!("xtask-gate-{}", std::process::id()));
        let (from, to) = (base.join("from"), base.join("to"));
        fs::create_dir_all(from.join("sub")).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(from.join("sub/sw.js"), "const v = '__BUILD__'").unwrap();
        let mut seen = Vec::new();
        for wasm in ["1", "1", "2"] {
            fs::remove_dir_all(&to).unwrap();
            fs::create_dir_all(&to).unwrap();
            fs::write(to.join("gate_bg.wasm"), wasm).unwrap();
            copy_static(&from, &to, &to).unwrap();
            seen.push(fs::read_to_string(to.join("sub/sw.js")).unwrap());
        }
        assert!(!seen[0].contains(PLACEHOLDER));
        assert_eq!(seen[0], seen[1]);
        assert_ne!(seen[1], seen[2]);
        fs::remove_dir_all(&base).unwrap();
    }
}
