//! The server's program, its commands, and one running process of it.
//!
//! Invariant: only processes started here are ended here, and none outlives its value.

use super::{
    http::{self, Client},
    world,
};
use crate::{
    build::{self, Mode},
    pg, process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, anyhow, bail};
use domain::{
    id::{SiteId, TechnicianId},
    touch::wire::{GateCredential, signed::to_hex},
};
use proof::device::SigningKey;
use std::{
    collections::BTreeSet,
    fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

const READY_LIMIT: Duration = Duration::from_mins(2);
const STOP_LIMIT: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(10);

/// Which database the server keeps its register in.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// `postgres://…`.
    Postgres(String),
}

/// The server's program with the data it works on.
pub struct Program {
    binary: PathBuf,
    site: PathBuf,
    data: PathBuf,
    database: Database,
    port: u16,
}

/// What `server doctor --recount` counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Touches kept.
    pub touches: u64,
    /// Touches the history records say they were made from.
    pub touches_in_records: u64,
    /// History records kept.
    pub records: u64,
    /// Kept counts that differ from a recount.
    pub differences: u64,
}

/// The server's program: compiled now where it is not fresh, or the one that `SERVER_BIN` names.
pub fn server_program(repo: &Repo, setup: &Setup, mode: Mode) -> Result<PathBuf> {
    match process::variable("SERVER_BIN") {
        Some(named) => {
            println!("server: {named}");
            Ok(PathBuf::from(named))
        }
        None => match build::linted_server(repo) {
            Some(server) if mode == Mode::Debug => Ok(server),
            _ => build::server(repo, setup, mode),
        },
    }
}

impl Program {
    /// The password of everybody that `server seed` makes.
    pub const SEEDED_PASSWORD: &str = "minato-3chome-demo";

    /// The program `binary` on `database`, with its files in `data` (made here) and a free port of its own.
    pub fn new(binary: PathBuf, site: PathBuf, data: PathBuf, database: Database) -> Result<Self> {
        fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
        fs::create_dir_all(&site).with_context(|| format!("cannot make {}", site.display()))?;
        Ok(Self { binary, site, data, database, port: pg::free_port()? })
    }

    /// Its file of card keys.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("keys.txt")
    }

    /// Its folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env("DATA", &self.data).env("SITE", &self.site).env("LOG", "warn");
        match &self.database {
            Database::Sqlite => command.env_remove("DATABASE_URL"),
            Database::Postgres(url) => command.env("DATABASE_URL", url),
        };
        command
    }

    /// Brings the schema up to date and fills the register with invented people, sites and records; gives what the
    /// command said.
    pub fn seed(&self, technicians: u32, records: u32) -> Result<String> {
        let start = process::now();
        process::capture(&mut self.command(&["migrate"]))?;
        let (technicians, records) = (technicians.to_string(), records.to_string());
        let said =
            process::capture(&mut self.command(&["seed", "--technicians", &technicians, "--records", &records]))?;
        println!("seeded {technicians} technicians, {records} records  ({:.1} s)", start.elapsed().as_secs_f64());
        Ok(said)
    }

    /// Brings the schema up to date and makes a business; gives its ID.
    pub fn seed_business(&self) -> Result<String> {
        process::capture(&mut self.command(&["migrate"]))?;
        let made = process::capture(&mut self.command(&["seed", "--technicians", "1", "--records", "0"]))?;
        let line = made.lines().find(|line| line.starts_with("businesses:"));
        let id = line.and_then(|line| line.split_whitespace().last()).map(str::to_owned);
        id.ok_or_else(|| anyhow!("seed did not say which business it made:\n{made}"))
    }

    /// Makes a log-in of a business.
    pub fn log_in_of(&self, business: &str, login_id: &str) -> Result<()> {
        let names = ["--login-id", login_id, "--name", login_id, "--business", business];
        let create = ["account", "create", "--role", "business-admin"];
        process::capture(&mut self.command(&[&create[..], &names[..]].concat())).map(drop)
    }

    /// Runs one of its commands and gives what it prints.
    pub fn ask(&self, arguments: &[&str]) -> Result<String> {
        process::capture(&mut self.command(arguments))
    }

    /// Brings the schema up to date and makes so many open applications; the cookie of a reviewer who sees them.
    pub fn seed_cases(&self, cases: u32) -> Result<String> {
        let start = process::now();
        process::capture(&mut self.command(&["migrate"]))?;
        let cases = cases.to_string();
        let arguments = ["seed", "--technicians", "1000", "--records", "1000", "--cases", &cases];
        let said = process::capture(&mut self.command(&arguments))?;
        println!("seeded {cases} open cases  ({:.1} s)", start.elapsed().as_secs_f64());
        let cookie = said.lines().find_map(|line| line.strip_prefix("session of a reviewer: "));
        cookie.map(str::to_owned).ok_or_else(|| anyhow!("the seed gave no session: {said}"))
    }

    /// Open sites with people on their rosters, most people first, at most `most`.
    pub fn busiest_sites(&self, most: usize) -> Result<Vec<SiteId>> {
        let list = process::capture(&mut self.command(&["site", "list"]))?;
        let mut sites: Vec<(u64, SiteId)> = list.lines().filter_map(site_line).collect();
        sites.sort_unstable_by_key(|(people, site)| (core::cmp::Reverse(*people), *site));
        Ok(sites.into_iter().filter(|(people, _)| *people > 0).map(|(_, site)| site).take(most).collect())
    }

    /// Enrols a gate for each of these places, a site a place, and gives their credentials in the same order.
    pub fn enrol_gates(&self, places: &[SiteId], key: &SigningKey) -> Result<Vec<GateCredential>> {
        let public_key = to_hex(key.public_key());
        let mut enrol = self.command(&["device", "enrol", "--name", "load", "--public-key", &public_key]);
        for site in places {
            enrol.args(["--site", &site.to_string()]);
        }
        let lines = process::capture(&mut enrol)?;
        let made: Vec<GateCredential> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        if made.len() != places.len() {
            bail!("{} gates were to be enrolled, {} were", places.len(), made.len());
        }
        Ok(made)
    }

    /// Some people with a log-in, from many sites, by their rosters.
    pub fn sample_people(&self, server: &Running, most: usize) -> Result<Vec<TechnicianId>> {
        let sites = self.busiest_sites(most)?;
        let gates = self.enrol_gates(&sites, &world::gate_key()?)?;
        let mut people = BTreeSet::new();
        let each = most.div_ceil(gates.len().max(1));
        for gate in gates {
            let roster = world::roster(server.port(), &gate.token)?;
            people.extend(roster.people.into_iter().take(each).map(|person| person.technician_id));
        }
        Ok(people.into_iter().take(most).collect())
    }

    /// Counts what is stored, by the server's own `doctor`, from another process.
    pub fn stored(&self) -> Result<Stored> {
        // It ends unsuccessfully where counts differ; the numbers are what is wanted here.
        let output = self.command(&["doctor", "--recount"]).stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let number = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.and_then(|value| value.parse().ok()).ok_or_else(|| anyhow!("doctor did not say {name}:\n{text}"))
        };
        let stored = Stored {
            touches: number("touches")?,
            touches_in_records: number("touches in records")?,
            records: number("records")?,
            differences: number("differences")?,
        };
        if stored.differences > 0 {
            eprintln!("{text}");
        }
        Ok(stored)
    }

    /// What all stored records and counts come to, by the server's own `doctor`: the same where the same was learned.
    pub fn digest(&self) -> Result<String> {
        let said = self.ask(&["doctor", "--recount"])?;
        let digest = said.lines().find_map(|line| line.strip_prefix("digest: "));
        digest.map(str::to_owned).ok_or_else(|| anyhow!("doctor did not say digest:\n{said}"))
    }

    /// What the server's `doctor` found good: names and values, the settings that make commits durable among them.
    pub fn found_good(&self) -> Result<Vec<(String, String)>> {
        // It ends unsuccessfully where pages are not built, which does not matter here.
        let output = self.command(&["doctor"]).stderr(Stdio::null()).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.lines().filter_map(good_line).collect())
    }

    /// Starts it and waits until it is ready.
    pub fn start(&self) -> Result<Running> {
        let address = format!("{}:{}", Ipv4Addr::LOCALHOST, self.port);
        let log = fs::File::options().create(true).append(true).open(self.data.join("log"))?;
        let mut command = self.command(&["serve", "--addr", &address]);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let start = process::now();
        let child = command.spawn().with_context(|| format!("cannot start: {}", process::line(&command)))?;
        let mut running = Running { child, port: self.port };
        while start.elapsed() < READY_LIMIT {
            if let Some(status) = running.child.try_wait()? {
                bail!("the server ended while starting ({status}); its log is {}", self.data.join("log").display());
            }
            let ready = Client::new(self.port).ask(&http::get("/readyz", &[]));
            if ready.is_ok_and(|reply| reply.status == 200) {
                return Ok(running);
            }
            thread::sleep(LOOK);
        }
        bail!("the server was not ready within {} s", READY_LIMIT.as_secs())
    }
}

/// `ok    name: value`.
fn good_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_prefix("ok ")?.trim_start().split_once(": ")?;
    Some((name.to_owned(), value.to_owned()))
}

/// `ID<tab>people<tab>name`.
fn site_line(line: &str) -> Option<(u64, SiteId)> {
    let mut cells = line.split('\t');
    let site = cells.next()?.parse().ok()?;
    Some((cells.next()?.parse().ok()?, site))
}

/// A running server.
pub struct Running {
    child: Child,
    port: u16,
}

impl Running {
    /// Its port on this machine.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as a crash would (SIGKILL, from this process).
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop (SIGTERM) and waits until it has; an error where it does not stop well.
    pub fn stop(mut self) -> Result<()> {
        // `kill` of the shell, as this crate has no unsafe code.
        process::capture(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let start = process::now();
        while start.elapsed() < STOP_LIMIT {
            if let Some(status) = self.child.try_wait()? {
                if !status.success() {
                    bail!("the server stopped with {status}");
                }
                return Ok(());
            }
            thread::sleep(LOOK);
        }
        bail!("the server did not stop within {} s", STOP_LIMIT.as_secs())
    }

    /// Its metrics by name with labels, as they stand now.
    pub fn metrics(&self) -> Result<Vec<(String, f64)>> {
        let reply = Client::new(self.port).ask(&http::get("/metrics", &[]))?;
        if reply.status != 200 {
            bail!("/metrics: status {}", reply.status);
        }
        let text = reply.text();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.rsplit_once(' '));
        Ok(pairs.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone is what was wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_line_is_read_and_another_is_not() {
        let site = SiteId::from_body(12);
        assert_eq!(site_line(&format!("{site}\t34\t試験現場")), Some((34, site)));
        assert_eq!(site_line("no sites"), None);
        assert_eq!(good_line("ok    fsync: on"), Some(("fsync".to_owned(), "on".to_owned())));
        assert_eq!(good_line("FAULT fsync: off"), None);
    }
}
