//! 建設業許可: asking its register when an application that names one is handed in. Invariant: it is asked before anything is
//! locked; a register that does not answer keeps nobody from applying, and the reviewer sees that it did not.

use super::form::Form;
use crate::{Call, Result};
use domain::{business::Licence, id::ApplicationId};
use store::application::licence::Answer;

/// How an answer says for which licence it is.
pub(super) fn key(licence: &Licence) -> String {
    format!("{}-{:06}", licence.authority.code(), licence.number)
}

/// What the register says of the licence an application names; nothing where it names none or the register does not answer.
pub(super) async fn asked(call: &Call, id: ApplicationId) -> Result<Option<Answer>> {
    let Some(application) = store::application::find(call.db.read(), id).await? else { return Ok(None) };
    let Form::Business(_, form) = Form::of(&application)? else { return Ok(None) };
    let Some(licence) = form.named_licence(call.today()) else { return Ok(None) };
    let (register, of) = (call.outside.licences.clone(), licence);
    let answer = tokio::task::spawn_blocking(move || register.find(of.authority, of.number)).await;
    match answer.map_err(crate::Error::internal) {
        Ok(Ok(found)) => Ok(Some(Answer { licence: key(&licence), found, asked_at: call.now() })),
        Ok(Err(fault)) | Err(fault) => {
            tracing::warn!(%fault, "the register of licences could not be asked");
            Ok(None)
        }
    }
}
