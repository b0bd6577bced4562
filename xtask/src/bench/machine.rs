//! The machine a benchmark runs on, and where its processor time goes.
//!
//! Invariant: read from `/proc` only; nothing is changed.

use crate::load::Running;
use anyhow::{Context, Result, anyhow};
use std::{fmt, fs};

/// Clock ticks a second in `/proc`: 100 on every Linux we know (`getconf CLK_TCK`).
const TICKS: f64 = 100.0;

/// Processors and memory in one line.
pub fn describe() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kb =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    Ok(format!("{cores} × {model}, {} GB, Linux {}", kb.unwrap_or_default() / 1_048_576, kernel.trim()))
}

/// Processor time and groups of touches so far, or between two moments.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    server: f64,
    load: f64,
    database: f64,
    all: f64,
    waiting: f64,
    groups: f64,
    items: f64,
    group_seconds: f64,
}

impl Usage {
    /// As it stands now.
    pub fn now(server: &Running) -> Result<Self> {
        let metrics = server.metrics()?;
        let metric = |name: &str| metrics.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value);
        let (all, waiting) = whole_machine()?;
        Ok(Self {
            server: of_process(&server.process().to_string())?,
            load: of_process("self")?,
            database: of_database()?,
            all,
            waiting,
            groups: metric("touch_group_items_count"),
            items: metric("touch_group_items_sum"),
            group_seconds: metric("touch_group_seconds_sum"),
        })
    }

    /// What was used since `before`.
    pub fn since(self, before: &Self) -> Self {
        Self {
            server: self.server - before.server,
            load: self.load - before.load,
            database: self.database - before.database,
            all: self.all - before.all,
            waiting: self.waiting - before.waiting,
            groups: self.groups - before.groups,
            items: self.items - before.items,
            group_seconds: self.group_seconds - before.group_seconds,
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = (self.all - self.server - self.load - self.database).max(0.0);
        write!(
            f,
            "[processor s: server {:.1}, load {:.1}, database {:.1}, rest {rest:.1}, idle or disk {:.1}",
            self.server, self.load, self.database, self.waiting
        )?;
        if self.items > 0.0 {
            let us = |seconds: f64| seconds / self.items * 1_000_000.0;
            write!(f, "; µs a touch: server {:.0}, database {:.0}", us(self.server), us(self.database))?;
        }
        if self.groups > 0.0 {
            let (items, ms) = (self.items / self.groups, self.group_seconds / self.groups * 1_000.0);
            write!(f, "; {:.0} groups of {items:.1} touches in {ms:.1} ms", self.groups)?;
        }
        f.write_str("]")
    }
}

/// Seconds all processors were busy, and idle or waiting for the disk.
fn whole_machine() -> Result<(f64, f64)> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().and_then(|line| line.strip_prefix("cpu ")).ok_or_else(|| anyhow!("/proc/stat"))?;
    let ticks: Vec<f64> = line.split_whitespace().map(str::parse).collect::<core::result::Result<_, _>>()?;
    // user nice system idle iowait irq softirq steal; what guests use is counted in user already.
    let sum = |fields: &[usize]| fields.iter().filter_map(|at| ticks.get(*at)).sum::<f64>() / TICKS;
    Ok((sum(&[0, 1, 2, 5, 6, 7]), sum(&[3, 4])))
}

/// Of all processes of PostgreSQL on this machine: only ours runs while we measure.
fn of_database() -> Result<f64> {
    let mut sum = 0.0;
    for folder in fs::read_dir("/proc")? {
        // A process may end while the list is read.
        let Ok(stat) = fs::read_to_string(folder?.path().join("stat")) else { continue };
        if stat.contains("(postgres)") {
            sum += ticks(&stat).unwrap_or_default() / TICKS;
        }
    }
    Ok(sum)
}

fn of_process(name: &str) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{name}/stat")).with_context(|| format!("process {name}"))?;
    ticks(&text).map(|ticks| ticks / TICKS).ok_or_else(|| anyhow!("/proc/{name}/stat"))
}

/// User and system ticks: fields 14 and 15, counted behind the name, which may hold anything.
fn ticks(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_counted_behind_any_name() {
        let stat = "12 (a b) c) S 1 12 12 0 -1 4194560 9 0 0 0 30 12 0 0 20 0 1 0 5 6 7";
        assert_eq!(ticks(stat), Some(42.0));
        assert_eq!(ticks("12"), None);
    }

    #[test]
    fn this_machine_is_described() {
        assert!(describe().unwrap().contains("Linux"));
        assert!(whole_machine().unwrap().0 > 0.0);
    }
}
