//! `/operator/fees/figures`: what is owed and earned, and closing a month. Invariant: figures come from requests and ledger at
//! the moment of looking; opening the page closes nothing.

use super::{
    CloseMonth,
    api::{FIGURES, PAGE},
    page::parts,
};
use crate::{
    application::frame,
    shell::{
        Banner, Card, DescriptionList, EmptyState, Flash, OfficeLayout, Row, SubmitButton, Table, Tone, call, lang,
        page, t, tw,
    },
};
use domain::{
    fee::{Age, Closing, FeeKind, Figures, Yen},
    time::YearMonth,
};
use i18n::{date, msg, number, word};
use leptos::{prelude::*, server_fn::ServerFn};

use msg::fee as m;

/// `/operator/fees/figures`.
#[component]
pub fn FiguresPage() -> impl IntoView {
    page(async {
        let call = call();
        let figures = services::fee::figures(&call).await?;
        let who = frame::who().await?;
        let flash = Flash::take(FIGURES).await?;
        let closed = flash.form::<Option<Closing>>().map(closed_words);
        let outcome = frame::outcome(&flash);
        let crumbs = vec![(PAGE.to_owned(), t(m::TITLE).to_owned())];
        let last = call.today().month().previous();
        Ok(view! {
            <OfficeLayout title=t(m::PART_FIGURES) who nav=frame::operator_nav(PAGE) crumbs>
                {closed.map(|words| view! { <Banner tone=Tone::Ok>{words}</Banner> })}
                {outcome}
                {parts(FIGURES)}
                {receivable(figures.receivable.clone())}
                {held(&figures)}
                {income(&figures.income)}
                {closing(figures.closed, last)}
            </OfficeLayout>
        })
    })
}

fn yen(amount: Yen) -> String {
    number::yen(lang(), amount.get())
}

fn closed_words(closing: Closing) -> String {
    let sentence = if closing.again { m::CLOSED_AGAIN } else { m::CLOSED };
    let figures: [(&str, &dyn std::fmt::Display); 4] = [
        ("month", &date::month(lang(), closing.month)),
        ("invoices", &number::grouped(closing.invoices)),
        ("records", &number::grouped(closing.records)),
        ("yen", &yen(closing.yen)),
    ];
    tw(sentence, &figures)
}

fn receivable(lines: Vec<(Age, i64, Yen)>) -> impl IntoView {
    let heads = [m::FIGURES_AGE, m::FIGURES_COUNT, m::AMOUNT].map(|head| t(head).to_owned()).to_vec();
    let row = |(age, count, amount): (Age, i64, Yen)| {
        view! {
            <tr>
                <th scope="row">{t(word::age(age))}</th>
                <td class="number">{number::grouped(count)}</td>
                <td class="number">{yen(amount)}</td>
            </tr>
        }
    };
    view! {
        <h2>{t(m::FIGURES_RECEIVABLE)}</h2>
        <Table caption=t(m::FIGURES_RECEIVABLE_CAPTION) heads>
            {lines.into_iter().map(row).collect_view()}
        </Table>
    }
}

fn held(figures: &Figures) -> impl IntoView + use<> {
    let rows = vec![
        Row::new(t(m::FIGURES_UNMATCHED), yen(figures.unmatched)),
        Row::new(t(m::FIGURES_REFUNDS), yen(figures.refunds)),
        Row::new(t(m::FIGURES_CREDITS), yen(figures.credits)),
    ];
    view! {
        <Card title=t(m::FIGURES_HELD)>
            <DescriptionList rows />
        </Card>
    }
}

fn income(lines: &[(YearMonth, FeeKind, Yen)]) -> impl IntoView + use<> {
    let heads = [m::FIGURES_MONTH, m::WHAT, m::AMOUNT].map(|head| t(head).to_owned()).to_vec();
    let row = |(month, kind, amount): &(YearMonth, FeeKind, Yen)| {
        view! {
            <tr>
                <th scope="row">{date::month(lang(), *month)}</th>
                <td>{t(word::fee_kind(*kind))}</td>
                <td class="number">{yen(*amount)}</td>
            </tr>
        }
    };
    let inside = if lines.is_empty() {
        view! { <EmptyState title=t(m::FIGURES_NONE) /> }.into_any()
    } else {
        let rows = lines.iter().map(row).collect_view();
        view! { <Table caption=t(m::FIGURES_INCOME_CAPTION) heads>{rows}</Table> }.into_any()
    };
    view! {
        <h2>{t(m::FIGURES_INCOME)}</h2>
        {inside}
    }
}

/// The month after the one closed last, as far as it has ended; else the last one that has.
fn closing(closed: Option<YearMonth>, last: YearMonth) -> impl IntoView {
    let month = closed.map_or(last, |closed| closed.next().min(last));
    let before = closed.map_or_else(
        || t(m::CLOSE_NEVER).to_owned(),
        |closed| tw(m::CLOSE_LAST, &[("month", &date::month(lang(), closed))]),
    );
    view! {
        <Card title=t(m::CLOSE_TITLE)>
            <p>{t(m::CLOSE_LEAD)}</p>
            <p class="hint">{before}</p>
            <form method="post" action=CloseMonth::PATH class="fee-close">
                <input type="hidden" name="month" value=month.number() />
                <SubmitButton text=tw(m::CLOSE_GO, &[("month", &date::month(lang(), month))]) />
            </form>
        </Card>
    }
}
