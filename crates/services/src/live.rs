//! Screens that wait for a person's next change. Invariant: a missed signal only costs time, never truth: who waits
//! reads the database again, at the latest after [`LOOK_MS_MAX`], so a touch taken by another process shows as well.

use domain::id::TechnicianId;
use std::{collections::BTreeSet, sync::Arc};
use tokio::sync::broadcast::{self, error::TryRecvError};

/// The longest a waiting screen goes without looking, milliseconds.
pub const LOOK_MS_MAX: u64 = 1_000;
const SIGNALS_MAX: usize = 4_096;

/// Tells waiting screens whose record changed.
#[derive(Debug, Clone)]
pub struct Board {
    changed: Arc<broadcast::Sender<TechnicianId>>,
}

impl Default for Board {
    fn default() -> Self {
        Self { changed: Arc::new(broadcast::channel(SIGNALS_MAX).0) }
    }
}

impl Board {
    /// Tells whose record changed.
    pub fn tell(&self, technicians: impl IntoIterator<Item = TechnicianId>) {
        if self.changed.receiver_count() == 0 {
            return;
        }
        for technician in technicians {
            // No receiver is no fault: nobody is looking.
            let _ = self.changed.send(technician);
        }
    }
    /// Begins to listen. Begin before reading what may change, so that no change falls between.
    pub fn watch(&self) -> Watch {
        Watch { changed: self.changed.subscribe() }
    }
}

/// A listening screen.
#[derive(Debug)]
pub struct Watch {
    changed: broadcast::Receiver<TechnicianId>,
}

impl Watch {
    /// Everybody who was told of since the last look, without waiting. Of whom it fell behind it knows nothing.
    pub fn told(&mut self, to: &mut BTreeSet<TechnicianId>) {
        loop {
            match self.changed.try_recv() {
                Ok(id) => {
                    to.insert(id);
                }
                Err(TryRecvError::Lagged(missed)) => metrics::counter!("live_missed").increment(missed),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }
    /// Waits until `technician` is told of, or the time to look again has come.
    pub async fn changed(&mut self, technician: TechnicianId) {
        // A receiver that fell behind looks at once: it cannot know whom it missed.
        let told = async { while matches!(self.changed.recv().await, Ok(id) if id != technician) {} };
        // The time running out is no fault: who waits reads again.
        let _ = tokio::time::timeout(core::time::Duration::from_millis(LOOK_MS_MAX), told).await;
    }
}
