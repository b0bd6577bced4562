//! The first admin ID is paid by the year; usage is corrected by what was reported; businesses are found by their
//! bodies; pictures are measured; what is printed on a card
//! is fixed with its batch.
//!
//! Invariant: no request of a fee changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0027_usage_reports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0027_usage_reports/tables.sql")).await
    }
}
