//! How many applications there are of each kind in each state, above the queue. Invariant: each figure leads to just those it
//! counts.

use crate::shell::{Table, t, tw};
use domain::application::{ApplicationKind, FiledBy, QueueCount, QueueFilter, State};
use i18n::{msg, number, word};
use leptos::prelude::*;

use msg::application as m;

const SHOWN: [State; 4] = [State::Submitted, State::InReview, State::Returned, State::AwaitingPayment];

/// The figures; `address` gives the address of a view.
pub(super) fn table(counts: &[QueueCount], address: fn(QueueFilter, Option<&str>) -> String) -> impl IntoView + use<> {
    let sum = |filter: QueueFilter| filter.sum(counts);
    let cell = |kind: Option<ApplicationKind>, state: State| {
        let filter = QueueFilter { kind, state: Some(state), ..QueueFilter::default() };
        let count = number::grouped(sum(filter));
        let label = word::application_state(state);
        if count == "0" {
            return view! { <td class="number" data-label=t(label)>{count}</td> }.into_any();
        }
        let kind = kind.map_or(m::QUEUE_COUNTS_ALL, word::application_kind);
        let words = tw(m::QUEUE_COUNTS_OF, &[("kind", &t(kind)), ("state", &t(label)), ("count", &count)]);
        view! {
            <td class="number" data-label=t(label)>
                <a href=address(filter, None) aria-label=words>{count}</a>
            </td>
        }
        .into_any()
    };
    let row = |kind: Option<ApplicationKind>| {
        let words = kind.map_or(m::QUEUE_COUNTS_ALL, word::application_kind);
        let cells = SHOWN.map(|state| cell(kind, state)).collect_view();
        view! {
            <tr>
                <th scope="row">{t(words)}</th>
                {cells}
            </tr>
        }
    };
    let lines = ApplicationKind::ALL.into_iter().map(Some).chain([None]).map(row).collect_view();
    let heads = core::iter::once(m::QUEUE_KIND).chain(SHOWN.map(word::application_state));
    let heads = heads.map(|head| t(head).to_owned()).collect();
    let ways = FiledBy::ALL.map(|way| {
        let filter = QueueFilter { filed_by: Some(way), ..QueueFilter::default() };
        tw(m::QUEUE_FILED_COUNT, &[("way", &t(word::filed_by(way))), ("count", &number::grouped(sum(filter)))])
    });
    let ways = ways.join(t(msg::notice::BETWEEN_FIELDS));
    view! {
        <details class="queue-counts">
            <summary>{t(m::QUEUE_COUNTS)}</summary>
            <Table caption=t(m::QUEUE_COUNTS_CAPTION) heads>
                {lines}
            </Table>
            <p class="hint">{tw(m::QUEUE_FILED_COUNTS, &[("ways", &ways)])}</p>
        </details>
    }
}
