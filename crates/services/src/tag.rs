//! 現場のタグ: entering and ending the chips of a site as its prime, handing their keys to whoever writes chips, and a person's
//! touch by one. Invariant: keys leave sealed or not at all, and never to a business; looking records nothing; each answer of a
//! tag makes one touch.

use crate::{
    Call, Change, Error, Result,
    card::UID_TAKEN,
    outside::MakerKey,
    poster::{Press, may, note, own},
    site::has_ended,
    touch::OwnBy,
};
use domain::{
    access::{Action, Resource},
    id::{SiteId, TouchId},
    tag::{EndReason, Full, SiteTags, Standing, Tag, TagForm, TagPlace, is_overtaken},
    time::Instant,
    touch::timing::id_time,
};
use proof::{
    Uid,
    export::{CSV_HEADER, seal_with},
    parse_url,
    personalise::{PersonalisationRecord, UrlTemplate},
    verify_with_masters,
};
use serde_json::json;
use store::{
    Fault,
    tag::{self as rows, TagRow},
};

/// The chip is a tag's already, of whichever site, or was one.
const TAKEN: &str = "tag.uid_taken";
/// The site has as many tags in use as it may.
const TOO_MANY_IN_USE: &str = "tag.too_many_in_use";
/// The site has had as many tags as it may.
const TOO_MANY: &str = "tag.too_many";
/// The tag was ended.
const ENDED: &str = "tag.ended";
/// A later answer was opened long ago.
const OVERTAKEN: &str = "tag.overtaken";
/// No public key of whoever writes chips is configured.
const MAKER_KEY_MISSING: &str = "card.maker_key_missing";

fn chip(uid: i64) -> Result<Uid> {
    Uid::from_i64(uid).map_err(|_| Error::internal("a kept chip is no chip"))
}

/// The tags of a site. Errors: `NotFound`, `Forbidden`.
pub async fn of_site(call: &Call, site: SiteId) -> Result<SiteTags> {
    let found = may(call, site).await?;
    let shown = |(row, used): (TagRow, Option<TouchId>)| {
        let uid = chip(row.uid)?.to_string();
        // The id begins with the time its page was opened, at most half a day before it was pressed.
        let used_on = used.and_then(id_time).map(Instant::date);
        Ok(Tag { uid, place: row.place, made_at: row.made_at, keys_at: row.keys_at, used_on, ended: row.ended })
    };
    let tags = rows::of_site(call.db.read(), site).await?.into_iter().map(shown).collect::<Result<_>>()?;
    Ok(SiteTags { name: found.name, tags })
}

/// Enters a tag of a site. Errors: `NotFound`, `Forbidden`; the form's problems; `touch.site_closed`; `tag.too_many_in_use`,
/// `tag.too_many`; `card.uid_taken` for the chip of a card, `tag.uid_taken` for that of a tag, ended or not.
pub async fn add(call: &Call, site: SiteId, form: &TagForm) -> Result<()> {
    let found = may(call, site).await?;
    if has_ended(&found, call.today()) {
        return Err(Error::rejected(own::SITE_CLOSED));
    }
    let (digits, place) = form.validate().map_err(Error::fields)?;
    let uid: Uid = digits.parse().map_err(Error::internal)?;
    let master = call.outside.keys.masters().first().ok_or_else(|| Error::internal("no card master key"))?;
    let tx = call.db.begin().await?;
    rows::hold(&tx, site).await?;
    rows::count(&tx, site).await?.room().map_err(|full| match full {
        Full::InUse => Error::rejected(TOO_MANY_IN_USE),
        Full::All => Error::rejected(TOO_MANY),
    })?;
    store::chip::hold(&tx, &[uid.to_i64()]).await?;
    if store::card::by_uid(&tx, uid.to_i64()).await?.is_some() {
        return Err(Error::rejected(UID_TAKEN));
    }
    let key_version = i32::from(master.version);
    let new = json!({ "uid": uid.to_string(), "place": place, "key_version": key_version });
    let row = TagRow { uid: uid.to_i64(), site, place, key_version, made_at: call.now(), keys_at: None, ended: None };
    rows::insert(&tx, &row).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::rejected(TAKEN),
        other => other.into(),
    })?;
    note(call, &tx, site, Change { process: "tag.add", new: Some(new), ..Change::default() }).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a tag of a site: from now on it records nothing, and its chip is a tag's for good (docs/decisions/0038). Errors: `NotFound`, also where the site
/// has no such tag in use; `Forbidden`.
pub async fn end(call: &Call, site: SiteId, uid: &str, reason: EndReason) -> Result<()> {
    may(call, site).await?;
    let uid: Uid = uid.parse().map_err(|_| Error::NotFound)?;
    let tx = call.db.begin().await?;
    if !rows::end(&tx, (site, uid.to_i64()), (call.now(), reason)).await? {
        return Err(Error::NotFound);
    }
    let change = Change {
        process: "tag.end",
        reason: Some(reason.code().to_owned()),
        old: Some(json!({ "uid": uid.to_string() })),
        ..Change::default()
    };
    note(call, &tx, site, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands the keys of the tags that wait for theirs, sealed for the card maker as those of cards are, to `put`, which has them on
/// the disk when it returns; says how many there are, `None` where none waits. Noted at each site, and only where `put` could: a tag
/// whose keys are noted as handed over is given none again. Errors: `Forbidden`; `card.maker_key_missing`; those of `put`. After
/// any other, what `put` wrote may be noted for all that.
pub async fn keys(call: &Call, base_url: &str, put: impl FnOnce(&[u8]) -> Result<()>) -> Result<Option<usize>> {
    call.authorize(Action::CardIssue, &Resource::Register)?;
    let maker = call.outside.maker.clone().ok_or(Error::rejected(MAKER_KEY_MISSING))?;
    let tx = call.db.begin().await?;
    let waiting = rows::without_keys(&tx).await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let content = sealed(call, &maker, &waiting, base_url)?;
    for row in &waiting {
        rows::keys_handed(&tx, row.uid, call.now()).await?;
        let new = Some(json!({ "uid": chip(row.uid)?.to_string(), "columns": CSV_HEADER }));
        note(call, &tx, row.site, Change { process: "tag.keys", new, ..Change::default() }).await?;
    }
    put(&content)?;
    tx.commit().await?;
    Ok(Some(waiting.len()))
}

fn sealed(call: &Call, maker: &MakerKey, tags: &[TagRow], base_url: &str) -> Result<Vec<u8>> {
    let template = UrlTemplate::new(base_url).map_err(|fault| Error::internal(fault.code()))?;
    let masters = call.outside.keys.masters();
    let record = |row: &TagRow| {
        let master = masters.iter().find(|master| i32::from(master.version) == row.key_version);
        let master = master.ok_or_else(|| Error::internal("a tag's master key is gone"))?;
        Ok(PersonalisationRecord::new(master, &chip(row.uid)?, template.clone()))
    };
    let records = tags.iter().map(record).collect::<Result<Vec<_>>>()?;
    seal_with(&records, |plain| maker.seal(plain))
}

/// One answer of a tag that was proven.
struct Answer {
    tag: TagRow,
    counter: i32,
}

/// The tag whose answer a link is; `None` where it is none of a tag of this register.
async fn proven(call: &Call, link: &str) -> Result<Option<Answer>> {
    let Ok((proof, _)) = parse_url(link).and_then(|url| verify_with_masters(&url, call.outside.keys.masters())) else {
        return Ok(None);
    };
    let tag = rows::by_uid(call.db.read(), proof.uid.to_i64()).await?;
    let counter = i32::try_from(proof.counter.get()).unwrap_or(i32::MAX);
    Ok(tag.map(|tag| Answer { tag, counter }))
}

/// Whether a later answer of the tag was opened so long ago that nobody stands there with this one.
async fn overtaken(call: &Call, answer: &Answer) -> Result<bool> {
    let later = rows::later_used(call.db.read(), answer.tag.uid, answer.counter).await?;
    Ok(later.and_then(id_time).is_some_and(|later| is_overtaken(later, call.now())))
}

/// What a tag's link opens, for anybody; records nothing. `None` where it is the link of no tag. Errors: `NotFound`.
pub async fn look(call: &Call, link: &str) -> Result<Option<TagPlace>> {
    let Some(answer) = proven(call, link).await? else { return Ok(None) };
    let used = rows::used_by(call.db.read(), answer.tag.uid, answer.counter).await?.is_some();
    let standing = match answer.tag.ended {
        Some((_, reason)) => Standing::Ended(reason),
        None if used => Standing::Used,
        None if overtaken(call, &answer).await? => Standing::Overtaken,
        None => Standing::Good,
    };
    let site = store::site::find(call.db.read(), answer.tag.site).await?.ok_or(Error::NotFound)?;
    let place = own::place(call, site, String::new()).await?;
    Ok(Some(TagPlace { place, at: answer.tag.place, standing }))
}

/// Records one's own touch by a tag's link, now. The same press again is the same touch; any other by the same answer is refused,
/// whoever presses. Errors: `NotFound` for the link of no tag; `Forbidden`; `tag.ended`, `tag.overtaken`, `tag.used`; `rate_limited`,
/// `poster.stale`, `touch.site_closed`, `poster.not_recorded`; `Unavailable`.
pub async fn record(call: &Call, link: &str, press: Press) -> Result<()> {
    let technician = own::presser(call)?;
    let answer = proven(call, link).await?.ok_or(Error::NotFound)?;
    if answer.tag.ended.is_some() {
        return Err(Error::rejected(ENDED));
    }
    if overtaken(call, &answer).await? {
        return Err(Error::rejected(OVERTAKEN));
    }
    let site = store::site::find(call.db.read(), answer.tag.site).await?.ok_or(Error::NotFound)?;
    let by = OwnBy::Tag { uid: answer.tag.uid, counter: answer.counter };
    own::record(call, technician, &site, by, press).await
}
