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
    /// Enrols a gate that nobody signs in at, such as a turnstile, and prints its credential, as JSON; a line for each site
    /// named.
    Enrol {
        /// Site ID. May be given several times, also the same.
        #[arg(long, required = true)]
        site: Vec<SiteId>,
        /// Name of the gate, at most 20 characters.
        #[arg(long)]
        name: String,
        /// Public key of the pair made on the device, by which its touches are verified: ECDSA P-256, SEC 1 uncompressed,
        /// 130 hexadecimal digits.
        #[arg(long)]
        public_key: String,
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
        /// Why, for the site's page and the log of events.
        #[arg(long)]
        reason: String,
    },
    /// Looks for numbers of gates that are missing, and lists them.
    Losses,
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Enrol { site, name, public_key } => {
            for site_id in site {
                let public_key = Some(public_key.clone());
                let name = name.clone();
                let asked = GateEnrolment { site_id, name, public_key, phone: None, last_seq: 0, section_id: None };
                let made = touch::gate_enrol(&world.system(), &asked).await?;
                println!("{}", serde_json::to_string(&made).map_err(|error| error.to_string())?);
            }
            eprintln!("The credentials are shown this once.");
        }
        Verb::List { site } => {
            for gate in touch::gates_of(&world.system(), site).await?.gates {
                let state = if gate.revoked_at.is_some() { "ended" } else { "in use" };
                println!("{}  {state}  last heard of {}  {}", gate.id, gate.last_seen_at.date(), gate.name);
            }
        }
        Verb::Revoke { id, reason } => {
            touch::gate_revoke(&world.system(), None, DeviceId(id), &reason).await?;
            println!("{id} is no gate any more");
        }
        Verb::Losses => {
            touch::look_for_gaps(&world.system()).await?;
            for lost in touch::losses(&world.system()).await? {
                let gap = lost.missing.gap;
                println!("{}  {}  {} to {}  {}", lost.site, gap.device, gap.from, gap.to, lost.gate);
            }
        }
    }
    Ok(())
}
