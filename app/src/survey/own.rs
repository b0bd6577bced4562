//! `/business/survey` for whoever is logged in, `/survey?t=…` by the link of the notice. Invariant: both show the same
//! question; the link shows the name and end of the one business it was sent to, and nothing else of the register.

use super::{AnswerSurvey, AnswerSurveyLink};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, Card, DescriptionList, EmptyState, ErrorSummary, Field, Flash, OfficeLayout, PageTitle, PublicLayout,
        RadioRows, Row, SubmitButton, Tone, call, field::described_by, icon, lang, page, page::set_header,
        provide_problems, t, tw,
    },
};
use axum::http::header::CACHE_CONTROL;
use domain::survey::{Intent, OwnSurvey};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use msg::survey as m;

/// The page of who is logged in.
pub(super) const PORTAL: &str = "/business/survey";
/// The page of a link.
pub(super) const BY_LINK: &str = "/survey";

/// The page of a link as it is reached; letters and digits alone go into the address.
pub(super) fn link_address(token: &str) -> String {
    let plain: String = token.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{BY_LINK}?t={plain}")
}

/// What a refused answer leaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) intent: String,
    pub(super) reason: String,
}

fn labels() -> Vec<(&'static str, String)> {
    vec![("intent", t(m::QUESTION).to_owned()), ("reason", t(m::REASON).to_owned())]
}

/// What was done or why it was not, and what was typed then.
fn left(flash: Flash) -> (AnyView, Option<Typed>) {
    let done = flash.done.is_some().then(|| view! { <Banner tone=Tone::Ok>{t(m::ANSWERED_DONE)}</Banner> });
    let typed = flash.error.is_some().then(|| flash.form());
    let outcome = office::outcome(&flash);
    provide_problems(flash.problems);
    let shown = view! {
        {done}
        {outcome}
        <ErrorSummary labels=labels() chosen=&["intent"] />
    };
    (shown.into_any(), typed)
}

/// `/business/survey`.
#[component]
pub fn BusinessSurveyPage() -> impl IntoView {
    page(async {
        let rounds = services::survey::own(&call()).await?;
        let who = office::who().await?;
        let (above, typed) = left(Flash::take(PORTAL).await?);
        let inside = match rounds.first() {
            None => view! { <EmptyState title=t(m::OWN_NONE_TITLE) text=t(m::OWN_NONE) /> }.into_any(),
            Some(latest) => {
                let form = latest.open.then(|| {
                    let inputs = inputs(latest, typed);
                    view! {
                        <form method="post" action=AnswerSurvey::PATH class="form" novalidate>
                            <input type="hidden" name="survey" value=latest.id.to_string() />
                            {inputs}
                        </form>
                    }
                });
                let facts = facts(latest);
                view! {
                    {facts}
                    {form}
                }
                .into_any()
            }
        };
        Ok(view! {
            <OfficeLayout title=t(m::OWN_TITLE) who nav=frame::nav("/business/registration")>
                {above} {inside}
            </OfficeLayout>
        })
    })
}

/// `/survey`.
#[component]
pub fn SurveyLinkPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("t")).unwrap_or_default();
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let (above, typed) = left(Flash::take(BY_LINK).await?);
        let inside = match services::survey::by_link(&call(), &token).await {
            Ok(own) => {
                let form = own.open.then(|| {
                    let inputs = inputs(&own, typed);
                    view! {
                        <form method="post" action=AnswerSurveyLink::PATH class="form" novalidate>
                            <input type="hidden" name="t" value=token />
                            {inputs}
                        </form>
                    }
                });
                let facts = facts(&own);
                view! {
                    {facts}
                    {form}
                }
                .into_any()
            }
            Err(services::Error::Rejected(why)) => {
                let words = crate::shell::UiError::from(services::Error::Rejected(why)).words(lang());
                view! { <Banner tone=Tone::Warn>{words}</Banner> }.into_any()
            }
            Err(error) => return Err(error.into()),
        };
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::OWN_TITLE) />
                <div class="narrow">
                    <h1>{t(m::OWN_TITLE)}</h1>
                    {above}
                    {inside}
                </div>
            </PublicLayout>
        })
    })
}

/// Whose registration ends when, until when it is answered, and what was answered so far.
fn facts(of: &OwnSurvey) -> impl IntoView + use<> {
    let day = |day| date::day_only(lang(), day);
    let mut rows = vec![
        Row::new(t(m::WHO), of.name.clone()),
        Row::new(t(m::VALID_UNTIL), day(of.valid_until)),
        Row::new(t(m::DUE), day(of.due)),
    ];
    if let Some(intent) = of.intent {
        rows.push(Row::new(t(m::ANSWER), t(word::intent(intent))));
    }
    let words = if of.open { tw(m::OWN_LEAD, &[("due", &day(of.due))]) } else { t(m::OWN_CLOSED).to_owned() };
    view! {
        <p>{words}</p>
        <DescriptionList rows />
    }
}

fn inputs(of: &OwnSurvey, typed: Option<Typed>) -> impl IntoView + use<> {
    let so_far = || Typed { intent: of.intent.map_or("", Intent::code).to_owned(), reason: of.reason.clone() };
    let Typed { intent, reason } = typed.unwrap_or_else(so_far);
    let options = choice::of(Intent::ALL.map(|intent| (intent.code(), word::intent(intent))));
    let described = described_by("reason", true);
    view! {
        <Card>
            <RadioRows name="intent" legend=t(m::QUESTION) value=intent options />
            <Field name="reason" label=t(m::REASON) hint=t(m::REASON_HINT) required=false>
                <textarea class="input" id="reason" name="reason" rows="3" aria-describedby=described>
                    {reason}
                </textarea>
            </Field>
            <SubmitButton text=t(m::ANSWER_GO) icon=icon::SEND />
        </Card>
    }
}
