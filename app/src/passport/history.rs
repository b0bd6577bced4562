//! `/passport/history?month=yyyymm`: totals, calendar, list.

use super::{calendar::Calendar, mark::Mark, why};
use crate::claim::own::PAGE as CLAIM;
use crate::shell::{
    ButtonKind, EmptyState, Icon, LinkButton, Tab, Tag, TechnicianLayout, UiError, call, error::NOT_FOUND, icon, lang,
    page, t, tr, tw,
};
use domain::{
    passport::{Days, HistoryLine, MonthHistory, TrainingLine},
    time::{Instant, WorkDate, YearMonth},
};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/passport/history`. A month that is none, or one that nobody can have worked in
/// yet, is answered as a page that is not there.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let asked = use_query_map().read_untracked().get("month");
    page(async move {
        let call = call();
        let month = match asked {
            None => call.today().month(),
            Some(text) => {
                let month = text.parse().ok().and_then(YearMonth::from_number);
                month.filter(|month| may_be_shown(*month, call.today())).ok_or_else(|| UiError::of(NOT_FOUND))?
            }
        };
        let history = services::passport::month(&call, month).await?;
        let uncounted = why::uncounted(&history.uncounted);
        Ok(view! {
            <TechnicianLayout title=msg::history::TITLE tab=Tab::History>
                {month_line(&history)}
                <section class="card month-card" aria-labelledby="month">
                    {counts(&history)}
                    <Calendar history=history.clone() />
                </section>
                {totals(&history)}
                {training(&history)}
                {list(history)}
                {uncounted}
                <LinkButton href=super::totals::PAGE text=msg::history::TOTALS_GO kind=ButtonKind::Outline icon=icon::FACT_CHECK />
                <LinkButton href=CLAIM text=msg::claim::GO kind=ButtonKind::Outline />
            </TechnicianLayout>
        })
    })
}

fn month_line(history: &MonthHistory) -> impl IntoView + use<> {
    let month = history.month;
    let link = |to: YearMonth, of: &'static str, words: Msg| {
        view! {
            <a class="icon-button" href=format!("/passport/history?month={}", to.number())>
                <Icon of />
                <span class="visually-hidden">{tw(words, &[("month", &date::month(lang(), to))])}</span>
            </a>
        }
    };
    // The month to come has no history, so nothing leads there.
    let next =
        (month < history.today.month()).then(|| link(month.next(), icon::CHEVRON_RIGHT, msg::history::MONTH_NEXT));
    view! {
        <nav class="month-line" aria-label=t(msg::history::MONTHS)>
            {link(month.previous(), icon::CHEVRON_LEFT, msg::history::MONTH_PREVIOUS)}
            <h2 id="month">{date::month(lang(), month)} <small>{date::era_year(lang(), month.last_day())}</small></h2>
            {next.map_or_else(|| view! { <span class="icon-button"></span> }.into_any(), IntoAny::into_any)}
        </nav>
        {(month != history.today.month())
            .then(|| {
                view! {
                    <LinkButton
                        href="/passport/history"
                        text=msg::history::MONTH_NOW
                        kind=ButtonKind::Outline
                        icon=icon::CALENDAR
                    />
                }
            })}
    }
}

/// Whether there may be something to show: a shift is of the day it began on, so nothing is of a month to come.
fn may_be_shown(month: YearMonth, today: WorkDate) -> bool {
    month <= today.month()
}

fn counts(history: &MonthHistory) -> impl IntoView + use<> {
    let tags = [Mark::Approved, Mark::Waiting, Mark::Look, Mark::Inside].into_iter().filter_map(|mark| {
        let count = history.lines.iter().filter(|line| Mark::of(line, history.today) == mark).count();
        (count > 0)
            .then(|| view! { <Tag tone=mark.tone() icon=mark.icon() text=format!("{} {count}", t(mark.word())) /> })
    });
    view! {
        <div class="month-counts">
            <p class="figure">
                <b class="num">{number::grouped_in(lang(), history.days.recorded)}</b>
                <span class="unit">{tr(msg::passport::DAYS_UNIT)}</span>
            </p>
            {tags.collect_view()}
        </div>
    }
}

fn totals(history: &MonthHistory) -> impl IntoView + use<> {
    let line = |label: String, days: Days| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>
                    <b class="num">{number::grouped_in(lang(), days.recorded)}</b>
                    <span class="unit">{tr(msg::passport::DAYS_UNIT)}</span>
                    <span class="figure-note">
                        {tw(msg::passport::DAYS_APPROVED, &[("n", &number::grouped_in(lang(), days.approved))])}
                    </span>
                </dd>
            </div>
        }
    };
    view! {
        <section class="card day-totals" aria-label=t(msg::passport::DAYS_TITLE)>
            <dl class="day-figures three">
                {line(date::month(lang(), history.month), history.days)}
                {line(tw(msg::history::YEAR, &[("year", &history.month.year())]), history.year)}
                {line(tw(msg::history::FISCAL_YEAR, &[("year", &history.month.fiscal_year())]), history.fiscal_year)}
            </dl>
        </section>
    }
}

/// Days at training centres, apart from history: they count for nothing.
fn training(history: &MonthHistory) -> Option<impl IntoView + use<>> {
    if history.training.is_empty() {
        return None;
    }
    let none = || t(msg::history::NOT_RECORDED).to_owned();
    let line = |day: &TrainingLine| {
        let time = |at: Option<Instant>| at.map_or_else(none, |at| date::time_of_day(lang(), at, day.date));
        view! {
            <div>
                <dt>{date::day_only(lang(), day.date)} " " <span lang="ja">{day.site.clone()}</span></dt>
                <dd>
                    {t(msg::history::IN_SHORT)} " " <span class="num">{time(day.first_in)}</span> " "
                    {t(msg::history::OUT_SHORT)} " " <span class="num">{time(day.last_out)}</span>
                </dd>
            </div>
        }
    };
    let lines = history.training.iter().map(line).collect_view();
    Some(view! {
        <section class="card day-totals" aria-labelledby="training">
            <h2 id="training">{tr(msg::history::TRAINING)}</h2>
            <p>{tr(msg::history::TRAINING_MEANS)}</p>
            <dl class="day-figures">{lines}</dl>
        </section>
    })
}

fn list(history: MonthHistory) -> AnyView {
    if history.lines.is_empty() {
        return view! {
            <EmptyState title=t(msg::history::EMPTY) text=t(msg::history::EMPTY_TEXT)>
                <LinkButton href="/passport" text=msg::history::EMPTY_GO kind=ButtonKind::Outline />
            </EmptyState>
        }
        .into_any();
    }
    let today = history.today;
    let mut anchored: Option<WorkDate> = None;
    let rows = history.lines.into_iter().map(|line| {
        let first = anchored != Some(line.date);
        anchored = Some(line.date);
        row(line, today, first)
    });
    view! { <ol class="history-list">{rows.collect_view()}</ol> }.into_any()
}

fn row(line: HistoryLine, today: WorkDate, first: bool) -> impl IntoView {
    let mark = Mark::of(&line, today);
    let id = first.then(|| format!("day-{}", line.date.number()));
    let none = || t(msg::history::NOT_RECORDED).to_owned();
    let first_in = line.first_in.map_or_else(none, |at| date::time_of_day(lang(), at, line.date));
    let last_out = match line.last_out {
        Some(at) => date::time_of_day(lang(), at, line.date),
        None if line.date == today => t(msg::history::NOT_YET).to_owned(),
        None => none(),
    };
    let look = mark == Mark::Look;
    view! {
        <li class="card history-row" class:look=look id=id>
            <a href=format!("/passport/history/{}/{}", line.date.number(), line.site_id)>
                <span class="history-day">
                    <b class="num">{line.date.day()}</b>
                    <span class="visually-hidden">{date::full(lang(), line.date)}</span>
                    <span aria-hidden="true">{t(date::weekday(line.date.weekday()))}</span>
                </span>
                <span class="history-words">
                    <b class="history-site" lang="ja">
                        {line.site}
                    </b>
                    <span class="history-times">
                        <span>{t(msg::history::IN_SHORT)} " " <span class="num">{first_in}</span></span>
                        <span>{t(msg::history::OUT_SHORT)} " " <span class="num">{last_out}</span></span>
                    </span>
                </span>
                <Tag tone=mark.tone() text=t(mark.word()) />
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_nobody_can_have_worked_in_are_not_there() {
        let today = WorkDate::from_stored(20_261_120);
        for (month, shown) in [(202_001, true), (202_611, true), (202_612, false), (202_701, false), (999_912, false)] {
            assert_eq!(may_be_shown(YearMonth::from_stored(month), today), shown, "{month}");
        }
    }
}
