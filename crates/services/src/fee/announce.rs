//! Telling the gateway what is asked for. Invariant: told after the request stands, and at least once; a gateway that is
//! told twice of one reference knows it by the reference.

use crate::{Call, Change, Result, outside::Announcement};
use domain::access::{Action, Resource};
use serde_json::json;

/// Told in one go.
const MANY: u64 = 500;

/// Tells the gateway of every request it does not know, and of those taken back. Gives how many.
pub async fn announce(call: &Call) -> Result<u64> {
    call.authorize(Action::FeeReceive, &Resource::Register)?;
    let mut told = 0;
    loop {
        let requests = store::fee::unannounced(call.db.read(), MANY).await?;
        let announcements: Vec<Announcement> = requests
            .iter()
            .filter_map(|fee| {
                let reference = fee.reference?;
                let asked = fee.withdrawn_at.is_none();
                Some(Announcement { reference, yen: fee.claim().asked, due: fee.due, kind: fee.kind, asked })
            })
            .collect();
        if announcements.is_empty() {
            return Ok(told);
        }
        call.outside.gateway.announce(&announcements)?;
        let tx = call.db.begin().await?;
        for fee in &requests {
            store::fee::mark_announced(&tx, fee, call.now()).await?;
        }
        told += u64::try_from(announcements.len()).unwrap_or(u64::MAX);
        let change = Change {
            process: "fee.announce",
            subject_kind: "gateway",
            subject_id: call.outside.gateway.which().code().to_owned(),
            new: Some(json!({ "requests": announcements.len() })),
            ..Change::default()
        };
        call.note(&tx, change).await?;
        tx.commit().await?;
    }
}
