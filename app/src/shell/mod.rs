//! The house's front rooms: document, layouts, form fields, parts, language, errors, session.
//!
//! Invariant: what a feature page needs of the request (who calls, language, session) comes from here and nowhere
//! else, so a page is tested by providing one [`request::Request`].

pub mod error;
pub mod icon;
pub mod language;
pub mod part;
pub mod qr;
pub mod words;

#[cfg(feature = "ssr")]
pub mod account_menu;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod download;
#[cfg(feature = "ssr")]
pub mod field;
#[cfg(feature = "ssr")]
pub mod flash;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
mod line_field;
#[cfg(feature = "ssr")]
mod new_password;
#[cfg(feature = "ssr")]
pub mod on_day;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod several;
#[cfg(feature = "ssr")]
pub mod summary;
#[cfg(feature = "ssr")]
pub mod table;
#[cfg(feature = "ssr")]
pub mod text_size;
#[cfg(feature = "ssr")]
pub mod upload;

pub use error::UiError;
pub use icon::Icon;
pub use language::{lang, t, tw};
pub use part::{Banner, ButtonKind, Card, LinkButton, SubmitButton, Tag, Tone, tag_of};
pub use words::{Words, tr};

#[cfg(feature = "ssr")]
pub use field::{Checkbox, DateFields, Field, RadioRows, SelectField, TextField, Wanted, provide_problems};
#[cfg(feature = "ssr")]
pub use flash::{Flash, kept};
#[cfg(feature = "ssr")]
pub use layout::{NavItem, OfficeLayout, PageTitle, PublicLayout, Tab, TaskLayout, TechnicianLayout};
#[cfg(feature = "ssr")]
pub use line_field::line_field;
#[cfg(feature = "ssr")]
pub use new_password::{NewPassword, password_labels};
#[cfg(feature = "ssr")]
pub use page::{page, redirect};
#[cfg(feature = "ssr")]
pub use request::{call, session};
#[cfg(feature = "ssr")]
pub use several::{LinesField, TickRows};
#[cfg(feature = "ssr")]
pub use summary::ErrorSummary;
#[cfg(feature = "ssr")]
pub use table::{DescriptionList, EmptyState, Pagination, Parts, Row, Table};
