//! 登録基幹技能者: asking their register. Invariant: it is asked with consent only and never while the application is locked,
//! and what it said is kept with the number and birth date it was asked for.

use super::{Application, about, form::Form, locked};
use crate::{Call, Error, Result, account::count};
use domain::{
    calendar,
    id::ApplicationId,
    technician::{ChiefAsked, ChiefFound, TechnicianForm},
    time::WorkDate,
};
use serde_json::json;
use store::ConnectionTrait;

/// The register could not be asked.
const NOT_ASKED: &str = "application.chief_not_asked";

/// What has to be asked for a form; nothing where no number is typed or nobody agreed.
async fn question(
    db: &impl ConnectionTrait,
    application: &Application,
    form: &TechnicianForm,
) -> Result<Option<ChiefAsked>> {
    let number = crate::typed::plain(&form.chief_number);
    if number.is_empty() || form.chief_consent != "yes" {
        return Ok(None);
    }
    let birth = birth(db, application, form).await?;
    Ok(birth.map(|birth| ChiefAsked { number, birth }))
}

/// As registered, for somebody who is; as typed, for everybody else.
async fn birth(
    db: &impl ConnectionTrait,
    application: &Application,
    form: &TechnicianForm,
) -> Result<Option<WorkDate>> {
    match application.technician_id {
        Some(id) => Ok(store::technician::find(db, id).await?.map(|technician| technician.birth_date)),
        None => Ok(calendar::parse(&form.birth()).ok()),
    }
}

/// Forgets what the register said of another number or birth date, or of somebody who no longer agrees.
pub(super) async fn forget_old(
    tx: &impl ConnectionTrait,
    application: &Application,
    form: &mut TechnicianForm,
) -> Result<()> {
    if form.chief_asked.is_some() && form.chief_asked != question(tx, application, form).await? {
        (form.chief, form.chief_asked) = (None, None);
    }
    Ok(())
}

/// What the register says of a number and a birth date; `by` is who asks, counted. With no transaction open. Errors:
/// `application.chief_not_asked`, `rate_limited`.
pub(crate) async fn ask(call: &Call, by: &str, asked: &ChiefAsked) -> Result<Option<ChiefFound>> {
    // Numbers could be tried through with a birth date one knows.
    count(call, "chief", by).await?;
    let (chiefs, of) = (call.outside.chiefs.clone(), asked.clone());
    let answer = tokio::task::spawn_blocking(move || chiefs.find(&of.number, of.birth)).await;
    match answer.map_err(Error::internal) {
        Ok(Ok(found)) => {
            Ok(found.map(|found| ChiefFound { number: asked.number.clone(), name: found.name, expires: found.expires }))
        }
        Ok(Err(fault)) | Err(fault) => {
            tracing::warn!(%fault, "the register of chiefs could not be asked");
            Err(Error::rejected(NOT_ASKED))
        }
    }
}

/// Asks the register where it has not answered yet. Errors: `application.chief_not_asked`, after which everything typed
/// stands; `rate_limited`.
pub(super) async fn settle(call: &Call, id: ApplicationId) -> Result<()> {
    let Some(application) = store::application::find(call.db.read(), id).await? else { return Ok(()) };
    let Form::Technician(_, form) = Form::of(&application)? else { return Ok(()) };
    let asked = question(call.db.read(), &application, &form).await?;
    let Some(asked) = asked.filter(|asked| form.chief_asked.as_ref() != Some(asked)) else { return Ok(()) };
    let found = ask(call, &id.0.to_string(), &asked).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    let Form::Technician(stage, mut form) = Form::of(&application)? else { return Ok(()) };
    // Typed anew while the register was asked: whoever typed it asks again.
    if !application.state.is_editable() || question(&tx, &application, &form).await?.as_ref() != Some(&asked) {
        return Ok(());
    }
    let is_found = found.is_some();
    form.chief = found;
    form.chief_asked = Some(asked);
    application.form = Form::Technician(stage, form).text()?;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    let mut change = about(&application, "application.chief");
    change.new = Some(json!({ "found": is_found }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
