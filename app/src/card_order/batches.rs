//! `/operator/cards/batches`: orders put together for the card maker. Invariant: what cannot be put together is said with
//! its number, not left out.

use super::{
    MakeCardBatch,
    api::{BATCHES, batch_page},
    page::parts,
};
use crate::{
    application::frame,
    shell::{Banner, EmptyState, Flash, OfficeLayout, SubmitButton, Table, Tag, Tone, call, icon, page, t, tw},
};
use domain::card::batch::{BatchLine, BatchState, CARDS_MAX};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::card_batch as m;

/// The colour of a batch's state.
pub(super) const fn tone(state: BatchState) -> Tone {
    match state {
        BatchState::Open => Tone::Warn,
        BatchState::Sent => Tone::Info,
        BatchState::Produced => Tone::Ok,
    }
}

/// `/operator/cards/batches`.
#[component]
pub fn CardBatchesPage() -> impl IntoView {
    page(async {
        let found = services::card::batch::batches(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(BATCHES).await?;
        let outcome = frame::outcome(&flash);
        let without = (found.without_photo > 0).then(|| tw(m::WITHOUT_PHOTO, &[("count", &found.without_photo)]));
        let can_make = found.waiting > 0;
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav("/operator/cards")>
                {outcome} {parts(BATCHES)} <p>{tw(m::LEAD, &[("max", &CARDS_MAX)])}</p>
                <p>{tw(m::WAITING, &[("count", &found.waiting)])}</p>
                {without.map(|words| view! { <Banner tone=Tone::Warn>{words}</Banner> })}
                {can_make
                    .then(|| {
                        view! {
                            <form method="post" action=MakeCardBatch::PATH>
                                <SubmitButton text=t(m::MAKE) icon=icon::ADD />
                            </form>
                        }
                    })} <h2>{t(m::LIST_TITLE)}</h2> {list(&found.batches)}
            </OfficeLayout>
        })
    })
}

fn list(batches: &[BatchLine]) -> impl IntoView + use<> {
    if batches.is_empty() {
        return view! { <EmptyState title=t(m::NONE) text=t(m::NONE_TEXT) /> }.into_any();
    }
    let heads = [m::NUMBER, m::CARDS, m::STATE, m::MADE_AT, m::SENT_AT, m::PRODUCED_AT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let row = |line: &BatchLine| {
        view! {
            <tr>
                <th scope="row">
                    <a href=batch_page(line.id)>{line.number.clone()}</a>
                </th>
                <td class="number" data-label=t(m::CARDS)>{line.cards}</td>
                <td data-label=t(m::STATE)>
                    <Tag tone=tone(line.state) text=t(word::batch_state(line.state)) />
                </td>
                <td class="num" data-label=t(m::MADE_AT)>{date::iso(line.made_at.date())}</td>
                <td class="num" data-label=t(m::SENT_AT)>{line.sent_at.map(|at| date::iso(at.date()))}</td>
                <td class="num" data-label=t(m::PRODUCED_AT)>{line.produced_at.map(|at| date::iso(at.date()))}</td>
            </tr>
        }
    };
    let rows = batches.iter().map(row).collect_view();
    view! { <Table caption=t(m::CAPTION) heads>{rows}</Table> }.into_any()
}
