//! Days of a person by trade and role, records by prefecture and day, by role, new sites; how far the register has looked at itself.
//!
//! Invariant: what was recorded before is counted as if it had been counted from the first day.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0043_counts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0043_counts/tables.sql")).await
    }
}
