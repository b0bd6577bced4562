//! A history record in fewer bytes: times as milliseconds of its working day, its line of the roster as a number, columns
//! from wide to narrow, and nothing that its site says already.
//!
//! Invariant: no fact is lost. A line of the roster is numbered among those of its person at its site and the number never
//! changes; the prime of a record is its site's, which nothing changes. A record of a line that is not there stops the step.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0052_bytes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0052_bytes/tables.sql")).await
    }
}
