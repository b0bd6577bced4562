//! Certified registrars and scriveners, their log-ins, and what they file, judge and change.
//!
//! Invariant: nothing that was there changes; what an employer filed names no other filer.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0015_registrar"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0015_registrar/tables.sql")).await
    }
}
