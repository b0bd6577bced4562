//! `/register/code`: who lost the resume code has another one sent. Invariant: the page says the same whether or not there is such an
//! application.

use super::{SendResumeCode, api::Typed, frame};
use crate::shell::{
    Banner, Card, ErrorSummary, Flash, PageTitle, PublicLayout, SubmitButton, TextField, Tone, icon, page,
    provide_problems, request::Request, t,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::application as m;

/// Its address.
pub(super) const PAGE: &str = "/register/code";

/// Its address, with the number where one is at hand.
pub(super) fn address(number: &str) -> String {
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '-');
    if is_number { format!("{PAGE}?number={number}") } else { PAGE.to_owned() }
}

/// `/register/code`.
#[component]
pub fn ResumeCodePage() -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("number")).unwrap_or_default();
    page(async move {
        let request = expect_context::<Request>();
        services::application::may_start(&request.call)?;
        let flash = Flash::take(PAGE).await?;
        if flash.done.is_some() {
            return Ok(sent().into_any());
        }
        let typed: Typed = flash.form();
        provide_problems(flash.problems.clone());
        let number = if typed.number.is_empty() { asked } else { typed.number };
        Ok(form(number, &flash).into_any())
    })
}

fn form(number: String, flash: &Flash) -> impl IntoView + use<> {
    let (failed, said) = (flash.error.is_some(), frame::outcome(flash));
    let labels = vec![("number", t(m::RESUME_NUMBER).to_owned())];
    view! {
        <PublicLayout>
            <PageTitle text=t(m::CODE_TITLE) failed />
            <div class="narrow">
                <h1>{t(m::CODE_TITLE)}</h1>
                <ErrorSummary labels />
                {said}
                <Card>
                    <p>{t(m::CODE_LEAD)}</p>
                    <form method="post" action=SendResumeCode::PATH class="form" novalidate>
                        <TextField
                            name="number"
                            label=t(m::RESUME_NUMBER)
                            hint=t(m::RESUME_NUMBER_HINT)
                            value=number
                            autocomplete="off"
                            width="medium"
                        />
                        <SubmitButton text=t(m::CODE_GO) icon=icon::SEND />
                    </form>
                    <p class="hint">{t(m::CODE_ON_PAPER)}</p>
                </Card>
                {back()}
            </div>
        </PublicLayout>
    }
}

fn sent() -> impl IntoView {
    view! {
        <PublicLayout>
            <PageTitle text=t(m::CODE_SENT_TITLE) />
            <div class="narrow">
                <h1>{t(m::CODE_SENT_TITLE)}</h1>
                <Banner tone=Tone::Ok>
                    <p>{t(m::CODE_SENT)}</p>
                    <p>{t(m::CODE_SENT_USE)}</p>
                </Banner>
                <p>{t(m::CODE_NOT_COME)}</p>
                <p class="hint">{t(m::CODE_ON_PAPER)}</p>
                {back()}
            </div>
        </PublicLayout>
    }
}

fn back() -> impl IntoView {
    view! {
        <p>
            <a href="/register">{t(m::RESUME_TITLE)}</a>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_goes_into_the_address() {
        for (number, expected) in [
            ("2026-1121-00417", "/register/code?number=2026-1121-00417"),
            ("", PAGE),
            ("2026&number=1", PAGE),
            ("x y", PAGE),
        ] {
            assert_eq!(address(number), expected);
        }
    }
}
