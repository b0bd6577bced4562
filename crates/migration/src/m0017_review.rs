//! The office's side of registration: corrections by two persons, the queue's order and counts, time spent in each state,
//! surveys of intent, disaster exceptions entered by the office, and businesses relieved of the limit for non-payment.
//!
//! Invariant: nothing that was there changes but that each application is told apart by who filed it.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0017_review"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        step::run(manager, include_str!("m0017_review/tables.sql")).await
    }
}
