//! By which ways people and businesses want to be told.
//!
//! Invariant: whoever has chosen nothing is told as before.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0020_notice_choice"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0020_notice_choice/tables.sql")).await
    }
}
