//! Qualifications by their last day, and codes by which a person shows the passport.
//!
//! Invariant: nothing that is kept changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0055_passport"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0055_passport/tables.sql")).await
    }
}
