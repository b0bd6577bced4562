//! Mail that comes back after it was taken: by what it is known, what it came back with, and what was put aside.
//!
//! Invariant: mail that went out before this step is known by nothing, and a report of it is put aside.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0025_returned"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0025_returned/tables.sql")).await
    }
}
