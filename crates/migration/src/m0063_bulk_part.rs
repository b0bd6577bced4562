//! Good rows of files of people, kept in parts (docs/decisions/0053).
//!
//! Invariant: every row that lay there lies there still, with the same line and the same form.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0063_bulk_part"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0063_bulk_part/tables.sql")).await
    }
}
