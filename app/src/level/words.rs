//! Words for requirements and what meets them, for the person and for the body alike. Invariant: met or not is a word beside its
//! colour.

use crate::shell::{Tag, Tone, icon, lang, t, tag_of, tw};
use domain::level::{
    Choice, Days, Forecast, Leading, Level, Part, Remaining, Requirement, Standing, Wanted, application::LevelState,
};
use i18n::{Msg, date, msg, number, word};
use leptos::prelude::*;

use msg::level as m;

/// `職長としての日数`.
pub(super) const fn leading(kind: Leading) -> Msg {
    match kind {
        Leading::Foreman => m::LEADING_FOREMAN,
        Leading::CrewLeader => m::LEADING_CREW_LEADER,
        Leading::Either => m::LEADING_EITHER,
    }
}

/// `レベル2`.
pub(super) fn level(level: Level) -> &'static str {
    t(word::level(level))
}

/// Where an application stands, with its colour.
pub(super) fn state(state: LevelState) -> impl IntoView {
    let tone = match state {
        LevelState::Granted => Tone::Ok,
        LevelState::Refused => Tone::Warn,
        LevelState::Unpaid | LevelState::Waiting | LevelState::SecondLook => Tone::Info,
        LevelState::Withdrawn => Tone::Plain,
    };
    view! { <Tag tone text=t(word::level_state(state)) /> }
}

/// What a requirement is called.
pub(super) fn name(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Days(_) => t(m::WANTED_DAYS).to_owned(),
        Wanted::Leading(kind, _) => t(leading(*kind)).to_owned(),
        Wanted::Qualifications { at_least, of } if usize::try_from(*at_least).is_ok_and(|all| all == of.len()) => {
            t(m::WANTED_ALL).to_owned()
        }
        Wanted::Qualifications { at_least, .. } => tw(m::WANTED_SOME, &[("n", at_least)]),
    }
}

fn days(days: &Days) -> impl IntoView + use<> {
    let figures =
        [("have", &number::grouped(i64::from(days.have()))), ("need", &number::grouped(i64::from(days.need)))];
    let have = tw(m::DAYS_HAVE, &figures.map(|(name, value)| (name, value as &dyn core::fmt::Display)));
    let stated = (days.stated > 0).then(|| tw(m::DAYS_STATED, &[("n", &number::grouped(i64::from(days.stated)))]));
    view! {
        <p class="num">{have}</p>
        {stated.map(|words| view! { <p class="hint">{words}</p> })}
    }
}

fn choice(one: &Choice) -> impl IntoView + use<> {
    let day = |day| date::day_only(lang(), day);
    let (tone, drawing, words) = match &one.standing {
        Standing::Held { name, until: Some(until) } => {
            (Tone::Ok, Some(icon::CHECK), tw(m::HELD_UNTIL, &[("name", name), ("day", &day(*until))]))
        }
        Standing::Held { name, until: None } => (Tone::Ok, Some(icon::CHECK), name.clone()),
        Standing::Expired { name, last } => {
            (Tone::Warn, Some(icon::WARNING), tw(m::EXPIRED_ON, &[("name", name), ("day", &day(*last))]))
        }
        Standing::Missing => (Tone::Plain, None, t(m::MISSING).to_owned()),
    };
    let names = one.names.iter().enumerate().map(|(at, name)| {
        let or = (at > 0).then(|| format!(" {} ", t(m::OR)));
        view! {
            {or}
            <span lang="ja">{name.clone()}</span>
        }
    });
    view! { <li>{names.collect_view()} " " {tag_of(tone, drawing, &words)}</li> }
}

/// What meets a requirement, or what is missing of it.
pub(super) fn what(wanted: &Wanted) -> AnyView {
    match wanted {
        Wanted::Days(of) | Wanted::Leading(_, of) => days(of).into_any(),
        Wanted::Qualifications { of, .. } => {
            view! { <ul class="level-choices">{of.iter().map(choice).collect_view()}</ul> }.into_any()
        }
    }
}

/// Met or not, and by when.
pub(super) fn standing(requirement: &Requirement) -> AnyView {
    if requirement.is_met() {
        return tag_of(Tone::Ok, Some(icon::CHECK), t(m::MET));
    }
    let month = requirement.forecast.month().map(|month| tw(m::MET_IN, &[("month", &date::month(lang(), month))]));
    view! {
        {tag_of(Tone::Warn, None, t(m::NOT_MET))}
        {month.map(|words| view! { " " <span class="hint">{words}</span> })}
    }
    .into_any()
}

fn requirement(one: &Requirement) -> impl IntoView + use<> {
    let (name, standing, what) = (name(&one.wanted), standing(one), what(&one.wanted));
    view! {
        <li class="level-requirement">
            <p><b>{name}</b> " " {standing}</p>
            {what}
        </li>
    }
}

/// What a level asks, part by part.
pub(super) fn parts(parts: &[Part]) -> AnyView {
    let several = parts.len() > 1;
    let part = |part: &Part| {
        let heading = several.then(|| tw(m::PART_OF, &[("level", &level(part.of))]));
        let ways = part.alternatives.iter().enumerate().map(|(at, way)| {
            let asked = way.requirements.iter().map(requirement).collect_view();
            view! {
                <li>
                    <p><b>{tw(m::WAY_N, &[("n", &(at + 1))])}</b></p>
                    <ul class="level-list">{asked}</ul>
                </li>
            }
        });
        let ways = (!part.alternatives.is_empty()).then(|| {
            view! {
                <p>{t(m::ONE_WAY)}</p>
                <ul class="level-list">{ways.collect_view()}</ul>
            }
        });
        view! {
            {heading.map(|words| view! { <h3>{words}</h3> })}
            <ul class="level-list">{part.requirements.iter().map(requirement).collect_view()}</ul>
            {ways}
        }
    };
    parts.iter().map(part).collect_view().into_any()
}

/// What is still missing, in short sentences.
pub(super) fn remaining(of: &Remaining) -> Vec<String> {
    let missing = |days: &Days| number::grouped(i64::from(days.missing()));
    let mut lines = vec![match of.days.missing() {
        0 => t(m::DAYS_DONE).to_owned(),
        _ => tw(m::DAYS_LEFT, &[("n", &missing(&of.days))]),
    }];
    let short = of.leading.iter().filter(|(_, days)| days.missing() > 0);
    lines.extend(short.map(|(kind, days)| tw(m::LEADING_LEFT, &[("kind", &t(leading(*kind))), ("n", &missing(days))])));
    lines.push(match of.qualifications {
        Some(0) => t(m::QUALIFICATIONS_DONE).to_owned(),
        Some(1) => t(m::QUALIFICATIONS_LEFT_1).to_owned(),
        Some(more) => tw(m::QUALIFICATIONS_LEFT, &[("n", &more)]),
        None => t(m::QUALIFICATIONS_MANY).to_owned(),
    });
    lines
}

/// In which month, at the person's own pace.
pub(super) fn forecast(of: Forecast) -> String {
    match of {
        Forecast::Met => t(m::FORECAST_MET).to_owned(),
        Forecast::Month(month) => tw(m::FORECAST_MONTH, &[("month", &date::month(lang(), month))]),
        Forecast::TooFar => t(m::FORECAST_TOO_FAR).to_owned(),
        Forecast::NoPace => t(m::FORECAST_NO_PACE).to_owned(),
        Forecast::NotByDays => t(m::FORECAST_NOT_BY_DAYS).to_owned(),
    }
}
