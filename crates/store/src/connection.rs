//! The two ways to a database. Invariant: on SQLite exactly one connection of the process writes, and what it commits
//! is on the disk (`synchronous=FULL`); on PostgreSQL a commit is not acknowledged before it is durable.

use crate::fault::{Fault, Result};
use core::time::Duration;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;

/// A database: connections that read and connections that write.
#[derive(Debug, Clone)]
pub struct Db {
    url: Arc<str>,
    read: DatabaseConnection,
    write: DatabaseConnection,
}

/// What a connection says of itself, for `doctor`, benchmarks and the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// `sqlite` or `postgres`.
    pub backend: &'static str,
    /// Server or library version.
    pub version: String,
    /// Settings that decide whether a commit is durable, name and value.
    pub durability: Vec<(&'static str, String)>,
}

const READERS_MAX: u32 = 16;
/// Pages SQLite's writer keeps in memory, kB: what a large transaction changes.
const WRITER_CACHE_KB: u32 = 65_536;
/// The same for each that reads: the system keeps the file in memory for all of them, and a file of a million records is read past all of it.
const READER_CACHE_KB: u32 = 6_144;
/// On PostgreSQL; on SQLite one writes.
const WRITERS_MAX: u32 = 12;
/// A writer on SQLite waits its turn; longer than this and the caller is told to come again.
const ACQUIRE_S_MAX: u64 = 20;
const SQLITE_BUSY_MS: &str = "10000";
/// Statements over many rows come in a few sizes each ([`crate::rows`]); all of them stay prepared.
const SQLITE_STATEMENTS_KEPT: usize = 500;

impl Db {
    /// Opens `url`: `sqlite:PATH` (made if absent) or `postgres://…`. Errors: [`Fault::Unavailable`].
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let write = Database::connect(sqlite(&format!("{url}?mode=rwc"), 1, WRITER_CACHE_KB)).await?;
            let read = Database::connect(sqlite(&format!("{url}?mode=rwc"), READERS_MAX, READER_CACHE_KB)).await?;
            Ok(Self { url: url.into(), read, write })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let read = Database::connect(postgres(url, READERS_MAX)).await?;
            let write = Database::connect(postgres_writing(url, WRITERS_MAX)).await?;
            Ok(Self { url: url.into(), read, write })
        } else {
            Err(Fault::Broken("DATABASE_URL must start with sqlite: or postgres://".to_owned()))
        }
    }
    /// Ends every connection of this and of its clones.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        Ok(self.write.close().await?)
    }

    /// The same database for one who writes on a thread of their own: on PostgreSQL with connections of their own,
    /// opened when they are first needed, by the runtime this is called on. SQLite has one writing connection for all.
    pub async fn for_thread(&self) -> Result<Self> {
        let mut other = self.clone();
        if self.is_postgres() {
            // A connection that is given back is asked whether it still stands, while the next group takes the other one.
            let mut writing = postgres_writing(&self.url, 2);
            writing.min_connections(0).connect_lazy(true);
            other.write = Database::connect(writing).await?;
        }
        Ok(other)
    }

    /// Where to read outside a transaction.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Starts a transaction that writes. On SQLite it waits for the one writing connection and takes the lock at once.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let options = if self.is_postgres() { TransactionOptions::default() } else { options };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// The connection that writes, for schema steps.
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whether this is PostgreSQL (else SQLite).
    pub fn is_postgres(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Postgres
    }

    /// Asks for one row, to know that the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.read.ping().await?;
        Ok(())
    }

    /// Brings what SQLite has committed to its place, without keeping the writer waiting. Nothing to do on PostgreSQL.
    pub async fn checkpoint(&self) -> Result<()> {
        if !self.is_postgres() {
            self.read.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await?;
        }
        Ok(())
    }

    /// What it is and whether its commits are durable.
    pub async fn describe(&self) -> Result<Connected> {
        let (backend, version, names): (_, _, &[&'static str]) = if self.is_postgres() {
            ("postgres", self.one("SHOW server_version").await?, &["fsync", "full_page_writes", "synchronous_commit"])
        } else {
            ("sqlite", self.one("SELECT sqlite_version()").await?, &["journal_mode", "synchronous"])
        };
        let mut durability = Vec::new();
        for name in names {
            let ask = if self.is_postgres() { format!("SHOW {name}") } else { format!("PRAGMA {name}") };
            durability.push((*name, self.one(&ask).await?));
        }
        Ok(Connected { backend, version, durability })
    }

    async fn one(&self, sql: &str) -> Result<String> {
        let row = self.read.query_one_raw(Statement::from_string(self.read.get_database_backend(), sql)).await?;
        let row = row.ok_or_else(|| Fault::unreadable("setting", sql))?;
        Ok(row.try_get_by_index::<String>(0).or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))?)
    }
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).min_connections(2);
    // Our statements look up by key whatever their values are; planning them anew for each costs more than running them.
    options.map_sqlx_postgres_opts(|postgres| postgres.options([("plan_cache_mode", "force_generic_plan")]));
    common(&mut options);
    options
}

fn postgres_writing(url: &str, connections: u32) -> ConnectOptions {
    let mut options = postgres(url, connections);
    // Asking a connection whether it still stands is one round trip more for every group of touches; who finds it
    // broken answers 503, and the gate sends again.
    options.test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32, cache_kb: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", SQLITE_BUSY_MS)
            .pragma("cache_size", format!("-{cache_kb}"))
            // The file of pages not yet in their place is emptied beside the writer ([`Db::checkpoint`]); this many are a
            // limit for when that is not done.
            .pragma("wal_autocheckpoint", "16000")
            .statement_cache_capacity(SQLITE_STATEMENTS_KEPT)
    });
    common(&mut options);
    options
}

fn common(options: &mut ConnectOptions) {
    options
        .acquire_timeout(Duration::from_secs(ACQUIRE_S_MAX))
        .connect_timeout(Duration::from_secs(ACQUIRE_S_MAX))
        .sqlx_logging(false);
}
