//! `/map`: the list is the page. Positions on a map come with the support points themselves.

use super::scrivener::by_prefecture;
use crate::shell::{Banner, PageTitle, PublicLayout, Tone, t, tw};
use i18n::{msg, number};
use leptos::prelude::*;

/// `/map`.
#[component]
pub fn MapPage() -> impl IntoView {
    let all: i64 = by_prefecture().map(|(_, count)| count).sum();
    let most = by_prefecture().map(|(_, count)| count).max().unwrap_or(1);
    let row = move |(prefecture, count): (domain::prefecture::PrefectureCode, i64)| {
        view! {
            <tr>
                <th scope="row" lang="ja">
                    {prefecture.name()}
                </th>
                <td class="number num">{number::grouped(count)}</td>
                <td class="bar-cell" aria-hidden="true">
                    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none">
                        <rect width=count * 100 / most height="8"></rect>
                    </svg>
                </td>
            </tr>
        }
    };
    view! {
        <PublicLayout>
            <PageTitle text=t(msg::support_point::TITLE) />
            <div class="map-page">
                <h1>{t(msg::support_point::TITLE)}</h1>
                <p class="lead">{t(msg::support_point::LEAD)}</p>
                <Banner tone=Tone::Info>{t(msg::support_point::NO_MAP_YET)}</Banner>
                <section class="card">
                    <h2 class="card-title">{tw(msg::support_point::FINDING, &[("n", &number::grouped(all))])}</h2>
                    <table class="table map-table">
                        <caption class="visually-hidden">{t(msg::support_point::CAPTION)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t(msg::common::PREFECTURE)}</th>
                                <th scope="col" class="number">
                                    {t(msg::support_point::COUNT)}
                                </th>
                                <td></td>
                            </tr>
                        </thead>
                        <tbody>{by_prefecture().map(row).collect_view()}</tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{t(msg::support_point::SUM)}</th>
                                <td class="number num">{number::grouped(all)}</td>
                                <td></td>
                            </tr>
                        </tfoot>
                    </table>
                    <p class="hint">{t(msg::support_point::SOURCE)}</p>
                </section>
            </div>
        </PublicLayout>
    }
}
