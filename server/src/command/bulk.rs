//! `bulk`: a file of many people, filed by a business from the console. Invariant: looking applies for nobody; it is done in
//! the name of a log-in of that business, as in its portal.

use super::{Done, Failure};
use crate::world::World;
use clap::{Args, Subcommand, ValueEnum};
use domain::{id::BulkId, technician::Stage};
use services::{Call, account, bulk};
use std::path::PathBuf;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Judges every row of a file and keeps what was found.
    Look {
        /// CSV in UTF-8 or Shift_JIS, or xlsx, with the headings of the portal's file to fill in.
        file: PathBuf,
        /// What is applied for.
        #[arg(long, default_value = "simple")]
        stage: Registration,
        #[command(flatten)]
        by: By,
    },
    /// Makes applications of the good rows of a file that was looked at.
    Take {
        /// The file's number, as `look` gave it.
        bulk: BulkId,
        #[command(flatten)]
        by: By,
    },
}

/// Who files.
#[derive(Debug, Args)]
pub struct By {
    /// A log-in of the business.
    #[arg(long)]
    login_id: String,
}

impl By {
    async fn call(&self, world: &World) -> Result<Call, Failure> {
        Ok(world.system().acting(account::actor_with(&world.db, &self.login_id).await?))
    }
}

/// What a person is registered as.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Registration {
    /// 簡略型.
    Simple,
    /// 詳細型.
    Detailed,
}

impl From<Registration> for Stage {
    fn from(registration: Registration) -> Self {
        match registration {
            Registration::Simple => Self::Simple,
            Registration::Detailed => Self::Detailed,
        }
    }
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Look { file, stage, by } => {
            let call = by.call(&world).await?;
            let content = std::fs::read(&file)
                .map_err(|fault| Failure::Words(format!("{} cannot be read: {fault}", file.display())))?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let id = bulk::look(&call, stage.into(), &name, content).await?;
            let (found, problems, _) = bulk::detail(&call, id).await?;
            println!("bulk: {id}\nrows: {}\ngood: {}\nproblems: {}", found.rows, found.good, found.problems);
            for it in problems {
                let why = i18n::problem::text(i18n::Lang::En, &it.problem);
                println!("{}{}\t{}\t{why}", it.letters, it.line, it.heading);
            }
        }
        Verb::Take { bulk: id, by } => {
            let call = by.call(&world).await?;
            bulk::take(&call, id).await?;
            let (found, ..) = bulk::detail(&call, id).await?;
            println!("taken: {} of {}; the rest is the work of the running server", found.taken, found.good);
        }
    }
    Ok(())
}
