//! The log of history records: versions with their leaves, the tree, its checkpoints.
//!
//! Invariant: nothing that is kept changes; records of before are logged as they stand when the log comes to them.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0062_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0062_log/tables.sql")).await
    }
}
