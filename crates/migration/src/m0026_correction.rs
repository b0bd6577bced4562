//! Corrections of lists: the pictures that come with them, and whether a new card is ordered with one; who looked at evidence is
//! found by the document.
//!
//! Invariant: corrections entered before have no picture and no card.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0026_correction"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0026_correction/tables.sql")).await
    }
}
