//! Applications filed for somebody by another, and files of many of them.
//!
//! Invariant: nothing that was there changes; an application without a row here was filed by the person.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0011_proxy"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0011_proxy/tables.sql")).await
    }
}
