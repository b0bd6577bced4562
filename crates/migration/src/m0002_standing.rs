//! What stood wrong after the first step: cards that were replaced have no end, one business's month is one row for all
//! writers, of two different items set aside under one id only the first was kept, and a site's kana had no place.
//!
//! Invariant: no row is lost; counts are moved as they are.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0002_standing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0002_standing/tables.sql")).await
    }
}
