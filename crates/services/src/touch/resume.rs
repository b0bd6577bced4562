//! Touches that came while their site was closed, judged again once it is open. Invariant: by the rule and the writer of all touches,
//! each as of when it came; what has become a touch is resolved in the transaction that tells the office of it, so it is told
//! once, however often this is done, and what stands under another reason by now no longer stands as shut out.

use super::prepare::{self, Own, OwnBy, Prepared, Sender};
use crate::{
    call::{Call, Change},
    error::{Error, Result},
    notice,
};
use domain::{
    id::SiteId,
    notice::{NoticeKind, Value},
    time::Instant,
    touch::wire::Outcome,
};
use serde_json::json;
use store::touch::{self as rows, AsideKey, ClosedOut, Door};

/// As many are judged and told at once.
const AT_ONCE: u32 = 2_000;

/// Judges again what was set aside because the site was closed. What can still not become a touch stays set aside: as it was at a site
/// that was closed once more meanwhile or where it cannot be read any more, under its other reason where, say, its card was
/// stopped by then.
///
/// Errors: `Unavailable`: what was not judged yet is judged when it is called again.
pub(crate) async fn resume(call: &Call, site: SiteId) -> Result<()> {
    let mut after: Option<(Instant, AsideKey)> = None;
    loop {
        let found = rows::closed_out(call.db.read(), site, after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some((last.received_at, last.key));
        let judged = judged(call, site, &found).await?;
        if !judged.became.is_empty() || !judged.elsewhere.is_empty() {
            tell(call, site, &judged).await?;
        }
    }
}

/// What they came to.
#[derive(Debug, Default)]
struct Again {
    /// Those that are touches now.
    became: Vec<AsideKey>,
    /// Those that are set aside for another reason now.
    elsewhere: Vec<AsideKey>,
}

/// Hands them to the writer; says what they came to.
async fn judged(call: &Call, site: SiteId, found: &[ClosedOut]) -> Result<Again> {
    let (mut keys, mut items): (Vec<AsideKey>, Vec<Prepared>) = (Vec::new(), Vec::new());
    for (index, one) in (0_u32..).zip(found) {
        let Ok(item) = serde_json::from_str(&one.item) else { continue };
        if let Ok(item) = prepare::prepare(&*call.outside.keys, &sender(site, one), one.received_at, index, item) {
            keys.push(one.key);
            items.push(item);
        }
    }
    // What cannot even be read any more stays where it is, and holds nothing else up.
    let unread = found.len() - items.len();
    if unread > 0 {
        tracing::warn!(%site, unread, "touches of a closed site cannot be read any more");
    }
    if items.is_empty() {
        return Ok(Again::default());
    }
    let answers = call.outside.touches.submit(items).await?;
    let mut again = Again::default();
    for (key, answer) in keys.into_iter().zip(&answers) {
        match answer.outcome {
            // One that was written before a process died is a duplicate, and not told of yet.
            Outcome::Accepted | Outcome::Duplicate => again.became.push(key),
            Outcome::Quarantined | Outcome::Replay if answer.code.as_deref() != Some(rows::CLOSED) => {
                again.elsewhere.push(key);
            }
            Outcome::Quarantined | Outcome::Replay | Outcome::Rejected | Outcome::Retry => {}
        }
    }
    Ok(again)
}

/// By which door it came. That its device had made it was proven when it came, before it was looked whether the site was closed.
fn sender(site: SiteId, one: &ClosedOut) -> Sender {
    match (one.door, one.source) {
        (Door::Gate, device) => Sender::Gate { site, device, key: None },
        (Door::Partner, partner) => Sender::Partner { partner },
        (Door::Reader, Some(file)) => Sender::Reader { site, file },
        // By what a phone came is not kept with what was set aside: the least of it is believed.
        (Door::Own, _) | (Door::Reader, None) => Sender::Own(Own { site, by: OwnBy::Poster, distance: None }),
    }
}

/// Resolves them and tells the prime how many of them became touches.
async fn tell(call: &Call, site: SiteId, judged: &Again) -> Result<()> {
    let tx = call.db.begin().await?;
    rows::resolve_closed_out(&tx, &judged.elsewhere, call.now()).await?;
    let count = rows::resolve_closed_out(&tx, &judged.became, call.now()).await?;
    if count > 0 {
        let found = store::site::find(&tx, site).await?.ok_or(Error::NotFound)?;
        let whom = notice::Addressee::of_business(&tx, found.prime).await?;
        let values =
            [("count", Value::Count(i64::try_from(count).unwrap_or(i64::MAX))), ("site", Value::Text(found.name))];
        notice::tell(call, &tx, &whom, NoticeKind::TouchesResumed, values).await?;
        let change = Change {
            process: "site.touches_resumed",
            subject_kind: "site",
            subject_id: site.to_string(),
            new: Some(json!({ "touches": count })),
            ..Change::default()
        };
        call.note(&tx, change).await?;
    }
    tx.commit().await.map_err(store::Fault::from)?;
    Ok(())
}
