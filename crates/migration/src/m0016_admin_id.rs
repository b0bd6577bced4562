//! IDs below a business's first: branches, sites, lent ones, people; and in whose hands a lent one acted.
//!
//! Invariant: nothing that was there changes; a log-in without a row is a business's first ID or an older one without an end.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0016_admin_id"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0016_admin_id/tables.sql")).await
    }
}
