//! Resume codes that were sent again.
//!
//! Invariant: the code an application has stays until the one that was sent is first used.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0031_resume_code"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0031_resume_code/tables.sql")).await
    }
}
