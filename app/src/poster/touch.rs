//! What a poster's and a tag's page have in common: where one stands, logging in, and the buttons. Invariant: a page makes the ids
//! of its own touches; what the phone may be asked is said before it is asked.

use super::AskPosition;
use crate::{
    account::LogInFor,
    shell::{Banner, ButtonKind, LinkButton, SubmitButton, Tone, call, icon, t},
};
use domain::{id::TouchId, poster::Place};
use i18n::{Msg, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::poster as m;

/// Where the buttons send to, and what names the poster or tag.
#[derive(Debug, Clone)]
pub struct Sends {
    /// Address of the server function.
    pub action: &'static str,
    /// Its hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// The address of this page, to come back to after logging in.
    pub back: String,
}

/// What one may do here: nothing at a site that has ended, log in, or press.
pub fn offer(sends: &Sends, place: &Place) -> AnyView {
    let call = call();
    match (place.ended, place.inside) {
        (true, _) => view! { <Banner tone=Tone::Warn>{t(m::SITE_ENDED)}</Banner> }.into_any(),
        (false, Some(inside)) => {
            let ids = (services::poster::touch_id(&call), services::poster::touch_id(&call));
            buttons(sends, inside, place.asks_position, ids)
        }
        (false, None) if call.actor.account.is_none() => log_in(sends.back.clone()),
        (false, None) => view! { <Banner tone=Tone::Info>{t(m::NOT_TECHNICIAN)}</Banner> }.into_any(),
    }
}

/// The site and its prime.
pub fn named(place: &Place) -> impl IntoView + use<> {
    view! {
        <p class="poster-site">{place.name.clone()}</p>
        <p>{place.prime.clone()}</p>
    }
}

fn log_in(back: String) -> AnyView {
    view! {
        <form method="post" action=LogInFor::PATH class="onward">
            <input type="hidden" name="back" value=back />
            <p>{t(m::LOG_IN)}</p>
            <SubmitButton text=t(msg::common::LOGIN) icon=icon::LOCK />
        </form>
    }
    .into_any()
}

/// The way whose turn it is first and large.
fn buttons(sends: &Sends, inside: bool, asks_position: bool, (first, second): (TouchId, TouchId)) -> AnyView {
    let (next, other) = if inside { ("out", "in") } else { ("in", "out") };
    let state = if inside { m::INSIDE } else { m::OUTSIDE };
    let told = asks_position.then(|| {
        view! {
            <Banner tone=Tone::Info>{t(m::POSITION_TOLD)}</Banner>
            <AskPosition asking=t(m::POSITION_ASKING).to_owned() />
        }
    });
    view! {
        <p>{t(state)}</p>
        {told}
        {button(sends, first, (next, asks_position), ButtonKind::Solid)}
        {button(sends, second, (other, asks_position), ButtonKind::Text)}
        <p class="hint">{t(m::APPROVED_LATER)}</p>
        <LinkButton href="/passport" text=t(msg::card::TO_PASSPORT) kind=ButtonKind::Outline />
    }
    .into_any()
}

fn button(
    sends: &Sends,
    touch: TouchId,
    (kind, asks_position): (&'static str, bool),
    look: ButtonKind,
) -> impl IntoView + use<> {
    let words: Msg = if kind == "in" { m::DO_IN } else { m::DO_OUT };
    let said: &[&'static str] = if asks_position { &["latitude", "longitude", "accuracy"] } else { &[] };
    let hidden = sends.hidden.iter().cloned();
    let hidden = hidden.chain(said.iter().map(|name| (*name, String::new())));
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <form method="post" action=sends.action class="poster-touch">
            {hidden}
            <input type="hidden" name="touch" value=touch.to_string() />
            <input type="hidden" name="kind" value=kind />
            <SubmitButton text=t(words) kind=look />
        </form>
    }
}
