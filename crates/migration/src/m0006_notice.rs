//! Notices to people, the ways they go out, and a queue of the register's own work.
//!
//! Invariant: nothing that was there changes; whoever was registered before is written to in Japanese until they choose.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0006_notice"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0006_notice/tables.sql")).await
    }
}
