//! Work the register sets itself: deliveries, and what is due each day. Invariant: work is set in the transaction of what
//! calls for it, done at least once, and given up only in sight of the operator.
//!
//! A delivery may go out twice where a process dies between handing it over and noting so; it then carries the same
//! message id. Everything else is done in the transaction that ends the job.

use crate::{
    Call, Change, Error, Result, account, business, notice,
    outside::{Letter, PostFault},
    proxy,
};
use domain::{
    id::{DeliveryId, JobId},
    notice::{DeliveryState, Medium, NoticeKind, Value, wait_ms},
    time::{HOUR_MS, Instant, WorkDate},
};
use i18n::Lang;
use serde_json::json;
use store::{
    ConnectionTrait, job as rows,
    job::Job,
    notice::{Delivery, Notice},
};

/// Longer than any piece of work takes, milliseconds.
const LEASE_MS: i64 = 5 * 60 * 1_000;
const AT_ONCE_MAX: u32 = 20;
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
}

impl Work {
    const fn kind(self) -> &'static str {
        match self {
            Self::Deliver(_) => "notice.deliver",
            Self::Day(_) => "day",
        }
    }
    fn subject(self) -> String {
        match self {
            Self::Deliver(id) => id.to_string(),
            Self::Day(day) => day.number().to_string(),
        }
    }
    fn of(job: &Job) -> Option<Self> {
        match job.kind.as_str() {
            "notice.deliver" => job.subject.parse().ok().map(Self::Deliver),
            "day" => job.subject.parse().ok().and_then(WorkDate::from_number).map(Self::Day),
            _ => None,
        }
    }
}

/// Sets work, once: the same work set again is nothing. `false` where it was set before.
pub(crate) async fn set(call: &Call, tx: &impl ConnectionTrait, work: Work, run_at: Instant) -> Result<bool> {
    let (kind, subject) = (work.kind(), work.subject());
    let job = Job {
        id: JobId(call.ids.ordered(call.now())),
        kind: kind.to_owned(),
        key: format!("{kind}:{subject}"),
        subject,
        run_at,
        tries: 0,
    };
    Ok(rows::set(tx, &job).await?)
}

/// Sets the work of the day, once a day however often it is called.
pub async fn set_day(call: &Call) -> Result<()> {
    let tx = call.db.begin().await?;
    set(call, &tx, Work::Day(call.today()), call.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks something as done for ever; `false` where it was before. The mark is a piece of work that has ended.
pub(crate) async fn once(call: &Call, tx: &impl ConnectionTrait, kind: &str, subject: &str) -> Result<bool> {
    let job = Job {
        id: JobId(call.ids.ordered(call.now())),
        kind: kind.to_owned(),
        key: format!("{kind}:{subject}"),
        subject: subject.to_owned(),
        run_at: call.now(),
        tries: 0,
    };
    let is_new = rows::set(tx, &job).await?;
    if is_new {
        rows::end(tx, job.id, call.now(), None).await?;
    }
    Ok(is_new)
}

/// Does what is due, and says how many pieces were taken up. Called again until it answers 0.
pub async fn run_due(call: &Call) -> Result<u32> {
    let now = call.now();
    // Looked at first: a register without work does not take the writing connection every second.
    if !rows::is_any_due(call.db.read(), now).await? {
        return Ok(0);
    }
    let tx = call.db.begin().await?;
    let taken = rows::take(&tx, now, now.plus_ms(LEASE_MS), AT_ONCE_MAX).await?;
    tx.commit().await?;
    for job in &taken {
        let outcome = match Work::of(job) {
            Some(Work::Deliver(id)) => hand_over(call, job, id).await,
            Some(Work::Day(day)) => day_of(call, job, day).await,
            None => Err(Error::internal(format!("no such work: {}", job.kind))),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, kind = job.kind, tries = job.tries, "a piece of work is left for later");
            later(call, job, "failed").await?;
        }
    }
    Ok(u32::try_from(taken.len()).unwrap_or(u32::MAX))
}

/// Leaves work for later, or gives it up.
async fn later(call: &Call, job: &Job, fault: &str) -> Result<()> {
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    match wait_ms(tries) {
        Some(wait) => rows::leave(&tx, job.id, call.now().plus_ms(wait), tries).await?,
        None => rows::end(&tx, job.id, call.now(), Some(fault)).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// What is due once a day.
async fn day_of(call: &Call, job: &Job, day: WorkDate) -> Result<()> {
    business::set_renewal_notices(call, day).await?;
    let tx = call.db.begin().await?;
    rows::forget_ended(&tx, call.now().plus_ms(-KEPT_MS), FORGOTTEN_AT_ONCE_MAX).await?;
    rows::end(&tx, job.id, call.now(), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands a delivery over to its way. No transaction is open meanwhile: it may take seconds.
async fn hand_over(call: &Call, job: &Job, id: DeliveryId) -> Result<()> {
    let found = store::notice::delivery(call.db.read(), id).await?.ok_or(Error::NotFound)?;
    if found.state != DeliveryState::Waiting {
        return ended(call, job).await;
    }
    let (letter, post) = match written(call, &found).await? {
        Some(letter) if found.medium == Medium::Mail => (letter, call.outside.mail.clone()),
        Some(letter) => (letter, call.outside.text.clone()),
        None => return ended(call, job).await,
    };
    let sent = tokio::task::spawn_blocking(move || post.send(&letter)).await.map_err(Error::internal)?;
    let tries = job.tries + 1;
    let tx = call.db.begin().await?;
    match sent {
        Ok(()) => {
            store::notice::advance(&tx, id, DeliveryState::Sent, tries, call.now()).await?;
            rows::end(&tx, job.id, call.now(), None).await?;
        }
        Err(PostFault::NotNow(fault)) if let Some(wait) = wait_ms(tries) => {
            tracing::info!(fault, tries, "a notice is sent again later");
            rows::leave(&tx, job.id, call.now().plus_ms(wait), tries).await?;
        }
        Err(fault) => {
            let (state, words) = match fault {
                PostFault::Refused(words) => (DeliveryState::Bounced, words),
                PostFault::NotNow(words) => (DeliveryState::Failed, words),
            };
            notice::give_up(call, &tx, &Delivery { tries: job.tries, ..found.clone() }, state).await?;
            rows::end(&tx, job.id, call.now(), Some(&words)).await?;
        }
    }
    note(call, &tx, &found).await?;
    tx.commit().await?;
    Ok(())
}

async fn ended(call: &Call, job: &Job) -> Result<()> {
    let tx = call.db.begin().await?;
    rows::end(&tx, job.id, call.now(), None).await?;
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

/// The address of the page that says more. What a link holds is opened here, on its way to whom it was sent.
fn link(call: &Call, found: &Notice) -> Result<String> {
    let base = &call.outside.base_url;
    match (found.kind, found.values.get("link")) {
        (NoticeKind::ConsentAsked, Some(Value::Sealed(sealed))) => {
            Ok(format!("{base}/join?t={}", account::open_handed(call, proxy::LINK, sealed)?))
        }
        _ => Ok(format!("{base}{}", found.kind.page(&found.values, found.to.reader()))),
    }
}

/// The notice in words; `None` for a letter, which people post.
async fn written(call: &Call, delivery: &Delivery) -> Result<Option<Letter>> {
    let found = store::notice::find(call.db.read(), delivery.notice_id).await?.ok_or(Error::NotFound)?;
    let lang = Lang::from_code(&delivery.lang).unwrap_or_default();
    let words = i18n::notice::words(lang, found.kind, &found.values);
    let link = link(call, &found)?;
    let (subject, body) = match delivery.medium {
        Medium::Mail => (words.subject.clone(), i18n::notice::mail(lang, &words, &link)),
        Medium::Text => (String::new(), i18n::notice::short(lang, &words, &link)),
        Medium::Letter => return Ok(None),
    };
    Ok(Some(Letter { to: delivery.address.clone(), subject, body, id: delivery.id.to_string() }))
}
