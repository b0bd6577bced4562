//! `/pay`: what is asked for under a payment number, and how it is paid. Invariant: it says nobody's name; whoever holds the
//! number sees no more than they need to pay.

use super::{
    how::how_to_pay,
    mine::{being_checked, remaining, state_tag},
};
use crate::shell::{
    Banner, ButtonKind, Card, DescriptionList, ErrorSummary, PageTitle, PublicLayout, Row, SubmitButton, TextField,
    Tone, UiError, lang, page, page::set_header, provide_problems, request::Request, t,
};
use axum::http::header::CACHE_CONTROL;
use domain::{
    fee::{NumberedRequest, RequestState},
    form::FieldProblem,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::fee as m;

/// Its address.
const PAGE: &str = "/pay";

/// `/pay`.
#[component]
pub fn PayPage() -> impl IntoView {
    let typed = use_query_map().with_untracked(|query| query.get("number"));
    page(async move {
        set_header(CACHE_CONTROL, "no-store");
        let request = expect_context::<Request>();
        let (found, problems, failed) = match &typed {
            None => (None, Vec::new(), None),
            Some(number) => looked_up(&request, number).await?,
        };
        let is_failed = failed.is_some() || !problems.is_empty();
        provide_problems(problems);
        let labels = vec![("number", t(m::PAY_NUMBER).to_owned())];
        let failed = failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> });
        let form = search(typed.filter(|_| found.is_none()).unwrap_or_default(), found.is_some());
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::PAY_TITLE) failed=is_failed />
                <div class="narrow">
                    <h1>{t(m::PAY_TITLE)}</h1>
                    <ErrorSummary labels />
                    {failed}
                    {found.as_ref().map(request_card)}
                    {form}
                    <p>
                        {t(m::PAY_STATUS)} " " <a href="/register">{t(m::PAY_STATUS_GO)}</a>
                    </p>
                </div>
            </PublicLayout>
        })
    })
}

/// What a look found: the request, what is wrong with the number, or why none was looked for.
type Looked = (Option<NumberedRequest>, Vec<FieldProblem>, Option<String>);

async fn looked_up(request: &Request, number: &str) -> Result<Looked, UiError> {
    match services::fee::by_number(&request.call, number, &request.client).await {
        Ok(found) => Ok((Some(found), Vec::new(), None)),
        Err(services::Error::Rejected(why)) => {
            let error = UiError::from(services::Error::Rejected(why));
            let problems = error.fields.clone();
            let failed = problems.is_empty().then(|| error.words(lang()));
            Ok((None, problems, failed))
        }
        Err(error) => Err(error.into()),
    }
}

fn request_card(of: &NumberedRequest) -> impl IntoView + use<> {
    let mut rows = Vec::new();
    if of.state.is_open() {
        rows.push(Row::new(t(m::AMOUNT), number::yen(lang(), of.left.get())));
    }
    rows.push(Row::new(t(m::REFERENCE), of.reference.grouped()));
    if of.state.is_open() {
        rows.push(Row::new(t(m::DUE), date::full(lang(), of.due)));
    }
    let after = match of.state {
        RequestState::Open | RequestState::Late => how_to_pay().into_any(),
        RequestState::Checked => view! { <p>{being_checked(of.came)}</p> }.into_any(),
        RequestState::Paid => view! { <p>{t(m::PAY_PAID)}</p> }.into_any(),
        RequestState::Withdrawn => view! { <p>{t(m::PAY_WITHDRAWN)}</p> }.into_any(),
    };
    let part = remaining(of.came, of.left).filter(|_| of.state.is_open());
    let part = part.map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> });
    let (kind, state) = (t(word::fee_kind(of.kind)), state_tag(of.state));
    view! {
        <Card title=kind>
            <p>{state}</p>
            {part}
            <DescriptionList rows />
            {after}
        </Card>
    }
}

fn search(typed: String, again: bool) -> impl IntoView {
    let above = if again {
        view! { <h2 class="card-title">{t(m::PAY_AGAIN)}</h2> }.into_any()
    } else {
        view! { <p>{t(m::PAY_LEAD)}</p> }.into_any()
    };
    view! {
        <Card>
            {above}
            <form method="get" action=PAGE class="form" novalidate>
                <TextField
                    name="number"
                    label=t(m::PAY_NUMBER)
                    hint=t(m::PAY_NUMBER_HINT)
                    value=typed
                    autocomplete="off"
                    inputmode="numeric"
                    width="medium"
                />
                <SubmitButton text=t(m::PAY_GO) kind=ButtonKind::Outline />
            </form>
        </Card>
    }
}
