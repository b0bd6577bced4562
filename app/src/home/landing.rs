//! `/`: three doors.

use crate::shell::{ButtonKind, Icon, LinkButton, PageTitle, PublicLayout, icon, t};
use i18n::{Msg, msg};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Door {
    icon: &'static str,
    title: Msg,
    text: Msg,
    links: [(&'static str, Msg, ButtonKind); 2],
}

const DOORS: [Door; 3] = [
    Door {
        icon: icon::ID_CARD,
        title: msg::home::TECHNICIAN_TITLE,
        text: msg::home::TECHNICIAN_TEXT,
        links: [
            ("/passport", msg::home::TECHNICIAN_OPEN, ButtonKind::Solid),
            ("/register/technician", msg::home::TECHNICIAN_REGISTER, ButtonKind::Outline),
        ],
    },
    Door {
        icon: icon::DOMAIN,
        title: msg::home::BUSINESS_TITLE,
        text: msg::home::BUSINESS_TEXT,
        links: [
            ("/business", msg::home::BUSINESS_OPEN, ButtonKind::Outline),
            ("/register/business", msg::home::BUSINESS_REGISTER, ButtonKind::Outline),
        ],
    },
    Door {
        icon: icon::LOCATION_ON,
        title: msg::home::SITE_TITLE,
        text: msg::home::SITE_TEXT,
        links: [
            ("/gate/", msg::home::SITE_OPEN, ButtonKind::Outline),
            ("/business/sites", msg::home::SITE_MANAGE, ButtonKind::Outline),
        ],
    },
];

/// `/`.
#[component]
pub fn LandingPage() -> impl IntoView {
    view! {
        <PublicLayout>
            <PageTitle text=t(msg::home::TITLE) />
            <section class="landing">
                <h1>{t(msg::home::HEADING)}</h1>
                <p class="lead">{t(msg::home::LEAD)}</p>
                <ul class="doors">{DOORS.map(door).into_iter().collect_view()}</ul>
                <section class="landing-more">
                    <h2>{t(msg::home::ALSO)}</h2>
                    <ul>
                        <li>
                            <a href="/map">{t(msg::home::MAP)}</a>
                        </li>
                        <li>
                            <a href="/register">{t(msg::home::RESUME)}</a>
                        </li>
                    </ul>
                </section>
            </section>
        </PublicLayout>
    }
}

fn door(door: Door) -> impl IntoView {
    let links = door.links.map(|(href, words, kind)| view! { <LinkButton href text=t(words) kind /> });
    view! {
        <li class="card door">
            <Icon of=door.icon />
            <h2>{t(door.title)}</h2>
            <p>{t(door.text)}</p>
            <div class="door-links">{links.into_iter().collect_view()}</div>
        </li>
    }
}
