//! What was sent to people. Invariant: a message is kept or refused, as the test says, never lost.

use services::outside::{Letter, Post, PostFault};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
    mpsc::{Receiver, Sender, channel},
};

/// Keeps what is handed over, after as many faults as it was told of.
#[derive(Default)]
pub struct Outbox {
    sent: Mutex<Vec<Letter>>,
    faults: Mutex<Vec<PostFault>>,
    gate: Mutex<Option<Receiver<()>>>,
    held: AtomicBool,
}

impl Outbox {
    /// What was handed over so far.
    pub fn sent(&self) -> Vec<Letter> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Answers the next messages so, in this order, and takes what comes after.
    pub fn fail(&self, faults: Vec<PostFault>) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }
    /// Holds the next message, as a mail server that does not answer, until something is sent into what this gives.
    pub fn hold_next(&self) -> Sender<()> {
        let (open, gate) = channel();
        *self.gate.lock().unwrap_or_else(PoisonError::into_inner) = Some(gate);
        self.held.store(false, Ordering::SeqCst);
        open
    }
    /// Waits until a message is held.
    pub async fn wait_held(&self) {
        while !self.held.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    }
}

impl Post for Outbox {
    fn send(&self, letter: &Letter) -> Result<(), PostFault> {
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(gate) = gate {
            self.held.store(true, Ordering::SeqCst);
            // One that was dropped lets the message pass as well.
            let _ = gate.recv();
        }
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if !faults.is_empty() {
            return Err(faults.remove(0));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}
