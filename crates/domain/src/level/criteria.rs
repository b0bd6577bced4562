//! Criteria of 能力評価 as data, and the engine that judges by them. Invariant: pure; whoever has the same dated evidence is
//! given the same level on the same day, in whatever order it comes, and more evidence never lowers one.
//!
//! `Book::official` (or `Book::read`) reads data/levels/*.toml; `Field::on` finds the version of a day; `Facts::on` is what
//! somebody's `Evidence` comes to on that day; `level` answers yes or no without allocating, `explain` says why. The language
//! and the table clause → code → test: docs/levels.md. Source: 40-levels-and-passport.md, data/level_criteria.csv.

mod book;
mod catalogue;
mod evidence;
mod explain;
mod fault;
mod judge;
mod official;
mod read;
mod remaining;
mod rung;
mod tally;
mod trades;

pub use super::NoCriteria;
pub use book::{Book, CriteriaFile, Draft, Field, State, Version};
pub use catalogue::{Catalogue, Held, QUALIFICATIONS_MAX, Qualification, QualificationId, QualificationKind};
pub use evidence::{Evidence, Facts, Holding, STATEMENTS_MAX, Statement, StatementRule, TooManyStatements, Work};
pub use explain::{explain, requirements};
pub use fault::{Fault, Reason};
pub use judge::level;
pub use official::OFFICIAL;
pub use remaining::remaining;
pub use rung::{Asked, Compiled, DraftLevel, Group, LeadingDays, OneOf, Rung, Way};
pub use tally::Tally;
pub use trades::{FieldTrades, ListedTrade, TradeSet};

#[cfg(test)]
mod tests;
