//! 代行申請: an employer files for somebody. Invariant: the person consents before anything is handed in; what the link sent
//! to them holds is kept as a hash, and opens that one application only.

use crate::{
    Call, Error, Result,
    account::{count, hash_handed, seal_handed},
    application, business, fee, notice,
};
use domain::{
    access::{Action, Denied, Resource},
    application::{ApplicationKind, State},
    form::{FieldProblem, Problem},
    id::{AccountId, ApplicationId, BulkId, BusinessId},
    notice::{NoticeKind, Value},
    proxy::{Channel, Invitation, ProxyRow, link_opens},
    technician::{Stage, TechnicianForm},
};
use i18n::Lang;
use store::{
    ConnectionTrait,
    proxy::{self as rows, Proxy},
};

/// Lines on a page of the list.
pub const PAGE: u64 = 100;
/// What the words of a link are sealed for.
pub(crate) const LINK: &str = "proxy_link";
/// The link opens nothing: it is too old, another was sent since, or the application is where nobody can change it.
const GONE: &str = "proxy.link_gone";

/// Whether the caller files for others at all. Errors: `auth.forbidden`.
pub fn may_open(call: &Call) -> Result<()> {
    call.authorize(Action::ProxyFile, &Resource::Register).map(drop)
}

/// Begins an application for somebody, the caller's business entered as employer. Errors: `fee.limited`,
/// `business.expired`; `NotFound` for an upgrade, which the person begins.
pub async fn start(call: &Call, stage: Stage) -> Result<ApplicationId> {
    call.authorize(Action::ProxyFile, &Resource::Register)?;
    let (business_id, account_id) =
        call.actor.business.zip(call.actor.account).ok_or(Error::Forbidden(Denied::Role))?;
    if stage == Stage::Upgrade {
        return Err(Error::NotFound);
    }
    let tx = call.db.begin().await?;
    fee::require_good_standing(call, &tx).await?;
    business::require_valid(call, &tx).await?;
    let form = TechnicianForm { employer_id: business_id.to_string(), ..TechnicianForm::default() };
    let filed = Filed { business: business_id, account: account_id, file: None };
    let id = begin(call, &tx, ApplicationKind::of_stage(stage), &form, filed).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who files.
pub(crate) struct Filed {
    /// The business.
    pub(crate) business: BusinessId,
    /// Who of it.
    pub(crate) account: AccountId,
    /// The file the person stands in.
    pub(crate) file: Option<BulkId>,
}

/// Begins an application for somebody, with what is known of them.
pub(crate) async fn begin(
    call: &Call,
    tx: &impl ConnectionTrait,
    kind: ApplicationKind,
    form: &TechnicianForm,
    filed: Filed,
) -> Result<ApplicationId> {
    let id = application::start_for(call, tx, kind, form).await?;
    let proxy = Proxy {
        application_id: id,
        channel: Channel::Employer,
        business_id: filed.business,
        account_id: filed.account,
        consent: None,
        consented_at: None,
        asked_at: None,
        token_hash: None,
        bulk_id: filed.file,
        created_at: call.now(),
    };
    rows::insert(tx, &proxy).await?;
    Ok(id)
}

/// What one's business files for others, newest first, from page `page` (0 first), and how many there are altogether.
pub async fn list(call: &Call, page: u32) -> Result<(Vec<ProxyRow>, u64)> {
    let scope = call.authorize(Action::ProxyFile, &Resource::Register)?;
    let db = call.db.read();
    let total = rows::count(db, &scope).await?;
    let mut lines = Vec::new();
    for line in rows::list(db, &scope, u64::from(page) * PAGE, PAGE).await? {
        let fee = match line.state {
            State::AwaitingPayment => store::fee::of_application(db, line.id).await?.map(|asked| asked.line()),
            _ => None,
        };
        lines.push(ProxyRow {
            id: line.id,
            number: line.number,
            kind: line.kind,
            name: line.name,
            state: line.state,
            asked_at: line.asked_at,
            consent: line.consent,
            fee,
        });
    }
    Ok((lines, total))
}

/// Whether an application is filed by the caller's business for somebody else.
pub async fn is_ours(call: &Call, id: ApplicationId) -> Result<bool> {
    let Some(own) = call.actor.business.filter(|_| may_open(call).is_ok()) else { return Ok(false) };
    Ok(rows::find(call.db.read(), id).await?.is_some_and(|proxy| proxy.business_id == own))
}

/// Whether an application is filed for somebody by a business, whichever.
pub async fn is_proxied(call: &Call, id: ApplicationId) -> Result<bool> {
    Ok(rows::find(call.db.read(), id).await?.is_some())
}

/// That it is. Errors: `NotFound`.
pub async fn require_ours(call: &Call, id: ApplicationId) -> Result<()> {
    may_open(call)?;
    if is_ours(call, id).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Sends the person a link to what was entered for them, in `lang` or the language they were written to before; an earlier
/// link opens nothing any more. Errors: `NotFound`; `conflict.state` once it has been handed in; a missing `phone` where neither a mobile phone
/// nor a mail address is entered; a missing name.
pub async fn invite(call: &Call, id: ApplicationId, lang: Option<Lang>) -> Result<()> {
    require_ours(call, id).await?;
    // Each is a message to a phone that somebody else pays attention to.
    count(call, "invite", &id.0.to_string()).await?;
    // 128 bits; `-` and `_` are no letters of an address that has to be written otherwise.
    let token = hex::encode(call.ids.bytes::<16>());
    let tx = call.db.begin().await?;
    let mut application = store::application::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    if !application.state.is_editable() {
        return Err(Error::Conflict(application::STATE));
    }
    if application.name.trim().is_empty() {
        return Err(Error::fields(vec![FieldProblem::new("family_name", Problem::Missing)]));
    }
    if let Some(lang) = lang {
        store::notice::set_lang_of_application(&tx, id, lang.code()).await?;
    }
    let whom = notice::Addressee::of_application(&tx, &application).await?;
    if !whom.is_reached(NoticeKind::ConsentAsked) {
        return Err(Error::fields(vec![FieldProblem::new("phone", Problem::Missing)]));
    }
    let own = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    let business = store::business::name(&tx, own).await?.ok_or(Error::NotFound)?;
    // An earlier link may have reached somebody else: a password chosen there is nobody's.
    application.password_hash = None;
    application.updated_at = call.now();
    store::application::update(&tx, &application).await?;
    rows::asked(&tx, id, &hash_handed(&token), call.now()).await?;
    let values = [
        ("name", Value::Text(application.name.clone())),
        ("business", Value::Text(business)),
        ("link", Value::Sealed(seal_handed(call, LINK, &token)?)),
    ];
    notice::tell(call, &tx, &whom, NoticeKind::ConsentAsked, values).await?;
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
    let business = store::business::name(call.db.read(), proxy.business_id).await?.unwrap_or_default();
    Ok(Invitation { business, name: application.name, number: application.number })
}

/// The application behind a link, for the person to go on with, at the address `client`. Errors: as [`invitation`];
/// `rate_limited`.
pub async fn accept(call: &Call, token: &str, client: &str) -> Result<ApplicationId> {
    call.authorize(Action::ApplicationStart, &Resource::Register)?;
    count(call, "proxy", client).await?;
    let (_, application) = behind(call, token).await?;
    let tx = call.db.begin().await?;
    call.note(&tx, application::about(&application, "application.resume")).await?;
    tx.commit().await?;
    Ok(application.id)
}
