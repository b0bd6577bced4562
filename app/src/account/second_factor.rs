//! `/login/second`: six digits from the authenticator app, and its enrolment the first time. Invariant: reachable only
//! after the right password; the secret is shown until the first right code and never again.

use super::{LogOut, SecondFactor};
use crate::shell::{
    Banner, ButtonKind, ErrorSummary, Flash, PageTitle, PublicLayout, SubmitButton, TextField, Tone, call,
    language::lang, page, provide_problems, redirect, session, t,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use services::account::TotpSetup;

/// `/login/second`.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    page(async {
        let Some((account, enrolled)) = session::pending().await? else {
            redirect("/login");
            return Ok(().into_any());
        };
        let setup = if enrolled { None } else { Some(services::account::totp_begin(&call(), account).await?) };
        let left = Flash::take("/login/second").await?;
        let failed = left.error.is_some();
        let problem = left.error.filter(|_| left.problems.is_empty()).map(|error| error.words(lang()));
        provide_problems(left.problems);
        let labels = vec![("code", t(msg::account::CODE).to_owned())];
        let title = if enrolled { msg::account::SECOND_TITLE } else { msg::account::ENROL_TITLE };
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(title) failed />
                <div class="narrow">
                    <h1>{t(title)}</h1>
                    <ErrorSummary labels />
                    {problem.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
                    {setup.map(enrolment)}
                    <form method="post" action=SecondFactor::PATH class="form" novalidate>
                        <TextField
                            name="code"
                            label=t(msg::account::CODE)
                            hint=t(msg::account::CODE_HINT)
                            inputmode="numeric"
                            autocomplete="one-time-code"
                            width="short"
                        />
                        <SubmitButton text=t(msg::account::SECOND_SUBMIT) />
                    </form>
                    <form method="post" action=LogOut::PATH>
                        <SubmitButton text=t(msg::common::STOP) kind=ButtonKind::Text />
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any())
    })
}

fn enrolment(setup: TotpSetup) -> impl IntoView {
    view! {
        <ol class="steps">
            <li>{t(msg::account::ENROL_APP)}</li>
            <li>
                {t(msg::account::ENROL_SCAN)}
                <div class="totp-code" role="img" aria-label=t(msg::account::ENROL_QR) inner_html=setup.qr_svg></div>
                <p>{t(msg::account::ENROL_SECRET)}</p>
                <p class="secret num">{setup.secret}</p>
                <p>
                    <a href=setup.uri>{t(msg::account::ENROL_OPEN)}</a>
                </p>
            </li>
            <li>{t(msg::account::ENROL_TYPE)}</li>
        </ol>
    }
}
