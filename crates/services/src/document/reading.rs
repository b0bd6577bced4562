//! Who looked at evidence. Invariant: it is noted before anything is handed out, in the one place in which what was sent as proof
//! is found for somebody who may see it; whom it is of looks at their own.

use crate::{Call, Change, Result};
use domain::{access::Role, document::is_noted};
use serde_json::json;
use store::application::Application;

/// The process of the event of a look.
pub(crate) const READ: &str = "evidence.read";

/// The noun and the id of whatever the document came with, and what it is called there.
pub(super) struct Sent<'a> {
    /// `application`, `recovery`, `correction`, `level_application` or `level_statement`.
    pub(super) kind: &'static str,
    /// Its id.
    pub(super) id: String,
    /// The field or item it was sent for.
    pub(super) document: &'a str,
    /// Whether the file itself is handed out, to be saved.
    pub(super) saved: bool,
}

/// Whether the caller is whom an application is of: the applicant, or the registered person or business it changes.
pub(super) fn is_own(call: &Call, application: &Application) -> bool {
    let actor = &call.actor;
    let is_person = actor.technician.is_some() && actor.technician == application.technician_id;
    let is_firm =
        actor.business.is_some() && actor.business == application.business_id && application.kind.stage().is_none();
    actor.role == Role::Applicant || is_person || is_firm
}

/// Notes that the caller looks at a document of another. Whoever has no log-in is an applicant or the register itself.
pub(super) async fn note(call: &Call, sent: Sent<'_>) -> Result<()> {
    let Some(account) = call.actor.account else { return Ok(()) };
    let new = json!({ "document": sent.document, "saved": sent.saved });
    let (of, document) = ((sent.kind, sent.id.as_str()), new.to_string());
    // Asked before anybody waits for the writing connection, and again by then: a page looks at many pictures at once.
    let last = store::event::last_read(call.db.read(), of, account, &document).await?;
    if !is_noted(last, call.now()) {
        return Ok(());
    }
    let tx = call.db.begin().await?;
    store::event::lock_reads(&tx, account).await?;
    let last = store::event::last_read(&tx, of, account, &document).await?;
    if !is_noted(last, call.now()) {
        return Ok(());
    }
    let change =
        Change { process: READ, subject_kind: sent.kind, subject_id: sent.id, new: Some(new), ..Change::default() };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
