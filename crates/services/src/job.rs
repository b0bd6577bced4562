//! Work the register sets itself: deliveries, and what is due each day. Invariant: work is set in the transaction of what
//! calls for it, done at least once, and given up only in sight of the operator.
//!
//! A delivery may go out twice where a process dies between handing it over and noting so; it then carries the same
//! message id. Everything else is done in the transaction that ends the job.

use crate::{
    Call, Change, Db, Error, Result, application, bulk, business, chief, fee, notice, outside::PostFault, recovery,
    survey,
};
use domain::{
    access::{self, Action, Actor, Resource},
    id::{BulkId, DeliveryId, JobId, SettlementFileId, SurveyId},
    job::GivenUp,
    notice::{DeliveryState, Medium, wait_ms},
    time::{HOUR_MS, Instant, WorkDate},
};
use serde_json::json;
use store::{ConnectionTrait, job as rows, job::Job, notice::Delivery};

/// Longer than any piece of work takes, milliseconds: a mail server is waited for [`crate::outside::MAIL_STEP_S`] seconds at
/// each of its few steps, and a slice of a file takes seconds.
const LEASE_MS: i64 = 5 * 60 * 1_000;
const AT_ONCE_MAX: u32 = 20;
/// How often it is looked whether mail came back, milliseconds.
const RETURNED_EVERY_MS: i64 = 60 * 1_000;
const RETURNED: &str = "mail.returned";
/// What the one piece of that work is about.
const EVERYWHERE: &str = "all";
/// Keys of ended work are kept so long, since they say that it was done.
const KEPT_MS: i64 = 400 * 24 * HOUR_MS;
const FORGOTTEN_AT_ONCE_MAX: u32 = 1_000;
/// Pieces of work shown that were given up.
const GIVEN_UP_MAX: u64 = 100;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Hand a notice over to mail or phone.
    Deliver(DeliveryId),
    /// What is due on a day.
    Day(WorkDate),
    /// Take a settlement file in.
    Import(SettlementFileId),
    /// Make applications of a file of people.
    Bulk(BulkId),
    /// Ask the businesses of a survey.
    Survey(SurveyId),
    /// Look for mail that came back, again and again.
    Returned,
}

impl Work {
    const fn kind(self) -> &'static str {
        match self {
            Self::Deliver(_) => rows::DELIVER,
            Self::Day(_) => "day",
            Self::Import(_) => "settlement.import",
            Self::Bulk(_) => "bulk.take",
            Self::Survey(_) => "survey.ask",
            Self::Returned => RETURNED,
        }
    }
    fn subject(self) -> String {
        match self {
            Self::Deliver(id) => id.to_string(),
            Self::Day(day) => day.number().to_string(),
            Self::Import(id) => id.to_string(),
            Self::Bulk(id) => id.to_string(),
            Self::Survey(id) => id.to_string(),
            Self::Returned => EVERYWHERE.to_owned(),
        }
    }
    fn of(job: &Job) -> Option<Self> {
        match job.kind.as_str() {
            rows::DELIVER => job.subject.parse().ok().map(Self::Deliver),
            "day" => job.subject.parse().ok().and_then(WorkDate::from_number).map(Self::Day),
            "settlement.import" => job.subject.parse().ok().map(Self::Import),
            "bulk.take" => job.subject.parse().ok().map(Self::Bulk),
            "survey.ask" => job.subject.parse().ok().map(Self::Survey),
            RETURNED => Some(Self::Returned),
            _ => None,
        }
    }
}

fn key_of(kind: &str, subject: &str) -> String {
    format!("{kind}:{subject}")
}

fn job_of(call: &Call, kind: &str, subject: &str, run_at: Instant) -> Job {
    Job {
        id: JobId(call.ids.ordered(call.now())),
        kind: kind.to_owned(),
        key: key_of(kind, subject),
        subject: subject.to_owned(),
        run_at,
        tries: 0,
        leased_until: Instant(0),
    }
}

/// Sets work, once: the same work set again is nothing. `false` where it was set before.
pub(crate) async fn set(call: &Call, tx: &impl ConnectionTrait, work: Work, run_at: Instant) -> Result<bool> {
    Ok(rows::set(tx, &job_of(call, work.kind(), &work.subject(), run_at)).await?)
}

/// Sets new work that the caller does at once; should the caller die, it is another's when the lease ends.
pub(crate) async fn set_mine(call: &Call, tx: &impl ConnectionTrait, work: Work) -> Result<Job> {
    let leased_until = call.now().plus_ms(LEASE_MS);
    let job = Job { leased_until, ..job_of(call, work.kind(), &work.subject(), call.now()) };
    if rows::set(tx, &job).await? { Ok(job) } else { Err(Error::internal(format!("set before: {}", job.key))) }
}

/// Ends work the caller has. Errors: `Unavailable` where another has it by now.
pub(crate) async fn finish(call: &Call, job: &Job) -> Result<()> {
    let tx = call.db.begin().await?;
    end(call, &tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives work the caller has to whoever is next.
pub(crate) async fn put_back(call: &Call, job: &Job) -> Result<()> {
    let tx = call.db.begin().await?;
    rows::leave(&tx, job, call.now(), 0).await?;
    tx.commit().await?;
    Ok(())
}

/// Work the caller has, for as long again. Errors: `Unavailable` where another has it by now.
pub(crate) async fn renewed(call: &Call, job: Job) -> Result<Job> {
    let until = call.now().plus_ms(LEASE_MS);
    let tx = call.db.begin().await?;
    if !rows::renew(&tx, &job, until).await? {
        return Err(Error::Unavailable);
    }
    tx.commit().await?;
    Ok(Job { leased_until: until, ..job })
}

/// Ends work in the transaction of what was done. Errors: `Unavailable` where another has it by now, so that nothing of
/// that transaction stands.
async fn end(call: &Call, tx: &impl ConnectionTrait, job: &Job, fault: Option<&str>) -> Result<()> {
    if rows::end(tx, job, call.now(), fault).await? { Ok(()) } else { Err(Error::Unavailable) }
}

/// Sets the work of the day, once a day however often it is called.
pub async fn set_day(call: &Call) -> Result<()> {
    let tx = call.db.begin().await?;
    set(call, &tx, Work::Day(call.today()), call.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the looking for mail that came back, once and for all: it is never ended, only left for later.
pub async fn set_returned(call: &Call) -> Result<()> {
    let tx = call.db.begin().await?;
    set(call, &tx, Work::Returned, call.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks something as done for ever; `false` where it was before. The mark is a piece of work that has ended.
pub(crate) async fn once(call: &Call, tx: &impl ConnectionTrait, kind: &str, subject: &str) -> Result<bool> {
    let job = job_of(call, kind, subject, call.now());
    let is_new = rows::set(tx, &job).await?;
    if is_new {
        end(call, tx, &job, None).await?;
    }
    Ok(is_new)
}

/// Whether [`once`] marked something as done before.
pub(crate) async fn was_done(call: &Call, kind: &str, subject: &str) -> Result<bool> {
    Ok(rows::is_set(call.db.read(), &key_of(kind, subject)).await?)
}

/// Does what is due, piece by piece, and says how many pieces were taken up. Called again until it answers 0.
///
/// A piece is taken when it is begun, so that none waits behind another while its lease runs out.
pub async fn run_due(call: &Call) -> Result<u32> {
    let mut done = 0;
    while done < AT_ONCE_MAX {
        let Some(job) = taken(call).await? else { break };
        done += 1;
        let outcome = match Work::of(&job) {
            Some(Work::Deliver(id)) => hand_over(call, &job, id).await,
            Some(Work::Day(day)) => day_of(call, &job, day).await,
            Some(Work::Import(id)) => slice_of(call, &job, id).await,
            Some(Work::Bulk(id)) => slice_of_bulk(call, &job, id).await,
            Some(Work::Survey(id)) => slice_of_survey(call, &job, id).await,
            Some(Work::Returned) => look_for_returned(call, &job).await,
            None => Err(Error::internal(format!("no such work: {}", job.kind))),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, kind = job.kind, tries = job.tries, "a piece of work is left for later");
            later(call, &job, &error.to_string()).await?;
        }
    }
    Ok(done)
}

/// The next piece that is due, taken for oneself.
async fn taken(call: &Call) -> Result<Option<Job>> {
    let now = call.now();
    // Looked at first: a register without work does not take the writing connection every second.
    if !rows::is_any_due(call.db.read(), now).await? {
        return Ok(None);
    }
    let tx = call.db.begin().await?;
    let taken = rows::take(&tx, now, now.plus_ms(LEASE_MS), 1).await?.pop();
    tx.commit().await?;
    Ok(taken)
}

/// Leaves work for later, or gives it up in sight of the operator; nothing where another has it by now.
async fn later(call: &Call, job: &Job, fault: &str) -> Result<()> {
    let tries = job.tries + 1;
    if let Some(wait) = wait_ms(tries) {
        let tx = call.db.begin().await?;
        rows::leave(&tx, job, call.now().plus_ms(wait), tries).await?;
        tx.commit().await?;
        return Ok(());
    }
    match give_up(call, job, fault, true).await {
        // What stands in the way of the work may stand in the way of a letter as well.
        Err(Error::Internal(_) | Error::NotFound) => give_up(call, job, fault, false).await,
        given_up => given_up,
    }
}

/// Gives work up. Of a delivery a letter takes the place where one must, unless not even that can be made.
async fn give_up(call: &Call, job: &Job, fault: &str, with_letter: bool) -> Result<()> {
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    if !rows::end(&tx, &Job { tries, ..job.clone() }, call.now(), Some(fault)).await? {
        return Ok(());
    }
    if let Some(Work::Deliver(id)) = Work::of(job)
        && let Some(found) = store::notice::delivery(&tx, id).await?
    {
        if with_letter {
            let before = Delivery { tries: job.tries, ..found.clone() };
            notice::give_up(call, &tx, &before, DeliveryState::Failed).await?;
        } else {
            store::notice::advance(&tx, id, DeliveryState::Failed, tries, call.now()).await?;
        }
        note(call, &tx, &found).await?;
    }
    let change = Change {
        process: "job.give_up",
        subject_kind: "job",
        subject_id: job.id.to_string(),
        new: Some(json!({ "kind": job.kind, "subject": job.subject, "tries": tries, "fault": fault })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Work that was given up, latest first, without deliveries, which [`notice::lost`] lists.
pub async fn given_up(call: &Call) -> Result<Vec<GivenUp>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::given_up(call.db.read(), &scope, GIVEN_UP_MAX).await?)
}

/// The same, for `doctor` and tests, which look as the register itself.
pub async fn faults(db: &Db) -> Result<Vec<GivenUp>> {
    let scope = access::decide(&Actor::system(), Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::given_up(db.read(), &scope, GIVEN_UP_MAX).await?)
}

/// Has work done again that was given up. Errors: `conflict.already_done` where it was not, or is set again already.
pub async fn again(call: &Call, id: JobId) -> Result<()> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    if !rows::again(&tx, id, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "job.again",
        subject_kind: "job",
        subject_id: id.to_string(),
        old: Some(json!({ "given_up": true })),
        new: Some(json!({ "given_up": false })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// The next slice of a settlement file; what is left of it is the next piece of work.
async fn slice_of(call: &Call, job: &Job, id: SettlementFileId) -> Result<()> {
    match fee::go_on(call, id).await? {
        fee::Slice::Done(_) => finish(call, job).await,
        fee::Slice::More(_) => put_back(call, job).await,
    }
}

/// The next slice of a file of people; what is left of it is the next piece of work.
async fn slice_of_bulk(call: &Call, job: &Job, id: BulkId) -> Result<()> {
    if bulk::go_on(call, id).await? { finish(call, job).await } else { put_back(call, job).await }
}

/// The next businesses of a survey; those that are left are the next piece of work.
async fn slice_of_survey(call: &Call, job: &Job, id: SurveyId) -> Result<()> {
    if survey::go_on(call, id).await? { finish(call, job).await } else { put_back(call, job).await }
}

/// Mail that came back; the rest of it at once, and what comes later at the next look.
async fn look_for_returned(call: &Call, job: &Job) -> Result<()> {
    let wait = if notice::returned::take_in(call).await? { 0 } else { RETURNED_EVERY_MS };
    let tx = call.db.begin().await?;
    rows::leave(&tx, job, call.now().plus_ms(wait), 0).await?;
    tx.commit().await?;
    Ok(())
}

/// What is due once a day.
async fn day_of(call: &Call, job: &Job, day: WorkDate) -> Result<()> {
    business::set_renewal_notices(call, day).await?;
    recovery::let_pictures_go(call).await?;
    bulk::forget_old(call).await?;
    application::work_out(call, day).await?;
    survey::remind(call, day).await?;
    chief::follow(call, day).await?;
    fee::remind(call, day).await?;
    // Last, since without a price of the day it does nothing, and is done again.
    fee::ask_first_ids(call).await?;
    let tx = call.db.begin().await?;
    notice::returned::forget_aside(call, &tx).await?;
    rows::forget_ended(&tx, call.now().plus_ms(-KEPT_MS), FORGOTTEN_AT_ONCE_MAX).await?;
    end(call, &tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands a delivery over to its way. No transaction is open meanwhile: it may take seconds.
async fn hand_over(call: &Call, job: &Job, id: DeliveryId) -> Result<()> {
    let found = store::notice::delivery(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    if found.state != DeliveryState::Waiting {
        return finish(call, job).await;
    }
    let (letter, post) = match notice::written(call, &found).await? {
        Some(letter) if found.medium == Medium::Mail => (letter, call.outside.mail.clone()),
        Some(letter) => (letter, call.outside.text.clone()),
        None => return finish(call, job).await,
    };
    let sent = tokio::task::spawn_blocking(move || post.send(&letter)).await.map_err(Error::internal)?;
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    match sent {
        Ok(()) => {
            store::notice::advance(&tx, id, DeliveryState::Sent, tries, call.now()).await?;
            end(call, &tx, job, None).await?;
        }
        Err(PostFault::NotNow(fault)) if let Some(wait) = wait_ms(tries) => {
            tracing::info!(fault, tries, "a notice is sent again later");
            if !rows::leave(&tx, job, call.now().plus_ms(wait), tries).await? {
                return Err(Error::Unavailable);
            }
        }
        Err(fault) => {
            let (state, words) = match fault {
                PostFault::Refused(words) => (DeliveryState::Bounced, words),
                PostFault::NotNow(words) => (DeliveryState::Failed, words),
            };
            notice::give_up(call, &tx, &Delivery { tries: job.tries, ..found.clone() }, state).await?;
            end(call, &tx, &Job { tries, ..job.clone() }, Some(&words)).await?;
        }
    }
    note(call, &tx, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// The event of a try: what it came to, never to which address.
async fn note(call: &Call, tx: &impl ConnectionTrait, before: &Delivery) -> Result<()> {
    let after = store::notice::delivery(tx, before.id).await?.ok_or(Error::NotFound)?;
    let change = Change {
        process: "notice.deliver",
        subject_kind: "notice",
        subject_id: before.notice_id.to_string(),
        old: Some(json!({ "state": before.state })),
        new: Some(json!({ "state": after.state, "medium": after.medium, "tries": after.tries })),
        ..Change::default()
    };
    call.note(tx, change).await
}
