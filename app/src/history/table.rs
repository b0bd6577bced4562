//! A site's month as a table: people down, days across. Invariant: a cell is a sign and its word, and leads to its day; what may
//! be approved has a box in its cell too, and rows and columns that hold such say how many.

use super::{api::day_of, words};
use crate::{
    business::person_name,
    shell::{lang, t, tw},
    site::words::tier,
};
use chrono::Weekday;
use domain::{
    history::{
        approval::Mark,
        sheet::{Sheet, SheetRow},
    },
    id::SiteId,
    site::InSection,
    time::WorkDate,
};
use i18n::{date, msg, number, word};
use leptos::prelude::*;

use msg::sheet as m;

/// Numbers kept for the boxes of a row's cells: one a day, counted from one.
const DAYS_OF_ROW: usize = 32;
/// Where the skip link leads: past the table.
const AFTER_TABLE: &str = "after-sheet";

/// The table, in a box that scrolls by itself; each sign leads to its day.
pub(super) fn table(sheet: &Sheet, site: SiteId) -> impl IntoView + use<> {
    let days = sheet.days();
    let caption = tw(m::CAPTION, &[("month", &date::month(lang(), sheet.month))]);
    let pick = sheet.approves.then(|| view! { <th scope="col" class="sheet-pick">{t(m::PICK)}</th> });
    let heads = days.iter().map(|day| head(*day, sheet.today)).collect_view();
    let rows = sheet.people.iter().enumerate().map(|(at, row)| line((sheet, site), &days, at, row)).collect_view();
    view! {
        {sheet.offers().then(mark_words)}
        <a class="sheet-skip" href=format!("#{AFTER_TABLE}")>{t(m::SKIP)}</a>
        <div class="sheet-box" tabindex="0" role="region" aria-label=caption.clone()>
            <table class="sheet">
                <caption class="visually-hidden">{caption.clone()}</caption>
                <thead>
                    <tr>{pick} <th scope="col" class="sheet-who">{t(m::PERSON)}</th> <th scope="col">{t(m::DAYS)}</th> {heads}</tr>
                </thead>
                {columns(sheet, &days)}
                <tbody>{rows}</tbody>
                {foot(sheet, &days)}
            </table>
        </div>
        <span id=AFTER_TABLE class="visually-hidden" tabindex="-1"></span>
    }
}

/// Sundays and Saturdays are told apart by their word too.
fn class_of(day: WorkDate, today: WorkDate) -> &'static str {
    match day.weekday() {
        _ if day == today => "today",
        Weekday::Sun => "sunday",
        Weekday::Sat => "saturday",
        _ => "",
    }
}

fn head(day: WorkDate, today: WorkDate) -> impl IntoView + use<> {
    view! {
        <th scope="col" id=format!("d{}", day.day()) class=class_of(day, today)>
            <span class="num">{day.day()}</span>
            <span class="sheet-weekday">{t(date::weekday(day.weekday()))}</span>
        </th>
    }
}

/// The words by which the boxes of cells are named, once for all of them.
fn mark_words() -> impl IntoView {
    let word = |mark: Mark| view! { <span id=words::id(mark)>{t(words::mark(mark))}</span> };
    view! {
        <div hidden>
            {words::MARKS.into_iter().map(word).collect_view()} <span id=words::BY_HAND_ID>{t(m::BY_HAND)}</span>
            <span id=words::FAR_ID>{t(m::FAR)}</span>
        </div>
    }
}

/// A box above each day of which several may be approved together.
fn columns(sheet: &Sheet, days: &[WorkDate]) -> Option<impl IntoView + use<>> {
    if !sheet.approves || sheet.offered() == 0 {
        return None;
    }
    let tick = |day: &WorkDate| {
        let (number, count) = (day.day(), sheet.offered_on(*day));
        let about = tw(m::PICK_DAY, &[("day", &number), ("count", &count)]);
        let name = format!("columns[{number}]");
        let tick = (count > 0).then(|| {
            view! {
                <label>
                    <input type="checkbox" class="pick" name=name value=number.to_string() aria-label=about />
                </label>
            }
        });
        let class = if count > 0 { "tick" } else { "" };
        view! { <td class=class>{tick}</td> }
    };
    let ticks = days.iter().map(tick).collect_view();
    Some(view! {
        <tbody class="sheet-columns">
            <tr>
                <td class="sheet-pick"></td>
                <th scope="row" class="sheet-who">{t(m::PICK_DAYS)}</th>
                <td></td>
                {ticks}
            </tr>
        </tbody>
    })
}

fn line((sheet, site): (&Sheet, SiteId), days: &[WorkDate], at: usize, row: &SheetRow) -> impl IntoView + use<> {
    let pick = sheet.approves.then(|| view! { <td class="sheet-pick">{tick(at, row)}</td> });
    let cells = days.iter().map(|day| cell((at, row), (sheet, site), *day)).collect_view();
    let business = match (row.tier, &row.business) {
        (Some(of), Some(name)) => format!("{} {name}", tier(of)),
        (None, Some(name)) => name.clone(),
        (_, None) => String::new(),
    };
    view! {
        <tr>
            {pick}
            <th scope="row" class="sheet-who">
                <span id=format!("r{at}")>{person_name(&row.name, &row.kana)}</span>
                <span class="sheet-business">
                    <span class=format!("level-mark level-{}", row.level.number())></span>
                    <span class="visually-hidden">{t(word::level(row.level))}</span> " " {business}
                </span>
            </th>
            <td class="num">{row.marks.len()}</td>
            {cells}
        </tr>
    }
}

/// The box of a row, and what the row offers in any case: so the whole page means what it showed.
fn tick(at: usize, row: &SheetRow) -> Option<impl IntoView + use<>> {
    if row.offered.is_empty() {
        return None;
    }
    let offered = format!("{}.{}", row.technician_id, row.offered);
    let about = tw(m::PICK_OF, &[("name", &row.name), ("count", &row.offered.len())]);
    Some(view! {
        <input type="hidden" name=format!("shown[{at}]") value=offered.clone() />
        <input type="checkbox" class="pick" name=format!("rows[{at}]") value=offered aria-label=about />
    })
}

fn cell((at, row): (usize, &SheetRow), (sheet, site): (&Sheet, SiteId), day: WorkDate) -> impl IntoView + use<> {
    let (mark, today) = (row.on(day), sheet.today);
    let picked = row.offered.with(row.alone).contains(day);
    let class = mark.map_or_else(|| class_of(day, today), words::class);
    let class = if picked { format!("{class} tick") } else { class.to_owned() };
    let shown = mark.map(|mark| {
        let tick = picked.then(|| cell_tick((at, row), day, mark));
        view! {
            {tick}
            {to_day(day_of(site, row.technician_id, day), (row, day), mark, sheet)}
        }
    });
    view! { <td class=class>{shown}</td> }
}

/// The sign of a day as the link to its page, named by the day and by how it stands.
fn to_day(href: String, (row, day): (&SheetRow, WorkDate), mark: Mark, sheet: &Sheet) -> impl IntoView + use<> {
    let (by_hand, far, sections) = (row.is_by_hand(day), row.far.contains(day), row.sections_on(day));
    let by_hand_word = by_hand.then(|| t(m::BY_HAND).to_owned());
    let far_word = far.then(|| t(m::FAR).to_owned());
    let names = (!sections.is_empty()).then(|| word::sections(lang(), sections));
    let stands = [t(words::mark(mark)).to_owned()];
    let state: Vec<String> = by_hand_word.into_iter().chain(stands).chain(far_word).chain(names).collect();
    let state = state.join(t(msg::common::LIST_JOIN));
    let about = tw(msg::history::DAY_LABEL, &[("day", &day.day()), ("state", &state)]);
    let hand = by_hand.then(|| view! { <span class="sheet-hand">{t(m::SHORT_BY_HAND)}</span> });
    let away = far.then(|| view! { <span class="sheet-hand">{t(m::SHORT_FAR)}</span> });
    view! {
        <a class="sheet-day" href=href>
            <span class="sheet-sign" aria-hidden="true">{words::sign(mark)} {hand} {away}</span>
            {section_signs(sheet, sections)}
            <span class="visually-hidden">{about}</span>
        </a>
    }
}

/// The numbers of a day's sections in the legend, in the order of touches.
fn section_signs(sheet: &Sheet, sections: &[InSection]) -> Option<impl IntoView + use<>> {
    let number = |one: &InSection| sheet.sections.iter().position(|other| other.id == one.id).map(|at| at + 1);
    let numbers: Vec<String> = sections.iter().filter_map(number).map(|number| number.to_string()).collect();
    let words = numbers.join(t(msg::common::LIST_JOIN_SHORT));
    (!words.is_empty()).then(|| view! { <span class="sheet-section num" aria-hidden="true">{words}</span> })
}

/// The box of a cell above its sign, named by who, when, and the words of the day.
fn cell_tick((at, row): (usize, &SheetRow), day: WorkDate, mark: Mark) -> impl IntoView + use<> {
    let number = day.day();
    let hand = if row.is_by_hand(day) { words::BY_HAND_ID } else { "" };
    let far = if row.far.contains(day) { words::FAR_ID } else { "" };
    let named = format!("r{at} d{number} {hand} {} {far}", words::id(mark));
    let name = format!("cells[{}]", at * DAYS_OF_ROW + usize::try_from(number).unwrap_or_default());
    view! {
        <label>
            <input
                type="checkbox"
                class="pick"
                name=name
                value=format!("{}.{number}", row.technician_id)
                aria-labelledby=named
            />
        </label>
    }
}

/// How many still wait on each day, of the whole site.
fn foot(sheet: &Sheet, days: &[WorkDate]) -> Option<impl IntoView + use<>> {
    let totals = sheet.totals.as_ref()?;
    let waiting = |day: &WorkDate| {
        let of_day = totals.iter().find(|total| total.date == *day);
        of_day.map(|total| total.records - total.approved).filter(|waiting| *waiting > 0).map(number::grouped)
    };
    let cells = days.iter().map(|day| view! { <td class="num">{waiting(day)}</td> }).collect_view();
    let pick = sheet.approves.then(|| view! { <td class="sheet-pick"></td> });
    Some(view! {
        <tfoot>
            <tr>
                {pick}
                <th scope="row" class="sheet-who">{t(m::FOOT)}</th>
                <td></td>
                {cells}
            </tr>
        </tfoot>
    })
}
