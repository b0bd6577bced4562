//! What can go wrong below a query. Invariant: absent is `Option`, never a fault.

use sea_orm::{DbErr, SqlErr};

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
            Self::Unavailable(text)
        } else {
            by_text(text)
        }
    }
}

/// sqlx hides its error kinds behind an `Arc`; the texts of both databases' errors that mean "later" or "again" are few.
fn by_text(text: String) -> Fault {
    const AGAIN: [&str; 4] =
        ["deadlock detected", "could not serialize", "database is locked", "database table is locked"];
    const GONE: [&str; 14] = [
        "Connection refused",
        "connection closed",
        "Connection reset",
        "Broken pipe",
        "terminating connection",
        "the database system is",
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
