//! `/t` (the address in every card) and `/passport/read`. Invariant: a GET of either records nothing.

use super::{reader::CardReader, reading};
use crate::{
    account::LogInFor,
    shell::{
        Banner, ButtonKind, Card, LinkButton, PageTitle, PublicLayout, SubmitButton, TaskLayout, Tone, UiError, call,
        icon, lang, page,
        page::{own_path, set_header},
        t, tr,
    },
};
use axum::http::header::CACHE_CONTROL;
use domain::access::Role;
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};

/// `/t?picc_data=…&cmac=…` or the plain mirror: of a card, or of a site's tag. Works signed out.
#[component]
pub fn CardPage() -> impl IntoView {
    // The link is as good as the card for one reading: it may not lie in a cache. That it travels to no other
    // server is every page's referrer policy.
    set_header(CACHE_CONTROL, "no-store");
    page(async {
        let call = call();
        let link = own_path();
        if let Some(tag) = services::tag::look(&call, &link).await? {
            return crate::tag::opened(tag, link).await;
        }
        let reading = services::card::read(&call, &link).await.map_err(UiError::from);
        let role = call.actor.role;
        let unsure = reading.as_ref().err().is_some_and(|error| error.code != "sun.no_mirror");
        let result = match reading {
            Ok(reading) => reading::shown(reading),
            Err(error) if error.incident_id.is_some() || error.code == crate::shell::error::UNAVAILABLE => {
                return Err(error);
            }
            Err(error) => {
                let words = error.words(lang());
                view! { <Banner tone=Tone::Warn>{words}</Banner> }.into_any()
            }
        };
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(msg::card::TITLE) failed=unsure />
                <div class="narrow card-page">
                    <h1>{tr(msg::card::TITLE)}</h1>
                    {result}
                    <p class="hint">{tr(msg::card::NO_TOUCH)}</p>
                    {onward(role, link)}
                </div>
            </PublicLayout>
        }
        .into_any())
    })
}

fn onward(role: Role, link: String) -> AnyView {
    match role {
        Role::Public | Role::Applicant => view! {
            <form method="post" action=LogInFor::PATH class="onward">
                <input type="hidden" name="back" value=link />
                <p>{tr(msg::card::LOG_IN_TO_SEE)}</p>
                <SubmitButton text=msg::common::LOGIN icon=icon::LOCK />
            </form>
        }
        .into_any(),
        Role::Technician => {
            view! { <LinkButton href="/passport" text=msg::card::TO_PASSPORT kind=ButtonKind::Outline /> }.into_any()
        }
        _ => view! { <LinkButton href="/gate/" text=msg::card::TO_GATE kind=ButtonKind::Outline /> }.into_any(),
    }
}

/// `/passport/read`.
#[component]
pub fn ReadPage() -> impl IntoView {
    page(async {
        // Whoever may not read a card at all is told so before holding one to the phone.
        services::account::profile(&call()).await?;
        Ok(view! {
            <TaskLayout title=msg::card::READ_TITLE back="/passport">
                <Banner tone=Tone::Info>{tr(msg::card::NO_TOUCH)}</Banner>
                <CardReader />
                <Card title=msg::card::OTHER_WAYS>
                    <ul class="plain-list">
                        <li>{tr(msg::card::WAY_ANDROID)}</li>
                        <li>{tr(msg::card::WAY_IPHONE)}</li>
                        <li>{tr(msg::card::WAY_ID)}</li>
                    </ul>
                    <LinkButton href="/passport" text=msg::card::TO_PASSPORT kind=ButtonKind::Outline />
                </Card>
            </TaskLayout>
        })
    })
}
