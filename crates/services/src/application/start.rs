//! Starting an application. Invariant: it begins as a draft with nothing in it but what the register knows of who applies, and with a
//! resume code, whether or not anybody is shown it.

use super::{
    about,
    code::{hash, new_code},
    form::Form,
};
use crate::{Call, Error, Result, account::count};
use domain::{
    access::{Action, Resource},
    application::{ApplicationKind, State, reference_number},
    business::BusinessForm,
    id::{ApplicationId, TechnicianId},
    technician::{Registered, TechnicianForm},
};
use i18n::Lang;
use serde_json::json;
use store::{
    ConnectionTrait,
    application::{Application, SentFile},
    business::Business,
};

/// There is nothing more to apply for.
const DETAILED_ALREADY: &str = "application.detailed_already";

/// Starts an application; gives its id and the code with which it can be resumed elsewhere, which is never shown again.
/// Its applicant is written to in Japanese until they choose another language.
/// Errors: `NotFound` for an upgrade, which [`start_upgrade`] starts.
pub async fn start(call: &Call, kind: ApplicationKind) -> Result<(ApplicationId, String)> {
    start_in(call, kind, Lang::Ja).await
}

async fn start_in(call: &Call, kind: ApplicationKind, lang: Lang) -> Result<(ApplicationId, String)> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    if kind.is_of_registered() {
        return Err(Error::NotFound);
    }
    let code = new_code(call);
    let tx = call.db.begin().await?;
    let application = begun(call, &tx, kind, &code).await?;
    store::application::insert(&tx, &application).await?;
    // A business is written to in a language that holds every text.
    let lang = if kind == ApplicationKind::Business { lang.office() } else { lang };
    store::notice::set_lang_of_application(&tx, application.id, lang.code()).await?;
    note_start(call, &tx, &application).await?;
    tx.commit().await?;
    Ok((application.id, code))
}

/// Goes on with, or starts, the application by which the technician who asks becomes a detailed registrant. Errors:
/// `application.detailed_already`.
pub async fn start_upgrade(call: &Call) -> Result<ApplicationId> {
    call.authorize(Action::ApplicationUpgrade, &Resource::Register)?;
    let own = call.actor.technician.ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    // Who presses twice at once finds the second time what the first began.
    let technician = store::technician::lock(&tx, own).await?.ok_or(Error::NotFound)?;
    require_simple(&tx, own).await?;
    let kind = ApplicationKind::TechnicianUpgrade;
    if let Some(open) = store::application::under_way(&tx, own, kind).await? {
        return Ok(open.id);
    }
    // Nobody is shown this code: whoever logs in finds the application again without one.
    let application = begun(call, &tx, kind, &new_code(call)).await?;
    let application = Application { technician_id: Some(own), name: technician.full_name(), ..application };
    store::application::insert(&tx, &application).await?;
    note_start(call, &tx, &application).await?;
    tx.commit().await?;
    Ok(application.id)
}

/// That somebody is not yet a detailed registrant. Errors: `application.detailed_already`.
pub(super) async fn require_simple(db: &impl ConnectionTrait, id: TechnicianId) -> Result<()> {
    match store::technician::detail::find(db, id).await?.detailed_at {
        Some(_) => Err(Error::rejected(DETAILED_ALREADY)),
        None => Ok(()),
    }
}

/// Goes on with, or starts, a change of the registration of the technician who asks, filled in with what is registered.
pub async fn start_change(call: &Call) -> Result<ApplicationId> {
    call.authorize(Action::RegistrationChange, &Resource::Register)?;
    let own = call.actor.technician.ok_or(Error::NotFound)?;
    let tx = call.db.begin().await?;
    // Who presses twice at once finds the second time what the first began.
    let person = store::technician::lock(&tx, own).await?.ok_or(Error::NotFound)?;
    for kind in [ApplicationKind::TechnicianSimpleChange, ApplicationKind::TechnicianChange] {
        if let Some(open) = store::application::under_way(&tx, own, kind).await? {
            return Ok(open.id);
        }
    }
    let is_detailed = store::technician::detail::find(&tx, own).await?.detailed_at.is_some();
    let kind = if is_detailed { ApplicationKind::TechnicianChange } else { ApplicationKind::TechnicianSimpleChange };
    let registered = crate::registration::registered(&tx, &person, call.today()).await?;
    // Nobody is shown this code: whoever logs in finds the application again without one.
    let application = begun(call, &tx, kind, &new_code(call)).await?;
    let form = TechnicianForm { registered: Some(Box::new(registered.clone())), ..registered.form.clone() };
    let form = serde_json::to_string(&form).map_err(Error::internal)?;
    let application = Application { technician_id: Some(own), name: person.full_name(), form, ..application };
    store::application::insert(&tx, &application).await?;
    carry_pictures(call, &tx, application.id, &registered).await?;
    note_start(call, &tx, &application).await?;
    tx.commit().await?;
    Ok(application.id)
}

/// Shows the pictures of registered items in a change, so that an item that stays keeps its own.
async fn carry_pictures(
    call: &Call,
    tx: &impl ConnectionTrait,
    id: ApplicationId,
    registered: &Registered,
) -> Result<()> {
    for (field, hash) in &registered.pictures {
        if let Some(info) = store::application::sent_info(tx, hash).await? {
            let file = SentFile { field: field.clone(), hash: hash.clone(), info };
            store::application::put_file(tx, id, &file, call.now()).await?;
        }
    }
    Ok(())
}

/// Begins an application of a registered business, filled in with what is registered.
pub(crate) async fn start_of_business(
    call: &Call,
    tx: &impl ConnectionTrait,
    kind: ApplicationKind,
    business: &Business,
    form: &BusinessForm,
) -> Result<ApplicationId> {
    // Nobody is shown this code: whoever logs in finds the application again without one.
    let application = begun(call, tx, kind, &new_code(call)).await?;
    let application = Application {
        business_id: Some(business.id),
        name: business.name.clone(),
        form: serde_json::to_string(form).map_err(Error::internal)?,
        ..application
    };
    store::application::insert(tx, &application).await?;
    store::application::base::keep(tx, application.id, form).await?;
    note_start(call, tx, &application).await?;
    Ok(application.id)
}

/// Begins an application for somebody else, with what is known of them.
pub(crate) async fn start_for(
    call: &Call,
    tx: &impl ConnectionTrait,
    kind: ApplicationKind,
    form: &TechnicianForm,
) -> Result<ApplicationId> {
    // Nobody is shown this code: the person is sent a link, and the business finds it in its list.
    let application = begun(call, tx, kind, &new_code(call)).await?;
    let form = Form::Technician(kind.stage().ok_or(Error::NotFound)?, Box::new(form.clone()));
    let name = form.name().unwrap_or_default();
    let application = Application { form: form.text()?, name, ..application };
    store::application::insert(tx, &application).await?;
    store::notice::set_lang_of_application(tx, application.id, Lang::Ja.code()).await?;
    note_start(call, tx, &application).await?;
    Ok(application.id)
}

/// Begins the first registration of a business for it, with nothing in it.
pub(crate) async fn start_firm(call: &Call, tx: &impl ConnectionTrait) -> Result<ApplicationId> {
    // Nobody is shown this code: the business is sent a link, and whoever files finds it in their list.
    let application = begun(call, tx, ApplicationKind::Business, &new_code(call)).await?;
    store::application::insert(tx, &application).await?;
    store::notice::set_lang_of_application(tx, application.id, Lang::Ja.code()).await?;
    note_start(call, tx, &application).await?;
    Ok(application.id)
}

/// Whether the technician who asks is registered simply, so that an upgrade can be applied for. Errors: `auth.forbidden`.
pub async fn may_upgrade(call: &Call) -> Result<bool> {
    call.authorize(Action::ApplicationUpgrade, &Resource::Register)?;
    let own = call.actor.technician.ok_or(Error::NotFound)?;
    Ok(store::technician::detail::find(call.db.read(), own).await?.detailed_at.is_none())
}

/// A draft with nothing in it.
async fn begun(call: &Call, tx: &impl ConnectionTrait, kind: ApplicationKind, code: &str) -> Result<Application> {
    let running = store::application::next_number(tx, call.today()).await?;
    Ok(Application {
        id: ApplicationId(call.ids.uuid(call.now())),
        number: reference_number(call.today(), running),
        kind,
        state: State::Draft,
        form: "{}".to_owned(),
        password_hash: None,
        resume_hash: hash(code),
        name: String::new(),
        photo: None,
        files: Vec::new(),
        verdicts: "{}".to_owned(),
        claimed_by: None,
        claimed_at: None,
        submitted_at: None,
        decided_at: None,
        technician_id: None,
        business_id: None,
        anew: None,
        created_at: call.now(),
        updated_at: call.now(),
    })
}

async fn note_start(call: &Call, tx: &impl ConnectionTrait, application: &Application) -> Result<()> {
    let mut change = about(application, "application.start");
    change.new = Some(json!({ "number": application.number, "kind": application.kind, "state": State::Draft }));
    call.note(tx, change).await
}

/// Whether the caller may begin an application at all. Errors: `auth.forbidden` for whoever is logged in.
pub fn may_start(call: &Call) -> Result<()> {
    call.authorize(Action::ApplicationStart, &Resource::Register).map(|_| ())
}

/// The same for a stranger at the address `client`, who may do so a number of times only. Errors: `rate_limited`.
pub async fn start_from(
    call: &Call,
    kind: ApplicationKind,
    lang: Lang,
    client: &str,
) -> Result<(ApplicationId, String)> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    count(call, "start", client).await?;
    start_in(call, kind, lang).await
}
