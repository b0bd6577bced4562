//! What a filing began with, that nobody files the same twice at once, and pictures that perhaps nothing refers to.
//!
//! Invariant: nothing that was there changes; a filing without its beginning is taken whole, as it was before this step.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0010_filing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0010_filing/tables.sql")).await
    }
}
