//! What the application of a registered business comes to: a renewed or a changed registration. Invariant: what was
//! registered before is kept with the days it held for, in the transaction that replaces it.

use crate::{Call, Change, Error, Result, certificate, notice};
use domain::{
    business::{
        BusinessEntry, BusinessForm, BusinessKind, CorporateNumber, Filing, Licence, changed, merged, validity,
    },
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

/// Puts what was approved into the register. A renewal is counted from the end of the present period, whenever it is done;
/// after the time for that it is a new registration under the same number.
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
    let anew = super::answer::is_anew(call, tx, application).await?;
    after.valid_until = match filing {
        Filing::Renewal => validity::next_until(before.valid_until, anew, call.today()),
        Filing::Registration | Filing::Change => before.valid_until,
    };
    store::business::update(tx, &after).await?;
    certificate::overtake_of_business(call, tx, id).await?;
    store::business::body::keep(tx, after.id, &entry.more.memberships).await?;
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
            // As the applicant has read it since it was handed in, whatever the next period is counted from.
            let kind = if anew { NoticeKind::RegisteredAnew } else { NoticeKind::Renewed };
            notice::tell(call, tx, &whom, kind, [name, ("until", Value::Day(after.valid_until))]).await?
        }
        Filing::Registration | Filing::Change => {
            let number = ("number", Value::Text(application.number.clone()));
            notice::tell(call, tx, &whom, NoticeKind::DataChanged, [name, number]).await?
        }
    };
    Ok(())
}

/// A business's row as a correction leaves it: how long and since when it is registered stays.
pub(crate) fn put_right_row(before: &Business, entry: &BusinessEntry) -> Result<Business> {
    Ok(Business {
        registered_at: before.registered_at,
        application_id: before.application_id,
        valid_until: before.valid_until,
        ..super::complete::business_row(before.id, entry)?
    })
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

/// What the row of a business says; the row holds nothing of what it was never asked.
fn from_row(business: &Business) -> Result<BusinessForm> {
    let licence: Option<Licence> =
        business.licence.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
    let number = business.corporate_number.as_deref().map(CorporateNumber::parse).transpose();
    let (family, given) = business.representative.split_once(' ').unwrap_or((&business.representative, ""));
    let number = number.map_err(|_| Error::internal("a corporate number that is none"))?;
    let of_licence = |part: fn(Licence) -> String| licence.map(part).unwrap_or_default();
    let trade = |at: usize| business.trades.get(at).map(ToString::to_string).unwrap_or_default();
    let is_corporation = business.kind == BusinessKind::Corporation;
    Ok(BusinessForm {
        kind: business.kind.code().to_owned(),
        name: business.name.clone(),
        name_kana: business.name_kana.clone(),
        representative_family: family.to_owned(),
        representative_given: given.to_owned(),
        corporate_number: number.map(|number| number.to_string()).unwrap_or_default(),
        licence: if licence.is_some() { "yes" } else { "no" }.to_owned(),
        licence_authority: of_licence(|licence| licence.authority.code()),
        licence_class: of_licence(|licence| licence.class.code().to_owned()),
        licence_year: of_licence(|licence| licence.year.to_string()),
        licence_number: of_licence(|licence| format!("{:06}", licence.number)),
        capital_yen: if is_corporation { business.capital_yen.to_string() } else { String::new() },
        postcode: business.postcode.clone(),
        prefecture: format!("{:02}", business.prefecture.get()),
        address: business.address.clone(),
        phone: business.phone.clone(),
        mail: business.mail.clone(),
        trade_1: trade(0),
        trade_2: trade(1),
        trade_3: trade(2),
        trade_4: trade(3),
        ..BusinessForm::default()
    })
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
