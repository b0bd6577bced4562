//! `/business/sites/{id}/structure`: the tree of a day. Invariant: the drawing is a nested list, so that it is read in order,
//! tiers and all, where it is not seen, and prints as it stands.

use super::{ConfirmStructure, EndStructure, api::Ending};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, ErrorSummary, Flash, OfficeLayout, SelectField, SubmitButton, Tag, TextField, Tone,
        UiError, call, error::NOT_FOUND, icon, lang, on_day, page, provide_problems, t, tw,
    },
    site::{walk, words},
};
use domain::{
    id::{BusinessId, SiteId, StructureId},
    structure::{Place, StructureNode, StructureOfDay, may_end},
    time::WorkDate,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::structure as m;

/// Who looks, and when.
#[derive(Clone, Copy)]
struct Looker {
    business: Option<BusinessId>,
    today: WorkDate,
}

/// `/business/sites/{id}/structure`.
#[component]
pub fn StructurePage() -> impl IntoView {
    let site = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let asked = on_day::asked();
    page(async move {
        let id: SiteId = site.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let looker = Looker { business: call.actor.business, today: call.today() };
        let now = services::structure::tree(&call, id, looker.today).await?;
        let span = (now.since, looker.today);
        let (shown, wrong) = match asked.as_deref().map(|typed| on_day::day_of(typed, span)) {
            None => (now, None),
            Some(Ok(day)) => (services::structure::tree(&call, id, day).await?, None),
            Some(Err(problem)) => (now, Some(problem)),
        };
        let who = office::who().await?;
        let address = format!("/business/sites/{id}/structure");
        let flash = Flash::take(&address).await?;
        let missed = on_day::missed(wrong.as_ref(), span);
        let mut problems = flash.problems.clone();
        problems.extend(wrong);
        provide_problems(problems);
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{id}"), shown.site_name.clone()),
        ];
        let done = flash.done.as_deref().and_then(done_word);
        let day = date::day_only(lang(), shown.day);
        Ok(view! {
            <OfficeLayout title=t(m::TREE_TITLE) who nav=frame::nav("/business/sites") crumbs>
                {done.map(|word| view! { <Banner tone=Tone::Ok>{t(word)}</Banner> })}
                <ErrorSummary labels=labels() chosen=&["place"] />
                {office::outcome(&Flash { done: None, ..flash.clone() })}
                {missed}
                <p>{tw(m::TREE_LEAD, &[("site", &shown.site_name), ("day", &day), ("n", &shown.nodes.len())])}</p>
                {tree(id, &shown, looker)}
                <section class="site-section no-print" aria-labelledby="day-title">
                    <h2 id="day-title">{t(m::TREE_DAY)}</h2>
                    {on_day::look(address, asked.unwrap_or_default())}
                </section>
                {leaving(id, &shown, looker, &flash.form())}
            </OfficeLayout>
        })
    })
}

fn labels() -> Vec<(&'static str, String)> {
    [("place", m::END_PLACE), ("until", m::END_UNTIL), (on_day::ON, msg::change::ON)]
        .map(|(field, label)| (field, t(label).to_owned()))
        .to_vec()
}

fn done_word(done: &str) -> Option<Msg> {
    match done {
        "confirmed" => Some(m::CONFIRMED),
        "ended" => Some(m::ENDED),
        _ => None,
    }
}

fn by_rule(shown: &StructureOfDay) -> Vec<Place> {
    shown.nodes.iter().map(StructureNode::by_rule).collect()
}

fn tree(site: SiteId, shown: &StructureOfDay, looker: Looker) -> impl IntoView + use<> {
    let places = by_rule(shown);
    let roots = shown.nodes.iter().filter(|node| node.parent.is_none());
    let roots = roots.map(|node| branch(site, shown, &places, node, looker)).collect_view();
    view! {
        <div class="tree-box" tabindex="0" role="region" aria-label=t(m::TREE_TITLE)>
            <ul class="tree">{roots}</ul>
        </div>
    }
}

/// A place with all below it. A child is always a deeper tier, so a ring in bad data ends.
fn branch(site: SiteId, shown: &StructureOfDay, places: &[Place], node: &StructureNode, looker: Looker) -> AnyView {
    let below = shown.nodes.iter().filter(|below| below.parent == Some(node.id) && below.tier > node.tier);
    let below: Vec<AnyView> = below.map(|below| branch(site, shown, places, below, looker)).collect();
    let below = (!below.is_empty()).then(|| view! { <ul>{below}</ul> });
    let confirm = (node.may_confirm && shown.open).then(|| confirm_form(site, node));
    let people = node.people.map(|people| tw(msg::site::PEOPLE_UNIT, &[("count", &people)]));
    let inside = view! {
        <div class="tree-node">
            <span class="tree-name">{node.name.clone()}</span>
            " "
            <span class="tree-tier">{words::tier(node.tier)}</span>
            " "
            {people.map(|people| view! { <span class="tree-people">{people}</span> })}
            {state(node)}
            {confirm}
        </div>
        {below}
    };
    match &node.skips {
        None => view! { <li>{inside}</li> }.into_any(),
        Some(name) => {
            let href = format!(
                "/business/sites/{site}/structure/new?parent={}&fills={}",
                node.parent.map(|id: StructureId| id.to_string()).unwrap_or_default(),
                node.id
            );
            let ours = looker.business.is_some_and(|own| {
                own == shown.prime || places.iter().any(|at| Some(at.id) == node.parent && at.business == own)
            });
            let about = tw(m::SKIPPED_FILL_OF, &[("name", name)]);
            let fill = (ours && shown.open).then(|| {
                view! {
                    <a class="no-print" href=href aria-label=about>
                        {t(m::SKIPPED_FILL)}
                    </a>
                }
            });
            view! {
                <li>
                    <div class="tree-node skipped">
                        <span class="tree-name">{name.clone()}</span>
                        " "
                        <span class="tree-tier">{words::tier(node.tier - 1)}</span>
                        <Tag tone=Tone::Plain text=t(m::SKIPPED) />
                        {fill}
                    </div>
                    <ul>
                        <li>{inside}</li>
                    </ul>
                </li>
            }
            .into_any()
        }
    }
}

fn state(node: &StructureNode) -> impl IntoView + use<> {
    let answer = node.awaits.answer.then(|| view! { <Tag tone=Tone::Plain text=t(m::AWAITS_ANSWER) /> });
    let word = node.awaits.confirmation.then(|| view! { <Tag tone=Tone::Plain text=t(m::AWAITS_CONFIRMATION) /> });
    let until = node.until.map(|until| {
        let words = tw(m::UNTIL, &[("day", &date::day_only(lang(), until))]);
        view! { <Tag tone=Tone::Plain text=words /> }
    });
    view! {
        {answer}
        {word}
        {until}
    }
}

fn confirm_form(site: SiteId, node: &StructureNode) -> impl IntoView + use<> {
    let about = tw(m::CONFIRM_OF, &[("name", &node.name)]);
    view! {
        <form method="post" action=ConfirmStructure::PATH class="row-form no-print">
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="place" value=node.id.to_string() />
            <button type="submit" class="button outline small" aria-label=about>
                {t(m::CONFIRM)}
            </button>
        </form>
    }
}

/// A business that may leave or has left: how many people go with it, or which day was said.
fn whom(node: &StructureNode) -> String {
    let (name, tier) = (&node.name, words::tier(node.tier));
    match (node.people, node.until) {
        (Some(people), _) => tw(m::END_CHOICE, &[("name", name), ("tier", &tier), ("count", &people)]),
        (None, Some(until)) => {
            tw(m::END_CHOICE_LEFT, &[("name", name), ("tier", &tier), ("day", &date::day_only(lang(), until))])
        }
        (None, None) => tw(m::PARENT_CHOICE, &[("name", name), ("tier", &tier)]),
    }
}

/// The form by which a business leaves, of those the looker may say it of.
fn leaving(site: SiteId, shown: &StructureOfDay, looker: Looker, typed: &Ending) -> Option<impl IntoView + use<>> {
    let places = by_rule(shown);
    let may = |id| looker.business.is_some_and(|own| may_end(&places, own, id, looker.today));
    let choice = |node: &StructureNode| (node.id.to_string(), whom(node));
    let there = walk(&shown.nodes).into_iter().filter(|node| may(node.id));
    let choices: Vec<_> = there.chain(&shown.left).map(choice).collect();
    if choices.is_empty() || shown.day != looker.today {
        return None;
    }
    let (place, until) = (typed.place.clone(), typed.until.clone());
    Some(view! {
        <section class="site-section no-print" aria-labelledby="end-title">
            <h2 id="end-title">{t(m::END_TITLE)}</h2>
            <p>{t(m::END_LEAD)}</p>
            <form method="post" action=EndStructure::PATH class="form" novalidate>
                <input type="hidden" name="site" value=site.to_string() />
                <SelectField name="place" label=t(m::END_PLACE) value=place options=choices />
                <TextField name="until" label=t(m::END_UNTIL) hint=t(m::END_UNTIL_HINT) value=until kind="date" width="medium" />
                <SubmitButton text=t(m::END) kind=ButtonKind::Outline icon=icon::LOGOUT />
            </form>
        </section>
    })
}
