//! The key of each gate, what it told last, and what is missing of its running numbers.
//!
//! Invariant: a gate enrolled before keys has none, and goes on without until it enrols anew; a number that was received
//! stands in a touch or in the quarantine, by device and number.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0036_gate_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0036_gate_key/tables.sql")).await
    }
}
