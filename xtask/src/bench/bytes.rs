//! P4 of the quality goals: bytes a history record, relation by relation, beside plain minimal tables of the same facts.
//!
//! Invariant: both sides are measured in the same database of the same run, indexes included, as they grew: nothing is
//! packed before it is measured. What is seeded has no touches; what they cost is measured where gates sent them.

use super::{Row, ground::Ground, machine, peer, peer::Peer};
use crate::{
    build::Mode,
    load::{Client, Database, Program, Tap, World, answers, server_program},
    pg::Cluster,
    process,
    repo::Repo,
    setup::Setup,
};
use anyhow::{Context, Result, anyhow, bail};
use domain::touch::wire::Outcome;
use std::{collections::BTreeMap, path::PathBuf, process::Command};

/// Records; `BYTES_RECORDS` says another number for a trial, at least 10,000: each gate needs somebody.
const RECORDS: u32 = 1_000_000;
/// Records of a person, as in a month of work.
const PER_PERSON: u32 = 20;
/// One record of so many is made once more from touches, in a register of its own: in and out of each day.
const TOUCHED_OF: u32 = 10;
const GATES: usize = 32;
/// A gate sends so many at once.
const BATCH: usize = 500;
/// What is aimed at, bytes a record: the record, and everything that grows with it.
const AIMS: [f64; 2] = [150.0, 700.0];

/// Bytes of every table with its partitions: the table, its indexes.
const POSTGRES_SIZES: &str = "SELECT CAST(CAST(COALESCE(pg_partition_root(c.oid), c.oid) AS regclass) AS text), \
    SUM(pg_table_size(c.oid)), SUM(pg_indexes_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = 'public' AND c.relkind = 'r' GROUP BY 1 ORDER BY 1";
const SQLITE_SIZES: &str = "SELECT m.tbl_name, SUM(CASE WHEN m.type = 'table' THEN s.pgsize ELSE 0 END), \
    SUM(CASE WHEN m.type = 'index' THEN s.pgsize ELSE 0 END) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name \
    WHERE s.aggregate = TRUE GROUP BY m.tbl_name ORDER BY m.tbl_name";
/// Statements on SQLite, by Python's driver; the rows of the last one.
const PYTHON: &str = "import sqlite3, sys\n\
    db = sqlite3.connect(sys.argv[1])\n\
    for statement in sys.argv[2:]:\n    \
        rows = db.execute(statement).fetchall()\n\
    db.commit()\n\
    for row in rows:\n    \
        print('|'.join(str(cell) for cell in row))\n";

/// The facts of a record as anybody would write them down, found by person and by site. `{uuid}` is the database's type.
const PLAIN: [&str; 3] = [
    "CREATE TABLE plain_record (technician bigint NOT NULL, work_date integer NOT NULL, site bigint NOT NULL, first_in bigint, \
     last_out bigint, employer bigint, roster {uuid}, tier smallint, trade smallint, role smallint, channel smallint NOT NULL, \
     approved boolean NOT NULL, PRIMARY KEY (technician, work_date, site))",
    "CREATE INDEX plain_record_site ON plain_record (site, work_date)",
    "INSERT INTO plain_record SELECT h.technician_id, h.work_date, h.site_id, 1795100400000 + h.first_ms, 1795100400000 + h.last_ms, \
     h.employer, r.id, h.tier, h.trade, h.role, h.channel, h.approval = 1 FROM history_record h LEFT JOIN roster r \
     ON r.technician_id = h.technician_id AND r.site_id = h.site_id AND r.line = h.line ORDER BY h.technician_id, h.work_date",
];
/// The facts of a touch in the same way.
const PLAIN_TOUCH: [&str; 3] = [
    "CREATE TABLE plain_touch (id {uuid} PRIMARY KEY, technician bigint NOT NULL, site bigint NOT NULL, occurred_at bigint NOT NULL, \
     received_at bigint NOT NULL, kind smallint NOT NULL, channel smallint NOT NULL, card bigint, counter integer, device {uuid})",
    "CREATE INDEX plain_touch_person ON plain_touch (technician, occurred_at)",
    "INSERT INTO plain_touch SELECT id, technician_id, site_id, occurred_at, received_at, kind, channel, card_uid, counter, source \
     FROM touch ORDER BY received_at",
];

/// Bytes of a table and of its indexes.
type Sizes = BTreeMap<String, [f64; 2]>;

/// `bench bytes`.
pub fn measure(repo: &Repo) -> Result<Vec<Row>> {
    let setup = Setup::new(repo);
    let server = server_program(repo, &setup, Mode::Release)?;
    let ground = Ground::make()?;
    println!("machine: {}", machine::describe()?);
    println!("disk: {}", peer::disk(ground.folder())?);
    let cluster = Cluster::start_in(&setup, &ground.open_folder("cluster")?)?;
    let peer = Peer::new(&setup, &cluster, ground.folder())?;
    peer.enforce_durability()?;
    let records: u32 = match process::variable("BYTES_RECORDS") {
        Some(said) => said.parse().context("BYTES_RECORDS is a number")?,
        None => RECORDS,
    };
    let mut rows = Vec::new();
    for (suffix, name) in [("", "postgres"), ("_sqlite", "sqlite")] {
        let mut registers = Vec::new();
        for part in ["seeded", "touched"] {
            let folder = ground.folder().join(format!("{name}-{part}"));
            let database = if suffix.is_empty() {
                peer.sql("postgres", &format!("CREATE DATABASE {part}"))?;
                Database::Postgres(cluster.url(part))
            } else {
                Database::Sqlite
            };
            let program = Program::new(server.clone(), crate::site_dir(repo), folder.clone(), database)?;
            let tables = if suffix.is_empty() {
                Tables::Postgres { peer: &peer, database: part }
            } else {
                Tables::Sqlite(folder.join("careerup.db"))
            };
            registers.push(Register { program, tables });
        }
        let [seeded, touched] = registers.as_slice() else { bail!("two registers") };
        println!("\n== {records} seeded records on {name} (they have no touches)");
        let (mut record, decided) = seeded.of_seeded(records)?;
        println!("\n== records from touches on {name}: {} of them", (records / TOUCHED_OF).max(1));
        let mut all = touched.of_touched((records / TOUCHED_OF).max(1), decided)?;
        record.metric.push_str(suffix);
        all.metric.push_str(suffix);
        rows.extend([record, all]);
    }
    Ok(rows)
}

/// A register with the tables it is kept in.
struct Register<'a> {
    program: Program,
    tables: Tables<'a>,
}

impl Register<'_> {
    /// A seeded record with its indexes beside a plain one; and what its decisions take, bytes a record.
    fn of_seeded(&self, records: u32) -> Result<(Row, f64)> {
        self.program.seed((records / PER_PERSON).max(1), records)?;
        for statement in PLAIN {
            self.tables.run(statement)?;
        }
        let per = f64::from(records);
        let sizes = self.tables.sizes()?;
        let of = |name: &str| -> Result<f64> {
            let [table, indexes] = sizes.get(name).copied().with_context(|| format!("no table {name}"))?;
            println!("{name:<28} {:>8.1} + {:>6.1} B a record", table / per, indexes / per);
            Ok((table + indexes) / per)
        };
        let (ours, decided, plain) = (of("history_record")?, of("history_decided")?, of("plain_record")?);
        Ok((row("history_record_bytes", ours, (plain, AIMS[0])), decided))
    }

    /// All that grows when gates send touches, and the decisions by which records are approved, beside plain rows.
    fn of_touched(&self, records: u32, decided: f64) -> Result<Row> {
        self.program.seed((records / PER_PERSON).max(1), 0)?;
        let server = self.program.start()?;
        let mut world = World::enrol(&self.program, &server, GATES)?;
        let before = self.tables.sizes()?;
        let start = process::now();
        let sent = send(server.port(), &mut world, usize::try_from(records)? * 2)?;
        println!("{sent} touches were sent and accepted  ({:.1} s)", start.elapsed().as_secs_f64());
        server.stop()?;
        let stored = self.program.stored()?;
        if stored.touches != u64::try_from(sent)? || stored.differences > 0 {
            bail!("{} touches are stored, {} counts differ", stored.touches, stored.differences);
        }
        for statement in PLAIN.iter().chain(&PLAIN_TOUCH) {
            self.tables.run(statement)?;
        }
        let per = f64::from(u32::try_from(stored.records)?);
        println!("{per} records, {:.2} touches a record", f64::from(u32::try_from(stored.touches)?) / per);
        let (mut ours, mut plain) = (decided, 0.0);
        for (name, after) in self.tables.sizes()? {
            let was = before.get(&name).copied().unwrap_or_default();
            let [table, indexes] = [(after[0] - was[0]) / per, (after[1] - was[1]) / per];
            if table + indexes >= 0.05 {
                println!("{name:<28} {table:>8.1} + {indexes:>6.1} B a record");
            }
            if name.starts_with("plain_") {
                plain += table + indexes;
            } else {
                ours += table + indexes;
            }
        }
        println!("{:<28} {decided:>8.1}          B a record, as seeded: nobody approves here", "history_decided");
        Ok(row("history_all_bytes", ours, (plain, AIMS[1])))
    }
}

fn row(metric: &str, ours: f64, (plain, aim): (f64, f64)) -> Row {
    let unit = format!("B a record (peer: plain tables of the same facts; aim ≤ {aim})");
    Row { metric: metric.to_owned(), unit, ours, peer: plain, ratio: ours / plain }
}

/// Sends about so many taps, gate after gate as often as each has some, and gives how many; every one must be accepted.
fn send(port: u16, world: &mut World, many: usize) -> Result<usize> {
    let mut client = Client::new(port);
    let gates = world.gates();
    let mut sent = 0;
    while sent < many {
        for gate in 0..gates {
            let taps: Vec<Tap> = (0..BATCH.min(many)).map(|_| world.tap(gate)).collect::<Result<_>>()?;
            let answered = answers(&client.ask(&world.request(&taps)?)?)?.answers;
            if let Some(other) = answered.iter().find(|one| one.outcome != Outcome::Accepted) {
                bail!("a touch was answered {:?} {:?}", other.outcome, other.code);
            }
            if answered.len() != taps.len() {
                bail!("{} answers to {} touches", answered.len(), taps.len());
            }
            sent += taps.len();
        }
    }
    Ok(sent)
}

/// Where a register's tables are.
enum Tables<'a> {
    Postgres { peer: &'a Peer<'a>, database: &'static str },
    Sqlite(PathBuf),
}

impl Tables<'_> {
    fn run(&self, statement: &str) -> Result<String> {
        match self {
            Self::Postgres { peer, database } => peer.sql(database, &statement.replace("{uuid}", "uuid")),
            Self::Sqlite(file) => {
                let mut python = Command::new("python3");
                python.args(["-c", PYTHON]).arg(file).arg(statement.replace("{uuid}", "blob"));
                process::capture(&mut python)
            }
        }
    }

    /// As they stand; on PostgreSQL without the room that a table was given ahead.
    fn sizes(&self) -> Result<Sizes> {
        let said = match self {
            Self::Postgres { .. } => {
                self.run("VACUUM")?;
                self.run(POSTGRES_SIZES)?
            }
            Self::Sqlite(_) => self.run(SQLITE_SIZES)?,
        };
        said.lines().map(size).collect()
    }
}

/// `name|bytes of the table|bytes of its indexes`.
fn size(line: &str) -> Result<(String, [f64; 2])> {
    let cells: Vec<&str> = line.split('|').collect();
    let [name, table, indexes] = cells.as_slice() else { return Err(anyhow!("no size: {line}")) };
    Ok(((*name).to_owned(), [table.parse()?, indexes.parse()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_and_another_line_is_not() {
        assert_eq!(size("touch|8192|16384").unwrap(), ("touch".to_owned(), [8192.0, 16384.0]));
        assert!(size("touch|8192").is_err());
        assert!(size("touch||1").is_err());
    }
}
