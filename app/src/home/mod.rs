//! The landing page: what this is and which door to take. Invariant: made without the database.

#[cfg(feature = "ssr")]
mod landing;
#[cfg(feature = "ssr")]
pub use landing::LandingPage;
