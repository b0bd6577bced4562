//! `/register/technician/{page}/{item}`: one item of a list. Invariant: what was typed of an item is kept, right or wrong;
//! it is taken out only by the button that says so.

use super::{
    PutTechnicianItem, RemoveTechnicianItem,
    flow::{self, NEW, item_address, list_of, page_address, picture_of, stage_of},
    input, item_words, picture, start, words,
};
use crate::{
    application::{bound::sent_to, mine, progress, words as application_words},
    proxy::way_back,
    shell::{
        ButtonKind, ErrorSummary, Flash, LinkButton, PageTitle, PublicLayout, SubmitButton, Tag, Tone, UiError,
        error::NOT_FOUND, icon, page, provide_problems, redirect, request::Request, t, tw,
    },
};
use domain::{
    application::{Deficiency, TechnicianDraft},
    id::ApplicationId,
    technician::{Item, List, Stage, item_fields},
};
use i18n::msg;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::registration as m;

/// `/register/technician/{page}/{item}`.
#[component]
pub fn TechnicianItemPage() -> impl IntoView {
    let params = use_params_map();
    let param = |name: &str| params.with_untracked(|params| params.get(name)).unwrap_or_default();
    let (code, key) = (param("page"), param("item"));
    let check = use_query_map().with_untracked(|query| query.get("check").is_some());
    page(async move {
        let request = expect_context::<Request>();
        let Some((mine, view)) = mine::technician(&request).await? else {
            return Ok(start::not_begun().into_any());
        };
        let list = list_of(view.kind, &code)?;
        if !view.state.is_editable() {
            redirect(&format!("/register/{}", view.number));
        }
        let draft = services::application::technician_draft(&mine.call, mine.id).await?;
        let is_there = draft.form.items(list).iter().any(|item| item.key() == key);
        if key != NEW && !is_there {
            return Err(UiError::of(NOT_FOUND));
        }
        let mut flash = Flash::take(&item_address(&code, &key)).await?;
        if check && is_there {
            flash.problems = flow::problems_of_item(&draft, stage_of(view.kind)?, list, &key);
        }
        Ok(form_page((&draft, mine.for_somebody), &code, list, &key, &flash).into_any())
    })
}

fn form_page(
    (draft, for_somebody): (&TechnicianDraft, bool),
    code: &str,
    list: List,
    key: &str,
    flash: &Flash,
) -> impl IntoView + use<> {
    let failed = !flash.problems.is_empty();
    provide_problems(flash.problems.clone());
    let title = t(words::list(list)).to_owned();
    let number = (key != NEW).then(|| view! { <p class="eyebrow">{words::item_label(list, key)}</p> });
    let field = list.field(key);
    let deficiencies: Vec<Deficiency> =
        draft.view.deficiencies.iter().filter(|deficiency| deficiency.field == field).cloned().collect();
    let labels = item_fields(list).iter().map(|name| (*name, t(item_words::label(list, name)).to_owned()));
    let labels: Vec<(&'static str, String)> = labels.chain([("picture", t(m::CERTIFICATE).to_owned())]).collect();
    let page_title = domain::technician::PAGES.iter().find(|page| page.code == code).map(words::page_title);
    let back = page_title.map(|page| tw(m::BACK_TO_PAGE, &[("page", &t(page))])).unwrap_or_default();
    let outcome = crate::application::frame::outcome(flash);
    let deficiencies = application_words::deficiency_list(draft.view.kind, &deficiencies);
    let (form, list_address) = (item_form((draft, for_somebody), code, list, key), page_address(code));
    let way = way_back(Some(&draft.view));
    view! {
        <PublicLayout>
            <PageTitle text=title.clone() failed />
            <div class="registration-main">
                {number}
                <h1 id="main">{title}</h1>
                <ErrorSummary labels chosen=item_words::CHOSEN />
                {outcome}
                {deficiencies}
                {form}
                <p>
                    <LinkButton href=list_address text=back kind=ButtonKind::Text />
                </p>
                {way}
            </div>
        </PublicLayout>
    }
}

fn item_form(
    (draft, for_somebody): (&TechnicianDraft, bool),
    code: &str,
    list: List,
    key: &str,
) -> impl IntoView + use<> {
    let items = draft.form.items(list);
    let now = items.into_iter().find(|item| item.key() == key);
    let value = |name: &str| now.and_then(|item| item.get(name)).unwrap_or_default().to_owned();
    let input = |name: &'static str| input::of_item(list, name, value(name), &draft.form, for_somebody);
    let inputs = item_fields(list).iter().copied().map(input).collect_view();
    let takes = list.takes_picture();
    let (action, enctype) = if takes {
        (format!("/register/file/{code}/{key}"), "multipart/form-data")
    } else {
        (PutTechnicianItem::PATH.to_owned(), "application/x-www-form-urlencoded")
    };
    let action = sent_to(&action, draft.view.id);
    let field = list.field(key);
    let sent = picture_of(draft, &field).map(|size| (size, format!("/register/file/{field}")));
    let stage = stage_of(draft.view.kind).unwrap_or(Stage::Simple);
    let picture = takes.then(|| picture::field(stage, "picture", list.code(), sent));
    view! {
        <form method="post" action=action enctype=enctype class="form" novalidate>
            <input type="hidden" name="page" value=code.to_owned() />
            <input type="hidden" name="item" value=key.to_owned() />
            {progress::default_button(None)}
            {inputs}
            {picture}
            <SubmitButton text=t(m::ITEM_SAVE) icon=icon::SAVE />
        </form>
    }
}

/// An item in its list. `picture`: one was sent; `may_go`: it can be taken out.
pub fn line(
    code: &'static str,
    list: List,
    of: &dyn Item,
    wrong: bool,
    (picture, may_go): (bool, bool),
    application: ApplicationId,
) -> impl IntoView + use<> {
    let (key, name) = (of.key().to_owned(), item_words::summary(list, of));
    // By which a return names it, in the message too.
    let number = words::item_label(list, &key);
    let change = tw(m::ITEM_CHANGE_OF, &[("item", &name)]);
    let remove = tw(m::ITEM_REMOVE_OF, &[("item", &name)]);
    let sent = list.takes_picture().then(|| {
        let (tone, words) = if picture { (Tone::Ok, m::PICTURE_THERE) } else { (Tone::Plain, m::PICTURE_NONE) };
        view! { <Tag tone text=t(words) /> }
    });
    let address = if wrong { format!("{}?check=1", item_address(code, &key)) } else { item_address(code, &key) };
    view! {
        <li>
            <span class="hint">{number}</span>
            <strong>{name}</strong>
            {sent}
            {wrong.then(|| view! { <Tag tone=Tone::Err icon=icon::ERROR_FILL text=t(m::ITEM_TO_FIX) /> })}
            <span class="item-ways">
                <a class="button outline" href=address aria-label=change>
                    {t(m::ITEM_CHANGE)}
                </a>
                {may_go.then(|| view! { <form method="post" action=sent_to(RemoveTechnicianItem::PATH, application)>
                    <input type="hidden" name="page" value=code />
                    <input type="hidden" name="item" value=key />
                    <button type="submit" class=ButtonKind::Text.class() aria-label=remove>
                        {t(m::ITEM_REMOVE)}
                    </button>
                </form> })}
            </span>
        </li>
    }
}
