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

/// Of people `t` by kana, those after one; the value: who that is.
pub const LATER: &str = "(t.search_kana, t.id) > (SELECT a.search_kana, a.id FROM technician a WHERE a.id = ?)";

/// People `t` by a part of their name or フリガナ; the value, twice: what [`part_of`] makes of it.
pub const CALLED: &str = "(t.search_kana LIKE ? ESCAPE '!' OR t.search_name LIKE ? ESCAPE '!')";

/// A pattern for what has `key` in it somewhere: what stands for any letter stands for itself.
pub fn part_of(key: &str) -> String {
    let mut pattern = String::with_capacity(key.len() + 2);
    pattern.push('%');
    for c in key.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_looked_for_as_it_stands() {
        for (key, pattern) in [("yamamoto", "%yamamoto%"), ("100%", "%100!%%"), ("a_b!", "%a!_b!!%")] {
            assert_eq!(part_of(key), pattern);
        }
    }
}
