//! Databases with the schema in them, made once for a test program and copied for each of its tests. Invariant: a copy has
//! what the migrations of this very program make of an empty database, and nothing of any test.

use migration::MigratorTrait;
use std::{
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use store::{ConnectionTrait, Db};

/// This program, and when it was built: a newer one has templates of its own.
fn program() -> (PathBuf, String) {
    let path = std::env::current_exe().expect("a program");
    let built = path.metadata().and_then(|about| about.modified()).expect("when it was built");
    let built = built.duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
    let name: String = path.file_stem().and_then(|name| name.to_str()).expect("a name").replace('-', "_");
    let folder = path.parent().expect("a folder").join("templates");
    (folder, format!("{name}_{built:x}"))
}

#[expect(clippy::disallowed_methods, reason = "a name nobody else has, in no test's data")]
fn unique() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// Puts a database with the schema at `file`.
pub async fn sqlite(file: &Path) {
    let (folder, name) = program();
    let template = folder.join(format!("{name}.db"));
    if !template.exists() {
        std::fs::create_dir_all(&folder).expect("a folder");
        let (raw, packed) = (folder.join(format!("{}.raw", unique())), folder.join(format!("{}.db", unique())));
        let db = Db::connect(&format!("sqlite:{}", raw.display())).await.expect("a database");
        migration::Migrator::up(db.writer(), None).await.expect("the schema");
        // One file, whatever stands in the log beside it.
        let sql = format!("VACUUM INTO '{}'", packed.display());
        db.writer().execute_unprepared(&sql).await.expect("a copy");
        // Of two that make it at once, either will do.
        std::fs::rename(packed, &template).expect("a template");
        for beside in ["raw", "raw-wal", "raw-shm"] {
            std::fs::remove_file(raw.with_extension(beside)).ok();
        }
    }
    std::fs::copy(template, file).expect("a copy");
}

/// Makes a database with the schema under a name of the cluster.
pub async fn postgres(server: &str, database: &str) {
    let (_, name) = program();
    // Names of the cluster are short; the end of this one tells most.
    let template = format!("t_{}", &name[name.len().saturating_sub(50)..]);
    let admin = Db::connect(server).await.expect("the cluster");
    let run = async |sql: String| admin.writer().execute_unprepared(&sql).await;
    if run(format!("CREATE DATABASE {database} TEMPLATE {template}")).await.is_ok() {
        return;
    }
    let raw = format!("t_{}", unique());
    run(format!("CREATE DATABASE {raw}")).await.expect("a database");
    let db = Db::connect(&with_database(server, &raw)).await.expect("a database");
    migration::Migrator::up(db.writer(), None).await.expect("the schema");
    db.close().await.expect("nobody is in it");
    // Of two that make it at once, the second finds it there.
    if run(format!("ALTER DATABASE {raw} RENAME TO {template}")).await.is_err() {
        run(format!("DROP DATABASE {raw}")).await.expect("a database to drop");
    }
    run(format!("CREATE DATABASE {database} TEMPLATE {template}")).await.expect("a copy of the template");
}

/// The address of a database of the cluster at `server`.
pub fn with_database(server: &str, database: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, ""), |(address, query)| (address, query));
    let scheme_end = address.find("://").map_or(0, |at| at + 3);
    let host_end = address[scheme_end..].find('/').map_or(address.len(), |at| scheme_end + at);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{}/{database}{query}", &address[..host_end])
}
