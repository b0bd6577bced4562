//! `/business/sites/{site}/readings`: how a reader's file is written, sending one, and those that were sent.

use super::{
    api::{list_of, page_of},
    file::FILE,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        ButtonKind, Card, DescriptionList, ErrorSummary, Field, Flash, LinkButton, OfficeLayout, Row, SubmitButton,
        Table, Tag, Tone, UiError, call, error::NOT_FOUND, field::described_by, icon, lang, page, provide_problems, t,
        tw,
    },
};
use domain::{
    id::SiteId,
    time::WorkDate,
    touch::reading::{COLUMNS, FileState, ReadingFile},
};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::reading as m;

/// The way from the page of a site.
pub fn link(site: SiteId) -> impl IntoView {
    view! { <LinkButton href=list_of(site) text=t(m::LINK) kind=ButtonKind::Outline icon=icon::UPLOAD_FILE /> }
}

/// `/business/sites/{site}/readings`.
#[component]
pub fn ReadingsPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    page(async move {
        let site: SiteId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let call = call();
        let (name, files) = services::reading::list(&call, site).await?;
        let who = office::who().await?;
        let flash = Flash::take(&list_of(site)).await?;
        provide_problems(flash.problems.clone());
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), name),
        ];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::nav("/business/sites") crumbs>
                <ErrorSummary labels=vec![(FILE, t(m::FILE).to_owned())] chosen=&[FILE] />
                {office::outcome(&flash)}
                <p>{t(m::LEAD)}</p>
                {form(site)}
                {columns()}
                {(!files.is_empty()).then(|| list(site, &files, today))}
            </OfficeLayout>
        })
    })
}

fn form(site: SiteId) -> impl IntoView {
    view! {
        <Card>
            <form method="post" action=format!("{}/file", list_of(site)) enctype="multipart/form-data" class="form" novalidate>
                <Field name=FILE label=t(m::FILE) hint=t(m::FILE_HINT) choice=true>
                    <input
                        class="file"
                        type="file"
                        id=FILE
                        name=FILE
                        accept=".csv,text/csv"
                        aria-describedby=described_by(FILE, true)
                    />
                </Field>
                <SubmitButton text=t(m::LOOK) icon=icon::CHECK />
            </form>
        </Card>
    }
}

fn columns() -> impl IntoView {
    let words = [m::COL_TIME, m::COL_CARD, m::COL_TECHNICIAN, m::COL_KIND, m::COL_READER];
    let rows = COLUMNS.into_iter().zip(words).map(|(column, words)| Row::new(column, t(words))).collect::<Vec<_>>();
    view! {
        <Card title=t(m::COLUMNS)>
            <p>{t(m::COLUMNS_LEAD)}</p>
            <DescriptionList rows />
        </Card>
    }
}

/// Where a file stands, in a word.
const fn state_words(state: FileState) -> Msg {
    match state {
        FileState::LookedAt => m::STATE_LOOKED_AT,
        FileState::Recording => m::STATE_RECORDING,
        FileState::Recorded => m::STATE_RECORDED,
        FileState::Discarded => m::STATE_DISCARDED,
    }
}

/// The counts of a file in a sentence of the page.
pub(super) fn counted(words: Msg, file: &ReadingFile) -> String {
    let of = |count: u32| number::grouped(count.into());
    tw(
        words,
        &[
            ("lines", &of(file.lines)),
            ("accepted", &of(file.accepted)),
            ("duplicate", &of(file.duplicate)),
            ("refused", &of(file.refused)),
        ],
    )
}

fn list(site: SiteId, files: &[ReadingFile], today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::NAME, m::SENT_AT, m::COUNTS, m::STANDING].map(|head| t(head).to_owned()).to_vec();
    let line = |file: &ReadingFile| {
        let tone = if file.state == FileState::Recorded { Tone::Ok } else { Tone::Info };
        view! {
            <tr>
                <th scope="row">
                    <a href=page_of(site, file.id)>{file.file_name.clone()}</a>
                </th>
                <td data-label=t(m::SENT_AT)>{date::date_time(lang(), file.at, today)}</td>
                <td class="wide" data-label=t(m::COUNTS)>{counted(m::COUNTS_OF, file)}</td>
                <td data-label=t(m::STANDING)>
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
