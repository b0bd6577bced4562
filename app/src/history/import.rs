//! `/business/sites/{site}/history/import` and one file of it: sending days of work by file, seeing what was read and what is
//! wrong, and entering them. Invariant: nothing is entered before the button that says how many is pressed.

use super::{
    DiscardHistoryFile, TakeHistoryFile,
    ask::{month_of, page_of},
    entered::times,
    import_file,
};
use crate::{
    application::{choice, frame as office},
    business::frame,
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, RadioRows, SubmitButton, Table,
        Tag, Tone, UiError, call, error::NOT_FOUND, field::described_by, icon, lang, page, provide_problems, t, tw,
    },
};
use domain::{
    bulk::CellProblem,
    history::file::{FileKind, FileRow, HistoryFile},
    id::{HistoryFileId, SiteId},
    site::SiteImportState,
    time::WorkDate,
};
use i18n::{Msg, date, msg, problem};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::history_file as m;

const SITES: &str = "/business/sites";
/// Good rows shown before they are entered.
const ROWS_SHOWN: usize = 10;

/// The page of a site's files of days.
pub fn files_of(site: SiteId) -> String {
    format!("{}/import", page_of(site))
}

/// The page of one of them.
pub(super) fn file_of(site: SiteId, id: HistoryFileId) -> String {
    format!("{}/{id}", files_of(site))
}

fn crumbs(site: SiteId, name: String, deep: bool) -> Vec<(String, String)> {
    let mut crumbs = vec![
        (SITES.to_owned(), t(msg::site::LIST_TITLE).to_owned()),
        (format!("{SITES}/{site}"), name),
        (month_of(site, call().today().month()), t(msg::sheet::LINK).to_owned()),
    ];
    if deep {
        crumbs.push((files_of(site), t(m::TITLE).to_owned()));
    }
    crumbs
}

fn kind_word(kind: FileKind) -> Msg {
    match kind {
        FileKind::Days => m::KIND_DAYS,
        FileKind::KentaikyoR => m::KIND_R,
    }
}

/// `/business/sites/{site}/history/import`.
#[component]
pub fn HistoryImportPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let name = services::history::may_enter(&call(), site).await?;
        let files = services::history::files(&call(), site).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(&files_of(site)).await?;
        provide_problems(flash.problems.clone());
        let today = call().today();
        let labels = vec![("kind", t(m::KIND).to_owned()), ("file", t(m::FILE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav(SITES) crumbs=crumbs(site, name, false)>
                {limited}
                <ErrorSummary labels chosen=&["kind", "file"] />
                {office::outcome(&flash)}
                <p>{t(m::LEAD)}</p>
                <p>{t(m::RULES)}</p>
                <p>
                    <a href=import_file::template_of(site, FileKind::Days)>{t(m::TEMPLATE_DAYS)}</a>
                </p>
                <p>
                    <a href=import_file::template_of(site, FileKind::KentaikyoR)>{t(m::TEMPLATE_R)}</a>
                </p>
                {form(site)}
                {(!files.is_empty()).then(|| list(site, &files, today))}
            </OfficeLayout>
        })
    })
}

fn form(site: SiteId) -> impl IntoView + use<> {
    let kinds = choice::of(FileKind::ALL.map(|kind| (kind.code(), kind_word(kind))));
    view! {
        <Card>
            <form
                method="post"
                action=import_file::send_of(site)
                enctype="multipart/form-data"
                class="form"
                novalidate
            >
                <RadioRows
                    name="kind"
                    legend=t(m::KIND)
                    hint=t(m::R_MEANS)
                    value=FileKind::Days.code()
                    options=kinds
                />
                <Field name="file" label=t(m::FILE) hint=t(m::FILE_HINT) choice=true>
                    <input
                        class="file"
                        type="file"
                        id="file"
                        name="file"
                        accept=".csv,.xlsx,text/csv"
                        aria-describedby=described_by("file", true)
                    />
                </Field>
                <SubmitButton text=t(m::LOOK) icon=icon::CHECK />
            </form>
        </Card>
    }
}

const fn state_words(state: SiteImportState) -> Msg {
    match state {
        SiteImportState::LookedAt => m::LOOKED_AT,
        SiteImportState::Taken => m::TAKEN,
        SiteImportState::Discarded => m::DISCARDED,
    }
}

fn list(site: SiteId, files: &[HistoryFile], today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::FILE, m::AT, m::DAYS, m::STATE].map(|head| t(head).to_owned()).to_vec();
    let line = move |file: &HistoryFile| {
        let tone = if file.state == SiteImportState::Taken { Tone::Ok } else { Tone::Info };
        view! {
            <tr>
                <th scope="row">
                    <a href=file_of(site, file.id)>{file.file_name.clone()}</a>
                </th>
                <td data-label=t(m::AT)>{date::date_time(lang(), file.at, today)}</td>
                <td class="number" data-label=t(m::DAYS)>{tw(m::COUNT, &[("count", &file.days)])}</td>
                <td data-label=t(m::STATE)>
                    <Tag tone text=t(state_words(file.state)) />
                </td>
            </tr>
        }
    };
    let lines = files.iter().map(line).collect_view();
    view! {
        <h2>{t(m::FILES)}</h2>
        <Table caption=t(m::FILES) heads>
            {lines}
        </Table>
    }
}

/// `/business/sites/{site}/history/import/{file}`.
#[component]
pub fn HistoryImportFilePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| (params.get("site"), params.get("import")));
    page(async move {
        let not_found = || UiError::of(NOT_FOUND);
        let site: SiteId = asked.0.unwrap_or_default().parse().map_err(|_| not_found())?;
        let name = services::history::may_enter(&call(), site).await?;
        let id: HistoryFileId = asked.1.unwrap_or_default().parse().map_err(|_| not_found())?;
        let kept = services::history::file_detail(&call(), site, id).await?;
        let who = office::who().await?;
        let limited = crate::fee::standing_banner().await?;
        let flash = Flash::take(&file_of(site, id)).await?;
        let wrong = (!kept.problems.is_empty()).then(|| wrong(site, id, &kept.problems));
        let first = kept.good.get(..ROWS_SHOWN).unwrap_or(&kept.good);
        let preview = (!first.is_empty()).then(|| preview(first));
        Ok(view! {
            <OfficeLayout title=kept.file.file_name.clone() who nav=frame::nav(SITES) crumbs=crumbs(site, name, true)>
                {limited}
                {office::outcome(&flash)}
                <p>{t(kind_word(kept.file.kind))}</p>
                {standing(site, &kept.file)}
                {wrong}
                {preview}
            </OfficeLayout>
        })
    })
}

fn named(site: SiteId, id: HistoryFileId) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="site" value=site.to_string() />
        <input type="hidden" name="file" value=id.to_string() />
    }
}

/// Where the file stands, and what can be done with it.
fn standing(site: SiteId, file: &HistoryFile) -> impl IntoView + use<> {
    let known = (file.known > 0).then(|| view! { <p>{tw(m::KNOWN, &[("known", &file.known)])}</p> });
    let id = file.id;
    match file.state {
        SiteImportState::LookedAt => {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("rows", &file.rows), ("days", &file.days), ("problems", &file.problems)];
            let words = tw(m::RESULT, &values);
            let tone = if file.problems == 0 { Tone::Ok } else { Tone::Warn };
            let take = (file.days > 0).then(|| {
                let press = tw(m::TAKE, &[("days", &file.days)]);
                view! {
                    <form method="post" action=TakeHistoryFile::PATH>
                        {named(site, id)}
                        <SubmitButton text=press icon=icon::ADD />
                    </form>
                }
            });
            view! {
                <Banner tone>{words}</Banner>
                {known}
                {take}
                <form method="post" action=DiscardHistoryFile::PATH>
                    {named(site, id)}
                    <SubmitButton text=t(m::DISCARD) kind=ButtonKind::Text />
                </form>
            }
            .into_any()
        }
        SiteImportState::Taken => {
            let words = tw(m::TAKEN_DONE, &[("days", &file.days)]);
            view! {
                <Banner tone=Tone::Ok>{words}</Banner>
                {known}
                <p>
                    <LinkButton href=page_of(site) text=t(msg::sheet::LINK) icon=icon::ARROW_FORWARD />
                </p>
            }
            .into_any()
        }
        SiteImportState::Discarded => view! { <Banner tone=Tone::Info>{t(m::DISCARDED)}</Banner> }.into_any(),
    }
}

fn wrong(site: SiteId, id: HistoryFileId, problems: &[CellProblem]) -> impl IntoView + use<> {
    let heads = [m::CELL, m::HEADING, m::TYPED, m::WHY].map(|head| t(head).to_owned()).to_vec();
    let line = |it: &CellProblem| {
        view! {
            <tr>
                <th scope="row" class="num">
                    {format!("{}{}", it.letters, it.line)}
                </th>
                <td data-label=t(m::HEADING) lang="ja">
                    {it.heading.clone()}
                </td>
                <td data-label=t(m::TYPED)>{it.typed.clone()}</td>
                <td class="wide" data-label=t(m::WHY)>{problem::text(lang(), &it.problem)}</td>
            </tr>
        }
    };
    let lines = problems.iter().map(line).collect_view();
    view! {
        <h2>{t(m::PROBLEMS)}</h2>
        <p>
            <a href=format!("{}/problems.csv", file_of(site, id))>{t(m::PROBLEMS_CSV)}</a>
        </p>
        <Table caption=t(m::PROBLEMS) heads>
            {lines}
        </Table>
    }
}

fn preview(first: &[FileRow]) -> impl IntoView + use<> {
    let heads = [m::PERSON, m::DAYS, m::TIMES].map(|head| t(head).to_owned()).to_vec();
    let line = |row: &FileRow| {
        let entry = &row.entry;
        let days: Vec<WorkDate> = entry.days.dates(entry.month).collect();
        let first = days.first().copied().unwrap_or(entry.month.first_day());
        let words: Vec<String> = days.iter().map(|day| date::day_only(lang(), *day)).collect();
        let hours = entry.hours.on(first, None);
        let none = hours.first_in.is_none() && hours.last_out.is_none();
        let hours = if none { t(m::NO_TIMES).to_owned() } else { times(hours, first) };
        view! {
            <tr>
                <th scope="row" class="num">{entry.technician_id.grouped()}</th>
                <td class="wide" data-label=t(m::DAYS)>{words.join(" ")}</td>
                <td class="num" data-label=t(m::TIMES)>{hours}</td>
            </tr>
        }
    };
    let lines = first.iter().map(line).collect_view();
    let title = tw(m::PREVIEW, &[("count", &first.len())]);
    view! {
        <h2>{title.clone()}</h2>
        <Table caption=title heads>
            {lines}
        </Table>
    }
}
