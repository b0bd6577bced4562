//! `device`: phones and other devices at gates. Invariant: a credential is printed once and kept as a hash only.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use domain::{
    id::{DeviceId, SiteId},
    touch::wire::GateEnrolment,
};
use services::touch;
use uuid::Uuid;

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
    /// Lists the gates a site has and has had, newest first.
    List {
        /// Site ID.
        #[arg(long)]
        site: SiteId,
    },
    /// Ends a gate that was lost or stolen. What it has not sent is refused from now on.
    Revoke {
        /// Its id, as `device list` says it.
        #[arg(long)]
        id: Uuid,
    },
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Enrol { site, name } => {
            for site_id in site {
                let asked = GateEnrolment { site_id, name: name.clone() };
                println!("{}", touch::gate_enrol(&world.system(), &asked).await?.token);
            }
            eprintln!("The credentials are shown this once.");
        }
        Verb::List { site } => {
            for gate in touch::gates_of(&world.system(), site).await? {
                let state = if gate.revoked_at.is_some() { "ended" } else { "in use" };
                println!("{}  {state}  last heard of {}  {}", gate.id, gate.last_seen_at.date(), gate.name);
            }
        }
        Verb::Revoke { id } => {
            touch::gate_revoke(&world.system(), DeviceId(id)).await?;
            println!("{id} is no gate any more");
        }
    }
    Ok(())
}
