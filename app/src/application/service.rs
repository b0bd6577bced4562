//! `/operator/service`: how long applications took. Invariant: figures are those of a day, worked out at night; where there
//! were few cases the page says so beside them.

use super::{frame, queue::waiting};
use crate::shell::{EmptyState, OfficeLayout, Table, Tag, Tone, call, page, t, tw};
use domain::application::usual::{CASES_MIN, Figure, Figures, WINDOW_DAYS};
use i18n::{date, msg, number, word};
use leptos::prelude::*;

use msg::usual as m;

/// `/operator/service`.
#[component]
pub fn ServicePage() -> impl IntoView {
    page(async move {
        let figures = services::application::figures(&call()).await?;
        let who = frame::who().await?;
        let inside = match figures {
            Some(figures) if figures.figures.is_empty() => {
                view! { <EmptyState title=t(m::NO_CASES_TITLE) text=tw(m::NO_CASES, &[("days", &WINDOW_DAYS)]) /> }
                    .into_any()
            }
            Some(figures) => table(&figures).into_any(),
            None => view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any(),
        };
        Ok(view! {
            <OfficeLayout title=t(m::TITLE) who nav=frame::operator_nav("/operator/service")>
                {inside}
            </OfficeLayout>
        })
    })
}

fn table(of: &Figures) -> impl IntoView + use<> {
    let heads =
        [m::KIND, m::FILED_BY, m::MEASURED, m::CASES, m::MEDIAN, m::P90].map(|head| t(head).to_owned()).to_vec();
    let lines = of.figures.iter().map(line).collect_view();
    let day = date::iso(of.day);
    view! {
        <p>{tw(m::LEAD, &[("day", &day), ("days", &WINDOW_DAYS)])}</p>
        <p class="hint">{tw(m::FEW_HINT, &[("count", &CASES_MIN)])}</p>
        <Table caption=t(m::CAPTION) heads>
            {lines}
        </Table>
    }
}

fn line(figure: &Figure) -> impl IntoView + use<> {
    let way = figure.filed_by.map_or(m::FILED_BY_ALL, word::filed_by);
    let few = (figure.cases < CASES_MIN).then(|| view! { <Tag tone=Tone::Plain text=t(m::FEW) /> });
    view! {
        <tr>
            <th scope="row">{t(word::application_kind(figure.kind))}</th>
            <td data-label=t(m::FILED_BY)>{t(way)}</td>
            <td class="wide" data-label=t(m::MEASURED)>{t(word::measured(figure.measured))}</td>
            <td data-label=t(m::CASES)>
                <span class="number">{number::grouped(figure.cases)}</span>
                " "
                {few}
            </td>
            <td class="number" data-label=t(m::MEDIAN)>{waiting(figure.median_ms)}</td>
            <td class="number" data-label=t(m::P90)>{waiting(figure.p90_ms)}</td>
        </tr>
    }
}
