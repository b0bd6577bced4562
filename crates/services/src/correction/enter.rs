//! Entered: what was typed over what is registered, checked and kept beside it. Invariant: nothing in the register changes here,
//! and what is asked of others (the register of 登録基幹技能者, the pages of a document) is asked with no transaction open.

use super::{about, checked_reason, clerk, employment, fields_of, registered, rows};
use crate::{
    Call, Error, Result, application,
    document::{self, Upload},
    typed::plain,
};
use domain::{
    business::BusinessForm,
    calendar,
    card::batch::is_printed,
    correction::{self as rule, CorrectionState, Data, PHOTO, Subject},
    form::{FieldProblem, Problem},
    id::CorrectionId,
    technician::{ChiefAsked, TechnicianForm, parts},
    time::WorkDate,
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    Fault,
    correction::{Correction, SentPicture},
};

/// Another correction of the same person or business waits.
const WAITS: &str = "correction.waits";
/// Nothing differs from what is registered.
const NOTHING: &str = "correction.nothing";
/// A new card is wanted of a correction that changes nothing printed on it.
const NOT_PRINTED: &str = "correction.not_printed";
/// Name of the field that says that a new card is ordered.
const NEW_CARD: &str = "new_card";

/// What somebody of the office enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What was typed over what is registered.
    pub data: Data,
    /// Files that came, by field: the photo, and items of lists that take a picture (`qualifications.k2`).
    pub files: Vec<(String, Upload)>,
    /// Why.
    pub reason: String,
    /// [`Registered::mark`](super::Registered::mark) of what it was typed over, where that was read before.
    pub seen: Option<String>,
    /// A new card is ordered with the approval, for which nothing is asked: the register's own error.
    pub new_card: bool,
}

impl Proposal {
    /// One without a file or a card.
    pub fn new(data: Data, reason: &str) -> Self {
        Self { data, files: Vec::new(), reason: reason.to_owned(), seen: None, new_card: false }
    }
    /// With a file for a field.
    #[must_use]
    pub fn with_file(mut self, field: &str, bytes: Vec<u8>) -> Self {
        self.files.push((field.to_owned(), Upload::Bytes(bytes)));
        self
    }
}

/// Whether the caller enters corrections. Errors: `auth.forbidden`, `auth.log_in_first`.
pub fn may_enter(call: &Call) -> Result<()> {
    clerk(call).map(drop)
}

/// Enters a correction, which another person approves. Errors: `NotFound`; problems of fields and items, of photo and
/// pictures, of `reason` and `new_card`, all at once; `correction.nothing`; `correction.waits`; `correction.changed_meanwhile`; as
/// `application::submit` where the register of 登録基幹技能者 does not answer.
pub async fn enter(call: &Call, subject: Subject, proposal: &Proposal) -> Result<CorrectionId> {
    let me = clerk(call)?;
    let known = registered::of(call.db.read(), subject, call.today()).await?;
    if let Some(seen) = &proposal.seen {
        known.require(seen)?;
    }
    let asked = with_chief(call, subject, &proposal.data, &known.data).await?;
    let mut problems = Vec::new();
    let sent = |field: &str| proposal.files.iter().any(|(name, file)| name == field && *file != Upload::Missing);
    let after = checked(&asked, &known, call.today(), sent)?.map_err(|found| problems.extend(found)).ok();
    problems.extend(employment::wrong_businesses(call.db.read(), &asked, &known).await?);
    if let Data::Technician(form) = &asked {
        problems = form.in_page_order(problems);
    }
    let mut files = kept_files(call, subject, proposal, &mut problems).await?;
    let photo = files.remove(PHOTO);
    let reason = checked_reason(&proposal.reason).map_err(|found| problems.push(found)).ok();
    let (Some(after), Some(reason), true) = (after, reason, problems.is_empty()) else {
        return Err(Error::fields(problems));
    };
    let is_there = |field: &String| !after.typed(field).is_empty();
    let pictures: BTreeMap<String, SentPicture> = files
        .into_iter()
        .filter(|(field, _)| is_there(field))
        .map(|(field, after)| (field.clone(), SentPicture { before: known.pictures.get(&field).cloned(), after }))
        .collect();
    let it = Correction {
        id: CorrectionId(call.ids.uuid(call.now())),
        subject,
        state: CorrectionState::Waiting,
        before: known.data,
        after,
        photo_before: known.photo.filter(|_| photo.is_some()),
        photo_after: photo,
        pictures,
        new_card: proposal.new_card,
        reason,
        entered_by: me,
        entered_at: call.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    };
    let fields = fields_of(&it);
    if fields.is_empty() {
        return Err(Error::rejected(NOTHING));
    }
    if it.new_card {
        may_order(call, &it, &fields).await?;
    }
    let tx = call.db.begin().await?;
    rows::insert(&tx, &it).await.map_err(|fault| match fault {
        Fault::Taken(_) => Error::Conflict(WAITS),
        other => other.into(),
    })?;
    let mut change = about(&it, "correction.enter");
    change.reason = Some(it.reason.clone());
    change.new = Some(json!({ "subject": it.subject, "fields": fields, "new_card": it.new_card }));
    call.note(&tx, change).await?;
    tx.commit().await?;
    Ok(it.id)
}

/// Whether a new card can be ordered with it. Errors: beside the field that says so.
async fn may_order(call: &Call, it: &Correction, fields: &[String]) -> Result<()> {
    let refused = |code: &str| {
        let problem = Problem::Refused { code: code.to_owned() };
        Error::fields(vec![FieldProblem::new(NEW_CARD, problem)])
    };
    match it.subject {
        Subject::Technician(id) if fields.iter().any(|field| is_printed(field)) => {
            crate::card::may_ask_reissue(call.db.read(), id).await?.map_err(|why| refused(why.code()))
        }
        _ => Err(refused(NOT_PRINTED)),
    }
}

/// Files that came, kept, by field; what was refused of them beside their fields.
async fn kept_files(
    call: &Call,
    subject: Subject,
    proposal: &Proposal,
    problems: &mut Vec<FieldProblem>,
) -> Result<BTreeMap<String, String>> {
    let mut kept = BTreeMap::new();
    if !matches!(subject, Subject::Technician(_)) {
        return Ok(kept);
    }
    for (field, file) in &proposal.files {
        let takes = parts(field).is_some_and(|(list, _, input)| list.takes_picture() && input.is_none());
        if field != PHOTO && !takes {
            continue;
        }
        let place = if takes { format!("{field}.picture") } else { field.clone() };
        let refused = |code: &str| FieldProblem::new(&place, Problem::Refused { code: code.to_owned() });
        let outcome = match file {
            Upload::Missing => continue,
            Upload::TooLarge => Err(Error::rejected(document::TOO_LARGE)),
            Upload::Bytes(sent) if takes => document::take_evidence(call, sent.clone()).await.map(|kept| kept.hash),
            Upload::Bytes(sent) => match document::accept(sent.clone()).await {
                Ok(accepted) => document::keep(call, accepted).await,
                Err(error) => Err(error),
            },
        };
        match outcome {
            Ok(hash) => {
                kept.insert(field.clone(), hash);
            }
            Err(Error::Rejected(why)) => problems.push(refused(why.code)),
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

/// What was typed with what the register of 登録基幹技能者 says of the number in it, asked where it was not before.
async fn with_chief(call: &Call, subject: Subject, typed: &Data, known: &Data) -> Result<Data> {
    let (Subject::Technician(id), Data::Technician(typed), Data::Technician(known)) = (subject, typed, known) else {
        return Ok(typed.clone());
    };
    let number = plain(&typed.chief_number);
    let birth = calendar::parse(&typed.birth()).ok();
    let asked = birth.filter(|_| !number.is_empty() && typed.chief_consent == "yes");
    let asked = asked.map(|birth| ChiefAsked { number, birth });
    let mut form: TechnicianForm = typed.as_ref().clone();
    form.chief = match &asked {
        None => None,
        Some(asked) if known.chief_asked.as_ref() == Some(asked) => known.chief.clone(),
        Some(asked) => application::ask_chief(call, &id.to_string(), asked).await?,
    };
    form.chief_asked = asked;
    Ok(Data::Technician(Box::new(form)))
}

/// What was typed, as the register would have it. Errors, within: the problems of fields and items.
pub(super) fn checked(
    typed: &Data,
    known: &registered::Registered,
    today: WorkDate,
    sent: impl Fn(&str) -> bool,
) -> Result<core::result::Result<Data, Vec<FieldProblem>>> {
    Ok(match (typed, &known.data) {
        (Data::Technician(form), Data::Technician(_)) => {
            rule::checked(form, &known.of_form()?, known.stage, today, sent)
                .map(|checked| Data::Technician(Box::new(checked.form)))
        }
        (Data::Business(form), Data::Business(_)) => {
            // Agreement, proof and password were given when it was registered.
            let form = BusinessForm { consent: "yes".to_owned(), ..form.as_ref().clone().begun_again() };
            form.validate(today, true).map(|entry| Data::Business(Box::new(BusinessForm::from(&entry))))
        }
        _ => Err(vec![FieldProblem::new("subject", Problem::NotAChoice)]),
    })
}
