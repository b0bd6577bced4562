//! Completion: from an approved application to a number, a log-in and a card order. Invariant: all of it or none of it, in
//! the transaction of the approval or of the payment that calls for it.

use super::{
    STATE, advance,
    change::change_technician,
    form::{Entry, Form, file_of},
    renew::renew_business,
};
use crate::{Call, Change, Error, Result, account, card, level, notice, registration};
use domain::{
    access::Role,
    application::{IssuedIds, Transition, next},
    business::{self, BusinessEntry, Filing},
    id::{AccountId, BusinessId, TechnicianId},
    level::Level,
    notice::{NoticeKind, Value},
    proxy::Consent,
    technician::{DetailedEntry, Stage, TechnicianEntry},
    time::{Instant, WorkDate},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    business::Business,
    technician::{Employment, Insurances, Technician},
};

/// A number by chance is free at the first try but for one in millions; so many in vain means the chance is broken.
const TRIES_MAX: u32 = 20;

/// Completes a locked application: issues the number, opens the log-in with the password chosen in the form, orders the
/// card. Errors: `conflict.state`.
pub(crate) async fn complete(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &mut Application,
) -> Result<IssuedIds> {
    next(application.state, Transition::Complete).map_err(|_| Error::Conflict(STATE))?;
    // The form passed its check on the day it was approved, and is judged as of that day: a period of residence or a
    // qualification may end before the money comes.
    let approved = application.decided_at.ok_or_else(|| Error::internal("what was approved has no day of it"))?;
    let entry = Form::of(application)?.validate(approved.date(), true);
    let entry = entry
        .map_err(|problems| Error::internal(format!("an approved form does not pass: {} problems", problems.len())))?;
    match entry {
        Entry::Change(stage) => {
            // There is a number and a log-in; what follows is told with it.
            Box::pin(change_technician(call, tx, application, stage)).await?;
            advance(call, tx, application, Transition::Complete, None).await?;
            return Ok(ids(application));
        }
        Entry::Upgrade(entry) => upgrade_technician(call, tx, application, &entry).await?,
        Entry::Technician(entry) => {
            let hash = password_of(tx, application).await?;
            let id = TechnicianId::from_body(free_body(call, tx).await?);
            application.technician_id = Some(id);
            register_technician(call, tx, application, &entry, id).await?;
            let holder = store::account::Account {
                technician: Some(id),
                ..opened(call, Role::Technician, &id.to_string(), entry.full_name(), hash)
            };
            account::open(call, tx, &holder, &[]).await?;
            speak_as_applied(tx, application, holder.id).await?;
            first_card(call, tx, id).await?;
        }
        Entry::Business(filing @ (Filing::Renewal | Filing::Change), entry) => {
            // It has a number and a log-in; what follows is told with it. Handed in before it was kept what it is, it is decided
            // here, before the end moves.
            application.anew = super::answer::decided_anew(call, tx, application).await?;
            Box::pin(renew_business(call, tx, application, filing, &entry)).await?;
            advance(call, tx, application, Transition::Complete, None).await?;
            return Ok(ids(application));
        }
        Entry::Business(Filing::Registration, entry) => {
            let hash = password_of(tx, application).await?;
            let id = BusinessId::from_body(free_body(call, tx).await?);
            application.business_id = Some(id);
            register_business(call, tx, application, &entry, id).await?;
            let holder = store::account::Account {
                business: Some(id),
                ..opened(call, Role::BusinessAdmin, &id.to_string(), entry.admin_name.clone(), hash)
            };
            account::open(call, tx, &holder, &[]).await?;
            speak_as_applied(tx, application, holder.id).await?;
        }
    }
    let chose_password = application.password_hash.is_some() || application.kind.stage() == Some(Stage::Upgrade);
    advance(call, tx, application, Transition::Complete, None).await?;
    let login_id = super::answer::issued_login(application).unwrap_or_default();
    match application.business_id {
        Some(id) if !chose_password => crate::proxy::ask_first_password(call, tx, application, id).await?,
        _ => {
            let told = if chose_password { NoticeKind::RegistrationCompleted } else { NoticeKind::RegisteredByProxy };
            tell_completed(call, tx, application, told, &login_id).await?;
        }
    }
    Ok(ids(application))
}

fn ids(application: &Application) -> IssuedIds {
    let login_id = super::answer::issued_login(application).unwrap_or_default();
    IssuedIds { login_id, technician_id: application.technician_id, business_id: application.business_id }
}

/// The password chosen in the form; for whoever agreed on paper what no password fits, until they choose one.
async fn password_of(tx: &impl ConnectionTrait, application: &Application) -> Result<String> {
    if let Some(hash) = &application.password_hash {
        return Ok(hash.clone());
    }
    let proxy = store::proxy::find(tx, application.id).await?;
    if proxy.and_then(|proxy| proxy.consent) != Some(Consent::Paper) {
        return Err(Error::internal("an application has no password"));
    }
    Ok(account::NOBODY.to_owned())
}

/// The log-in is written to in the language of the application it comes from.
async fn speak_as_applied(tx: &impl ConnectionTrait, application: &Application, account: AccountId) -> Result<()> {
    let lang = store::notice::lang_of_application(tx, application.id).await?;
    store::notice::set_lang_of_account(tx, account, &lang).await?;
    Ok(())
}

/// Tells the person or the business, who has a log-in from now on.
async fn tell_completed(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    told: NoticeKind,
    login_id: &str,
) -> Result<()> {
    let whom = match (application.technician_id, application.business_id) {
        (Some(id), _) => notice::Addressee::of_technician(tx, id).await?,
        (None, Some(id)) => notice::Addressee::of_business(tx, id).await?,
        (None, None) => return Err(Error::internal("a completed application came to nothing")),
    };
    let known = [("name", Value::Text(application.name.clone())), ("id", Value::Text(login_id.to_owned()))];
    notice::tell(call, tx, &whom, told, known.clone()).await?;
    super::tell_proxy(call, tx, application, NoticeKind::RegistrationCompleted, known.to_vec()).await?;
    Ok(())
}

fn opened(call: &Call, role: Role, login_id: &str, name: String, hash: String) -> store::account::Account {
    let id = AccountId(call.ids.uuid(call.now()));
    store::account::Account::new(id, role, login_id.to_owned(), name, hash, call.now())
}

/// Thirteen digits that are neither a technician's, nor a business's, nor a log-in's. Of two transactions that draw the
/// same at once the unique keys let one pass.
async fn free_body(call: &Call, tx: &impl ConnectionTrait) -> Result<i64> {
    for _ in 0..TRIES_MAX {
        let body = call.ids.number_body();
        let (technician, business) = (TechnicianId::from_body(body), BusinessId::from_body(body));
        let taken = store::technician::exists(tx, technician).await?
            || store::business::exists(tx, business).await?
            || store::account::by_login_id(tx, &technician.to_string()).await?.is_some();
        if !taken {
            return Ok(body);
        }
    }
    Err(Error::internal("no free number was drawn"))
}

async fn register_technician(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    entry: &TechnicianEntry,
    id: TechnicianId,
) -> Result<()> {
    let roman: Vec<&str> =
        [&entry.family_roman, &entry.given_roman].into_iter().flatten().map(String::as_str).collect();
    let technician = Technician {
        id,
        family_name: entry.family_name.clone(),
        given_name: entry.given_name.clone(),
        family_kana: entry.family_kana.clone(),
        given_kana: entry.given_kana.clone(),
        roman_name: roman.join(" "),
        alias: entry.alias.clone(),
        birth_date: entry.birth,
        sex: entry.sex.code().to_owned(),
        nationality: entry.nationality.clone(),
        postcode: entry.postcode.clone(),
        prefecture: entry.prefecture,
        address: entry.address.clone(),
        phone: entry.phone.clone(),
        mail: entry.mail.clone().unwrap_or_default(),
        trades: entry.trades.clone(),
        experience_years: entry.experience_years,
        insurance: Insurances {
            health: entry.health_insurance,
            pension: entry.pension,
            employment: entry.employment_insurance,
            kentaikyo: entry.kentaikyo,
            chutaikyo: entry.chutaikyo,
        },
        level: Level::One,
        photo: application.photo.as_ref().map(|photo| photo.hash.clone()),
        registered_at: call.now(),
        application_id: Some(application.id),
    };
    store::technician::insert(tx, &technician).await?;
    let of_item = |field: &str| file_of(application, field).map(str::to_owned);
    let (more, detailed) = (&entry.particulars, entry.detailed.as_ref());
    store::technician::detail::insert(tx, id, more, detailed, call.now(), of_item).await?;
    let employer = employ(call, tx, entry, id).await?;
    let change = Change {
        process: "technician.register",
        subject_kind: "technician",
        subject_id: id.to_string(),
        new: Some(json!({ "application": application.id, "employer": employer, "level": Level::One })),
        ..Change::default()
    };
    call.note(tx, change).await
}

/// One stop: the card has the colour of the level, so it waits for the judging, where there is somebody to judge
/// (10-registration.md).
async fn first_card(call: &Call, tx: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
    if store::technician::detail::find(tx, id).await?.level_awaited {
        if level::begin_one_stop(call, tx, &person).await? {
            return Ok(());
        }
        store::technician::detail::end_waiting(tx, id).await?;
    }
    card::order(call, tx, &person).await.map(drop)
}

/// Main and secondary employers; answers the main one, where it is registered.
async fn employ(
    call: &Call,
    tx: &impl ConnectionTrait,
    entry: &TechnicianEntry,
    id: TechnicianId,
) -> Result<Option<BusinessId>> {
    let begun = entry.particulars.employed_on.unwrap_or_else(|| call.today());
    let main = entry.employer.map(|business_id| (business_id, begun, None, true));
    let others = entry.particulars.employers.iter().map(|other| (other.business, other.from, other.until, false));
    let mut employer = None;
    for (business_id, from, to, main) in main.into_iter().chain(others) {
        if !store::business::exists(tx, business_id).await? {
            continue;
        }
        let employment = Employment { technician_id: id, business_id, from, to, main };
        store::technician::employ(tx, employment).await?;
        employer = employer.or(Some(business_id).filter(|_| main));
    }
    Ok(employer)
}

/// Makes a simple registration detailed. Number, log-in and card stay as they are.
async fn upgrade_technician(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    entry: &DetailedEntry,
) -> Result<()> {
    let id = application.technician_id.ok_or_else(|| Error::internal("an upgrade of nobody"))?;
    let of_item = |field: &str| file_of(application, field).map(str::to_owned);
    store::technician::detail::upgrade(tx, id, entry, call.now(), of_item).await?;
    registration::keep_upgraded(call, tx, application.id, id).await?;
    let change = Change {
        process: "technician.upgrade",
        subject_kind: "technician",
        subject_id: id.to_string(),
        old: Some(json!({ "stage": Stage::Simple })),
        new: Some(json!({ "stage": Stage::Detailed, "application": application.id })),
        ..Change::default()
    };
    call.note(tx, change).await
}

async fn register_business(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    entry: &BusinessEntry,
    id: BusinessId,
) -> Result<()> {
    let row = Business {
        valid_until: business::valid_until(call.today()),
        registered_at: call.now(),
        application_id: Some(application.id),
        ..business_row(id, entry)?
    };
    store::business::insert(tx, &row).await?;
    store::business::body::keep(tx, row.id, &entry.more.memberships).await?;
    let change = Change {
        process: "business.register",
        subject_kind: "business",
        subject_id: id.to_string(),
        new: Some(json!({ "application": application.id, "kind": entry.kind, "valid_until": row.valid_until })),
        ..Change::default()
    };
    call.note(tx, change).await
}

/// A business's row of what was checked; when and from what it was registered is the caller's to say.
pub(super) fn business_row(id: BusinessId, entry: &BusinessEntry) -> Result<Business> {
    let licence = entry.licence.map(|licence| serde_json::to_string(&licence)).transpose().map_err(Error::internal)?;
    Ok(Business {
        id,
        kind: entry.kind,
        name: entry.name.clone(),
        name_kana: entry.name_kana.clone(),
        representative: entry.representative(),
        corporate_number: entry.corporate_number.map(|number| number.to_string()),
        licence,
        capital_yen: entry.capital.get(),
        trades: entry.trades.clone(),
        postcode: entry.postcode.clone(),
        prefecture: entry.prefecture,
        address: entry.address.clone(),
        phone: entry.phone.clone(),
        mail: entry.mail.clone(),
        valid_until: WorkDate::from_stored(0),
        registered_at: Instant(0),
        application_id: None,
    })
}
