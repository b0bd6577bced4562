//! What stands beside ours in the same run: PostgreSQL's own measuring programs, on the same disk.
//!
//! Invariant: the peer works under the same conditions as ours, and they are asked for, printed and enforced.

use crate::{pg::Cluster, process, setup::Setup};
use anyhow::{Context, Result, anyhow, bail};
use domain::touch::wire::{Reading, TouchItem};
use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Name of the peer's database in the cluster.
const DATABASE: &str = "peer";
const TABLE: &str = "CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, device integer NOT NULL, \
                     touch uuid NOT NULL, at timestamptz NOT NULL)";
/// What is copied beside batches: no unique key, since COPY would refuse a whole batch for one row sent before.
const COPIED: &str = "CREATE TABLE IF NOT EXISTS copied (touch uuid NOT NULL, at bigint NOT NULL, kind smallint NOT NULL, \
                      site bigint NOT NULL, person bigint NOT NULL, trade smallint NOT NULL); \
                      CREATE INDEX IF NOT EXISTS copied_touch ON copied (touch); \
                      CREATE INDEX IF NOT EXISTS copied_person ON copied (person, at)";
const INSERT: &str = "\\set device random(1, 64)\n\
                      INSERT INTO plain (device, touch, at) VALUES (:device, gen_random_uuid(), now());\n";
/// Settings without which a commit may be lost.
const DURABLE: [&str; 3] = ["fsync", "full_page_writes", "synchronous_commit"];
const FSYNC_SECONDS: u32 = 3;

/// PostgreSQL's programs and the cluster they measure.
pub struct Peer<'a> {
    bin: PathBuf,
    cluster: &'a Cluster,
    folder: PathBuf,
}

impl<'a> Peer<'a> {
    /// Makes the peer's table and script; files in `folder`, which must be on the disk that is measured.
    pub fn new(setup: &Setup, cluster: &'a Cluster, folder: &Path) -> Result<Self> {
        let peer = Self { bin: setup.postgres()?.clone(), cluster, folder: folder.to_owned() };
        peer.sql("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
        peer.sql(DATABASE, TABLE)?;
        fs::write(peer.script(), INSERT)?;
        Ok(peer)
    }

    fn script(&self) -> PathBuf {
        self.folder.join("insert.sql")
    }

    /// Runs a statement in a database of the cluster; gives what it printed, without headers.
    pub fn sql(&self, database: &str, statement: &str) -> Result<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]).arg(self.cluster.url(database));
        process::capture(&mut psql).map(|text| text.trim().to_owned())
    }

    /// Milliseconds a statement takes, asked so many times on one connection.
    pub fn timed(&self, database: &str, statement: &str, times: usize) -> Result<Vec<f64>> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1"]).arg(self.cluster.url(database));
        let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start psql")?;
        let script = format!("\\timing on\n\\o /dev/null\n{}", format!("{statement};\n").repeat(times));
        let mut input = child.stdin.take().ok_or_else(|| anyhow!("psql has no input"))?;
        input.write_all(script.as_bytes())?;
        drop(input);
        let output = child.wait_with_output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let found: Vec<f64> =
            text.lines().filter_map(|line| line.strip_prefix("Time: ")?.split(' ').next()?.parse().ok()).collect();
        if found.len() != times {
            bail!("psql told {} times of {times}: {text}", found.len());
        }
        Ok(found)
    }

    /// Asks the cluster for its durability and fails where a commit may be lost.
    pub fn enforce_durability(&self) -> Result<()> {
        let mut said = Vec::new();
        for name in DURABLE {
            let value = self.sql("postgres", &format!("SHOW {name}"))?;
            if value != "on" {
                bail!("PostgreSQL's {name} is {value}: not measured");
            }
            said.push(format!("{name} = {value}"));
        }
        let version = self.sql("postgres", "SHOW server_version")?;
        println!("PostgreSQL {version}: {}", said.join(", "));
        Ok(())
    }

    /// Durable single-row INSERTs a second, of `clients` clients for `seconds`.
    pub fn inserts(&self, clients: usize, seconds: u64) -> Result<f64> {
        let mut pgbench = Command::new(self.bin.join("pgbench"));
        pgbench.args(["--no-vacuum", "--protocol", "prepared", "--jobs", "2"]);
        pgbench.args(["--client", &clients.to_string(), "--time", &seconds.to_string(), "--file"]).arg(self.script());
        pgbench.arg(self.cluster.url(DATABASE)).stderr(Stdio::piped());
        let output = pgbench.output().context("cannot start pgbench")?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
        }
        tps(&text).ok_or_else(|| anyhow!("pgbench did not say its tps: {text}"))
    }

    /// Rows a second of `COPY`, each batch a transaction, one connection a load; the table has the keys a touch is found by.
    pub fn copies(&self, loads: &[Vec<Vec<TouchItem>>]) -> Result<f64> {
        self.sql(DATABASE, COPIED)?;
        let start = crate::process::now();
        let mut running = Vec::with_capacity(loads.len());
        for load in loads {
            let mut psql = Command::new(self.bin.join("psql"));
            psql.args(["-Xq", "-v", "ON_ERROR_STOP=1"]).arg(self.cluster.url(DATABASE));
            let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().context("cannot start psql")?;
            let mut input = child.stdin.take().ok_or_else(|| anyhow!("psql has no input"))?;
            let script = copy_script(load);
            let writing = std::thread::spawn(move || input.write_all(script.as_bytes()));
            running.push((child, writing));
        }
        for (mut child, writing) in running {
            writing.join().map_err(|_| anyhow!("psql's input broke"))??;
            if !child.wait()?.success() {
                bail!("psql could not copy");
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let rows = loads.iter().flatten().map(Vec::len).sum::<usize>() as f64;
        Ok(rows / start.elapsed().as_secs_f64())
    }

    /// Milliseconds of one fdatasync of 8 kB on the disk that is measured.
    pub fn fdatasync_ms(&self) -> Result<f64> {
        let mut test = Command::new(self.bin.join("pg_test_fsync"));
        let file = self.folder.join("fsync");
        test.args(["--secs-per-test", &FSYNC_SECONDS.to_string(), "--filename"]).arg(&file);
        let mut child = test.stdout(Stdio::piped()).spawn().context("cannot start pg_test_fsync")?;
        let out = child.stdout.take().ok_or_else(|| anyhow!("pg_test_fsync has no output"))?;
        let mut lines = BufReader::new(out).lines().map_while(core::result::Result::ok);
        let found = lines.find_map(|line| fdatasync_us(&line));
        // The other ways of syncing, which it would try next, are not asked for.
        child.kill()?;
        child.wait()?;
        if file.exists() {
            fs::remove_file(file)?;
        }
        found.map(|us| us / 1_000.0).ok_or_else(|| anyhow!("pg_test_fsync did not say what fdatasync takes"))
    }
}

/// The batches as a script.
fn copy_script(load: &[Vec<TouchItem>]) -> String {
    let mut script = String::new();
    for batch in load {
        script.push_str("COPY copied (touch, at, kind, site, person, trade) FROM STDIN;\n");
        for item in batch {
            let (kind, trade) = (item.kind.number(), item.trade.unwrap_or_default());
            let site = item.site_id.map(|site| site.to_string()).unwrap_or_default();
            let Reading::Typed { technician_id } = &item.reading else { continue };
            // Writing to a String cannot fail.
            let _ = writeln!(script, "{}\t{}\t{kind}\t{site}\t{technician_id}\t{trade}", item.id, item.occurred_at.0);
        }
        script.push_str("\\.\n");
    }
    script
}

fn tps(text: &str) -> Option<f64> {
    let line = text.lines().find(|line| line.starts_with("tps = "))?;
    line.split_whitespace().nth(2)?.parse().ok()
}

fn fdatasync_us(line: &str) -> Option<f64> {
    let mut words = line.split_whitespace();
    (words.next()? == "fdatasync").then_some(())?;
    // operations a second, their unit, then the time of one
    words.nth(2)?.parse().ok()
}

/// The disk a folder is on, as `device type mount point`. Errors where it is memory: a commit there costs nothing.
pub fn disk(folder: &Path) -> Result<String> {
    let mut df = Command::new("df");
    let text = process::capture(df.args(["--output=source,fstype,target"]).arg(folder))?;
    let line = text.lines().nth(1).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if line.split(' ').any(|word| word == "tmpfs" || word == "ramfs") {
        bail!("{} is in memory ({line}): commits there cost nothing, so nothing is measured", folder.display());
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_peers_print_is_read() {
        let text = "number of failed transactions: 0 (0.000%)\nlatency average = 9.1 ms\ntps = 7012.345 (without initial connection time)\n";
        assert_eq!(tps(text), Some(7012.345));
        assert_eq!(tps("tps: none"), None);
        let line = "        fdatasync                           307.038 ops/sec    3257 usecs/op";
        assert_eq!(fdatasync_us(line), Some(3257.0));
        assert_eq!(fdatasync_us("        fsync_writethrough                              n/a"), None);
    }
}
