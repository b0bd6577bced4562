//! 見せるコード: showing the passport to somebody without a log-in, and who saw what. Invariant: whoever opens a code is noted in the same
//! transaction in which what it shows is allowed, and the person is told of the first.

use crate::{
    Call, Change, Error, Result, account, document,
    notice::{self, Addressee},
    passport,
};
use domain::{
    access::{Denied, Role},
    card::{CardShown, CardViewer},
    id::TechnicianId,
    notice::{NoticeKind, Value},
    poster::is_token,
    share::{LookBy, LookLine, LookWhat, ShownPerson, ShownQualification, opens, opens_until},
    technician::validity::Validity,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    share::{self as rows, Look, Share},
    technician::{Technician, detail},
};

/// Looks shown at most.
const LOOKS_MAX: u32 = 200;

fn own(call: &Call) -> Result<TechnicianId> {
    passport::may_open(call)?;
    call.actor.technician.ok_or(Error::Forbidden(Denied::NotYours))
}

async fn note(call: &Call, tx: &impl ConnectionTrait, process: &'static str, id: TechnicianId) -> Result<()> {
    let change = Change { process, subject_kind: "technician", subject_id: id.to_string(), ..Change::default() };
    call.note(tx, change).await
}

/// The code of who is logged in, while it opens. Errors: `Forbidden`.
pub async fn of_own(call: &Call) -> Result<Option<Share>> {
    let share = rows::of_technician(call.db.read(), own(call)?).await?;
    Ok(share.filter(|share| opens(share.made_at, call.now())))
}

/// Makes a code for ten minutes; the one before opens nothing any more. Errors: `Forbidden`.
pub async fn make(call: &Call) -> Result<()> {
    let technician = own(call)?;
    let share = Share { technician, token: hex::encode(call.ids.bytes::<16>()), made_at: call.now() };
    let tx = call.db.begin().await?;
    rows::keep(&tx, &share).await?;
    note(call, &tx, "share.make", technician).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the code of who is logged in; nothing where there is none. Errors: `Forbidden`.
pub async fn end(call: &Call) -> Result<()> {
    let technician = own(call)?;
    let tx = call.db.begin().await?;
    if rows::end(&tx, technician).await? {
        note(call, &tx, "share.end", technician).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn opened(call: &Call, token: &str) -> Result<(Share, Technician)> {
    let db = call.db.read();
    let share = if is_token(token) { rows::by_token(db, token).await? } else { None };
    let share = share.filter(|share| opens(share.made_at, call.now())).ok_or(Error::NotFound)?;
    let person = store::technician::find(db, share.technician).await?.ok_or(Error::NotFound)?;
    Ok((share, person))
}

/// What a code shows to whoever holds its link; that it was opened is noted, and the person told of the first time. Errors: `NotFound`
/// where it opens nothing (any more); `rate_limited`.
pub async fn open(call: &Call, token: &str) -> Result<ShownPerson> {
    let (share, person) = opened(call, token).await?;
    if call.actor.technician != Some(person.id) {
        account::count(call, "share", &person.id.to_string()).await?;
        let tx = call.db.begin().await?;
        note(call, &tx, "share.open", person.id).await?;
        if rows::opened(&tx, token, call.now()).await? {
            let whom = Addressee::of_technician(&tx, person.id).await?;
            let values = [("day", Value::Day(call.today()))];
            notice::tell(call, &tx, &whom, NoticeKind::PassportShown, values).await?;
        }
        tx.commit().await?;
    }
    let shown = |one: detail::KeptQualification| ShownQualification {
        validity: Validity::on(one.expires, call.today()),
        name: one.name,
        expires: one.expires,
    };
    let kept = detail::qualifications(call.db.read(), person.id).await?;
    Ok(ShownPerson {
        name: person.full_name(),
        level: person.level,
        has_photo: person.photo.is_some(),
        qualifications: kept.into_iter().map(shown).collect(),
        until: opens_until(share.made_at),
    })
}

/// The photo of whom a code shows. Errors: `NotFound`.
pub async fn photo(call: &Call, token: &str) -> Result<document::Found> {
    let (_, person) = opened(call, token).await?;
    document::find_page(call, &person.photo.ok_or(Error::NotFound)?, 1).await
}

/// Who saw something of who is logged in by card or code, newest first. Errors: `Forbidden`.
pub async fn looks(call: &Call) -> Result<Vec<LookLine>> {
    let id = own(call)?;
    let cards = store::card::of_technician(call.db.read(), id).await?;
    let cards: Vec<String> = cards.iter().map(|card| card.id.to_string()).collect();
    let found = rows::looks(call.db.read(), id, &cards, LOOKS_MAX).await?;
    found.into_iter().filter_map(|look| line(look).transpose()).collect()
}

/// `None` for one's own card read by oneself.
fn line(look: Look) -> Result<Option<LookLine>> {
    let by = match (look.role, look.business) {
        (_, Some(name)) => LookBy::Business(name),
        (Role::Operator | Role::Reviewer, None) => LookBy::Office,
        (Role::Technician, None) => LookBy::Technician,
        (Role::Public | Role::Applicant, None) => LookBy::Nobody,
        (_, None) => LookBy::Other,
    };
    let what = if look.process == "share.open" {
        LookWhat::Share
    } else {
        let noted: serde_json::Value = match &look.shown {
            Some(text) => serde_json::from_str(text).map_err(Error::internal)?,
            None => json!({}),
        };
        let viewer: CardViewer = serde_json::from_value(noted["viewer"].clone()).map_err(Error::internal)?;
        if viewer == CardViewer::Owner {
            return Ok(None);
        }
        let shown: CardShown = serde_json::from_value(noted["shown"].clone()).map_err(Error::internal)?;
        LookWhat::Card(shown)
    };
    Ok(Some(LookLine { at: look.at, by, what }))
}
