//! `seed` and the demonstration data of a first start. Invariant: made through the services, by the register itself.

use super::Done;
use crate::world::World;
use clap::Args;

/// How much to make.
#[derive(Debug, Clone, Copy, Args)]
pub struct Amount {
    /// People.
    #[arg(long, default_value_t = 1_000)]
    technicians: u32,
    /// History records.
    #[arg(long, default_value_t = 10_000)]
    records: u32,
}

/// Makes them.
pub async fn seed(_world: World, _amount: Amount) -> Done {
    Ok(())
}

/// The demonstration data of a first start; nothing where there is anybody already.
pub async fn demo(_world: &World) -> Result<(), String> {
    Ok(())
}
