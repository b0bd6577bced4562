//! `/register/technician/{page}`: one question group a page. Invariant: the form of a page sends that page's inputs and no
//! others, so that nothing typed elsewhere is lost.

use super::{
    SaveTechnician,
    flow::{self, NEW, item_address, page_address, picture_address, picture_of, problems_on, stage_of},
    input, item, picture, start, tasks, words,
};
use crate::{
    application::{TypingAid, bound::sent_to, frame, mine, progress, words as application_words},
    proxy::way_back,
    shell::{
        Banner, ButtonKind, ErrorSummary, Flash, Icon, LinkButton, PageTitle, PublicLayout, SubmitButton, Tone,
        UiError, error::NOT_FOUND, icon, page, provide_problems, redirect, request::Request, t, tw,
    },
};
use domain::{
    application::{Deficiency, TechnicianDraft},
    form::FieldProblem,
    technician::{List, PICTURES, Page, Stage, parts},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::registration as m;

/// Id of the page's own form.
const PAGE_FORM: &str = "page-form";

/// `/register/technician/{page}`.
#[component]
pub fn TechnicianPartPage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("page")).unwrap_or_default();
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let Some((mine, view)) = mine::technician(&request).await? else {
            return Ok(start::not_begun().into_any());
        };
        let stage = stage_of(view.kind)?;
        let here = domain::technician::page(stage, &code).ok_or_else(|| UiError::of(NOT_FOUND))?;
        if !view.state.is_editable() {
            redirect(&format!("/register/{}", view.number));
        }
        let draft = services::application::technician_draft(&mine.call, mine.id).await?;
        let flash = Flash::take(&page_address(&code)).await?;
        Ok(form_page((&draft, mine.for_somebody), stage, here, &flash, check).into_any())
    })
}

/// The problems to show: what the last form left, or all of the page where one was sent here to put them right.
fn shown(draft: &TechnicianDraft, stage: Stage, here: &Page, flash: &Flash, check: bool) -> Vec<FieldProblem> {
    let found = if check { problems_on(draft, stage, here) } else { flash.problems.clone() };
    let single = found.into_iter().filter(|problem| parts(&problem.field).is_none());
    single.map(|problem| FieldProblem::new(words::input_of(&problem.field), problem.problem)).collect()
}

fn form_page(
    (draft, for_somebody): (&TechnicianDraft, bool),
    stage: Stage,
    here: &'static Page,
    flash: &Flash,
    check: bool,
) -> impl IntoView + use<> {
    let problems = shown(draft, stage, here, flash, check);
    let failed = !problems.is_empty();
    provide_problems(problems);
    let deficiencies: Vec<Deficiency> =
        draft.view.deficiencies.iter().filter(|deficiency| here.holds(&deficiency.field)).cloned().collect();
    let title = t(words::page_title(here));
    let group = here.group.map(|group| {
        let (number, name) = (group.number(), t(words::group(group)));
        view! { <p class="eyebrow">{tw(m::GROUP_NUMBER, &[("number", &number), ("group", &name)])}</p> }
    });
    let (labels, outcome) = (labels(stage, here), frame::outcome(flash));
    let deficiencies = application_words::deficiency_list(draft.view.kind, &deficiencies);
    let lead = words::lead(stage, here).map(|lead| view! { <p>{t(lead)}</p> });
    let lists = here.lists.iter().map(|list| items(draft, stage, here, *list)).collect_view();
    // What depends on the page's own answers comes after them.
    let (before, after) = if here.fields.is_empty() { (Some(lists), None) } else { (None, Some(lists)) };
    let form = page_form(draft, stage, here, for_somebody);
    let way = way_back(Some(&draft.view));
    view! {
        <PublicLayout>
            <PageTitle text=title failed />
            <div class="registration-main">
                {group}
                <h1 id="main">{title}</h1>
                <ErrorSummary labels chosen=words::CHOSEN />
                {outcome}
                {deficiencies}
                {lead}
                {before}
                {form}
                {after}
                <p>{tasks::back()}</p>
                {way}
            </div>
        </PublicLayout>
    }
}

fn labels(stage: Stage, here: &Page) -> Vec<(&'static str, String)> {
    let of = |field: &'static str| words::label(field).map(|label| (words::input_of(field), t(label).to_owned()));
    here.fields_of(stage).filter_map(of).collect()
}

/// The page's own inputs. A page with pictures sends them with the rest.
fn page_form(draft: &TechnicianDraft, stage: Stage, here: &'static Page, for_somebody: bool) -> impl IntoView + use<> {
    let picture = here.fields_of(stage).find(|field| PICTURES.contains(field));
    let (action, enctype) = match picture {
        Some(field) => (format!("/register/file/{}/{field}", here.code), "multipart/form-data"),
        None => (SaveTechnician::PATH.to_owned(), "application/x-www-form-urlencoded"),
    };
    let action = sent_to(&action, draft.view.id);
    let inputs = input::of_page(stage, here, &draft.form, for_somebody);
    let pictures = picture.map(|field| {
        let now = picture_of(draft, field);
        picture::field(stage, field, field, now.map(|size| (size, picture_address(field))))
    });
    let (before, after): (Vec<_>, Vec<_>) = inputs.into_iter().partition(|(name, _)| input::is_before_picture(name));
    let views = |inputs: Vec<(&'static str, AnyView)>| inputs.into_iter().map(|(_, view)| view).collect_view();
    let found = draft.form.chief.as_ref().filter(|_| here.code == "chief").map(|found| {
        let words = tw(m::CHIEF_FOUND, &[("name", &found.name)]);
        view! { <Banner tone=Tone::Ok>{words}</Banner> }
    });
    view! {
        {found}
        <form method="post" action=action enctype=enctype class="form" id=PAGE_FORM novalidate>
            <input type="hidden" name="page" value=here.code />
            {progress::default_button(Some(("then", "next")))}
            {views(before)}
            {pictures}
            {views(after)}
            {buttons()}
        </form>
        <TypingAid
            kana=["family_kana", "given_kana"].map(str::to_owned).to_vec()
            postcodes=["postcode", "card_postcode"].map(str::to_owned).to_vec()
            filled=t(msg::common::ADDRESS_FILLED).to_owned()
        />
    }
}

fn buttons() -> impl IntoView {
    view! {
        <div class="form-actions">
            <SubmitButton text=t(m::NEXT) icon=icon::ARROW_FORWARD name="then" value="next" />
            <SubmitButton text=t(m::TO_LIST) kind=ButtonKind::Outline icon=icon::SAVE name="then" value="list" />
        </div>
    }
}

/// The way to a new item. Where the page has inputs of its own it saves them first, so that nothing typed is lost.
fn add_button(here: &Page, words: String) -> AnyView {
    if here.fields.is_empty() {
        let href = item_address(here.code, NEW);
        return view! { <LinkButton href text=words kind=ButtonKind::Outline icon=icon::ADD /> }.into_any();
    }
    view! {
        <button type="submit" form=PAGE_FORM class=ButtonKind::Outline.class() name="then" value="add">
            <Icon of=icon::ADD />
            {words}
        </button>
    }
    .into_any()
}

/// The items of a list, each with the ways to change it and to take it out.
fn items(draft: &TechnicianDraft, stage: Stage, here: &Page, list: List) -> impl IntoView + use<> {
    let code = here.code;
    let rows: Vec<AnyView> = draft
        .form
        .items(list)
        .into_iter()
        .map(|of| {
            let wrong = !flow::problems_of_item(draft, stage, list, of.key()).is_empty();
            let picture = picture_of(draft, &list.field(of.key())).is_some();
            let stays = list == List::Employers && draft.form.before(&list.field(of.key())).is_some();
            item::line(code, list, of, wrong, (picture, !stays), draft.view.id).into_any()
        })
        .collect();
    let name = t(words::list(list));
    let inside = if rows.is_empty() {
        view! { <p class="hint">{t(m::LIST_NONE)}</p> }.into_any()
    } else {
        view! { <ul class="items">{rows}</ul> }.into_any()
    };
    let add = add_button(here, tw(m::ITEM_ADD, &[("list", &name)]));
    let heading = format!("list-{}", list.code());
    let labelled = heading.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            <h2 class="card-title" id=heading>
                {name}
            </h2>
            {inside}
            {add}
        </section>
    }
}
