//! The card's face on a screen. Invariant: the level is in words; the colour only repeats it.

use crate::shell::{Icon, icon, lang, t, tw};
use domain::{id::TechnicianId, level::Level, passport::CardFace};
use i18n::{date, msg, word};
use leptos::prelude::*;

/// Class that gives a level's material.
pub const fn level_class(level: Level) -> &'static str {
    match level {
        Level::One => "level-1",
        Level::Two => "level-2",
        Level::Three => "level-3",
        Level::Four => "level-4",
    }
}

/// The face of a card.
#[component]
pub fn Face(
    /// What is printed on it.
    face: CardFace,
) -> impl IntoView {
    let level = t(word::level(face.level));
    let label = tw(msg::level::CARD_LABEL, &[("level", &level)]);
    let trades = face
        .trades
        .iter()
        .map(|trade| word::trade(lang(), *trade))
        .collect::<Vec<_>>()
        .join(t(msg::common::LIST_JOIN_SHORT));
    let until =
        face.valid_until.map_or_else(|| t(msg::passport::NO_CARD_YET).to_owned(), |last| date::day_only(lang(), last));
    let number = face.technician_id.grouped();
    let groups = number.split(' ').map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! {
        <section class=format!("face {}", level_class(face.level)) aria-label=label>
            <div class="face-head">
                <span>{t(msg::card::FACE_TITLE)}</span>
                <span class="face-level">{level} " " <small>{t(word::level_colour(face.level))}</small></span>
            </div>
            <div class="face-person" lang="ja">
                <p class="face-kana">{face.kana}</p>
                <p class="face-name">{face.name.clone()}</p>
            </div>
            {photo(face.has_photo, face.technician_id, &face.name)}
            <dl class="face-lines">
                <dt>{t(msg::common::TRADE)}</dt>
                <dd>{trades}</dd>
                <dt>{t(msg::passport::FACE_ID)}</dt>
                <dd class="num id-groups">{groups}</dd>
                <dt>{t(msg::passport::VALID_UNTIL)}</dt>
                <dd>{until}</dd>
            </dl>
        </section>
    }
}

fn photo(there: bool, id: TechnicianId, name: &str) -> impl IntoView + use<> {
    if there {
        let alt = tw(msg::common::PHOTO_OF, &[("name", &name)]);
        view! { <img class="face-photo" src=format!("/photo/{id}") alt=alt width="76" height="98" /> }.into_any()
    } else {
        view! {
            <div class="face-photo none">
                <Icon of=icon::PERSON />
            </div>
        }
        .into_any()
    }
}
