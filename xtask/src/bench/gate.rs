//! P13 of the quality goals: a card at the gate, from being read to being shown, in Chromium.
//!
//! Invariant: measured by the page's own clock, with the release build, beside a strict put of as much in turn.

use super::Row;
use crate::{
    build::{self, Mode},
    load::{percentile, server_program},
    pg, process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::{fs, process::Command};

/// What a card may take, milliseconds.
const MS_MAX: f64 = 200.0;

#[derive(Deserialize)]
struct Times {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

/// `bench gate`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    build::site(repo, &setup, Mode::Release)?;
    let ground = super::ground::Ground::make()?;
    println!("disk: {}", super::peer::disk(ground.folder())?);
    let out = ground.folder().join("times.json");
    let mut playwright = Command::new(setup.node_packages()?.join(".bin/playwright"));
    playwright.current_dir(repo.root.join("end2end")).args(["test", "--config", "playwright.bench.config.ts"]);
    playwright.args(["--project", "phone"]).env("TMPDIR", ground.folder()).env("BENCH_OUT", &out);
    playwright.env("SERVER_BIN", server).env("SITE_DIR", crate::built_site(repo)?);
    playwright.env("CHROMIUM", setup.chromium()?).env("E2E_PORT", pg::free_port()?.to_string());
    process::run(&mut playwright)?;
    let text = fs::read_to_string(&out).context("the browser wrote no times")?;
    let Times { mut ours, mut peer } = serde_json::from_str(&text)?;
    if ours.len() != peer.len() || ours.is_empty() {
        bail!("{} times of ours, {} of the peer", ours.len(), peer.len());
    }
    let (ours_p50, peer_p50) = (percentile(&mut ours, 0.5), percentile(&mut peer, 0.5));
    let (ours_p99, peer_p99) = (percentile(&mut ours, 0.99), percentile(&mut peer, 0.99));
    println!(
        "{} cards: p50 {ours_p50:.1} ms, p99 {ours_p99:.1} ms; strict put alone: p50 {peer_p50:.1} ms, p99 {peer_p99:.1} ms",
        ours.len()
    );
    Ok(vec![
        Row {
            metric: "gate_tap_p99".to_owned(),
            unit: "ms (peer: what it may take; at most 1.0)".to_owned(),
            ours: ours_p99,
            peer: MS_MAX,
            ratio: ours_p99 / MS_MAX,
        },
        Row {
            metric: "gate_tap_p50".to_owned(),
            unit: "ms (peer: a strict put alone; at most 2.0)".to_owned(),
            ours: ours_p50,
            peer: peer_p50,
            ratio: ours_p50 / peer_p50,
        },
    ])
}
