//! Server functions of applications: resuming, withdrawing, reviewing. Invariant: each ends in a redirect, so that
//! reloading never decides a second time.

use crate::shell::UiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{mine, words},
    crate::shell::{
        Flash, call, error,
        request::{self, Request},
    },
    domain::{
        application::{DeficiencyReason, State, Verdict},
        form::{FieldProblem, Problem},
        id::ApplicationId,
    },
};

/// What the page for resuming keeps of a failed attempt. The code is never kept.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) number: String,
}

/// One field's verdict as the review form sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictInput {
    /// Name of the field.
    pub field: String,
    /// `good`, `deficient`, or empty where nothing was said yet.
    pub verdict: String,
    /// Code of the reason, wanted with `deficient`.
    pub reason: String,
}

/// Goes on with an application on another device (続ける).
#[server(endpoint = "resume_application")]
pub async fn resume_application(
    /// 受付番号.
    number: String,
    /// 再開コード.
    code: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let number = number.trim().to_owned();
    match services::application::resume(&request.call, &number, code.trim(), &request::client()).await {
        Ok(id) => {
            mine::bind(&request, id).await?;
            let view = services::application::view(&applicant(&request, id).await?.call, id).await?;
            let page = match view.state {
                State::Draft => words::form_page(view.kind).to_owned(),
                _ => format!("/register/{}", view.number),
            };
            Flash::to(page).leave().await
        }
        Err(error) => {
            Flash::to("/register")
                .typed(&Typed { number: crate::shell::kept(number) })
                .failed(error.into())
                .leave()
                .await
        }
    }
}

#[cfg(feature = "ssr")]
async fn applicant(request: &Request, id: ApplicationId) -> Result<mine::Mine, UiError> {
    match mine::current(request).await? {
        Some(mine) if mine.id == id => Ok(mine),
        _ => Err(UiError::of(error::NOT_FOUND)),
    }
}

/// Takes the application back (申請を取り下げる).
#[server(endpoint = "withdraw_application")]
pub async fn withdraw_application(
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    let mine = mine::current(&request).await?.ok_or_else(|| UiError::of(error::NOT_FOUND))?;
    let page = Flash::to(format!("/register/{}", mine.view().await?.number));
    if confirm != "yes" {
        return page.failed(UiError::not_confirmed()).leave().await;
    }
    match services::application::withdraw(&mine.call, mine.id).await {
        Ok(()) => page.done("withdrawn").leave().await,
        Err(error) => page.failed(error.into()).leave().await,
    }
}

/// What the button says by which a picture with a visible number is deleted; the field follows.
#[cfg(feature = "ssr")]
pub(super) const NUMBER_VISIBLE: &str = "number_visible:";

/// Saves the verdicts and does what the button says: `save`, `rest`, `approve`, `return`, `claim`, `release`,
/// `hurry`, `hurry_not`, or `number_visible:` and a field.
#[server(endpoint = "review_application")]
pub async fn review_application(
    /// Which application.
    application: String,
    /// The button pressed.
    #[server(default)]
    decision: String,
    /// What was said of each field.
    #[server(default)]
    verdicts: Vec<VerdictInput>,
) -> Result<(), UiError> {
    let id: ApplicationId = application.parse().map_err(|_| UiError::of(error::NOT_FOUND))?;
    let call = call();
    let page = Flash::to(format!("/operator/applications/{id}"));
    let result = match decision.as_str() {
        "claim" => services::application::claim(&call, id).await.map(|()| "claimed"),
        "hurry" => services::application::prioritise(&call, id, true).await.map(|()| "hurry"),
        "hurry_not" => services::application::prioritise(&call, id, false).await.map(|()| "hurry_not"),
        "release" => services::application::release(&call, id).await.map(|()| "released"),
        _ => {
            let (said, without_reason) = read(&verdicts);
            // A deficiency without its reason is not yet a word, and must not be found good with the rest.
            let saved = if decision == "rest" && without_reason.is_empty() {
                services::application::save_verdicts_and_rest(&call, id, said).await
            } else {
                services::application::save_verdicts(&call, id, said).await
            };
            if saved.is_ok() && !without_reason.is_empty() {
                return page.typed(&verdicts).failed(UiError::fields(without_reason)).leave().await;
            }
            match (saved, decision.as_str()) {
                (Err(error), _) => Err(error),
                (Ok(()), "approve") => services::application::approve(&call, id).await.map(|()| "approved"),
                (Ok(()), "return") => services::application::return_deficient(&call, id).await.map(|()| "returned"),
                (Ok(()), "rest") => Ok("rest"),
                (Ok(()), pressed) if pressed.starts_with(NUMBER_VISIBLE) => {
                    let field = pressed.trim_start_matches(NUMBER_VISIBLE);
                    let erased = services::application::erase_visible_number(&call, id, field).await;
                    erased.map(|gone| if gone { "number_erased" } else { "number_erased_later" })
                }
                (Ok(()), _) => Ok("verdicts"),
            }
        }
    };
    match result {
        Ok(done) => page.done(done).leave().await,
        Err(error) => page.typed(&verdicts).failed(error.into()).leave().await,
    }
}

/// The verdicts that say something, and the fields called deficient without a reason.
#[cfg(feature = "ssr")]
fn read(verdicts: &[VerdictInput]) -> (Vec<(String, Verdict)>, Vec<FieldProblem>) {
    let (mut said, mut without_reason) = (Vec::new(), Vec::new());
    for VerdictInput { field, verdict, reason } in verdicts {
        match (verdict.as_str(), DeficiencyReason::from_code(reason)) {
            ("good", _) => said.push((field.clone(), Verdict::Good)),
            ("deficient", Some(reason)) => said.push((field.clone(), Verdict::Deficient(reason))),
            ("deficient", None) => without_reason.push(FieldProblem::new(field, Problem::Missing)),
            _ => {}
        }
    }
    (said, without_reason)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_deficiency_needs_its_reason_and_silence_is_no_verdict() {
        let input = |field: &str, verdict: &str, reason: &str| VerdictInput {
            field: field.to_owned(),
            verdict: verdict.to_owned(),
            reason: reason.to_owned(),
        };
        let (said, without_reason) = read(&[
            input("a", "good", "missing"),
            input("b", "deficient", "unreadable"),
            input("c", "deficient", ""),
            input("d", "deficient", "nonsense"),
            input("e", "", "missing"),
        ]);
        let unreadable = Verdict::Deficient(DeficiencyReason::Unreadable);
        assert_eq!(said, [("a".to_owned(), Verdict::Good), ("b".to_owned(), unreadable)]);
        let fields: Vec<&str> = without_reason.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["c", "d"]);
    }
}
