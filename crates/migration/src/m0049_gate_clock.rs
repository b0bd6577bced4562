//! Times of gates that are not sure, the number each phone says it has come to, and gaps somebody knows of.
//!
//! Invariant: what is known of a gap is only ever added, and stays when its numbers come.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0049_gate_clock"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0049_gate_clock/tables.sql")).await
    }
}
