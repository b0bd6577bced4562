//! What the gateway was last told of a request, credit that is to be paid back, settlement files with how far they are,
//! and the ways to long lists.
//!
//! Invariant: no sum changes; what the gateway still asks for although it was paid elsewhere is told to it again.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0012_mended_money"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0012_mended_money/tables.sql")).await
    }
}
