//! 取り消し: days of work that one person of the office asks to have taken back and another decides about.
//!
//! Invariant: what stands of the days is kept elsewhere and changed by nothing here.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0060_recall"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0060_recall/tables.sql")).await
    }
}
