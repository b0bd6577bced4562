//! A document has pages: pictures of them are kept beside it, each under its own hash.
//!
//! Invariant: what was sent before is a picture, of no pages.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0018_evidence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0018_evidence/tables.sql")).await
    }
}
