//! The counter of a 認定登録機関: taking an application on paper, following its papers, and what the head office may do with
//! it. Invariant: an application taken here is handed in after somebody looked at the person and their papers, with nothing
//! in it that no paper proves, and is judged by who has the papers and entered none of it.

mod change;

use crate::{
    Call, Change, Error, Result,
    application::{self, Form, deficiencies, file_of},
    proxy,
};
use domain::{
    access::{Action, Denied, Resource, Role, Scope},
    application::{ApplicationKind, State},
    business::Filing,
    counter::{self as rule, CheckForm, Checked, CounterCase, Papers, PostForm},
    form::{FieldProblem, Problem},
    id::{ApplicationId, AppointmentId},
    listing::Mark,
    proxy::Filed,
    registrar::OfficeKind,
    technician::{Stage, TechnicianForm},
};
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    counter::{self as rows, Case, Check},
    registrar::Counted,
};

pub use change::{LOOK_UP_AGAIN, change, look_up, may_change, shown};

/// The field of the look at identity and papers, for the list of what is left.
pub const CHECK: &str = "counter_check";
/// The papers are not at the head office yet.
const PAPERS_AWAITED: &str = "counter.papers_awaited";

/// Whether the caller takes applications at a counter, or follows them for its body. Errors: `auth.forbidden`.
pub fn may_take(call: &Call) -> Result<()> {
    call.authorize(Action::CounterFile, &Resource::Register).map(drop)
}

/// Whether the caller may judge an application: of a head office, and not one they entered.
pub async fn may_judge(call: &Call, id: ApplicationId) -> Result<bool> {
    let resource = subject(call, id).await?;
    Ok(call.authorize(Action::ApplicationReview, &resource).is_ok())
}

/// The application as the decision of whoever asks wants it.
pub(crate) async fn subject(call: &Call, id: ApplicationId) -> Result<Resource> {
    let (Some(_), Some(account)) = (call.actor.desk, call.actor.account) else { return Ok(Resource::Application(id)) };
    let db = call.db.read();
    let taken_by = rows::find(db, id).await?.map(|case| (case.registrar, case.office));
    Ok(Resource::Case { id, taken_by, entered: rows::entered_by(db, id, account).await? })
}

/// That the caller sees what was taken at a counter. Errors: `NotFound` where no counter took it.
async fn seen(call: &Call, id: ApplicationId) -> Result<Scope> {
    let resource = subject(call, id).await?;
    if let Resource::Case { taken_by: None, .. } = resource {
        call.authorize(Action::CounterFile, &Resource::Register)?;
        return Err(Error::NotFound);
    }
    call.authorize(Action::CounterFile, &resource)
}

/// Begins an application for somebody who stands at the counter: a detailed registration, on paper.
pub async fn start(call: &Call) -> Result<ApplicationId> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let desk = call.actor.desk.ok_or(Error::Forbidden(Denied::NotYours))?;
    let filed = proxy::By::this(call)?;
    let tx = call.db.begin().await?;
    let form = TechnicianForm::default();
    let id = proxy::begin(call, &tx, ApplicationKind::TechnicianDetailed, &form, filed).await?;
    rows::insert(&tx, id, (desk.registrar, desk.office), call.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Begins the first registration of a business whose representative stands at the counter, on paper.
pub async fn start_firm(call: &Call) -> Result<ApplicationId> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let desk = call.actor.desk.ok_or(Error::Forbidden(Denied::NotYours))?;
    let filed = proxy::By::this(call)?;
    let tx = call.db.begin().await?;
    let id = proxy::begin_first(call, &tx, filed).await?;
    rows::insert(&tx, id, (desk.registrar, desk.office), call.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Begins the renewal of a business that came on the half day it booked; again is the same one. Errors: `NotFound`,
/// `appointment.not_today`; `proxy.under_way`, `business.not_renewable`.
pub async fn start_renewal(call: &Call, id: AppointmentId) -> Result<ApplicationId> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let desk = call.actor.desk.ok_or(Error::Forbidden(Denied::NotYours))?;
    let filed = proxy::By::this(call)?;
    let tx = call.db.begin().await?;
    let appointment = crate::appointment::at_counter(call, &tx, id).await?;
    if let Some(begun) = appointment.application {
        return Ok(begun);
    }
    let begun = proxy::begin_of_registered(call, &tx, Filing::Renewal, appointment.business, filed).await?;
    rows::insert(&tx, begun, (desk.registrar, desk.office), call.now()).await?;
    store::appointment::came(&tx, id, begun).await?;
    let change = Change {
        process: "appointment.come",
        subject_kind: "appointment",
        subject_id: id.to_string(),
        new: Some(json!({ "application": begun })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(begun)
}

/// The part after `after` of what the caller's office, body or scrivener filed, newest first, in one state or in all.
pub async fn list(call: &Call, state: Option<State>, after: Option<Mark>) -> Result<Filed> {
    let scope = proxy::filing(call)?;
    let disasters = store::disaster::all(call.db.read()).await?;
    Ok(store::proxy::list(call.db.read(), &scope, state, after, (&disasters, call.today())).await?)
}

/// One application as its counter or scrivener sees it. Errors: `NotFound`.
pub async fn case(call: &Call, id: ApplicationId) -> Result<CounterCase> {
    seen(call, id).await?;
    let db = call.db.read();
    let disasters = store::disaster::all(call.db.read()).await?;
    let (Some(case), Some(row)) =
        (rows::find(db, id).await?, store::proxy::line(db, id, (&disasters, call.today())).await?)
    else {
        return Err(Error::NotFound);
    };
    let application = store::application::find(db, id).await?.ok_or(Error::NotFound)?;
    let office = store::registrar::find_office(db, case.office).await?.ok_or(Error::NotFound)?.row;
    let body = store::registrar::find(db, case.registrar).await?.ok_or(Error::NotFound)?;
    Ok(CounterCase {
        row,
        office: office.id,
        body: body.name,
        office_phone: office.phone,
        office_address: office.address,
        checked: checked_words(call, &case).await?,
        deficiencies: deficiencies(&application)?,
        unproven: if application.state.is_editable() { lacking(&application, &case)? } else { Vec::new() },
        own: call.actor.desk.is_some_and(|desk| desk.office == case.office),
        submitted_at: application.submitted_at,
    })
}

async fn checked_words(call: &Call, case: &Case) -> Result<Option<Checked>> {
    let Some(check) = &case.check else { return Ok(None) };
    let names = store::application::account_names(call.db.read(), &[check.by]).await?;
    let by = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
    Ok(Some(Checked { identity_kind: check.identity_kind, papers: check.papers.clone(), at: check.at, by }))
}

/// What is to be put right in an application that was returned, for who files it. Errors: `NotFound`.
pub async fn returned(call: &Call, id: ApplicationId) -> Result<Vec<domain::application::Deficiency>> {
    proxy::require_ours(call, id).await?;
    deficiencies(&store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?)
}

/// Fields and items of an application that no paper proves.
fn lacking(application: &Application, case: &Case) -> Result<Vec<String>> {
    let Form::Technician(Stage::Detailed, form) = Form::of(application)? else { return Ok(Vec::new()) };
    let papers = case.check.as_ref().map(|check| check.papers.as_slice()).unwrap_or_default();
    Ok(rule::unproven(&form, papers, |field| file_of(application, field).is_some()))
}

/// The own office's case, with its application locked. Errors: `NotFound`.
async fn own(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<(Application, Case)> {
    proxy::require_ours(call, id).await?;
    let application = store::application::lock(tx, id).await?.ok_or(Error::NotFound)?;
    Ok((application, rows::find(tx, id).await?.ok_or(Error::NotFound)?))
}

/// Keeps that the person and their papers were looked at: who, when, which kinds. Errors: `NotFound`; `conflict.state` once
/// it was handed in; problems of the form.
pub async fn check(call: &Call, id: ApplicationId, form: &CheckForm) -> Result<()> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let kind = proxy::kind_of_ours(call, id).await?;
    let entry = form.validate(kind).map_err(Error::fields)?;
    let by = call.actor.account.ok_or(Error::Forbidden(Denied::Role))?;
    let tx = call.db.begin().await?;
    let (application, _) = own(call, &tx, id).await?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(application::STATE));
    }
    let check = Check { identity_kind: entry.identity_kind, papers: entry.papers, at: call.now(), by };
    rows::checked(&tx, id, &check).await?;
    let new = json!({ "identity_kind": check.identity_kind, "papers": check.papers });
    call.note(&tx, Change { new: Some(new), ..application::about(&application, "counter.check") }).await?;
    tx.commit().await?;
    Ok(())
}

/// Leaves out of an application what no paper proves, or makes it 「無」; gives how many fields and items that were. Errors:
/// `NotFound`; `conflict.state` once it was handed in.
pub async fn leave_out(call: &Call, id: ApplicationId) -> Result<usize> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let fields = {
        let application = store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
        proxy::require_ours(call, id).await?;
        let case = rows::find(call.db.read(), id).await?.ok_or(Error::NotFound)?;
        lacking(&application, &case)?
    };
    if !fields.is_empty() {
        application::leave_out(call, id, &fields).await?;
    }
    Ok(fields.len())
}

/// Notes that the papers were posted by recorded delivery; again where the number was mistyped. Errors: `NotFound`;
/// `conflict.state` before it was handed in or after they arrived; problems of the form.
pub async fn post(call: &Call, id: ApplicationId, form: &PostForm) -> Result<()> {
    call.authorize(Action::CounterFile, &Resource::Register)?;
    let (tracking, on) = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    let (application, case) = own(call, &tx, id).await?;
    if !case.papers.may_be_sent(application.state) {
        return Err(Error::Conflict(application::STATE));
    }
    rows::posted(&tx, id, (&tracking, on), call.actor.account).await?;
    let change = Change {
        old: Some(json!(case.papers)),
        new: Some(json!(Papers::Sent { tracking, on })),
        ..application::about(&application, "counter.post")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that the head office has the papers, however they came. Errors: `NotFound`, `auth.forbidden` but for a head office;
/// `conflict.state` before it was handed in, `conflict.already_done`.
pub async fn arrive(call: &Call, id: ApplicationId) -> Result<()> {
    seen(call, id).await?;
    if call.actor.desk.map(|desk| desk.kind) != Some(OfficeKind::Head) {
        return Err(Error::Forbidden(Denied::Role));
    }
    let tx = call.db.begin().await?;
    let application = store::application::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    let case = rows::find(&tx, id).await?.ok_or(Error::NotFound)?;
    if case.papers.are_at_head() {
        return Err(Error::Conflict("conflict.already_done"));
    }
    if !case.papers.may_be_sent(application.state) {
        return Err(Error::Conflict(application::STATE));
    }
    rows::arrived(&tx, id, call.now(), call.actor.account).await?;
    let change = Change {
        old: Some(json!(case.papers)),
        new: Some(json!(Papers::Arrived { at: Some(call.now()) })),
        ..application::about(&application, "counter.arrive")
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// What stands against handing in an application taken at a counter; nothing for any other, nor once the body is none any
/// more: what lies there nobody can look at, and the register judges by what was sent.
pub(crate) async fn before_submit(
    call: &Call,
    tx: &impl ConnectionTrait,
    application: &Application,
) -> Result<Vec<FieldProblem>> {
    let Some(case) = rows::find_in_force(tx, application.id, call.today()).await? else { return Ok(Vec::new()) };
    if case.check.is_none() {
        return Ok(vec![FieldProblem::new(CHECK, Problem::Missing)]);
    }
    let lacking = lacking(application, &case)?;
    Ok(lacking.iter().map(|field| FieldProblem::new(field, Problem::NoProof)).collect())
}

/// Counts that an application taken at a counter was handed in for the first time, or went back.
pub(crate) async fn count(tx: &impl ConnectionTrait, id: ApplicationId, what: Counted) -> Result<()> {
    if let Some(case) = rows::find(tx, id).await? {
        store::registrar::add(tx, case.registrar, what).await?;
    }
    Ok(())
}

/// That an application may be approved as far as its papers go, which come to a body while it is one. Errors:
/// `counter.papers_awaited`.
pub(crate) async fn before_approval(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    match rows::find_in_force(tx, id, call.today()).await? {
        Some(case) if !case.papers.are_at_head() => Err(Error::rejected(PAPERS_AWAITED)),
        _ => Ok(()),
    }
}

/// Draws whether the operator looks at what a body has just approved by itself.
pub(crate) async fn approved(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    match rows::find(tx, id).await? {
        Some(case) if call.actor.role == Role::Registrar => crate::registrar::draw(call, tx, id, case.registrar).await,
        _ => Ok(()),
    }
}
