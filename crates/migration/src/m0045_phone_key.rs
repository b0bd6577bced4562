//! The keys of technicians' own phones, and the codes that touches used.
//!
//! Invariant: a code makes one touch, whichever gate reads it and however often.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0045_phone_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0045_phone_key/tables.sql")).await
    }
}
