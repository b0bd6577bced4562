//! `/login`: ID and password. Invariant: what was typed comes back, the password never.

use super::{
    LogIn,
    api::{Typed, first_page},
};
use crate::shell::{
    Banner, Flash, PageTitle, PublicLayout, SubmitButton, TextField, Tone, icon, language::lang, page, redirect, session, t,
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
        let problem = left.error.map(|error| error.words(lang()));
        let failed = problem.is_some();
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(msg::account::LOGIN_TITLE) failed />
                <div class="narrow">
                    <h1>{t(msg::account::LOGIN_TITLE)}</h1>
                    {problem.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
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
                    <p>
                        {t(msg::account::NO_ID)} " " <a href="/register">{t(msg::common::NAV_REGISTER)}</a>
                    </p>
                    <p class="hint">{t(msg::account::FORGOTTEN)}</p>
                </div>
            </PublicLayout>
        })
    })
}
