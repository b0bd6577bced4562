//! 就業履歴 for the office: a site's table of a month and one person's day, approving, and taking an approval back.
//! Invariant: a page shows what the services scoped, and offers what they offered.

mod api;
mod entry_api;
mod import_api;
pub use api::*;
pub use entry_api::*;
pub use import_api::*;

#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod confirm;
#[cfg(feature = "ssr")]
mod day;
#[cfg(feature = "ssr")]
pub mod decided;
#[cfg(feature = "ssr")]
mod entered;
#[cfg(feature = "ssr")]
mod filter;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
pub mod import_file;
#[cfg(feature = "ssr")]
mod months;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
mod week_off;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
pub use {
    check::HistoryCheckPage,
    confirm::HistoryConfirmPage,
    day::HistoryDayPage,
    entered::times,
    import::{HistoryImportFilePage, HistoryImportPage, files_of},
    new::HistoryNewPage,
    sheet::HistorySheetPage,
    week_off::{WeekOffPage, week_off_page},
    words::mark as mark_word,
};
