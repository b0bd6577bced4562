//! 就業日数 for the office: one's own people by month and year, one of them day by day, and the files of both. Invariant: what
//! is asked for stands in the address, so that it can be kept and passed on, and the file is of just that.

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod person;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
pub use list::OwnDaysPage;
#[cfg(feature = "ssr")]
pub use person::OwnPersonPage;
