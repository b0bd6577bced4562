//! `/operator/corrections`: what was entered to be put right. Invariant: what waits stands first, the longest waiting above;
//! whoever entered a line is named in it.

use super::{case::page_of, enter};
use crate::{
    application::frame,
    shell::{
        ButtonKind, Card, EmptyState, Field, OfficeLayout, Parts, SubmitButton, Table, Tag, Tone, call,
        field::described_by, icon, page, t, tw,
    },
};
use domain::{
    correction::{CorrectionRow, CorrectionState, Subject},
    listing::{Listed, Mark},
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use msg::correction as m;

/// Its address.
pub(super) const PAGE: &str = "/operator/corrections";

/// `/operator/corrections`.
#[component]
pub fn CorrectionsPage() -> impl IntoView {
    let query = use_query_map();
    let of = move |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let (every, after) = (of("every") == "yes", of("after").parse::<Mark>().ok());
    page(async move {
        let listed = services::correction::list(&call(), every, after).await?;
        let who = frame::who().await?;
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav(PAGE)>
                <p>{t(m::LEAD)}</p>
                {search("")}
                {which(every)}
                {list(listed, every, after.is_some())}
            </OfficeLayout>
        })
    })
}

/// By which ID something is put right.
pub(super) fn search(typed: &str) -> impl IntoView + use<> {
    let typed = typed.to_owned();
    let described = described_by("id", true);
    view! {
        <Card title=t(m::BEGIN_TITLE)>
            <form method="get" action=enter::PAGE class="form" novalidate>
                <Field name="id" label=t(m::BEGIN_ID) hint=t(m::BEGIN_HINT)>
                    <input
                        class="input medium"
                        type="text"
                        id="id"
                        name="id"
                        value=typed
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby=described
                    />
                </Field>
                <SubmitButton text=t(m::BEGIN_GO) kind=ButtonKind::Outline icon=icon::EDIT />
            </form>
        </Card>
    }
}

/// Those that wait, or all.
fn which(every: bool) -> impl IntoView {
    let way = |href: String, words: i18n::Msg, current: bool| {
        view! {
            <li>
                <a href=href aria-current=current.then_some("page")>{t(words)}</a>
            </li>
        }
    };
    view! {
        <nav class="fee-parts" aria-label=t(m::WHICH)>
            <ul>{way(PAGE.to_owned(), m::WHICH_WAITING, !every)} {way(format!("{PAGE}?every=yes"), m::WHICH_ALL, every)}</ul>
        </nav>
    }
}

/// Word and tone of a state.
pub const fn state_tone(state: CorrectionState) -> Tone {
    match state {
        CorrectionState::Waiting => Tone::Info,
        CorrectionState::Made => Tone::Ok,
        CorrectionState::Refused => Tone::Warn,
        CorrectionState::Withdrawn => Tone::Plain,
    }
}

/// The ID of whoever the data is of, as people write it.
pub(super) fn id_of(subject: Subject) -> String {
    match subject {
        Subject::Technician(id) => id.grouped(),
        Subject::Business(id) => id.grouped(),
    }
}

/// What the fields are called, in page order.
pub(super) fn field_names(fields: &[String]) -> String {
    let name = |field: &String| word::registered_field(field).map_or_else(|| field.clone(), |name| t(name).to_owned());
    let mut names: Vec<String> = fields.iter().map(name).collect();
    names.dedup();
    names.join(t(msg::notice::BETWEEN_FIELDS))
}

fn list(listed: Listed<CorrectionRow>, every: bool, later_part: bool) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later_part {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    let heads = [m::WHO, m::FIELDS, m::STATE, m::ENTERED_BY, m::ENTERED_AT].map(|head| t(head).to_owned()).to_vec();
    let own = if every { format!("{PAGE}?every=yes") } else { PAGE.to_owned() };
    let beyond = if every { "&" } else { "?" };
    let next = next.map(|next| format!("{own}{beyond}after={next}"));
    let first = later_part.then_some(own);
    view! {
        <p class="count-line">{tw(m::COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::CAPTION) heads>
            {rows.iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::CAPTION) first next />
    }
    .into_any()
}

fn line(row: &CorrectionRow) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">
                <a href=page_of(row.id)>{row.name.clone()}</a>
                " "
                <span class="num">{id_of(row.subject)}</span>
            </th>
            <td data-label=t(m::FIELDS)>{field_names(&row.fields)}</td>
            <td data-label=t(m::STATE)>
                <Tag tone=state_tone(row.state) text=t(word::correction_state(row.state)) />
            </td>
            <td data-label=t(m::ENTERED_BY)>{row.entered_by.clone()}</td>
            <td class="num" data-label=t(m::ENTERED_AT)>{date::iso_time(row.entered_at)}</td>
        </tr>
    }
}
