//! Records of a site by employer, trade and role, and the days of the nation by month.
//!
//! Invariant: what was recorded before is counted as if it had been counted from the first day.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0050_statistics"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0050_statistics/tables.sql")).await
    }
}
