//! Cards on their way: batches for the card maker, delivery, reissue.
//!
//! Invariant: nothing that was there changes; of a card given out before, nothing is kept of its way.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0009_card"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0009_card/tables.sql")).await
    }
}
