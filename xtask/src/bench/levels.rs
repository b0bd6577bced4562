//! P12 of the quality goals: everybody in the country judged by the criteria of a day, on all cores, beside the same on one.
//!
//! Invariant: both sides judge the same register in the same run, in turn, and must find the same; what it takes is what the command says
//! itself, since a process that starts and connects is no part of the work.

use super::{Row, ground::Ground, machine, peer};
use crate::{
    build::Mode,
    load::{Database, Program, server_program},
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, anyhow, bail};

/// People; `LEVELS_PEOPLE` says another number for a trial.
const PEOPLE: u32 = 1_400_000;
/// Months of which everybody has some, five and a half on the average, of seventeen days each: 130 million days.
const MONTHS: &str = "10";
const PAIRS: usize = 3;
/// What it may take for so many people, seconds.
const AIM_S: f64 = 60.0;

/// `bench levels`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let people: u32 = match process::variable("LEVELS_PEOPLE") {
        Some(said) => said.parse().context("LEVELS_PEOPLE is a number")?,
        None => PEOPLE,
    };
    let data = ground.folder().join("data");
    let program = Program::new(server, crate::site_dir(repo), data, Database::Sqlite)?;
    program.ask(&["migrate"])?;
    let made =
        program.ask(&["seed", "--technicians", &people.to_string(), "--records", "0", "--level-months", MONTHS])?;
    let days = made.lines().find(|line| line.starts_with("days without records:")).unwrap_or_default();
    println!("{people} people, {days}");
    let (mut all, mut one) = (Vec::new(), Vec::new());
    let mut found: Option<String> = None;
    for _ in 0..PAIRS {
        for (cores, seconds) in [(None, &mut all), (Some("1"), &mut one)] {
            let (said, took) = survey(&program, cores)?;
            match &found {
                Some(before) if *before != said => bail!("two surveys of one register differ:\n{before}\n{said}"),
                Some(_) => {}
                None => println!("{said}"),
            }
            found = Some(said);
            seconds.push(took);
        }
    }
    let middle = |seconds: &mut Vec<f64>| {
        println!("{seconds:.1?} s");
        seconds.sort_by(f64::total_cmp);
        seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let (all, one) = (middle(&mut all), middle(&mut one));
    let row = |metric: &str, unit: &str, ours: f64, peer: f64| Row {
        metric: metric.to_owned(),
        unit: unit.to_owned(),
        ours,
        peer,
        ratio: ours / peer,
    };
    let aim = AIM_S * f64::from(people) / f64::from(PEOPLE);
    Ok(vec![
        row("levels_everybody", "s (peer: what it may take for so many; at most 1.0)", all, aim),
        row("levels_one_core", "s (peer: the same on one core)", all, one),
    ])
}

/// What a survey finds, without its time; and its seconds.
fn survey(program: &Program, cores: Option<&str>) -> Result<(String, f64)> {
    let mut arguments = vec!["level", "survey"];
    arguments.extend(cores.map(|_| "--cores"));
    arguments.extend(cores);
    let said = program.ask(&arguments)?;
    let (found, ms) = said.rsplit_once("milliseconds: ").ok_or_else(|| anyhow!("no time in: {said}"))?;
    let ms: f64 = ms.trim().parse().context("milliseconds are a number")?;
    Ok((found.to_owned(), ms / 1_000.0))
}
