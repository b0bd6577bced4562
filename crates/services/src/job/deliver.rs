//! Handing notices over to the ways they go by. Invariant: no transaction is open while somebody outside is waited for; what LINE has
//! said arrived is not handed over again, and what it took and never said arrived goes another way.

use super::{ARRIVAL, Work, end, finish, rows, set, was_done};
use crate::{
    Call, Change, Error, Result, notice,
    outside::{Post, PostFault},
};
use domain::{
    id::DeliveryId,
    notice::{ARRIVAL_MS, DeliveryState, Medium, wait_by},
};
use serde_json::json;
use std::sync::Arc;
use store::{ConnectionTrait, job::Job, notice::Delivery};

/// Hands a delivery over to its way. No transaction is open meanwhile: it may take seconds.
pub(super) async fn hand_over(call: &Call, job: &Job, id: DeliveryId) -> Result<()> {
    let found = store::notice::delivery(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    if found.state != DeliveryState::Waiting {
        return finish(call, job).await;
    }
    if notice::is_past(call, &found).await? {
        return pass(call, job, &found).await;
    }
    let Some(letter) = notice::written(call, &found).await? else { return finish(call, job).await };
    // Where LINE's answer was lost, and it said afterwards that the message arrived.
    let has_arrived = found.medium == Medium::Line && was_done(call, ARRIVAL, &id.to_string()).await?;
    let sent = match post_of(call, &found) {
        _ if has_arrived => Ok(()),
        Some(post) => tokio::task::spawn_blocking(move || post.send(&letter)).await.map_err(Error::internal)?,
        None => Err(PostFault::Refused("this way is no longer there".to_owned())),
    };
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    match sent {
        Ok(()) => {
            store::notice::advance(&tx, id, DeliveryState::Sent, tries, call.now()).await?;
            if found.medium == Medium::Line && call.outside.line.as_ref().is_some_and(|line| line.channel.is_some()) {
                set(call, &tx, Work::Arrival(id), call.now().plus_ms(ARRIVAL_MS)).await?;
            }
            end(call, &tx, job, None).await?;
        }
        Err(PostFault::NotNow(fault)) if let Some(wait) = wait_by(found.medium, tries) => {
            tracing::info!(fault, tries, "a notice is sent again later");
            if !rows::leave(&tx, job, call.now().plus_ms(wait), tries).await? {
                return Err(Error::Unavailable);
            }
        }
        Err(fault) => {
            let (state, words) = match fault {
                PostFault::Refused(words) => (DeliveryState::Bounced, words),
                PostFault::NotNow(words) => (DeliveryState::Failed, words),
            };
            notice::give_up(call, &tx, &Delivery { tries: job.tries, ..found.clone() }, state).await?;
            end(call, &tx, &Job { tries, ..job.clone() }, Some(&words)).await?;
        }
    }
    note(call, &tx, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a delivery up that nobody needs any more.
async fn pass(call: &Call, job: &Job, found: &Delivery) -> Result<()> {
    let tx = call.db.begin().await?;
    store::notice::advance(&tx, found.id, DeliveryState::Failed, found.tries, call.now()).await?;
    end(call, &tx, job, None).await?;
    note(call, &tx, found).await?;
    tx.commit().await?;
    Ok(())
}

/// Who takes it; `None` where the server has that way no more.
fn post_of(call: &Call, delivery: &Delivery) -> Option<Arc<dyn Post>> {
    match delivery.medium {
        Medium::Mail => Some(call.outside.mail.clone()),
        Medium::Text => Some(call.outside.text.clone()),
        Medium::Line => call.outside.line.as_ref().map(|line| line.post.clone()),
        Medium::Letter => None,
    }
}

/// LINE has not said of a message it took that it arrived.
pub(super) async fn miss(call: &Call, job: &Job, id: DeliveryId) -> Result<()> {
    let tx = call.db.begin().await?;
    notice::line::miss(call, &tx, id).await?;
    end(call, &tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}

/// The event of a try: what it came to, never to which address.
pub(super) async fn note(call: &Call, tx: &impl ConnectionTrait, before: &Delivery) -> Result<()> {
    let after = store::notice::delivery(tx, before.id).await?.ok_or(Error::NotFound)?;
    let change = Change {
        process: "notice.deliver",
        subject_kind: "notice",
        subject_id: before.notice_id.to_string(),
        old: Some(json!({ "state": before.state })),
        new: Some(json!({ "state": after.state, "medium": after.medium, "tries": after.tries })),
        ..Change::default()
    };
    call.note(tx, change).await
}
