//! What people say of their days of work: 申し出, with its steps.
//!
//! Invariant: a step is only ever added; where a claim stands is what its steps come to, kept beside them so that lists
//! need not add them up.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0042_claim"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0042_claim/tables.sql")).await
    }
}
