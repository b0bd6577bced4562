//! 申請: from the first saved field to an issued ID. Invariant: a state changes only through
//! `domain::application::next`, while the row's lock is held, with an event of who, when and why in the same transaction.

mod answer;
mod change;
mod check;
mod chief;
mod code;
mod complete;
mod decide;
mod draft;
mod erase;
mod file;
mod forget;
mod form;
mod licence;
mod photo;
mod queue;
mod renew;
mod review;
mod start;
mod submit;
mod usual;
mod word;

use crate::{Call, Change, Error, Result, notice};
use domain::{
    application::{State, Transition, next},
    id::ApplicationId,
    notice::{NoticeKind, PERSON, Value},
    proxy::{Consent, Filer},
};
use serde_json::json;
use store::{ConnectionTrait, application::Application};

pub(crate) use answer::proxied;
pub use answer::view;
pub(crate) use answer::{deficiencies, fee_of, is_anew};
pub(crate) use chief::ask as ask_chief;
pub(crate) use code::{CODE, forget_past as forget_past_codes, send as send_asked_code};
pub use code::{code_opens, resume, send_code};
pub(crate) use complete::complete;
pub use decide::{approve, reject, return_deficient};
pub(crate) use draft::leave_out;
pub use draft::{
    business_draft, change_stage, put_item, remove_item, save_business, save_business_final, save_business_page,
    save_final, save_page, save_technician, technician_draft,
};
pub use erase::erase_visible_number;
pub use file::{put_file, put_file_from, put_insurance_card_from};
pub use forget::forget_drafts;
pub(crate) use form::{Form, file_of};
pub use photo::{put_photo, put_photo_from};
pub use queue::{next_in_queue, prioritise, queue};
pub(crate) use renew::{form_of, form_on, put_right_row};
pub use review::{case, claim, judge, release, save_verdicts, save_verdicts_and_rest};
pub use start::{may_start, may_upgrade, start, start_change, start_from, start_upgrade};
pub(crate) use start::{start_firm, start_for, start_of_business};
pub(crate) use submit::left_undone;
pub use submit::{submit, submit_as_it_stands, withdraw};
pub(crate) use usual::work_out;
pub use usual::{figures, usual};

/// Cannot be done in the state the application is in.
pub const STATE: &str = "conflict.state";
/// Another reviewer has it.
pub const CLAIMED: &str = "conflict.claimed";

/// The application, locked until the transaction ends.
async fn locked(tx: &impl ConnectionTrait, id: ApplicationId) -> Result<Application> {
    store::application::lock(tx, id).await?.ok_or(Error::NotFound)
}

/// The same, for whoever fills it in. Errors: `NotFound`; `proxy.with_person` for who files for somebody that has it in
/// hand.
async fn locked_to_fill_in(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<Application> {
    let application = locked(tx, id).await?;
    crate::proxy::require_in_hand(call, tx, id).await?;
    Ok(application)
}

const fn process(transition: Transition) -> &'static str {
    match transition {
        Transition::Submit => "application.submit",
        Transition::Claim => "application.claim",
        Transition::Release => "application.release",
        Transition::Return => "application.return",
        Transition::Resubmit => "application.resubmit",
        Transition::Approve => "application.approve",
        Transition::RequestPayment => "application.request_payment",
        Transition::Complete => "application.complete",
        Transition::Withdraw => "application.withdraw",
        Transition::Reject => "application.reject",
    }
}

/// Moves the application on, writes it back and notes it. Errors: `conflict.state`.
async fn advance(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &mut Application,
    transition: Transition,
    reason: Option<String>,
) -> Result<()> {
    let from = application.state;
    application.state = next(from, transition).map_err(|_| Error::Conflict(STATE))?;
    application.updated_at = call.now();
    if application.state.is_final() {
        // It has gone to the log-in, or to nowhere; a second copy would only be a second thing to lose.
        application.password_hash = None;
        store::application::sought::forget(tx, application.id).await?;
        store::application::code::forget(tx, application.id).await?;
    }
    store::application::update(tx, application).await?;
    let stay = || call.ids.ordered(call.now());
    store::application::stay::left(tx, stay(), application, from, call.now()).await?;
    if matches!(transition, Transition::Approve | Transition::Reject) {
        store::application::stay::decided(tx, stay(), application, call.now()).await?;
    }
    let state = |state: State| Some(json!({ "state": state }));
    let change =
        Change { old: state(from), new: state(application.state), reason, ..about(application, process(transition)) };
    call.note(tx, change).await
}

/// Tells the applicant of their application; its name and number are among the values. Who signed on paper is told who has it, and
/// how they are reached, in place of a page.
async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    kind: NoticeKind,
    values: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<()> {
    let whom = notice::Addressee::of_application(tx, application).await?;
    let known = [("name", Value::Text(application.name.clone())), ("number", Value::Text(application.number.clone()))];
    let values: Vec<(&'static str, Value)> = known.into_iter().chain(values).collect();
    let paper = store::proxy::find(tx, application.id).await?.filter(|proxy| proxy.consent == Some(Consent::Paper));
    if let Some((proxy, on_paper)) = paper.zip(kind.on_paper()) {
        let filer = crate::proxy::reached_at(tx, proxy.filer).await?;
        notice::tell(call, tx, &whom, on_paper, values.iter().cloned().chain(filer)).await?;
    } else {
        notice::tell(call, tx, &whom, kind, values.clone()).await?;
    }
    tell_proxy(call, tx, application, kind, values).await
}

/// Tells the business that files for the person the same.
async fn tell_proxy(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
    kind: NoticeKind,
    values: Vec<(&'static str, Value)>,
) -> Result<()> {
    let filer = store::proxy::find(tx, application.id).await?.map(|proxy| proxy.filer);
    // Scriveners and counters have no address of their own: it stands in their list.
    let Some(Filer::Business(business)) = filer else { return Ok(()) };
    let whom = notice::Addressee::of_business(tx, business).await?;
    let person = (PERSON, Value::Text(application.name.clone()));
    notice::tell(call, tx, &whom, kind, values.into_iter().chain([person])).await?;
    Ok(())
}

/// An event of this application.
pub(crate) fn about(application: &Application, process: &'static str) -> Change {
    Change { process, subject_kind: "application", subject_id: application.id.to_string(), ..Change::default() }
}
