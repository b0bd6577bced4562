//! `/passport/registration?on=yyyy-mm-dd`: everything registered of oneself, group by group as in the form, today or on another
//! day. Invariant: nothing that is registered is left out; what is empty is said to be.

use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, Card, DescriptionList, Flash, LinkButton, Row, SubmitButton, Tab, Table, Tag,
        TechnicianLayout, Tone, UiError, call, icon, lang, on_day, page, provide_problems, t, tw,
    },
    technician::{StartChange, item_summary, words},
};
use domain::{
    form::FieldProblem,
    registration::{ChangedOn, EmploymentLine, OwnRegistration},
    technician::{Group, List, PAGES, PICTURES, Page, Stage},
    time::WorkDate,
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::{change as m, registration as r};

/// Its address.
pub const PAGE: &str = "/passport/registration";

/// `/passport/registration`.
#[component]
pub fn OwnRegistrationPage() -> impl IntoView {
    let asked = on_day::asked();
    page(async move {
        let (of, wrong) = asked_for(asked.as_deref()).await?;
        let flash = Flash::take(PAGE).await?;
        let missed = on_day::missed(wrong.as_ref(), (of.since, of.today));
        provide_problems(wrong.into_iter().collect());
        Ok(view! {
            <TechnicianLayout title=t(m::TITLE) tab=Tab::More back="/passport/more">
                {frame::outcome(&flash)}
                {missed}
                <p>{t(m::LEAD)}</p>
                {shown_day(&of)}
                {head(&of)}
                {offer(&of)}
                {PAGES.iter().filter(|page| is_asked(&of, page)).map(|page| section(&of, page)).collect_view()}
                {fixed()}
                {history(&of)}
                {look(&of, asked.unwrap_or_default())}
            </TechnicianLayout>
        })
    })
}

/// The registration on the day asked for; today's, and what is wrong with the day, where there is none of it.
async fn asked_for(asked: Option<&str>) -> Result<(OwnRegistration, Option<FieldProblem>), UiError> {
    let today = services::registration::view(&call(), None).await?;
    let Some(asked) = asked else { return Ok((today, None)) };
    match on_day::day_of(asked, (today.since, today.today)) {
        Ok(day) => Ok((services::registration::view(&call(), Some(day)).await?, None)),
        Err(problem) => Ok((today, Some(problem))),
    }
}

/// Whether what a page asks is registered of this person.
fn is_asked(of: &OwnRegistration, page: &Page) -> bool {
    let stage = if of.detailed { Stage::Detailed } else { Stage::Simple };
    page.group.is_some_and(|group| stage.asks(group)) && page.code != "photo"
}

fn day(day: WorkDate) -> String {
    date::day_only(lang(), day)
}

fn shown_day(of: &OwnRegistration) -> impl IntoView + use<> {
    let words = tw(m::ON_SHOWN, &[("day", &day(of.on))]);
    (of.on != of.today).then(|| {
        view! {
            <Banner tone=Tone::Info>{words}</Banner>
            <p>
                <LinkButton href=PAGE text=t(m::ON_TODAY) kind=ButtonKind::Outline />
            </p>
        }
    })
}

fn head(of: &OwnRegistration) -> impl IntoView + use<> {
    let stage = t(words::stage(if of.detailed { Stage::Detailed } else { Stage::Simple }));
    let rows = vec![
        Row::new(t(m::TECHNICIAN_ID), of.id.grouped()),
        Row::new(t(m::STAGE), stage),
        Row::new(t(m::SINCE), day(of.since)),
    ];
    let photo = (of.has_photo && of.on == of.today).then(|| {
        view! { <img class="own-photo" src=format!("/photo/{}", of.id) alt=t(m::PHOTO) width="147" height="189" /> }
    });
    view! {
        <section class="card own-head">
            {photo}
            <DescriptionList rows />
        </section>
    }
}

/// The way to a change, or to the one under way.
fn offer(of: &OwnRegistration) -> impl IntoView + use<> {
    if of.on != of.today {
        return ().into_any();
    }
    let go = |words, kind| {
        view! {
            <form method="post" action=StartChange::PATH>
                <SubmitButton text=t(words) kind icon=icon::ARROW_FORWARD />
            </form>
        }
    };
    match &of.under_way {
        None => view! {
            <Card title=t(m::OFFER_TITLE)>
                <p>{t(m::OFFER)}</p>
                {go(m::OFFER_GO, ButtonKind::Solid)}
            </Card>
        }
        .into_any(),
        Some(change) => {
            let (title, state) = (tw(m::UNDER_WAY, &[("number", &change.number)]), change.state);
            view! {
                <Card title=title>
                    <p>
                        <Tag tone=Tone::Info text=t(word::application_state(state)) />
                        " "
                        {t(word::application_state_help(state))}
                    </p>
                    {go(m::GO_ON, ButtonKind::Outline)}
                </Card>
            }
            .into_any()
        }
    }
}

fn section(of: &OwnRegistration, page: &'static Page) -> impl IntoView + use<> {
    let title = t(words::page_title(page));
    if page.group == Some(Group::Employers) {
        let employments = employments(of);
        return view! {
            <Card title=title>
                {employments}
                <p><a href="/passport/employments">{t(msg::employment::OWN_TITLE)}</a></p>
            </Card>
        }
        .into_any();
    }
    let rows = rows(of, page);
    let lists: Vec<AnyView> = page.lists.iter().filter_map(|list| items(of, *list)).collect();
    let nothing = (rows.is_empty() && lists.is_empty()).then(|| view! { <p class="hint">{t(m::NOTHING)}</p> });
    view! {
        <Card title=title>
            {(!rows.is_empty()).then(|| view! { <DescriptionList rows /> })}
            {lists}
            {nothing}
        </Card>
    }
    .into_any()
}

fn rows(of: &OwnRegistration, page: &Page) -> Vec<Row> {
    let form = &of.registered.form;
    let row = |field: &&'static str| {
        if PICTURES.contains(field) || *field == "chief_consent" {
            return None;
        }
        let value = words::shown(field, &form.typed(field)?);
        let label = words::label(field)?;
        (!value.trim().is_empty()).then(|| Row::new(t(label), value))
    };
    let chief = form.chief.as_ref().filter(|_| page.code == "chief").map(|chief| {
        let values: Vec<String> = core::iter::once(chief.name.clone()).chain(chief.expires.map(day)).collect();
        Row::new(t(r::PAGE_CHIEF), values.join(t(r::JOIN_VALUES)))
    });
    page.fields.iter().filter_map(row).chain(chief).collect()
}

fn items(of: &OwnRegistration, list: List) -> Option<AnyView> {
    let items = of.registered.form.items(list);
    if items.is_empty() {
        return None;
    }
    let line = |item: &dyn domain::technician::Item| {
        let (name, field) = (item_summary(list, item), list.field(item.key()));
        let pictures = pictures(of, &field, &name);
        view! {
            <li>
                <span>{name}</span>
                {pictures}
            </li>
        }
    };
    let lines = items.into_iter().map(line).collect_view();
    Some(view! { <ul class="own-items" aria-label=t(words::list(list))>{lines}</ul> }.into_any())
}

/// The pictures of an item, each a link to the whole: its person's alone.
fn pictures(of: &OwnRegistration, field: &str, name: &str) -> Option<AnyView> {
    if of.on != of.today || !of.registered.pictures.contains_key(field) {
        return None;
    }
    let picture = |page: u32| {
        let address = format!("{PAGE}/file/{field}?page={page}");
        let alt = match of.pages.get(field) {
            Some(_) => tw(m::PAGES_OF, &[("item", &name), ("page", &page)]),
            None => tw(m::PICTURE_OF, &[("item", &name)]),
        };
        view! {
            <a href=address.clone() class="own-picture">
                <img src=address.clone() alt=alt loading="lazy" />
            </a>
        }
    };
    let pages = of.pages.get(field).copied().unwrap_or(1).max(1);
    Some(view! { <span class="own-pictures">{(1..=pages).map(picture).collect_view()}</span> }.into_any())
}

fn employments(of: &OwnRegistration) -> AnyView {
    if of.employments.is_empty() {
        let words = if of.on == of.today { m::NO_EMPLOYMENT } else { m::NO_EMPLOYMENT_THEN };
        return view! { <p class="hint">{t(words)}</p> }.into_any();
    }
    let row = |line: &EmploymentLine| {
        let until = line.until.map_or_else(|| t(m::LASTING).to_owned(), day);
        view! {
            <tr>
                <th scope="row">{line.name.clone()}</th>
                <td data-label=t(m::MAIN_OR_OTHER)>{t(if line.main { m::MAIN } else { m::OTHER })}</td>
                <td data-label=t(m::FROM)>{day(line.from)}</td>
                <td data-label=t(m::UNTIL)>{until}</td>
            </tr>
        }
    };
    let heads = [m::EMPLOYER, m::MAIN_OR_OTHER, m::FROM, m::UNTIL].map(|head| t(head).to_owned()).to_vec();
    let rows = of.employments.iter().map(row).collect_view();
    view! {
        <Table caption=t(m::EMPLOYMENTS_CAPTION) heads>
            {rows}
        </Table>
    }
    .into_any()
}

/// What cannot be changed by an application, and the way to have it put right.
fn fixed() -> impl IntoView {
    view! {
        <p class="hint">{t(m::FIXED)} " " <a href="/map">{t(m::FIXED_GO)}</a></p>
    }
}

/// A field, list or event of a day in words; parts of the birth date are one.
fn named(field: &str) -> Option<&'static str> {
    if field == "detailed" {
        return Some(t(m::BECAME_DETAILED));
    }
    if let Some(list) = List::from_code(field) {
        return Some(t(words::list(list)));
    }
    let field = if field.starts_with("birth_") { "birth_date" } else { field };
    words::label(field).map(t)
}

fn history(of: &OwnRegistration) -> impl IntoView + use<> {
    let line = |changed: &ChangedOn| {
        let mut fields: Vec<&str> = Vec::new();
        for name in changed.fields.iter().filter_map(|field| named(field)) {
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        let on = day(changed.day);
        let words = if fields.is_empty() {
            tw(m::HISTORY_FIRST, &[("day", &on)])
        } else {
            tw(m::HISTORY_CHANGED, &[("day", &on), ("fields", &fields.join(t(msg::common::LIST_JOIN)))])
        };
        let address = format!("{PAGE}?on={}", changed.day);
        view! { <li><a href=address>{words}</a></li> }
    };
    let lines = of.days.iter().map(line).collect_view();
    view! {
        <Card title=t(m::HISTORY)>
            <ol class="version-list">{lines}</ol>
        </Card>
    }
}

fn look(of: &OwnRegistration, asked: String) -> impl IntoView + use<> {
    let value = if asked.is_empty() && of.on != of.today { of.on.to_string() } else { asked };
    on_day::look(PAGE.to_owned(), value)
}
