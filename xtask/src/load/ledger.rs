//! What the clients were told is recorded.
//!
//! Invariant: an acknowledgement is in the file before it is counted, so that the count never exceeds what is written.

use anyhow::{Context, Result};
use domain::id::TouchId;
use std::{fs::File, io::Write, path::Path};

/// One client's file of acknowledged touches, an id a line.
pub struct Ledger {
    file: File,
    count: u64,
}

impl Ledger {
    /// Starts the file of client number `client` in `folder`, after what an earlier run of the same client wrote.
    pub fn open(folder: &Path, client: usize) -> Result<Self> {
        let path = folder.join(format!("acknowledged-{client:03}"));
        let file = File::options().create(true).append(true).open(&path);
        let file = file.with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Self { file, count: 0 })
    }

    /// Writes an acknowledgement down.
    pub fn note(&mut self, id: TouchId) -> Result<()> {
        self.file.write_all(format!("{id}\n").as_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// How many were noted.
    pub const fn count(&self) -> u64 {
        self.count
    }
}
