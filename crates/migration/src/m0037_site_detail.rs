//! The full site: position, contract, model project, gate hours; sections of an umbrella site; files of many sites.
//!
//! Invariant: a site of before has none of it, and is neither a model project nor an umbrella.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0037_site_detail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0037_site_detail/tables.sql")).await
    }
}
