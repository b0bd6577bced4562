//! 労働者供給 in a disaster: the prime's page, the unions' and the person's. Invariant: whoever accepts reads the terms and the
//! wage of their level first, and every page shows the steps that were taken with their numbers.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod order;
#[cfg(feature = "ssr")]
mod order_one;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod recruit;
#[cfg(feature = "ssr")]
mod supply;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
pub use {order::OrderPage, own::OwnLabourPage, supply::SupplyPage};
