//! Server functions of applications: resuming, withdrawing, reviewing. Invariant: each ends in a redirect, so that
//! reloading never decides a second time.

use crate::shell::UiError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{code, mine, words},
    crate::shell::{
        Flash, call, error,
        request::{self, Request},
    },
    domain::{
        application::{DeficiencyReason, Judgment, State, Verdict},
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
    /// The reviewer's own words, wanted with the reason `other`.
    pub words: String,
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

/// Has another resume code sent to whoever applied (再開コードを送る).
#[server(endpoint = "send_resume_code")]
pub async fn send_resume_code(
    /// 受付番号.
    #[server(default)]
    number: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    match services::application::send_code(&request.call, &number, &request::client()).await {
        Ok(()) => Flash::to(code::PAGE).done("code_sent").leave().await,
        Err(error) => {
            let typed = Typed { number: crate::shell::kept(number.trim().to_owned()) };
            Flash::to(code::PAGE).typed(&typed).failed(error.into()).leave().await
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

/// Leaves the application of this browser, so that somebody else's can be begun (ほかの人の登録をはじめる).
#[server(endpoint = "leave_application")]
pub async fn leave_application(
    /// `yes` where the box was ticked.
    #[server(default)]
    confirm: String,
) -> Result<(), UiError> {
    let request = expect_context::<Request>();
    // Who is logged in begins for somebody else from their own pages.
    let mine = mine::current(&request).await?.filter(|_| request.call.actor.account.is_none());
    if mine.is_none() {
        return Err(UiError::of(error::NOT_FOUND));
    }
    if confirm != "yes" {
        return Flash::to("/register").failed(UiError::not_confirmed()).leave().await;
    }
    mine::leave(&request).await?;
    Flash::to("/register").done("left").leave().await
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
            let (said, unfinished) = read(&verdicts);
            // A deficiency without its reason is not yet a word, and must not be found good with the rest.
            let rest = decision == "rest" && unfinished.is_empty();
            let saved = services::application::judge(&call, id, said, rest).await;
            if saved.is_ok() && !unfinished.is_empty() {
                return page.typed(&verdicts).failed(UiError::fields(unfinished)).leave().await;
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

/// The verdicts that say something, and the fields called deficient without a reason, or for one that wants words and
/// has none.
#[cfg(feature = "ssr")]
fn read(verdicts: &[VerdictInput]) -> (Vec<Judgment>, Vec<FieldProblem>) {
    let (mut said, mut unfinished) = (Vec::new(), Vec::new());
    for VerdictInput { field, verdict, reason, words } in verdicts {
        let judged = match (verdict.as_str(), DeficiencyReason::from_code(reason)) {
            ("good", _) => Ok(Judgment::from((field.clone(), Verdict::Good))),
            ("deficient", Some(reason)) => {
                let verdict = Verdict::Deficient(reason);
                Judgment { field: field.clone(), verdict, explanation: words.clone() }.checked()
            }
            ("deficient", None) => Err(Problem::Missing),
            _ => continue,
        };
        match judged {
            Ok(judgment) => said.push(judgment),
            Err(problem) => unfinished.push(FieldProblem::new(field, problem)),
        }
    }
    (said, unfinished)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_deficiency_needs_its_reason_and_silence_is_no_verdict() {
        let input = |field: &str, verdict: &str, reason: &str, words: &str| VerdictInput {
            field: field.to_owned(),
            verdict: verdict.to_owned(),
            reason: reason.to_owned(),
            words: words.to_owned(),
        };
        let (said, unfinished) = read(&[
            input("a", "good", "missing", ""),
            input("b", "deficient", "unreadable", "half written"),
            input("c", "deficient", "", ""),
            input("d", "deficient", "nonsense", ""),
            input("e", "", "missing", ""),
            input("f", "deficient", "other", " the back, too "),
            input("g", "deficient", "other", " "),
        ]);
        let deficient = |field: &str, reason, explanation: &str| Judgment {
            field: field.to_owned(),
            verdict: Verdict::Deficient(reason),
            explanation: explanation.to_owned(),
        };
        let expected = [
            Judgment::from(("a".to_owned(), Verdict::Good)),
            deficient("b", DeficiencyReason::Unreadable, ""),
            deficient("f", DeficiencyReason::Other, "the back, too"),
        ];
        assert_eq!(said, expected);
        let fields: Vec<&str> = unfinished.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["c", "d", "g"]);
    }
}
