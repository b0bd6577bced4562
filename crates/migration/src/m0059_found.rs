//! Found by looking again: what is set aside of a closed site by its site, and where phones stand that were enrolled anew.
//!
//! Invariant: no touch is shown in another section than before, but those that waited while their phone was enrolled anew.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0059_found"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0059_found/tables.sql")).await
    }
}
