//! 申し出: what a person says of their days on the phone, what the business answers, what the office decides. Invariant: a
//! page offers a step just where the rule takes it; the services decide again.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
mod business;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod office;
#[cfg(feature = "ssr")]
pub mod own;
#[cfg(feature = "ssr")]
pub use {business::BusinessClaimsPage, office::OperatorClaimsPage, own::OwnClaimsPage};
