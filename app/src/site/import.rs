//! `/business/sites/import` and one file of it: sending a file of many sites, seeing what was read and what is wrong, and
//! registering them. Invariant: nothing is registered before the button that says how many is pressed.

use super::{DiscardSites, TakeSites, import_file};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, SubmitButton, Table, Tag, Tone,
        UiError, call, error::NOT_FOUND, field::described_by, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    bulk::CellProblem,
    id::SiteImportId,
    site::{ImportedRow, SiteImport, SiteImportState},
    time::WorkDate,
};
use i18n::{Msg, date, msg, problem, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::site as m;

/// Its address.
pub(super) const PAGE: &str = "/business/sites/import";
const LIST: &str = "/business/sites";
/// Good rows shown before they are taken.
const ROWS_SHOWN: usize = 10;

/// The address of a file's page.
pub(super) fn page_of(id: SiteImportId) -> String {
    format!("{PAGE}/{id}")
}

fn crumbs(deep: bool) -> Vec<(String, String)> {
    let mut crumbs = vec![(LIST.to_owned(), t(m::LIST_TITLE).to_owned())];
    if deep {
        crumbs.push((PAGE.to_owned(), t(m::IMPORT_TITLE).to_owned()));
    }
    crumbs
}

/// `/business/sites/import`.
#[component]
pub fn SiteImportPage() -> impl IntoView {
    page(async {
        let files = services::site::imports(&call()).await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(PAGE).await?;
        provide_problems(flash.problems.clone());
        let today = call().today();
        let labels = vec![("file", t(m::IMPORT_FILE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::IMPORT_TITLE) who nav=frame::nav(LIST) crumbs=crumbs(false)>
                {limited}
                <ErrorSummary labels chosen=&["file"] />
                {office::outcome(&flash)}
                <p>{t(m::IMPORT_LEAD)}</p>
                <p>
                    <a href=import_file::TEMPLATE>{t(m::IMPORT_TEMPLATE)}</a>
                </p>
                {form()}
                {(!files.is_empty()).then(|| list(&files, today))}
            </OfficeLayout>
        })
    })
}

fn form() -> impl IntoView {
    view! {
        <Card>
            <form method="post" action=import_file::SEND enctype="multipart/form-data" class="form" novalidate>
                <Field name="file" label=t(m::IMPORT_FILE) hint=t(m::IMPORT_FILE_HINT) choice=true>
                    <input
                        class="file"
                        type="file"
                        id="file"
                        name="file"
                        accept=".csv,.xlsx,text/csv"
                        aria-describedby=described_by("file", true)
                    />
                </Field>
                <SubmitButton text=t(m::IMPORT_LOOK) icon=icon::CHECK />
            </form>
        </Card>
    }
}

const fn state_words(state: SiteImportState) -> Msg {
    match state {
        SiteImportState::LookedAt => m::IMPORT_LOOKED_AT,
        SiteImportState::Taken => m::IMPORT_TAKEN,
        SiteImportState::Discarded => m::IMPORT_DISCARDED,
    }
}

fn list(files: &[SiteImport], today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::IMPORT_FILE, m::IMPORT_AT, m::IMPORT_ROWS, m::COL_STATE].map(|head| t(head).to_owned()).to_vec();
    let line = move |file: &SiteImport| {
        let tone = if file.state == SiteImportState::Taken { Tone::Ok } else { Tone::Info };
        view! {
            <tr>
                <th scope="row">
                    <a href=page_of(file.id)>{file.file_name.clone()}</a>
                </th>
                <td data-label=t(m::IMPORT_AT)>{date::date_time(lang(), file.at, today)}</td>
                <td class="number" data-label=t(m::IMPORT_ROWS)>{tw(m::LIST_COUNT, &[("count", &file.rows)])}</td>
                <td data-label=t(m::COL_STATE)>
                    <Tag tone text=t(state_words(file.state)) />
                </td>
            </tr>
        }
    };
    let lines = files.iter().map(line).collect_view();
    view! {
        <h2>{t(m::IMPORT_FILES)}</h2>
        <Table caption=t(m::IMPORT_FILES) heads>
            {lines}
        </Table>
    }
}

/// `/business/sites/import/{file}`.
#[component]
pub fn SiteImportFilePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("import")).unwrap_or_default();
    page(async move {
        services::site::may_import(&call())?;
        let id: SiteImportId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let kept = services::site::import_detail(&call(), id).await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(&page_of(id)).await?;
        let wrong = (!kept.problems.is_empty()).then(|| wrong(id, &kept.problems));
        let first = kept.good.get(..ROWS_SHOWN).unwrap_or(&kept.good);
        let preview = (!first.is_empty()).then(|| preview(first));
        Ok(view! {
            <OfficeLayout title=kept.file.file_name.clone() who nav=frame::nav(LIST) crumbs=crumbs(true)>
                {limited}
                {office::outcome(&flash)}
                {standing(&kept.file)}
                {wrong}
                {preview}
            </OfficeLayout>
        })
    })
}

/// Where the file stands, and what can be done with it.
fn standing(file: &SiteImport) -> impl IntoView + use<> {
    let id = file.id.to_string();
    match file.state {
        SiteImportState::LookedAt => {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("rows", &file.rows), ("good", &file.good), ("problems", &file.problems)];
            let words = tw(m::IMPORT_RESULT, &values);
            let tone = if file.problems == 0 { Tone::Ok } else { Tone::Warn };
            let take = (file.good > 0).then(|| {
                let press = tw(m::IMPORT_TAKE, &[("good", &file.good)]);
                let id = id.clone();
                view! {
                    <form method="post" action=TakeSites::PATH>
                        <input type="hidden" name="file" value=id />
                        <SubmitButton text=press icon=icon::ADD />
                    </form>
                }
            });
            view! {
                <Banner tone>{words}</Banner>
                {take}
                <form method="post" action=DiscardSites::PATH>
                    <input type="hidden" name="file" value=id />
                    <SubmitButton text=t(m::IMPORT_DISCARD) kind=ButtonKind::Text />
                </form>
            }
            .into_any()
        }
        SiteImportState::Taken => {
            let words = tw(m::IMPORT_TAKEN_DONE, &[("good", &file.good)]);
            view! {
                <Banner tone=Tone::Ok>{words}</Banner>
                <p>
                    <LinkButton href=LIST text=t(m::IMPORT_TO_LIST) icon=icon::ARROW_FORWARD />
                </p>
            }
            .into_any()
        }
        SiteImportState::Discarded => view! { <Banner tone=Tone::Info>{t(m::IMPORT_DISCARDED)}</Banner> }.into_any(),
    }
}

fn wrong(id: SiteImportId, problems: &[CellProblem]) -> impl IntoView + use<> {
    let heads = [m::IMPORT_CELL, m::IMPORT_HEADING, m::IMPORT_TYPED, m::IMPORT_WHY];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |it: &CellProblem| {
        view! {
            <tr>
                <th scope="row" class="num">
                    {format!("{}{}", it.letters, it.line)}
                </th>
                <td data-label=t(m::IMPORT_HEADING) lang="ja">
                    {it.heading.clone()}
                </td>
                <td data-label=t(m::IMPORT_TYPED)>{it.typed.clone()}</td>
                <td class="wide" data-label=t(m::IMPORT_WHY)>{problem::text(lang(), &it.problem)}</td>
            </tr>
        }
    };
    let lines = problems.iter().map(line).collect_view();
    view! {
        <h2>{t(m::IMPORT_PROBLEMS)}</h2>
        <p>
            <a href=format!("{}/problems.csv", page_of(id))>{t(m::IMPORT_PROBLEMS_CSV)}</a>
        </p>
        <Table caption=t(m::IMPORT_PROBLEMS) heads>
            {lines}
        </Table>
    }
}

fn preview(first: &[ImportedRow]) -> impl IntoView + use<> {
    let heads = [m::COL_NAME, m::COL_PREFECTURE, m::ADDRESS, m::COL_PERIOD].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &ImportedRow| {
        let entry = &row.entry;
        view! {
            <tr>
                <th scope="row">{entry.name.clone()}</th>
                <td data-label=t(m::COL_PREFECTURE)>{word::prefecture(lang(), entry.prefecture)}</td>
                <td data-label=t(m::ADDRESS)>{entry.address.clone()}</td>
                <td class="num wide" data-label=t(m::COL_PERIOD)>
                    {date::iso_period(lang(), entry.period.start, entry.period.end)}
                </td>
            </tr>
        }
    };
    let lines = first.iter().map(line).collect_view();
    let title = tw(m::IMPORT_PREVIEW, &[("count", &first.len())]);
    view! {
        <h2>{title.clone()}</h2>
        <Table caption=title heads>
            {lines}
        </Table>
    }
}
