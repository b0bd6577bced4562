//! Certificates of registration that were made (docs/decisions/0049).
//!
//! Invariant: nothing that is kept changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0064_certificate"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0064_certificate/tables.sql")).await
    }
}
