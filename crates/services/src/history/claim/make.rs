//! What the person does: makes a claim, agrees to what was done, does not, asks the office, takes it back. Invariant: of a
//! day at a place one claim is open at a time, and a site is one the person has to do with.

use super::{Done, ask, pass, person, step};
use crate::{Call, Change, Error, Result, history::Term};
use domain::{
    form::{FieldProblem, Problem},
    history::{
        claim::{
            ClaimAct, ClaimEntry, ClaimForm, ClaimKind, ClaimPlace, ClaimRow, ClaimState, OPEN_MAX, Party,
            WORDS_CHARS_MAX, answer_by,
        },
        deadline::last_day,
    },
    id::{BusinessId, ClaimId, SiteId, TechnicianId},
    time::WorkDate,
};
use serde_json::json;
use std::collections::BTreeSet;
use store::{ConnectionTrait, history as rows};

/// The day is recorded at that site: what is wrong with the record is said instead.
const RECORDED: &str = "history.claim_recorded";
/// There is no record of that day at that site: that it is missing is said instead.
const NO_RECORD: &str = "history.claim_no_record";
/// A claim of the same day at the same place is open.
const TWICE: &str = "history.claim_twice";
/// So many claims of the person are open that the office is to be asked.
const TOO_MANY: &str = "history.claim_too_many";
/// Sites offered to choose from.
const SITES_MAX: u64 = 100;

/// Sites the person has to do with, the newest first. Errors: `Forbidden`.
pub async fn claim_sites(call: &Call) -> Result<Vec<(SiteId, String)>> {
    let me = person(call)?;
    Ok(rows::sites_of_person(call.db.read(), me, SITES_MAX).await?)
}

/// Says that a day is missing or a record wrong. The prime of the site is asked, or where the site is not known the main
/// employer of that day; where that is nobody, or the time is over, the office.
///
/// Errors: `Forbidden`; all problems beside their fields, among them `history.claim_recorded` and
/// `history.claim_no_record`; `history.claim_twice`, `history.claim_too_many`.
pub async fn make(call: &Call, form: &ClaimForm) -> Result<ClaimId> {
    let me = person(call)?;
    let entry = form.validate(call.today()).map_err(Error::fields)?;
    let tx = call.db.begin().await?;
    rows::hold(&tx, &BTreeSet::from([me])).await?;
    let mut row = claimed(call, &tx, me, entry).await?;
    require_new(&tx, &row).await?;
    let change = Change {
        process: "claim.make",
        subject_kind: "history_claim",
        subject_id: row.id.to_string(),
        new: Some(json!({ "technician": me, "kind": row.kind, "day": row.day, "site": row.site, "asked": row.asked })),
        ..Change::default()
    };
    let event = call.noted(&tx, change).await?;
    rows::add_claim(&tx, &row, event).await?;
    ask(call, &tx, &mut row).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// The claim as it begins.
async fn claimed(call: &Call, tx: &impl ConnectionTrait, me: TechnicianId, entry: ClaimEntry) -> Result<ClaimRow> {
    let (site, site_name, asked, last) = match &entry.place {
        ClaimPlace::Site(site) => {
            let (name, prime, last) = at_site(tx, me, (*site, &entry)).await?;
            (Some(*site), name, Some(prime), last)
        }
        ClaimPlace::Named(name) => {
            let employer = store::technician::main_employer(tx, me, entry.day).await?;
            (None, name.clone(), employer, last_without_site(tx, employer, entry.day).await?)
        }
    };
    let person = store::technician::find(tx, me).await?.ok_or(Error::NotFound)?;
    let asked_name = match asked {
        Some(asked) => store::business::name(tx, asked).await?,
        None => None,
    };
    Ok(ClaimRow {
        id: ClaimId(call.ids.ordered(call.now())),
        technician: me,
        name: person.full_name(),
        kind: entry.kind,
        site,
        site_name,
        asked,
        asked_name,
        day: entry.day,
        span: entry.span,
        words: entry.words,
        made_at: call.now(),
        answer_by: answer_by(call.today(), last),
        state: ClaimState::Waiting,
    })
}

/// Name and prime of a site the person has to do with, and the last day for the day. Errors: problems of `site` and `day`.
async fn at_site(
    tx: &impl ConnectionTrait,
    me: TechnicianId,
    (id, entry): (SiteId, &ClaimEntry),
) -> Result<(String, BusinessId, WorkDate)> {
    let told = |field: &str, problem| Error::fields(vec![FieldProblem::new(field, problem)]);
    let refused = |code: &str| told("day", Problem::Refused { code: code.to_owned() });
    let recorded = rows::record(tx, me, entry.day, id).await?.is_some();
    let known = recorded || rows::sites_of_person(tx, me, SITES_MAX).await?.iter().any(|(site, _)| *site == id);
    let site = store::site::find(tx, id).await?.filter(|_| known);
    let site = site.ok_or_else(|| told("site", Problem::NotAChoice))?;
    match (entry.kind, recorded) {
        (ClaimKind::Missing, true) => return Err(refused(RECORDED)),
        (ClaimKind::Wrong, false) => return Err(refused(NO_RECORD)),
        (ClaimKind::Missing, false) | (ClaimKind::Wrong, true) => {}
    }
    let last = Term::of(tx, &site, Some(site.prime)).await?.last_day(entry.day);
    Ok((site.name, site.prime, last))
}

/// The last day for a day of work at a site nobody knows yet.
async fn last_without_site(tx: &impl ConnectionTrait, employer: Option<BusinessId>, day: WorkDate) -> Result<WorkDate> {
    let prefecture = match employer {
        Some(employer) => store::business::find(tx, employer).await?.map(|business| business.prefecture),
        None => None,
    };
    let prefectures: Vec<_> = prefecture.into_iter().collect();
    Ok(last_day(day, &prefectures, &store::disaster::all(tx).await?))
}

/// Errors: `history.claim_twice`, `history.claim_too_many`.
async fn require_new(tx: &impl ConnectionTrait, row: &ClaimRow) -> Result<()> {
    let open = rows::open_claims(tx, row.technician).await?;
    // Of a site that is not known the name tells.
    let is_same = |other: &ClaimRow| {
        other.day == row.day && other.site == row.site && (row.site.is_some() || other.site_name == row.site_name)
    };
    if open.iter().any(is_same) {
        return Err(Error::rejected(TWICE));
    }
    let many = u32::try_from(open.len()).unwrap_or(u32::MAX);
    if many >= OPEN_MAX { Err(Error::rejected(TOO_MANY)) } else { Ok(()) }
}

/// Agrees to what was done (`Confirmed`), does not (`Objected`, with words), asks the office (`Passed`), takes the claim back
/// (`Withdrawn`). Errors: `Forbidden`; `NotFound` for another's; a problem of `words`; `conflict.already_done` where that is
/// no step of the person's now.
pub async fn respond(call: &Call, id: ClaimId, act: ClaimAct, words: &str) -> Result<()> {
    let me = person(call)?;
    let words = spoken(words, act == ClaimAct::Objected)?;
    let tx = call.db.begin().await?;
    let row = rows::lock_claim(&tx, id).await?.filter(|row| row.technician == me);
    let mut row = row.ok_or(Error::NotFound)?;
    if act == ClaimAct::Passed {
        pass(call, &tx, &mut row, Party::Person, words).await?;
    } else {
        if act == ClaimAct::Objected {
            row.answer_by = answer_by(call.today(), last_of(&tx, &row).await?);
        }
        step(call, &tx, &mut row, (act, Party::Person), Done { words, ..Done::default() }).await?;
        if act == ClaimAct::Objected {
            ask(call, &tx, &mut row).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The last day on which the business that is asked can put the day right.
async fn last_of(tx: &impl ConnectionTrait, row: &ClaimRow) -> Result<WorkDate> {
    let site = match row.site {
        Some(site) => store::site::find(tx, site).await?,
        None => None,
    };
    match site {
        Some(site) => Ok(Term::of(tx, &site, row.asked).await?.last_day(row.day)),
        None => last_without_site(tx, row.asked, row.day).await,
    }
}

/// What the person says with a step; `None` where nothing. Errors: a problem of `words`.
fn spoken(words: &str, required: bool) -> Result<Option<String>> {
    let words = words.trim();
    let problem = match u32::try_from(words.chars().count()).unwrap_or(u32::MAX) {
        0 if required => Problem::Missing,
        chars if chars > WORDS_CHARS_MAX => Problem::TooLong { max: WORDS_CHARS_MAX },
        0 => return Ok(None),
        _ => return Ok(Some(words.to_owned())),
    };
    Err(Error::fields(vec![FieldProblem::new("words", problem)]))
}
