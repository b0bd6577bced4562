//! Money that came in sums too small or too large, found by the request it was paid for.
//!
//! Invariant: a receipt names the request whose number was said from now on, whether or not the sum fits; of receipts before this
//! step only those that settled one do.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0032_short_money"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0032_short_money/tables.sql")).await
    }
}
