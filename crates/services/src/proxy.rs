//! 代行申請: an employer files for somebody. Invariant: the person consents before anything is handed in; what the link sent
//! to them holds is kept as a hash, and opens that one application only.

mod client;
mod filer;
mod password;

use crate::{
    Call, Error, Result,
    account::{count, hash_handed, seal_handed},
    application, business, fee, notice,
};
use domain::{
    access::{Action, Denied, Resource, Role, Scope},
    application::ApplicationKind,
    form::{FieldProblem, Problem},
    id::{AccountId, ApplicationId, BulkId},
    listing::Mark,
    notice::{NoticeKind, Value},
    proxy::{Filed, Filer, Invitation, link_opens},
    technician::{Stage, TechnicianForm},
};
use i18n::Lang;
use store::{
    ConnectionTrait, Db,
    proxy::{self as rows, Proxy},
};

pub(crate) use client::{begin_first, begin_of_registered};
pub use client::{receive, start_for_business};
pub(crate) use filer::reached_at;
pub(crate) use password::ask_first_password;
pub use password::{choose_first_password, first_login, send_password_link};

/// What the words of a link are sealed for.
pub(crate) const LINK: &str = "proxy_link";
/// The link opens nothing: it is too old, another was sent since, or the application is where nobody can change it.
const GONE: &str = "proxy.link_gone";
/// The person has it in hand.
const WITH_PERSON: &str = "proxy.with_person";
/// Whoever files has it in hand.
const WITH_FILER: &str = "proxy.with_filer";
/// The register reaches the business neither by mail nor by mobile phone.
const NOT_REACHED: &str = "proxy.not_reached";

/// The link is for who files from afar; at a counter the person stands there and signs.
const ON_PAPER: &str = "proxy.on_paper";

/// The decision by which the caller files for others, whoever of them it is. Errors: `auth.forbidden`.
pub(crate) fn filing(call: &Call) -> Result<Scope> {
    let action = match call.actor.role {
        Role::Registrar => Action::CounterFile,
        Role::Scrivener => Action::ScrivenerFile,
        _ => Action::ProxyFile,
    };
    call.authorize(action, &Resource::Register)
}

/// Whether the caller files for others as a scrivener. Errors: `auth.forbidden`.
pub fn may_file_as_scrivener(call: &Call) -> Result<()> {
    call.authorize(Action::ScrivenerFile, &Resource::Register).map(drop)
}

/// Whether the caller files for others at all. Errors: `auth.forbidden`.
pub fn may_open(call: &Call) -> Result<()> {
    filing(call).map(drop)
}

/// Begins an application for somebody, the caller's business entered as employer. Errors: `fee.limited`,
/// `business.expired`, `business.lapsed`; `NotFound` for an upgrade, which the person begins.
pub async fn start(call: &Call, stage: Stage) -> Result<ApplicationId> {
    may_open(call)?;
    let filed = By::this(call)?;
    if stage.is_of_registered() {
        return Err(Error::NotFound);
    }
    let tx = call.db.begin().await?;
    let mut form = TechnicianForm::default();
    match filed.filer {
        Filer::Business(business) => {
            fee::require_good_standing(call, &tx).await?;
            business::require_valid(call, &tx).await?;
            form.employer_id = business.to_string();
        }
        Filer::Scrivener(_) => {}
        // Begun by `counter::start`, with its case.
        Filer::Office(_) => return Err(Error::NotFound),
    }
    let id = begin(call, &tx, ApplicationKind::of_stage(stage), &form, filed).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who files.
pub(crate) struct By {
    /// The business, scrivener or office.
    pub(crate) filer: Filer,
    /// Who of it.
    pub(crate) account: AccountId,
    /// The file the person stands in.
    pub(crate) file: Option<BulkId>,
}

impl By {
    /// Whoever asks. Errors: `auth.forbidden`.
    pub(crate) fn this(call: &Call) -> Result<Self> {
        let (filer, account) = Filer::of(&call.actor).zip(call.actor.account).ok_or(Error::Forbidden(Denied::Role))?;
        Ok(Self { filer, account, file: None })
    }
}

/// Begins an application for somebody, with what is known of them.
pub(crate) async fn begin(
    call: &Call,
    tx: &impl ConnectionTrait,
    kind: ApplicationKind,
    form: &TechnicianForm,
    filed: By,
) -> Result<ApplicationId> {
    let id = application::start_for(call, tx, kind, form).await?;
    attach(call, tx, id, filed).await?;
    Ok(id)
}

/// Notes of an application just begun who files it.
async fn attach(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId, filed: By) -> Result<()> {
    let proxy = Proxy {
        application_id: id,
        filer: filed.filer,
        account_id: filed.account,
        consent: None,
        consented_at: None,
        asked_at: None,
        token_hash: None,
        opened_at: None,
        bulk_id: filed.file,
        created_at: call.now(),
    };
    Ok(rows::insert(tx, &proxy).await?)
}

/// What one's business files for others, newest first: the part after `after`.
pub async fn list(call: &Call, after: Option<Mark>) -> Result<Filed> {
    let scope = call.authorize(Action::ProxyFile, &Resource::Register)?;
    let disasters = store::disaster::all(call.db.read()).await?;
    Ok(rows::list(call.db.read(), &scope, None, after, (&disasters, call.today())).await?)
}

/// Whether the caller fills in for somebody else, where they fill in at all.
pub(crate) fn files_for_another(call: &Call) -> bool {
    call.actor.role.files_for_others()
}

/// That the caller has an application in hand that is filed for somebody: who files it until the other has opened it, from
/// then on only the other, so that what they hand in is what they saw. Errors: `proxy.with_person`, `proxy.with_filer`.
pub(crate) async fn require_in_hand(call: &Call, tx: &impl ConnectionTrait, id: ApplicationId) -> Result<()> {
    let Some(proxy) = rows::find(tx, id).await? else { return Ok(()) };
    match (files_for_another(call), proxy.opened_at.is_some()) {
        (true, true) => Err(Error::rejected(WITH_PERSON)),
        (false, false) => Err(Error::rejected(WITH_FILER)),
        (true, false) | (false, true) => Ok(()),
    }
}

/// Whose filing an application is, as the caller stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person or business it is about.
    Theirs,
    /// The caller's business, office or scrivener, for somebody.
    Ours,
    /// Another, for somebody.
    Others,
}

/// Whose filing an application is.
pub async fn whose(call: &Call, id: ApplicationId) -> Result<Whose> {
    let Some(proxy) = rows::find(call.db.read(), id).await? else { return Ok(Whose::Theirs) };
    let is_ours = Filer::of(&call.actor) == Some(proxy.filer) && may_open(call).is_ok();
    Ok(if is_ours { Whose::Ours } else { Whose::Others })
}

/// The name of who files. Errors: `NotFound`.
pub(crate) async fn name_of(db: &impl ConnectionTrait, filer: Filer) -> Result<String> {
    match filer {
        Filer::Business(id) => store::business::name(db, id).await?.ok_or(Error::NotFound),
        Filer::Scrivener(id) => Ok(store::registrar::find_scrivener(db, id).await?.ok_or(Error::NotFound)?.name),
        Filer::Office(id) => crate::registrar::office_name(db, id).await,
    }
}

/// Whether a browser that is bound to an application, and came to it by a link with this hash or by none, stands for the
/// person it is about: whoever fills in their own does, and of what is filed for somebody who holds the newest link.
pub async fn stands_for_person(db: &Db, id: ApplicationId, link_hash: Option<&str>) -> Result<bool> {
    let proxy = rows::find(db.read(), id).await?;
    Ok(proxy.is_none_or(|proxy| proxy.token_hash.is_some() && proxy.token_hash.as_deref() == link_hash))
}

/// That an application is filed by the caller's business. Errors: `NotFound`.
pub async fn require_ours(call: &Call, id: ApplicationId) -> Result<()> {
    may_open(call)?;
    if whose(call, id).await? == Whose::Ours { Ok(()) } else { Err(Error::NotFound) }
}

/// What is applied for by an application the caller files. Errors: `NotFound`.
pub async fn kind_of_ours(call: &Call, id: ApplicationId) -> Result<ApplicationKind> {
    require_ours(call, id).await?;
    Ok(store::application::find(call.db.read(), id).await?.ok_or(Error::NotFound)?.kind)
}

/// Sends the person or business a link to what was entered for them, in `lang` or the language they were written to before; an
/// earlier link opens nothing any more. A registered business is reached where the register reaches it, whatever was typed.
/// Errors: `NotFound`; `conflict.state` once it has been handed in; a missing `phone` or `mail` where nothing that is
/// reached is entered, `proxy.not_reached` where nothing is registered; of a person a missing name, of a business all that stands
/// against handing it in but what it says itself at the end.
pub async fn invite(call: &Call, id: ApplicationId, lang: Option<Lang>) -> Result<()> {
    require_ours(call, id).await?;
    let own = Filer::of(&call.actor).ok_or(Error::Forbidden(Denied::Role))?;
    if !own.asks_on_phone() {
        return Err(Error::rejected(ON_PAPER));
    }
    // Each is a message to a phone that somebody else pays attention to.
    count(call, "invite", &id.0.to_string()).await?;
    // 128 bits; `-` and `_` are no letters of an address that has to be written otherwise.
    let token = hex::encode(call.ids.bytes::<16>());
    let tx = call.db.begin().await?;
    let mut application = store::application::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(application::STATE));
    }
    let is_firm = application.kind.stage().is_none();
    let (kind, contact) =
        if is_firm { (NoticeKind::ClientConsentAsked, "mail") } else { (NoticeKind::ConsentAsked, "phone") };
    // What a business is asked to agree to is what it hands in: it is not sent what it could only be refused.
    let undone = match is_firm {
        true => application::left_undone(call, &tx, &application).await?,
        false if application.name.trim().is_empty() => vec![FieldProblem::new("family_name", Problem::Missing)],
        false => Vec::new(),
    };
    if !undone.is_empty() {
        return Err(Error::fields(undone));
    }
    if let Some(lang) = lang {
        let lang = if is_firm { lang.office() } else { lang };
        store::notice::set_lang_of_application(&tx, id, lang.code()).await?;
    }
    // An earlier link may have reached somebody else: a password chosen there is nobody's.
    application.password_hash = None;
    let whom = notice::Addressee::of_application(&tx, &application).await?;
    if !whom.is_reached(kind) {
        return Err(match application.business_id {
            Some(_) => Error::rejected(NOT_REACHED),
            None => Error::fields(vec![FieldProblem::new(contact, Problem::Missing)]),
        });
    }
    let business = name_of(&tx, own).await?;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    rows::asked(&tx, id, &hash_handed(&token), call.now()).await?;
    let values = [
        ("name", Value::Text(application.name.clone())),
        ("business", Value::Text(business)),
        ("link", Value::Sealed(seal_handed(call, LINK, &token)?)),
    ];
    notice::tell(call, &tx, &whom, kind, values).await?;
    call.note(&tx, application::about(&application, "application.consent_asked")).await?;
    tx.commit().await?;
    Ok(())
}

async fn behind(call: &Call, token: &str) -> Result<(Proxy, store::application::Application)> {
    let db = call.db.read();
    let proxy = rows::by_token(db, &hash_handed(token)).await?.ok_or(Error::rejected(GONE))?;
    let is_open = proxy.asked_at.is_some_and(|asked| link_opens(asked, call.now()));
    let application = store::application::find(db, proxy.application_id).await?;
    let application = application.filter(|found| is_open && found.state.is_editable());
    application.map(|found| (proxy, found)).ok_or(Error::rejected(GONE))
}

/// What stands behind a link. Errors: `proxy.link_gone`; `auth.forbidden` for whoever is logged in.
pub async fn invitation(call: &Call, token: &str) -> Result<Invitation> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    let (proxy, application) = behind(call, token).await?;
    let business = name_of(call.db.read(), proxy.filer).await?;
    Ok(Invitation { business, name: application.name, number: application.number, kind: application.kind })
}

/// An application that was opened by a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub id: ApplicationId,
    /// What the browser keeps to stand for the person, as long as the link is the newest.
    pub link_hash: String,
    /// What is applied for.
    pub kind: ApplicationKind,
}

/// The application behind a link, for the person to go on with, at the address `client`; from now on only they change it.
/// Errors: as [`invitation`]; `rate_limited`.
pub async fn accept(call: &Call, token: &str, client: &str) -> Result<Opened> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    count(call, "proxy", client).await?;
    let (_, found) = behind(call, token).await?;
    let link_hash = hash_handed(token);
    let tx = call.db.begin().await?;
    let application = store::application::lock(&tx, found.id).await?.ok_or(Error::rejected(GONE))?;
    // It may have been handed in, or another link sent, since it was looked for.
    let proxy = rows::find(&tx, application.id).await?;
    if !application.state.is_editable() || proxy.and_then(|proxy| proxy.token_hash).as_ref() != Some(&link_hash) {
        return Err(Error::rejected(GONE));
    }
    rows::opened(&tx, application.id, call.now()).await?;
    call.note(&tx, application::about(&application, "application.resume")).await?;
    tx.commit().await?;
    Ok(Opened { id: application.id, link_hash, kind: application.kind })
}

/// Takes an application back from the person it was sent to: the link opens nothing any more, and what was chosen there is
/// nobody's. Errors: `NotFound`; `conflict.state` once it has been handed in.
pub async fn take_back(call: &Call, id: ApplicationId) -> Result<()> {
    require_ours(call, id).await?;
    let tx = call.db.begin().await?;
    let mut application = store::application::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(application::STATE));
    }
    application.password_hash = None;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    rows::taken_back(&tx, id).await?;
    call.note(&tx, application::about(&application, "application.taken_back")).await?;
    tx.commit().await?;
    Ok(())
}
