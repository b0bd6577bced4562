//! `/business/renewals`: whether the registrations of one's subcontractors are good, and a way to remind them.

use super::{RemindBusiness, frame, partner, registration::PAGE as REGISTRATION};
use crate::{
    application::frame as office,
    shell::{Banner, EmptyState, Flash, OfficeLayout, Parts, Table, Tag, Tone, call, icon, lang, page, t, tw},
};
use domain::{
    business::{RenewalRow, Validity},
    listing::{Listed, Mark},
};
use i18n::{Msg, date, msg, number};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use msg::business as m;

/// Its address.
pub(super) const PAGE: &str = "/business/renewals";

/// `/business/renewals`.
#[component]
pub fn RenewalsPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after")).and_then(|after| after.parse::<Mark>().ok());
    page(async move {
        let listed = services::business::renewals(&call(), after).await?;
        let who = office::who().await?;
        let flash = Flash::take(PAGE).await?;
        let done = (flash.done.as_deref() == Some("reminded")).then(|| t(m::REMINDED_DONE));
        let crumbs = vec![(REGISTRATION.to_owned(), t(m::REGISTRATION_TITLE).to_owned())];
        Ok(view! {
            <OfficeLayout title=t(m::RENEWALS_TITLE) who nav=frame::nav(REGISTRATION) crumbs>
                {done.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {office::outcome(&flash)}
                <p>{t(m::RENEWALS_LEAD)}</p>
                {list(listed, after.is_some())}
            </OfficeLayout>
        })
    })
}

fn list(listed: Listed<RenewalRow>, later_part: bool) -> impl IntoView {
    let Listed { rows, all, next } = listed;
    if rows.is_empty() && !later_part {
        return view! { <EmptyState title=t(m::RENEWALS_NONE_TITLE) text=t(m::RENEWALS_NONE) /> }.into_any();
    }
    let heads = [m::RENEWALS_NAME, m::RENEWALS_UNTIL, m::RENEWALS_STATE, m::RENEWALS_ACTION];
    let heads = heads.map(|head| t(head).to_owned()).to_vec();
    let first = later_part.then(|| PAGE.to_owned());
    let next = next.map(|next| format!("{PAGE}?after={next}"));
    view! {
        <p class="count-line">{tw(m::RENEWALS_COUNT, &[("count", &number::grouped(all))])}</p>
        <Table caption=t(m::RENEWALS_TITLE) heads>
            {rows.iter().map(line).collect_view()}
        </Table>
        <Parts of=t(m::RENEWALS_TITLE) first next />
    }
    .into_any()
}

fn state(row: &RenewalRow) -> (Tone, Msg) {
    match row.validity {
        _ if row.anew => (Tone::Info, m::RENEWAL_APPLIED_ANEW),
        _ if row.applied => (Tone::Info, m::RENEWAL_APPLIED),
        Validity::Good { .. } => (Tone::Ok, m::RENEWAL_GOOD),
        Validity::Renewable => (Tone::Warn, m::RENEWAL_OPEN),
        Validity::Expired { .. } | Validity::Lapsed => (Tone::Err, m::RENEWAL_EXPIRED),
    }
}

fn line(row: &RenewalRow) -> impl IntoView + use<> {
    let (tone, words) = state(row);
    let mark = match tone {
        Tone::Ok | Tone::Info | Tone::Plain => icon::CHECK_CIRCLE_FILL,
        Tone::Warn => icon::WARNING_FILL,
        Tone::Err => icon::ERROR_FILL,
    };
    let may = row.validity.is_renewable() && !row.applied;
    let reminded = row.reminded_on.map(|day| {
        view! { <p class="hint">{tw(m::REMINDED_ON, &[("day", &date::day_only(lang(), day))])}</p> }
    });
    let button = may.then(|| {
        view! {
            <form method="post" action=RemindBusiness::PATH class="row-form">
                <input type="hidden" name="business" value=row.id.to_string() />
                <button
                    type="submit"
                    class="button outline small"
                    aria-label=tw(m::REMIND_OF, &[("name", &row.name)])
                >
                    {t(m::REMIND)}
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=partner::page_of(row.id)>{row.name.clone()}</a>
            </th>
            <td class="num" data-label=t(m::RENEWALS_UNTIL)>{date::iso(row.counts_until)}</td>
            <td data-label=t(m::RENEWALS_STATE)>
                <Tag tone icon=mark text=t(words) />
            </td>
            <td>{button} {reminded}</td>
        </tr>
    }
}
