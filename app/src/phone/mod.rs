//! 入口で見せるコード: the code a technician's own phone shows to the gate's camera. Invariant: the private key is made on the phone and
//! never leaves it; without a script the page says what to do instead.

mod api;
pub(crate) mod code;
pub use api::*;
pub use code::GateCode;

#[cfg(feature = "hydrate")]
mod key;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "hydrate")]
pub(crate) mod run;
#[cfg(feature = "ssr")]
pub use page::GateCodePage;
