//! The server's commands. Invariant: this crate knows the environment, HTTP and signals, but no SQL and no rule; what a
//! command or a request does is one call of a service.
#![forbid(unsafe_code)]

mod api;
mod background;
mod border;
mod certificate;
mod command;
mod config;
mod fault;
mod files;
mod given;
mod log;
mod page;
mod ready;
mod router;
mod serve;
mod session;
mod state;
mod telemetry;
#[cfg(test)]
mod tests;
mod world;

use clap::Parser;
use std::process::ExitCode;

/// Many small, short-lived values a request, freed by another thread than took them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::run(command::Arguments::parse())
}
