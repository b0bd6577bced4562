//! `/passport/card`: where the card is and what can be done. Invariant: what is out of use is said first, with the way to
//! a new card.

use super::{AskCardReissue, MoveCard, WithdrawCardReissue, api::LOST, api::PAGE, api::REISSUE};
use crate::shell::{
    Banner, ButtonKind, Card, DescriptionList, Flash, LinkButton, Row, SubmitButton, Tab, TechnicianLayout, Tone,
    UiError, call, icon, lang, page, t, tr, tw,
};
use domain::{
    access::Denied,
    card::{
        delivery::{Step, Whereabouts},
        reissue::{HeldCard, Holding, Reissue, ReissueReason},
    },
    fee::Yen,
    id::TechnicianId,
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::my_card as m;

/// The caller's own cards. Errors: `Forbidden` for whoever has none of their own.
pub(super) async fn own() -> Result<Holding, UiError> {
    services::passport::may_open(&call())?;
    let id = call().actor.technician.ok_or(services::Error::Forbidden(Denied::Role))?;
    Ok(services::card::holding(&call(), id).await?)
}

/// What was done, or why it was not.
pub(super) fn outcome(flash: &Flash) -> impl IntoView + use<> {
    let done = flash.done.as_deref().and_then(done_word).map(t);
    let failed = flash.error.as_ref().filter(|_| flash.problems.is_empty()).map(|error| error.words(lang()));
    view! {
        {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
    }
}

fn done_word(done: &str) -> Option<Msg> {
    Some(match done {
        "lost" => m::LOST_DONE,
        "reissue" => m::REISSUE_DONE,
        "withdrawn" => m::WITHDRAW_DONE,
        "send" => m::SENT_DONE,
        "arrive" => m::ARRIVED_DONE,
        "come_back" => m::CAME_BACK_DONE,
        _ => return None,
    })
}

/// `/passport/card`.
#[component]
pub fn MyCardPage() -> impl IntoView {
    page(async {
        let holding = own().await?;
        let flash = Flash::take(PAGE).await?;
        let outcome = outcome(&flash);
        let current = holding.current().map(current).collect_view();
        let none = (holding.current().next().is_none()).then(|| nothing(&holding));
        let in_use = holding.cards.iter().any(HeldCard::is_in_use);
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::More back="/passport/more">
                {outcome} {none} {outdated(&holding)} {current}
                {in_use
                    .then(|| {
                        view! {
                            <LinkButton href=LOST text=m::LOST kind=ButtonKind::Danger icon=icon::ERROR />
                        }
                    })}
                {match &holding.reissue {
                    Some(reissue) => under_way(reissue, holding.technician_id).into_any(),
                    None => ask(&holding).into_any(),
                }}
            </TechnicianLayout>
        })
    })
}

fn nothing(holding: &Holding) -> impl IntoView + use<> {
    let last = holding.cards.iter().find_map(|card| card.ended).map(|(at, _)| date::day_only(lang(), at.date()));
    let words = last.map_or_else(|| t(m::NEVER).to_owned(), |day| tw(m::OUT_OF_USE_SINCE, &[("day", &day)]));
    view! {
        <Banner tone=Tone::Warn>
            <b>{tr(m::OUT_OF_USE)}</b>
            <p>{words}</p>
        </Banner>
    }
}

/// Where a card shows what was registered before: a new one is one press away, its price beside it.
fn outdated(holding: &Holding) -> Option<AnyView> {
    let price = price_words(Some(holding.price.filter(|_| holding.may_renew_print())?));
    let id = holding.technician_id.to_string();
    Some(
        view! {
            <Card title=m::OUTDATED>
                <p>{tr(m::OUTDATED_LEAD)}</p>
                <p>{price}</p>
                <form method="post" action=AskCardReissue::PATH>
                    <input type="hidden" name="technician" value=id />
                    <input type="hidden" name="reason" value=ReissueReason::NameChanged.code() />
                    <SubmitButton text=m::OUTDATED_GO icon=icon::ID_CARD />
                </form>
            </Card>
        }
        .into_any(),
    )
}

fn current(card: &HeldCard) -> impl IntoView + use<> {
    let place = card.whereabouts.unwrap_or(Whereabouts::BeingMade);
    let tone = match place {
        Whereabouts::CameBack => Tone::Warn,
        Whereabouts::WithHolder => Tone::Ok,
        Whereabouts::BeingMade | Whereabouts::Made | Whereabouts::SentOn => Tone::Info,
    };
    let colour = format!("{} {}", t(word::level(card.level)), t(word::level_colour(card.level)));
    let mut rows = vec![Row::new(t(m::COLOUR), colour)];
    rows.extend(card.since.map(|at| Row::new(t(m::SINCE), date::day_only(lang(), at.date()))));
    rows.extend(card.valid_until.map(|last| Row::new(t(m::UNTIL), date::day_only(lang(), last))));
    let id = card.card_id.to_string();
    view! {
        <Card title=m::WHERE_TITLE>
            <Banner tone>
                <b>{t(word::whereabouts(place))}</b>
                <p>{t(word::whereabouts_help(place))}</p>
            </Banner>
            <DescriptionList rows />
            {matches!(place, Whereabouts::SentOn)
                .then(|| {
                    view! {
                        <form method="post" action=MoveCard::PATH>
                            <input type="hidden" name="card" value=id />
                            <input type="hidden" name="step" value=Step::Arrive.code() />
                            <SubmitButton text=m::ARRIVED icon=icon::CHECK />
                        </form>
                    }
                })}
        </Card>
    }
}

/// What a new card costs.
pub(super) fn price_words(price: Option<Yen>) -> String {
    match price {
        None => t(m::REISSUE_NO_PRICE).to_owned(),
        Some(yen) if yen.is_zero() => t(m::REISSUE_FREE).to_owned(),
        Some(yen) => tw(m::REISSUE_PRICE, &[("yen", &number::yen(lang(), yen.get()))]),
    }
}

fn ask(holding: &Holding) -> impl IntoView + use<> {
    let go = holding.may_ask().is_ok() && holding.price.is_some();
    let words = match holding.may_ask() {
        Ok(()) => price_words(holding.price),
        Err(why) => t(word::no_reissue(why)).to_owned(),
    };
    view! {
        <Card title=m::REISSUE_TITLE>
            <p>{words}</p>
            {go
                .then(|| {
                    view! {
                        <LinkButton
                            href=REISSUE
                            text=m::REISSUE_GO
                            kind=ButtonKind::Outline
                            icon=icon::ARROW_FORWARD
                        />
                    }
                })}
        </Card>
    }
}

/// A reissue under way: what is to be paid, and the way out of it while nothing is.
pub(super) fn under_way(reissue: &Reissue, of: TechnicianId) -> impl IntoView + use<> {
    let mut rows = vec![
        Row::new(t(m::REISSUE_REASON), t(word::reissue_reason(reissue.reason))),
        Row::new(t(m::ASKED_ON), date::day_only(lang(), reissue.asked_at.date())),
    ];
    let open = reissue.fee.as_ref().filter(|fee| fee.is_owed());
    if let Some(fee) = &reissue.fee {
        rows.push(Row::new(t(msg::application::FEE_AMOUNT), number::yen(lang(), fee.amount.get())));
    }
    if let Some(fee) = reissue.fee.as_ref().filter(|fee| fee.is_checked()) {
        rows.push(Row::new(t(msg::fee::INVOICE_RECEIVED), crate::fee::being_checked(fee.came)));
    }
    if let Some(fee) = open {
        rows.extend(fee.reference.map(|known| Row::new(t(msg::application::FEE_REFERENCE), known.grouped())));
        rows.extend(fee.due.map(|due| Row::new(t(msg::application::FEE_DUE), date::full(lang(), due))));
        let part = crate::fee::remaining(fee.came, fee.left());
        rows.extend(part.map(|part| Row::new(t(msg::fee::INVOICE_RECEIVED), part)));
    }
    let stands = word::reissue_stands(reissue.place);
    let (lost, ordered) = (reissue.reason.stops_at_once(), reissue.ordered);
    let how = open.is_some().then(crate::fee::how_to_pay);
    view! {
        <Card title=m::UNDER_WAY>
            <p>{tr(stands)}</p>
            <DescriptionList rows />
            {how}
            {(!ordered)
                .then(|| {
                    view! {
                        <form method="post" action=WithdrawCardReissue::PATH class="form">
                            <input type="hidden" name="technician" value=of.to_string() />
                            {lost.then(|| view! { <p class="hint">{tr(m::WITHDRAW_LOST)}</p> })}
                            <SubmitButton text=m::WITHDRAW kind=ButtonKind::Text />
                        </form>
                    }
                })}
        </Card>
    }
}
