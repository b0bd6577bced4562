//! A table of counts with its chart, and the form that asks for a table as a file. Invariant: the chart is drawn from the table's
//! own numbers, and whoever does not see it reads them there.

use crate::{
    days::file::kind_word,
    shell::{ButtonKind, EmptyState, SubmitButton, Table, icon, lang, t, tw},
};
use domain::statistics::{By, Figures, Line};
use i18n::{msg, number, statistics as words};
use leptos::prelude::*;
use services::sheet::Kind;

use msg::statistics as m;

/// The height of the drawing, in units of a hundredth of the highest bar.
const HIGH: i64 = 100;
/// How wide a bar and the room after it are.
const STEP: usize = 10;
/// How wide a bar is.
const BAR: usize = 8;

/// The tables, each under its heading; a sentence where nothing was counted.
pub(super) fn sections(tables: &[Figures], what: &str) -> AnyView {
    if tables.iter().all(|figures| figures.total.iter().all(|number| *number == 0)) {
        return view! { <EmptyState title=t(m::NONE_TITLE) text=t(m::NONE) /> }.into_any();
    }
    tables.iter().map(|figures| section(figures, what)).collect_view().into_any()
}

fn section(figures: &Figures, what: &str) -> AnyView {
    let (by, title) = (figures.by, t(words::by(figures.by)));
    let id = format!("by-{}", by.code());
    let heads = core::iter::once(title).chain(figures.measures.iter().map(|of| t(words::measure(*of))));
    let heads: Vec<String> = heads.map(str::to_owned).collect();
    let caption = tw(m::CAPTION, &[("by", &title), ("what", &what)]);
    let rows = figures.lines.iter().map(|line| row(figures, line)).collect_view();
    let total = cells(figures, &figures.total);
    view! {
        <section class="site-section" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title}</h2>
            {chart(figures)}
            <Table caption heads>
                {rows}
                <tr class="figure-total">
                    <th scope="row">{t(m::TOTAL)}</th>
                    {total}
                </tr>
            </Table>
        </section>
    }
    .into_any()
}

fn row(figures: &Figures, line: &Line) -> impl IntoView + use<> {
    let label = words::label(lang(), figures.by, line.key);
    let cells = cells(figures, &line.numbers);
    view! {
        <tr>
            <th scope="row">{label}</th>
            {cells}
        </tr>
    }
}

fn cells(figures: &Figures, numbers: &[i64]) -> impl IntoView + use<> {
    let cell = |(of, count): (&domain::statistics::Measure, &i64)| {
        let head = t(words::measure(*of));
        view! {
            <td class="number" data-label=head>{number::grouped(*count)}</td>
        }
    };
    figures.measures.iter().zip(numbers).map(cell).collect_view()
}

/// Bars of the first column as one path, how wide it is: one bar a row, in their order.
fn bars(figures: &Figures) -> (String, usize) {
    let first = |line: &Line| line.numbers.first().copied().unwrap_or_default().max(0);
    let most = figures.lines.iter().map(first).max().unwrap_or_default().max(1);
    let bar = |(at, line): (usize, &Line)| {
        let high = first(line).saturating_mul(HIGH) / most;
        (high > 0).then(|| format!("M{},{HIGH}v-{high}h{BAR}v{high}z", at * STEP))
    };
    let path = figures.lines.iter().enumerate().filter_map(bar).collect();
    (path, figures.lines.len() * STEP)
}

/// One row is no picture, and nothing at all neither.
fn chart(figures: &Figures) -> Option<impl IntoView + use<>> {
    let measure = figures.measures.first()?;
    if figures.lines.len() < 2 || figures.total.first().is_none_or(|total| *total == 0) {
        return None;
    }
    let (by, of) = (t(words::by(figures.by)), t(words::measure(*measure)));
    let label = tw(m::CHART, &[("by", &by), ("measure", &of)]);
    let (path, width) = bars(figures);
    Some(view! {
        <svg
            class="figure-bars"
            viewBox=format!("0 0 {width} {HIGH}")
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            <path d=path />
        </svg>
    })
}

/// The form that asks for one of the tables as a file: what the page shows travels hidden.
pub(super) fn file_form(
    action: String,
    tables: &[Figures],
    asked: Vec<(&'static str, String)>,
) -> impl IntoView + use<> {
    let asked = asked.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let asked = asked.collect_view();
    let ways: Vec<By> = tables.iter().map(|figures| figures.by).collect();
    let ways = ways.into_iter().map(|by| view! { <option value=by.code()>{t(words::by(by))}</option> }).collect_view();
    let kinds = Kind::ALL.map(|kind| view! { <option value=kind.code()>{t(kind_word(kind))}</option> });
    let kinds = kinds.into_iter().collect_view();
    view! {
        <section class="own-file" aria-labelledby="file-title">
            <h2 id="file-title">{t(m::FILE_TITLE)}</h2>
            <form method="post" action=action class="filters">
                {asked}
                <label class="filter">
                    <span>{t(m::FILE_TABLE)}</span>
                    <select name="table">{ways}</select>
                </label>
                <label class="filter">
                    <span>{t(m::FILE_KIND)}</span>
                    <select name="file">{kinds}</select>
                </label>
                <SubmitButton text=t(m::FILE_DO) kind=ButtonKind::Outline icon=icon::DOWNLOAD />
            </form>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::statistics::Measure;

    #[test]
    fn bars_are_as_high_as_their_numbers_and_nothing_is_no_bar() {
        let line = |key, records| Line { key, numbers: vec![records] };
        let lines = vec![line(202_609, 50), line(202_610, 0), line(202_611, 200)];
        let figures = Figures::added_up(By::Month, vec![Measure::Records], lines);
        let (path, width) = bars(&figures);
        assert_eq!((path.as_str(), width), ("M0,100v-25h8v25zM20,100v-100h8v100z", 30));
        let none = Figures::added_up(By::Month, vec![Measure::Records], vec![line(202_611, 0)]);
        assert_eq!(bars(&none).0, "");
    }
}
