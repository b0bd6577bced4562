//! How a use case ends where it does not succeed. Invariant: no personal data inside, since an error may be logged.

use domain::{access::Denied, form::FieldProblem};
use uuid::Uuid;

/// What a person or partner must put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Stable code, listed in docs/ERRORS.md.
    pub code: &'static str,
    /// Problems beside their fields, in page order; empty where the code says it all.
    pub fields: Vec<FieldProblem>,
}

/// Something of ours broke; `id` is what the person is shown and what the log has.
#[derive(Debug)]
pub struct Incident {
    /// Shown to the person as 受付番号.
    pub id: Uuid,
    /// For the log only.
    pub cause: String,
}

/// Why a use case did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was sent cannot be taken as it is.
    #[error("rejected: {}", .0.code)]
    Rejected(Rejection),
    /// There is no such thing, or the caller may not know whether there is.
    #[error("not found")]
    NotFound,
    /// It may not be done.
    #[error("forbidden: {0}")]
    Forbidden(#[from] Denied),
    /// It was done or changed by somebody else meanwhile. Stable code, listed in docs/ERRORS.md.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Cannot be done now; the same call may succeed later.
    #[error("unavailable")]
    Unavailable,
    /// Something of ours broke.
    #[error("internal: {}", .0.cause)]
    Internal(Incident),
}

/// The result of a use case.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// Rejected with problems beside fields.
    pub fn fields(fields: Vec<FieldProblem>) -> Self {
        Self::Rejected(Rejection { code: "form.problems", fields })
    }
    /// Rejected for one reason.
    pub const fn rejected(code: &'static str) -> Self {
        Self::Rejected(Rejection { code, fields: Vec::new() })
    }
    /// Something of ours broke.
    #[expect(
        clippy::disallowed_methods,
        reason = "a fault has no call at hand; its number is shown and decides nothing"
    )]
    pub fn internal(cause: impl core::fmt::Display) -> Self {
        Self::Internal(Incident { id: Uuid::now_v7(), cause: cause.to_string() })
    }
}

impl From<store::Fault> for Error {
    fn from(fault: store::Fault) -> Self {
        match fault {
            store::Fault::Taken(_) => Self::Conflict("conflict.taken"),
            store::Fault::Unavailable(_) | store::Fault::Again(_) => Self::Unavailable,
            store::Fault::Broken(cause) => Self::internal(cause),
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        store::Fault::from(error).into()
    }
}
