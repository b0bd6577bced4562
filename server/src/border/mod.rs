//! What every request passes before a page or an interface sees it. Invariant: who calls is decided here, once, and a
//! request that changes something came from a page of this server or carries its own credential.

pub mod bearer;
pub mod caller;
pub mod client;
pub mod limit;
pub mod origin;
pub mod rate;
pub mod security;
