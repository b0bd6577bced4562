//! Renewal of registrations: versions of what was registered, exceptions of disasters, reminders.
//!
//! Invariant: nothing that was there changes; a business without versions is what its row says, since its registration.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0007_renewal"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0007_renewal/tables.sql")).await
    }
}
