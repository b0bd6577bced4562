//! What was decided of people's days: approvals as facts of their own.
//!
//! Invariant: a decision is only ever added. A history record stands approved just where the last decision of its day
//! is an approval; what was approved before decisions were kept becomes one, at no known time.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0033_approval"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0033_approval/tables.sql")).await
    }
}
