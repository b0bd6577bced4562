//! Asks the register again and again while the first screen is looked at. Invariant: one request at a time, none while
//! the page is hidden, and never more than four a second even where the register answers at once.

use super::{live::Link, now_after};
use crate::shell::error::LOG_IN_FIRST;
use domain::passport::Now;
use js_sys::{Function, Promise};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

const BREATH_MS: i32 = 250;
const RETRY_MS: i32 = 5_000;
/// Older than every version there is.
const NOTHING_KNOWN: i64 = -1;

/// Keeps `now` fresh and tells in `link` whether that works.
pub fn follow(now: RwSignal<Now>, link: RwSignal<Link>) {
    spawn_local(async move {
        let mut at_once = false;
        loop {
            until_seen().await;
            // Read before asking: a guard held while waiting would stop the write that follows.
            let version = if at_once { NOTHING_KNOWN } else { now.with_untracked(|now| now.version) };
            match now_after(version).await {
                Ok(newer) => {
                    at_once = false;
                    now.set(newer);
                    link.set(Link::Up);
                    pause(BREATH_MS).await;
                }
                Err(error) if error.code == LOG_IN_FIRST => {
                    link.set(Link::LoggedOut);
                    return;
                }
                Err(_) => {
                    // The first answer after that is wanted now, changed or not, so that the strip can go.
                    at_once = true;
                    link.set(Link::Down);
                    pause(RETRY_MS).await;
                }
            }
        }
    });
}

/// Returns at once while the page is visible, else when it becomes so.
async fn until_seen() {
    while document().hidden() {
        settle(|resolve| drop(document().add_event_listener_with_callback("visibilitychange", resolve))).await;
    }
}

async fn pause(ms: i32) {
    settle(|resolve| drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(resolve, ms))).await;
}

/// Waits until `arrange` has had its function called. It cannot fail: nothing rejects the promise.
async fn settle(arrange: impl Fn(&Function)) {
    let promise = Promise::new(&mut |resolve, _| arrange(&resolve));
    drop(JsFuture::from(promise).await);
}
