//! `/p/{token}`: what a person shows. Invariant: name, photo, level and how long qualifications hold; nothing else, and no longer than
//! the code opens.

use crate::{
    passport::{face::level_class, standing_of},
    shell::{PageTitle, PublicLayout, call, lang, page, page::set_header, t, tag_of, tw},
};
use axum::http::header::CACHE_CONTROL;
use domain::share::{ShownPerson, ShownQualification};
use i18n::{date, msg, msg::share as m, word};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/p/{token}`. Works signed out.
#[component]
pub fn ShownPage() -> impl IntoView {
    set_header(CACHE_CONTROL, "no-store");
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    page(async move {
        let call = call();
        let person = services::share::open(&call, &token).await?;
        let until = date::time_of_day(lang(), person.until, call.today());
        let face = face(&person, &token);
        let held = if person.qualifications.is_empty() {
            view! { <p class="hint">{t(msg::qualification::NONE)}</p> }.into_any()
        } else {
            let lines = person.qualifications.iter().map(line).collect_view();
            view! { <ul class="own-items">{lines}</ul> }.into_any()
        };
        Ok(view! {
            <PublicLayout>
                <PageTitle text=t(m::SHOWN_TITLE) />
                <div class="narrow card-page">
                    <h1>{t(m::SHOWN_TITLE)}</h1>
                    {face}
                    <h2>{t(msg::qualification::TITLE)}</h2>
                    {held}
                    <p class="hint">{tw(m::SHOWN_UNTIL, &[("time", &until)])}</p>
                </div>
            </PublicLayout>
        })
    })
}

fn face(person: &ShownPerson, token: &str) -> impl IntoView + use<> {
    let words = t(word::level(person.level));
    let photo = person.has_photo.then(|| {
        view! { <img class="own-photo" src=format!("/p/{token}/photo") alt=t(m::PHOTO) width="147" height="189" /> }
    });
    view! {
        <section class=format!("face {}", level_class(person.level)) aria-label=tw(msg::level::CARD_LABEL, &[("level", &words)])>
            <div class="face-head">
                <span>{t(msg::card::FACE_TITLE)}</span>
                <span class="face-level">{words} " " <small>{t(word::level_colour(person.level))}</small></span>
            </div>
            <div class="face-person" lang="ja">
                <p class="face-name">{person.name.clone()}</p>
            </div>
        </section>
        {photo}
    }
}

fn line(one: &ShownQualification) -> impl IntoView + use<> {
    let (tone, drawing, words) = standing_of(one.validity);
    let until = one.expires.map(|until| tw(m::VALID_UNTIL, &[("day", &date::day_only(lang(), until))]));
    view! {
        <li>
            <span>{one.name.clone()} " " {tag_of(tone, drawing, &words)}</span>
            {until.map(|words| view! { <span>{words}</span> })}
        </li>
    }
}
