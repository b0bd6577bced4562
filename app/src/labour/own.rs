//! `/passport/labour`: what work a local union offers one, and the answer. Invariant: the terms and the wage of one's level stand
//! above the button, and what accepting means is said.

use super::{AcceptLabour, DeclineLabour, words};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, Flash, Row, Tab, TechnicianLayout, Tone, call, lang,
        page, t, tw,
    },
};
use domain::{
    labour::{OfferAct, OfferState, OwnOffer, next, published},
    time::WorkDate,
};
use i18n::{Msg, date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::labour as m;

/// Its address.
pub const PAGE: &str = "/passport/labour";

/// `/passport/labour`.
#[component]
pub fn OwnLabourPage() -> impl IntoView {
    page(async move {
        let call = call();
        let offers = services::labour::offers(&call).await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("accepted") => Some(t(m::DONE_ACCEPTED)),
            Some("declined") => Some(t(m::DONE_TURNED_DOWN)),
            _ => None,
        };
        let today = call.today();
        let none = offers.is_empty().then(|| view! { <EmptyState title=t(m::OWN_NONE) text=t(m::OWN_LEAD) /> });
        let cards = offers.iter().map(|own| card(own, today)).collect_view();
        Ok(view! {
            <TechnicianLayout title=t(m::OWN_TITLE) tab=Tab::More back="/passport/more">
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                {(!offers.is_empty()).then(|| view! { <p>{t(m::OWN_LEAD)}</p> })}
                {none}
                {cards}
            </TechnicianLayout>
        })
    })
}

fn card(own: &OwnOffer, today: WorkDate) -> impl IntoView + use<> {
    let (offer, request) = (&own.offer, &own.request);
    let yen = number::yen(lang(), offer.yen.get());
    let level = t(word::level(offer.level));
    let wage = tw(m::OWN_WAGE, &[("level", &level), ("yen", &yen)]);
    let beside = published().first().map(|found| {
        let yen = number::yen(lang(), found.wages.of(offer.level).get());
        tw(m::OWN_PUBLISHED, &[("source", &found.source), ("level", &level), ("yen", &yen)])
    });
    let place = format!("{}{}", word::prefecture(lang(), request.prefecture), request.address);
    let mut rows = vec![
        Row::new(t(m::PRIME), request.agreement.business_name.clone()),
        Row::new(t(m::PLACE), place),
        Row::new(t(m::PERIOD), words::days(request.from, request.until)),
        Row::new(t(m::TRADE), word::trade(lang(), request.trade)),
        Row::new(t(m::WORK), request.work.clone()),
    ];
    rows.extend(words::terms(&request.agreement.terms));
    rows.extend(
        request
            .paid_on
            .filter(|_| offer.state == OfferState::Employed)
            .map(|on| Row::new(t(m::PAID_ON), date::day_only(lang(), on))),
    );
    let from = tw(m::OWN_FROM, &[("office", &own.office_name), ("union", &request.agreement.union_name)]);
    let (state, _) = words::offer_state(offer.state);
    let (title, of) = (request.site_name.clone(), request.site_name.clone());
    let id = offer.id.to_string();
    let mut ways = Vec::new();
    let can = |act| next(offer.state, act).is_ok();
    if can(OfferAct::Accept) && today <= request.until {
        ways.push(
            way(&id, AcceptLabour::PATH, (m::ACCEPT, tw(m::ACCEPT_OF, &[("site", &of)])), ButtonKind::Solid).into_any(),
        );
        ways.push(
            way(&id, DeclineLabour::PATH, (m::DECLINE, tw(m::TURN_DOWN_OF, &[("site", &of)])), ButtonKind::Outline)
                .into_any(),
        );
    } else if can(OfferAct::Decline) {
        ways.push(
            way(&id, DeclineLabour::PATH, (m::TAKE_BACK, tw(m::TAKE_BACK_OF, &[("site", &of)])), ButtonKind::Outline)
                .into_any(),
        );
    }
    let means = can(OfferAct::Accept).then(|| {
        let words = tw(m::OWN_MEANS, &[("business", &request.agreement.business_name)]);
        view! { <p class="hint">{words}</p> }
    });
    view! {
        <Card title=title>
            <p>{from}</p>
            <p><strong>{wage}</strong></p>
            {beside.map(|words| view! { <p class="hint">{words}</p> })}
            <DescriptionList rows />
            <p><strong>{t(state)}</strong></p>
            {means}
            <div class="two-buttons">{ways}</div>
        </Card>
    }
}

fn way(id: &str, path: &'static str, (words, of): (Msg, String), kind: ButtonKind) -> impl IntoView + use<> {
    let id = id.to_owned();
    view! {
        <form method="post" action=path>
            <input type="hidden" name="offer" value=id />
            <button type="submit" class=kind.class() aria-label=of>
                {t(words)}
            </button>
        </form>
    }
}
