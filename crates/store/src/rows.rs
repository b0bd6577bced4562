//! Many rows in one statement. Invariant: a value is always bound, never written into the text of a statement.
//!
//! PostgreSQL takes a column as one array (`UNNEST`), so its statement text never changes and is prepared once; SQLite
//! takes `VALUES` below its bind limit. Arrays of the driver hold no nulls, so an absent value travels as the smallest
//! number (or the nil UUID) and becomes `NULL` in the statement.

use crate::fault::Result;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value, sea_query::ArrayType};
use uuid::Uuid;

/// Fewer than SQLite's 32,766 binds; also keeps one statement's memory small on both.
const BINDS_MAX: usize = 30_000;

/// Type of a column, with what stands for an absent value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 64 bits.
    Big,
    /// 32 bits.
    Int,
    /// 16 bits.
    Small,
    /// UUID.
    Uuid,
    /// Text; never absent.
    Text,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// 64 bits.
    Big(Option<i64>),
    /// 32 bits.
    Int(Option<i32>),
    /// 16 bits.
    Small(Option<i16>),
    /// UUID.
    Uuid(Option<Uuid>),
    /// Text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Big(Some(value))
    }
}
impl From<i32> for Cell {
    fn from(value: i32) -> Self {
        Self::Int(Some(value))
    }
}
impl From<i16> for Cell {
    fn from(value: i16) -> Self {
        Self::Small(Some(value))
    }
}
impl From<Uuid> for Cell {
    fn from(value: Uuid) -> Self {
        Self::Uuid(Some(value))
    }
}
impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl Kind {
    const fn array(self) -> (ArrayType, &'static str, &'static str) {
        match self {
            Self::Big => (ArrayType::BigInt, "bigint", "-9223372036854775808"),
            Self::Int => (ArrayType::Int, "integer", "-2147483648"),
            Self::Small => (ArrayType::SmallInt, "smallint", "(-32768)::smallint"),
            Self::Uuid => (ArrayType::Uuid, "uuid", "'00000000-0000-0000-0000-000000000000'::uuid"),
            Self::Text => (ArrayType::String, "text", ""),
        }
    }
}

impl Cell {
    fn plain(&self) -> Value {
        match self {
            Self::Big(value) => Value::BigInt(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Small(value) => Value::SmallInt(*value),
            Self::Uuid(value) => Value::Uuid(*value),
            Self::Text(value) => Value::String(Some(value.clone())),
        }
    }
    fn element(&self) -> Value {
        match self {
            Self::Big(value) => Value::BigInt(Some(value.unwrap_or(i64::MIN))),
            Self::Int(value) => Value::Int(Some(value.unwrap_or(i32::MIN))),
            Self::Small(value) => Value::SmallInt(Some(value.unwrap_or(i16::MIN))),
            Self::Uuid(value) => Value::Uuid(Some(value.unwrap_or(Uuid::nil()))),
            Self::Text(value) => Value::String(Some(value.clone())),
        }
    }
}

/// Rows of fixed columns.
#[derive(Debug, Clone)]
pub struct Rows {
    columns: &'static [(&'static str, Kind)],
    rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// No rows yet.
    pub const fn new(columns: &'static [(&'static str, Kind)]) -> Self {
        Self { columns, rows: Vec::new() }
    }
    /// Adds a row, a cell per column in their order.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a cell per column");
        self.rows.push(row);
    }
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Runs `rest` after `WITH k(…) AS (the rows)`; gives what it returns. `rest` has no values of its own.
    pub async fn query(&self, db: &impl ConnectionTrait, rest: &str) -> Result<Vec<QueryResult>> {
        let mut found = Vec::new();
        for statement in self.statements(db.get_database_backend(), rest) {
            found.extend(db.query_all_raw(statement).await?);
        }
        Ok(found)
    }

    /// Runs `rest` after `WITH k(…) AS (the rows)`; gives how many rows it changed.
    pub async fn execute(&self, db: &impl ConnectionTrait, rest: &str) -> Result<u64> {
        let mut changed = 0;
        for statement in self.statements(db.get_database_backend(), rest) {
            changed += db.execute_raw(statement).await?.rows_affected();
        }
        Ok(changed)
    }

    /// `INSERT` of the rows into `table`, then `conflict` (`ON CONFLICT …`).
    pub async fn insert(&self, db: &impl ConnectionTrait, table: &str, conflict: &str) -> Result<u64> {
        let names = self.names();
        // `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition.
        self.execute(db, &format!("INSERT INTO {table} ({names}) SELECT {names} FROM k WHERE true {conflict}")).await
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn statements(&self, backend: DbBackend, rest: &str) -> Vec<Statement> {
        let per_statement = (BINDS_MAX / self.columns.len().max(1)).max(1);
        self.rows
            .chunks(per_statement)
            .map(
                |rows| if backend == DbBackend::Postgres { self.postgres(rows, rest) } else { self.sqlite(rows, rest) },
            )
            .collect()
    }

    fn postgres(&self, rows: &[Vec<Cell>], rest: &str) -> Statement {
        let mut select = Vec::new();
        let mut unnest = Vec::new();
        let mut values = Vec::new();
        for (at, (name, kind)) in self.columns.iter().enumerate() {
            let (array, sql, absent) = kind.array();
            unnest.push(format!("${}::{sql}[]", at + 1));
            select.push(match kind {
                Kind::Text => format!("u.{name}"),
                _ => format!("NULLIF(u.{name}, {absent})"),
            });
            let cells = rows.iter().filter_map(|row| row.get(at)).map(Cell::element).collect();
            values.push(Value::Array(array, Some(Box::new(cells))));
        }
        let names = self.names();
        let sql = format!(
            "WITH k({names}) AS (SELECT {} FROM UNNEST({}) AS u({names})) {rest}",
            select.join(", "),
            unnest.join(", ")
        );
        Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
    }

    fn sqlite(&self, rows: &[Vec<Cell>], rest: &str) -> Statement {
        let row = format!("({})", vec!["?"; self.columns.len()].join(","));
        let sql = format!("WITH k({}) AS (VALUES {}) {rest}", self.names(), vec![row.as_str(); rows.len()].join(","));
        Statement::from_sql_and_values(DbBackend::Sqlite, sql, rows.iter().flatten().map(Cell::plain))
    }
}
