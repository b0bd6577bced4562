//! Tables, rows of answers, pages of a list, and the sentence where there is nothing. Invariant: an empty list is a
//! sentence with what to do next, never an empty table.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::{Tone, t, tag_of, tw};
use domain::listing::PART_ROWS;
use i18n::msg;
use leptos::prelude::*;

/// One row of a [`DescriptionList`].
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub value: String,
    /// Where it is changed.
    pub change: Option<String>,
    /// Address of a picture, and its words for who does not see it.
    pub picture: Option<(String, String)>,
    /// A word that draws the eye to it, with its tone and drawing.
    pub mark: Option<(Tone, Option<&'static str>, &'static str)>,
}

impl Row {
    /// A row that is not changed here.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), change: None, picture: None, mark: None }
    }
    /// With the picture at `address`, which asks by itself who may see it.
    #[must_use]
    pub fn with_picture(mut self, address: impl Into<String>, alt: impl Into<String>) -> Self {
        self.picture = Some((address.into(), alt.into()));
        self
    }
    /// With a word that draws the eye to it.
    #[must_use]
    pub fn with_mark(mut self, tone: Tone, drawing: Option<&'static str>, word: &'static str) -> Self {
        self.mark = Some((tone, drawing, word));
        self
    }
    /// With a link to where it is changed.
    #[must_use]
    pub fn changed_at(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Labels and values, for answers to check and for details.
#[component]
pub fn DescriptionList(
    /// The rows, in order.
    rows: Vec<Row>,
) -> impl IntoView {
    let line = |row: Row| {
        let about = tw(msg::common::CHANGE_OF, &[("field", &row.label)]);
        view! {
            <div class="answer">
                <dt>{row.label}</dt>
                <dd>
                    {row.value}
                    {row.mark.map(|(tone, drawing, word)| view! { " " {tag_of(tone, drawing, word)} })}
                    {row
                        .picture
                        .map(|(address, alt)| {
                            view! { <img class="answer-picture" src=address alt=alt /> }
                        })}
                </dd>
                {row
                    .change
                    .map(|href| {
                        view! {
                            <dd class="answer-change">
                                <a href=href aria-label=about>{t(msg::common::CHANGE)}</a>
                            </dd>
                        }
                    })}
            </div>
        }
    };
    view! { <dl class="answers">{rows.into_iter().map(line).collect_view()}</dl> }.into_any()
}

/// A plain table that scrolls in its own box. The rows are the page's own `<tr>`s. On a phone each row whose cells name
/// themselves (`data-label`, the words of their head) is laid out as a card under its row's head; a cell without stands
/// below across the card.
#[component]
pub fn Table(
    /// What the table shows, for readers.
    #[prop(into)]
    caption: String,
    /// Heads of the columns; an empty one for a column of actions.
    heads: Vec<String>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=caption.clone()>
            <table class="table">
                <caption class="visually-hidden">{caption.clone()}</caption>
                <thead>
                    <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Where there is nothing: why, and what to do.
#[component]
pub fn EmptyState(
    /// Why nothing is here.
    #[prop(into)]
    title: String,
    /// What would bring something here.
    #[prop(optional, into)]
    text: Option<String>,
    /// One action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The way on through a list that is shown in parts, each beginning after the last row of the one before, and back to its
/// beginning.
#[component]
pub fn Parts(
    /// What the list shows, for readers.
    #[prop(into)]
    of: String,
    /// Address of the list's beginning, where a later part is shown.
    first: Option<String>,
    /// Address of the next part, where there is one.
    next: Option<String>,
) -> impl IntoView {
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=of>
                {first.map(|href| view! { <a rel="start" href=href>{t(msg::common::PART_FIRST)}</a> })}
                {next
                    .map(|href| {
                        view! {
                            <a rel="next" href=href>
                                {tw(msg::common::PART_NEXT, &[("count", &PART_ROWS)])}
                            </a>
                        }
                    })}
            </nav>
        }
        .into_any()
    })
}

/// Pages of a list: previous, next, and which part is shown.
#[component]
pub fn Pagination(
    /// How many there are.
    all: i64,
    /// Number of the first one shown, from 1.
    from: i64,
    /// Number of the last one shown.
    to: i64,
    /// Address of the page before, where there is one.
    previous: Option<String>,
    /// Address of the page after, where there is one.
    next: Option<String>,
) -> impl IntoView {
    view! {
        <nav class="pagination" aria-label=t(msg::common::PAGES)>
            {previous.map(|href| view! { <a rel="prev" href=href>{t(msg::common::PAGE_PREVIOUS)}</a> })}
            <span>{tw(msg::common::PAGE_OF, &[("all", &all), ("from", &from), ("to", &to)])}</span>
            {next.map(|href| view! { <a rel="next" href=href>{t(msg::common::PAGE_NEXT)}</a> })}
        </nav>
    }
    .into_any()
}
