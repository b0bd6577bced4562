//! `partner`: systems that send touches. Invariant: a client secret is printed once and kept as a hash only.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use domain::id::BusinessId;
use services::partner;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Registers a system and prints its credentials.
    Create {
        /// Name of the system.
        #[arg(long)]
        name: String,
        /// Business ID in whose name it sends.
        #[arg(long)]
        business: BusinessId,
    },
    /// Lets a system send nothing more, from now on.
    Disable {
        /// Its client id.
        #[arg(long, value_name = "ID")]
        client: String,
    },
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Create { name, business } => {
            let issued = partner::create(&world.system(), &name, business).await?;
            println!("client id: {}\nclient secret: {}", issued.client_id, issued.client_secret);
            eprintln!("The secret is shown this once.");
        }
        Verb::Disable { client } => {
            partner::disable(&world.system(), &client).await?;
            println!("{client} sends nothing more");
        }
    }
    Ok(())
}
