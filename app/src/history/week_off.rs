//! `/business/sites/{site}/history/week-off?month=yyyymm`: 週休2日 of a site's month, and its records as a file. Invariant: a
//! verdict is a word, and a week that is not over has none that could still change for the better.

use super::{ask::page_of, months::months};
use crate::{
    application::frame as office,
    business::frame,
    days::file,
    shell::{
        Banner, EmptyState, Flash, OfficeLayout, Table, Tone, UiError, call, error::NOT_FOUND, lang, page, t, tag_of,
        tw,
    },
};
use domain::{
    history::week_off::{Stood, Week, WeekOff},
    id::SiteId,
    time::YearMonth,
};
use i18n::{date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use services::history::WeeksOff;

use msg::own_days as m;

/// The page of a site.
pub fn week_off_page(site: SiteId) -> String {
    format!("{}/week-off", page_of(site))
}

fn at_month(site: SiteId, month: YearMonth) -> String {
    format!("{}?month={}", week_off_page(site), month.number())
}

/// `/business/sites/{site}/history/week-off`. A month that is none, or one to come, is answered as a page that is not there.
#[component]
pub fn WeekOffPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("site")).unwrap_or_default();
    let month = use_query_map().with_untracked(|query| query.get("month"));
    page(async move {
        let not_found = || UiError::of(NOT_FOUND);
        let site: SiteId = asked.parse().map_err(|_| not_found())?;
        let call = call();
        let today = call.today().month();
        let month = match month {
            None => today,
            Some(text) => {
                let month = text.parse().ok().and_then(YearMonth::from_number);
                month.filter(|month| *month <= today).ok_or_else(not_found)?
            }
        };
        let found = services::history::weeks_off(&call, site, month).await?;
        let who = office::who().await?;
        let flash = Flash::take(&week_off_page(site)).await?;
        Ok(whole(&found, site, who, &flash))
    })
}

fn whole(found: &WeeksOff, site: SiteId, who: String, flash: &Flash) -> impl IntoView + use<> {
    let failed = flash.error.as_ref().map(|error| error.words(lang()));
    let crumbs = vec![
        ("/business/sites".to_owned(), t(msg::site::LIST_TITLE).to_owned()),
        (format!("/business/sites/{site}"), found.site.clone()),
        (page_of(site), t(msg::sheet::LINK).to_owned()),
    ];
    let branch = (!found.whole).then(|| view! { <p class="hint">{t(m::WEEK_BRANCH)}</p> });
    let lead = tw(m::FILE_SITE_LEAD, &[("month", &date::month(lang(), found.month))]);
    let asked = vec![("month", found.month.number().to_string())];
    let inside = view! {
        {failed.map(|words| view! { <Banner tone=Tone::Err>{words}</Banner> })}
        {months(found.month, found.today.month(), &|to| at_month(site, to))}
        <p>{t(m::WEEK_LEAD)}</p>
        {branch}
        {table(found)}
        <p class="hint">{t(m::WEEK_REST)}</p>
        {file::form(format!("{}/file", page_of(site)), lead, asked)}
    };
    view! {
        <OfficeLayout title=t(m::WEEK_TITLE) who nav=frame::nav("/business/sites") crumbs>
            {inside}
        </OfficeLayout>
    }
}

fn table(found: &WeeksOff) -> AnyView {
    if found.weeks.is_empty() {
        return view! { <EmptyState title=t(m::WEEK_NONE_TITLE) text=t(m::WEEK_NONE) /> }.into_any();
    }
    let heads = [m::WEEK, m::WEEK_WORKED, m::WEEK_OFF, m::WEEK_TWO, m::WEEK_FOUR_OFF, m::WEEK_EIGHT];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let caption = tw(m::WEEK_CAPTION, &[("month", &date::month(lang(), found.month))]);
    let rows = found.weeks.iter().map(line).collect_view();
    view! { <Table caption heads>{rows}</Table> }.into_any()
}

fn line(week: &Week) -> impl IntoView + use<> {
    let days = |count: u32| number::days(lang(), count.into());
    view! {
        <tr>
            <th scope="row">{date::period(lang(), week.monday, week.sunday)}</th>
            <td class="num" data-label=t(m::WEEK_WORKED)>{days(week.alone.worked)}</td>
            <td class="num" data-label=t(m::WEEK_OFF)>{days(week.alone.off)}</td>
            <td data-label=t(m::WEEK_TWO)>{verdict(week.alone)}</td>
            <td class="num" data-label=t(m::WEEK_FOUR_OFF)>{days(week.of_four.off)}</td>
            <td data-label=t(m::WEEK_EIGHT)>{verdict(week.of_four)}</td>
        </tr>
    }
}

fn verdict(of: Stood) -> Option<AnyView> {
    let (tone, words) = match of.verdict()? {
        WeekOff::Reached => (Tone::Ok, m::WEEK_REACHED),
        WeekOff::Missed => (Tone::Warn, m::WEEK_MISSED),
        WeekOff::Open => (Tone::Plain, m::WEEK_OPEN),
    };
    Some(tag_of(tone, None, t(words)))
}
