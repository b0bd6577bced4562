//! 通知: telling people what happened, in the transaction in which it happened. Invariant: a notice exists exactly where
//! what it tells of was committed; how it goes out is decided then, and going out is the job queue's work.

use crate::{Call, Change, Error, Result, application::Form, job};
use domain::{
    access::{Action, Extent, Resource, Role},
    id::{BusinessId, DeliveryId, NoticeId, TechnicianId},
    listing::{Listed, Mark},
    notice::{DeliveryState, LetterLine, LostLine, Medium, NoticeKind, NoticeLine, Value, Values, ways},
    prefecture::PrefectureCode,
    recovery::Contact,
    time::Instant,
};
use i18n::Lang;
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    notice::{self as rows, Delivery, Notice, Recipient},
    recovery::Recovery,
};

const LIST_MAX: u64 = 100;

/// Where somebody is reached.
pub(crate) struct Addressee {
    to: Recipient,
    mail: String,
    phone: String,
    envelope: String,
    lang: String,
}

fn envelope(postcode: &str, prefecture: Option<PrefectureCode>, address: &str, name: &str) -> String {
    let (front, back) = (postcode.get(..3).unwrap_or(postcode), postcode.get(3..).unwrap_or_default());
    let prefecture = prefecture.map(|code| i18n::word::prefecture(Lang::Ja, code)).unwrap_or_default();
    let lines: [(&str, &dyn core::fmt::Display); 5] =
        [("front", &front), ("back", &back), ("prefecture", &prefecture), ("address", &address), ("name", &name)];
    // Post in Japan is addressed in Japanese, whatever the person reads.
    i18n::msg::notice::ENVELOPE_LINES.with(Lang::Ja, &lines)
}

impl Addressee {
    /// Who filed an application, at what they typed.
    pub(crate) async fn of_application(tx: &impl ConnectionTrait, application: &Application) -> Result<Self> {
        // Whoever was registered before they applied has a log-in that shows the notice.
        if let (Some(id), true) = (application.technician_id, application.password_hash.is_none()) {
            return Self::of_technician(tx, id).await;
        }
        if let (Some(id), true) = (application.business_id, application.password_hash.is_none()) {
            return Self::of_business(tx, id).await;
        }
        let form = Form::of(application)?;
        let digits = |field: &str| domain::text::digits(&form.typed(field)).unwrap_or_default();
        let prefecture = form.typed("prefecture").parse().ok().and_then(PrefectureCode::from_number);
        Ok(Self {
            to: Recipient::Application(application.id),
            mail: form.typed("mail"),
            phone: digits("phone"),
            envelope: envelope(&digits("postcode"), prefecture, &form.typed("address"), &application.name),
            lang: rows::lang_of_application(tx, application.id).await?,
        })
    }
    /// Whether a notice of a kind goes out to them beside the list in their own pages.
    pub(crate) fn is_reached(&self, kind: NoticeKind) -> bool {
        !ways(kind, Some(&self.mail), Some(&self.phone)).is_empty()
    }
    /// A registered person. Errors: `NotFound`.
    pub(crate) async fn of_technician(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<Self> {
        let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
        Ok(Self {
            to: Recipient::Technician(id),
            envelope: envelope(&person.postcode, Some(person.prefecture), &person.address, &person.full_name()),
            mail: person.mail,
            phone: person.phone,
            lang: rows::lang_of_technician(tx, id).await?,
        })
    }
    /// Who asks to be let in again, at the contact they gave.
    pub(crate) fn of_recovery(recovery: &Recovery) -> Self {
        let (phone, mail) = match &recovery.contact {
            Contact::Mobile(number) => (number.clone(), String::new()),
            Contact::Mail(address) => (String::new(), address.clone()),
        };
        Self { to: Recipient::Recovery(recovery.id), mail, phone, envelope: String::new(), lang: recovery.lang.clone() }
    }
    /// A registered business. Errors: `NotFound`.
    pub(crate) async fn of_business(tx: &impl ConnectionTrait, id: BusinessId) -> Result<Self> {
        let business = store::business::find(tx, id).await?.ok_or(Error::NotFound)?;
        Ok(Self {
            to: Recipient::Business(id),
            envelope: envelope(&business.postcode, Some(business.prefecture), &business.address, &business.name),
            mail: business.mail,
            phone: business.phone,
            lang: rows::lang_of_business(tx, id).await?,
        })
    }
}

/// Tells somebody, as part of a change: the notice, and by each way that reaches them a delivery for the job queue.
pub(crate) async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    whom: &Addressee,
    kind: NoticeKind,
    values: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<NoticeId> {
    let values: Values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let id = NoticeId(call.ids.ordered(call.now()));
    rows::insert(tx, &Notice { id, kind, to: whom.to, values, created_at: call.now() }).await?;
    let ways = ways(kind, Some(&whom.mail), Some(&whom.phone));
    if ways.is_empty() && kind.goes_by_letter() {
        deliver(call, tx, id, (Medium::Letter, whom.envelope.clone()), &whom.lang).await?;
    }
    for way in ways {
        let delivery = deliver(call, tx, id, way, &whom.lang).await?;
        job::set(call, tx, job::Work::Deliver(delivery), call.now()).await?;
    }
    let change = Change {
        process: "notice.tell",
        subject_kind: "notice",
        subject_id: id.to_string(),
        new: Some(json!({ "kind": kind })),
        ..Change::default()
    };
    call.note(tx, change).await?;
    Ok(id)
}

async fn deliver(
    call: &Call,
    tx: &impl ConnectionTrait,
    notice_id: NoticeId,
    (medium, address): (Medium, String),
    lang: &str,
) -> Result<DeliveryId> {
    let id = DeliveryId(call.ids.ordered(call.now()));
    let (lang, changed_at) = (lang.to_owned(), call.now());
    let delivery =
        Delivery { id, notice_id, medium, address, lang, state: DeliveryState::Waiting, tries: 0, changed_at };
    rows::insert_delivery(tx, &delivery).await?;
    Ok(id)
}

/// A delivery that was given up; where no other way reached the person and it must, a letter takes its place.
pub(crate) async fn give_up(
    call: &Call,
    tx: &impl ConnectionTrait,
    delivery: &Delivery,
    state: DeliveryState,
) -> Result<()> {
    if !rows::advance(tx, delivery.id, state, delivery.tries + 1, call.now()).await? {
        return Ok(());
    }
    let all = rows::deliveries(tx, delivery.notice_id).await?;
    let reached = all.iter().any(|other| matches!(other.state, DeliveryState::Sent | DeliveryState::Waiting));
    let (kind, to) =
        rows::find(tx, delivery.notice_id).await?.map(|found| (found.kind, found.to)).ok_or(Error::NotFound)?;
    if reached || !kind.goes_by_letter() {
        return Ok(());
    }
    let whom = match to {
        Recipient::Technician(id) => Addressee::of_technician(tx, id).await?,
        Recipient::Business(id) => Addressee::of_business(tx, id).await?,
        // They gave a phone or a mail address and nothing that stands on an envelope.
        Recipient::Recovery(_) => return Ok(()),
        Recipient::Application(id) => {
            let application = store::application::find(tx, id).await?.ok_or(Error::NotFound)?;
            Addressee::of_application(tx, &application).await?
        }
    };
    deliver(call, tx, delivery.notice_id, (Medium::Letter, whom.envelope), &delivery.lang).await?;
    Ok(())
}

/// What the caller may see as "own": the person's, the business's or the application's notices.
fn own(call: &Call) -> Resource {
    match (call.actor.role, call.actor.application) {
        (Role::Applicant, Some(id)) => Resource::Application(id),
        _ => Resource::Register,
    }
}

/// One's own notices, newest first.
pub async fn list(call: &Call) -> Result<Vec<NoticeLine>> {
    let scope = call.authorize(Action::NoticeRead, &own(call))?;
    Ok(rows::list(call.db.read(), &scope, LIST_MAX).await?)
}

/// From now on one's own notices up to the newest one has seen count as read.
pub async fn mark_read(call: &Call, until: Instant) -> Result<()> {
    let scope = call.authorize(Action::NoticeRead, &own(call))?;
    let tx = call.db.begin().await?;
    let count = rows::mark_read(&tx, &scope, until, call.now()).await?;
    if count > 0 {
        let (subject_kind, subject_id) = whose(scope.extent());
        let new = Some(json!({ "read": count }));
        call.note(&tx, Change { process: "notice.read", subject_kind, subject_id, new, ..Change::default() }).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn whose(extent: &Extent) -> (&'static str, String) {
    match extent {
        Extent::Technician(id) => ("technician", id.to_string()),
        Extent::Business(id) => ("business", id.to_string()),
        Extent::Application(id) => ("application", id.to_string()),
        Extent::All | Extent::Sites(_) | Extent::Public => ("notice", String::new()),
    }
}

/// How many of one's own notices nobody has read.
pub async fn unread(call: &Call) -> Result<i64> {
    let scope = call.authorize(Action::NoticeRead, &own(call))?;
    Ok(rows::unread(call.db.read(), &scope).await?)
}

/// The part after `after` of the letters to be posted, longest waiting first.
pub async fn letters(call: &Call, after: Option<Mark>) -> Result<Listed<LetterLine>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::out::letters(call.db.read(), &scope, after).await?)
}

/// The part after `after` of what did not arrive, latest first.
pub async fn lost(call: &Call, after: Option<Mark>) -> Result<Listed<LostLine>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::out::lost(call.db.read(), &scope, after).await?)
}

/// Marks a letter as posted. Errors: `NotFound` for what is no letter, `conflict.already_done`.
pub async fn posted(call: &Call, id: DeliveryId) -> Result<()> {
    call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    let tx = call.db.begin().await?;
    let letter =
        rows::delivery(&tx, id).await?.filter(|found| found.medium == Medium::Letter).ok_or(Error::NotFound)?;
    if !rows::advance(&tx, id, DeliveryState::Sent, letter.tries + 1, call.now()).await? {
        return Err(Error::Conflict("conflict.already_done"));
    }
    let change = Change {
        process: "notice.post",
        subject_kind: "notice",
        subject_id: letter.notice_id.to_string(),
        old: Some(json!({ "state": DeliveryState::Waiting })),
        new: Some(json!({ "state": DeliveryState::Sent })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// From now on the caller is written to in the language they read the pages in. Nothing for whoever has neither a log-in
/// nor an application.
pub async fn speak(call: &Call, lang: Lang) -> Result<()> {
    let (subject_kind, subject_id) = match (call.actor.account, call.actor.application) {
        (Some(account), _) => ("account", account.to_string()),
        (None, Some(application)) => ("application", application.to_string()),
        (None, None) => return Ok(()),
    };
    let tx = call.db.begin().await?;
    match (call.actor.account, call.actor.application) {
        (Some(account), _) => rows::set_lang_of_account(&tx, account, lang.code()).await?,
        (None, Some(application)) => rows::set_lang_of_application(&tx, application, lang.code()).await?,
        (None, None) => {}
    }
    let new = Some(json!({ "lang": lang.code() }));
    call.note(&tx, Change { process: "notice.speak", subject_kind, subject_id, new, ..Change::default() }).await?;
    tx.commit().await?;
    Ok(())
}
