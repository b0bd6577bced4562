//! 意向調査: businesses whose registration ends are asked whether they will renew. Invariant: looking at a link answers
//! nothing, pressing its button does; a business sees its own answer and nobody else's.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
pub mod file;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod round;
#[cfg(feature = "ssr")]
pub use {
    list::SurveysPage,
    own::{BusinessSurveyPage, SurveyLinkPage},
    round::SurveyPage,
};
