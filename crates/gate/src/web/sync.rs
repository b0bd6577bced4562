//! Talking to the register. Invariant: one tab sends at a time (Web Locks), a touch is marked as sent and signed before it
//! leaves, and it is deleted in the transaction that takes its receipt, which has been verified before.

use super::{
    app::{dispatch, failed, now, read, spawn},
    http::{Ask, ask},
    key, phone, photo,
    store::{self, Batch, Own},
    vault,
};
use crate::{
    lock::Pin,
    model::{Event, Fault},
    queue::{BatchSize, Queue},
    receipt::{self, Question},
    reply::{Trouble, offset_ms},
};
use domain::{
    id::{SiteId, TouchId},
    touch::wire::{
        GateCredential, GateEnrolment, GateLogIn, GateRoster, GateSites, TouchAnswers, TouchBatch, signed::touch_bytes,
    },
};
use serde::Serialize;
use std::cell::Cell;

thread_local! {
    static SIZE: Cell<BatchSize> = Cell::new(BatchSize::default());
    /// A flush runs in this tab; another was asked for meanwhile.
    static FLUSH: Cell<(bool, bool)> = const { Cell::new((false, false)) };
}

fn credential() -> Option<(String, SiteId)> {
    read(|model| model.device.as_ref().map(|device| (device.token.clone(), device.site.id))).flatten()
}

fn json(value: &impl Serialize) -> Option<String> {
    // Wire types hold no maps with keys that are not text, the only thing serde_json refuses.
    serde_json::to_string(value).ok()
}

/// Sends what waits. While one flush runs, a second one is remembered and runs after it.
pub fn flush() {
    let (running, _) = FLUSH.get();
    FLUSH.set((true, running));
    if running {
        return;
    }
    spawn(async {
        loop {
            phone::alone("gate-queue", send_all()).await;
            let (_, again) = FLUSH.get();
            FLUSH.set((again, false));
            if !again {
                break;
            }
        }
    });
}

/// Batch after batch until nothing is due or something is in the way.
async fn send_all() {
    while let Some(known) = read(|model| model.device.as_ref().map(|device| device.device_id)).flatten() {
        let size = SIZE.get();
        let Ok(Some(Batch { own, mut queue, ids })) = store::take_batch(now(), size.get()).await else { return };
        if own.device.device_id != known {
            // Another tab has enrolled. What is sent goes by what the disk holds, not by what this tab still shows.
            dispatch(Event::EnrolledElsewhere(own.device.device_id));
        }
        if ids.is_empty() {
            return recount().await;
        }
        match signed(&own, &mut queue, &ids).await {
            Signed::Ready => {}
            // With a log-in the phone gets another key, and signs anew.
            Signed::NoKey => {
                dispatch(Event::KeyGone);
                return recount().await;
            }
            Signed::Later => return recount().await,
        }
        match post(&own.device.token, &queue, &ids).await {
            Ok((answers, offset_ms)) => {
                SIZE.set(size.after_success());
                let (answers, doubted) = verified(&own.device, answers).await;
                // Not settled: the touches stay and go up again; the server answers `duplicate`.
                let Ok(waiting) = store::settle(queue, &ids, &answers.answers, now()).await else { return };
                dispatch(Event::Answered { answers, waiting, offset_ms, doubted });
            }
            Err(trouble) => {
                SIZE.set(size.after_trouble(u32::try_from(ids.len()).unwrap_or(u32::MAX), &trouble));
                let refused = matches!(trouble, Trouble::Refused(_));
                failed(trouble);
                if !refused || set_aside(queue, &ids).await {
                    return recount().await;
                }
            }
        }
    }
}

/// How a batch stands before it leaves.
enum Signed {
    /// It may go up; a gate of before keys has nothing to sign with.
    Ready,
    /// This device has to sign, and its key is not on the phone any more.
    NoKey,
    /// The browser did not sign just now: the next look tries again.
    Later,
}

/// Signs what is about to leave and is not signed by this device yet, and keeps the signatures, so that the same touch goes
/// up with the same one.
async fn signed(own: &Own, queue: &mut Queue, ids: &[TouchId]) -> Signed {
    let device = own.device.device_id;
    let Some(key) = &own.key else {
        return if own.device.receipt_key.is_none() { Signed::Ready } else { Signed::NoKey };
    };
    let mut changed = Vec::new();
    for id in queue.unsigned(ids, device) {
        let Some(bytes) = queue.get(id).map(|pending| touch_bytes(device, &pending.item)) else { continue };
        let Ok(signature) = key::sign(key, &bytes).await else { return Signed::Later };
        changed.extend(queue.sign(id, device, signature));
    }
    // Not kept: it would go up with another signature after a restart, which is no other touch.
    drop(store::put_back(&changed).await);
    Signed::Ready
}

/// The answers that count, and how many do not, because their receipts do not verify.
async fn verified(device: &GateCredential, answers: TouchAnswers) -> (TouchAnswers, u32) {
    let TouchAnswers { server_time, answers } = answers;
    let (mut proven, mut doubted) = (Vec::with_capacity(answers.len()), 0);
    for answer in answers {
        let counts = match receipt::question(device, &answer) {
            Question::Nothing => true,
            Question::Verify(check) => key::verifies(&check).await,
            Question::Refused => false,
        };
        if counts {
            proven.push(answer);
        } else {
            doubted += 1;
        }
    }
    (TouchAnswers { server_time, answers: proven }, doubted)
}

/// A request was refused as a whole: smaller ones find the touch to blame. Whether this one held nothing else.
async fn set_aside(mut queue: Queue, ids: &[TouchId]) -> bool {
    let [id] = ids else { return false };
    let changed = queue.failed_alone(*id, now());
    drop(store::put_back(&changed).await);
    true
}

async fn recount() {
    if let Ok(waiting) = store::waiting().await {
        dispatch(Event::Counted(waiting));
    }
}

async fn post(token: &str, queue: &Queue, ids: &[TouchId]) -> Result<(TouchAnswers, Option<i64>), Trouble> {
    let items = ids.iter().filter_map(|id| queue.get(*id)).map(|pending| &pending.item).collect();
    let body = json(&TouchBatch { items });
    let asked_at = now();
    let raw = ask(Ask { method: "POST", path: "touches", bearer: Some(token), body }).await?;
    let answers: TouchAnswers = raw.answer()?;
    let offset_ms = offset_ms(asked_at, now(), answers.server_time);
    Ok((answers, offset_ms))
}

/// Fetches the roster.
pub async fn roster() {
    let Some((token, site)) = credential() else { return };
    let asked_at = now();
    let fetched = async {
        let raw = ask(Ask { method: "GET", path: "roster", bearer: Some(&token), body: None }).await?;
        raw.answer::<GateRoster>()
    };
    match fetched.await {
        Ok(roster) if roster.site.id == site => {
            let offset_ms = offset_ms(asked_at, now(), roster.server_time);
            dispatch(Event::Roster { roster: Box::new(roster), asked_at, offset_ms });
        }
        // Of the site before, asked for by the credential before.
        Ok(_) => {}
        Err(trouble) => failed(trouble),
    }
}

/// Logs in. Errors: [`Trouble`].
pub async fn sign_in(log_in: &GateLogIn) -> Result<GateSites, Trouble> {
    ask(Ask { method: "POST", path: "login", bearer: None, body: json(log_in) }).await?.answer()
}

/// Enrols and keeps the credential. Errors: [`Fault`].
pub async fn enrol(enrolment: &GateEnrolment, pin: &Pin) -> Result<Box<GateCredential>, Fault> {
    recount().await;
    if read(|model| model.waits().is_of_another(enrolment.site_id)).unwrap_or_default() {
        return Err(Fault::OtherSiteWaits);
    }
    let made = key::make().await.map_err(|_| Fault::NoKey)?;
    let sealing = vault::make(pin).await.map_err(|_| Fault::NoKey)?;
    let (phone, last_seq) = store::identity().await.map_err(|_| Fault::NotKept)?;
    let own = GateEnrolment { public_key: Some(made.public), phone: Some(phone), last_seq, ..enrolment.clone() };
    let asked = async {
        let raw = ask(Ask { method: "POST", path: "devices", bearer: None, body: json(&own) }).await?;
        raw.answer::<GateCredential>()
    };
    let device = asked.await.map_err(Fault::Trouble)?;
    match store::save_device(&device, &made.private, (&sealing.vault, &sealing.phone_key)).await {
        Ok(true) => {
            sealing.use_it();
            Ok(Box::new(device))
        }
        // Another tab kept one meanwhile. The credential nobody holds ends by itself.
        Ok(false) => {
            recount().await;
            Err(Fault::OtherSiteWaits)
        }
        Err(_) => Err(Fault::NotKept),
    }
}

/// Takes the credential from this phone unless touches wait, then tells the server.
pub async fn sign_out() {
    let token = credential().map(|(token, _)| token);
    if !matches!(store::sign_out().await, Ok(true)) {
        recount().await;
        return dispatch(Event::SignOutRefused);
    }
    // Before the server is asked: until the screen says so, people hold their cards to a gate that is none.
    photo::forget();
    vault::forget();
    dispatch(Event::SignedOut);
    // Where the server is not told, the credential ends by itself after 30 days without contact.
    drop(ask(Ask { method: "DELETE", path: "device", bearer: token.as_deref(), body: None }).await);
}
