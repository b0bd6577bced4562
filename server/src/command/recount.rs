//! `doctor --recount`: whether the kept counts are what the records add up to, and approved records what the decisions
//! say. Invariant: changes nothing; its lines are read by programs too.

use super::{Done, Failure};
use crate::{config::Config, world};
use services::history;

/// Counts and compares.
pub async fn recount(config: Config) -> Done {
    let db = world::connect(&config).await?;
    let found = history::recount(&db).await?;
    println!("touches: {}", found.totals.touches);
    println!("touches in records: {}", found.totals.touches_in_records);
    println!("records: {}", found.totals.records);
    println!("digest: {}", found.digest);
    println!("differences: {}", found.differences.len());
    for difference in &found.differences {
        println!("differs: {difference}");
    }
    match found.differences.len() {
        0 => Ok(()),
        many => Err(Failure::Words(format!("{many} kept counts or approvals differ from what they were made of"))),
    }
}
