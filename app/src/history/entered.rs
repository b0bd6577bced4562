//! What was entered of a month by hand, with what can still be done about it. Invariant: a button stands where the
//! services would do what it says.

use super::{RefuseHistory, TakeBackHistory};
use crate::shell::{Table, Tag, Tone, lang, t, tw};
use domain::{
    history::entry::{EntryDay, EntryMade, EntryMonth, Span},
    id::{SiteId, TechnicianId},
    time::{Instant, WorkDate},
};
use i18n::{date, msg};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::entry as m;

/// The section; nothing where nothing was entered.
pub(super) fn section(month: &EntryMonth, site: SiteId) -> Option<impl IntoView + use<>> {
    let entered: Vec<_> = month.days.iter().filter_map(|day| day.entry.as_ref().map(|entry| (day, entry))).collect();
    if entered.is_empty() {
        return None;
    }
    let heads = [m::COL_DAY, m::COL_TIMES, m::COL_BY, m::COL_ACTION].map(|head| t(head).to_owned()).to_vec();
    let rows = entered.iter().map(|(day, entry)| row(month, site, day, entry)).collect_view();
    Some(view! {
        <section class="site-section" aria-labelledby="entered-title">
            <h2 id="entered-title">{t(m::ENTERED_TITLE)}</h2>
            <Table caption=t(m::ENTERED_TITLE) heads>{rows}</Table>
        </section>
    })
}

fn row(month: &EntryMonth, site: SiteId, day: &EntryDay, entry: &EntryMade) -> impl IntoView + use<> {
    let by = entry.by.clone().unwrap_or_default();
    let at = date::date_time(lang(), entry.at, month.today);
    let approved = day.approved.then(|| view! { <Tag tone=Tone::Ok text=t(msg::history::APPROVAL_APPROVED) /> });
    let who = month.technician_id;
    let back = entry.may_take_back.then(|| take_back(site, who, day.date));
    let refuse = entry.may_refuse.then(|| refuse(site, who, day.date));
    view! {
        <tr>
            <th scope="row">{date::full(lang(), day.date)}</th>
            <td class="num" data-label=t(m::COL_TIMES)>{day.record.map(|record| times(record, day.date))}</td>
            <td data-label=t(m::COL_BY)>{tw(m::BY, &[("business", &by), ("at", &at)])}</td>
            <td data-label=t(m::COL_ACTION)>{approved} {back} {refuse}</td>
        </tr>
    }
}

/// In and out as they are known.
pub fn times(record: Span, day: WorkDate) -> String {
    let time = |at: Option<Instant>| {
        at.map_or_else(|| t(msg::history::NOT_RECORDED).to_owned(), |at| date::time_of_day(lang(), at, day))
    };
    tw(m::TIMES, &[("first_in", &time(record.first_in)), ("last_out", &time(record.last_out))])
}

fn names(site: SiteId, who: TechnicianId, day: WorkDate) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="site" value=site.to_string() />
        <input type="hidden" name="technician" value=who.to_string() />
        <input type="hidden" name="day" value=day.number().to_string() />
    }
}

fn take_back(site: SiteId, who: TechnicianId, day: WorkDate) -> impl IntoView + use<> {
    let about = tw(m::TAKE_BACK_OF, &[("day", &date::day_only(lang(), day))]);
    view! {
        <form method="post" action=TakeBackHistory::PATH class="row-form">
            {names(site, who, day)}
            <button type="submit" class="button outline small" aria-label=about>
                {t(m::TAKE_BACK)}
            </button>
        </form>
    }
}

fn refuse(site: SiteId, who: TechnicianId, day: WorkDate) -> impl IntoView + use<> {
    let of = date::day_only(lang(), day);
    let (about, why) = (tw(m::REFUSE_OF, &[("day", &of)]), tw(m::REFUSE_WHY_OF, &[("day", &of)]));
    view! {
        <form method="post" action=RefuseHistory::PATH class="row-form">
            {names(site, who, day)}
            <input class="input" type="text" name="why" aria-label=why placeholder=t(m::REFUSE_WHY) required />
            <button type="submit" class="button outline small" aria-label=about>
                {t(m::REFUSE)}
            </button>
        </form>
    }
}
