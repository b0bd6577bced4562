//! `device`: phones and other devices at gates. Invariant: a credential is printed once and kept as a hash only.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use domain::{id::SiteId, touch::wire::GateEnrolment};
use services::touch;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Enrols a gate that nobody signs in at, such as a turnstile, and prints its credential; a line for each site named.
    Enrol {
        /// Site ID. May be given several times, also the same.
        #[arg(long, required = true)]
        site: Vec<SiteId>,
        /// Name of the gate, at most 20 characters.
        #[arg(long)]
        name: String,
    },
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    let Verb::Enrol { site, name } = verb;
    for site_id in site {
        let asked = GateEnrolment { site_id, name: name.clone() };
        println!("{}", touch::gate_enrol(&world.system(), &asked).await?.token);
    }
    eprintln!("The credentials are shown this once.");
    Ok(())
}
