//! `seed` and the demonstration of `serve --demo`. Invariant: made through the services, by the register itself.

use super::Done;
use crate::world::World;
use clap::Args;
use services::seed;

/// How much to make.
#[derive(Debug, Clone, Copy, Args)]
pub struct Amount {
    /// People.
    #[arg(long, default_value_t = 1_000)]
    technicians: u32,
    /// History records.
    #[arg(long, default_value_t = 10_000)]
    records: u64,
    /// The same number makes the same people and records.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Makes them.
pub async fn seed(world: World, amount: Amount) -> Done {
    let made = seed::bulk(&world.system(), amount.technicians, amount.records, amount.seed).await?;
    println!("technicians: {}, the first {}", made.technicians, made.first);
    println!("businesses: {}\nsites: {}\nrecords: {}", made.businesses, made.sites, made.records);
    println!("password of every technician: {}", seed::PASSWORD);
    Ok(())
}

/// The demonstration, or the log-ins again where it was made before; nothing in a register that
/// has data of its own.
pub async fn demo(world: &World) -> Result<(), String> {
    let demo = match seed::demo(&world.system()).await {
        Ok(demo) => demo,
        Err(services::Error::Rejected(rejection)) if rejection.code == "seed.not_empty" => return Ok(()),
        Err(services::Error::Conflict("seed.not_empty")) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    println!("demonstration log-ins, password {}:", seed::PASSWORD);
    for log_in in &demo.log_ins {
        let code = if log_in.second_factor { "  + code" } else { "" };
        println!("  {}  {}  {:?}{code}", log_in.login_id, log_in.name, log_in.role);
    }
    println!("authenticator secret: {}", demo.totp_secret);
    Ok(())
}
