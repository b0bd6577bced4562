//! Building the server and the served folder without cargo-leptos.
//!
//! Invariant: the served folder is made anew each time from what was just compiled, so nothing of another profile
//! or an older build can be served; never `cargo build --workspace`, which would unify `ssr` and `hydrate`.

mod compress;
mod css;
mod files;
mod wasm;

use crate::{process, repo::Repo, setup::Setup, site_dir};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The name the pages ask for: `LEPTOS_OUTPUT_NAME` in `.cargo/config.toml`.
const NAME: &str = "careerup";

/// How much is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build.
    Debug,
    /// Small and fast, with compressed files.
    Release,
}

impl From<bool> for Mode {
    fn from(release: bool) -> Self {
        if release { Self::Release } else { Self::Debug }
    }
}

/// What a build left.
pub struct Built {
    /// The program.
    pub server: PathBuf,
    /// The served folder.
    pub site: PathBuf,
}

/// Compiles server, app and gate, and assembles the served folder.
pub fn build(repo: &Repo, setup: &Setup, mode: Mode) -> Result<Built> {
    let server = server(repo, setup, mode)?;
    let site = site(repo, setup, mode)?;
    println!("built   {}", server.display());
    Ok(Built { server, site })
}

/// Compiles app and gate, and assembles the served folder; gives it.
pub fn site(repo: &Repo, setup: &Setup, mode: Mode) -> Result<PathBuf> {
    let start = process::now();
    let toolchain = setup.toolchain()?;
    let bindgen = setup.wasm_bindgen()?;
    let optimiser = match mode {
        Mode::Release => Some(setup.wasm_opt()?),
        Mode::Debug => None,
    };

    let app = wasm::compile(repo, toolchain, "frontend", mode)?;
    let gate = wasm::compile(repo, toolchain, "gate", mode)?;

    let site = site_dir(repo);
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("cannot empty {}", site.display()))?;
    }
    let pkg = site.join("pkg");
    wasm::bind(bindgen, &app, &pkg, NAME)?;
    // The app's pages ask for careerup.wasm; wasm-bindgen's own name has `_bg`.
    fs::rename(pkg.join(format!("{NAME}_bg.wasm")), pkg.join(format!("{NAME}.wasm")))?;
    let gate_site = site.join("gate");
    wasm::bind(bindgen, &gate, &gate_site, "gate")?;
    if let Some(script) = &optimiser {
        wasm::optimise(script, &pkg.join(format!("{NAME}.wasm")))?;
        wasm::optimise(script, &gate_site.join("gate_bg.wasm"))?;
    }
    let bundle = css::bundle(&repo.root.join("style"), mode)?;
    fs::write(pkg.join(format!("{NAME}.css")), &bundle.app)?;
    fs::write(gate_site.join("gate.css"), &bundle.gate)?;
    files::copy_static(&repo.root.join("crates/gate/static"), &gate_site, &gate_site)?;
    files::copy_static(&repo.root.join("app/static"), &site, &pkg)?;
    files::for_cargo_leptos(repo, &bundle.app, &site)?;

    let sizes = compress::sizes(&site, mode)?;
    println!("{sizes}");
    println!("built   {}  ({:.1} s)", site.display(), start.elapsed().as_secs_f64());
    Ok(site)
}

/// The server that the lints have left with everything else, where they have: asked for alone, its libraries would be
/// compiled anew with other features.
pub fn linted_server(repo: &Repo) -> Option<PathBuf> {
    let server = repo.target_dir.join("debug/server");
    (process::is_linting() && server.exists()).then_some(server)
}

/// Compiles the server alone, and the program beside it that draws pages; gives the server's.
pub fn server(repo: &Repo, setup: &Setup, mode: Mode) -> Result<PathBuf> {
    // Two commands: in one, cargo would give the server's libraries the features the renderer asks for.
    for (package, program) in [("pages", "render-pages"), ("server", "server")] {
        let mut cargo = setup.toolchain()?.cargo();
        cargo.current_dir(&repo.root).args(["build", "--locked", "-p", package, "--bin", program]);
        if mode == Mode::Release {
            cargo.arg("--release");
        }
        process::run(&mut cargo)?;
    }
    Ok(repo.target_dir.join(if mode == Mode::Release { "release" } else { "debug" }).join("server"))
}

/// A file's path inside a folder, with `/`.
fn inside(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).to_string_lossy().into_owned()
}
