//! Log-in, second factor, log-out, language, and the log-ins a business makes. Invariant: no answer tells whether an
//! account exists; a wrong ID and a wrong password are told with the same words.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod accounts;
#[cfg(feature = "ssr")]
mod lent;
#[cfg(feature = "ssr")]
mod login;
#[cfg(feature = "ssr")]
mod new_id;
#[cfg(feature = "ssr")]
mod second_factor;
#[cfg(feature = "ssr")]
pub use accounts::AccountsPage;
#[cfg(feature = "ssr")]
pub use lent::LentPage;
#[cfg(feature = "ssr")]
pub use login::LogInPage;
#[cfg(feature = "ssr")]
pub use new_id::NewIdPage;
#[cfg(feature = "ssr")]
pub use second_factor::SecondFactorPage;
