//! `cargo xtask run`: from a fresh clone to the running server.
//!
//! Invariant: it ends by becoming the server (exec), so one signal stops it and nothing of ours stays behind.

use crate::{build, process, repo::Repo, setup::Setup};
use anyhow::{Result, anyhow};
use clap::Args;
use std::{convert::Infallible, os::unix::process::CommandExt, path::PathBuf, process::Command};

/// What a person may choose.
#[derive(Debug, Args)]
pub struct Options {
    /// Optimised, as it would be deployed.
    #[arg(long)]
    release: bool,
    /// TCP port on 127.0.0.1.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Folder for the database and uploads; made when absent.
    #[arg(long, default_value = "var")]
    data: PathBuf,
    /// Master data only, no demonstration people and sites.
    #[arg(long)]
    empty: bool,
}

/// Sets up, builds, and becomes the server.
pub fn run(repo: &Repo, options: &Options) -> Result<Infallible> {
    let built = build::build(repo, &Setup::new(repo), options.release.into())?;
    let mut server = Command::new(&built.server);
    server.arg("serve").args(["--addr", &format!("127.0.0.1:{}", options.port)]);
    server.arg("--data").arg(repo.root.join(&options.data)).arg("--site").arg(&built.site);
    if !options.empty {
        server.arg("--demo");
    }
    println!("$ {}", process::line(&server));
    Err(anyhow!("cannot become {}: {}", built.server.display(), server.exec()))
}
