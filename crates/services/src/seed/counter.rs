//! Counters and a scrivener of the demonstration: a body that stays, one that is temporary, cases on every step of their way.
//! Invariant: every move is made by a log-in of the office that makes it.

use super::{DemoLogIn, PASSWORD, cast, stage::Stage, with_second_factor};
use crate::{
    Call, Error, Result,
    account::{actor_of, hash_password},
    application, appointment, counter, fee, proxy, registrar,
};
use domain::{
    access::{Actor, Role},
    account::IssuedLogin,
    application::{DeficiencyReason, Verdict},
    appointment::{Half, SlotForm},
    business::{BusinessForm, Filing},
    counter::{CheckForm, Paper, PostForm},
    id::{ApplicationId, RegistrarId},
    proxy::{ClientForm, PAPER},
    registrar::{OfficeForm, OfficeKind, RateForm, RegistrarForm, SampleForm, ScrivenerForm},
    technician::{Stage as Asked, TechnicianForm},
    time::{DAY_MS, HOUR_MS, WorkDate},
};

/// The desks of the demonstration.
pub struct Desks {
    field: Actor,
    head: Actor,
    scrivener: Actor,
    log_ins: Vec<DemoLogIn>,
}

/// Enters the bodies and the scrivener on the stage's day, and gives them log-ins.
pub async fn open(stage: &Stage) -> Result<Desks> {
    let operator = stage.by(&stage.operator);
    let from = stage.call.today();
    // So that the demonstration has samples to look at, whatever chance says.
    registrar::set_rate(&operator, &RateForm { percent: "100".to_owned(), from: from.next().to_string() }).await?;
    let mut log_ins = Vec::new();
    let (field, head) = body(stage, cast::BODY, None, &mut log_ins).await?;
    let until = stage.call.now().plus_ms(400 * DAY_MS).date();
    body(stage, cast::TEMPORARY, Some(until), &mut log_ins).await?;
    let form = ScrivenerForm {
        name: cast::SCRIVENER.to_owned(),
        prefecture: "13".to_owned(),
        phone: "03-5550-0710".to_owned(),
        from: from.to_string(),
    };
    let id = registrar::add_scrivener(&operator, &form).await?;
    let issued = registrar::issue_scrivener(&operator, id, "行政書士 見本 文子").await?;
    let scrivener = known(stage, issued, Role::Scrivener, cast::SCRIVENER, &mut log_ins).await?;
    Ok(Desks { field, head, scrivener, log_ins })
}

/// A body with its field office and its head office; the log-ins of both.
async fn body(
    stage: &Stage,
    [name, field, head]: [&str; 3],
    until: Option<WorkDate>,
    log_ins: &mut Vec<DemoLogIn>,
) -> Result<(Actor, Actor)> {
    let operator = stage.by(&stage.operator);
    let form = RegistrarForm {
        name: name.to_owned(),
        prefecture: if until.is_some() { "17" } else { "13" }.to_owned(),
        temporary: if until.is_some() { "yes" } else { "no" }.to_owned(),
        from: stage.call.today().to_string(),
        until: until.map(|day| day.to_string()).unwrap_or_default(),
    };
    let id = registrar::enter(&operator, &form).await?;
    let at_field = office(stage, id, (OfficeKind::Field, name, field), log_ins).await?;
    let at_head = office(stage, id, (OfficeKind::Head, name, head), log_ins).await?;
    Ok((at_field, at_head))
}

async fn office(
    stage: &Stage,
    body: RegistrarId,
    (kind, of, name): (OfficeKind, &str, &str),
    log_ins: &mut Vec<DemoLogIn>,
) -> Result<Actor> {
    let operator = stage.by(&stage.operator);
    let form = OfficeForm {
        kind: kind.code().to_owned(),
        name: name.to_owned(),
        address: "湊町1-4-2 建設会館".to_owned(),
        phone: "03-5550-0417".to_owned(),
    };
    let id = registrar::add_office(&operator, body, &form).await?;
    let person = if kind == OfficeKind::Field { "受付 三浦 里香" } else { "審査 長谷川 智" };
    let issued = registrar::issue(&operator, Some(id), person).await?;
    known(stage, issued, Role::Registrar, &format!("{of} {name}"), log_ins).await
}

/// Gives an issued log-in the public password and second factor.
pub(super) async fn known(
    stage: &Stage,
    issued: IssuedLogin,
    role: Role,
    name: &str,
    log_ins: &mut Vec<DemoLogIn>,
) -> Result<Actor> {
    let call = &stage.call;
    let account = store::account::by_login_id(call.db.read(), &issued.login_id).await?.ok_or(Error::NotFound)?;
    let hash = hash_password(call, PASSWORD).await?;
    let tx = call.db.begin().await?;
    store::account::set_password(&tx, account.id, &hash, call.now()).await?;
    let change = crate::Change {
        process: "seed.password",
        subject_kind: "account",
        subject_id: account.id.to_string(),
        ..crate::Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    with_second_factor(call, account.id).await?;
    log_ins.push(DemoLogIn {
        role,
        name: name.to_owned(),
        login_id: issued.login_id,
        password: PASSWORD.to_owned(),
        second_factor: true,
    });
    actor_of(&call.db, account.id).await
}

/// Who came to the counter and whom the scrivener files for, at every step of the way; gives the log-ins.
pub async fn play(stage: &mut Stage, desks: Desks) -> Result<Vec<DemoLogIn>> {
    let [registered, to_pay, returned, sent, draft] = &cast::VISITORS;
    let id = Box::pin(approved(stage, &desks, registered)).await?;
    let asked = store::fee::of_application(stage.call.db.read(), id).await?.ok_or(Error::NotFound)?;
    fee::mark_paid(&stage.by(&stage.operator), asked.id).await?;
    let word = "住所の番地まで、申請書と見くらべてください。".to_owned();
    let said = SampleForm { verdict: "to_mend".to_owned(), word };
    registrar::judge_sample(&stage.by(&stage.operator), id, &said).await?;
    Box::pin(approved(stage, &desks, to_pay)).await?;
    let id = Box::pin(handed_in(stage, &desks, returned)).await?;
    counter::arrive(&stage.by(&desks.head), id).await?;
    application::claim(&stage.by(&desks.head), id).await?;
    let bad = vec![("address".to_owned(), Verdict::Deficient(DeficiencyReason::AddressIncomplete))];
    application::save_verdicts(&stage.by(&desks.head), id, bad).await?;
    application::return_deficient(&stage.by(&desks.head), id).await?;
    Box::pin(handed_in(stage, &desks, sent)).await?;
    let id = counter::start(&stage.by(&desks.field)).await?;
    counter::check(&stage.by(&desks.field), id, &looked(&[Paper::Application, Paper::Photo])).await?;
    Box::pin(enter(stage, &desks.field, id, draft)).await?;
    Box::pin(clients(stage, &desks)).await?;
    Ok(desks.log_ins)
}

fn looked(papers: &[Paper]) -> CheckForm {
    CheckForm {
        identity_kind: "drivers_licence".to_owned(),
        papers: papers.iter().map(|paper| paper.code().to_owned()).collect(),
        agrees: "yes".to_owned(),
    }
}

/// The filer at work on an application.
fn at_work(stage: &Stage, filer: &Actor, id: ApplicationId) -> Call {
    stage.by(&Actor { application: Some(id), ..filer.clone() })
}

/// Enters what the paper form says, with the pictures.
async fn enter(stage: &mut Stage, filer: &Actor, id: ApplicationId, person: &cast::Person) -> Result<()> {
    stage.after_min(14);
    let work = at_work(stage, filer, id);
    let form = TechnicianForm {
        identity_kind: "drivers_licence".to_owned(),
        accident_insurance: "none".to_owned(),
        // Nobody at the counter has mail; some have no mobile phone either.
        phone: "0768-22-0417".to_owned(),
        password: String::new(),
        password_again: String::new(),
        ..stage.person_form(person)?
    };
    application::save_technician(&work, id, form).await?;
    let picture = stage.portrait_of(person)?;
    application::put_photo(&work, id, picture.clone()).await?;
    application::put_file(&work, id, "identity", picture.clone()).await?;
    application::put_file(&work, id, PAPER, picture).await?;
    Ok(())
}

async fn handed_in(stage: &mut Stage, desks: &Desks, person: &cast::Person) -> Result<ApplicationId> {
    stage.after_min(30);
    let clerk = stage.by(&desks.field);
    let id = counter::start(&clerk).await?;
    let papers = [Paper::Application, Paper::Photo, Paper::Employment, Paper::Insurance, Paper::MutualAid];
    counter::check(&clerk, id, &looked(&papers)).await?;
    enter(stage, &desks.field, id, person).await?;
    application::submit(&at_work(stage, &desks.field, id), id).await?;
    let tracking = format!("417{:08}", stage.call.now().0 / 60_000 % 100_000_000);
    let form = PostForm { tracking, sent_on: stage.call.today().to_string() };
    counter::post(&stage.by(&desks.field), id, &form).await?;
    Ok(id)
}

async fn approved(stage: &mut Stage, desks: &Desks, person: &cast::Person) -> Result<ApplicationId> {
    let id = handed_in(stage, desks, person).await?;
    let head = stage.by(&desks.head);
    counter::arrive(&head, id).await?;
    application::claim(&head, id).await?;
    application::save_verdicts_and_rest(&head, id, Vec::new()).await?;
    application::approve(&head, id).await?;
    Ok(id)
}

/// One handed in with a signed consent, one being entered.
async fn clients(stage: &mut Stage, desks: &Desks) -> Result<()> {
    for (at, person) in cast::CLIENTS.iter().enumerate() {
        let id = proxy::start(&stage.by(&desks.scrivener), Asked::Detailed).await?;
        enter(stage, &desks.scrivener, id, person).await?;
        if at == 0 {
            application::submit(&at_work(stage, &desks.scrivener, id), id).await?;
        }
    }
    let scrivener = stage.by(&desks.scrivener);
    let client = ClientForm { filing: Filing::Registration.code().to_owned(), ..ClientForm::default() };
    let (id, _) = proxy::start_for_business(&scrivener, &client).await?;
    let begun = BusinessForm {
        name: "見本左官店".to_owned(),
        name_kana: "ミホンサカンテン".to_owned(),
        ..BusinessForm::default()
    };
    application::save_business(&at_work(stage, &desks.scrivener, id), id, begun).await?;
    stage.at(stage.call.now().plus_ms(HOUR_MS / 60));
    half_days(stage, desks).await
}

/// The half days of the coming weeks on which the field office takes renewals.
async fn half_days(stage: &Stage, desks: &Desks) -> Result<()> {
    let clerk = stage.by(&desks.field);
    for (ahead, half) in [(7, Half::Morning), (9, Half::Afternoon), (14, Half::Morning)] {
        let day = (0..ahead).fold(stage.call.today(), |day, _| day.next());
        let form = SlotForm { day: day.to_string(), half: half.code().to_owned(), places: "3".to_owned() };
        appointment::open(&clerk, &form).await?;
    }
    Ok(())
}
