//! 認定登録機関の窓口と本部: taking applications on paper, following their papers, changes on the spot. Invariant: no page asks for
//! the number of a document, and what an office may not do is not offered to it.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
pub mod appointments;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod change;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod post;
#[cfg(feature = "ssr")]
mod receipt;
#[cfg(feature = "ssr")]
mod said;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
pub use {
    appointments::AppointmentsPage,
    case::{CounterCasePage, page_of},
    change::CounterChangePage,
    list::CounterPage,
    receipt::ReceiptPage,
    said::OperatorWordsPage,
};
