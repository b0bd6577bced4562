//! `/business/sites/{site}/readings/{file}`: what each line of a reader's file would come to, or came to. Invariant: as long
//! as nothing is recorded the page says so of every line.

use super::{
    DiscardReadings, RecordReadings,
    api::{list_of, page_of},
    list::counted,
};
use crate::{
    application::frame as office,
    business::frame,
    shell::{
        Banner, ButtonKind, Flash, OfficeLayout, SubmitButton, Table, Tag, Tone, UiError, call, error::NOT_FOUND, icon,
        lang, page, t, tw,
    },
};
use domain::{
    id::{ReadingFileId, SiteId},
    time::WorkDate,
    touch::{
        Assurance, Channel,
        reading::{FileState, LineOutcome, ReadingLine},
    },
};
use i18n::{date, msg, word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use services::reading::Detail;

use msg::reading as m;

/// `/business/sites/{site}/readings/{file}`.
#[component]
pub fn ReadingPage() -> impl IntoView {
    let params = use_params_map();
    let asked = params.with_untracked(|params| params.get("site").zip(params.get("file"))).unwrap_or_default();
    page(async move {
        let not_found = || UiError::of(NOT_FOUND);
        let site: SiteId = asked.0.parse().map_err(|_| not_found())?;
        let id: ReadingFileId = asked.1.parse().map_err(|_| not_found())?;
        let call = call();
        let detail = services::reading::detail(&call, site, id).await?;
        let who = office::who().await?;
        let flash = Flash::take(&page_of(site, id)).await?;
        let crumbs = vec![
            ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
            (format!("/business/sites/{site}"), detail.site.clone()),
            (list_of(site), t(m::TITLE).to_owned()),
        ];
        let today = call.today();
        Ok(view! {
            <OfficeLayout title=detail.file.file_name.clone() who nav=frame::nav("/business/sites") crumbs>
                {office::outcome(&flash)}
                {standing(&detail, site)}
                {(!detail.lines.is_empty()).then(|| lines(&detail, today))}
            </OfficeLayout>
        })
    })
}

/// Where the file stands, and what can be done with it.
fn standing(detail: &Detail, site: SiteId) -> AnyView {
    let file = &detail.file;
    match file.state {
        FileState::LookedAt => {
            let tone = if file.refused == 0 { Tone::Ok } else { Tone::Warn };
            let (words, id) = (counted(m::LOOK_RESULT, file), file.id);
            let record = (detail.readable > 0).then(|| record(site, id));
            view! {
                <Banner tone>{words}</Banner>
                {record}
                {discard(site, id)}
            }
            .into_any()
        }
        FileState::Recording => view! { <Banner tone=Tone::Info>{t(m::RECORDING)}</Banner> }.into_any(),
        FileState::Recorded => {
            let tone = if file.refused == 0 { Tone::Ok } else { Tone::Warn };
            let words = counted(m::RECORDED, file);
            view! { <Banner tone>{words}</Banner> }.into_any()
        }
        FileState::Discarded => view! { <Banner tone=Tone::Info>{t(m::STATE_DISCARDED)}</Banner> }.into_any(),
    }
}

fn record(site: SiteId, file: ReadingFileId) -> impl IntoView {
    let how = tw(
        m::HOW,
        &[
            ("channel", &t(word::channel(Channel::LoggingReader))),
            ("by_card", &t(word::assurance(Assurance::UidOnly))),
            ("by_number", &t(word::assurance(Assurance::Typed))),
        ],
    );
    view! {
        <form method="post" action=RecordReadings::PATH>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="file" value=file.to_string() />
            <SubmitButton text=t(m::RECORD) icon=icon::CHECK />
            <p class="hint">{t(m::RECORD_HINT)}</p>
            <p class="hint">{how}</p>
        </form>
    }
}

fn discard(site: SiteId, file: ReadingFileId) -> impl IntoView {
    view! {
        <form method="post" action=DiscardReadings::PATH>
            <input type="hidden" name="site" value=site.to_string() />
            <input type="hidden" name="file" value=file.to_string() />
            <SubmitButton text=t(m::DISCARD) kind=ButtonKind::Text />
        </form>
    }
}

fn lines(detail: &Detail, today: WorkDate) -> impl IntoView + use<> {
    let heads = [m::LINE, m::AT, m::PERSON, m::KIND, m::READER, m::OUTCOME].map(|head| t(head).to_owned()).to_vec();
    let is_done = detail.file.state == FileState::Recorded;
    let rows = detail.lines.iter().map(|line| row(line, is_done, today)).collect_view();
    view! {
        <h2>{t(m::LINES)}</h2>
        <Table caption=t(m::LINES) heads>
            {rows}
        </Table>
    }
}

fn row(line: &ReadingLine, is_done: bool, today: WorkDate) -> impl IntoView + use<> {
    let at = line.at.map(|at| date::date_time(lang(), at, today));
    let reads = line.at.is_some();
    let (tone, words) = match (line.outcome, is_done) {
        (LineOutcome::Accepted, true) => (Tone::Ok, m::ACCEPTED),
        (LineOutcome::Accepted, false) => (Tone::Info, m::WILL_ACCEPT),
        (LineOutcome::Duplicate, _) => (Tone::Info, m::DUPLICATE),
        (LineOutcome::Refused, true) => (Tone::Err, m::REFUSED),
        (LineOutcome::Refused, false) => (Tone::Err, m::WILL_REFUSE),
    };
    let why = line.code.as_deref().and_then(|code| i18n::code::reason(lang(), code));
    let name = line.person.as_ref().map(|(_, name)| name.clone());
    let unnamed = (name.is_none() && line.outcome == LineOutcome::Accepted).then(|| t(m::NOBODY));
    view! {
        <tr>
            <td class="number" data-label=t(m::LINE)>{line.number}</td>
            <td class="num" data-label=t(m::AT)>{at}</td>
            <th scope="row">
                {name}
                " "
                <span class="num">{line.typed.clone()}</span>
                " "
                {unnamed.map(|words| view! { <span class="hint">{words}</span> })}
            </th>
            <td data-label=t(m::KIND)>{reads.then(|| t(word::touch_kind(line.kind)))}</td>
            <td data-label=t(m::READER)>{line.reader.clone()}</td>
            <td class="wide" data-label=t(m::OUTCOME)>
                <Tag tone text=t(words) />
                " "
                {why}
            </td>
        </tr>
    }
}
