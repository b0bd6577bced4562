//! People who cannot log in any more and ask to be let in again, and since when a log-in's sessions count.
//!
//! Invariant: nothing that was there changes; a log-in without a moment keeps every session it has.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0013_recovery"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0013_recovery/tables.sql")).await
    }
}
