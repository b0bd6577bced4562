//! `/operator`: applications that wait for a reviewer. Invariant: the filter is in the address, so that it can be kept and
//! passed on.

use super::frame;
use crate::shell::{
    ButtonKind, EmptyState, LinkButton, OfficeLayout, SubmitButton, Table, Tag, Tone, call, icon, page, t, tw,
};
use domain::{
    application::{ApplicationKind, AutoCheck, Finding, QueueFilter, QueueOrder, QueueRow, State},
    time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS},
};
use i18n::{msg, word};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use msg::application as m;

/// States a reviewer or operator filters by; the form's own draft is nobody's to see.
const STATES: [State; 8] = [
    State::Submitted,
    State::InReview,
    State::Returned,
    State::Approved,
    State::AwaitingPayment,
    State::Completed,
    State::Withdrawn,
    State::Rejected,
];
const NEWEST: &str = "newest";

fn filter_of(query: &ParamsMap) -> QueueFilter {
    let value = |name: &str| query.get(name).unwrap_or_default();
    QueueFilter {
        kind: ApplicationKind::from_code(&value("kind")),
        state: State::from_code(&value("state")).filter(|state| *state != State::Draft),
        order: if value("order") == NEWEST { QueueOrder::Newest } else { QueueOrder::LongestWaiting },
    }
}

/// `/operator`.
#[component]
pub fn QueuePage() -> impl IntoView {
    let filter = use_query_map().with_untracked(filter_of);
    page(async move {
        let call = call();
        let rows = services::application::queue(&call, filter).await?;
        let who = frame::who().await?;
        let now = call.now();
        Ok(view! {
            <OfficeLayout title=t(m::QUEUE_TITLE) who nav=frame::operator_nav("/operator")>
                {filters(filter)}
                <p class="count-line">{tw(m::QUEUE_COUNT, &[("count", &rows.len())])}</p>
                {list(rows, now)}
            </OfficeLayout>
        })
    })
}

fn filters(filter: QueueFilter) -> impl IntoView {
    let kinds =
        ApplicationKind::ALL.map(|kind| (kind.code().to_owned(), t(word::application_kind(kind)).to_owned())).to_vec();
    let states = STATES.map(|state| (state.code().to_owned(), t(word::application_state(state)).to_owned())).to_vec();
    let orders = vec![(NEWEST.to_owned(), t(m::QUEUE_ORDER_NEWEST).to_owned())];
    let kind = filter.kind.map(ApplicationKind::code).unwrap_or_default();
    let state = filter.state.map(State::code).unwrap_or_default();
    let order = if filter.order == QueueOrder::Newest { NEWEST } else { "" };
    view! {
        <form method="get" action="/operator" class="filters">
            <Choice name="kind" label=t(m::QUEUE_KIND) value=kind empty=t(m::QUEUE_ALL) options=kinds />
            <Choice name="state" label=t(m::QUEUE_STATE) value=state empty=t(m::QUEUE_OPEN) options=states />
            <Choice name="order" label=t(m::QUEUE_ORDER) value=order empty=t(m::QUEUE_ORDER_WAITING) options=orders />
            <SubmitButton text=t(m::QUEUE_SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
    }
}

/// A filter. Its empty choice has words of its own.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    value: &'static str,
    empty: &'static str,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let choices = options.into_iter().map(|(code, words)| {
        let chosen = code == value;
        view! { <option value=code selected=chosen>{words}</option> }
    });
    view! {
        <label class="filter">
            <span>{label}</span>
            <select name=name>
                <option value="">{empty}</option>
                {choices.collect_view()}
            </select>
        </label>
    }
}

fn list(rows: Vec<QueueRow>, now: Instant) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState title=t(m::QUEUE_NONE_TITLE) text=t(m::QUEUE_NONE)>
                <LinkButton href="/operator" text=t(m::QUEUE_RESET) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let heads = [
        m::QUEUE_NUMBER,
        m::QUEUE_NAME,
        m::QUEUE_KIND,
        m::QUEUE_STATE,
        m::QUEUE_WAITING,
        m::QUEUE_CHECKS,
        m::QUEUE_CLAIMED,
    ];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let lines = rows.into_iter().map(|row| line(row, now)).collect_view();
    view! { <Table caption=t(m::QUEUE_CAPTION) heads>{lines}</Table> }.into_any()
}

fn line(row: QueueRow, now: Instant) -> impl IntoView {
    let href = format!("/operator/applications/{}", row.id);
    let waiting = row.submitted_at.map(|at| waiting(now.since_ms(at)));
    let checks = checked(&row.checks);
    view! {
        <tr>
            <td class="num" data-label=t(m::QUEUE_NUMBER)>
                <a href=href>{row.number}</a>
            </td>
            <th scope="row">{row.name}</th>
            <td data-label=t(m::QUEUE_KIND)>{t(word::application_kind(row.kind))}</td>
            <td data-label=t(m::QUEUE_STATE)>{t(word::application_state(row.state))}</td>
            <td class="num" data-label=t(m::QUEUE_WAITING)>{waiting}</td>
            <td data-label=t(m::QUEUE_CHECKS)>{checks}</td>
            <td data-label=t(m::QUEUE_CLAIMED)>{row.claimed_by}</td>
        </tr>
    }
}

/// What the automatic checks found, in one tag.
pub(super) fn checked(checks: &[AutoCheck]) -> impl IntoView + use<> {
    let look = checks.iter().any(|check| check.finding() == Finding::Look);
    (!checks.is_empty()).then(|| {
        if look {
            view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(m::CHECK_LOOK) /> }
        } else {
            view! { <Tag tone=Tone::Ok icon=icon::SMART_TOY text=t(m::CHECK_OK) /> }
        }
    })
}

/// How long somebody has waited, in the largest unit.
pub(super) fn waiting(ms: i64) -> String {
    if ms >= DAY_MS {
        tw(m::WAITING_DAYS, &[("count", &(ms / DAY_MS))])
    } else if ms >= HOUR_MS {
        tw(m::WAITING_HOURS, &[("count", &(ms / HOUR_MS))])
    } else {
        tw(m::WAITING_MINUTES, &[("count", &(ms.max(0) / MINUTE_MS))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_the_largest_unit() {
        Owner::new().with(|| {
            for (ms, words) in
                [(-5, "0分"), (59 * MINUTE_MS, "59分"), (HOUR_MS, "1時間"), (DAY_MS - 1, "23時間"), (2 * DAY_MS, "2日")]
            {
                assert_eq!(waiting(ms), words);
            }
        });
    }

    #[test]
    fn an_address_filters_and_nonsense_in_it_does_not() {
        let query = |pairs: &[(&'static str, &str)]| {
            let mut map = ParamsMap::new();
            for (name, value) in pairs {
                map.insert(*name, (*value).to_owned());
            }
            filter_of(&map)
        };
        assert_eq!(query(&[]), QueueFilter::default());
        let asked = query(&[("kind", "business"), ("state", "returned"), ("order", "newest")]);
        assert_eq!(asked.kind, Some(ApplicationKind::Business));
        assert_eq!((asked.state, asked.order), (Some(State::Returned), QueueOrder::Newest));
        assert_eq!(query(&[("kind", "x"), ("state", "draft"), ("order", "")]), QueueFilter::default());
    }
}
