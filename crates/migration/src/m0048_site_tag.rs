//! Tags of sites, posters on screens whose code changes, and whether a site asks own phones where they are.
//!
//! Invariant: a chip is one site's for good, and a site has one poster on paper and one on a screen that open at a time.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0048_site_tag"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0048_site_tag/tables.sql")).await
    }
}
