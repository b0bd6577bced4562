//! `/passport`: did it count, who am I, what can I do, how many days.

use super::{face::Face, live::Live};
use crate::notice::unread_link;
use crate::shell::{ButtonKind, LinkButton, Tab, TechnicianLayout, call, icon, page, tw};
use i18n::msg;
use leptos::prelude::*;

/// `/passport`.
#[component]
pub fn HomePage() -> impl IntoView {
    page(async {
        let home = services::passport::home(&call()).await?;
        let unread = services::notice::unread(&call()).await?;
        let employer = home.employer.map(|name| tw(msg::passport::EMPLOYER_IS, &[("name", &name)]));
        Ok(view! {
            <TechnicianLayout title=msg::passport::TITLE tab=Tab::Home>
                {unread_link("/passport/notices", unread)}
                <Live now=home.now>
                    <Face face=home.face />
                    {employer.map(|words| view! { <p class="employer-line">{words}</p> })}
                    <div class="two-buttons">
                        <LinkButton href="/passport/history" text=msg::passport::OPEN_HISTORY icon=icon::CALENDAR />
                        <LinkButton
                            href="/passport/read"
                            text=msg::passport::READ_CARD
                            kind=ButtonKind::Outline
                            icon=icon::ID_CARD
                        />
                    </div>
                    <LinkButton
                        href="/passport/level"
                        text=msg::level::NAV
                        kind=ButtonKind::Outline
                        icon=icon::VERIFIED
                    />
                    <LinkButton href="/passport/qr" text=msg::phone::TITLE kind=ButtonKind::Outline icon=icon::QR_CODE />
                </Live>
            </TechnicianLayout>
        })
    })
}
