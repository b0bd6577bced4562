//! Registered technicians change what is registered, and employers say whom they employ.
//!
//! Invariant: nothing registered changes by this step; what a change replaces is kept from then on.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0022_change"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0022_change/tables.sql")).await
    }
}
