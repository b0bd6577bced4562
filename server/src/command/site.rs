//! `site`: the sites, for whoever runs the register. Invariant: one line a site, told apart by tabs.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use services::site;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists the sites that are open: site ID, people on the roster today, name.
    List,
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    let Verb::List = verb;
    for site in site::list(&world.system()).await?.into_iter().filter(|site| site.open) {
        println!("{}\t{}\t{}", site.id, site.people, site.name);
    }
    Ok(())
}
