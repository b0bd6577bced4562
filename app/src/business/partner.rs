//! `/business/partners/{business}`: what the published table shows of a business below one's own on an open site. Invariant: a
//! field the table does not open to primes and upper tiers is not on this page.

use super::{frame, renewals, words};
use crate::{
    application::frame as office,
    shell::{Card, DescriptionList, OfficeLayout, Row, UiError, call, error::NOT_FOUND, lang, page, t, tw},
};
use domain::id::BusinessId;
use i18n::{date, msg};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use msg::business as m;

/// The page of one.
pub(super) fn page_of(id: BusinessId) -> String {
    format!("/business/partners/{id}")
}

/// `/business/partners/{business}`.
#[component]
pub fn PartnerPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("business")).unwrap_or_default();
    page(async move {
        let id: BusinessId = asked.parse().map_err(|_| UiError::of(NOT_FOUND))?;
        let partner = services::business::partner(&call(), id).await?;
        let who = office::who().await?;
        let known = [
            Row::new(t(msg::common::BUSINESS_ID), partner.id.grouped()),
            Row::new(t(m::PARTNER_UNTIL), date::day_only(lang(), partner.counts_until)),
        ];
        let shown = partner
            .fields
            .iter()
            .filter_map(|(field, typed)| Some(Row::new(t(words::label(field)?), words::shown(field, typed))));
        let rows: Vec<Row> = known.into_iter().chain(shown).collect();
        let crumbs = vec![(renewals::PAGE.to_owned(), t(m::RENEWALS_TITLE).to_owned())];
        let title = tw(m::PARTNER_TITLE, &[("name", &partner.name)]);
        Ok(view! {
            <OfficeLayout title who nav=frame::nav(super::registration::PAGE) crumbs>
                <p>{t(m::PARTNER_LEAD)}</p>
                <Card title=t(m::PARTNER_CAPTION)>
                    <DescriptionList rows />
                </Card>
            </OfficeLayout>
        })
    })
}
