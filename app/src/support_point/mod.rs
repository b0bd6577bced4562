//! Where help with registration is found. Invariant: numbers are the published ones, with their source beside them.

#[cfg(feature = "ssr")]
mod map;
#[cfg(feature = "ssr")]
mod scrivener;
#[cfg(feature = "ssr")]
pub use map::MapPage;
#[cfg(feature = "ssr")]
pub(crate) use scrivener::by_prefecture;
