//! Half days at counters and who comes on them, and a way to what was done under lent IDs.
//!
//! Invariant: nothing that was there changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0021_filers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0021_filers/tables.sql")).await
    }
}
