//! `/business/sites/{site}/tags`: entering a site's tags and ending them. Invariant: an ended tag stays in the list with day and
//! reason; no key is ever shown.

use super::{
    AddTag, EndTag,
    api::{ADDED, ENDED, page_of},
};
use crate::{
    application::frame as office,
    business::frame,
    card_order::CardAddress,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, EmptyState, ErrorSummary, Flash, OfficeLayout, Row, SubmitButton,
        TextField, Tone, UiError, call, error::NOT_FOUND, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    id::SiteId,
    tag::{EndReason, Tag, TagForm},
};
use i18n::{Msg, date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::tag as m;

/// Where a chip's link ends: the chip itself puts its own answer into it.
const ANSWER: &str = "?picc_data=…&cmac=…";

/// `/business/sites/{site}/tags`.
#[component]
pub fn TagsPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let CardAddress(address) = expect_context();
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let tags = services::tag::of_site(&call(), site).await?;
        let who = office::who().await?;
        let flash = Flash::take(&page_of(site)).await?;
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), tags.name.clone()),
            (format!("/business/sites/{site}/poster"), t(msg::poster::TITLE).to_owned()),
        ];
        let done: Option<Msg> = match flash.done.as_deref() {
            Some(ADDED) => Some(m::ADDED),
            Some(ENDED) => Some(m::ENDED_NOW),
            _ => None,
        };
        let outcome = office::outcome(&Flash { done: None, ..flash.clone() });
        let form: TagForm = flash.form();
        provide_problems(flash.problems);
        let labels = vec![("uid", t(m::UID).to_owned()), ("place", t(m::PLACE).to_owned())];
        let list = list(site, &tags.tags, &address);
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                <ErrorSummary labels />
                {done.map(|words| view! { <Banner tone=Tone::Ok>{t(words)}</Banner> })}
                {outcome}
                <p>{t(m::LEAD)}</p>
                <p class="hint">{t(m::KEYS_HOW)}</p>
                {list}
                <h2>{t(m::ADD)}</h2>
                {add_form(site, form)}
            </OfficeLayout>
        })
    })
}

fn list(site: SiteId, tags: &[Tag], address: &str) -> AnyView {
    if tags.is_empty() {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    tags.iter().map(|tag| one(site, tag, address)).collect_view().into_any()
}

fn one(site: SiteId, tag: &Tag, address: &str) -> impl IntoView + use<> {
    let keys = tag.keys_at.map_or_else(|| t(m::KEYS_WAIT).to_owned(), date::iso_time);
    let used = tag.used_on.map_or_else(|| t(m::USED_NEVER).to_owned(), |day| date::day_only(lang(), day));
    let mut rows = vec![
        Row::new(t(m::UID), tag.uid.clone()),
        Row::new(t(m::URL), format!("{address}{ANSWER}")),
        Row::new(t(m::MADE_AT), date::iso_time(tag.made_at)),
        Row::new(t(m::KEYS_AT), keys),
        Row::new(t(m::USED_ON), used),
    ];
    if let Some((at, reason)) = tag.ended {
        rows.push(Row::new(t(m::ENDED_AT), date::iso_time(at)));
        rows.push(Row::new(t(m::ENDED_WHY), t(word::tag_end(reason)).to_owned()));
    }
    let end = tag.ended.is_none().then(|| end_form(site, tag));
    view! {
        <Card title=tag.place.clone()>
            <DescriptionList rows />
            {end}
        </Card>
    }
}

fn end_form(site: SiteId, tag: &Tag) -> impl IntoView + use<> {
    let about = tw(m::END_OF, &[("place", &tag.place)]);
    let why = tw(m::END_REASON_OF, &[("place", &tag.place)]);
    let options = EndReason::ALL
        .map(|reason| view! { <option value=reason.code()>{t(word::tag_end(reason))}</option> })
        .collect_view();
    view! {
        <form method="post" action=EndTag::PATH class="row-form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="uid" value=tag.uid.clone() />
            <select name="reason" aria-label=why>
                {options}
            </select>
            <button type="submit" class="button outline small" aria-label=about>
                {t(m::END)}
            </button>
        </form>
    }
}

fn add_form(site: SiteId, form: TagForm) -> impl IntoView + use<> {
    view! {
        <form method="post" action=AddTag::PATH class="form" novalidate>
            <input type="hidden" name="site" value=site.to_string() />
            <TextField name="uid" label=t(m::UID) hint=t(m::UID_HINT) value=form.uid />
            <TextField name="place" label=t(m::PLACE) hint=t(m::PLACE_HINT) value=form.place />
            <div class="form-actions">
                <SubmitButton text=t(m::ADD) kind=ButtonKind::Outline icon=icon::ADD />
            </div>
        </form>
    }
}
