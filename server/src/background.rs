//! What runs beside requests. Invariant: each job may fail and be tried again later without anybody noticing.

use crate::world::World;
use services::{application, document, fee, job, log::Sequencer, touch, upkeep};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);
/// How long a change waits at the most before the log is brought up to it: well below the ten seconds that are promised.
const LOG_EVERY: Duration = Duration::from_secs(2);

/// Makes months ahead, forgets what has ended, looks for numbers of gates that are missing, ends
/// gates of who has left, sets the work of the day and the
/// looking for mail that came back, at the start and every hour, until told to stop.
pub async fn upkeep(world: World, stop: CancellationToken) {
    loop {
        if let Err(error) = upkeep::months_ahead(&world.db, world.clock.now().date()).await {
            tracing::error!(%error, "months could not be made ahead");
        }
        if let Err(error) = upkeep::forget_ended(&world.db, world.clock.now()).await {
            tracing::warn!(%error, "what has ended could not be forgotten");
        }
        match application::forget_drafts(&world.system()).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "drafts nobody touched"),
            Err(error) => tracing::warn!(%error, "old drafts could not be forgotten"),
        }
        match document::sweep(&world.system()).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "pictures nothing referred to"),
            Err(error) => tracing::warn!(%error, "loose pictures could not be looked at"),
        }
        match touch::look_for_gaps(&world.system()).await {
            Ok(0) => {}
            Ok(found) => tracing::warn!(found, "numbers of gates are missing"),
            Err(error) => tracing::warn!(%error, "the numbers of gates could not be looked at"),
        }
        match touch::end_gates_left_behind(&world.system()).await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "gates of businesses that have left their sites"),
            Err(error) => tracing::warn!(%error, "gates of businesses that have left could not be ended"),
        }
        if let Err(error) = job::set_day(&world.system()).await {
            tracing::warn!(%error, "the work of the day could not be set");
        }
        if world.outside.returned.is_some()
            && let Err(error) = job::set_returned(&world.system()).await
        {
            tracing::warn!(%error, "nobody is set to look for mail that came back");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(HOUR) => {}
        }
    }
}

/// Tells the gateway what is asked for, at the start and every minute: whoever paid elsewhere is not to be asked again.
pub async fn announcements(world: World, stop: CancellationToken) {
    loop {
        match fee::announce(&world.system()).await {
            Ok(0) => {}
            Ok(told) => tracing::info!(told, "the payment gateway knows what is asked for"),
            Err(error) => tracing::warn!(%error, "the payment gateway could not be told"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(MINUTE) => {}
        }
    }
}

/// Brings commits to their place every second, so that no touch waits while it is done.
pub async fn checkpoints(world: World, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SECOND) => {}
        }
        if let Err(error) = world.db.checkpoint().await {
            tracing::debug!(%error, "a checkpoint is left to the next");
        }
    }
}

/// Brings the log of records up to what is committed, every two seconds, and at once where there is more to do.
pub async fn log(world: World, stop: CancellationToken) {
    let mut sequencer = Sequencer::start(&world.system());
    loop {
        match sequencer.pass(&world.system()).await {
            Ok(pass) if pass.more && !stop.is_cancelled() => {
                // A register that begins its log writes for a while, and touches are written between.
                tokio::task::yield_now().await;
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the log is brought up to date later"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOG_EVERY) => {}
        }
    }
}

/// Does the work the register has set itself, as it falls due.
pub async fn jobs(world: World, stop: CancellationToken) {
    loop {
        match job::run_due(&world.system()).await {
            Ok(0) => {}
            Ok(_) if !stop.is_cancelled() => continue,
            Ok(_) => return,
            Err(error) => tracing::warn!(%error, "work is left for later"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SECOND) => {}
        }
    }
}
