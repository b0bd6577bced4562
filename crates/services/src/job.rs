//! Work the register sets itself: deliveries, and what is due each day. Invariant: work is set in the transaction of what
//! calls for it, done at least once, and given up only in sight of the operator.
//!
//! A delivery may go out twice where a process dies between handing it over and noting so; it then carries the same
//! message id. Everything else is done in the transaction that ends the job.

mod check;
mod deliver;
mod giving_up;

pub use giving_up::{again, faults, given_up};

use crate::{
    Call, Error, Result, application, bulk, business, chief, fee, history, notice, reading, recovery, registration,
    survey, touch,
};
use domain::{
    application::TypedNumber,
    id::{BulkId, DeliveryId, JobId, ReadingFileId, SettlementFileId, SiteId, SurveyId},
    time::{HOUR_MS, Instant, WorkDate},
};
use store::{ConnectionTrait, job as rows, job::Job};

/// Longer than any piece of work takes, milliseconds: a mail server is waited for [`crate::outside::MAIL_STEP_S`] seconds at
/// each of its few steps, and a slice of a file takes seconds.
const LEASE_MS: i64 = 5 * 60 * 1_000;
const AT_ONCE_MAX: u32 = 20;
/// How often it is looked whether mail came back, milliseconds.
const RETURNED_EVERY_MS: i64 = 60 * 1_000;
const RETURNED: &str = "mail.returned";
const ARRIVAL: &str = "line.arrival";
const CODE: &str = "application.code";
const CHECK: &str = "check.history";
/// What the one piece of that work is about.
const EVERYWHERE: &str = "all";
/// Keys of ended work are kept so long, since they say that it was done.
const KEPT_MS: i64 = 400 * 24 * HOUR_MS;
const FORGOTTEN_AT_ONCE_MAX: u32 = 1_000;

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
    /// Record the touches of a logging reader's file.
    Reading(ReadingFileId),
    /// Judge again what was set aside while a site was closed.
    Resume(SiteId),
    /// Ask the businesses of a survey.
    Survey(SurveyId),
    /// Look for mail that came back, again and again.
    Returned,
    /// Take a message by LINE for one that did not arrive; ended before where LINE says that it did.
    Arrival(DeliveryId),
    /// Look whether the history is what its facts say, in the night after a day.
    Check(WorkDate),
    /// Send the resume code that was asked for by a number.
    Code(TypedNumber),
}

impl Work {
    const fn kind(self) -> &'static str {
        match self {
            Self::Deliver(_) => rows::DELIVER,
            Self::Day(_) => "day",
            Self::Import(_) => "settlement.import",
            Self::Bulk(_) => "bulk.take",
            Self::Reading(_) => "reading.record",
            Self::Resume(_) => "site.resume",
            Self::Survey(_) => "survey.ask",
            Self::Returned => RETURNED,
            Self::Arrival(_) => ARRIVAL,
            Self::Check(_) => CHECK,
            Self::Code(_) => CODE,
        }
    }
    fn subject(self) -> String {
        match self {
            Self::Deliver(id) | Self::Arrival(id) => id.to_string(),
            Self::Day(day) | Self::Check(day) => day.number().to_string(),
            Self::Import(id) => id.to_string(),
            Self::Bulk(id) => id.to_string(),
            Self::Reading(id) => id.to_string(),
            Self::Resume(id) => id.to_string(),
            Self::Survey(id) => id.to_string(),
            Self::Returned => EVERYWHERE.to_owned(),
            Self::Code(number) => number.to_string(),
        }
    }
    fn of(job: &Job) -> Option<Self> {
        match job.kind.as_str() {
            rows::DELIVER => job.subject.parse().ok().map(Self::Deliver),
            "day" => job.subject.parse().ok().and_then(WorkDate::from_number).map(Self::Day),
            "settlement.import" => job.subject.parse().ok().map(Self::Import),
            "bulk.take" => job.subject.parse().ok().map(Self::Bulk),
            "reading.record" => job.subject.parse().ok().map(Self::Reading),
            "site.resume" => job.subject.parse().ok().map(Self::Resume),
            "survey.ask" => job.subject.parse().ok().map(Self::Survey),
            RETURNED => Some(Self::Returned),
            ARRIVAL => job.subject.parse().ok().map(Self::Arrival),
            CHECK => job.subject.parse().ok().and_then(WorkDate::from_number).map(Self::Check),
            CODE => TypedNumber::read(&job.subject).map(Self::Code),
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

/// Sets work that may be set again and again, each time anew.
pub(crate) async fn set_each(call: &Call, tx: &impl ConnectionTrait, work: Work, run_at: Instant) -> Result<()> {
    let job = job_of(call, work.kind(), &work.subject(), run_at);
    let key = format!("{}:{}", job.key, job.id);
    if rows::set(tx, &Job { key, ..job }).await? { Ok(()) } else { Err(Error::internal("an id was drawn before")) }
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

/// Ends work that is not needed any more, or keeps it from ever being set; `false` where it had ended before.
pub(crate) async fn spare(call: &Call, tx: &impl ConnectionTrait, work: Work) -> Result<bool> {
    let (kind, subject) = (work.kind(), work.subject());
    Ok(once(call, tx, kind, &subject).await? || rows::spare(tx, &key_of(kind, &subject), call.now()).await?)
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
            Some(Work::Deliver(id)) => deliver::hand_over(call, &job, id).await,
            Some(Work::Day(day)) => day_of(call, &job, day).await,
            Some(Work::Import(id)) => slice_of(call, &job, id).await,
            Some(Work::Bulk(id)) => slice_of_bulk(call, &job, id).await,
            Some(Work::Reading(id)) => slice_of_reading(call, &job, id).await,
            Some(Work::Resume(site)) => resume_of(call, &job, site).await,
            Some(Work::Survey(id)) => slice_of_survey(call, &job, id).await,
            Some(Work::Returned) => look_for_returned(call, &job).await,
            Some(Work::Arrival(id)) => deliver::miss(call, &job, id).await,
            Some(Work::Check(day)) => check::go_on(call, &job, day).await,
            Some(Work::Code(number)) => code_of(call, &job, number).await,
            None => Err(Error::internal(format!("no such work: {}", job.kind))),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, kind = job.kind, tries = job.tries, "a piece of work is left for later");
            giving_up::later(call, &job, &error.to_string()).await?;
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

/// The next touches of a reader's file; what is left of it is the next piece of work.
async fn slice_of_reading(call: &Call, job: &Job, id: ReadingFileId) -> Result<()> {
    if reading::go_on(call, id).await? { finish(call, job).await } else { put_back(call, job).await }
}

/// What came while a site was closed.
async fn resume_of(call: &Call, job: &Job, site: SiteId) -> Result<()> {
    touch::resume(call, site).await?;
    finish(call, job).await
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

/// The code that was asked for by a number, where there is one to send.
async fn code_of(call: &Call, job: &Job, number: TypedNumber) -> Result<()> {
    let tx = call.db.begin().await?;
    application::send_asked_code(call, &tx, number).await?;
    end(call, &tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}

/// What is due once a day.
async fn day_of(call: &Call, job: &Job, day: WorkDate) -> Result<()> {
    business::set_renewal_notices(call, day).await?;
    recovery::let_pictures_go(call).await?;
    bulk::forget_old(call).await?;
    reading::forget_old(call).await?;
    application::work_out(call, day).await?;
    survey::remind(call, day).await?;
    chief::follow(call, day).await?;
    registration::warn(call, day).await?;
    history::remind(call, day).await?;
    history::pass_overdue(call, day).await?;
    fee::remind(call, day).await?;
    // Last, since without a price of the day it does nothing, and is done again.
    fee::ask_first_ids(call).await?;
    let tx = call.db.begin().await?;
    set(call, &tx, Work::Check(day), history::night_after(day)).await?;
    notice::returned::forget_aside(call, &tx).await?;
    application::forget_past_codes(call, &tx).await?;
    rows::forget_ended(&tx, call.now().plus_ms(-KEPT_MS), FORGOTTEN_AT_ONCE_MAX).await?;
    end(call, &tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}
