//! 再開コード: coming back to an application on another device, and another code where it was lost. Invariant: a code is chance and
//! is kept as a hash; a message has it sealed, no longer than it opens; whether a number exists can be told neither from the answer to a
//! code nor from the answer to who lost one.
//!
//! The code that was lost opens until the one that was sent is first used: numbers run on and can be guessed, and nobody is to shut
//! others out of their applications by asking for codes (docs/decisions/0024-lost-code.md).

use super::about;
use crate::{
    Call, Change, Error, Result,
    account::{Attempt, all_typed, seal_handed},
    job,
    notice::{self, Addressee},
    typed,
};
use domain::{
    access::{Action, Resource},
    application::{CodesSent, TypedNumber, may_send_code, sent_code_opens, sent_codes_closed},
    id::ApplicationId,
    notice::{NoticeKind, Value},
    text,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    ConnectionTrait,
    application::{self as rows, code::SentCode},
};
use subtle::ConstantTimeEq;

/// No such number, or not its code: the two are one.
const WRONG: &str = "application.resume_wrong";
/// What a code that is sent is sealed for.
pub(crate) const CODE: &str = "application_code";
/// Capitals and digits that cannot be taken for one another; 32, so that five bits choose one evenly.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code to write down: three groups of four, 60 bits.
pub(super) fn new_code(call: &Call) -> String {
    let chosen = call.ids.bytes::<12>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    chosen.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// What is kept of a code, in whichever width, case and grouping it is typed.
pub(super) fn hash(code: &str) -> String {
    let plain: String = text::to_ascii_width(code).to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    hex::encode(Sha256::digest(plain.as_bytes()))
}

/// A 受付番号 as it is written (`2026-1120-00001`), from its thirteen digits in whatever width, however they were set apart.
fn as_written(typed: &str) -> String {
    let typed = text::to_ascii_width(&typed::plain(typed));
    match TypedNumber::read(&typed) {
        Some(number) => number.to_string(),
        None => typed.chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

/// Finds an application by its 受付番号 and resume code. `client` is the address the request came from.
/// Errors: `application.resume_wrong`, `auth.locked`, what was left empty.
pub async fn resume(call: &Call, number: &str, code: &str, client: &str) -> Result<ApplicationId> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    all_typed(&[("number", number), ("code", code)])?;
    let number = as_written(number);
    let attempt = Attempt::begin(call, "resume", &number, client).await?;
    // The code that was sent is read first: one that is taken up by another request in between is then the application's own.
    let (found, sent) = match rows::by_number(call.db.read(), &number).await? {
        Some(named) => {
            let sent = rows::code::find(call.db.read(), named.id).await?;
            (rows::find(call.db.read(), named.id).await?, sent)
        }
        None => (None, None),
    };
    let typed = hash(code);
    let is = |kept: Option<&str>| bool::from(kept.unwrap_or_default().as_bytes().ct_eq(typed.as_bytes()));
    let right = is(found.as_ref().map(|found| found.resume_hash.as_str()));
    let sent = sent.filter(|sent| sent_code_opens(sent.sent.last_at, call.now()));
    let is_sent = is(sent.as_ref().and_then(|sent| sent.hash.as_deref()));
    let Some(application) = found.filter(|_| right || is_sent) else { return Err(Error::rejected(WRONG)) };
    let tx = call.db.begin().await?;
    attempt.succeeded(&tx).await?;
    if is_sent {
        let locked = rows::lock(&tx, application.id).await?.ok_or(Error::rejected(WRONG))?;
        // Of two who use it at once the second finds it taken up already; one in whose place another was used opens nothing.
        if !rows::code::take_up(&tx, application.id, &typed).await? && !is(Some(locked.resume_hash.as_str())) {
            return Err(Error::rejected(WRONG));
        }
    }
    call.note(&tx, about(&application, "application.resume")).await?;
    tx.commit().await?;
    Ok(application.id)
}

/// Whether a code that was given out still opens the application: another may have been sent and used since. Tells nothing to who
/// does not have the code.
pub async fn code_opens(call: &Call, id: ApplicationId, code: &str) -> Result<bool> {
    let found = rows::find(call.db.read(), id).await?;
    Ok(found.is_some_and(|found| found.resume_hash == hash(code)))
}

/// Has another resume code sent to where the applicant is reached by what is in the form: by mail, without that to a mobile phone. It
/// opens for three days until it is first used; then the one before opens nothing any more. Whatever is asked is answered the same, after
/// the same work: what there is to send is found out by work of the register's own. `client` is the address the request came from.
/// Errors: a missing `number`; `rate_limited` after a few for one number or many from one client; `auth.forbidden` for whoever is
/// logged in.
pub async fn send_code(call: &Call, number: &str, client: &str) -> Result<()> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    all_typed(&[("number", number)])?;
    let number = as_written(number);
    // Each may be a message to somebody else's phone.
    Attempt::ask(call, "resume_code", &number, client).await?;
    // What is no number is none of an application's: that it takes less time tells nothing.
    let Some(number) = TypedNumber::read(&number) else { return Ok(()) };
    let tx = call.db.begin().await?;
    job::set_each(call, &tx, job::Work::Code(number), call.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends a code that was asked for by this number, as the register's own work. Nothing where there is no such number, no way to reach
/// anybody, no code for what it is, or where one was sent just now or too many were today.
pub(crate) async fn send(call: &Call, tx: &impl ConnectionTrait, number: TypedNumber) -> Result<()> {
    let Some(found) = rows::by_number(tx, &number.to_string()).await? else { return Ok(()) };
    // A draft may have been forgotten since it was looked for.
    let Some(application) = rows::lock(tx, found.id).await? else { return Ok(()) };
    let id = application.id;
    let by_another = store::proxy::find(tx, id).await?.is_some();
    if !may_send_code(application.kind, application.state, by_another) {
        return Ok(());
    }
    let before = rows::code::find(tx, id).await?.map(|before| before.sent);
    let Some(sent) = CodesSent::with_another(before, call.now()) else { return Ok(()) };
    let whom = Addressee::of_application(tx, &application).await?;
    if !whom.is_reached(NoticeKind::ResumeCodeSent) {
        return Ok(());
    }
    let code = new_code(call);
    rows::code::keep(tx, id, &SentCode { hash: Some(hash(&code)), sent }).await?;
    let values =
        [("number", Value::Text(application.number.clone())), ("code", Value::Sealed(seal_handed(call, CODE, &code)?))];
    notice::tell(call, tx, &whom, NoticeKind::ResumeCodeSent, values).await?;
    call.note(tx, about(&application, "application.code_sent")).await
}

/// Forgets the codes that were sent and open nothing any more, in the work of the day.
pub(crate) async fn forget_past(call: &Call, tx: &impl ConnectionTrait) -> Result<()> {
    let forgotten = rows::code::forget_sent_until(tx, sent_codes_closed(call.now())).await?;
    if forgotten == 0 {
        return Ok(());
    }
    let (subject_kind, subject_id) = ("application", String::new());
    let new = Some(json!({ "applications": forgotten }));
    call.note(tx, Change { process: "application.forget_codes", subject_kind, subject_id, new, ..Change::default() })
        .await
}
