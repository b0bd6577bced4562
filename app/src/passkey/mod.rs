//! パスキー: the pages on which a person registers and removes keys, and the button that logs in by one. Invariant: the private half is
//! made and kept by the phone; without a script, or where the browser has no passkeys, the password does as ever.

mod api;
pub use api::*;

mod add;
mod enter;
pub use {add::AddPasskey, enter::PasskeyLogIn};

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub use page::{PasskeysPage, PassportPasskeysPage};

/// Where somebody who logs in by a key, or makes one, stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets further than the first"))]
enum State {
    /// Whether this browser has passkeys is not known yet, as long as no script runs.
    Unknown,
    /// It has none for this address.
    Without,
    /// It waits for a press.
    Ready,
    /// The phone or computer asks its holder.
    Asking,
    /// The holder said no, or nothing.
    Stopped,
    /// This phone or computer has a key of this log-in already.
    HereAlready,
    /// In the register's words.
    Refused(String),
}
