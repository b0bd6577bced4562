//! Looking at something as it was on a day. Invariant: a day of which nothing is known is said to be one, beside its field,
//! and never answered with another day's.

use super::{Banner, ButtonKind, SubmitButton, TextField, Tone, lang, t, tw};
use domain::{
    calendar,
    form::{FieldProblem, Problem},
    time::WorkDate,
};
use i18n::{date, msg::change as m};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Name of the input, and of the query of its address.
pub const ON: &str = "on";

/// The day that was typed, where something is known of it: not before `since` and not after `today`. Errors: the problem,
/// beside `on`.
pub fn day_of(typed: &str, (since, today): (WorkDate, WorkDate)) -> Result<WorkDate, FieldProblem> {
    let day = match calendar::parse_day(typed) {
        Ok(day) if day < since => Err(Problem::TooEarly),
        Ok(day) if day > today => Err(Problem::InFuture),
        day => day,
    };
    day.map_err(|problem| FieldProblem::new(ON, problem))
}

/// What was typed into the address of this page; nothing where it is today that is looked at.
pub fn asked() -> Option<String> {
    use_query_map().with_untracked(|query| query.get(ON)).filter(|on| !on.trim().is_empty())
}

/// Says of which days something is known, where the day asked for is none of them.
pub fn missed(wrong: Option<&FieldProblem>, (since, today): (WorkDate, WorkDate)) -> Option<impl IntoView + use<>> {
    wrong?;
    let [since, today] = [since, today].map(|day| date::day_only(lang(), day));
    Some(view! { <Banner tone=Tone::Warn>{tw(m::ON_WRONG, &[("since", &since), ("today", &today)])}</Banner> })
}

/// The form that asks for a day and opens `page` with it.
pub fn look(page: String, typed: String) -> impl IntoView {
    view! {
        <form method="get" action=page class="form">
            <TextField name=ON label=t(m::ON) hint=t(m::ON_HINT) value=typed width="short" required=false />
            <SubmitButton text=t(m::ON_GO) kind=ButtonKind::Outline />
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_between_the_first_and_today() {
        let day = WorkDate::from_stored;
        let of = |typed: &str| {
            day_of(typed, (day(20_260_401), day(20_261_122))).map(WorkDate::number).map_err(|found| found.problem)
        };
        assert_eq!(of("2026-03-31"), Err(Problem::TooEarly));
        assert_eq!((of("2026-04-01"), of("2026-11-22")), (Ok(20_260_401), Ok(20_261_122)));
        assert_eq!(of("2026-11-23"), Err(Problem::InFuture));
        assert_eq!(of("きのう"), Err(Problem::NotDate));
    }
}
