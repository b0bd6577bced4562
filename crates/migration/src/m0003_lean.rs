//! What a touch writes, made less: the records of a person's day are counted where they stand (they share the beginning of
//! their key), a site's day is striped by writer, SQLite keeps rows in the tree of their key alone, PostgreSQL leaves room
//! for the next change beside a count.
//!
//! Invariant: no fact is lost. The count of a person's day goes, as the day's records say it; the others are moved as
//! they are.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0003_lean"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0003_lean/tables.sql")).await
    }
}
