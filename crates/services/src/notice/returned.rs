//! 戻ってきたメール: mail that comes back after a server had taken it. Invariant: a report counts only where it names the mail by
//! what nobody can guess and the address it went to; what follows is what follows from any delivery that is given up; what
//! arrived is moved after that stands, so that a server that dies between the two looks at it again and changes nothing.

use super::go_otherwise;
use crate::{
    Call, Change, Error, Result,
    outside::{
        Arrived, ReturnedMail, Shelf,
        report::{self, Fate, Report},
    },
};
use domain::{
    access::{Action, Resource},
    listing::{Listed, Mark},
    notice::{AsideLine, AsideReason, Medium, StatusCode},
    time::HOUR_MS,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{ffi::OsString, sync::Arc};
use store::{
    ConnectionTrait,
    notice::{self as notices, Delivery, returned as rows},
};
use subtle::ConstantTimeEq;

/// Nothing more is to be done, or why somebody should look at it.
type Judged = core::result::Result<(), AsideReason>;

/// Looked at before other work has its turn.
const AT_ONCE_MAX: usize = 50;
/// What was put aside is listed so long; the mails themselves stay.
const ASIDE_MS: i64 = 90 * 24 * HOUR_MS;

/// The part after `after` of what was put aside, latest first.
pub async fn aside(call: &Call, after: Option<Mark>) -> Result<Listed<AsideLine>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::aside(call.db.read(), &scope, after).await?)
}

/// Takes off the list what was put aside long ago.
pub(crate) async fn forget_aside(call: &Call, tx: &impl ConnectionTrait) -> Result<()> {
    Ok(rows::forget_aside(tx, call.now().plus_ms(-ASIDE_MS)).await?)
}

/// Takes in what came back; `true` where more may wait. Nothing where nobody delivers it here. Errors: the place cannot be read,
/// or nothing in it be moved.
pub(crate) async fn take_in(call: &Call) -> Result<bool> {
    let Some(place) = call.outside.returned.clone() else { return Ok(false) };
    let names = blocking(&place, |place| place.waiting(AT_ONCE_MAX)).await??;
    let count = names.len();
    for name in names {
        one(call, &place, name).await?;
    }
    Ok(count == AT_ONCE_MAX)
}

async fn blocking<T: Send + 'static>(
    place: &Arc<dyn ReturnedMail>,
    work: impl FnOnce(&dyn ReturnedMail) -> T + Send + 'static,
) -> Result<T> {
    let place = place.clone();
    tokio::task::spawn_blocking(move || work(&*place)).await.map_err(Error::internal)
}

/// One thing that arrived.
async fn one(call: &Call, place: &Arc<dyn ReturnedMail>, name: OsString) -> Result<()> {
    let named = name.clone();
    let arrived = blocking(place, move |place| place.read(&named)).await?;
    let (judged, content) = match arrived {
        Arrived::Gone => return Ok(()),
        Arrived::TooLarge(bytes) => (Err(AsideReason::TooLarge), bytes),
        Arrived::Unreadable => (Err(AsideReason::Unreadable), Vec::new()),
        Arrived::Whole(bytes) => {
            // Of what anybody may send no more is known than that it is short: it is read where it holds nobody up.
            let (report, bytes) = blocking(place, move |_| (report::read(&bytes), bytes)).await?;
            (judge(call, report).await?, bytes)
        }
    };
    let shelf = match judged {
        Ok(()) => Shelf::Done,
        Err(reason) => {
            put_aside(call, &name, &content, reason).await?;
            Shelf::Aside
        }
    };
    blocking(place, move |place| place.put(&name, shelf)).await?
}

/// Does what follows from a report. What cannot be done for a reason of ours is put aside, so that others do not wait behind it.
async fn judge(call: &Call, report: core::result::Result<Report, AsideReason>) -> Result<Judged> {
    let report = match report {
        Ok(report) => report,
        Err(reason) => return Ok(Err(reason)),
    };
    match follow(call, &report).await {
        Err(error @ (Error::Internal(_) | Error::NotFound)) => {
            tracing::error!(%error, "a report of a mail that came back could not be followed");
            Ok(Err(AsideReason::Broken))
        }
        done => done,
    }
}

async fn follow(call: &Call, report: &Report) -> Result<Judged> {
    let Some(delivery) = named(call, report).await? else { return Ok(Err(AsideReason::UnknownMail)) };
    match report.of(&delivery.address) {
        None => Ok(Err(AsideReason::OtherAddress)),
        Some(Fate::OnItsWay) => Ok(Ok(())),
        Some(Fate::Failed(with)) => come_back(call, &delivery, with).await.map(Ok),
    }
}

/// The mail of ours that a report names.
async fn named(call: &Call, report: &Report) -> Result<Option<Delivery>> {
    for mail in &report.mails {
        let found = notices::delivery(call.db.read(), mail.delivery).await?;
        let is_named = |found: &Delivery| {
            let key = found.return_key.as_deref().filter(|_| found.medium == Medium::Mail);
            key.is_some_and(|key| bool::from(key.as_bytes().ct_eq(mail.key.as_bytes())))
        };
        if let Some(found) = found.filter(is_named) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A mail that had been taken came back: what follows is what follows from one that never went. Nothing where it came back or
/// was given up before.
async fn come_back(call: &Call, delivery: &Delivery, with: StatusCode) -> Result<()> {
    let tx = call.db.begin().await?;
    if !rows::come_back(&tx, delivery.id, with, call.now()).await? {
        return Ok(());
    }
    go_otherwise(call, &tx, delivery).await?;
    let after = notices::delivery(&tx, delivery.id).await?.ok_or(Error::NotFound)?;
    let change = Change {
        process: "notice.returned",
        subject_kind: "notice",
        subject_id: delivery.notice_id.to_string(),
        old: Some(json!({ "state": delivery.state })),
        new: Some(json!({ "state": after.state, "medium": after.medium, "status": with.to_string() })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

async fn put_aside(call: &Call, name: &OsString, content: &[u8], reason: AsideReason) -> Result<()> {
    let name = name.to_string_lossy().into_owned();
    let mut digest = Sha256::new();
    digest.update(name.as_bytes());
    digest.update([0]);
    digest.update(content);
    let line = AsideLine { id: call.ids.ordered(call.now()), name, reason, at: call.now() };
    let tx = call.db.begin().await?;
    if !rows::put_aside(&tx, &line, &hex::encode(digest.finalize())).await? {
        return Ok(());
    }
    let change = Change {
        process: "mail.put_aside",
        subject_kind: "mail",
        subject_id: line.id.to_string(),
        new: Some(json!({ "reason": line.reason })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
