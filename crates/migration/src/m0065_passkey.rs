//! Passkeys: keys by which people log in, and the challenges they answer.
//!
//! Invariant: nobody's way of logging in changes; a passkey is added beside it.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0065_passkey"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0065_passkey/tables.sql")).await
    }
}
