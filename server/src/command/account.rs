//! `account`: log-ins made by whoever runs the server. Invariant: an issued password is printed once and kept nowhere.

use super::{Done, Failure};
use crate::world::World;
use clap::{Args, Subcommand, ValueEnum};
use domain::{account::AccountKind, id::BusinessId};
use services::account::{self, NewAccount};

/// Makes the log-in with which everything else can be begun.
pub const FIRST_OPERATOR: &str = "server account create --role operator --login-id ID --name NAME";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Makes a log-in and prints its password.
    Create(New),
    /// Gives a log-in whose holder forgot it another password and prints it, after the papers of who asks were seen.
    /// Technicians are let in again on the page `/recover`.
    Password {
        /// What is typed to log in.
        #[arg(long)]
        login_id: String,
        /// Who asked and which papers were seen; it stands in the trail. No number of a document.
        #[arg(long)]
        reason: String,
    },
}

/// Kinds of log-in that are made here. Others come from a registration, or belong to an office or a scrivener
/// (`server registrar staff`, the operator's pages).
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Operator,
    Reviewer,
    BusinessAdmin,
    Evaluator,
    Sponsor,
    Client,
    MemberBody,
}

impl From<Kind> for AccountKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Operator => Self::Operator,
            Kind::Reviewer => Self::Reviewer,
            Kind::BusinessAdmin => Self::BusinessAdmin,
            Kind::Evaluator => Self::Evaluator,
            Kind::Sponsor => Self::Sponsor,
            Kind::Client => Self::Client,
            Kind::MemberBody => Self::MemberBody,
        }
    }
}

/// The log-in to make.
#[derive(Debug, Args)]
pub struct New {
    /// What kind of person logs in with it.
    #[arg(long)]
    role: Kind,
    /// What is typed to log in.
    #[arg(long)]
    login_id: String,
    /// Name for its screens.
    #[arg(long)]
    name: String,
    /// Business ID it belongs to, for a business's log-in.
    #[arg(long)]
    business: Option<BusinessId>,
}

/// Whether there is any log-in besides technicians'.
pub async fn is_anybody(world: &World) -> Result<bool, String> {
    account::is_anybody(&world.system()).await.map_err(|error| error.to_string())
}

/// Does it.
pub async fn perform(world: World, verb: Verb) -> Done {
    match verb {
        Verb::Create(new) => create(&world, new).await,
        Verb::Password { login_id, reason } => {
            let issued = account::renew_password(&world.system(), &login_id, &reason).await?;
            println!("login id: {}\npassword: {}", issued.login_id, issued.password);
            eprintln!("The password is shown this once. Whoever was logged in with the one before is logged out.");
            Ok(())
        }
    }
}

async fn create(world: &World, new: New) -> Done {
    let New { role, login_id, name, business } = new;
    let kind = AccountKind::from(role);
    if kind == AccountKind::BusinessAdmin && business.is_none() {
        return Err(Failure::Words("--business says which business the log-in belongs to".to_owned()));
    }
    let new = NewAccount { kind, login_id, name, password: None, technician: None, business, sites: Vec::new() };
    let issued = account::create(&world.system(), new).await?;
    println!("login id: {}\npassword: {}", issued.login_id, issued.password);
    eprintln!("The password is shown this once. An authenticator app is set up at the first log-in.");
    Ok(())
}
