//! Telling the gateway what is asked for. Invariant: told after the request stands, and at least once; a gateway that is
//! told twice of one reference knows it by the reference. It asks for what is still to come and for no more: what was paid
//! past it is told to it again.

use crate::{Call, Change, Result, outside::Announcement};
use domain::access::{Action, Resource};
use serde_json::json;

/// Told in one go.
const MANY: u64 = 500;

/// Tells the gateway of every request it does not know, of those of which another sum is still to come than it asks for,
/// and of those that want nothing any more. Gives how many.
pub async fn announce(call: &Call) -> Result<u64> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let mut told = 0;
    loop {
        let requests = store::fee::told::untold(call.db.read(), MANY).await?;
        let announcements: Vec<Announcement> = requests
            .iter()
            .filter_map(|fee| {
                let (reference, yen) = (fee.reference?, fee.claim().owed());
                Some(Announcement { reference, yen, due: fee.due, kind: fee.kind, asked: !yen.is_zero() })
            })
            .collect();
        if announcements.is_empty() {
            return Ok(told);
        }
        call.outside.gateway.announce(&announcements)?;
        let tx = call.db.begin().await?;
        store::fee::told::mark(&tx, &requests, call.now()).await?;
        told += u64::try_from(announcements.len()).unwrap_or(u64::MAX);
        let those = |asked: bool| -> Vec<String> {
            announcements.iter().filter(|told| told.asked == asked).map(|told| told.reference.to_string()).collect()
        };
        let change = Change {
            process: "fee.announce",
            subject_kind: "gateway",
            subject_id: call.outside.gateway.which().code().to_owned(),
            new: Some(json!({ "asked": those(true), "cancelled": those(false) })),
            ..Change::default()
        };
        call.note(&tx, change).await?;
        tx.commit().await?;
    }
}
