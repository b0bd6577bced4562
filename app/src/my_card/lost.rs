//! `/passport/card/lost`: the step between the wish to stop a card and stopping it. Invariant: what follows is said before
//! the button, and opening the page stops nothing.

use super::{
    ReportCardLost,
    api::{LOST, Last, PAGE},
    page,
};
use crate::shell::{
    Banner, ButtonKind, EmptyState, ErrorSummary, Flash, LinkButton, RadioRows, TaskLayout, Tone, page as shown,
    provide_problems, t, tr, tw,
};
use domain::card::{delivery::Whereabouts, reissue::HeldCard};
use i18n::{msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::my_card as m;

/// `/passport/card/lost`.
#[component]
pub fn LostCardPage() -> impl IntoView {
    shown(async {
        let holding = page::own().await?;
        let flash = Flash::take(LOST).await?;
        let outcome = page::outcome(&flash);
        let last: Last = flash.form();
        provide_problems(flash.problems);
        let in_use: Vec<HeldCard> = holding.cards.into_iter().filter(HeldCard::is_in_use).collect();
        let labels = vec![("card", t(m::LOST_WHICH).to_owned())];
        Ok(view! {
            <TaskLayout title=m::LOST_TITLE back=PAGE>
                {outcome} <ErrorSummary labels chosen=&["card"] />
                {if in_use.is_empty() { none().into_any() } else { form(&in_use, &last.card).into_any() }}
            </TaskLayout>
        })
    })
}

fn none() -> impl IntoView {
    view! {
        <EmptyState title=t(m::LOST_NONE) text=t(m::LOST_NONE_TEXT) />
        <LinkButton href=PAGE text=m::TITLE kind=ButtonKind::Outline />
    }
}

/// What a card is called among several.
fn name_of(card: &HeldCard) -> String {
    let place = t(word::whereabouts(card.whereabouts.unwrap_or(Whereabouts::WithHolder)));
    tw(m::LOST_WHICH_IS, &[("level", &t(word::level(card.level))), ("where", &place)])
}

fn form(in_use: &[HeldCard], chosen: &str) -> impl IntoView + use<> {
    let which = if let [only] = in_use {
        view! { <input type="hidden" name="card" value=only.card_id.to_string() /> }.into_any()
    } else {
        let options = in_use.iter().map(|card| (card.card_id.to_string(), name_of(card))).collect();
        view! { <RadioRows name="card" legend=t(m::LOST_WHICH) value=chosen options /> }.into_any()
    };
    view! {
        <Banner tone=Tone::Warn>
            <b>{tr(m::LOST_LEAD)}</b>
            <ul class="plain-list">
                <li>{tr(m::LOST_AT_ONCE)}</li>
                <li>{tr(m::LOST_FOR_GOOD)}</li>
                <li>{tr(m::LOST_KEPT)}</li>
            </ul>
        </Banner>
        <form method="post" action=ReportCardLost::PATH class="form">
            {which} <button type="submit" class="button danger" name="confirm" value="yes">
                {t(m::LOST_GO)}
            </button> <LinkButton href=PAGE text=m::LOST_STOP kind=ButtonKind::Outline />
        </form>
    }
}
