//! 登録情報証明: certificates of a registration that stand without the register, making them, taking them back, and looking at them.
//! Invariant: what a certificate says is the register's word of this moment and is kept nowhere; what is kept is whose it is, its place in a
//! status list, and whether it still holds.

mod facts;
mod hand;
mod look;

pub use hand::{Wanted, make};
pub use look::{issuer, judge, lists, status};

use crate::{Call, Change, Error, Result};
use domain::{
    access::{Action, Denied, Resource},
    certificate::{Ended, Kind, Made, Own},
    id::{BusinessId, TechnicianId},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    certificate::{self as rows, Certificate, Holder},
};
use uuid::Uuid;

/// One that is no more, or was taken back before.
const DONE: &str = "conflict.already_done";
/// Certificates shown to their holder; older ones have ended long ago.
const SHOWN_MAX: u32 = 100;

/// Whose certificates the caller's own are. Errors: `Forbidden`.
fn own_holder(call: &Call, kind: Kind) -> Result<Holder> {
    let not_yours = Error::Forbidden(Denied::Role);
    call.authorize(Action::CertificateMake, &Resource::Register)?;
    match kind {
        Kind::Technician => call.actor.technician.map(Holder::Technician).ok_or(not_yours),
        Kind::Business => call.actor.business.map(Holder::Business).ok_or(not_yours),
    }
}

fn about(holder: Holder, process: &'static str) -> Change {
    let (subject_kind, subject_id) = match holder {
        Holder::Technician(id) => ("technician", id.to_string()),
        Holder::Business(id) => ("business", id.to_string()),
    };
    Change { process, subject_kind, subject_id, ..Change::default() }
}

/// List and place, as papers print them and whoever looks at one is told.
fn number_of(it: &Certificate) -> String {
    format!("{}-{}", it.list, it.place)
}

/// What a certificate of one's own can say today, and those made. Errors: `Forbidden`.
pub async fn own(call: &Call, kind: Kind) -> Result<Own> {
    let holder = own_holder(call, kind)?;
    let facts = facts::of(call, call.db.read(), holder).await?;
    let made = rows::of_holder(call.db.read(), holder, SHOWN_MAX).await?;
    let made = made.iter().map(|it| Made {
        id: it.id,
        number: number_of(it),
        made_at: it.made_at,
        until: it.until,
        ended: it.ended,
    });
    Ok(Own { offered: facts.words(), made: made.collect() })
}

/// Takes one of one's own back. Errors: `Forbidden`; `conflict.already_done` where there is none such that holds.
pub async fn end(call: &Call, kind: Kind, id: Uuid) -> Result<()> {
    let holder = own_holder(call, kind)?;
    let tx = call.db.begin().await?;
    if !rows::end(&tx, holder, id, (call.now(), Ended::Holder)).await? {
        return Err(Error::Conflict(DONE));
    }
    let new = json!({ "certificate": id, "why": Ended::Holder });
    call.note(&tx, Change { new: Some(new), ..about(holder, "certificate.end") }).await?;
    tx.commit().await?;
    Ok(())
}

async fn overtake(call: &Call, tx: &impl ConnectionTrait, holder: Holder, why: Ended) -> Result<()> {
    let many = rows::end_all(tx, holder, (call.now(), why)).await?;
    if many == 0 {
        return Ok(());
    }
    let new = json!({ "certificates": many, "why": why });
    call.note(tx, Change { new: Some(new), ..about(holder, "certificate.overtake") }).await
}

/// Ends a person's certificates, in the transaction of what makes them untrue.
pub(crate) async fn overtake_of_technician(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: TechnicianId,
    why: Ended,
) -> Result<()> {
    overtake(call, tx, Holder::Technician(id), why).await
}

/// The same of a business.
pub(crate) async fn overtake_of_business(call: &Call, tx: &impl ConnectionTrait, id: BusinessId) -> Result<()> {
    overtake(call, tx, Holder::Business(id), Ended::Registration).await
}
