//! The page of languages. Invariant: it works for whoever reads none of the other pages: each language stands there by its
//! own name.

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub use page::LanguagePage;
