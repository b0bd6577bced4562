//! The command line. Invariant: a command prints its result on standard output and what went wrong on standard error, and
//! its exit code is 0 only where it did what was asked.

pub mod account;
mod bulk;
mod card;
mod certificate;
mod device;
mod doctor;
mod fee;
mod history;
mod level;
mod log;
mod partner;
mod recount;
mod registrar;
pub mod seed;
mod site;

use crate::{
    api::openapi,
    config::{self, Config, Said},
    serve, telemetry,
    world::{self, World},
};
use clap::{Args, Parser, Subcommand};
use core::fmt;
use std::{future::Future, net::SocketAddr, path::PathBuf, process::ExitCode};

/// The register of careers in construction.
#[derive(Debug, Parser)]
#[command(name = "server", version)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    place: Place,
}

/// Where things are.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// Folder of the database, keys and photos; made when absent.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// TOML file with settings; the environment's `CONFIG` names one too.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serves pages, gates and partner systems until told to stop.
    #[command(after_help = config::help())]
    Serve {
        /// Address to listen on.
        #[arg(long)]
        addr: Option<SocketAddr>,
        /// Folder of the built front end.
        #[arg(long, value_name = "DIR")]
        site: Option<PathBuf>,
        /// Fills an empty register with invented people and sites, whose passwords are public. Only where both the
        /// address and the base URL are this machine's own.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the database's schema up to date.
    Migrate,
    /// Makes invented people and records, for measuring.
    Seed(seed::Amount),
    /// Looks at everything the server needs and says what is wrong.
    Doctor {
        /// Folder of the built front end.
        #[arg(long, value_name = "DIR")]
        site: Option<PathBuf>,
        /// Instead, counts all touches and records and compares the kept counts with them.
        #[arg(long)]
        recount: bool,
    },
    /// Sites.
    #[command(subcommand)]
    Site(site::Verb),
    /// Devices at gates.
    #[command(subcommand)]
    Device(device::Verb),
    /// Log-ins.
    #[command(subcommand)]
    Account(account::Verb),
    /// Partner systems.
    #[command(subcommand)]
    Partner(partner::Verb),
    /// Certified registrars.
    #[command(subcommand)]
    Registrar(registrar::Verb),
    /// Fees: what was paid, what the gateway is told, closing months.
    #[command(subcommand)]
    Fee(fee::Verb),
    /// Files of many people, as a business sends them.
    #[command(subcommand)]
    Bulk(bulk::Verb),
    /// History: records and kept counts made anew from the facts, approvals taken back.
    #[command(subcommand)]
    History(history::Verb),
    /// Levels: where everybody stands by the criteria.
    #[command(subcommand)]
    Level(level::Verb),
    /// The log of history records: whether it is what it says, proofs of it, its keys.
    #[command(subcommand)]
    Log(log::Verb),
    /// Cards and their keys.
    #[command(subcommand)]
    Card(card::Verb),
    /// Certificates of registration: the keys they are signed with.
    #[command(subcommand)]
    Certificate(certificate::Verb),
    /// Verifies the file of a certificate of registration, without a database and without a network.
    Verify(certificate::Checked),
    /// Prints the description of the partner and gate interface.
    Openapi,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The configuration, with every fault.
    Configuration(Vec<config::Fault>),
    /// In words.
    Words(String),
}

impl From<String> for Failure {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<services::Error> for Failure {
    fn from(error: services::Error) -> Self {
        Self::Words(match error {
            services::Error::Rejected(rejection) => {
                let fields = rejection.fields.iter().map(|problem| {
                    format!("\n  {}: {}", problem.field, i18n::problem::text(i18n::Lang::En, &problem.problem))
                });
                format!("{}{}", said(rejection.code), fields.collect::<String>())
            }
            services::Error::Conflict(code) => said(code),
            services::Error::NotFound => said("not_found"),
            other => other.to_string(),
        })
    }
}

fn said(code: &str) -> String {
    format!("{code}: {}", i18n::code::reason(i18n::Lang::En, code).unwrap_or_default())
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Configuration(faults) => {
                write!(f, "configuration: {} faults", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
            }
        }
    }
}

type Done = Result<(), Failure>;

fn configuration(place: &Place, addr: Option<SocketAddr>, site: Option<PathBuf>) -> Result<Config, Failure> {
    let file = place.config.clone().or_else(|| config::variable("CONFIG").map(PathBuf::from));
    let text = match &file {
        Some(path) => {
            Some(std::fs::read_to_string(path).map_err(|fault| format!("{} cannot be read: {fault}", path.display()))?)
        }
        None => None,
    };
    let said = Said { addr, data: place.data.clone(), site };
    Config::read(&said, &config::variable, text.as_deref()).map_err(Failure::Configuration)
}

fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|fault| format!("no runtime: {fault}"))?.block_on(work)
}

/// Opens the world for a command, does the work, and writes what waits.
fn in_world<T, F: Future<Output = Result<T, Failure>>>(
    place: &Place,
    work: impl FnOnce(World) -> F,
) -> Result<T, Failure> {
    let config = configuration(place, None, None)?;
    telemetry::log(&config);
    wait(async {
        let world = World::open(config).await?;
        let done = work(world.clone()).await;
        world.outside.touches.close().await;
        done
    })
}

/// Runs the command.
pub fn run(arguments: Arguments) -> ExitCode {
    let place = arguments.place;
    let done = match arguments.verb.unwrap_or(Verb::Serve { addr: None, site: None, demo: false }) {
        Verb::Serve { addr, site, demo } => {
            configuration(&place, addr, site).and_then(|config| wait(serve::serve(config, demo)))
        }
        Verb::Migrate => migrate(&place),
        Verb::Seed(amount) => in_world(&place, |world| seed::seed(world, amount)),
        Verb::Doctor { recount: true, .. } => {
            configuration(&place, None, None).and_then(|config| wait(recount::recount(config)))
        }
        Verb::Doctor { site, .. } => configuration(&place, None, site).and_then(|config| wait(doctor::examine(config))),
        Verb::Site(verb) => in_world(&place, |world| site::perform(world, verb)),
        Verb::Device(verb) => in_world(&place, |world| device::perform(world, verb)),
        Verb::Account(verb) => in_world(&place, |world| account::perform(world, verb)),
        Verb::Partner(verb) => in_world(&place, |world| partner::perform(world, verb)),
        Verb::Registrar(verb) => in_world(&place, |world| registrar::perform(world, verb)),
        Verb::Fee(verb) => in_world(&place, |world| fee::perform(world, verb)),
        Verb::Bulk(verb) => in_world(&place, |world| bulk::perform(world, verb)),
        Verb::History(verb) => in_world(&place, |world| history::perform(world, verb)),
        Verb::Level(verb) => in_world(&place, |world| level::perform(world, verb)),
        Verb::Log(verb) => log::perform(&place, verb),
        Verb::Card(verb) => card::perform(&place, verb),
        Verb::Certificate(verb) => certificate::perform(&place, &verb),
        Verb::Verify(checked) => certificate::verify(&checked),
        Verb::Openapi => print(&openapi::document()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(if matches!(failure, Failure::Configuration(_)) { 2 } else { 1 })
        }
    }
}

fn print(document: &serde_json::Value) -> Done {
    let text = serde_json::to_string_pretty(document).map_err(|fault| fault.to_string())?;
    println!("{text}");
    Ok(())
}

fn migrate(place: &Place) -> Done {
    let config = configuration(place, None, None)?;
    telemetry::log(&config);
    wait(async {
        let db = world::connect(&config).await?;
        world::migrate(&db).await?;
        println!("the schema is up to date");
        Ok(())
    })
}
