//! What registration and operator pages have in common around their own matter. Invariant: the sentence for what was
//! done is chosen here by its stable word, so that no sentence travels in a session.

use crate::shell::{
    Banner, Flash, NavItem, Tone, UiError, account_menu::LogOutButton, call, error::FIELDS_WRONG, icon, lang, t, tw,
};
use domain::access::{Action, Resource};
use i18n::{Msg, msg};
use leptos::prelude::*;

use msg::application as m;

/// What stands above a registration form.
pub struct Left {
    /// 受付番号, once there is one.
    pub number: Option<String>,
    /// The resume code, in the browser where the application was started.
    pub code: Option<String>,
    /// What the last form left.
    pub flash: Flash,
}

/// The sentence for what was done.
pub fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "saved" => m::SAVED,
        "submitted" => m::SUBMITTED,
        "photo_saved" => m::PHOTO_SAVED,
        "picture_saved" => msg::registration::SAVED_PICTURE,
        "started" => msg::registration::STARTED,
        "stage_changed" => msg::registration::STAGE_CHANGED,
        "item_saved" => msg::registration::ITEM_SAVED,
        "item_removed" => msg::registration::ITEM_REMOVED,
        "withdrawn" => m::WITHDRAW_DONE,
        "left" => m::LEAVE_DONE,
        "claimed" => m::DONE_CLAIMED,
        "released" => m::DONE_RELEASED,
        "verdicts" => m::DONE_SAVED,
        "rest" => m::DONE_REST,
        "returned" => m::DONE_RETURNED,
        "hurry" => m::DONE_HURRY,
        "hurry_not" => m::DONE_HURRY_NOT,
        "approved" => m::DONE_APPROVED,
        "rejected" => m::DONE_REJECTED,
        "number_erased" => m::DONE_NUMBER_ERASED,
        "number_erased_later" => m::DONE_NUMBER_ERASED_LATER,
        _ => return None,
    })
}

/// Nothing was entered, so nothing was begun or kept.
pub const NOTHING_TYPED: &str = "application.nothing_typed";
/// Codes that begin so are said beside the field of the picture or document.
const BESIDE: [&str; 2] = ["photo.", "document."];

/// Why it was not done, in words of this feature where it has them.
fn failed_words(error: &UiError) -> String {
    let own = match error.code.as_str() {
        "application.not_all_good" => m::SAY_NOT_ALL_GOOD,
        "application.no_deficiency" => m::SAY_NO_DEFICIENCY,
        "application.resume_wrong" => m::RESUME_WRONG,
        "structure.too_deep" => msg::structure::TOO_DEEP,
        _ => return error.words(lang()),
    };
    t(own).to_owned()
}

/// Says to whoever is logged in that nothing can be begun, and how it can.
pub fn not_while_logged_in() -> Option<AnyView> {
    call()
        .actor
        .account
        .map(|_| view! { <Banner tone=Tone::Warn>{t(m::START_LOGGED_IN)}<LogOutButton /></Banner> }.into_any())
}

/// What was done, or why it was not. Problems of fields are the error summary's.
pub fn outcome(flash: &Flash) -> impl IntoView + use<> {
    let done = flash.done.as_deref().and_then(done_word).map(t);
    let in_fields = |code: &str| code == FIELDS_WRONG || BESIDE.iter().any(|family| code.starts_with(family));
    let said = |error: &&UiError| flash.problems.is_empty() || !in_fields(&error.code);
    let failed = flash.error.as_ref().filter(said).map(failed_words);
    view! {
        {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
    }
}

/// What was done, and the number and code to go on with elsewhere.
pub fn notices(left: &Left) -> impl IntoView + use<> {
    notices_of(left, true)
}

/// The same; `stranger`: filled in by somebody who has no log-in.
pub fn notices_of(left: &Left, stranger: bool) -> impl IntoView + use<> {
    let number = left.number.clone();
    let saved = number.clone().map(|number| match &left.code {
        Some(code) => tw(msg::technician::NUMBER_AND_CODE, &[("number", &number), ("code", code)]),
        None => tw(m::STATUS_OF, &[("number", &number)]),
    });
    let hint = left.code.is_some().then(|| t(msg::technician::NUMBER_AND_CODE_HINT));
    view! {
        {stranger.then(not_while_logged_in)}
        {outcome(&left.flash)}
        <div class="registration-number">
            {match saved {
                Some(saved) => {
                    view! {
                        <p>
                            <strong>{saved}</strong>
                        </p>
                        {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
                    }
                        .into_any()
                }
                None => view! { <p class="hint">{t(msg::technician::NOT_SAVED_YET)}</p> }.into_any(),
            }}
        </div>
    }
}

/// Whether the one who asks may do `action` to `resource`: what a page asks before it shows a way to it. The services
/// decide again.
pub fn may(action: Action, resource: &Resource) -> bool {
    call().authorize(action, resource).is_ok()
}

/// A side navigation of the entries one may open, with the one at `href` current.
pub fn nav_of(entries: impl IntoIterator<Item = (bool, &'static str, Msg, &'static str)>, href: &str) -> Vec<NavItem> {
    let item = |(_, to, words, icon): (bool, &'static str, Msg, &'static str)| NavItem {
        href: to.to_owned(),
        text: t(words).to_owned(),
        icon,
        count: None,
        current: to == href,
    };
    entries.into_iter().filter(|(open, ..)| *open).map(item).collect()
}

/// The operator's and reviewers' side navigation, with the entry at `href` current.
pub fn operator_nav(href: &str) -> Vec<NavItem> {
    let register = Resource::Register;
    let at_head = may(Action::CounterFile, &register) && may(Action::ApplicationReview, &register);
    let supplies = may(Action::LabourSupply, &register) || may(Action::LabourRecruit, &register);
    let entries = [
        (may(Action::CounterFile, &register), "/counter", msg::counter::NAV, icon::ASSIGNMENT),
        (may(Action::ApplicationReview, &register), "/operator", msg::common::NAV_QUEUE, icon::FACT_CHECK),
        (may(Action::CounterChange, &register), "/counter/change", msg::counter::NAV_CHANGE, icon::EDIT),
        (may(Action::AppointmentKeep, &register), "/counter/appointments", msg::appointment::NAV, icon::SCHEDULE),
        (supplies, "/counter/labour", msg::labour::NAV, icon::GROUPS),
        (at_head, "/counter/words", msg::counter::NAV_WORDS, icon::TASK_ALT),
        (may(Action::RegisterCorrect, &register), "/operator/service", msg::usual::NAV, icon::SCHEDULE),
        (may(Action::RecoveryReview, &register), "/operator/recoveries", msg::recovery::NAV, icon::KEY),
        (may(Action::RegisterCorrect, &register), "/operator/corrections", msg::correction::NAV, icon::EDIT),
        (may(Action::ClaimDecide, &register), "/operator/claims", msg::claim::NAV, icon::FACT_CHECK),
        (may(Action::HistoryRecall, &register), "/operator/recalls", msg::recall::NAV, icon::UNDO),
        (may(Action::DisasterAdminister, &register), "/operator/disasters", msg::disaster::NAV, icon::EVENT_BUSY),
        (may(Action::SurveyRun, &register), "/operator/surveys", msg::survey::NAV, icon::TASK_ALT),
        (may(Action::FeeSettle, &register), "/operator/fees", msg::common::NAV_FEES, icon::PAYMENTS),
        (may(Action::RegistrarAdminister, &register), "/operator/registrars", msg::registrar::NAV, icon::ACCOUNT_TREE),
        (may(Action::LevelAdminister, &register), "/operator/levels", msg::level::BODIES_TITLE, icon::FACT_CHECK),
        (may(Action::LevelJudge, &register), "/evaluator", msg::level::OFFICE_NAV, icon::FACT_CHECK),
        (may(Action::LevelJudge, &register), "/evaluator/levels", msg::level::OFFICE_NAV_GRANTS, icon::TASK_ALT),
        (may(Action::CardIssue, &register), "/operator/cards", msg::common::NAV_CARDS, icon::ID_CARD),
        (may(Action::AccountAdminister, &register), "/operator/gates", msg::gates::LOSSES_TITLE, icon::CONTACTLESS),
        (may(Action::HistoryExamine, &register), "/operator/statistics", msg::statistics::NAV, icon::CALENDAR),
        (may(Action::HistoryExamine, &register), "/operator/history", msg::history_check::TITLE, icon::TASK_ALT),
        (
            may(Action::NoticeAdminister, &register),
            "/operator/notices",
            msg::notice::OPERATOR_TITLE,
            icon::NOTIFICATIONS,
        ),
    ];
    nav_of(entries, href)
}

/// Who is logged in, for the top bar of an office page.
pub async fn who() -> Result<String, UiError> {
    let profile = services::account::profile(&call()).await?;
    let own = services::registrar::own_name(&call()).await? + &services::level::own_name(&call()).await?;
    Ok(match profile.business.or(Some(own)).filter(|own| !own.is_empty()) {
        Some(business) => format!("{business} {}", profile.name),
        None => profile.name,
    })
}
