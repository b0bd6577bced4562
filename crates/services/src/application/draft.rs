//! Filling in an application. Invariant: what was typed is kept as typed, right or wrong; a password is hashed before it
//! is kept and never comes back.

use super::{STATE, about, answer, chief, file, form::Form, locked_to_fill_in};
use crate::{Call, Error, Result, account::hash_password, document, proxy::files_for_another};
use domain::{
    access::{Action, Actor, Denied, Resource},
    account::check_new_password,
    application::{ApplicationKind, BusinessDraft, State, TechnicianDraft},
    business::{self, BusinessForm, EVIDENCE},
    form::{FieldProblem, Problem},
    id::ApplicationId,
    proxy::PAPER,
    technician::{self, ITEMS_MAX, List, Stage, TechnicianForm},
};
use serde_json::json;
use store::application::{Application, SentFile};

/// Bytes of a form as kept: ten times what all its fields and lists hold when they are filled as they should be.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// More was typed than any form asks for.
const TOO_MUCH: &str = "application.too_much";

/// An employment that is registered is not taken out: it ends.
const EMPLOYMENT_ENDS: &str = "application.employment_ends";

/// A technician's application to go on with. Errors: `NotFound` for one of another kind.
pub async fn technician_draft(call: &Call, id: ApplicationId) -> Result<TechnicianDraft> {
    let application = read(call, id).await?;
    let Form::Technician(_, form) = Form::of(&application)? else { return Err(Error::NotFound) };
    let view = answer::of(call, &application).await?;
    let photo = application.photo.map(|photo| photo.info);
    let registered = |file: &SentFile| {
        form.registered.as_ref().and_then(|of| of.pictures.get(&file.field)).is_some_and(|hash| *hash == file.hash)
    };
    let replaced = match form.registered {
        Some(_) => application.files.iter().filter(|file| !registered(file)).map(|file| file.field.clone()).collect(),
        None => Vec::new(),
    };
    let files = application.files.into_iter().map(|file| (file.field, file.info)).collect();
    // Whoever files for another chooses no password; the person does, or agrees on paper.
    let is_of_registered = application.kind.stage().is_some_and(Stage::is_of_registered);
    let password_set = application.password_hash.is_some() || is_of_registered || files_for_another(call);
    let (name, today) = (application.name, call.today());
    Ok(TechnicianDraft { form: *form, password_set, photo, files, replaced, name, today, view })
}

/// A business's application to go on with. Errors: `NotFound` for one of another kind.
pub async fn business_draft(call: &Call, id: ApplicationId) -> Result<BusinessDraft> {
    let application = read(call, id).await?;
    let Form::Business(_, form) = Form::of(&application)? else { return Err(Error::NotFound) };
    let view = answer::of(call, &application).await?;
    let size = |field: &str| application.files.iter().find(|file| file.field == field).map(|file| file.info);
    let (evidence, paper) = (size(EVIDENCE), size(PAPER));
    Ok(BusinessDraft {
        form: *form,
        base: store::application::base::find(call.db.read(), id).await?,
        password_set: application.password_hash.is_some() || files_for_another(call),
        evidence,
        paper,
        today: call.today(),
        view,
    })
}

async fn read(call: &Call, id: ApplicationId) -> Result<Application> {
    call.authorize(Action::ApplicationRead, &Resource::Application(id))?;
    store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)
}

/// Keeps what was typed. Errors: `conflict.state` once it has been handed in; problems of the password alone, after
/// everything else has been kept.
pub fn save_technician(
    call: &Call,
    id: ApplicationId,
    form: TechnicianForm,
) -> impl Future<Output = Result<()>> + Send + use<'_> {
    let password = Chosen::of(&form.password, &form.password_again);
    // On the heap: the form is large, and everything that waits for this would be with it.
    let form = Box::new(form.without_passwords());
    async move {
        save(call, id, password, |kept| match kept {
            // A change is filled in page by page: what it began with is nobody's to send.
            Form::Technician(stage, _) if stage.is_change() => Err(Error::NotFound),
            Form::Technician(_, kept) => {
                *kept = form;
                Ok(())
            }
            Form::Business(..) => Err(Error::NotFound),
        })
        .await
    }
}

/// Keeps the inputs of one page of a technician's form; the others stay. Errors: `NotFound` for a page the stage does not
/// have; `conflict.state` once it has been handed in.
pub async fn save_page(call: &Call, id: ApplicationId, page: &str, sent: &TechnicianForm) -> Result<()> {
    edit(call, id, |stage, form| {
        let page = technician::page(stage, page).ok_or(Error::NotFound)?;
        form.take_page(stage, page, sent);
        Ok(())
    })
    .await
}

/// Adds an item to a list (no `key`) or changes the one with `key`, and gives its key; names it does not have are passed
/// over. Errors: `NotFound` for a list the stage does not ask or an item that is not there; a list that is full; as
/// [`save_page`].
pub async fn put_item(
    call: &Call,
    id: ApplicationId,
    list: List,
    key: Option<&str>,
    sent: &[(String, String)],
) -> Result<String> {
    let mut put = String::new();
    edit(call, id, |stage, form| {
        asked(stage, list)?;
        let key = match key {
            Some(key) => key.to_owned(),
            None if form.items(list).len() >= ITEMS_MAX => {
                let max = u32::try_from(ITEMS_MAX).unwrap_or(u32::MAX);
                return Err(Error::fields(vec![FieldProblem::new(list.code(), Problem::Count { min: 0, max })]));
            }
            None => form.add_item(list),
        };
        let sent = sent.iter().map(|(name, typed)| (name.as_str(), typed.as_str()));
        if !form.put_item(list, &key, sent) {
            return Err(Error::NotFound);
        }
        put = key;
        Ok(())
    })
    .await?;
    Ok(put)
}

/// Takes an item out of a list, with its picture. Errors: as [`put_item`].
pub async fn remove_item(call: &Call, id: ApplicationId, list: List, key: &str) -> Result<()> {
    edit(call, id, |stage, form| {
        asked(stage, list)?;
        let is_registered = form.before(&list.field(key)).is_some();
        if list == List::Employers && stage.is_change() && is_registered {
            return Err(Error::rejected(EMPLOYMENT_ENDS));
        }
        if form.remove_item(list, key) { Ok(()) } else { Err(Error::NotFound) }
    })
    .await
}

fn asked(stage: Stage, list: List) -> Result<()> {
    let is_asked = technician::pages(stage).any(|page| page.lists.contains(&list));
    if is_asked { Ok(()) } else { Err(Error::NotFound) }
}

/// Turns a draft of one stage into one of the other first registration; what was typed stays. Errors: `NotFound` for
/// another kind; `conflict.state` once it has been handed in.
pub async fn change_stage(call: &Call, id: ApplicationId, stage: Stage) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let tx = call.db.begin().await?;
    let mut application = locked_to_fill_in(call, &tx, id).await?;
    let (before, after) = (application.kind, ApplicationKind::of_stage(stage));
    if [Some(stage), before.stage()].iter().any(|stage| stage.is_none_or(Stage::is_of_registered)) {
        return Err(Error::NotFound);
    }
    // What is taken on paper at a counter is a detailed registration (10-registration.md, Technicians: who files).
    let at_counter = store::counter::find(&tx, id).await?.is_some();
    if application.state != State::Draft || at_counter {
        return Err(Error::Conflict(STATE));
    }
    if before != after {
        application.kind = after;
        application.updated_at = call.now();
        store::application::update(&tx, &application).await?;
        let mut change = about(&application, "application.stage");
        change.old = Some(json!({ "kind": before }));
        change.new = Some(json!({ "kind": after }));
        call.note(&tx, change).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Leaves fields and items out of a form, or makes them 「無」: what nothing proves (資料6 p.8).
pub(crate) async fn leave_out(call: &Call, id: ApplicationId, fields: &[String]) -> Result<()> {
    // Done as the one that files it: the caller has looked up that it is theirs.
    let call = call.acting(Actor { application: Some(id), ..call.actor.clone() });
    edit(&call, id, |_, form| {
        domain::counter::leave_out(form, fields);
        Ok(())
    })
    .await
}

/// Keeps a change of a technician's form, and asks the register of 登録基幹技能者 where it has not
/// answered for the number and birth date that stand there now.
async fn edit(
    call: &Call,
    id: ApplicationId,
    change: impl FnOnce(Stage, &mut TechnicianForm) -> Result<()>,
) -> Result<()> {
    save(call, id, Chosen::Nothing, |kept| match kept {
        Form::Technician(stage, form) => change(*stage, form),
        Form::Business(..) => Err(Error::NotFound),
    })
    .await
}

/// Keeps what was typed. Errors: as [`save_technician`].
pub fn save_business(
    call: &Call,
    id: ApplicationId,
    form: BusinessForm,
) -> impl Future<Output = Result<()>> + Send + use<'_> {
    let password = Chosen::of(&form.password, &form.password_again);
    // On the heap: the form is large, and everything that waits for this would be with it.
    let form = Box::new(form.without_passwords());
    async move {
        save(call, id, password, |kept| match kept {
            Form::Business(_, kept) => {
                *kept = form;
                Ok(())
            }
            Form::Technician(..) => Err(Error::NotFound),
        })
        .await
    }
}

/// Keeps the inputs of one page of a business's form, as name and text; the others stay. Errors: `NotFound` for a page the
/// form does not have; `conflict.state` once it has been handed in.
pub async fn save_business_page(call: &Call, id: ApplicationId, page: &str, sent: &[(String, String)]) -> Result<()> {
    let page = business::page(page).ok_or(Error::NotFound)?;
    save(call, id, Chosen::Nothing, |kept| match kept {
        Form::Business(_, form) => {
            form.take_page(page, sent);
            Ok(())
        }
        Form::Technician(..) => Err(Error::NotFound),
    })
    .await
}

/// Keeps the consent of a business and, for a registration, the password, typed at the end. Errors: as
/// [`save_technician`].
pub async fn save_business_final(call: &Call, id: ApplicationId, sent: &BusinessForm) -> Result<()> {
    let password = Chosen::of(&sent.password, &sent.password_again);
    let consent = sent.consent.clone();
    save(call, id, password, |kept| match kept {
        Form::Business(_, form) => {
            form.consent = consent;
            Ok(())
        }
        Form::Technician(..) => Err(Error::NotFound),
    })
    .await
}

/// Keeps a password and the consent, typed at the end. Errors: as [`save_technician`].
pub async fn save_final(call: &Call, id: ApplicationId, sent: &TechnicianForm) -> Result<()> {
    let password = Chosen::of(&sent.password, &sent.password_again);
    let consent = sent.consent.clone();
    save(call, id, password, |kept| match kept {
        Form::Technician(_, form) => {
            form.consent = consent;
            Ok(())
        }
        Form::Business(..) => Err(Error::NotFound),
    })
    .await
}

/// What was typed for a new password.
enum Chosen {
    Nothing,
    Password(String),
    Wrong(Vec<FieldProblem>),
}

impl Chosen {
    fn of(password: &str, again: &str) -> Self {
        if password.is_empty() && again.is_empty() {
            return Self::Nothing;
        }
        let problems = check_new_password(password, again);
        if problems.is_empty() { Self::Password(password.to_owned()) } else { Self::Wrong(problems) }
    }
}

async fn save(
    call: &Call,
    id: ApplicationId,
    chosen: Chosen,
    change: impl FnOnce(&mut Form) -> Result<()>,
) -> Result<()> {
    call.authorize(Action::ApplicationFile, &Resource::Application(id))?;
    let hash = match &chosen {
        // The log-in is the person's: whoever files for them chooses none.
        Chosen::Password(_) if files_for_another(call) => return Err(Error::Forbidden(Denied::Role)),
        Chosen::Password(password) => Some(hash_password(call, password).await?),
        Chosen::Nothing | Chosen::Wrong(_) => None,
    };
    let tx = call.db.begin().await?;
    let mut application = locked_to_fill_in(call, &tx, id).await?;
    let before = Form::of(&application)?;
    let mut form = Form::of(&application)?;
    change(&mut form)?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(STATE));
    }
    if let Form::Technician(_, form) = &mut form {
        chief::forget_old(&tx, &application, form).await?;
    }
    let mut changed = changed(&before, &form);
    if hash.is_some() {
        changed.push("password".to_owned());
    }
    application.form = form.text()?;
    if application.form.len() > FORM_BYTES_MAX {
        return Err(Error::rejected(TOO_MUCH));
    }
    if let Some(name) = form.name() {
        application.name = name;
    }
    application.password_hash = hash.or(application.password_hash);
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    if !changed.is_empty() {
        let mut change = about(&application, "application.save");
        // Names of fields only: what was typed stands in the application, once.
        change.new = Some(json!({ "changed": changed }));
        call.note(&tx, change).await?;
    }
    let gone = file::of_items_gone(&application, &form);
    for file in &gone {
        store::application::remove_file(&tx, application.id, &file.field).await?;
        document::let_go(call, &tx, &file.hash).await?;
    }
    tx.commit().await?;
    Box::pin(chief::settle(call, id)).await?;
    match chosen {
        Chosen::Wrong(problems) => Err(Error::fields(problems)),
        Chosen::Nothing | Chosen::Password(_) => Ok(()),
    }
}

/// Names of fields and items that are not what they were, those that went included.
fn changed(before: &Form, after: &Form) -> Vec<String> {
    let mut fields = after.reviewed();
    for field in before.reviewed() {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields.retain(|field| before.typed(field) != after.typed(field));
    fields
}
