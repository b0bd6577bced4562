//! `/operator/cards/person/{technician_id}`: somebody's cards, for who telephones or has no phone. Invariant: what is done
//! here is what the holder could do, and a lost card is stopped only after the operator said that the holder told so.

use super::{
    MoveCard, ReportCardLost,
    api::{Last, page_of},
    page, reissue,
};
use crate::{
    application::{choice, frame},
    business::person_name,
    shell::{
        Banner, Card, EmptyState, ErrorSummary, Flash, OfficeLayout, Table, Tag, Tone, UiError, call, error::NOT_FOUND,
        field::problem_of, page as shown, provide_problems, t, tw,
    },
};
use domain::{
    card::{
        CardState,
        delivery::{Place, ReturnReason, Step, Whereabouts, after},
        reissue::{HeldCard, Holding},
    },
    id::TechnicianId,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::my_card as m;

/// `/operator/cards/person/{technician_id}`.
#[component]
pub fn CardHolderPage() -> impl IntoView {
    let params = use_params_map();
    let id = params.read_untracked().get("technician").and_then(|text| text.parse::<TechnicianId>().ok());
    shown(async move {
        let id = id.ok_or_else(|| UiError::of(NOT_FOUND))?;
        let holding = services::card::holding(&call(), id).await?;
        // Whoever may see only their own has a page of their own.
        services::card::orders(&call()).await?;
        let who = frame::who().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let outcome = page::outcome(&flash);
        let last: Last = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("reason", t(m::REISSUE_REASON).to_owned()), ("confirm", t(m::LOST_CONFIRM).to_owned())];
        let crumbs = vec![("/operator/cards".to_owned(), t(msg::card_order::TITLE).to_owned())];
        let heading =
            view! { <p>{person_name(&holding.name, &holding.kana)} " " <span class="num">{id.grouped()}</span></p> };
        Ok(view! {
            <OfficeLayout title=t(m::PERSON_TITLE) who nav=frame::operator_nav("/operator/cards") crumbs>
                {outcome} <ErrorSummary labels chosen=&["reason"] /> {heading} <h2>{t(m::CARDS_TITLE)}</h2>
                {cards(&holding, &last)} {reissue_part(&holding, last.reason)}
            </OfficeLayout>
        })
    })
}

fn cards(holding: &Holding, last: &Last) -> impl IntoView + use<> {
    if holding.cards.is_empty() {
        return view! { <EmptyState title=t(m::NONE) /> }.into_any();
    }
    let heads = [m::COLOUR, msg::card_order::STATE, m::PLACE, m::ORDERED_AT, m::UNTIL, m::ACTION];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let rows = holding.cards.iter().map(|card| row(holding.technician_id, card, last)).collect_view();
    view! { <Table caption=t(m::CARDS_CAPTION) heads>{rows}</Table> }.into_any()
}

fn row(of: TechnicianId, card: &HeldCard, last: &Last) -> impl IntoView + use<> {
    let tone = if card.state == CardState::Issued { Tone::Ok } else { Tone::Plain };
    let place = card.whereabouts.map(|place| t(word::whereabouts(place)));
    let since = card.since.or(card.ended.map(|(at, _)| at)).map(|at| date::iso(at.date()));
    view! {
        <tr>
            <th scope="row">{t(word::level(card.level))}</th>
            <td data-label=t(msg::card_order::STATE)>
                <Tag tone text=t(word::card_state(card.state)) />
            </td>
            <td data-label=t(m::PLACE)>{place}</td>
            <td class="num" data-label=t(m::ORDERED_AT)>{since}</td>
            <td class="num" data-label=t(m::UNTIL)>{card.valid_until.map(date::iso)}</td>
            <td>{card.is_in_use().then(|| actions(of, card, last))}</td>
        </tr>
    }
}

/// The place a card's way is at, for which steps there are.
const fn place_of(card: &HeldCard) -> Option<Place> {
    match card.whereabouts {
        Some(Whereabouts::Made) => Some(Place::Made),
        Some(Whereabouts::SentOn) => Some(Place::SentOn),
        Some(Whereabouts::CameBack) => Some(Place::CameBack),
        Some(Whereabouts::WithHolder) => Some(Place::Arrived),
        Some(Whereabouts::BeingMade) | None => None,
    }
}

/// The steps of a card's way from where it is, each a form. `of`: whose page is led back to.
fn steps(of: TechnicianId, card: &HeldCard) -> impl IntoView + use<> {
    let id = card.card_id.to_string();
    let at = place_of(card);
    let possible = Step::ALL.into_iter().filter(move |step| at.and_then(|place| after(place, *step)).is_some());
    let form = move |step: Step| {
        let why = choice::of(ReturnReason::ALL.map(|reason| (reason.code(), word::return_reason(reason))));
        let name = format!("why-{id}");
        let why = (step == Step::ComeBack).then(|| {
            view! {
                <label for=name.clone() class="visually-hidden">{t(m::RETURN_REASON)}</label>
                <select class="input small" id=name name="reason" required>
                    <option value="">{t(m::RETURN_REASON)}</option>
                    {why.into_iter().map(|(code, words)| view! { <option value=code>{words}</option> }).collect_view()}
                </select>
            }
        });
        view! {
            <form method="post" action=MoveCard::PATH class="row-form">
                <input type="hidden" name="card" value=id.clone() />
                <input type="hidden" name="technician" value=of.to_string() />
                <input type="hidden" name="step" value=step.code() />
                {why}
                <button type="submit" class="button outline small">
                    {t(word::delivery_step(step))}
                </button>
            </form>
        }
    };
    possible.map(form).collect_view()
}

fn actions(of: TechnicianId, card: &HeldCard, last: &Last) -> impl IntoView + use<> {
    let id = card.card_id.to_string();
    let unconfirmed = last.card == id && problem_of("confirm").is_some();
    view! {
        {steps(of, card)}
        <form method="post" action=ReportCardLost::PATH class="row-form">
            <input type="hidden" name="card" value=id />
            <input type="hidden" name="technician" value=of.to_string() />
            {unconfirmed.then(|| view! { <p class="problem row-problem" role="alert">{t(m::LOST_UNCONFIRMED)}</p> })}
            <label class="row-confirm">
                <input type="checkbox" name="confirm" value="yes" required />
                {t(m::LOST_CONFIRM)}
            </label>
            <button type="submit" class="button danger small" aria-label=tw(m::STOP_OF, &[("level", &t(word::level(card.level)))])>
                {t(m::LOST_GO)}
            </button>
        </form>
    }
}

fn reissue_part(holding: &Holding, reason: String) -> impl IntoView + use<> {
    if let Some(under_way) = &holding.reissue {
        return page::under_way(under_way, holding.technician_id).into_any();
    }
    let body = match holding.may_ask() {
        Ok(()) => view! {
            <p>{page::price_words(holding.price)}</p>
            {reissue::form(holding.technician_id, reason)}
        }
        .into_any(),
        Err(why) => view! { <Banner tone=Tone::Info>{t(word::no_reissue(why))}</Banner> }.into_any(),
    };
    view! { <Card title=t(m::REISSUE_TITLE)>{body}</Card> }.into_any()
}
