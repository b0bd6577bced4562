//! Who has looked after the insurance of a person on a site, and of which state of it.
//!
//! Invariant: nothing that was there changes; whoever was not looked after before is still to be looked after.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0008_insurance_check"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0008_insurance_check/tables.sql")).await
    }
}
