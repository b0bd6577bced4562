//! Looking at a certificate, and what is published so that anybody can without the register. Invariant: nothing of anybody is read for it but
//! the places of those that have ended; what a certificate says, it says itself.

use crate::{
    Call, Error, Result,
    outside::{self, IssuerSigner},
};
use domain::{
    access::{Action, Resource},
    certificate::{HolderFault, Judged},
};
use proof::credential::{self, Issuer, StatusList, StatusToken};
use store::certificate as rows;

fn may(call: &Call) -> Result<()> {
    call.authorize(Action::CertificateCheck, &Resource::Register).map(drop)
}

fn known(call: &Call) -> Issuer {
    outside::issuer(&call.outside.base_url, call.outside.keys.issuers())
}

/// Who signs certificates, with the keys and their times.
pub fn issuer(call: &Call) -> Result<Issuer> {
    may(call)?;
    Ok(known(call))
}

/// The key that signs now: the newest whose time has begun.
pub(super) fn signer(call: &Call) -> Result<&IssuerSigner> {
    let signs = |key: &&IssuerSigner| key.from() <= call.now();
    call.outside
        .keys
        .issuers()
        .iter()
        .find(signs)
        .ok_or_else(|| Error::internal("there is no key to sign certificates with"))
}

/// Where a list is published.
pub(super) fn address_of(call: &Call, list: i32) -> String {
    format!("{}/certificates/lists/{list}", call.outside.base_url.trim_end_matches('/'))
}

/// The addresses of all lists.
pub async fn lists(call: &Call) -> Result<Vec<String>> {
    may(call)?;
    let last = rows::last_list(call.db.read()).await?.map_or(0, |(last, _)| last);
    Ok((1..=last).map(|list| address_of(call, list)).collect())
}

/// A list as it is now, signed. Errors: `NotFound` where there is none such.
pub async fn status(call: &Call, list: i32) -> Result<String> {
    may(call)?;
    let lists = rows::last_list(call.db.read()).await?.map_or(0, |(last, _)| last);
    if !(1..=lists).contains(&list) {
        return Err(Error::NotFound);
    }
    // The time before the places: one that ends between the two is in a list that says it is older, never the other way.
    let made = call.now();
    let places = rows::ended(call.db.read(), list).await?;
    let places = places.into_iter().filter_map(|place| u32::try_from(place).ok());
    let token = StatusToken { uri: address_of(call, list), made, list: StatusList::of(places) };
    let key = signer(call)?;
    let published = token.published(key.version(), &|message| key.sign(message));
    published.ok_or_else(|| Error::internal("a list of certificates could not be signed"))
}

/// What looking at a certificate comes to now, and, where a second code was read with it, what that shows; `None` where none was, or the
/// certificate is bound to no phone.
pub async fn judge(
    call: &Call,
    text: &str,
    second: &str,
) -> Result<(Judged, Option<core::result::Result<(), HolderFault>>)> {
    may(call)?;
    let (issuer, now) = (known(call), call.now());
    let unlisted = credential::judge(text, &issuer, &[], now);
    let number = unlisted.number.as_deref().and_then(|number| number.split_once('-'));
    let list = number.and_then(|(list, _)| list.parse().ok());
    let judged = match list {
        None => unlisted,
        Some(list) => match status(call, list).await {
            Ok(token) => credential::judge(text, &issuer, &[token], now),
            Err(Error::NotFound) => unlisted,
            Err(other) => return Err(other),
        },
    };
    let found = judged.holder.as_deref().filter(|_| !second.trim().is_empty());
    let found = found.map(|holder| credential::judge_second(second, holder, now));
    Ok((judged, found))
}
