//! What LINE says of messages it took. Invariant: only what is signed with the channel's secret is believed; a message LINE is silent
//! about did not arrive, and goes on as any delivery that was given up.

use super::go_otherwise;
use crate::{Call, Change, Error, Result, job};
use domain::{
    access::Actor,
    id::DeliveryId,
    notice::{DeliveryState, Medium},
};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{
    ConnectionTrait,
    notice::{self as rows, Delivery},
};

/// It is not signed as LINE signs.
const NOT_SIGNED: &str = "line.signature";

/// What LINE posts. Events are of many kinds, and others may come.
#[derive(Debug, Deserialize)]
struct Told {
    events: Vec<Value>,
}

/// Which message an event says arrived (配信完了イベント), by the tag it was handed over with; `None` where it says something else.
fn arrived(event: &Value) -> Option<DeliveryId> {
    let tag = event["delivery"]["data"].as_str().filter(|_| event["type"] == "delivery");
    tag.and_then(|tag| tag.parse().ok())
}

/// Takes in what LINE says, as the body came. What is signed needs no other permission: whoever signs so is LINE. Events of other kinds
/// and of messages that are not this register's say nothing to it. Errors: `NotFound` where the server has no channel there,
/// `line.signature`, `malformed`.
pub async fn heard(call: &Call, body: &[u8], signature: &str) -> Result<()> {
    let channel = call.outside.line.as_ref().and_then(|line| line.channel.as_ref()).ok_or(Error::NotFound)?;
    if !channel.has_signed(body, signature) {
        return Err(Error::rejected(NOT_SIGNED));
    }
    let told: Told = serde_json::from_slice(body).map_err(|_| Error::rejected("malformed"))?;
    let call = call.acting(Actor::system());
    for id in told.events.iter().filter_map(arrived) {
        arrive(&call, id).await?;
    }
    Ok(())
}

/// A message arrived: it is not waited for any more. Said again it changes nothing, nor does it once the notice went another way.
async fn arrive(call: &Call, id: DeliveryId) -> Result<()> {
    let tx = call.db.begin().await?;
    let goes_by_line = |found: &Delivery| {
        found.medium == Medium::Line && matches!(found.state, DeliveryState::Waiting | DeliveryState::Sent)
    };
    let found = rows::delivery(&tx, id).await?.filter(goes_by_line);
    let Some(found) = found else { return Ok(()) };
    if !job::spare(call, &tx, job::Work::Arrival(id)).await? {
        return Ok(());
    }
    let change = Change {
        process: "notice.arrive",
        subject_kind: "notice",
        subject_id: found.notice_id.to_string(),
        new: Some(json!({ "medium": found.medium })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// LINE took a message and never said that it arrived: what follows is what follows from one it refused.
pub(crate) async fn miss(call: &Call, tx: &impl ConnectionTrait, id: DeliveryId) -> Result<()> {
    let found = rows::delivery(tx, id).await?.ok_or(Error::NotFound)?;
    if !rows::returned::miss(tx, id, call.now()).await? {
        return Ok(());
    }
    go_otherwise(call, tx, &found).await?;
    let after = rows::delivery(tx, id).await?.ok_or(Error::NotFound)?;
    let change = Change {
        process: "notice.miss",
        subject_kind: "notice",
        subject_id: found.notice_id.to_string(),
        old: Some(json!({ "state": found.state })),
        new: Some(json!({ "state": after.state, "medium": after.medium })),
        ..Change::default()
    };
    call.note(tx, change).await
}
