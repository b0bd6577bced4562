//! アカウント復旧: a technician who cannot log in asks to be let in again. Invariant: whoever asks is answered the same
//! whether anybody is registered or not, and the one it may be is told in the transaction in which it was asked.

mod password;
mod review;

use crate::{
    Call, Change, Error, Rejection, Result,
    account::{self, Attempt, LOCKED, count, hash_handed, seal_handed},
    document::{self, Accepted, Upload},
    notice,
};
use domain::{
    access::{Action, Resource},
    form::{FieldProblem, Problem},
    id::{RecoveryId, TechnicianId},
    notice::{NoticeKind, Value},
    recovery::{PICTURE, PICTURE_KEPT_MS, RecoveryForm, RecoveryState, Request},
    text,
    time::WorkDate,
};
use i18n::Lang;
use serde_json::json;
use store::{
    ConnectionTrait,
    recovery::{self as rows, Candidate, Recovery},
    technician::AlikeBy,
};

pub use password::{login_of, set_password};
pub use review::{LIST_PART, case, grant, list, refuse};

/// What the words of the link to object are sealed for.
pub(crate) const OBJECT: &str = "recovery_object";
/// What the words of the link to a new password are sealed for.
pub(crate) const PASSWORD: &str = "recovery_password";
/// The link opens nothing: it is too old, was used, or what it belongs to is decided.
const GONE: &str = "recovery.link_gone";
/// It was decided meanwhile.
const STATE: &str = "conflict.state";
/// Too many requests in a short time, for one person or from one address.
const TOO_MANY: &str = "rate_limited";
/// People of one name and birth date that are looked at.
const CANDIDATES_MAX: usize = 10;
/// Pictures let go in one transaction.
const LET_GO_AT_ONCE: u32 = 200;

/// Whether the caller may ask at all: who is logged in can do so already. Errors: `auth.forbidden`.
pub fn may_ask(call: &Call) -> Result<()> {
    call.authorize(Action::ApplicationStart, &Resource::Register).map(drop)
}

/// Takes a request in, from the address `client`, and tells everybody it may be; the number it is spoken of by. Errors:
/// problems of the fields and of `picture`, all at once; `rate_limited`.
pub async fn ask(call: &Call, form: &RecoveryForm, picture: Upload, lang: Lang, client: &str) -> Result<String> {
    may_ask(call)?;
    count(call, "recovery", client).await?;
    let (request, picture) = read(call, form, picture).await?;
    let who = tried(&request);
    Attempt::begin(call, "recovery", &who, client).await.map_err(|error| match error {
        Error::Rejected(Rejection { code: LOCKED, .. }) => Error::rejected(TOO_MANY),
        other => other,
    })?;
    let picture = document::keep(call, picture).await?;
    let found = sought(call, &request).await?;
    let recovery = begun(call, request, picture, lang);
    let tx = call.db.begin().await?;
    rows::insert(&tx, &recovery).await?;
    for technician in &found {
        tell_owner(call, &tx, &recovery, *technician).await?;
    }
    let mut change = about(&recovery, "recovery.ask");
    change.new = Some(json!({ "state": recovery.state, "candidates": found }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(recovery.number)
}

/// What was typed and the picture, as it will be kept.
async fn read(call: &Call, form: &RecoveryForm, picture: Upload) -> Result<(Request, Accepted)> {
    let request = form.read(call.today());
    let refused = |code: &str| FieldProblem::new(PICTURE, Problem::Refused { code: code.to_owned() });
    let accepted = match picture {
        Upload::Missing => Err(FieldProblem::new(PICTURE, Problem::NoPicture)),
        Upload::TooLarge => Err(refused(document::TOO_LARGE)),
        Upload::Bytes(sent) => match document::accept_document(sent).await {
            Ok(accepted) => Ok(accepted),
            Err(Error::Rejected(Rejection { code, .. })) => Err(refused(code)),
            Err(error) => return Err(error),
        },
    };
    match (request, accepted) {
        (Ok(request), Ok(picture)) => Ok((request, picture)),
        (request, accepted) => {
            let mut problems = request.err().unwrap_or_default();
            problems.extend(accepted.err());
            Err(Error::fields(problems))
        }
    }
}

/// What tries are counted by, beside the address they come from.
fn tried(request: &Request) -> String {
    match (request.technician_id, request.birth_date) {
        (Some(id), _) => id.to_string(),
        (None, birth) => {
            format!("{} {}", text::search_key(&request.name), birth.map(WorkDate::number).unwrap_or_default())
        }
    }
}

fn begun(call: &Call, request: Request, picture: String, lang: Lang) -> Recovery {
    // Half of a password's chance names a request: a running number would tell how many ask.
    let chance: String = account::issue_password(call).chars().take(9).collect();
    Recovery {
        id: RecoveryId(call.ids.uuid(call.now())),
        number: format!("R-{}", chance.to_uppercase()),
        state: RecoveryState::Asked,
        technician_id: request.technician_id,
        name: request.name,
        birth_date: request.birth_date,
        contact: request.contact,
        lang: lang.code().to_owned(),
        picture: Some(picture),
        asked_at: call.now(),
        decided_at: None,
        decided_by: None,
        reason: None,
        granted_to: None,
        link_hash: None,
        used_at: None,
    }
}

/// Who in the register it may be.
async fn sought(call: &Call, request: &Request) -> Result<Vec<TechnicianId>> {
    let db = call.db.read();
    if let Some(id) = request.technician_id {
        return Ok(if store::technician::exists(db, id).await? { vec![id] } else { Vec::new() });
    }
    let keys = domain::recovery::name_keys(&request.name);
    let by = AlikeBy {
        births: request.birth_date.into_iter().collect(),
        kanas: keys.clone(),
        names: keys,
        phones: Vec::new(),
    };
    let mut found: Vec<_> = store::technician::alike(db, &by).await?.into_iter().map(|alike| alike.id).collect();
    found.sort_unstable();
    found.truncate(CANDIDATES_MAX);
    Ok(found)
}

/// Tells somebody, where the register reaches them, that their log-in is asked for, with a link to object.
async fn tell_owner(call: &Call, tx: &impl ConnectionTrait, of: &Recovery, technician: TechnicianId) -> Result<()> {
    let whom = notice::Addressee::of_technician(tx, technician).await?;
    let name = store::technician::find(tx, technician).await?.ok_or(Error::NotFound)?.full_name();
    let token = hex::encode(call.ids.bytes::<16>());
    let candidate = Candidate {
        recovery_id: of.id,
        technician_id: technician,
        told_at: whom.is_reached(NoticeKind::RecoveryAsked).then(|| call.now()),
        object_hash: Some(hash_handed(&token)),
        objected_at: None,
    };
    rows::add_candidate(tx, &candidate).await?;
    let values = [
        ("name", Value::Text(name)),
        ("number", Value::Text(of.number.clone())),
        ("link", Value::Sealed(seal_handed(call, OBJECT, &token)?)),
    ];
    notice::tell(call, tx, &whom, NoticeKind::RecoveryAsked, values).await?;
    Ok(())
}

fn about(of: &Recovery, process: &'static str) -> Change {
    Change { process, subject_kind: "recovery", subject_id: of.id.to_string(), ..Change::default() }
}

async fn behind_objection(call: &Call, token: &str) -> Result<(Candidate, Recovery)> {
    let db = call.db.read();
    let candidate = rows::by_objection(db, &hash_handed(token)).await?.ok_or(Error::rejected(GONE))?;
    let recovery = rows::find(db, candidate.recovery_id).await?.filter(|found| found.state.is_open());
    recovery.map(|found| (candidate, found)).ok_or(Error::rejected(GONE))
}

/// The number of the request a link to object belongs to. The link is the permission: who holds it may be logged in or not.
/// Errors: `recovery.link_gone`.
pub async fn objection(call: &Call, token: &str) -> Result<String> {
    Ok(behind_objection(call, token).await?.1.number)
}

/// Says, by the link sent to the one it may be, that it is not them who asks; from the address `client`. Again is nothing
/// more. Errors: as [`objection`]; `rate_limited`.
pub async fn object(call: &Call, token: &str, client: &str) -> Result<()> {
    count(call, "recovery_link", client).await?;
    let (candidate, found) = behind_objection(call, token).await?;
    let tx = call.db.begin().await?;
    let mut recovery = rows::lock(&tx, found.id).await?.ok_or(Error::NotFound)?;
    if !recovery.state.is_open() {
        return Err(Error::rejected(GONE));
    }
    if candidate.objected_at.is_none() {
        let old = recovery.state;
        recovery.state = RecoveryState::Objected;
        rows::update(&tx, &recovery).await?;
        rows::objected(&tx, &candidate, call.now()).await?;
        let mut change = about(&recovery, "recovery.object");
        change.old = Some(json!({ "state": old }));
        change.new = Some(json!({ "state": recovery.state, "by": candidate.technician_id }));
        call.note(&tx, change).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Lets the pictures of identity documents go whose requests ended long enough ago.
pub(crate) async fn let_pictures_go(call: &Call) -> Result<()> {
    loop {
        let before = call.now().plus_ms(-PICTURE_KEPT_MS);
        let ended = rows::with_picture_before(call.db.read(), before, LET_GO_AT_ONCE).await?;
        if ended.is_empty() {
            return Ok(());
        }
        let tx = call.db.begin().await?;
        for id in ended {
            let Some(mut recovery) = rows::lock(&tx, id).await? else { continue };
            let Some(picture) = recovery.picture.take() else { continue };
            rows::update(&tx, &recovery).await?;
            document::let_go(call, &tx, &picture).await?;
            let mut change = about(&recovery, "recovery.let_picture_go");
            change.old = Some(json!({ "picture": true }));
            change.new = Some(json!({ "picture": false }));
            call.note(&tx, change).await?;
        }
        tx.commit().await?;
    }
}
