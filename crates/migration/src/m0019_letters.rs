//! Letters put together for posting, and renewals and upgrades that are asked for in the lists of those they are for.
//!
//! Invariant: no sum changes and nothing is posted; a request only gains whose list it stands in.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0019_letters"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0019_letters/tables.sql")).await
    }
}
