//! The third way to a wasm toolchain: Debian's own compiler with a standard library built here.
//!
//! Debian's `rustc-web` has no library for the browser, but its source package lets cargo build one. The result is put
//! in a folder that mirrors Debian's sysroot by links, with wrappers that point the compiler at it.
//! Invariant: nothing outside our cache folder is written, except by apt; a folder without its last file `complete` is
//! made again from nothing.

use super::{
    packages::apt_install,
    toolchain::{Toolchain, WASM, has_std, prove},
};
use crate::{process, repo::Repo};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

/// All of one version. Without lld the link that the compiler calls `rust-lld` dangles.
const PACKAGES: &[&str] =
    &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22", "rust-web-clippy", "rustfmt-web"];

/// Where Debian puts them.
const DEBIAN: &str = "/usr";

/// One made here before, if its compiler is still the one installed.
pub fn existing(repo: &Repo) -> Result<Option<Toolchain>> {
    if !Path::new(DEBIAN).join("bin/rustc").exists() {
        return Ok(None);
    }
    let version = debian_version()?;
    let folder = folder(repo, &version);
    if !folder.join("complete").exists() {
        return Ok(None);
    }
    let own = own(folder, &version);
    link_in_rustup(&own)?;
    Ok(Some(own))
}

/// Installs Debian's compiler, builds the library, assembles the folder.
pub fn make(repo: &Repo) -> Result<Toolchain> {
    apt_install(PACKAGES, "a compiler for the browser")?;
    let version = debian_version()?;
    let folder = folder(repo, &version);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let libraries = build_std(&folder.join("std"))?;
    assemble(&folder, &libraries)?;
    let toolchain = own(folder.clone(), &version);
    prove(&toolchain, &folder)?;
    fs::remove_dir_all(folder.join("std"))?;
    fs::write(folder.join("complete"), version)?;
    link_in_rustup(&toolchain)?;
    Ok(toolchain)
}

fn own(folder: PathBuf, version: &str) -> Toolchain {
    Toolchain::Own { folder, name: format!("wasm-{version}") }
}

fn folder(repo: &Repo, version: &str) -> PathBuf {
    repo.cache_dir.join("toolchains").join(format!("wasm-{version}"))
}

/// `1.96.0` of `rustc 1.96.0 (…)`.
fn debian_version() -> Result<String> {
    let text = process::capture(Command::new(format!("{DEBIAN}/bin/rustc")).arg("--version"))?;
    version_in(&text).ok_or_else(|| anyhow!("{DEBIAN}/bin/rustc --version says {text:?}"))
}

fn version_in(text: &str) -> Option<String> {
    text.strip_prefix("rustc ")?.split_whitespace().next().map(str::to_owned)
}

/// Builds std, proc_macro and test for the browser in an empty crate; gives the folder with the libraries.
fn build_std(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.release]\npanic = \"abort\"\n",
    )?;
    let mut cargo = Command::new(format!("{DEBIAN}/bin/cargo"));
    cargo.current_dir(folder).args(["build", "--release", "--target", WASM, "--target-dir", "target"]);
    cargo.args(["-Z", "build-std=std,panic_abort,proc_macro,test"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes -Cdebuginfo=0");
    cargo.env("RUSTC", format!("{DEBIAN}/bin/rustc")).env("RUSTDOC", format!("{DEBIAN}/bin/rustdoc"));
    cargo.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN");
    process::run(&mut cargo).context("building the standard library for the browser")?;
    let libraries = folder.join("target").join(WASM).join("release/deps");
    if !has_std(&libraries) {
        bail!("no libstd-*.rlib in {}", libraries.display());
    }
    Ok(libraries)
}

fn assemble(folder: &Path, libraries: &Path) -> Result<()> {
    let debian = Path::new(DEBIAN);
    let host = host()?;
    let rustlib = folder.join("lib/rustlib");
    fs::create_dir_all(&rustlib)?;
    link_all_but(&debian.join("lib/rustlib"), &rustlib, &[&host, WASM])?;
    let host_folder = rustlib.join(&host);
    fs::create_dir_all(host_folder.join("bin"))?;
    link_all_but(&debian.join("lib/rustlib").join(&host), &host_folder, &["bin"])?;
    link_all_but(&debian.join("lib/rustlib").join(&host).join("bin"), &host_folder.join("bin"), &["rust-lld"])?;
    symlink(debian.join("bin/rust-lld"), host_folder.join("bin/rust-lld"))?;

    let wasm = rustlib.join(WASM).join("lib");
    fs::create_dir_all(&wasm)?;
    for entry in fs::read_dir(libraries)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("lib")
            && path.extension().is_some_and(|ending| ending == "rlib")
            && !name.starts_with("libempty-")
        {
            fs::copy(&path, wasm.join(name))?;
        }
    }

    let bin = folder.join("bin");
    fs::create_dir_all(&bin)?;
    let sysroot = folder.display();
    for program in ["rustc", "rustdoc"] {
        script(&bin.join(program), &format!("exec {DEBIAN}/bin/{program} --sysroot '{sysroot}' \"$@\""))?;
    }
    for program in ["cargo-clippy", "clippy-driver"] {
        script(&bin.join(program), &format!("export SYSROOT='{sysroot}'\nexec {DEBIAN}/bin/{program} \"$@\""))?;
    }
    for program in ["cargo", "cargo-fmt", "rustfmt"] {
        symlink(debian.join("bin").join(program), bin.join(program))?;
    }
    Ok(())
}

fn host() -> Result<String> {
    let text = process::capture(Command::new(format!("{DEBIAN}/bin/rustc")).arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| anyhow!("rustc -vV names no host"))
}

fn link_all_but(from: &Path, to: &Path, except: &[&str]) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let name = entry?.file_name();
        if !except.iter().any(|skipped| name == **skipped) {
            symlink(from.join(&name), to.join(&name))?;
        }
    }
    Ok(())
}

fn script(file: &Path, body: &str) -> Result<()> {
    fs::write(file, format!("#!/bin/sh\n{body}\n"))?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// So that `cargo +wasm-1.96.0 …` works too; without rustup there is nothing to do.
fn link_in_rustup(toolchain: &Toolchain) -> Result<()> {
    let Toolchain::Own { folder, name } = toolchain else {
        return Ok(());
    };
    if process::find("rustup").is_none() {
        return Ok(());
    }
    let known = process::capture(Command::new("rustup").args(["toolchain", "list"]))?;
    if known.lines().any(|line| line.split_whitespace().next() == Some(name)) {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["toolchain", "link", name]).arg(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_second_word() {
        assert_eq!(version_in("rustc 1.96.0 (abc 2026-05-01) (built from a tarball)").unwrap(), "1.96.0");
        assert_eq!(version_in("error: no toolchain"), None);
    }

    #[test]
    fn links_leave_out_what_is_replaced() {
        let base = std::env::temp_dir().join(format!("xtask-links-{}", std::process::id()));
        let (from, to) = (base.join("from"), base.join("to"));
        fs::create_dir_all(&from).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(from.join("a"), "1").unwrap();
        fs::write(from.join("b"), "2").unwrap();
        link_all_but(&from, &to, &["b"]).unwrap();
        assert!(to.join("a").is_symlink() && !to.join("b").exists());
        fs::remove_dir_all(&base).unwrap();
    }
}
