//! 通知: telling people what happened, in the transaction in which it happened. Invariant: a notice exists exactly where
//! what it tells of was committed; how it goes out is decided then, and going out is the job queue's work.

mod choice;
pub mod letter;
pub mod line;
pub mod returned;
mod words;

use crate::{Call, Change, Error, Result, application::Form, job};
use domain::{
    access::{Action, Extent, Resource, Role},
    id::{BusinessId, DeliveryId, NoticeId, RegistrarId, TechnicianId},
    listing::{Listed, Mark},
    notice::{
        CONTACT, DeliveryState, LostLine, Medium, NoticeKind, NoticeLine, Reader, Value, Values,
        choice::{Choices, Contacts, Plan, otherwise, plan},
        mail_address,
    },
    prefecture::PrefectureCode,
    recovery::Contact,
    time::Instant,
};
use i18n::Lang;
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    business::Business,
    notice::{self as rows, Delivery, Notice, Recipient},
    recovery::Recovery,
};

pub use choice::{Settings, choose, may_choose, settings};
pub use letter::{posted, waiting as letters};
pub(crate) use words::{is_past, written};

const LIST_MAX: u64 = 100;

/// Where somebody is reached.
pub(crate) struct Addressee {
    to: Recipient,
    mail: String,
    phone: String,
    /// Postcode, prefecture and address; nothing where no letter is sent.
    place: Option<Place>,
    name: String,
    lang: String,
    choices: Choices,
}

/// Where a letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    postcode: String,
    prefecture: Option<PrefectureCode>,
    address: String,
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
            mail: mail_address(&form.typed("mail")).unwrap_or_default(),
            phone: digits("phone"),
            place: Some(Place { postcode: digits("postcode"), prefecture, address: form.typed("address") }),
            name: application.name.clone(),
            lang: rows::lang_of_application(tx, application.id).await?,
            choices: Choices::default(),
        })
    }
    /// Whether a notice of a kind goes out to them beside the list in their own pages.
    pub(crate) fn is_reached(&self, kind: NoticeKind) -> bool {
        // LINE reaches no number that nothing else does.
        !self.plan(kind, false).ways.is_empty()
    }
    /// The lines of an envelope; empty for whom no letter is sent to.
    fn envelope(&self) -> String {
        let Some(place) = &self.place else { return String::new() };
        let postcode = place.postcode.as_str();
        let (front, back) = (postcode.get(..3).unwrap_or(postcode), postcode.get(3..).unwrap_or_default());
        let prefecture = place.prefecture.map(|code| i18n::word::prefecture(Lang::Ja, code)).unwrap_or_default();
        let lines: [(&str, &dyn core::fmt::Display); 5] = [
            ("front", &front),
            ("back", &back),
            ("prefecture", &prefecture),
            ("address", &place.address),
            ("name", &self.name),
        ];
        // Post in Japan is addressed in Japanese, whatever the person reads.
        i18n::msg::notice::ENVELOPE_LINES.with(Lang::Ja, &lines)
    }
    const fn contacts(&self, by_line: bool) -> Contacts<'_> {
        Contacts { mail: self.mail.as_str(), phone: self.phone.as_str(), by_line }
    }
    fn plan(&self, kind: NoticeKind, by_line: bool) -> Plan {
        plan(kind, &self.choices, self.contacts(by_line))
    }
    /// A registered person. Errors: `NotFound`.
    pub(crate) async fn of_technician(tx: &impl ConnectionTrait, id: TechnicianId) -> Result<Self> {
        let person = store::technician::find(tx, id).await?.ok_or(Error::NotFound)?;
        Ok(Self {
            to: Recipient::Technician(id),
            name: person.full_name(),
            place: Some(Place {
                postcode: person.postcode,
                prefecture: Some(person.prefecture),
                address: person.address,
            }),
            mail: person.mail,
            phone: person.phone,
            lang: rows::lang_of_technician(tx, id).await?,
            choices: rows::choice::find(tx, Recipient::Technician(id)).await?,
        })
    }
    /// Who asks to be let in again, at the contact they gave.
    pub(crate) fn of_recovery(recovery: &Recovery) -> Self {
        let (phone, mail) = match &recovery.contact {
            Contact::Mobile(number) => (number.clone(), String::new()),
            Contact::Mail(address) => (String::new(), address.clone()),
        };
        Self {
            to: Recipient::Recovery(recovery.id),
            mail,
            phone,
            place: None,
            name: String::new(),
            lang: recovery.lang.clone(),
            choices: Choices::default(),
        }
    }
    /// A registered business. Errors: `NotFound`.
    pub(crate) async fn of_business(tx: &impl ConnectionTrait, id: BusinessId) -> Result<Self> {
        Self::of_business_row(tx, store::business::find(tx, id).await?.ok_or(Error::NotFound)?).await
    }
    /// The same, of a business whose row is at hand.
    pub(crate) async fn of_business_row(tx: &impl ConnectionTrait, business: Business) -> Result<Self> {
        let id = business.id;
        Ok(Self {
            to: Recipient::Business(id),
            place: Some(Place {
                postcode: business.postcode,
                prefecture: Some(business.prefecture),
                address: business.address,
            }),
            name: business.name,
            mail: business.mail,
            phone: business.phone,
            lang: rows::lang_of_business(tx, id).await?,
            choices: rows::choice::find(tx, Recipient::Business(id)).await?,
        })
    }
}

impl Addressee {
    /// A union, where and in which language it said that it is told; its page says what it is told of in any case. Errors:
    /// `NotFound`.
    pub(crate) async fn of_union(tx: &impl ConnectionTrait, id: RegistrarId) -> Result<Self> {
        let name = store::registrar::find(tx, id).await?.ok_or(Error::NotFound)?.name;
        let contact = store::labour::contact(tx, id).await?;
        let lang = contact.as_ref().map_or_else(|| Lang::default().code().to_owned(), |contact| contact.lang.clone());
        Ok(Self {
            to: Recipient::Union(id),
            mail: contact.map(|contact| contact.mail).unwrap_or_default(),
            phone: String::new(),
            place: None,
            name,
            lang,
            choices: Choices::default(),
        })
    }
}

/// Whether this server sends by LINE.
fn sends_by_line(call: &Call) -> bool {
    call.outside.line.is_some()
}

/// Whom people tell that something is not right, and the page that opens without a log-in: for persons, since it knows no business.
pub fn contact(call: &Call, reader: Reader) -> Value {
    let page = (reader != Reader::Business).then(|| format!("{}/recover", call.outside.base_url));
    Value::Contact { at: call.outside.contact.clone(), page }
}

/// Tells somebody, as part of a change: the notice, and by each way that reaches them a delivery for the job queue.
pub(crate) async fn tell(
    call: &Call,
    tx: &impl ConnectionTrait,
    whom: &Addressee,
    kind: NoticeKind,
    values: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<NoticeId> {
    let mut values: Values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if kind.values().contains(&CONTACT) {
        values.insert(CONTACT.to_owned(), contact(call, whom.to.reader()));
    }
    let id = NoticeId(call.ids.ordered(call.now()));
    let envelope = kind.is_for_who_was_reached().then(|| whom.envelope());
    rows::insert(tx, &Notice { id, kind, to: whom.to, values, envelope, created_at: call.now() }).await?;
    let Plan { ways, letter } = whom.plan(kind, sends_by_line(call));
    if letter {
        deliver(call, tx, id, (Medium::Letter, whom.envelope()), &whom.lang).await?;
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

/// Tells whoever was reached as `before` that a person is reached elsewhere from now on, where they are.
pub(crate) async fn tell_of_move(
    call: &Call,
    tx: &impl ConnectionTrait,
    before: &Addressee,
    (id, name): (TechnicianId, String),
) -> Result<()> {
    let now = Addressee::of_technician(tx, id).await?;
    if (&now.mail, &now.phone, &now.place) != (&before.mail, &before.phone, &before.place) {
        let values = [("name", Value::Text(name)), ("day", Value::Day(call.today()))];
        tell(call, tx, before, NoticeKind::ContactChanged, values).await?;
    }
    Ok(())
}

async fn deliver(
    call: &Call,
    tx: &impl ConnectionTrait,
    notice_id: NoticeId,
    (medium, address): (Medium, String),
    lang: &str,
) -> Result<DeliveryId> {
    let id = DeliveryId(call.ids.ordered(call.now()));
    let (lang, state, changed_at) = (lang.to_owned(), DeliveryState::Waiting, call.now());
    let return_key = (medium == Medium::Mail).then(|| hex::encode(call.ids.bytes::<16>()));
    let delivery = Delivery { id, notice_id, medium, address, lang, state, tries: 0, changed_at, return_key };
    rows::insert_delivery(tx, &delivery).await?;
    Ok(id)
}

/// A delivery that was given up, and what follows from it.
pub(crate) async fn give_up(
    call: &Call,
    tx: &impl ConnectionTrait,
    delivery: &Delivery,
    state: DeliveryState,
) -> Result<()> {
    if !rows::advance(tx, delivery.id, state, delivery.tries + 1, call.now()).await? {
        return Ok(());
    }
    go_otherwise(call, tx, delivery).await
}

/// What follows from a delivery that was given up or came back: where no other way reached the person and it must, the way
/// they did not choose, and then a letter takes its place.
async fn go_otherwise(call: &Call, tx: &impl ConnectionTrait, delivery: &Delivery) -> Result<()> {
    // Before the others are looked at: of two that are given up at once, each would take the other for one that arrives.
    let notice = rows::lock(tx, delivery.notice_id).await?.ok_or(Error::NotFound)?;
    if notice.kind.is_past(&notice.values, notice.created_at, call.now()) {
        return Ok(());
    }
    let all = rows::deliveries(tx, delivery.notice_id).await?;
    let reached = all.iter().any(|other| matches!(other.state, DeliveryState::Sent | DeliveryState::Waiting));
    if reached {
        return Ok(());
    }
    let kind = notice.kind;
    if kind.is_for_who_was_reached() {
        // Every way to whom they were until now was tried at once; what they are reached by since is somebody else's to prove.
        if let Some(envelope) = notice.envelope.filter(|_| kind.goes_by_letter()) {
            deliver(call, tx, notice.id, (Medium::Letter, envelope), &delivery.lang).await?;
        }
        return Ok(());
    }
    let Some(whom) = reached_at(tx, notice.to).await? else { return Ok(()) };
    let tried: Vec<Medium> = all.iter().map(|other| other.medium).collect();
    if let Some(way) = otherwise(kind, &tried, whom.contacts(sends_by_line(call))) {
        let other = deliver(call, tx, delivery.notice_id, way, &delivery.lang).await?;
        job::set(call, tx, job::Work::Deliver(other), call.now()).await?;
    } else if kind.goes_by_letter() {
        deliver(call, tx, delivery.notice_id, (Medium::Letter, whom.envelope()), &delivery.lang).await?;
    }
    Ok(())
}

/// Where somebody is reached now; `None` for who gave a phone or a mail address and nothing else.
async fn reached_at(tx: &impl ConnectionTrait, to: Recipient) -> Result<Option<Addressee>> {
    Ok(Some(match to {
        Recipient::Technician(id) => Addressee::of_technician(tx, id).await?,
        Recipient::Business(id) => Addressee::of_business(tx, id).await?,
        Recipient::Union(id) => Addressee::of_union(tx, id).await?,
        Recipient::Recovery(_) => return Ok(None),
        Recipient::Application(id) => {
            let application = store::application::find(tx, id).await?.ok_or(Error::NotFound)?;
            Addressee::of_application(tx, &application).await?
        }
    }))
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
        _ => ("notice", String::new()),
    }
}

/// How many of one's own notices nobody has read.
pub async fn unread(call: &Call) -> Result<i64> {
    let scope = call.authorize(Action::NoticeRead, &own(call))?;
    Ok(rows::unread(call.db.read(), &scope).await?)
}

/// The part after `after` of what did not arrive, latest first.
pub async fn lost(call: &Call, after: Option<Mark>) -> Result<Listed<LostLine>> {
    let scope = call.authorize(Action::NoticeAdminister, &Resource::Register)?;
    Ok(rows::out::lost(call.db.read(), &scope, after).await?)
}

/// From now on the caller is written to in the language they read the pages in. Nothing for whoever has neither a log-in
/// nor an application. Whoever is no technician and no applicant is written to in an office's language.
pub async fn speak(call: &Call, lang: Lang) -> Result<()> {
    let of_person = matches!(call.actor.role, Role::Technician | Role::Applicant | Role::Public);
    let lang = if of_person { lang } else { lang.office() };
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
