//! 意向調査: a round is begun by the operator, asked slice by slice by the job queue, answered by the businesses. Invariant: a
//! business that has applied for its renewal is not asked; what a link holds opens one business's answer and nothing else.

use crate::{
    Call, Change, Error, Result,
    account::{count as count_try, hash_handed, seal_handed},
    application, job,
    notice::{self, Addressee},
    typed::lines,
};
use domain::{
    access::{Action, Denied, Resource},
    form::{FieldProblem, Problem},
    id::{BusinessId, SurveyId},
    listing::{Listed, PART_ROWS},
    notice::{NoticeKind, Value},
    survey::{Intent, OwnSurvey, REASON_CHARS_MAX, SurveyForm, SurveyLine, SurveyRow, reminded_dues},
    time::WorkDate,
};
use serde_json::json;
use store::{
    ConnectionTrait,
    business::renewal,
    survey::{self as rows, Silent},
};

pub use store::survey::Which;

/// What the words of a link are sealed for.
pub(crate) const LINK: &str = "survey_link";
/// The link opens nothing.
const GONE: &str = "survey.link_gone";
/// The last day to answer has gone by.
const CLOSED: &str = "survey.closed";
/// Businesses asked or reminded in one transaction.
const AT_ONCE: u32 = 200;

fn about(id: SurveyId, process: &'static str) -> Change {
    Change { process, subject_kind: "survey", subject_id: id.to_string(), ..Change::default() }
}

/// Begins a round. Errors: problems of the fields, all at once.
pub async fn open(call: &Call, form: &SurveyForm) -> Result<SurveyId> {
    call.authorize(Action::SurveyRun, &Resource::Register)?;
    let round = form.validate(call.today()).map_err(Error::fields)?;
    let id = SurveyId(call.ids.uuid(call.now()));
    let tx = call.db.begin().await?;
    rows::insert(&tx, id, round, call.now()).await?;
    job::set(call, &tx, job::Work::Survey(id), call.now()).await?;
    let mut change = about(id, "survey.open");
    change.new = Some(json!({ "from": round.from, "to": round.to, "due": round.due }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(id)
}

/// Asks the next businesses of a round; whether all have been.
pub(crate) async fn go_on(call: &Call, id: SurveyId) -> Result<bool> {
    let tx = call.db.begin().await?;
    let asking = rows::asking(&tx, id).await?.ok_or(Error::NotFound)?;
    if asking.complete {
        return Ok(true);
    }
    let round = asking.round;
    let found = renewal::ending_between(&tx, (round.from, round.to), asking.after, AT_ONCE).await?;
    let ids: Vec<BusinessId> = found.iter().map(|ending| ending.id).collect();
    let applied = renewal::applied(&tx, &ids).await?;
    let complete = found.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    let after = found.last().map(|ending| ending.id).or(asking.after);
    let mut asked = 0;
    for ending in found.into_iter().filter(|ending| !applied.contains(&ending.id)) {
        let token = hex::encode(call.ids.bytes::<16>());
        let sealed = seal_handed(call, LINK, &token)?;
        rows::add(&tx, id, (ending.id, ending.valid_until), (&hash_handed(&token), &sealed)).await?;
        keep_bodies(&tx, ending.id).await?;
        let whom = Addressee::of_business(&tx, ending.id).await?;
        let values = [
            ("name", Value::Text(ending.name)),
            ("until", Value::Day(ending.valid_until)),
            ("due", Value::Day(round.due)),
            ("link", Value::Sealed(sealed)),
        ];
        notice::tell(call, &tx, &whom, NoticeKind::SurveyAsked, values).await?;
        asked += 1;
    }
    rows::went_on(&tx, id, after, complete).await?;
    let mut change = about(id, "survey.ask");
    change.new = Some(json!({ "asked": asked, "complete": complete }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(complete)
}

/// Reminds whoever has not answered in the last week of a round, once.
pub(crate) async fn remind(call: &Call, day: WorkDate) -> Result<()> {
    loop {
        let found = rows::silent(call.db.read(), reminded_dues(day), AT_ONCE).await?;
        if found.is_empty() {
            return Ok(());
        }
        let tx = call.db.begin().await?;
        for silent in found {
            if rows::reminded(&tx, &silent, call.now()).await? {
                tell_silent(call, &tx, silent).await?;
            }
        }
        tx.commit().await?;
    }
}

async fn tell_silent(call: &Call, tx: &impl store::ConnectionTrait, silent: Silent) -> Result<()> {
    let whom = Addressee::of_business(tx, silent.business).await?;
    let values = [
        ("name", Value::Text(silent.name)),
        ("until", Value::Day(silent.valid_until)),
        ("due", Value::Day(silent.due)),
        ("link", Value::Sealed(silent.sealed)),
    ];
    notice::tell(call, tx, &whom, NoticeKind::SurveyReminder, values).await?;
    Ok(())
}

/// Keeps the bodies a business is registered with, where they were not: it may have been registered before they were kept.
async fn keep_bodies(tx: &impl ConnectionTrait, id: BusinessId) -> Result<()> {
    if store::business::body::is_kept(tx, id).await? {
        return Ok(());
    }
    let business = store::business::find(tx, id).await?.ok_or(Error::NotFound)?;
    let form = application::form_of(tx, &business).await?;
    let names: Vec<String> = lines(&form.memberships).lines().map(str::to_owned).collect();
    Ok(store::business::body::keep(tx, id, &names).await?)
}

/// Every round with its counts, the latest first.
pub async fn list(call: &Call) -> Result<Vec<SurveyRow>> {
    let scope = call.authorize(Action::SurveyRun, &Resource::Register)?;
    Ok(rows::list(call.db.read(), &scope).await?)
}

/// One round, and the part of its businesses after one of them. Errors: `NotFound`.
pub async fn answers(
    call: &Call,
    id: SurveyId,
    which: &Which,
    after: Option<BusinessId>,
) -> Result<(SurveyRow, Listed<SurveyLine>)> {
    let scope = call.authorize(Action::SurveyRun, &Resource::Register)?;
    let db = call.db.read();
    let round = rows::find(db, &scope, id).await?.ok_or(Error::NotFound)?;
    let all = rows::count(db, &scope, id, which).await?;
    let found = rows::lines(db, &scope, id, which, after).await?;
    Ok((round, Listed::new(found, all, |line| line.business.to_string())))
}

/// The bodies to which businesses of a round belong, those with most first, with how many of them were asked.
pub async fn bodies(call: &Call, id: SurveyId) -> Result<Vec<(String, i64)>> {
    let scope = call.authorize(Action::SurveyRun, &Resource::Register)?;
    Ok(rows::bodies(call.db.read(), &scope, id).await?)
}

/// Every business of a round these are, for a file. Errors: `NotFound`.
pub async fn whole(call: &Call, id: SurveyId, which: &Which) -> Result<Vec<SurveyLine>> {
    let scope = call.authorize(Action::SurveyRun, &Resource::Register)?;
    let db = call.db.read();
    rows::find(db, &scope, id).await?.ok_or(Error::NotFound)?;
    let mut all: Vec<SurveyLine> = Vec::new();
    loop {
        let found = rows::lines(db, &scope, id, which, all.last().map(|line| line.business)).await?;
        let more = found.len() > PART_ROWS;
        all.extend(found);
        if !more {
            return Ok(all);
        }
    }
}

/// The rounds one's own business was asked in, the latest first.
pub async fn own(call: &Call) -> Result<Vec<OwnSurvey>> {
    call.authorize(Action::BusinessFile, &Resource::Register)?;
    let id = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    Ok(rows::of_business(call.db.read(), id, call.today()).await?)
}

/// What a link opens. Errors: `survey.link_gone`.
pub async fn by_link(call: &Call, token: &str) -> Result<OwnSurvey> {
    Ok(linked(call, token).await?.0)
}

async fn linked(call: &Call, token: &str) -> Result<(OwnSurvey, BusinessId)> {
    let found = rows::by_link(call.db.read(), &hash_handed(token), call.today()).await?;
    found.ok_or(Error::rejected(GONE))
}

/// Answers for one's own business, again until the last day. Errors: `NotFound`; problems of `intent` and `reason`;
/// `survey.closed`.
pub async fn answer(call: &Call, id: SurveyId, intent: &str, reason: &str) -> Result<()> {
    let of = own(call).await?.into_iter().find(|own| own.id == id).ok_or(Error::NotFound)?;
    let business = call.actor.business.ok_or(Error::Forbidden(Denied::Role))?;
    keep(call, &of, business, intent, reason).await
}

/// Answers by a link, without a log-in, from the address `client`. Errors: as [`answer`]; `survey.link_gone`; `rate_limited`.
pub async fn answer_by_link(call: &Call, token: &str, intent: &str, reason: &str, client: &str) -> Result<()> {
    count_try(call, "survey", client).await?;
    let (of, business) = linked(call, token).await?;
    keep(call, &of, business, intent, reason).await
}

async fn keep(call: &Call, of: &OwnSurvey, business: BusinessId, intent: &str, reason: &str) -> Result<()> {
    if !of.open {
        return Err(Error::rejected(CLOSED));
    }
    let mut problems = Vec::new();
    let intent = Intent::from_code(intent);
    if intent.is_none() {
        problems.push(FieldProblem::new("intent", Problem::Missing));
    }
    let reason = lines(reason);
    if u32::try_from(reason.chars().count()).is_ok_and(|chars| chars > REASON_CHARS_MAX) {
        problems.push(FieldProblem::new("reason", Problem::TooLong { max: REASON_CHARS_MAX }));
    }
    let Some(intent) = intent.filter(|_| problems.is_empty()) else { return Err(Error::fields(problems)) };
    let tx = call.db.begin().await?;
    if !rows::answer(&tx, (of.id, business), intent, &reason, call.now()).await? {
        return Err(Error::NotFound);
    }
    let mut change = about(of.id, "survey.answer");
    change.old = Some(json!({ "business": business, "intent": of.intent }));
    change.new = Some(json!({ "business": business, "intent": intent }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(())
}
