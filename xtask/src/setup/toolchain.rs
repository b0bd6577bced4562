//! A Rust toolchain whose standard library exists for `wasm32-unknown-unknown`, found or made in three ways.
//!
//! Invariant: one toolchain compiles everything, so that server and browser never disagree about the compiler.
//! `XTASK_WASM_WAY=3` skips the first two ways, so that the third can be tried on any machine.

use super::debian_toolchain;
use crate::{process, repo::Repo};
use anyhow::{Context, Result};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The target all browser code is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// How long `rustup target add` may take; its server is not reachable everywhere.
const RUSTUP_LIMIT: Duration = Duration::from_mins(1);

/// The toolchain in use.
#[derive(Debug)]
pub enum Toolchain {
    /// The one that `cargo` on `PATH` leads to.
    Active,
    /// A folder of our own with `bin/cargo` and `bin/rustc`; known to rustup (where there is one) by `name`.
    Own { folder: PathBuf, name: String },
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active => write!(f, "{WASM} in the active toolchain"),
            Self::Own { folder, name } => write!(f, "{WASM} in {name}, {}", folder.display()),
        }
    }
}

impl Toolchain {
    /// `cargo` of this toolchain.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.command("cargo");
        process::forget_own_package(&mut cargo);
        cargo
    }

    fn command(&self, program: &str) -> Command {
        let Self::Own { folder, name } = self else {
            return Command::new(program);
        };
        let bin = folder.join("bin");
        let mut command = Command::new(bin.join(program));
        let path = process::variable("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", bin.display())).env("RUSTUP_TOOLCHAIN", name);
        command
    }
}

/// Finds or makes it: already there, made here before, by rustup, from Debian's packages.
pub fn ensure(repo: &Repo) -> Result<Toolchain> {
    let only_debian = process::variable("XTASK_WASM_WAY").as_deref() == Some("3");
    if !only_debian && has_wasm_std("rustc")? {
        return Ok(Toolchain::Active);
    }
    if let Some(own) = debian_toolchain::existing(repo)? {
        return Ok(own);
    }
    if !only_debian && process::find("rustup").is_some() {
        let mut rustup = Command::new("rustup");
        let added = process::run_within(rustup.args(["target", "add", WASM]), RUSTUP_LIMIT)?;
        if added && has_wasm_std("rustc")? {
            return Ok(Toolchain::Active);
        }
        println!("rustup could not add {WASM}: trying Debian's packages");
    }
    debian_toolchain::make(repo)
}

fn has_wasm_std(rustc: &str) -> Result<bool> {
    let sysroot = process::capture(Command::new(rustc).args(["--print", "sysroot"]))?;
    Ok(has_std(&Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib")))
}

/// Whether the folder holds a compiled standard library.
pub fn has_std(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// Compiles an empty crate, to be sure that a toolchain made here works.
pub fn prove(toolchain: &Toolchain, folder: &Path) -> Result<()> {
    let file = folder.join("proof.rs");
    fs::write(&file, "#[unsafe(no_mangle)]\npub extern \"C\" fn proof() -> usize { vec![1u8].len() }\n")?;
    let mut rustc = toolchain.command("rustc");
    rustc.args(["--crate-type=cdylib", "--edition=2024", "--target", WASM, "-o"]);
    rustc.arg(folder.join("proof.wasm")).arg(&file);
    process::run(&mut rustc).context("the toolchain made from Debian's packages does not compile for the browser")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_libstd_has_no_standard_library() {
        let folder = std::env::temp_dir().join(format!("xtask-std-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcore-1.rlib"), "").unwrap();
        assert!(!has_std(&folder));
        fs::write(folder.join("libstd-1.rlib"), "").unwrap();
        assert!(has_std(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}
