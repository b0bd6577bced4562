//! Money: prices by day, the ledger, what came in, what was billed for site usage, and what a request needs for them.
//!
//! Invariant: journals are only ever added, which the database itself holds; what was asked and paid before this step stands
//! in the ledger as one opening journal a request.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0005_money"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for text in [
            include_str!("m0005_money/price.sql"),
            include_str!("m0005_money/tables.sql"),
            include_str!("m0005_money/opening.sql"),
        ] {
            step::run(manager, text).await?;
        }
        Ok(())
    }
}
