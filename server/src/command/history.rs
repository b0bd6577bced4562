//! `history`: records and kept counts made anew from the facts. Invariant: changes only what the facts say otherwise, in the name of
//! an operator, and prints each change; the server may run meanwhile.

use super::{Done, Failure};
use crate::world::World;
use clap::{ArgGroup, Args, Subcommand};
use domain::{
    history::DaySet,
    id::{SiteId, TechnicianId},
    time::WorkDate,
};
use services::{Call, account, history};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Makes records anew from touches, entries, rosters and decisions, and the kept counts from records.
    Rebuild(Rebuild),
    /// Takes the approval of a day back, also after the businesses' time for it is over. The person reads the reason.
    Withdraw(Withdraw),
}

/// Of what.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").required(true).args(["technician", "all", "counts"]))]
pub struct Rebuild {
    /// Records and kept counts of one person.
    #[arg(long, value_name = "ID")]
    technician: Option<TechnicianId>,
    /// Records of everybody, a few people at a time, and then every kept count.
    #[arg(long)]
    all: bool,
    /// Every kept count from the records as they are, in one transaction.
    #[arg(long)]
    counts: bool,
    /// Writes nothing and says what would be written.
    #[arg(long)]
    dry_run: bool,
    /// Log-in of the operator in whose name it is done.
    #[arg(long)]
    login_id: String,
}

/// Of which day, and why.
#[derive(Debug, Args)]
pub struct Withdraw {
    /// Where.
    #[arg(long, value_name = "ID")]
    site: SiteId,
    /// Whose.
    #[arg(long, value_name = "ID")]
    technician: TechnicianId,
    /// The working day, such as 20261118.
    #[arg(long, value_name = "YYYYMMDD", value_parser = day)]
    day: WorkDate,
    /// Why, for the person to read and for the trail.
    #[arg(long)]
    reason: String,
    /// Log-in of the operator in whose name it is done.
    #[arg(long)]
    login_id: String,
}

pub(super) fn day(text: &str) -> Result<WorkDate, String> {
    text.parse().ok().and_then(WorkDate::from_number).ok_or_else(|| "is no day; write it as 20261118".to_owned())
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Rebuild(asked) => rebuild(&world, asked).await,
        Verb::Withdraw(asked) => withdraw(&world, asked).await,
    }
}

async fn withdraw(world: &World, asked: Withdraw) -> Done {
    let call = world.system().acting(account::actor_with(&world.db, &asked.login_id).await?);
    let (of, days) = ((asked.technician, asked.day.month()), DaySet::of(asked.day));
    let withdrawn = history::withdraw_by_register(&call, asked.site, of, days, &asked.reason).await?;
    println!("withdrawn: {withdrawn}");
    Ok(())
}

async fn rebuild(world: &World, asked: Rebuild) -> Done {
    let call = world.system().acting(account::actor_with(&world.db, &asked.login_id).await?);
    let whose = match asked.technician {
        Some(id) => Some(history::Whose::One(id)),
        None if asked.all => Some(history::Whose::Everybody),
        None => None,
    };
    let mut refused = 0;
    if let Some(whose) = whose {
        refused = records(&call, whose, asked.dry_run).await?;
    }
    if asked.all || asked.counts {
        counts(&call, asked.dry_run).await?;
    }
    match refused {
        0 => Ok(()),
        many => Err(Failure::Words(format!("{many} people are left as they are: facts of theirs are missing"))),
    }
}

async fn records(call: &Call, whose: history::Whose, dry_run: bool) -> Result<i64, Failure> {
    let done = history::rebuild(call, whose, dry_run, |line| println!("differs: {line}")).await?;
    println!("people: {}\nrecords by the facts: {}", done.people, done.records);
    println!("written: {}\nremoved: {}", done.written, done.removed);
    println!("counts of people: {}\nrefused: {}", done.counts, done.refused);
    Ok(done.refused)
}

async fn counts(call: &Call, dry_run: bool) -> Done {
    let began = call.now();
    let done = history::count(call, dry_run).await?;
    let ms = call.now().since_ms(began);
    for difference in &done.differences {
        println!("differs: {difference}");
    }
    for (before, after) in done.before.iter().zip(&done.after) {
        let changed = if before == after { "" } else { "  changed" };
        println!(
            "{}: {}/{} before, {}/{} now{changed}",
            after.table, before.recorded, before.approved, after.recorded, after.approved
        );
    }
    println!("records counted: {}\nmilliseconds: {ms}", done.records);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_as_eight_digits() {
        for (text, good) in
            [("20261118", true), ("20261131", false), ("202611", false), ("2026-11-18", false), ("", false)]
        {
            assert_eq!(day(text).is_ok(), good, "{text}");
        }
    }
}
