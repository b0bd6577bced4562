//! `/login`: ID and password. Invariant: what was typed comes back, the password never.

use super::{
    LogIn,
    api::{Typed, first_page},
};
use crate::passkey::PasskeyLogIn;
use crate::shell::{
    Banner, ErrorSummary, Flash, PageTitle, PublicLayout, SubmitButton, TextField, Tone, UiError, call, icon, lang,
    page, provide_problems, redirect, session, t, tw,
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

/// `/login`.
#[component]
pub fn LogInPage() -> impl IntoView {
    page(async {
        if let Some(account) = session::account().await? {
            redirect(first_page(account).await?);
        }
        let left = Flash::take("/login").await?;
        let typed: Typed = left.form();
        let recovered = left.done.as_deref() == Some("password_set");
        let failed = left.error.is_some();
        let said = match left.error {
            Some(error) if error.code == services::account::LOGIN_FAILED => {
                wrong(&error, services::account::tries_left(&call(), &typed.login_id).await?)
            }
            // What was left empty is said in the summary and beside its field.
            Some(_) if !left.problems.is_empty() => Vec::new(),
            other => other.map(|error| error.words(lang())).into_iter().collect(),
        };
        provide_problems(left.problems);
        let labels = vec![
            ("login_id", t(msg::account::LOGIN_ID).to_owned()),
            ("password", t(msg::account::PASSWORD).to_owned()),
        ];
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(msg::account::LOGIN_TITLE) failed />
                <div class="narrow">
                    <h1>{t(msg::account::LOGIN_TITLE)}</h1>
                    {recovered.then(|| view! { <Banner tone=Tone::Ok>{t(msg::recovery::PASSWORD_DONE)}</Banner> })}
                    <ErrorSummary labels />
                    {(!said.is_empty())
                        .then(|| {
                            view! {
                                <Banner tone=Tone::Err>
                                    {said.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                                </Banner>
                            }
                        })}
                    <form method="post" action=LogIn::PATH class="form" novalidate>
                        <TextField
                            name="login_id"
                            label=t(msg::account::LOGIN_ID)
                            hint=t(msg::account::LOGIN_ID_HINT)
                            value=typed.login_id
                            autocomplete="username"
                        />
                        <TextField
                            name="password"
                            label=t(msg::account::PASSWORD)
                            kind="password"
                            autocomplete="current-password"
                        />
                        <SubmitButton text=t(msg::common::LOGIN) icon=icon::LOCK />
                    </form>
                    {services::passkey::origin(&call()).map(|origin| view! { <PasskeyLogIn origin /> })}
                    <p>
                        {t(msg::account::NO_ID)} " " <a href="/register">{t(msg::common::NAV_REGISTER)}</a>
                    </p>
                    <p>
                        <a href="/recover">{t(msg::account::CANNOT_LOG_IN)}</a>
                    </p>
                    <p class="hint">{t(msg::account::FORGOTTEN)}</p>
                    <p class="hint">{t(msg::account::FORGOTTEN_FIRST)}</p>
                </div>
            </PublicLayout>
        })
    })
}

/// How it failed, and how often one may still try; at none left, how to go on.
fn wrong(error: &UiError, tries: u32) -> Vec<String> {
    if tries == 0 {
        return vec![UiError::of(services::account::LOCKED).words(lang())];
    }
    vec![error.words(lang()), tw(msg::account::TRIES_LEFT, &[("n", &tries)])]
}
