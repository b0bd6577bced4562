//! What people see: routes, pages, forms, islands, and the server functions they call.
//!
//! Architecture invariant: pages exist on the server only and are complete HTML without a script; what a browser
//! loads as wasm is the islands and the client halves of their server functions, nothing else. No SQL and no rule here.
// A page's view is one type as deep as its elements are nested.
#![recursion_limit = "512"]

pub mod account;
pub mod application;
pub mod business;
pub mod card;
pub mod card_order;
pub mod certificate;
pub mod claim;
pub mod correction;
pub mod counter;
pub mod days;
pub mod disaster;
pub mod employment;
pub mod fee;
pub mod history;
pub mod home;
pub mod labour;
pub mod language;
pub mod level;
pub mod my_card;
pub mod notice;
pub mod passkey;
pub mod passport;
pub mod phone;
pub mod poster;
pub mod proxy;
pub mod reading;
pub mod recall;
pub mod recovery;
pub mod registrar;
pub mod roster;
pub mod share;
pub mod shell;
pub mod site;
pub mod statistics;
pub mod structure;
pub mod support_point;
pub mod survey;
pub mod tag;
pub mod technician;

#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::document::shell;

/// Called by the wasm entry before islands wake: takes what the page carried for them. That it is named there also keeps this
/// crate's islands in the file.
#[cfg(feature = "hydrate")]
pub fn link() {
    shell::language::take_carried();
}
