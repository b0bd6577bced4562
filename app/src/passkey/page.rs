//! `/passport/passkeys` and `/passkeys`: the keys of who is logged in. Invariant: a page shows one's own keys and nobody else's, and
//! removing one works without a script.

use super::{
    AddPasskey, OFFICE, PASSPORT, RemovePasskey,
    api::{ADDED, REMOVED, own_page},
};
use crate::shell::{
    Banner, ButtonKind, Card, Flash, PageTitle, PublicLayout, SubmitButton, Tab, TechnicianLayout, TextField, Tone,
    UiError, call, icon, lang, page, redirect, t, tr, tw,
};
use domain::{passkey::PasskeyRow, time::WorkDate};
use i18n::{date, msg::passkey as m};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/passport/passkeys`, within the passport.
#[component]
pub fn PassportPasskeysPage() -> impl IntoView {
    page(async {
        services::passport::may_open(&call())?;
        let body = body(PASSPORT).await?;
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport/more">
                {body}
            </TechnicianLayout>
        })
    })
}

/// `/passkeys`, of every other log-in.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    page(async {
        if own_page() == PASSPORT {
            redirect(PASSPORT);
            return Ok(().into_any());
        }
        let body = body(OFFICE).await?;
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::TITLE) />
                <div class="narrow">
                    <h1>{t(m::TITLE)}</h1>
                    {body}
                </div>
            </PublicLayout>
        }
        .into_any())
    })
}

async fn body(path: &'static str) -> Result<impl IntoView + use<>, UiError> {
    let call = call();
    let keys = services::passkey::list(&call).await?;
    let origin = services::passkey::origin(&call);
    let flash = Flash::take(path).await?;
    let done = match flash.done.as_deref() {
        Some(ADDED) => Some(m::ADDED),
        Some(REMOVED) => Some(m::REMOVED),
        _ => None,
    };
    let failed = flash.error.as_ref().map(|error| error.words(lang()));
    let today = call.today();
    let list = if keys.is_empty() {
        view! { <p>{tr(m::NONE)}</p> }.into_any()
    } else {
        view! { <ul class="passkeys">{keys.iter().map(|key| line(key, today)).collect_view()}</ul> }.into_any()
    };
    Ok(view! {
        {done.map(|words| view! { <Banner tone=Tone::Ok>{tr(words)}</Banner> })}
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
        <p>{tr(m::LEAD)}</p>
        <Card title=m::LIST>
            {list}
            <p class="hint">{tr(m::LOST)}</p>
        </Card>
        <Card title=m::ADD_TITLE>
            <noscript>
                <p>{tr(m::NO_SCRIPT)}</p>
            </noscript>
            {match origin {
                None => view! { <p>{tr(m::CANNOT)}</p> }.into_any(),
                Some(origin) => {
                    view! {
                        <AddPasskey origin>
                            <TextField name="name" label=t(m::NAME) hint=t(m::NAME_HINT) width="medium" autocomplete="off" />
                            <TextField
                                name="password"
                                label=t(m::PASSWORD)
                                hint=t(m::PASSWORD_HINT)
                                kind="password"
                                autocomplete="current-password"
                            />
                        </AddPasskey>
                    }
                        .into_any()
                }
            }}
        </Card>
    })
}

fn line(key: &PasskeyRow, today: WorkDate) -> impl IntoView + use<> {
    let made = tw(m::MADE, &[("at", &date::date_time(lang(), key.made_at, today))]);
    let used = key
        .used_at
        .map_or_else(|| t(m::NEVER).to_owned(), |at| tw(m::USED, &[("at", &date::date_time(lang(), at, today))]));
    let (id, name) = (key.id.to_string(), key.name.clone());
    view! {
        <li>
            <p>
                <b>{name.clone()}</b>
                <br />
                <span class="hint">{made} " · " {used}</span>
            </p>
            <form method="post" action=RemovePasskey::PATH>
                <input type="hidden" name="passkey" value=id />
                <SubmitButton text=tw(m::REMOVE, &[("name", &name)]) kind=ButtonKind::Danger icon=icon::DELETE />
            </form>
        </li>
    }
}
