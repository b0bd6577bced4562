//! The tables of the main path: accounts, applications, the register, cards, sites, touches, history, counts, events.
//!
//! Invariant: what must be unique over all time has a key that no correction can move (architecture.md). On PostgreSQL
//! `touch` is partitioned by the month inside its id, `history_record` by its working day, `card_read` by hash; the
//! server makes months ahead, a default partition takes what no month was made for.

use crate::step;
use sea_orm_migration::prelude::*;

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0001_main_path"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for text in [
            include_str!("m0001_main_path/account.sql"),
            include_str!("m0001_main_path/register.sql"),
            include_str!("m0001_main_path/site.sql"),
            include_str!("m0001_main_path/touch.sql"),
        ] {
            step::run(manager, text).await?;
        }
        Ok(())
    }
}
