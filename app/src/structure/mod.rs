//! 施工体制: adding a subcontractor. Invariant: only places this business may add under are offered; the services decide again.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
pub use new::StructureNewPage;
