//! Levels: who judges which field, applications, what an employer states, judgements, and what was granted.
//!
//! Invariant: a judgement and a grant are only ever added; a grant that is taken back stays with its reason.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0061_level"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0061_level/tables.sql")).await
    }
}
