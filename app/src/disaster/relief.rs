//! Asking to pay later, on a business's page of fees. Invariant: shown only where an exception offers it, with what became of
//! what was asked.

use super::AskRelief;
use crate::shell::{Banner, Card, Field, SubmitButton, Tone, UiError, call, field::described_by, icon, lang, t, tw};
use domain::disaster::relief::{OwnRelief, ReliefState};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::disaster as m;

/// The page it stands on.
pub const FEES: &str = "/business/fees";

/// What can be asked and was, with what was typed last; nothing where no exception is for the business.
pub async fn part(typed: String) -> Result<Option<AnyView>, UiError> {
    let offers = services::disaster::relief::offers(&call()).await?;
    if offers.is_empty() {
        return Ok(None);
    }
    let cards = offers.iter().enumerate().map(|(at, offer)| card(at, offer, typed.clone())).collect_view();
    Ok(Some(cards.into_any()))
}

/// The first one's field has the name that a problem is told by; the others' have names of their own.
fn card(at: usize, offer: &OwnRelief, typed: String) -> impl IntoView + use<> {
    let until = date::day_only(lang(), offer.until);
    let lead = tw(m::OWN_LEAD, &[("name", &offer.disaster), ("until", &until)]);
    let state = match offer.state {
        Some(ReliefState::Asked) => Some((Tone::Info, t(m::OWN_ASKED).to_owned())),
        Some(ReliefState::Granted) => Some((Tone::Ok, tw(m::OWN_GRANTED, &[("until", &until)]))),
        Some(ReliefState::Refused) => Some((Tone::Warn, t(m::OWN_REFUSED).to_owned())),
        None => None,
    };
    let code = offer.code.clone();
    let field = if at == 0 { "reason".to_owned() } else { format!("reason-{at}") };
    let described = described_by(&field, true);
    let form = offer.may_ask().then(|| {
        view! {
            <form method="post" action=AskRelief::PATH class="form" novalidate>
                <input type="hidden" name="disaster" value=code />
                <Field name=field.clone() label=t(m::OWN_REASON) hint=t(m::OWN_REASON_HINT)>
                    <textarea class="input" id=field name="reason" rows="3" aria-describedby=described>
                        {typed}
                    </textarea>
                </Field>
                <SubmitButton text=t(m::OWN_ASK) icon=icon::SEND />
            </form>
        }
    });
    view! {
        <Card title=t(m::OWN_TITLE)>
            <p>{lead}</p>
            {state.map(|(tone, words)| view! { <Banner tone>{words}</Banner> })}
            {form}
        </Card>
    }
}
