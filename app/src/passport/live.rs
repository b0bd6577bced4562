//! The part of the first screen that stays fresh: today's state and the days. Invariant: complete without a script; an
//! island that cannot reach the register says as of when it shows what it shows, and never blanks it.

use crate::shell::{Icon, icon, lang, t, tr, tw};
use domain::passport::{DayTotals, Days, Now, OwnCard, Today};
use i18n::{Msg, date, msg, number};
use leptos::prelude::*;

/// How the island stands with the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets this far"))]
pub enum Link {
    /// It answers, or was not asked yet.
    Up,
    /// No signal.
    Down,
    /// The log-in has ended.
    LoggedOut,
}

/// Today's state, what the page puts below it, and the days.
#[island]
pub fn Live(
    /// What the server knew when it made the page.
    now: Now,
    /// Card face and buttons.
    children: Children,
) -> impl IntoView {
    let now = RwSignal::new(now);
    let link = RwSignal::new(Link::Up);
    #[cfg(feature = "hydrate")]
    super::follow::follow(now, link);
    view! {
        <div class="live-strips" role="status">
            {move || strip(link.get(), &now.read())}
        </div>
        <div class="live-today" role="status">
            {move || stopped(now.read().card)}
            {move || today(&now.read())}
        </div>
        {children()}
        <section class="card day-totals" aria-labelledby="day-totals">
            <h2 id="day-totals" class="visually-hidden">
                {tr(msg::passport::DAYS_TITLE)}
            </h2>
            {move || totals(now.read().days)}
            <p class="as-of">{move || tw(msg::common::UPDATED_AT, &[("time", &now.read().as_of.hh_mm())])}</p>
        </section>
    }
}

fn strip(link: Link, now: &Now) -> Option<AnyView> {
    let at = || date::date_time(lang(), now.as_of, now.as_of.date());
    match link {
        Link::Up => None,
        Link::Down => Some(
            view! {
                <p class="offline-strip">
                    <Icon of=icon::CLOUD_OFF />
                    {tw(msg::common::OFFLINE_AS_OF, &[("at", &at())])}
                </p>
            }
            .into_any(),
        ),
        Link::LoggedOut => Some(
            view! {
                <p class="offline-strip">
                    <Icon of=icon::LOCK />
                    {tr(msg::passport::LOGGED_OUT)}
                    " "
                    <a href="/login">{t(msg::common::LOGIN)}</a>
                </p>
            }
            .into_any(),
        ),
    }
}

/// What to do where the card is out of use: it stands before everything else, since the next touch would not count.
fn stopped(card: OwnCard) -> Option<AnyView> {
    matches!(card, OwnCard::Stopped).then(|| {
        view! {
            <section class="now-state stopped" aria-labelledby="card-stopped">
                <div class="now-mark">
                    <Icon of=icon::WARNING_FILL />
                </div>
                <div class="now-words">
                    <h2 id="card-stopped">{tr(msg::passport::CARD_STOPPED)}</h2>
                    <p>{tr(msg::passport::CARD_STOPPED_TEXT)}</p>
                </div>
                <a class="now-go" href="/passport/card">
                    <Icon of=icon::CHEVRON_RIGHT />
                    <span class="visually-hidden">{t(msg::passport::CARD_STOPPED_GO)}</span>
                </a>
            </section>
        }
        .into_any()
    })
}

/// How the day begins for somebody with a card, and for somebody who has none to touch with yet.
const fn before_touch(card: OwnCard) -> Option<Msg> {
    match card {
        OwnCard::InUse => Some(msg::passport::TODAY_NOTHING_TEXT),
        OwnCard::NotYet => Some(msg::passport::TODAY_NO_CARD_TEXT),
        // Said above, with the way to a new card.
        OwnCard::Stopped => None,
    }
}

fn today(now: &Now) -> AnyView {
    match &now.today {
        Today::Nothing => view! {
            <section class="now-state none" aria-labelledby="today">
                <div class="now-mark">
                    <Icon of=icon::SCHEDULE />
                </div>
                <div class="now-words">
                    <h2 id="today">{tr(msg::passport::TODAY_NOTHING)}</h2>
                    {before_touch(now.card).map(|words| view! { <p>{tr(words)}</p> })}
                </div>
            </section>
        }
        .into_any(),
        Today::Inside { since, site, date, site_id } => state(
            "in",
            icon::LOGIN,
            msg::passport::TODAY_INSIDE,
            since.hh_mm(),
            site.clone(),
            None,
            format!("/passport/history/{}/{site_id}", date.number()),
        ),
        Today::Left { since, until, site, date, site_id } => state(
            "out",
            icon::LOGOUT,
            msg::passport::TODAY_LEFT,
            date::time_of_day(lang(), *until, *date),
            site.clone(),
            since.map(|since| tw(msg::passport::TODAY_SINCE, &[("time", &since.hh_mm())])),
            format!("/passport/history/{}/{site_id}", date.number()),
        ),
    }
}

fn state(
    class: &str,
    mark: &'static str,
    words: Msg,
    time: String,
    site: String,
    more: Option<String>,
    href: String,
) -> AnyView {
    view! {
        <section class=format!("now-state {class}") aria-labelledby="today">
            <div class="now-mark">
                <Icon of=mark />
            </div>
            <div class="now-words">
                <h2 id="today">{tr(words)} " " <b class="num">{time}</b></h2>
                <p lang="ja">{site}</p>
                {more.map(|more| view! { <p class="now-more">{more}</p> })}
            </div>
            <a class="now-go" href=href>
                <Icon of=icon::CHEVRON_RIGHT />
                <span class="visually-hidden">{t(msg::passport::TODAY_OPEN)}</span>
            </a>
        </section>
    }
    .into_any()
}

fn totals(days: DayTotals) -> impl IntoView {
    view! {
        <dl class="day-figures">
            {figure(msg::passport::DAYS_MONTH, days.month)} {figure(msg::passport::DAYS_YEAR, days.year)}
            {figure(msg::passport::DAYS_FISCAL_YEAR, days.fiscal_year)} {figure(msg::passport::DAYS_ALL, days.all)}
        </dl>
    }
}

fn figure(label: Msg, days: Days) -> impl IntoView {
    let approved = tw(msg::passport::DAYS_APPROVED, &[("n", &number::grouped_in(lang(), days.approved))]);
    view! {
        <div>
            <dt>{tr(label)}</dt>
            <dd>
                <b class="num">{number::grouped_in(lang(), days.recorded)}</b>
                <span class="unit">{tr(msg::passport::DAYS_UNIT)}</span>
                <span class="figure-note">{approved}</span>
            </dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_card_in_use_is_to_be_touched() {
        assert_eq!(before_touch(OwnCard::InUse), Some(msg::passport::TODAY_NOTHING_TEXT));
        assert_eq!(before_touch(OwnCard::NotYet), Some(msg::passport::TODAY_NO_CARD_TEXT));
        assert_eq!(before_touch(OwnCard::Stopped), None);
    }
}
