//! The reviewer's desk: queue, case, claim, words on fields. Invariant: only the reviewer who has an application says a
//! word on it; two at once are told of each other.

use super::{
    CLAIMED, STATE, about, advance, answer, check,
    form::{Form, PHOTO, file_of, is_picture, pages_of},
    locked,
    word::Words,
};
use crate::{Call, Error, Result, counter};
use domain::{
    access::{Action, Denied, Role},
    application::{
        Asked, Flaw, IssuedIds, Judgment, PhotoInfo, ReviewCase, ReviewField, ReviewNote, State, TrailLine, Transition,
        Verdict, unsaid,
    },
    business::{BusinessForm, REGISTERED},
    calendar,
    form::{FieldProblem, Problem},
    id::{AccountId, ApplicationId},
    text,
};
use serde_json::json;
use std::collections::HashMap;
use store::application::{Application, StoredPhoto};

const TRAIL_MAX: u64 = 500;

/// The reviewer who acts.
pub(super) async fn reviewer(call: &Call, id: ApplicationId) -> Result<AccountId> {
    call.authorize(Action::ApplicationReview, &counter::subject(call, id).await?)?;
    call.actor.account.ok_or(Error::Forbidden(Denied::Role))
}

/// Whether the reviewer has it now. Errors: `conflict.claimed` where another has, `conflict.state` where nobody has or it
/// is not under review.
pub(super) fn mine(application: &Application, me: AccountId) -> Result<()> {
    match application.claimed_by {
        Some(other) if other != me => Err(Error::Conflict(CLAIMED)),
        Some(_) if application.state == State::InReview => Ok(()),
        Some(_) | None => Err(Error::Conflict(STATE)),
    }
}

async fn names(call: &Call, accounts: impl Iterator<Item = AccountId>) -> Result<HashMap<AccountId, String>> {
    let accounts: Vec<AccountId> = accounts.collect();
    Ok(store::application::account_names(call.db.read(), &accounts).await?.into_iter().collect())
}

/// One application with all a reviewer needs. Errors: `NotFound`, also for a draft.
pub async fn case(call: &Call, id: ApplicationId) -> Result<ReviewCase> {
    call.authorize(Action::ApplicationReview, &counter::subject(call, id).await?)?;
    let found = store::application::find(call.db.read(), id).await?.filter(|found| found.state != State::Draft);
    let application = found.ok_or(Error::NotFound)?;
    let form = Form::of(&application)?;
    let checks = check::all(call.db.read(), core::slice::from_ref(&application)).await?.pop().unwrap_or_default();
    let events = store::event::of_subject(call.db.read(), "application", &id.to_string(), TRAIL_MAX).await?;
    let actors = events.iter().filter_map(|event| event.actor_account).chain(application.claimed_by);
    let names = names(call, actors).await?;
    let name = |id: AccountId| names.get(&id).cloned();
    let line = |event: store::event::Event| TrailLine {
        at: event.at,
        actor: event.actor_account.and_then(name).unwrap_or_default(),
        what: event.process.strip_prefix("application.").unwrap_or(&event.process).to_owned(),
        document: (event.process == crate::document::READ).then(|| document_of(event.new.as_deref())).flatten(),
    };
    let photo = application.photo.as_ref().map(|photo| photo.info);
    Ok(ReviewCase {
        id,
        number: application.number.clone(),
        kind: application.kind,
        anew: answer::is_anew(call, call.db.read(), &application).await?,
        state: application.state,
        priority: store::application::queue::priority(call.db.read(), id).await?,
        name: application.name.clone(),
        claimed_by: application.claimed_by.and_then(name),
        claimed_by_me: application.claimed_by.is_some() && application.claimed_by == call.actor.account,
        submitted_at: application.submitted_at,
        fields: fields(call, &application, &form).await?,
        checks,
        trail: events.into_iter().map(line).collect(),
        fee: answer::fee(call, &application, &form).await?,
        issued: answer::issued_login(&application).map(|login_id| IssuedIds {
            login_id,
            technician_id: application.technician_id,
            business_id: application.business_id,
        }),
        has_photo: photo.is_some(),
        photo_pixels: photo,
        proxied: answer::proxied(call, id).await?,
    })
}

/// The document that an event of reading names.
fn document_of(new: Option<&str>) -> Option<String> {
    let new: serde_json::Value = serde_json::from_str(new?).ok()?;
    new.get("document")?.as_str().map(str::to_owned)
}

async fn fields(call: &Call, application: &Application, form: &Form) -> Result<Vec<ReviewField>> {
    let words = Words::of(application)?;
    let mut fields = Vec::new();
    let reviewed = form.reviewed_of(application);
    let base = match form {
        Form::Business(..) => store::application::base::find(call.db.read(), application.id).await?,
        Form::Technician(..) => None,
    };
    for Asked { field, wanted } in form.asked(&reviewed, application) {
        let said = words.on(application, form, field);
        fields.push(ReviewField {
            field: field.to_owned(),
            value: value(application, form, field),
            note: note(call, form, field).await?,
            verdict: said.as_ref().map(|said| said.verdict),
            explanation: said.map(|said| said.explanation).unwrap_or_default(),
            wanted,
            has_picture: field != PHOTO && file_of(application, field).is_some(),
            pages: pages_of(application, field),
            flaws: flaws_of(application, field),
            changed: words.is_changed(application, form, field),
            stood_by: words.is_stood_by(application, form, field),
            before: before(form, base.as_ref(), field),
        });
    }
    Ok(fields)
}

fn flaws_of(application: &Application, field: &str) -> Vec<Flaw> {
    let sent = application.files.iter().find(|file| file.field == field).map(|file| file.info);
    let photo = application.photo.as_ref().filter(|_| field == PHOTO).map(|photo| photo.info);
    sent.or(photo).map(PhotoInfo::flaws).unwrap_or_default()
}

/// What a change or a renewal found registered; nothing of what is no part of the register. `base`: of a business.
fn before(form: &Form, base: Option<&BusinessForm>, field: &str) -> Option<String> {
    match form {
        Form::Technician(stage, form) if stage.is_change() && !is_picture(field) => {
            Some(form.before(field).unwrap_or_default())
        }
        Form::Business(..) if REGISTERED.contains(&field) => base?.typed(field),
        _ => None,
    }
}

fn value(application: &Application, form: &Form, field: &str) -> String {
    let size = |photo: &StoredPhoto| format!("{} × {}", photo.info.width, photo.info.height);
    if field == PHOTO { application.photo.as_ref().map(size).unwrap_or_default() } else { form.typed(field) }
}

/// What the reviewer should know of a value.
async fn note(call: &Call, form: &Form, field: &str) -> Result<Option<ReviewNote>> {
    let value = form.typed(field);
    Ok(match (form, field) {
        (_, "family_name" | "given_name" | "name") => common_form(&value).map(|form| ReviewNote::CommonForm { form }),
        (Form::Technician(_, form), "birth_date") => calendar::parse(&form.birth())
            .ok()
            .map(|birth| ReviewNote::Age { years: calendar::age_on(birth, call.today()) }),
        (Form::Technician(_, form), "chief_number") => {
            form.chief.as_ref().map(|found| ReviewNote::InRegister { name: found.name.clone() })
        }
        (_, "employer_id") => match value.parse() {
            Ok(id) => store::business::name(call.db.read(), id).await?.map(|name| ReviewNote::BusinessName { name }),
            Err(_) => None,
        },
        (Form::Business(..), "capital_yen") => {
            let fee = form.fee(&crate::fee::prices(call).await?, call.today());
            fee.map(|(_, amount)| ReviewNote::Fee { amount })
        }
        _ => None,
    })
}

/// The form a name is found by, where it has characters of another form (旧字体, IVS).
fn common_form(name: &str) -> Option<String> {
    let key = text::search_key(name);
    let is_kanji = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
    let differs = name.chars().any(|c| is_kanji(c) && !key.contains(c))
        || name.chars().any(|c| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'));
    differs.then_some(key)
}

/// Takes an application from the queue. Doing so again changes nothing. Errors: `conflict.claimed` where another has it,
/// `conflict.state` where it does not wait.
pub async fn claim(call: &Call, id: ApplicationId) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    if application.state == State::InReview {
        return mine(&application, me);
    }
    application.claimed_by = Some(me);
    application.claimed_at = Some(call.now());
    advance(call, &tx, &mut application, Transition::Claim, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts an application back into the queue: whoever has it, or the operator for somebody who is away.
pub async fn release(call: &Call, id: ApplicationId) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    if call.actor.role != Role::Operator {
        mine(&application, me)?;
    }
    application.claimed_by = None;
    application.claimed_at = None;
    advance(call, &tx, &mut application, Transition::Release, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps words on fields; fields not named keep theirs. Errors: a field the form does not have, a reason that does not
/// fit it or wants the reviewer's own words; `conflict.claimed`, `conflict.state`.
pub async fn save_verdicts(call: &Call, id: ApplicationId, verdicts: Vec<(String, Verdict)>) -> Result<()> {
    judge(call, id, verdicts.into_iter().map(Judgment::from).collect(), false).await
}

/// Keeps words on fields and finds good whatever still wants a word (残りはすべて問題なし). Errors: as [`save_verdicts`].
pub async fn save_verdicts_and_rest(call: &Call, id: ApplicationId, verdicts: Vec<(String, Verdict)>) -> Result<()> {
    judge(call, id, verdicts.into_iter().map(Judgment::from).collect(), true).await
}

/// Keeps what was said of fields, each with what the reviewer explains; `rest`: whatever still wants a word is found
/// good. Errors: as [`save_verdicts`].
pub async fn judge(call: &Call, id: ApplicationId, judgments: Vec<Judgment>, rest: bool) -> Result<()> {
    let me = reviewer(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = locked(&tx, id).await?;
    mine(&application, me)?;
    let form = Form::of(&application)?;
    let reviewed = form.reviewed_of(&application);
    let mut words = Words::of(&application)?;
    let mut new = new_words(&words, &application, &form, judgments).map_err(Error::fields)?;
    if rest {
        let mut until_now = words.present(&application, &form);
        until_now.extend(new.iter().map(|said| (said.field.clone(), said.verdict)));
        let open = unsaid(&until_now, &form.asked(&reviewed, &application));
        new.extend(open.into_iter().map(|field| Judgment::from((field.to_owned(), Verdict::Good))));
    }
    if new.is_empty() {
        return Ok(());
    }
    for said in &new {
        words.say(&application, &form, said);
    }
    application.verdicts = words.text()?;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    let mut change = about(&application, "application.verdicts");
    change.new = Some(new.iter().map(noted).collect::<serde_json::Map<_, _>>().into());
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// What was not said before, as it is kept. Errors: the problems of all.
fn new_words(
    words: &Words,
    application: &Application,
    form: &Form,
    judgments: Vec<Judgment>,
) -> core::result::Result<Vec<Judgment>, Vec<FieldProblem>> {
    let reviewed = form.reviewed_of(application);
    let (mut new, mut problems) = (Vec::new(), Vec::new());
    for judgment in judgments {
        let field = judgment.field.clone();
        let known = words.on(application, form, &field);
        let checked = if reviewed.contains(&field) { judgment.checked() } else { Err(Problem::NotAChoice) };
        match checked {
            // What stands there stays, also by a reason that is not offered: it was said before, or by deleting.
            Ok(said) if known.as_ref() == Some(&said) => {}
            Ok(said) if said.fits() => new.push(said),
            Ok(_) => problems.push(FieldProblem::new(&field, Problem::NotAChoice)),
            Err(problem) => problems.push(FieldProblem::new(&field, problem)),
        }
    }
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

/// As it stands in the event. The reviewer's own words are about somebody and are forgotten with the application, which
/// an event never is: it says that there were some.
fn noted(said: &Judgment) -> (String, serde_json::Value) {
    let code = said.verdict.code();
    let what = match said.explanation.as_str() {
        "" => json!(code),
        _ => json!({ "reason": code, "explained": true }),
    };
    (said.field.clone(), what)
}
