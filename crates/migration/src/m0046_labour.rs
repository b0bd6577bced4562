//! Labour supplied in a disaster: agreements, requests, local unions' parts, offers to people, and the steps that were taken.
//!
//! Invariant: a step is only ever added, and none says that more came than were asked for.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0046_labour"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0046_labour/tables.sql")).await
    }
}
