//! `/passport/employments`: what businesses say of one's employment, and the answer. Invariant: each is answered by one press,
//! and what an answer means stands above it.

use super::{AgreeEmployment, ObjectEmployment, RefuseEmployment, business};
use crate::{
    application::frame,
    shell::{Banner, ButtonKind, Card, EmptyState, Flash, Parts, Tab, TechnicianLayout, Tone, call, lang, page, t, tw},
};
use domain::{
    employment::{Answer, Claim, RequestRow, Standing, answered, answered_until},
    listing::Mark,
    time::Instant,
};
use i18n::{Msg, date, msg};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::employment as m;

/// Its address.
pub const PAGE: &str = "/passport/employments";

/// `/passport/employments`.
#[component]
pub fn OwnEmploymentsPage() -> impl IntoView {
    let after: Option<Mark> =
        use_query_map().with_untracked(|query| query.get("after").and_then(|mark| mark.parse().ok()));
    page(async move {
        let call = call();
        services::employment::may_answer(&call)?;
        let listed = services::employment::list(&call, after).await?;
        let flash = Flash::take(PAGE).await?;
        let done = match flash.done.as_deref() {
            Some("agreed") => Some(t(m::DONE_AGREED)),
            Some("refused") => Some(t(m::DONE_REFUSED)),
            Some("objected") => Some(t(m::DONE_OBJECTED)),
            _ => None,
        };
        let (first, next) =
            (after.map(|_| PAGE.to_owned()), listed.next.as_ref().map(|mark| format!("{PAGE}?after={mark}")));
        let now = call.now();
        let cards = listed.rows.iter().map(|row| card(row, now)).collect_view();
        let none = listed.rows.is_empty().then(|| view! { <EmptyState title=t(m::OWN_NONE) text=t(m::OWN_LEAD) /> });
        Ok(view! {
            <TechnicianLayout title=t(m::OWN_TITLE) tab=Tab::More back="/passport/registration">
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {frame::outcome(&flash)}
                {(!listed.rows.is_empty()).then(|| view! { <p>{t(m::OWN_LEAD)}</p> })}
                {none}
                {cards}
                <Parts of=t(m::OWN_TITLE) first next />
            </TechnicianLayout>
        })
    })
}

fn card(row: &RequestRow, now: Instant) -> impl IntoView + use<> {
    let day = |day| date::day_only(lang(), day);
    let (words, how) = if let (Claim::Ends, Some(until)) = (row.claim, row.until) {
        (tw(m::OWN_ENDS, &[("business", &row.business_name), ("day", &day(until))]), Some(m::OWN_ENDS_HOW))
    } else {
        let (from, kind) = (day(row.from), business::kind(row.main));
        let words = tw(m::OWN_BEGINS, &[("business", &row.business_name), ("day", &from), ("kind", &kind)]);
        (words, row.main.then_some(m::OWN_BEGINS_MAIN))
    };
    let (standing, _) = business::standing(row.standing);
    let can = |answer| answered(row.standing, answer, (row.asked_at, now)).is_ok();
    let mut ways = Vec::new();
    if can(Answer::Agree) {
        ways.push(way(row, AgreeEmployment::PATH, (m::AGREE, m::AGREE_OF), ButtonKind::Solid).into_any());
        ways.push(way(row, RefuseEmployment::PATH, (m::REFUSE, m::REFUSE_OF), ButtonKind::Outline).into_any());
    }
    if can(Answer::Object) {
        ways.push(way(row, ObjectEmployment::PATH, (m::OBJECT, m::OBJECT_OF), ButtonKind::Outline).into_any());
    }
    let how = how.filter(|_| !ways.is_empty());
    let until = can(Answer::Agree).then(|| {
        let day = date::day_only(lang(), answered_until(row.asked_at));
        view! { <p class="hint">{tw(m::OWN_UNTIL, &[("day", &day)])}</p> }
    });
    let answered = (row.standing != Standing::Waiting).then(|| view! { <p><strong>{t(standing)}</strong></p> });
    let title = row.business_name.clone();
    view! {
        <Card title=title>
            <p>{words}</p>
            {how.map(|how| view! { <p class="hint">{t(how)}</p> })}
            {until}
            {answered}
            <div class="two-buttons">{ways}</div>
        </Card>
    }
}

fn way(row: &RequestRow, path: &'static str, (words, of): (Msg, Msg), kind: ButtonKind) -> impl IntoView + use<> {
    let of = tw(of, &[("business", &row.business_name)]);
    let id = row.id.to_string();
    view! {
        <form method="post" action=path>
            <input type="hidden" name="request" value=id />
            <button type="submit" class=kind.class() aria-label=of>
                {t(words)}
            </button>
        </form>
    }
}
