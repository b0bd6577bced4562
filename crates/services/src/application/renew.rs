//! What the application of a registered business comes to: a renewed or a changed registration. Invariant: what was
//! registered before is kept with the days it held for, in the transaction that replaces it.

use crate::{Call, Change, Error, Result, notice};
use domain::{
    business::{BusinessEntry, BusinessForm, CorporateNumber, Filing, changed, merged, validity},
    fee::Yen,
    form::FieldProblem,
    id::BusinessId,
    notice::{NoticeKind, Value},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    business::{
        Business,
        version::{self, Version},
    },
};

/// Puts what was approved into the register. A renewal is counted from the end of the present period, whenever it is done.
pub(super) async fn renew_business(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    filing: Filing,
    entry: &BusinessEntry,
) -> Result<()> {
    let id = application.business_id.ok_or_else(|| Error::internal("a renewal of nobody"))?;
    let before = store::business::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let form_before = form_of(tx, &before).await?;
    let entry = applied(tx, application, entry, &form_before).await?;
    let mut after = super::complete::business_row(id, &entry)?;
    after.registered_at = before.registered_at;
    after.application_id = before.application_id;
    after.valid_until = match filing {
        Filing::Renewal => validity::renewed_until(before.valid_until),
        Filing::Registration | Filing::Change => before.valid_until,
    };
    store::business::update(tx, &after).await?;
    let form_after = BusinessForm::from(&entry);
    let fields = changed(&form_before, &form_after);
    keep_version(call, tx, &before, form_before, application, form_after).await?;
    let process = if filing == Filing::Renewal { "business.renew" } else { "business.change" };
    let change = Change {
        process,
        subject_kind: "business",
        subject_id: id.to_string(),
        old: Some(json!({ "valid_until": before.valid_until })),
        new: Some(json!({ "valid_until": after.valid_until, "changed": fields, "application": application.id })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    let whom = notice::Addressee::of_business(tx, id).await?;
    let name = ("name", Value::Text(after.name.clone()));
    match filing {
        Filing::Renewal => {
            notice::tell(call, tx, &whom, NoticeKind::Renewed, [name, ("until", Value::Day(after.valid_until))]).await?
        }
        Filing::Registration | Filing::Change => {
            let number = ("number", Value::Text(application.number.clone()));
            notice::tell(call, tx, &whom, NoticeKind::DataChanged, [name, number]).await?
        }
    };
    Ok(())
}

/// What was filed, applied to what is registered now; another filing may have been completed since this one was begun.
async fn applied(
    tx: &impl ConnectionTrait,
    application: &Application,
    filed: &BusinessEntry,
    registered: &BusinessForm,
) -> Result<BusinessEntry> {
    let Some(base) = store::application::base::find(tx, application.id).await? else { return Ok(filed.clone()) };
    let form = merged(&base, &BusinessForm::from(filed), registered);
    let day = application.decided_at.ok_or_else(|| Error::internal("a filing that nobody decided"))?.date();
    let broken = |problems: Vec<FieldProblem>| {
        Error::internal(format!("two approved filings do not fit together: {} problems", problems.len()))
    };
    form.validate(day, true).map_err(broken)
}

/// Keeps the version before, where it is the first change, and the one from today.
async fn keep_version(
    call: &Call,
    tx: &impl ConnectionTrait,
    before: &Business,
    form_before: BusinessForm,
    application: &Application,
    form: BusinessForm,
) -> Result<()> {
    let mut known = version::all(tx, before.id).await?.len();
    if known == 0 {
        let from = before.registered_at.date();
        let first = Version { from, form: form_before, application: before.application_id };
        version::add(tx, before.id, known, &first).await?;
        known += 1;
    }
    let now = Version { from: call.today(), form, application: Some(application.id) };
    version::add(tx, before.id, known, &now).await?;
    Ok(())
}

/// What is registered, as the form has it: the newest version; where there is none, the application it was registered
/// from, and for a business that came by another way its row.
pub(crate) async fn form_of(db: &impl ConnectionTrait, business: &Business) -> Result<BusinessForm> {
    if let Some(version) = version::newest(db, business.id).await? {
        return Ok(version.form);
    }
    let kept = match business.application_id {
        Some(id) => store::application::find(db, id).await?,
        None => None,
    };
    if let Some(super::Form::Business(_, form)) = kept.as_ref().map(super::Form::of).transpose()? {
        // As checked then, so that a difference later is one of the matter and not of how it was typed.
        let checked_at = kept.and_then(|kept| kept.decided_at).unwrap_or(business.registered_at);
        let checked = form.validate(checked_at.date(), true);
        return Ok(checked.map_or_else(|_| *form, |entry| BusinessForm::from(&entry)));
    }
    from_row(business)
}

fn from_row(business: &Business) -> Result<BusinessForm> {
    let licence = business.licence.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
    let number = business.corporate_number.as_deref().map(CorporateNumber::parse).transpose();
    let (family, given) = business.representative.split_once(' ').unwrap_or((&business.representative, ""));
    Ok(BusinessForm::from(&BusinessEntry {
        kind: business.kind,
        name: business.name.clone(),
        name_kana: business.name_kana.clone(),
        representative_family: family.to_owned(),
        representative_given: given.to_owned(),
        corporate_number: number.map_err(|_| Error::internal("a corporate number that is none"))?,
        licence,
        capital: Yen(business.capital_yen),
        postcode: business.postcode.clone(),
        prefecture: business.prefecture,
        address: business.address.clone(),
        phone: business.phone.clone(),
        mail: business.mail.clone(),
        trades: business.trades.clone(),
        admin_name: String::new(),
    }))
}

/// What the register said of a business on a day.
pub(crate) async fn form_on(
    db: &impl ConnectionTrait,
    id: BusinessId,
    day: domain::time::WorkDate,
) -> Result<Option<BusinessForm>> {
    let Some(business) = store::business::find(db, id).await? else { return Ok(None) };
    if day < business.registered_at.date() {
        return Ok(None);
    }
    let versions = version::all(db, id).await?;
    match versions.into_iter().rev().find(|version| version.from <= day) {
        Some(version) => Ok(Some(version.form)),
        None => form_of(db, &business).await.map(Some),
    }
}
