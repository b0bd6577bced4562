//! Many rows in one statement. Invariant: a value is always bound, never written into the text of a statement.
//!
//! PostgreSQL takes a column as one array (`UNNEST`), so its statement text never changes and is prepared once; SQLite
//! takes `VALUES` of a few fixed sizes below its bind limit. Arrays of the driver hold no nulls, so an absent value travels as the smallest
//! number (or the nil UUID, or the empty text) and becomes `NULL` in the statement.

use crate::fault::{Fault, Result};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value, sea_query::ArrayType};
use uuid::Uuid;

/// What SQLite takes in one statement.
const SQLITE_BINDS_MAX: usize = 32_766;
/// Cells of one statement, below SQLite's limit; also keeps one statement's memory small on both.
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
    /// Text that may be absent and is never empty.
    Words,
    /// Bytes; never absent.
    Bytes,
    /// UUID of a row, in whose place `INSERT` writes what this expression finds of it; `{id}` is the UUID.
    Found(&'static str),
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
    /// Text that may be absent and is never empty.
    Words(Option<String>),
    /// Bytes.
    Bytes(Vec<u8>),
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
            Self::Uuid | Self::Found(_) => (ArrayType::Uuid, "uuid", "'00000000-0000-0000-0000-000000000000'::uuid"),
            Self::Text => (ArrayType::String, "text", ""),
            Self::Bytes => (ArrayType::Bytes, "bytea", ""),
            Self::Words => (ArrayType::String, "text", "''"),
        }
    }
    /// What `INSERT` writes into column `name` from the rows `of`.
    fn written(self, of: &str, name: &str) -> String {
        match self {
            Self::Found(expression) => expression.replace("{id}", &format!("{of}.{name}")),
            _ => name.to_owned(),
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
            Self::Words(value) => Value::String(value.clone()),
            Self::Bytes(value) => Value::Bytes(Some(value.clone())),
        }
    }
    fn element(&self) -> Value {
        match self {
            Self::Big(value) => Value::BigInt(Some(value.unwrap_or(i64::MIN))),
            Self::Int(value) => Value::Int(Some(value.unwrap_or(i32::MIN))),
            Self::Small(value) => Value::SmallInt(Some(value.unwrap_or(i16::MIN))),
            Self::Uuid(value) => Value::Uuid(Some(value.unwrap_or(Uuid::nil()))),
            Self::Text(value) => Value::String(Some(value.clone())),
            Self::Words(value) => Value::String(Some(value.clone().unwrap_or_default())),
            Self::Bytes(value) => Value::Bytes(Some(value.clone())),
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
        for rows in self.chunks() {
            found.extend(db.query_all_raw(statement(db.get_database_backend(), &[("k", rows)], rest)?).await?);
        }
        Ok(found)
    }

    /// Runs `rest` after `WITH k(…) AS (the rows)`; gives how many rows it changed.
    pub async fn execute(&self, db: &impl ConnectionTrait, rest: &str) -> Result<u64> {
        let mut changed = 0;
        for rows in self.chunks() {
            let statement = statement(db.get_database_backend(), &[("k", rows)], rest)?;
            changed += db.execute_raw(statement).await?.rows_affected();
        }
        Ok(changed)
    }

    /// `INSERT` of the rows into `table`, then `conflict` (`ON CONFLICT …`).
    pub async fn insert(&self, db: &impl ConnectionTrait, table: &str, conflict: &str) -> Result<u64> {
        self.execute(db, &self.insertion(table, "k", conflict)).await
    }

    fn insertion(&self, table: &str, of: &str, conflict: &str) -> String {
        let names = self.names();
        let values: Vec<String> = self.columns.iter().map(|(name, kind)| kind.written(of, name)).collect();
        // `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition.
        format!("INSERT INTO {table} ({names}) SELECT {} FROM {of} WHERE true {conflict}", values.join(", "))
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn whole(&self) -> Chunk<'_> {
        Chunk { of: self, rows: &self.rows }
    }

    fn chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        let per_statement = (BINDS_MAX / self.columns.len().max(1)).max(1);
        self.rows.chunks(per_statement).map(|rows| Chunk { of: self, rows })
    }
}

/// Runs `rest` after `WITH` each of `parts` under its name, in one statement; gives what it returns.
///
/// Errors: [`Fault::Broken`] where the parts have more cells than a statement takes.
pub async fn query(db: &impl ConnectionTrait, parts: &[(&str, &Rows)], rest: &str) -> Result<Vec<QueryResult>> {
    let parts: Vec<_> = parts.iter().map(|(name, rows)| (*name, rows.whole())).collect();
    Ok(db.query_all_raw(statement(db.get_database_backend(), &parts, rest)?).await?)
}

/// Rows on their way into several tables: one statement on PostgreSQL (where each is a round trip), one a table on
/// SQLite. Every group writes its tables in one order; should PostgreSQL choose another, a circle of waiting is broken by
/// the database and the group is written again.
#[derive(Debug, Default)]
pub struct Insertions(Vec<(Rows, &'static str, &'static str)>);

impl Insertions {
    /// Adds rows for `table` with what to do `ON CONFLICT`; nothing where there are no rows.
    pub fn add(&mut self, rows: Rows, table: &'static str, conflict: &'static str) {
        self.0.push((rows, table, conflict));
    }

    /// Writes all of them.
    pub async fn write(self, tx: &impl ConnectionTrait) -> Result<()> {
        let used: Vec<_> = self.0.into_iter().filter(|(rows, ..)| !rows.is_empty()).collect();
        let cells: usize = used.iter().map(|(rows, ..)| rows.rows.len() * rows.columns.len()).sum();
        if tx.get_database_backend() != DbBackend::Postgres || cells > BINDS_MAX {
            for (rows, table, conflict) in &used {
                rows.insert(tx, table, conflict).await?;
            }
            return Ok(());
        }
        let Some(((last, table, conflict), others)) = used.split_last() else { return Ok(()) };
        let names: Vec<String> = (0..used.len()).map(|at| format!("k{at}")).collect();
        let parts: Vec<_> = names.iter().zip(&used).map(|(name, (rows, ..))| (name.as_str(), rows.whole())).collect();
        let mut texts: Vec<String> = Vec::with_capacity(used.len());
        for (at, ((rows, table, conflict), name)) in others.iter().zip(&names).enumerate() {
            texts.push(format!(", w{at} AS ({})", rows.insertion(table, name, conflict)));
        }
        texts.push(format!(" {}", last.insertion(table, &format!("k{}", others.len()), conflict)));
        tx.execute_raw(statement(DbBackend::Postgres, &parts, &texts.concat())?).await?;
        Ok(())
    }
}

/// Some of the rows, few enough for one statement.
#[derive(Clone, Copy)]
struct Chunk<'a> {
    of: &'a Rows,
    rows: &'a [Vec<Cell>],
}

fn statement(backend: DbBackend, parts: &[(&str, Chunk<'_>)], rest: &str) -> Result<Statement> {
    let mut tables = Vec::with_capacity(parts.len());
    let mut values = Vec::new();
    for (name, chunk) in parts {
        let select =
            if backend == DbBackend::Postgres { chunk.postgres(&mut values) } else { chunk.sqlite(&mut values) };
        tables.push(format!("{name}({}) AS ({select})", chunk.of.names()));
    }
    if values.len() > SQLITE_BINDS_MAX {
        return Err(Fault::Broken(format!("{} values are too many for one statement", values.len())));
    }
    Ok(Statement::from_sql_and_values(backend, format!("WITH {} {rest}", tables.join(", ")), values))
}

impl Chunk<'_> {
    fn postgres(self, values: &mut Vec<Value>) -> String {
        let mut select = Vec::new();
        let mut unnest = Vec::new();
        for (at, (name, kind)) in self.of.columns.iter().enumerate() {
            let (array, sql, absent) = kind.array();
            unnest.push(format!("${}::{sql}[]", values.len() + 1));
            select.push(match kind {
                Kind::Text | Kind::Bytes => format!("u.{name}"),
                _ => format!("NULLIF(u.{name}, {absent})"),
            });
            let cells = self.rows.iter().filter_map(|row| row.get(at)).map(Cell::element).collect();
            values.push(Value::Array(array, Some(Box::new(cells))));
        }
        let names = self.of.names();
        format!("SELECT {} FROM UNNEST({}) AS u({names})", select.join(", "), unnest.join(", "))
    }

    /// As many rows as the next of a few sizes, of which the last are empty and cut off: a statement of a known size is
    /// prepared once, where each number of rows would be a text of its own.
    fn sqlite(self, values: &mut Vec<Value>) -> String {
        let width = self.of.columns.len();
        let most = (BINDS_MAX / width.max(1)).max(1);
        let places = prepared_size(self.rows.len()).min(most).max(self.rows.len());
        let row = format!("({})", vec!["?"; width].join(","));
        values.extend(self.rows.iter().flatten().map(Cell::plain));
        values.extend(core::iter::repeat_n(Value::BigInt(None), (places - self.rows.len()) * width));
        values.push(Value::BigInt(i64::try_from(self.rows.len()).ok()));
        format!("SELECT * FROM (VALUES {}) LIMIT ?", vec![row.as_str(); places].join(","))
    }
}

/// The next of 1, 2, 3, 4, 6, 8, 12, 16, 24, …
fn prepared_size(rows: usize) -> usize {
    let power = rows.max(1).next_power_of_two();
    if power >= 4 && power / 4 * 3 >= rows { power / 4 * 3 } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[(&str, Kind)] = &[("a", Kind::Big), ("b", Kind::Uuid)];

    #[test]
    fn few_sizes_of_statements_and_never_fewer_places_than_rows() {
        let sizes: std::collections::BTreeSet<usize> = (0..=1_000).map(prepared_size).collect();
        assert_eq!(sizes.into_iter().take(10).collect::<Vec<_>>(), [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]);
        for rows in 1..=5_000 {
            assert!((rows..=rows * 3 / 2 + 1).contains(&prepared_size(rows)), "{rows}");
        }
    }

    #[test]
    fn what_an_id_finds_is_written_in_its_place() {
        let rows = Rows::new(&[("a", Kind::Big), ("b", Kind::Found("(SELECT x.n FROM x WHERE x.id = {id})"))]);
        assert_eq!(
            rows.insertion("t", "k1", "ON CONFLICT DO NOTHING"),
            "INSERT INTO t (a, b) SELECT a, (SELECT x.n FROM x WHERE x.id = k1.b) FROM k1 WHERE true ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn an_absent_value_is_null_and_values_are_numbered_through() {
        let mut rows = Rows::new(TWO);
        rows.push(vec![Cell::Big(None), Cell::Uuid(None)]);
        let statement =
            statement(DbBackend::Postgres, &[("k", rows.whole()), ("l", rows.whole())], "SELECT 1").unwrap();
        assert_eq!(
            statement.sql,
            "WITH k(a, b) AS (SELECT NULLIF(u.a, -9223372036854775808), NULLIF(u.b, '00000000-0000-0000-0000-000000000000'::uuid) \
             FROM UNNEST($1::bigint[], $2::uuid[]) AS u(a, b)), \
             l(a, b) AS (SELECT NULLIF(u.a, -9223372036854775808), NULLIF(u.b, '00000000-0000-0000-0000-000000000000'::uuid) \
             FROM UNNEST($3::bigint[], $4::uuid[]) AS u(a, b)) SELECT 1"
        );
    }
}
