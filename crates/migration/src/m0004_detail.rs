//! What a detailed registration knows of a person, beside the table everything else reads, and the pictures sent with an
//! application.
//!
//! Invariant: who was registered before is registered simply; nothing of theirs changes.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0004_detail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0004_detail/tables.sql")).await
    }
}
