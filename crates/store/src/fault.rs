//! What can go wrong below a query. Invariant: absent is `Option`, never a fault.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A query that did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A key that must be unique is taken; the text names the constraint as the database calls it.
    #[error("taken: {0}")]
    Taken(String),
    /// The database is gone, too busy or shutting down: the same call may succeed later.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// Two transactions stood in each other's way (deadlock, serialization, busy): try the transaction again.
    #[error("transaction must be retried: {0}")]
    Again(String),
    /// A stored value that no code of ours wrote, or a query that is wrong. A person must look.
    #[error("{0}")]
    Broken(String),
}

/// The result of a query.
pub type Result<T> = core::result::Result<T, Fault>;

impl Fault {
    /// A stored value that does not read as what it should be.
    pub fn unreadable(what: &str, value: impl core::fmt::Display) -> Self {
        Self::Broken(format!("stored {what} does not read: {value}"))
    }
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(key)) = error.sql_err() {
            return Self::Taken(key);
        }
        let text = error.to_string();
        if matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) {
            return Self::Unavailable(text);
        }
        match sql_state(&error).as_deref() {
            Some(state) => by_state(state, text),
            None => by_text(text),
        }
    }
}

/// PostgreSQL's five characters, which do not depend on the language it speaks; `None` for SQLite and for connections.
pub(crate) fn sql_state(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error else {
        return None;
    };
    let code = cause.as_database_error()?.code()?;
    (code.len() == 5).then(|| code.into_owned())
}

fn by_state(state: &str, text: String) -> Fault {
    match state {
        // Serialization failure, deadlock, lock not available.
        "40001" | "40P01" | "55P03" => Fault::Again(text),
        // Connection exceptions, insufficient resources (disk full, too many connections), operator intervention.
        _ if ["08", "53", "57"].iter().any(|class| state.starts_with(class)) => Fault::Unavailable(text),
        // An input or output error of the system below.
        "58030" => Fault::Unavailable(text),
        _ => Fault::Broken(text),
    }
}

/// What SQLite and a broken connection say has no stable code here; the texts that mean "later" or "again" are few.
fn by_text(text: String) -> Fault {
    const AGAIN: [&str; 2] = ["database is locked", "database table is locked"];
    const GONE: [&str; 12] = [
        "Connection refused",
        "connection closed",
        "Connection reset",
        "Broken pipe",
        "pool timed out",
        "unexpected end of file",
        "expected to read",
        "communicating with database",
        "worker crashed",
        "database or disk is full",
        "disk I/O error",
        "No space left",
    ];
    if AGAIN.iter().any(|mark| text.contains(mark)) {
        Fault::Again(text)
    } else if GONE.iter().any(|mark| text.contains(mark)) {
        Fault::Unavailable(text)
    } else {
        Fault::Broken(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_whether_to_try_again() {
        let kind = |state: &str| match by_state(state, String::new()) {
            Fault::Again(_) => "again",
            Fault::Unavailable(_) => "unavailable",
            Fault::Broken(_) => "broken",
            Fault::Taken(_) => "taken",
        };
        for (state, wanted) in [
            ("40001", "again"),
            ("40P01", "again"),
            ("57P01", "unavailable"),
            ("53100", "unavailable"),
            ("08006", "unavailable"),
            ("58030", "unavailable"),
            ("42P01", "broken"),
            ("23514", "broken"),
        ] {
            assert_eq!(kind(state), wanted, "{state}");
        }
    }

    #[test]
    fn what_sqlite_says_is_told_apart() {
        assert!(matches!(by_text("database is locked".to_owned()), Fault::Again(_)));
        assert!(matches!(by_text("database or disk is full".to_owned()), Fault::Unavailable(_)));
        assert!(matches!(by_text("no such table: x".to_owned()), Fault::Broken(_)));
    }
}
