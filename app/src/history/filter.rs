//! What people of the table are looked for by. Invariant: what limits the table is said above it, each with the way to
//! have it away; printed it stands there in words.

use super::ask::{Ask, page_of};
use crate::{
    application::choice,
    shell::{ButtonKind, Icon, SubmitButton, icon, lang, t, tw},
    site::words::tier,
};
use domain::history::sheet::{Sheet, SheetFilter, SheetPlace, SheetState};
use i18n::{Msg, msg, word};
use leptos::prelude::*;

use msg::sheet as m;

const fn state_word(state: SheetState) -> Msg {
    match state {
        SheetState::Waiting => m::STATE_WAITING,
        SheetState::Look => m::STATE_LOOK,
    }
}

fn place_words(place: &SheetPlace) -> String {
    format!("{} {}", tier(place.tier), place.name)
}

/// The form, and what limits the table now.
pub(super) fn filters(sheet: &Sheet, ask: &Ask) -> impl IntoView + use<> {
    let filter = &ask.filter;
    let places = sheet.places.iter().map(|place| (place.id.to_string(), place_words(place))).collect();
    let states = SheetState::ALL.map(|state| (state.code().to_owned(), t(state_word(state)).to_owned())).to_vec();
    let place = filter.place.map(|place| place.to_string()).unwrap_or_default();
    let trade = filter.trade.map(|trade| trade.to_string()).unwrap_or_default();
    let state = filter.state.map(SheetState::code).unwrap_or_default().to_owned();
    let sections = sheet.sections.iter().map(|section| (section.id.to_string(), section.name.clone())).collect();
    let section = filter.section.map(|section| section.to_string()).unwrap_or_default();
    let section = (!sheet.sections.is_empty()).then(|| select("section", t(msg::history::SECTION), &section, sections));
    view! {
        <form method="get" action=page_of(ask.site) class="filters sheet-filters" role="search">
            <input type="hidden" name="month" value=ask.month.number().to_string() />
            {select("place", t(m::COMPANY), &place, places)}
            {select("trade", t(msg::common::TRADE), &trade, choice::trades())}
            {select("state", t(m::STATE), &state, states)}
            {section}
            <label class="filter">
                <span>{t(m::NAME)}</span>
                <input class="input" type="search" name="q" value=filter.q.clone() autocomplete="off" />
            </label>
            <SubmitButton text=t(m::FILTER) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
        {limits(sheet, ask)}
    }
}

fn select(name: &'static str, label: &'static str, value: &str, options: choice::Choices) -> impl IntoView + use<> {
    let option = |(code, words): (String, String)| {
        let chosen = code == value;
        view! { <option value=code selected=chosen>{words}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <label class="filter">
            <span>{label}</span>
            <select name=name>
                <option value="">{t(m::ALL)}</option>
                {options}
            </select>
        </label>
    }
}

/// What limits the table: in words, and the table without it.
fn limits(sheet: &Sheet, ask: &Ask) -> Option<impl IntoView + use<>> {
    let filter = &ask.filter;
    let mut limits: Vec<(String, SheetFilter)> = Vec::new();
    if let Some(id) = filter.place {
        let place = sheet.places.iter().find(|place| place.id == id);
        let words = place.map_or_else(|| t(m::PLACE_UNKNOWN).to_owned(), place_words);
        limits.push((words, SheetFilter { place: None, ..filter.clone() }));
    }
    if let Some(trade) = filter.trade {
        limits.push((word::trade(lang(), trade), SheetFilter { trade: None, ..filter.clone() }));
    }
    if let Some(state) = filter.state {
        limits.push((t(state_word(state)).to_owned(), SheetFilter { state: None, ..filter.clone() }));
    }
    if let Some(id) = filter.section {
        let section = sheet.sections.iter().find(|section| section.id == id);
        let words = section.map_or_else(|| t(m::SECTION_UNKNOWN).to_owned(), |section| section.name.clone());
        limits.push((words, SheetFilter { section: None, ..filter.clone() }));
    }
    if !filter.q.is_empty() {
        let words = tw(m::CALLED, &[("name", &filter.q)]);
        limits.push((words, SheetFilter { q: String::new(), ..filter.clone() }));
    }
    if limits.is_empty() {
        return None;
    }
    let limit = |(words, without): (String, SheetFilter)| {
        let about = tw(m::REMOVE, &[("limit", &words)]);
        view! {
            <li>
                <a class="sheet-limit" href=ask.of_people(without).page()>
                    <span aria-hidden="true">{words}</span>
                    <Icon of=icon::CLOSE />
                    <span class="visually-hidden">{about}</span>
                </a>
            </li>
        }
    };
    let limits = limits.into_iter().map(limit).collect_view();
    Some(view! { <ul class="sheet-limits" aria-label=t(m::LIMITS)>{limits}</ul> })
}
