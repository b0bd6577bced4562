//! In which section of an umbrella site a gate stands, by date.
//!
//! Invariant: a row is only ever added, from its time on. A gate of before stands in no section until somebody says so.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0047_gate_section"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0047_gate_section/tables.sql")).await
    }
}
