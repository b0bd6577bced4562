//! `/passport/level`: where one stands in each field, and what the next level still asks. Invariant: complete without a script;
//! a field without criteria says so.

use super::{field::page_of, ring::ring, words};
use crate::shell::{ButtonKind, Card, EmptyState, LinkButton, Tab, TechnicianLayout, call, icon, page, t, tr, tw};
use domain::level::{
    Level,
    view::{Judged, OwnField, OwnLevels},
};
use i18n::{msg, word};
use leptos::prelude::*;

use msg::level as m;

/// Its address.
pub(super) const PAGE: &str = "/passport/level";

/// `/passport/level`.
#[component]
pub fn LevelsPage() -> impl IntoView {
    page(async {
        let own = services::level::own(&call()).await?;
        let colour = t(word::level_colour(own.level));
        let card = tw(m::CARD_IS, &[("level", &words::level(own.level)), ("colour", &colour)]);
        let fields = if own.fields.is_empty() {
            view! { <EmptyState title=t(m::NO_FIELDS) text=t(m::NO_FIELDS_HELP) /> }.into_any()
        } else {
            own.fields.iter().map(field).collect_view().into_any()
        };
        let others = others(&own);
        Ok(view! {
            <TechnicianLayout title=m::TITLE tab=Tab::Home back="/passport">
                <p>{card}</p>
                <p>{tr(m::LEAD)}</p>
                {fields}
                {others}
            </TechnicianLayout>
        })
    })
}

fn field(of: &OwnField) -> impl IntoView + use<> {
    let granted = view! { <p>{tr(m::GRANTED)} " " <b>{words::level(of.held)}</b></p> };
    let open = of.open.map(|state| view! { <p>{tr(m::APPLICATION)} " " {words::state(state)}</p> });
    let judged = judged(of);
    let go = tw(m::OPEN_FIELD_OF, &[("field", &of.name)]);
    let href = page_of(of.number);
    view! {
        <Card title=of.name.clone()>
            {granted} {open} {judged}
            <LinkButton href text=go kind=ButtonKind::Outline icon=icon::ARROW_FORWARD />
        </Card>
    }
}

/// What the criteria say, and what is missing of the next level.
pub(super) fn judged(of: &OwnField) -> AnyView {
    let (explanation, remaining) = match &of.judged {
        Judged::Not(why) => return view! { <p class="hint">{tr(word::no_criteria(*why))}</p> }.into_any(),
        Judged::So { explanation, remaining } => (explanation, remaining),
    };
    let more = (explanation.level > of.held && explanation.level > Level::One).then(|| {
        let is = tw(m::BY_CRITERIA_IS, &[("level", &words::level(explanation.level))]);
        view! { <p>{tr(m::BY_CRITERIA)} " " {is}</p> }
    });
    let assumed = explanation.trades_assumed.then(|| view! { <p class="hint">{tr(m::TRADES_ASSUMED)}</p> });
    let next = match (&explanation.next, remaining) {
        (Some(next), Some(remaining)) => {
            let lines = words::remaining(remaining).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <div class="level-next">
                    {ring(remaining, next.level)}
                    <div>
                        <p><b>{tw(m::TO_NEXT, &[("level", &words::level(next.level))])}</b></p>
                        <ul class="plain-list">{lines}</ul>
                    </div>
                </div>
                <p>{words::forecast(next.forecast())}</p>
            }
            .into_any()
        }
        _ => view! { <p>{tr(m::HIGHEST)}</p> }.into_any(),
    };
    view! {
        {more}
        {next}
        {assumed}
    }
    .into_any()
}

fn others(own: &OwnLevels) -> impl IntoView + use<> {
    let line = |(number, name, is_judged): &(domain::level::FieldNumber, String, bool)| {
        let not = (!is_judged).then(|| t(m::OTHERS_NONE_JUDGED));
        view! {
            <li>
                <a href=page_of(*number) lang="ja">{name.clone()}</a>
                {not}
            </li>
        }
    };
    view! {
        <details class="card">
            <summary>{tr(m::OTHERS)}</summary>
            <ul class="level-others">{own.others.iter().map(line).collect_view()}</ul>
        </details>
    }
}
