//! 施工体制: adding a subcontractor, answering, the tree of a day, leaving. Invariant: only places this business may act on are
//! offered; the services decide again.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod invitation;
#[cfg(feature = "ssr")]
mod named;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod tree;
#[cfg(feature = "ssr")]
pub use {
    invitation::{INVITED, done_word, invitations},
    new::StructureNewPage,
    tree::StructurePage,
};
