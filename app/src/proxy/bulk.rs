//! `/business/proxy/bulk` and one file of it: sending a file of many people, seeing what was read and what is wrong, and
//! making applications of it. Invariant: nothing is applied for before the button that says how many is pressed.

use super::{DiscardBulk, TakeBulk, bulk_file};
use crate::{
    application::frame as office,
    business::frame,
    fee::prices,
    shell::{
        Banner, ButtonKind, Card, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, RadioRows, SubmitButton, Table,
        Tag, Tone, UiError, call, error::NOT_FOUND, field::described_by, icon, lang, page, provide_problems, t, tw,
    },
    technician::words::{shown as value, stage as stage_words},
};
use domain::{
    bulk::{Bulk, BulkState, CellProblem, PROBLEMS_KEPT},
    id::BulkId,
    technician::{Stage, TechnicianForm},
    time::WorkDate,
};
use i18n::{Msg, date, msg, number, problem};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use msg::{proxy as m, technician as f};

/// Its address.
pub(super) const PAGE: &str = "/business/proxy/bulk";
const LIST: &str = "/business/proxy";

/// The address of a file's page.
pub(super) fn page_of(id: BulkId) -> String {
    format!("{PAGE}/{id}")
}

fn crumbs(deep: bool) -> Vec<(String, String)> {
    let mut crumbs = vec![
        ("/business/people".to_owned(), t(msg::common::NAV_PEOPLE).to_owned()),
        (LIST.to_owned(), t(m::TITLE).to_owned()),
    ];
    if deep {
        crumbs.push((PAGE.to_owned(), t(m::BULK_TITLE).to_owned()));
    }
    crumbs
}

/// `/business/proxy/bulk`.
#[component]
pub fn BulkPage() -> impl IntoView {
    page(async {
        let call = call();
        let files = services::bulk::list(&call).await?;
        prices::load().await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(PAGE).await?;
        provide_problems(flash.problems.clone());
        let today = call.today();
        let labels = vec![("stage", t(m::STAGE).to_owned()), ("file", t(m::BULK_FILE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::BULK_TITLE) who nav=frame::nav("/business/people") crumbs=crumbs(false)>
                {limited}
                <ErrorSummary labels chosen=&["stage", "file"] />
                {office::outcome(&flash)}
                <p>{t(m::BULK_LEAD)}</p>
                <p>
                    <a href=bulk_file::TEMPLATE>{t(m::BULK_TEMPLATE)}</a>
                </p>
                {form()}
                {(!files.is_empty()).then(|| list(&files, today))}
            </OfficeLayout>
        })
    })
}

fn form() -> impl IntoView {
    let options = [Stage::Simple, Stage::Detailed].map(|stage| {
        let yen = prices::words_of_stage(stage);
        (stage.code().to_owned(), tw(m::STAGE_AND_FEE, &[("stage", &t(stage_words(stage))), ("yen", &yen)]))
    });
    view! {
        <Card>
            <form method="post" action=bulk_file::SEND enctype="multipart/form-data" class="form" novalidate>
                <RadioRows name="stage" legend=t(m::STAGE) options=options.to_vec() />
                <Field name="file" label=t(m::BULK_FILE) hint=t(m::BULK_FILE_HINT) choice=true>
                    <input
                        class="file"
                        type="file"
                        id="file"
                        name="file"
                        accept=".csv,.xlsx,text/csv"
                        aria-describedby=described_by("file", true)
                    />
                </Field>
                <SubmitButton text=t(m::BULK_LOOK) icon=icon::CHECK />
            </form>
        </Card>
    }
}

const fn state_words(state: BulkState) -> Msg {
    match state {
        BulkState::LookedAt => m::BULK_STATE_LOOKED_AT,
        BulkState::Taking => m::BULK_STATE_TAKING,
        BulkState::Taken => m::BULK_STATE_TAKEN,
        BulkState::Discarded => m::BULK_STATE_DISCARDED,
    }
}

fn list(files: &[Bulk], today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::BULK_NAME, m::BULK_AT, m::BULK_COUNTS, m::STANDING].map(|head| t(head).to_owned()).to_vec();
    let line = move |file: &Bulk| {
        let counts = [("rows", number::grouped(file.rows.into())), ("good", number::grouped(file.good.into()))];
        let counts = tw(m::BULK_COUNTS_OF, &[("rows", &counts[0].1), ("good", &counts[1].1)]);
        let tone = if file.state == BulkState::Taken { Tone::Ok } else { Tone::Info };
        view! {
            <tr>
                <th scope="row">
                    <a href=page_of(file.id)>{file.file_name.clone()}</a>
                </th>
                <td data-label=t(m::BULK_AT)>{date::date_time(lang(), file.at, today)}</td>
                <td data-label=t(m::BULK_COUNTS)>{counts}</td>
                <td data-label=t(m::STANDING)>
                    <Tag tone text=t(state_words(file.state)) />
                </td>
            </tr>
        }
    };
    let lines = files.iter().map(line).collect_view();
    view! {
        <h2>{t(m::BULK_FILES)}</h2>
        <Table caption=t(m::BULK_FILES) heads>
            {lines}
        </Table>
    }
}

/// `/business/proxy/bulk/{bulk}`.
#[component]
pub fn BulkFilePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("bulk")).unwrap_or_default();
    page(async move {
        services::proxy::may_open(&call())?;
        let id: BulkId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let (file, problems, first) = services::bulk::detail(&call(), id).await?;
        let who = office::who().await?;
        let limited = crate::business::limits().await?;
        let flash = Flash::take(&page_of(id)).await?;
        Ok(view! {
            <OfficeLayout title=file.file_name.clone() who nav=frame::nav("/business/people") crumbs=crumbs(true)>
                {limited}
                {office::outcome(&flash)}
                {standing(&file)}
                {(!problems.is_empty()).then(|| wrong(&file, &problems))}
                {(file.state == BulkState::LookedAt && !first.is_empty()).then(|| preview(&first))}
            </OfficeLayout>
        })
    })
}

/// Where the file stands, and what can be done with it.
fn standing(file: &Bulk) -> impl IntoView + use<> {
    let counted = |count: u32| number::grouped(count.into());
    let (rows, good, taken, problems) =
        (counted(file.rows), counted(file.good), counted(file.taken), counted(file.problems));
    match file.state {
        BulkState::LookedAt => {
            let all_good = file.problems == 0;
            let words = if all_good {
                tw(m::BULK_RESULT_GOOD, &[("rows", &rows)])
            } else {
                tw(m::BULK_RESULT, &[("rows", &rows), ("good", &good), ("problems", &problems)])
            };
            let tone = if all_good { Tone::Ok } else { Tone::Warn };
            view! {
                <Banner tone>{words}</Banner>
                {(file.good > 0).then(|| take(file, &good))}
                {discard(file)}
            }
            .into_any()
        }
        BulkState::Taking => {
            let words = tw(m::BULK_TAKING, &[("taken", &taken), ("good", &good)]);
            view! { <Banner tone=Tone::Info>{words}</Banner> }.into_any()
        }
        BulkState::Taken => view! {
            <Banner tone=Tone::Ok>{tw(m::BULK_TAKEN_DONE, &[("taken", &taken)])}</Banner>
            <p>
                <LinkButton href=LIST text=t(m::BULK_TO_LIST) icon=icon::ARROW_FORWARD />
            </p>
        }
        .into_any(),
        BulkState::Discarded => view! { <Banner tone=Tone::Info>{t(m::BULK_STATE_DISCARDED)}</Banner> }.into_any(),
    }
}

fn take(file: &Bulk, good: &str) -> impl IntoView + use<> {
    let (id, words) = (file.id.to_string(), tw(m::BULK_TAKE, &[("good", &good)]));
    view! {
        <form method="post" action=TakeBulk::PATH>
            <input type="hidden" name="bulk" value=id />
            <SubmitButton text=words icon=icon::ARROW_FORWARD />
            <p class="hint">{t(m::BULK_TAKE_HINT)}</p>
        </form>
    }
}

fn discard(file: &Bulk) -> impl IntoView + use<> {
    let id = file.id.to_string();
    view! {
        <form method="post" action=DiscardBulk::PATH>
            <input type="hidden" name="bulk" value=id />
            <SubmitButton text=t(m::BULK_DISCARD) kind=ButtonKind::Text />
        </form>
    }
}

fn wrong(file: &Bulk, problems: &[CellProblem]) -> impl IntoView + use<> {
    let heads = [m::BULK_CELL, m::BULK_HEADING, m::BULK_TYPED, m::BULK_WHY].map(|head| t(head).to_owned()).to_vec();
    let line = |it: &CellProblem| {
        let typed = if it.typed.is_empty() { t(m::BULK_EMPTY).to_owned() } else { it.typed.clone() };
        view! {
            <tr>
                <th scope="row" class="num">
                    {format!("{}{}", it.letters, it.line)}
                </th>
                <td data-label=t(m::BULK_HEADING) lang="ja">
                    {it.heading.clone()}
                </td>
                <td data-label=t(m::BULK_TYPED)>{typed}</td>
                <td class="wide" data-label=t(m::BULK_WHY)>{problem::text(lang(), &it.problem)}</td>
            </tr>
        }
    };
    let kept = number::grouped(i64::try_from(PROBLEMS_KEPT).unwrap_or(i64::MAX));
    let first = (usize::try_from(file.problems).unwrap_or(usize::MAX) > problems.len())
        .then(|| view! { <p class="hint">{tw(m::BULK_PROBLEMS_FIRST, &[("count", &kept)])}</p> });
    let lines = problems.iter().map(line).collect_view();
    view! {
        <h2>{t(m::BULK_PROBLEMS)}</h2>
        {first}
        <p>
            <a href=format!("{}/problems.csv", page_of(file.id))>{t(m::BULK_PROBLEMS_CSV)}</a>
        </p>
        <Table caption=t(m::BULK_PROBLEMS) heads>
            {lines}
        </Table>
    }
}

fn preview(first: &[(u32, TechnicianForm)]) -> impl IntoView + use<> {
    let heads = [m::BULK_LINE, m::NAME, m::BULK_BIRTH, f::TRADE_1, f::PREFECTURE, f::PHONE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let line = |(line, form): &(u32, TechnicianForm)| {
        let name = format!("{} {}", form.family_name, form.given_name);
        let birth = domain::calendar::parse(&form.birth()).map(|day| date::day_only(lang(), day)).unwrap_or_default();
        view! {
            <tr>
                <td class="number" data-label=t(m::BULK_LINE)>{*line}</td>
                <th scope="row">{name}</th>
                <td data-label=t(m::BULK_BIRTH)>{birth}</td>
                <td data-label=t(f::TRADE_1)>{value("trade_1", &form.trade_1)}</td>
                <td data-label=t(f::PREFECTURE)>{value("prefecture", &form.prefecture)}</td>
                <td class="num" data-label=t(f::PHONE)>{form.phone.clone()}</td>
            </tr>
        }
    };
    let lines = first.iter().map(line).collect_view();
    let title = tw(m::BULK_PREVIEW, &[("count", &first.len())]);
    view! {
        <h2>{title.clone()}</h2>
        <Table caption=title heads>
            {lines}
        </Table>
    }
}
