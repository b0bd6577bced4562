//! キャリアパスポート: the technician's own pages. Invariant: every number and state is in the HTML the server sends; the
//! islands only keep it fresh.

mod api;
pub mod face;
mod live;
pub use api::*;
pub use live::Live;

#[cfg(feature = "ssr")]
pub(crate) mod calendar;
#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "hydrate")]
mod follow;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
pub(crate) mod mark;
#[cfg(feature = "ssr")]
mod more;
#[cfg(feature = "ssr")]
pub mod proof_file;
#[cfg(feature = "ssr")]
mod qualifications;
#[cfg(feature = "ssr")]
pub mod registration;
#[cfg(feature = "ssr")]
pub mod totals;
#[cfg(feature = "ssr")]
mod why;
#[cfg(feature = "ssr")]
pub use detail::{DetailPage, entered_row, touch_list};
#[cfg(feature = "ssr")]
pub use history::HistoryPage;
#[cfg(feature = "ssr")]
pub use home::HomePage;
#[cfg(feature = "ssr")]
pub use more::MorePage;
#[cfg(feature = "ssr")]
pub use qualifications::QualificationsPage;
#[cfg(feature = "ssr")]
pub(crate) use qualifications::standing as standing_of;
#[cfg(feature = "ssr")]
pub use registration::OwnRegistrationPage;
#[cfg(feature = "ssr")]
pub use totals::HistoryTotalsPage;
