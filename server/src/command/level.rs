//! `level`: where everybody stands by the criteria. Invariant: changes nothing and names nobody.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use domain::time::WorkDate;
use services::level;
use std::num::NonZero;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Judges everybody by the criteria of a day and says how many stand where.
    Survey {
        /// The day, such as 20261118; today where none is given.
        #[arg(long, value_name = "YYYYMMDD", value_parser = super::history::day)]
        on: Option<WorkDate>,
        /// On how many cores; all where none is given.
        #[arg(long)]
        cores: Option<NonZero<usize>>,
    },
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    let Verb::Survey { on, cores } = verb;
    let call = world.system();
    let began = call.now();
    let found = level::survey(&call, on.unwrap_or_else(|| call.today()), cores).await?;
    let ms = world.system().now().since_ms(began);
    println!("people: {}", found.people);
    for (field, counts) in &found.fields {
        let counts: Vec<String> = (1..).zip(counts).map(|(level, count)| format!("level {level}: {count}")).collect();
        println!("field {field} {}: {}", level::field_name(*field)?, counts.join(", "));
    }
    println!("milliseconds: {ms}");
    Ok(())
}
