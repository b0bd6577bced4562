//! Faults mended around sites: when recording begins at one, who comes back into its tree, when people are inducted.
//!
//! Invariant: what a site's days are kept under is settled before the first of them is kept.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0051_mended"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// Tables are written anew: all of it or nothing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0051_mended/tables.sql")).await
    }
}
