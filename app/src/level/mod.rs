//! Levels: a person's own pages, the pages of the bodies that judge, and the operator's register of these. Invariant: what the
//! criteria come to is always shown beside what a body decided, and never in its place.

mod api;
pub use api::*;

#[cfg(feature = "ssr")]
mod application;
#[cfg(feature = "ssr")]
mod bodies;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod grants;
#[cfg(feature = "ssr")]
mod judging;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
mod ring;
#[cfg(feature = "ssr")]
pub mod statement;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
pub use {
    bodies::LevelBodiesPage, case::LevelCasePage, field::LevelFieldPage, grants::LevelGrantsPage, own::LevelsPage,
    queue::LevelQueuePage,
};
