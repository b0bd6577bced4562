//! 登録情報証明: having one made of one's own registration, taking it back, the second code of the phone, and `/verify`, where anybody looks
//! at one. Invariant: what a certificate says is chosen here and decided by `services::certificate` alone; what was read at `/verify` is kept
//! no longer than until its result is shown.

mod api;
mod second;
pub use api::*;
pub use second::HolderCode;

#[cfg(feature = "ssr")]
mod business;
#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
pub mod verify;
#[cfg(feature = "ssr")]
pub use {business::BusinessCertificatePage, own::CertificatePage, verify::VerifyPage};
