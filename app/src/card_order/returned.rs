//! `/operator/cards/returned`: what the post brought back. Invariant: each line leads to the person's cards, where it is
//! sent again.

use super::page::parts;
use crate::{
    application::frame,
    business::person_name,
    my_card,
    shell::{EmptyState, OfficeLayout, Table, call, page, t, tw},
};
use domain::card::batch::BatchCard;
use i18n::{date, msg, word};
use leptos::prelude::*;

use msg::card_batch as m;

/// The page of what came back.
pub(super) const RETURNED: &str = "/operator/cards/returned";

/// `/operator/cards/returned`.
#[component]
pub fn ReturnedCardsPage() -> impl IntoView {
    page(async {
        let cards = services::card::batch::returned(&call()).await?;
        let who = frame::who().await?;
        Ok(view! {
            <OfficeLayout title=t(m::RETURNED_TITLE) who nav=frame::operator_nav("/operator/cards")>
                {parts(RETURNED)} <p>{t(m::RETURNED_LEAD)}</p> {list(&cards)}
            </OfficeLayout>
        })
    })
}

/// The way to the cards of a card's person.
pub(super) fn person_link(card: &BatchCard) -> impl IntoView + use<> {
    let label = tw(m::OPEN_PERSON_OF, &[("name", &card.name)]);
    view! { <a href=my_card::page_of(card.technician_id) aria-label=label>{t(m::OPEN_PERSON)}</a> }
}

fn list(cards: &[BatchCard]) -> impl IntoView + use<> {
    if cards.is_empty() {
        return view! { <EmptyState title=t(m::RETURNED_NONE) /> }.into_any();
    }
    let heads = [
        msg::card_order::TECHNICIAN,
        msg::card_order::TECHNICIAN_ID,
        m::RETURNED_SINCE,
        m::RETURNED_WHY,
        msg::card_order::ACTION,
    ];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let row = |card: &BatchCard| {
        view! {
            <tr>
                <th scope="row">{person_name(&card.name, &card.kana)}</th>
                <td class="num" data-label=t(msg::card_order::TECHNICIAN_ID)>{card.technician_id.grouped()}</td>
                <td class="num" data-label=t(m::RETURNED_SINCE)>{card.placed_at.map(|at| date::iso(at.date()))}</td>
                <td data-label=t(m::RETURNED_WHY)>{card.return_reason.map(|reason| t(word::return_reason(reason)))}</td>
                <td>{person_link(card)}</td>
            </tr>
        }
    };
    let rows = cards.iter().map(row).collect_view();
    view! { <Table caption=t(m::RETURNED_CAPTION) heads>{rows}</Table> }.into_any()
}
