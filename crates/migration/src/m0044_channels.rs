//! Further ways by which days of work come: whole records of partner systems, and files.
//!
//! Invariant: what was said is a fact in `history_entry`; what is kept here only names it.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0044_channels"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0044_channels/tables.sql")).await
    }
}
