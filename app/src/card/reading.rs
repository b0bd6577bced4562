//! What came of reading a card, in words. Invariant: whether the card is good stands first and in words, on every
//! branch; a card that is not genuine shows nothing else.

use crate::{
    passport::face::{Face, level_class},
    shell::{Banner, Tone, lang, t, tw},
};
use domain::{
    card::{CardReading, Standing},
    level::Level,
};
use i18n::{Msg, msg, word};
use leptos::prelude::*;

/// What the viewer sees of the card.
pub fn shown(reading: CardReading) -> AnyView {
    match reading {
        CardReading::Own { face, standing } => view! {
            {sentence(standing, msg::card::OWN_GOOD)}
            <Face face />
        }
        .into_any(),
        CardReading::Face { face, standing } => view! {
            {sentence(standing, msg::card::GOOD)}
            <Face face />
        }
        .into_any(),
        CardReading::Minimal { name, kana, level, trade, standing } => view! {
            {sentence(standing, msg::card::GOOD)}
            {minimal(name, kana, level, word::trade(lang(), trade))}
        }
        .into_any(),
        CardReading::Genuine { standing } => sentence(standing, msg::card::GOOD).into_any(),
        CardReading::SiteTag => view! { <Banner tone=Tone::Info>{t(msg::tag::NOT_A_CARD)}</Banner> }.into_any(),
        CardReading::NotGenuine => view! {
            <Banner tone=Tone::Err>
                <b>{t(msg::card::NOT_GENUINE)}</b>
                <p>{t(msg::card::NOT_GENUINE_TEXT)}</p>
            </Banner>
        }
        .into_any(),
    }
}

fn sentence(standing: Standing, good: Msg) -> impl IntoView {
    let (tone, words) = match standing {
        Standing::Good => (Tone::Ok, good),
        Standing::Expired => (Tone::Warn, msg::card::EXPIRED),
        Standing::Revoked => (Tone::Err, msg::card::REVOKED),
        Standing::Replaced => (Tone::Warn, msg::card::REPLACED),
        Standing::NotYetIssued => (Tone::Warn, msg::card::NOT_YET_ISSUED),
    };
    view! {
        <Banner tone>
            <b>{t(words)}</b>
        </Banner>
    }
}

fn minimal(name: String, kana: String, level: Level, trade: String) -> impl IntoView {
    let words = t(word::level(level));
    view! {
        <section class=format!("face {}", level_class(level)) aria-label=tw(msg::level::CARD_LABEL, &[("level", &words)])>
            <div class="face-head">
                <span>{t(msg::card::FACE_TITLE)}</span>
                <span class="face-level">{words} " " <small>{t(word::level_colour(level))}</small></span>
            </div>
            <div class="face-person" lang="ja">
                <p class="face-kana">{kana}</p>
                <p class="face-name">{name}</p>
            </div>
            <dl class="face-lines">
                <dt>{t(msg::common::TRADE)}</dt>
                <dd>{trade}</dd>
            </dl>
        </section>
    }
}
