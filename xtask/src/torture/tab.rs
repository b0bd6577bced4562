//! The gate's tab killed while cards are held to the phone: `end2end/torture/tab.spec.ts` holds the cards, kills and counts.

use super::Amount;
use crate::{build::Mode, load::server_program, pg, process, repo::Repo, setup::Setup};
use anyhow::Result;
use std::process::Command;

/// On a server of its own with the demonstration.
pub fn kill(repo: &Repo, amount: Amount) -> Result<()> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Debug)?;
    let site = crate::built_site(repo)?;
    let modules = setup.node_packages()?;
    let mut playwright = Command::new(modules.join(".bin/playwright"));
    playwright.current_dir(repo.root.join("end2end"));
    playwright.args(["test", "--config", "playwright.torture.config.ts"]);
    playwright.env("SERVER_BIN", server).env("SITE_DIR", site).env("CHROMIUM", setup.chromium()?);
    playwright.env("E2E_PORT", pg::free_port()?.to_string()).env("TIMES", amount.times.to_string());
    process::run(&mut playwright).map(drop)
}
