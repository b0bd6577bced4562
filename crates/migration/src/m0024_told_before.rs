//! Who is told at the contact they had, is written to there; an end that somebody objects to leaves what stood before it.
//!
//! Invariant: nothing that was told or answered before changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0024_told_before"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0024_told_before/tables.sql")).await
    }
}
