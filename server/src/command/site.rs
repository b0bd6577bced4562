//! `site`: the sites, for whoever runs the register. Invariant: one line a site, told apart by tabs.

use super::Done;
use crate::world::World;
use clap::Subcommand;
use domain::id::SiteId;
use services::site;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Lists the sites that are open: site ID, people on the roster today, name.
    List,
    /// Makes a site a training centre, whose touches are shown in the passport and are never history.
    Training {
        /// Site ID.
        #[arg(long)]
        site: SiteId,
    },
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::List => {
            for site in site::list(&world.system()).await?.into_iter().filter(|site| site.open) {
                println!("{}\t{}\t{}", site.id, site.people, site.name);
            }
        }
        Verb::Training { site } => {
            site::make_training(&world.system(), site).await?;
            println!("{site} is a training centre");
        }
    }
    Ok(())
}
