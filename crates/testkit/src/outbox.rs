//! What was sent to people. Invariant: a message is kept or refused, as the test says, never lost.

use services::outside::{Letter, Post, PostFault};
use std::sync::{Mutex, PoisonError};

/// Keeps what is handed over, after as many faults as it was told of.
#[derive(Default)]
pub struct Outbox {
    sent: Mutex<Vec<Letter>>,
    faults: Mutex<Vec<PostFault>>,
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
}

impl Post for Outbox {
    fn send(&self, letter: &Letter) -> Result<(), PostFault> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if !faults.is_empty() {
            return Err(faults.remove(0));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}
