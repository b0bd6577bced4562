//! Files of logging readers: what each line came to.
//!
//! Invariant: a line that was answered keeps its answer; the touch itself is in `touch`, with the file as its source.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0040_reading_file"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0040_reading_file/tables.sql")).await
    }
}
