//! What a site's office should look at: people without a line on the roster, days without in or out. Invariant: nothing is
//! shown where nothing is to be looked at.

use crate::{
    business::person_name,
    shell::{Table, Tag, Tone, icon, lang, t, tw},
};
use domain::{
    id::{BusinessId, SiteId, TechnicianId},
    site::{HalfDay, SiteDetail, Unlisted},
    time::{Instant, WorkDate},
};
use i18n::{Msg, date, msg};
use leptos::prelude::*;

use msg::site as m;

/// Where the part on people who are not on the roster stands on the page.
pub const UNLISTED: &str = "unlisted-title";
/// Where the part on days without in or out stands.
pub const HALF_DAYS: &str = "half-days-title";

fn heads<const N: usize>(of: [Msg; N]) -> Vec<String> {
    of.map(|head| t(head).to_owned()).to_vec()
}

/// The two parts, as far as there is something in them.
pub(super) fn sections(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let unlisted = (!detail.unlisted.is_empty()).then(|| unlisted(detail, business));
    let half_days = (!detail.half_days.is_empty()).then(|| half_days(detail, business));
    view! {
        {unlisted}
        {half_days}
    }
}

fn unlisted(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let may_add = detail.site.open && business.is_some();
    let site = detail.site.id;
    let row = |person: &Unlisted| {
        let href =
            format!("/business/sites/{site}/roster/new?technician={}&from={}", person.technician_id, person.since);
        let about = tw(m::UNLISTED_ADD_OF, &[("name", &person.name)]);
        let add = may_add
            .then(|| view! { <a class="button outline small" href=href aria-label=about>{t(m::UNLISTED_ADD)}</a> });
        let since = to_day(site, (person.technician_id, &person.name), person.since);
        let inside = person.inside.then(|| view! { <Tag tone=Tone::Ok icon=icon::LOGIN text=t(m::INSIDE_TAG) /> });
        view! {
            <tr>
                <th scope="row">{person_name(&person.name, &person.kana)} " " {inside}</th>
                <td class="num" data-label=t(m::ROSTER_ID)>{person.technician_id.grouped()}</td>
                <td class="num" data-label=t(m::UNLISTED_SINCE)>{since}</td>
                <td class="number" data-label=t(m::UNLISTED_DAYS)>{tw(m::DAYS_UNIT, &[("count", &person.days)])}</td>
                <td>{add}</td>
            </tr>
        }
    };
    let rows = detail.unlisted.iter().map(row).collect_view();
    let count = detail.unlisted.len();
    let heads = heads([m::ROSTER_NAME, m::ROSTER_ID, m::UNLISTED_SINCE, m::UNLISTED_DAYS, m::STRUCTURE_ACTION]);
    view! {
        <section class="site-section" aria-labelledby=UNLISTED>
            <h2 id=UNLISTED>{tw(m::UNLISTED_TITLE, &[("count", &count)])}</h2>
            <p>{t(m::UNLISTED_LEAD)}</p>
            <Table caption=t(m::UNLISTED_CAPTION) heads>{rows}</Table>
        </section>
    }
}

/// A day as the link to its page, named by the person too.
fn to_day(site: SiteId, (who, name): (TechnicianId, &str), day: WorkDate) -> impl IntoView + use<> {
    let about = tw(m::DAY_OF, &[("name", &name)]);
    view! {
        <a href=crate::history::day_of(site, who, day)>
            {date::iso(day)} <span class="visually-hidden">" " {about}</span>
        </a>
    }
}

fn half_days(detail: &SiteDetail, business: Option<BusinessId>) -> impl IntoView + use<> {
    let (days, site) = (&detail.half_days, detail.site.id);
    let time = |day: &HalfDay, at: Option<Instant>, none: Msg| {
        at.map_or_else(
            || view! { <Tag tone=Tone::Warn icon=icon::WARNING_FILL text=t(none) /> }.into_any(),
            |at| date::time_of_day(lang(), at, day.date).into_any(),
        )
    };
    let row = |day: &HalfDay| {
        let enter = business.map(|_| {
            let about =
                tw(msg::entry::ENTER_DAY_OF, &[("name", &day.name), ("day", &date::day_only(lang(), day.date))]);
            let href = crate::history::entry_of(site, day.technician_id, day.date);
            view! { <a class="button outline small" href=href aria-label=about>{t(msg::entry::ENTER_DAY)}</a> }
        });
        let on = to_day(site, (day.technician_id, &day.name), day.date);
        view! {
            <tr>
                <th scope="row">{person_name(&day.name, &day.kana)}</th>
                <td class="num" data-label=t(m::ROSTER_ID)>{day.technician_id.grouped()}</td>
                <td class="num" data-label=t(m::HALF_DATE)>{on}</td>
                <td class="num" data-label=t(m::HALF_IN)>{time(day, day.first_in, m::HALF_NO_IN)}</td>
                <td class="num" data-label=t(m::HALF_OUT)>{time(day, day.last_out, m::HALF_NO_OUT)}</td>
                <td>{enter}</td>
            </tr>
        }
    };
    let rows = days.iter().map(row).collect_view();
    let count = days.len();
    let heads = heads([m::ROSTER_NAME, m::ROSTER_ID, m::HALF_DATE, m::HALF_IN, m::HALF_OUT, m::STRUCTURE_ACTION]);
    view! {
        <section class="site-section" aria-labelledby=HALF_DAYS>
            <h2 id=HALF_DAYS>{tw(m::HALF_TITLE, &[("count", &count)])}</h2>
            <p>{t(m::HALF_LEAD)}</p>
            <Table caption=t(m::HALF_CAPTION) heads>{rows}</Table>
        </section>
    }
}
