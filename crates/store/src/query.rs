//! One text for both databases: values are marked `?` and numbered where PostgreSQL wants it, and a look into a table
//! that may have grown since the plan was made is one by key.

use core::fmt::Write;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

/// A statement with its values; `sql` marks each by `?` (and has no `?` of its own).
pub fn ask(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    let backend = db.get_database_backend();
    if backend != DbBackend::Postgres {
        return Statement::from_sql_and_values(backend, sql, values);
    }
    let mut numbered = String::with_capacity(sql.len() + 2 * values.len());
    for (at, part) in sql.split('?').enumerate() {
        if at > 0 {
            // Writing to a String does not fail.
            let _ = write!(numbered, "${at}");
        }
        numbered.push_str(part);
    }
    Statement::from_sql_and_values(backend, numbered, values)
}

/// Joins `table` (as `alias`) by key, row for row. PostgreSQL would read the whole of a table that was empty when the
/// plan was made, as a month's partition is on its first morning; a `LATERAL` with an `OFFSET` it must do row by row.
pub fn each(backend: DbBackend, join: &str, table: &str, alias: &str, on: &str) -> String {
    if backend == DbBackend::Postgres {
        format!("{join} LATERAL (SELECT {alias}.* FROM {table} {alias} WHERE {on} OFFSET 0) AS {alias} ON true")
    } else {
        format!("{join} {table} {alias} ON {on}")
    }
}
