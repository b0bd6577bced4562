//! What the register said of who employed a person, as of any day.
//!
//! Invariant: a version is only ever added, in the transaction that writes something else over it.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0028_employment_version"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0028_employment_version/tables.sql")).await
    }
}
