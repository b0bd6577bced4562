//! Letters as files: those that were made, and `/operator/notices/letters/{file}` with what is in one. Invariant: a file is
//! made and marked as posted by a form, never by opening an address; the address of a file gives the same letters each time.

use super::{LetterCameBack, LettersPosted, api::PAGE, api::file_page, operator};
use crate::{
    application::frame,
    shell::{
        Banner, ButtonKind, DescriptionList, Flash, LinkButton, OfficeLayout, Parts, Row, SubmitButton, Table, Tag,
        Tone, UiError, call, error::NOT_FOUND, icon, page, request::Request, t, tw,
    },
};
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::{
    id::LetterBatchId,
    listing::{Listed, Mark},
    notice::{DeliveryState, LetterBatch, LetterLine},
};
use i18n::{Lang, date, msg, notice::Words, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use msg::notice as m;

/// The files that were made, newest first.
pub(super) fn files(listed: Listed<LetterBatch>, later_part: bool) -> Option<AnyView> {
    let Listed { rows, next, .. } = listed;
    if rows.is_empty() && !later_part {
        return None;
    }
    let heads = [m::FILE_MADE_AT, m::FILE_LETTERS, m::STATE].map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?files={next}"));
    let row = |batch: LetterBatch| {
        let made = date::iso_time(batch.made_at);
        view! {
            <tr>
                <th scope="row" class="num">
                    <a href=file_page(batch.id)>{made}</a>
                </th>
                <td class="number" data-label=t(m::FILE_LETTERS)>{number::grouped(batch.letters)}</td>
                <td data-label=t(m::STATE)>{state_tag(&batch)}</td>
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    Some(
        view! {
            <h3>{t(m::FILES_HEADING)}</h3>
            <Table caption=t(m::FILES_HEADING) heads>
                {rows}
            </Table>
            <Parts of=t(m::FILES_HEADING) first next />
        }
        .into_any(),
    )
}

fn state_tag(batch: &LetterBatch) -> impl IntoView + use<> {
    match batch.posted_at {
        Some(at) => {
            let words = tw(m::FILE_POSTED_ON, &[("date", &date::iso(at.date()))]);
            view! { <Tag tone=Tone::Ok icon=icon::CHECK text=words /> }.into_any()
        }
        None => view! { <Tag tone=Tone::Warn text=t(m::FILE_NOT_POSTED) /> }.into_any(),
    }
}

/// `/operator/notices/letters/{file}`.
#[component]
pub fn LetterFilePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("file")).unwrap_or_default();
    let after = use_query_map().with_untracked(|query| query.get("after")).and_then(|after| after.parse::<Mark>().ok());
    page(async move {
        let id: LetterBatchId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let (batch, letters) = services::notice::letter::batch(&call(), id, after).await?;
        let letters = worded(letters)?;
        let who = frame::who().await?;
        let flash = Flash::take(&file_page(id)).await?;
        let done = match flash.done.as_deref() {
            Some("made") => Some(t(m::FILE_MADE_DONE)),
            Some("posted") => Some(t(m::FILE_POSTED_DONE)),
            Some("come_back") => Some(t(m::COME_BACK_DONE)),
            _ => None,
        };
        let crumbs = vec![(PAGE.to_owned(), t(m::OPERATOR_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::FILE_TITLE) who nav=frame::operator_nav(PAGE) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                {facts(&batch)}
                {list(letters, id, after.is_some())}
            </OfficeLayout>
        })
    })
}

fn facts(batch: &LetterBatch) -> impl IntoView + use<> {
    let rows = vec![
        Row::new(t(m::FILE_MADE_AT), date::iso_time(batch.made_at)),
        Row::new(t(m::FILE_LETTERS), number::grouped(batch.letters)),
    ];
    let id = batch.id.to_string();
    let post = batch.posted_at.is_none().then(|| {
        view! {
            <form method="post" action=LettersPosted::PATH>
                <input type="hidden" name="file" value=id />
                <p class="hint">{t(m::FILE_POST_WHY)}</p>
                <SubmitButton text=t(m::FILE_POST) icon=icon::CHECK />
            </form>
        }
    });
    view! {
        <DescriptionList rows />
        <p>{state_tag(batch)}</p>
        <p class="hint">{t(m::FILE_SAVE_HINT)}</p>
        <LinkButton
            href=format!("{}/letters.csv", file_page(batch.id))
            text=t(m::FILE_SAVE)
            kind=ButtonKind::Outline
            icon=icon::DOWNLOAD
        />
        {post}
    }
}

/// A letter of a list, in words.
pub(super) type Worded = (LetterLine, Words);

/// The letters of a list in words. What their links hold is in the file alone.
pub(super) fn worded(listed: Listed<LetterLine>) -> Result<Listed<Worded>, UiError> {
    let Listed { rows, all, next } = listed;
    let call = call();
    let with_words = |line: LetterLine| services::notice::letter::shown(&call, &line).map(|words| (line, words));
    let rows = rows.into_iter().map(with_words).collect::<Result<Vec<_>, _>>()?;
    Ok(Listed { rows, all, next })
}

/// What a letter is about, and its text.
pub(super) fn text((line, words): &Worded) -> impl IntoView + use<> {
    let written = Lang::from_code(&line.lang).unwrap_or_default();
    let Words { subject, body } = words.clone();
    view! {
        <details>
            <summary>{subject}</summary>
            <p class="notice-body" lang=written.code()>{body}</p>
        </details>
    }
}

fn list(listed: Listed<Worded>, id: LetterBatchId, later_part: bool) -> impl IntoView {
    let Listed { rows, next, .. } = listed;
    let heads = [m::ENVELOPE, m::WHAT, m::STATE, m::ACTION].map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| file_page(id));
    let next = next.map(|next| format!("{}?after={next}", file_page(id)));
    view! {
        <Table caption=t(m::FILE_CAPTION) heads>
            {rows.iter().map(|worded| letter(worded, id)).collect_view()}
        </Table>
        <Parts of=t(m::FILE_CAPTION) first next />
    }
}

fn letter(worded: &Worded, file: LetterBatchId) -> impl IntoView + use<> {
    let line = &worded.0;
    let name = line.envelope.lines().last().unwrap_or_default().to_owned();
    let word = match line.state {
        DeliveryState::Bounced => m::LETTER_CAME_BACK_STATE,
        other => operator::state(other),
    };
    let id = line.id.to_string();
    let back = (line.state == DeliveryState::Sent).then(|| {
        view! {
            <form method="post" action=LetterCameBack::PATH class="row-form">
                <input type="hidden" name="letter" value=id />
                <input type="hidden" name="file" value=file.to_string() />
                <button
                    type="submit"
                    class="button outline small"
                    aria-label=tw(m::LETTER_CAME_BACK_OF, &[("name", &name)])
                >
                    {t(m::LETTER_CAME_BACK)}
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="envelope">{line.envelope.clone()}</th>
            <td data-label=t(m::WHAT)>{text(worded)}</td>
            <td data-label=t(m::STATE)>{t(word)}</td>
            <td>{back}</td>
        </tr>
    }
}

/// `GET /operator/notices/letters/{file}/letters.csv`.
pub async fn letter_file(request: Request, headers: &HeaderMap, asked: String) -> Response {
    let made = async {
        let id: LetterBatchId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let body = services::notice::letter::file(&request.call, id).await?;
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"letters-{id}.csv\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok::<_, UiError>((headers, body).into_response())
    };
    let spoken = crate::shell::language::office_in(headers);
    made.await.unwrap_or_else(|error| (error.status(), error.words(spoken)).into_response())
}
