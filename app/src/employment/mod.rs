//! 所属の申し出: a business says whom it employs, and the person answers on their phone. Invariant: a business's page shows
//! numbers it typed itself, and names only of those it employs.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod business;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
pub use {business::EmploymentsPage, own::OwnEmploymentsPage};
