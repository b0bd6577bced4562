//! Runs a step's SQL on either database. Invariant: one text serves both; where the databases differ it says so with
//! `{uuid}`, `{blob}` or a line that starts with `--pg:` / `--sqlite:`.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Executes the statements of `text`, in order, in the dialect of the connected database.
pub async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    for statement in statements(text, backend) {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

fn statements(text: &str, backend: DbBackend) -> Vec<String> {
    let postgres = backend == DbBackend::Postgres;
    let (uuid, blob) = if postgres { ("uuid", "bytea") } else { ("blob", "blob") };
    let mut chosen = String::new();
    for line in text.lines() {
        let line = match (line.strip_prefix("--pg:"), line.strip_prefix("--sqlite:")) {
            (Some(rest), _) if postgres => rest,
            (_, Some(rest)) if !postgres => rest,
            (Some(_), _) | (_, Some(_)) => continue,
            _ => line.split_once("-- ").map_or(line, |(sql, _)| sql),
        };
        chosen.push_str(line);
        chosen.push('\n');
    }
    let chosen = chosen.replace("{uuid}", uuid).replace("{blob}", blob);
    chosen.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_gets_its_own_lines() {
        let text =
            "CREATE TABLE a (id {uuid}) -- why\n--pg: PARTITION BY HASH (id)\n;\n--sqlite:CREATE INDEX i ON a (id);\n";
        assert_eq!(statements(text, DbBackend::Sqlite), ["CREATE TABLE a (id blob)", "CREATE INDEX i ON a (id)"]);
        assert_eq!(statements(text, DbBackend::Postgres), ["CREATE TABLE a (id uuid) \n PARTITION BY HASH (id)"]);
    }
}
