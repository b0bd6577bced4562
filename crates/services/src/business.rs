//! 事業者: one's own registration, its renewal and change, and the renewals of subcontractors. Invariant: whether a
//! registration is good is decided by `domain::business::validity` on the day of the call, and never at a gate.

use crate::{Call, Change, Error, Result, application, job, notice};
use domain::{
    access::{Action, Denied, Resource},
    application::{ApplicationKind, State},
    business::{
        BusinessForm, ConsentAwaited, Filing, HandedIn, Partner, REGISTERED, Registration, RenewalRow, UnderWay,
        Validity, VersionLine, Viewer, changed, is_visible,
        validity::{self, counts_until, ends_with_notices, renewal_notice},
    },
    id::{ApplicationId, BusinessId},
    listing::{Listed, Mark},
    notice::{NoticeKind, Value},
    time::WorkDate,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    application::Application,
    business::{Business, renewal, version},
};

/// The registration has ended.
pub const EXPIRED: &str = "business.expired";
/// The same, longer ago: it is registered anew under its number.
pub const LAPSED: &str = "business.lapsed";
/// It is too early for a renewal; for a reminder, also too late.
pub const NOT_RENEWABLE: &str = "business.not_renewable";
/// This prime reminded this subcontractor today.
pub const REMINDED: &str = "business.reminded_today";
/// It is not below one's own on an open site.
const NOT_PARTNER: &str = "business.not_partner";
const LOOKED_AT_ONCE: u32 = 500;

fn own(call: &Call) -> Result<BusinessId> {
    call.actor.business.ok_or(Error::Forbidden(Denied::Role))
}

/// Until when a registration counts.
pub(crate) async fn counting(db: &impl ConnectionTrait, business: &Business) -> Result<WorkDate> {
    let disasters = store::disaster::all(db).await?;
    Ok(counts_until(business.valid_until, business.prefecture, &disasters))
}

/// Until when a registration counts, and where it stands today.
async fn standing(call: &Call, db: &impl ConnectionTrait, business: &Business) -> Result<(WorkDate, Validity)> {
    let counts = counting(db, business).await?;
    Ok((counts, validity::validity(business.valid_until, counts, call.today())))
}

/// Until when the registration of the business one acts for counts, and where it stands, for every screen that must say so.
/// Whoever acts for no business is not limited by one.
pub async fn validity(call: &Call) -> Result<Option<(WorkDate, Validity)>> {
    own_standing(call, call.db.read()).await
}

async fn own_standing(call: &Call, db: &impl ConnectionTrait) -> Result<Option<(WorkDate, Validity)>> {
    let Some(id) = call.actor.business else { return Ok(None) };
    let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    standing(call, db, &business).await.map(Some)
}

/// That the business one acts for may register new sites and IDs. Errors: `business.expired`; `business.lapsed` where it is to be
/// registered anew.
pub(crate) async fn require_valid(call: &Call, db: &impl ConnectionTrait) -> Result<()> {
    let Some((_, validity)) = own_standing(call, db).await? else { return Ok(()) };
    match validity {
        Validity::Good { .. } | Validity::Renewable => Ok(()),
        Validity::Expired { .. } => Err(Error::rejected(EXPIRED)),
        Validity::Lapsed => Err(Error::rejected(LAPSED)),
    }
}

/// That a business may apply for a further period today. Errors: `business.not_renewable`.
pub(crate) async fn require_renewable(call: &Call, db: &impl ConnectionTrait, id: BusinessId) -> Result<()> {
    let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    let (_, validity) = standing(call, db, &business).await?;
    if validity.is_further() { Ok(()) } else { Err(Error::rejected(NOT_RENEWABLE)) }
}

/// Whether the caller may open the pages of a business's own matters. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_open(call: &Call) -> Result<()> {
    call.authorize(Action::BusinessFile, &Resource::Register).map(drop)
}

/// One's own registration.
pub async fn registration(call: &Call) -> Result<Registration> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    let id = own(call)?;
    let db = call.db.read();
    let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    let (counts_until, validity) = standing(call, db, &business).await?;
    let mut under_way = Vec::new();
    for found in store::application::of_business_under_way(db, id).await? {
        let fee = application::fee_of(call, &found).await?;
        // While whoever files for the business has it in hand, it is not to be changed here.
        let filer = application::proxied(call, found.id).await?;
        let with_filer = filer.filter(|of| of.opened_at.is_none()).map(|of| of.business);
        let anew = application::is_anew(call, db, &found).await?;
        let (id, number, kind, state) = (found.id, found.number, found.kind, found.state);
        under_way.push(UnderWay { id, number, kind, anew, state, fee, with_filer });
    }
    Ok(Registration {
        id,
        form: application::form_of(db, &business).await?,
        valid_until: business.valid_until,
        counts_until,
        validity,
        under_way,
        versions: lines(version::all(db, id).await?, business.registered_at.date()),
    })
}

/// Applications that others file for one's own business and that wait for it to agree: it was asked, or has begun to
/// look, and has not handed in. Nothing for whoever may not file for the business: they have no consent to give.
pub async fn consents_awaited(call: &Call) -> Result<Vec<ConsentAwaited>> {
    let Some(id) = call.actor.business.filter(|_| may_open(call).is_ok()) else { return Ok(Vec::new()) };
    let db = call.db.read();
    let mut awaited = Vec::new();
    for found in store::application::of_business_under_way(db, id).await? {
        let filed = application::proxied(call, found.id).await?;
        let waits = filed.filter(|of| of.consent.is_none() && of.asked_at.or(of.opened_at).is_some());
        if let (Some(filed), true) = (waits, found.state.is_editable()) {
            let anew = application::is_anew(call, db, &found).await?;
            awaited.push(ConsentAwaited { number: found.number, kind: found.kind, anew, filer: filed.business });
        }
    }
    Ok(awaited)
}

/// The application for a further period of the business one acts for, once it was handed in, for every screen that
/// would otherwise say to apply. Nothing for whoever may not file for the business: how its application stands is not
/// theirs to know.
pub async fn handed_in(call: &Call) -> Result<Option<HandedIn>> {
    let Some(id) = call.actor.business.filter(|_| may_open(call).is_ok()) else { return Ok(None) };
    let db = call.db.read();
    let open = store::application::of_business_under_way(db, id).await?.into_iter();
    let mut open = open.filter(|open| open.kind == ApplicationKind::BusinessRenewal && open.state != State::Draft);
    let Some(found) = open.next() else { return Ok(None) };
    Ok(Some(HandedIn { state: found.state, anew: application::is_anew(call, db, &found).await? }))
}

/// Newest first; the day of registration where nothing has changed since.
fn lines(versions: Vec<version::Version>, registered: WorkDate) -> Vec<VersionLine> {
    let mut before: Option<BusinessForm> = None;
    let mut lines = Vec::new();
    for version in versions {
        let fields = before.as_ref().map(|before| changed(before, &version.form)).unwrap_or_default();
        lines.push(VersionLine { from: version.from, changed: fields.into_iter().map(str::to_owned).collect() });
        before = Some(version.form);
    }
    if lines.is_empty() {
        lines.push(VersionLine { from: registered, changed: Vec::new() });
    }
    lines.reverse();
    lines
}

/// What the register said of one's own business on a day. Errors: `NotFound` for a day before its registration or one to come.
pub async fn registration_on(call: &Call, day: WorkDate) -> Result<BusinessForm> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    let known = if day > call.today() { None } else { application::form_on(call.db.read(), own(call)?, day).await? };
    known.ok_or(Error::NotFound)
}

/// Goes on with, or starts, an application for renewal or change, filled in with what is registered. Errors:
/// `business.not_renewable` for a renewal before its time; `NotFound` for a registration.
pub async fn start_filing(call: &Call, filing: Filing) -> Result<ApplicationId> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    if !filing.is_of_registered() {
        return Err(Error::NotFound);
    }
    let id = own(call)?;
    let tx = call.db.begin().await?;
    let (business, open) = may_begin(call, &tx, filing, id).await?;
    if let Some(open) = open {
        return Ok(open.id);
    }
    let form = application::form_of(&tx, &business).await?.begun_again();
    let kind = ApplicationKind::of_filing(filing);
    let started = application::start_of_business(call, &tx, kind, &business, &form).await?;
    tx.commit().await?;
    Ok(started)
}

/// A registered business, locked, for which a filing may be begun today, and the one of its kind that is under way. Errors:
/// `NotFound`; `business.not_renewable` for a renewal before its time.
pub(crate) async fn may_begin(
    call: &Call,
    tx: &impl ConnectionTrait,
    filing: Filing,
    id: BusinessId,
) -> Result<(Business, Option<Application>)> {
    // Two may press at once: the second finds what the first began.
    let business = store::business::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let (_, validity) = standing(call, tx, &business).await?;
    if filing == Filing::Renewal && !validity.is_further() {
        return Err(Error::rejected(NOT_RENEWABLE));
    }
    let kind = ApplicationKind::of_filing(filing);
    let open = store::application::of_business_under_way(tx, id).await?.into_iter().find(|open| open.kind == kind);
    Ok((business, open))
}

/// What the published table shows a prime or upper tier of a business below it on an open site, with until when its
/// registration counts. Errors: `NotFound`; `business.not_partner` for any other.
pub async fn partner(call: &Call, id: BusinessId) -> Result<Partner> {
    let db = call.db.read();
    let above = store::structure::above(db, id, call.today()).await?;
    match call.authorize(Action::PartnerRead, &Resource::Partner { id, above }) {
        Ok(_) => {}
        // Whether there is such a business at all is not said either.
        Err(Error::Forbidden(Denied::NotYours)) => return Err(Error::rejected(NOT_PARTNER)),
        Err(refused) => return Err(refused),
    }
    let business = store::business::find(db, id).await?.ok_or(Error::NotFound)?;
    let (counts_until, validity) = standing(call, db, &business).await?;
    let form = application::form_of(db, &business).await?;
    let shown = REGISTERED.iter().filter(|field| is_visible(field, Viewer::AboveOnOpenSite));
    let fields = shown.filter_map(|field| Some(((*field).to_owned(), form.typed(field)?)));
    let fields = fields.filter(|(_, typed)| !typed.is_empty()).collect();
    Ok(Partner { id, name: business.name, fields, counts_until, validity })
}

/// The part after `after` of the businesses below one's own on its open sites, soonest end first.
pub async fn renewals(call: &Call, after: Option<Mark>) -> Result<Listed<RenewalRow>> {
    let scope = call.authorize(Action::RenewalRead, &Resource::Register)?;
    let found = renewal::of_subcontractors(call.db.read(), &scope, call.today(), after).await?;
    let Listed { rows, all, next } = found;
    Ok(Listed { rows: renewal_rows(call, rows).await?, all, next })
}

/// Where registrations that end stand today.
async fn renewal_rows(call: &Call, found: Vec<renewal::Ending>) -> Result<Vec<RenewalRow>> {
    let db = call.db.read();
    let disasters = store::disaster::all(db).await?;
    let ids: Vec<BusinessId> = found.iter().map(|ending| ending.id).collect();
    let handed_in = renewal::handed_in(db, &ids).await?;
    let row = |ending: renewal::Ending| {
        let counts = counts_until(ending.valid_until, ending.prefecture, &disasters);
        let applied = handed_in.iter().find(|of| of.business == ending.id);
        let is_anew = |of: &renewal::HandedIn| {
            let standing = validity::Standing {
                kind: ApplicationKind::BusinessRenewal,
                state: of.state,
                decided: of.anew,
                filed: of.on,
                registered: Some((ending.valid_until, ending.prefecture)),
            };
            standing.is_anew(&disasters, call.today())
        };
        RenewalRow {
            applied: applied.is_some(),
            anew: applied.is_some_and(is_anew),
            validity: validity::validity(ending.valid_until, counts, call.today()),
            id: ending.id,
            name: ending.name,
            counts_until: counts,
            reminded_on: ending.reminded_on,
        }
    };
    Ok(found.into_iter().map(row).collect())
}

/// Asks a subcontractor to renew. Errors: `NotFound` for a business that is not below one's own; `business.not_renewable`
/// where there is nothing to renew or it has applied; `business.reminded_today`.
pub async fn remind(call: &Call, id: BusinessId) -> Result<()> {
    let scope = call.authorize(Action::RenewalRemind, &Resource::Register)?;
    crate::fee::require_good_standing(call, call.db.read()).await?;
    let found = renewal::subcontractor(call.db.read(), &scope, call.today(), id).await?;
    let rows = renewal_rows(call, found.into_iter().collect()).await?;
    let row = rows.into_iter().next().ok_or(Error::NotFound)?;
    if row.applied || !row.validity.is_renewable() {
        return Err(Error::rejected(NOT_RENEWABLE));
    }
    let prime = own(call)?;
    let tx = call.db.begin().await?;
    if !renewal::remind(&tx, id, prime, call.today()).await? {
        return Err(Error::rejected(REMINDED));
    }
    let prime_name = store::business::name(&tx, prime).await?.unwrap_or_default();
    let whom = notice::Addressee::of_business(&tx, id).await?;
    let values =
        [("name", Value::Text(row.name)), ("prime", Value::Text(prime_name)), ("until", Value::Day(row.counts_until))];
    notice::tell(call, &tx, &whom, NoticeKind::RenewalReminder, values).await?;
    let change = Change {
        process: "business.remind",
        subject_kind: "business",
        subject_id: id.to_string(),
        new: Some(json!({ "prime": prime })),
        ..Change::default()
    };
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the notices of a day: each business whose registration ends is told six, two and one month before, once.
pub(crate) async fn set_renewal_notices(call: &Call, day: WorkDate) -> Result<()> {
    let mut after = None;
    loop {
        let db = call.db.read();
        let found = renewal::ending_between(db, ends_with_notices(day), after, LOOKED_AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some(last.id);
        let ids: Vec<BusinessId> = found.iter().map(|ending| ending.id).collect();
        let applied = renewal::applied(db, &ids).await?;
        let tx = call.db.begin().await?;
        for ending in found {
            if let Some(kind) = renewal_notice(ending.valid_until, day, applied.contains(&ending.id)) {
                tell_of_end(call, &tx, &ending, kind).await?;
            }
        }
        tx.commit().await?;
    }
}

async fn tell_of_end(call: &Call, tx: &impl ConnectionTrait, ending: &renewal::Ending, kind: NoticeKind) -> Result<()> {
    if !job::once(call, tx, kind.code(), &format!("{}:{}", ending.id, ending.valid_until)).await? {
        return Ok(());
    }
    let whom = notice::Addressee::of_business(tx, ending.id).await?;
    let values = [("name", Value::Text(ending.name.clone())), ("until", Value::Day(ending.valid_until))];
    notice::tell(call, tx, &whom, kind, values).await?;
    Ok(())
}
