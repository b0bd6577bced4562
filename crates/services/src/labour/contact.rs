//! Where a union is told, and telling it. Invariant: a union is told in the transaction of what it is told of, in its language, by
//! mail where it gave an address; whatever else, its page says it.

use super::{about, rows, union};
use crate::{
    Call, Change, Error, Result,
    notice::{self, Addressee},
};
use domain::{
    id::RegistrarId,
    labour::{AgreementRow, RequestRow, UnionContact},
    notice::{NoticeKind, Value},
};
use i18n::Lang;
use serde_json::json;
use store::ConnectionTrait;

/// Where the caller's union is told; Japanese and no mail where it has not said so. Errors: as [`super::may_order`].
pub async fn contact(call: &Call) -> Result<UnionContact> {
    let own = union(call)?;
    let found = rows::contact(call.db.read(), own).await?;
    Ok(found.unwrap_or_else(|| UnionContact { mail: String::new(), lang: Lang::default().code().to_owned() }))
}

/// Keeps where it is told from now on. Errors: as [`super::may_order`]; problems of the form.
pub async fn keep_contact(call: &Call, typed: &UnionContact) -> Result<()> {
    let own = union(call)?;
    let written = |lang: &Lang| Lang::OFFICE.contains(lang);
    let speaks = |code: &str| Lang::from_code(code).filter(written).map(|lang| lang.code().to_owned());
    let contact = typed.validate(speaks).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    rows::keep_contact(&tx, own, &contact, call.now()).await?;
    // The address itself is nobody's to read in the trail.
    let new = json!({ "mail": !contact.mail.is_empty(), "lang": contact.lang });
    call.note(&tx, Change { new: Some(new), ..about("registrar", own, "labour.contact") }).await?;
    tx.commit().await?;
    Ok(())
}

async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    whom: RegistrarId,
    kind: NoticeKind,
    values: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<()> {
    let whom = Addressee::of_union(tx, whom).await?;
    notice::tell(call, tx, &whom, kind, values).await?;
    Ok(())
}

/// Tells a union that a prime proposes an agreement.
pub(super) async fn tell_of_proposal(call: &Call, tx: &impl ConnectionTrait, it: &AgreementRow) -> Result<()> {
    let values = [
        ("business", Value::Text(it.business_name.clone())),
        ("day", Value::Day(it.from)),
        ("until", Value::Day(it.until)),
    ];
    tell(call, tx, it.union, NoticeKind::LabourProposed, values).await
}

/// Tells a union what a prime asks for, or by what number it asks now.
pub(super) async fn tell_of_request(
    call: &Call,
    tx: &impl ConnectionTrait,
    (it, people): (&RequestRow, i64),
    kind: NoticeKind,
) -> Result<()> {
    let values = [
        ("business", Value::Text(it.agreement.business_name.clone())),
        ("count", Value::Count(people)),
        ("day", Value::Day(it.from)),
        ("site", Value::Text(it.site_name.clone())),
        ("until", Value::Day(it.until)),
    ];
    tell(call, tx, it.agreement.union, kind, values).await
}
