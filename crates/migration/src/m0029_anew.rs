//! Whether a further period of a business was applied for as a renewal or as a new registration under the same number.
//!
//! Invariant: it is decided once, when an application is handed in; until when the business is registered moves with its completion.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0029_anew"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0029_anew/tables.sql")).await
    }
}
