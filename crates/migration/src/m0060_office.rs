//! 取り消し: days of work that one person of the office asks to have taken back and another decides about. Where a union is told of
//! agreements and requests. When a site's poster was last used.
//!
//! Invariant: what stands of the days is kept elsewhere and changed by nothing here; a union that has said nothing is told on its page
//! alone, as before.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0060_office"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0060_office/tables.sql")).await
    }
}
