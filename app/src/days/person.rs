//! `/business/people/days/{technician}?month=yyyymm`: which days one of one's own people worked, and where. Invariant: of nobody
//! who does not belong to the business today.

use super::list;
use crate::{
    application::frame as office,
    business::frame,
    passport::{calendar::Calendar, mark::Mark},
    shell::{EmptyState, Icon, OfficeLayout, Table, UiError, call, error::NOT_FOUND, icon, lang, page, t, tag_of, tw},
};
use domain::{
    history::own::{OwnMonth, OwnQuery},
    id::TechnicianId,
    passport::{HistoryLine, MonthHistory},
    time::{WorkDate, YearMonth},
};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use msg::own_days as m;

/// The page of somebody's month.
pub(super) fn page_of(id: TechnicianId, month: YearMonth) -> String {
    format!("{}/{id}?month={}", list::PAGE, month.number())
}

/// `/business/people/days/{technician}`. A month that is none, or one to come, is answered as a page that is not there.
#[component]
pub fn OwnPersonPage() -> impl IntoView {
    let who = use_params_map().with_untracked(|params| params.get("technician")).unwrap_or_default();
    let asked: ParamsMap = use_query_map().get_untracked();
    page(async move {
        let call = call();
        services::history::may_see_own(&call)?;
        let not_found = || UiError::of(NOT_FOUND);
        let id: TechnicianId = who.parse().map_err(|_| not_found())?;
        let query = OwnQuery::read(|name| asked.get(name), call.today()).ok_or_else(not_found)?;
        let person = services::history::own_month(&call, id, query.month).await?;
        let who = office::who().await?;
        let crumbs = vec![
            ("/business/people".to_owned(), t(msg::business::PEOPLE_TITLE).to_owned()),
            (list::at_month(&query, query.month), t(m::TITLE).to_owned()),
        ];
        let title = tw(m::PERSON_TITLE, &[("name", &person.name)]);
        Ok(view! {
            <OfficeLayout title who nav=frame::nav("/business/people") crumbs>
                <p class="hint">{person.kana.clone()}</p>
                <p>{t(m::PERSON_LEAD)}</p>
                {months(&person)}
                {month(person.history)}
            </OfficeLayout>
        })
    })
}

fn months(of: &OwnMonth) -> impl IntoView + use<> {
    let (id, month) = (of.technician_id, of.history.month);
    let link = |to: YearMonth, of: &'static str, words: Msg| {
        view! {
            <a class="icon-button" href=page_of(id, to)>
                <Icon of />
                <span class="visually-hidden">{tw(words, &[("month", &date::month(lang(), to))])}</span>
            </a>
        }
    };
    let next =
        (month < of.history.today.month()).then(|| link(month.next(), icon::CHEVRON_RIGHT, msg::history::MONTH_NEXT));
    view! {
        <nav class="month-line sheet-months" aria-label=t(msg::history::MONTHS)>
            {link(month.previous(), icon::CHEVRON_LEFT, msg::history::MONTH_PREVIOUS)}
            <h2 id="month">{date::month(lang(), month)}</h2>
            {next.map_or_else(|| view! { <span class="icon-button"></span> }.into_any(), IntoAny::into_any)}
        </nav>
    }
}

fn month(history: MonthHistory) -> impl IntoView {
    let of = |days: i64| number::grouped(days);
    let (days, today) = (history.days, history.today);
    let words = tw(m::RECORDED_IN, &[("recorded", &of(days.recorded)), ("approved", &of(days.approved))]);
    let caption = tw(m::PERSON_CAPTION, &[("month", &date::month(lang(), history.month))]);
    let heads = [m::DAY, m::SITE, msg::history::FIRST_IN, msg::history::LAST_OUT, m::STATE];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let mut before: Option<WorkDate> = None;
    let rows: Vec<_> = history
        .lines
        .iter()
        .map(|line| {
            let is_first = before != Some(line.date);
            before = Some(line.date);
            row(line, today, is_first)
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <EmptyState title=t(m::EMPTY_TITLE) text=t(m::EMPTY) /> }.into_any()
    } else {
        view! { <Table caption heads>{rows}</Table> }.into_any()
    };
    view! {
        <p class="count-line">{words}</p>
        <section class="card month-card own-calendar" aria-labelledby="month">
            <Calendar history anchors=true />
        </section>
        {list}
    }
}

/// One record; the first of a day is where the calendar leads.
fn row(line: &HistoryLine, today: WorkDate, is_first: bool) -> impl IntoView + use<> {
    let mark = Mark::of(line, today);
    let id = is_first.then(|| format!("day-{}", line.date.number()));
    let time = |at| date::time_of_day(lang(), at, line.date);
    let none = || t(msg::history::NOT_RECORDED).to_owned();
    let last_out = match line.last_out {
        None if line.inside || line.date == today => t(msg::history::NOT_YET).to_owned(),
        out => out.map_or_else(none, time),
    };
    view! {
        <tr id=id>
            <th scope="row" class="num">{date::short(lang(), line.date, today)}</th>
            <td data-label=t(m::SITE)>{line.site.clone()}</td>
            <td class="num" data-label=t(msg::history::FIRST_IN)>{line.first_in.map_or_else(none, time)}</td>
            <td class="num" data-label=t(msg::history::LAST_OUT)>{last_out}</td>
            <td data-label=t(m::STATE)>{tag_of(mark.tone(), Some(mark.icon()), t(mark.word()))}</td>
        </tr>
    }
}
