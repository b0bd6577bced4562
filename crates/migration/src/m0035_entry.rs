//! Days of work that were entered by hand: 直接入力 as facts of their own.
//!
//! Invariant: an entry is only ever added; of a day the highest turn counts. A history record says by `by_hand` that an
//! entry of its day stands, so that the touch path reads entries only where there are some.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0035_entry"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0035_entry/tables.sql")).await
    }
}
