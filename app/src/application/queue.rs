//! `/operator`: applications that wait for a reviewer. Invariant: the filter is in the address, so that it can be kept and
//! passed on.

use super::{frame, queue_counts};
use crate::shell::{
    ButtonKind, EmptyState, LinkButton, OfficeLayout, Parts, SubmitButton, Table, Tag, Tone, call, icon, page, t, tw,
};
use domain::{
    application::{ApplicationKind, AutoCheck, FiledBy, Finding, QueueAge, QueueFilter, QueueOrder, QueueRow, State},
    listing::{Listed, Mark},
    time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS},
};
use i18n::{Msg, msg, number, word};
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
const YES: &str = "yes";
/// Its address.
const PAGE: &str = "/operator";

fn filter_of(query: &ParamsMap) -> QueueFilter {
    let value = |name: &str| query.get(name).unwrap_or_default();
    QueueFilter {
        kind: ApplicationKind::from_code(&value("kind")),
        state: State::from_code(&value("state")).filter(|state| *state != State::Draft),
        filed_by: FiledBy::from_code(&value("filed_by")),
        age: QueueAge::from_code(&value("age")),
        priority: value("priority") == YES,
        mine: value("mine") == YES,
        order: if value("order") == NEWEST { QueueOrder::Newest } else { QueueOrder::LongestWaiting },
    }
}

/// The address of a view of the queue; what is not asked for is not in it.
fn address_of(filter: QueueFilter, after: Option<&str>) -> String {
    let age = filter.age.map(|age| age.days().to_string());
    let said = [
        ("kind", filter.kind.map(ApplicationKind::code)),
        ("state", filter.state.map(State::code)),
        ("filed_by", filter.filed_by.map(FiledBy::code)),
        ("age", age.as_deref()),
        ("priority", filter.priority.then_some(YES)),
        ("mine", filter.mine.then_some(YES)),
        ("order", (filter.order == QueueOrder::Newest).then_some(NEWEST)),
        ("after", after),
    ];
    let said: Vec<String> =
        said.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}"))).collect();
    if said.is_empty() { PAGE.to_owned() } else { format!("{PAGE}?{}", said.join("&")) }
}

/// `/operator`.
#[component]
pub fn QueuePage() -> impl IntoView {
    let query = use_query_map();
    let filter = query.with_untracked(filter_of);
    let after = query.with_untracked(|query| query.get("after")).and_then(|mark| mark.parse::<Mark>().ok());
    page(async move {
        let call = call();
        let (listed, counts) = services::application::queue(&call, filter, after).await?;
        let who = frame::who().await?;
        let now = call.now();
        Ok(view! {
            <OfficeLayout title=t(m::QUEUE_TITLE) who nav=frame::operator_nav(PAGE)>
                {queue_counts::table(&counts, address_of)}
                {filters(filter)}
                {list(listed, filter, after.is_some(), now)}
            </OfficeLayout>
        })
    })
}

fn filters(filter: QueueFilter) -> impl IntoView {
    let choices = |all: Vec<(&str, Msg)>| -> Vec<(String, String)> {
        all.into_iter().map(|(code, words)| (code.to_owned(), t(words).to_owned())).collect()
    };
    let kinds = choices(ApplicationKind::ALL.map(|kind| (kind.code(), word::application_kind(kind))).to_vec());
    let states = choices(STATES.map(|state| (state.code(), word::application_state(state))).to_vec());
    let ways = choices(FiledBy::ALL.map(|way| (way.code(), word::filed_by(way))).to_vec());
    let ages =
        QueueAge::ALL.map(|age| (age.days().to_string(), tw(m::QUEUE_AGE_DAYS, &[("days", &age.days())]))).to_vec();
    let orders = choices(vec![(NEWEST, m::QUEUE_ORDER_NEWEST)]);
    let of = |code: Option<&str>| code.unwrap_or_default().to_owned();
    let age = filter.age.map(|age| age.days().to_string()).unwrap_or_default();
    let order = of((filter.order == QueueOrder::Newest).then_some(NEWEST));
    let tick = |name: &'static str, words: Msg, on: bool| {
        view! {
            <label class="filter-tick">
                <input type="checkbox" name=name value=YES checked=on />
                {t(words)}
            </label>
        }
    };
    view! {
        <form method="get" action=PAGE class="filters">
            <Choice name="kind" label=t(m::QUEUE_KIND) value=of(filter.kind.map(ApplicationKind::code)) empty=t(m::QUEUE_ALL) options=kinds />
            <Choice name="state" label=t(m::QUEUE_STATE) value=of(filter.state.map(State::code)) empty=t(m::QUEUE_OPEN) options=states />
            <Choice name="filed_by" label=t(m::QUEUE_FILED_BY) value=of(filter.filed_by.map(FiledBy::code)) empty=t(m::QUEUE_ALL) options=ways />
            <Choice name="age" label=t(m::QUEUE_AGE) value=age empty=t(m::QUEUE_ALL) options=ages />
            <Choice name="order" label=t(m::QUEUE_ORDER) value=order empty=t(m::QUEUE_ORDER_WAITING) options=orders />
            <fieldset class="filter-ticks">
                <legend class="visually-hidden">{t(m::QUEUE_ONLY)}</legend>
                {tick("priority", m::QUEUE_ONLY_PRIORITY, filter.priority)}
                {tick("mine", m::QUEUE_ONLY_MINE, filter.mine)}
            </fieldset>
            <SubmitButton text=t(m::QUEUE_SHOW) kind=ButtonKind::Outline icon=icon::FILTER_LIST />
        </form>
    }
}

/// A filter. Its empty choice has words of its own.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    value: String,
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

fn list(listed: Listed<QueueRow>, filter: QueueFilter, later_part: bool, now: Instant) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    let count = view! { <p class="count-line">{tw(m::QUEUE_COUNT, &[("count", &number::grouped(all))])}</p> };
    if rows.is_empty() {
        return view! {
            {count}
            <EmptyState title=t(m::QUEUE_NONE_TITLE) text=t(m::QUEUE_NONE)>
                <LinkButton href=PAGE text=t(m::QUEUE_RESET) kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let heads = [
        m::QUEUE_NUMBER,
        m::QUEUE_NAME,
        m::QUEUE_KIND,
        m::QUEUE_FILED_BY,
        m::QUEUE_STATE,
        m::QUEUE_WAITING,
        m::QUEUE_CHECKS,
        m::QUEUE_CLAIMED,
    ];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let lines = rows.into_iter().map(|row| line(row, now)).collect_view();
    let first = later_part.then(|| address_of(filter, None));
    let next = next.map(|next| address_of(filter, Some(&next)));
    view! {
        {count}
        <Table caption=t(m::QUEUE_CAPTION) heads>
            {lines}
        </Table>
        <Parts of=t(m::QUEUE_CAPTION) first next />
    }
    .into_any()
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
            <th scope="row">
                {row.name}
                {row.priority.then(|| view! { " " <Tag tone=Tone::Warn icon=icon::PRIORITY_HIGH text=t(m::QUEUE_PRIORITY) /> })}
            </th>
            <td data-label=t(m::QUEUE_KIND)>{t(word::filing_kind(row.kind, row.anew))}</td>
            <td data-label=t(m::QUEUE_FILED_BY)>{t(word::filed_by(row.filed_by))}</td>
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
        assert_eq!(query(&[("age", "8"), ("filed_by", "x"), ("mine", "no")]), QueueFilter::default());
    }

    #[test]
    fn an_address_leads_back_to_its_filter() {
        let filter = QueueFilter {
            kind: Some(ApplicationKind::Business),
            state: Some(State::Returned),
            filed_by: Some(FiledBy::Employer),
            age: Some(QueueAge::Days14),
            priority: true,
            mine: true,
            order: QueueOrder::Newest,
        };
        let address = address_of(filter, Some("7.x"));
        let mut map = ParamsMap::new();
        for (name, value) in address.split_once('?').unwrap().1.split('&').filter_map(|pair| pair.split_once('=')) {
            map.insert(name.to_owned(), value.to_owned());
        }
        assert_eq!(filter_of(&map), filter);
        assert_eq!(map.get("after").as_deref(), Some("7.x"));
        assert_eq!(address_of(QueueFilter::default(), None), "/operator");
    }
}
