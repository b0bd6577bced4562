//! 施工体制: who has not answered yet, who entered a place and what no upper tier has confirmed, a tier between that is not
//! registered; and the ways down a tree and from a place to its roster.
//!
//! Invariant: a place that stood before this step waits for nothing; what is waited for keeps nobody from working.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0038_structure"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0038_structure/tables.sql")).await
    }
}
