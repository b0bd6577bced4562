//! What this process may take. Invariant: a limit is never raised again, since the hard one is set with the soft one.

use rustix::{
    io::{self, Errno},
    process::{Resource, Rlimit, setrlimit},
};

/// Addresses: pictures of twenty pages and what a file of 10 MB unpacks to, not more.
const MEMORY_BYTES: u64 = 1 << 30;
/// Seconds of processor.
const CPU_SECONDS: u64 = 15;

/// Limits memory and processor; opens no files, writes none, starts no processes, leaves no picture of its memory.
/// Errors: what the system says of a limit it does not set.
pub fn limit() -> Result<(), Errno> {
    set(Resource::Core, 0)?;
    set(Resource::As, MEMORY_BYTES)?;
    set(Resource::Cpu, CPU_SECONDS)?;
    set(Resource::Fsize, 0)?;
    set(Resource::Nproc, 0)?;
    set(Resource::Nofile, 0)
}

fn set(resource: Resource, most: u64) -> io::Result<()> {
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
}
