//! What was filed for somebody is in their hands once they have opened it; files of people do not lie for ever.
//!
//! Invariant: nothing that was there changes; nobody has opened anything yet.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0014_proxy_opened"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0014_proxy_opened/tables.sql")).await
    }
}
